"""The authority's spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from ropa.cli import desk
from ropa.cli.asked import ABOUT, AS_OF, ORGANISATION, OUTPUT
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.context import Context
from ropa.export.ico import ico_controller, ico_processor

FORMATS: Mapping[str, Callable[[Register, str, Context, Reference], bytes]] = {
    "ico-controller": ico_controller,
    "ico-processor": ico_processor,
}


@click.command()
@click.argument("format", type=click.Choice(list(FORMATS)))
@OUTPUT
@ORGANISATION
@AS_OF
@ABOUT
def export(
    format: str,
    output: Path,
    organisation: str | None,
    as_of: str | None,
    about: str | None,
) -> None:
    """Write the record as an authority asks for it (Article 30(4))."""
    with desk.opened() as session:
        register = desk.register_at(session, as_of, organisation)
    whose = desk.chosen(register, organisation)
    own = register.only([whose.id])
    context = desk.context_of(register, whose, about)
    desk.write(output, FORMATS[format](own, whose.id, context, desk.law()))
    moment = register.moment
    click.echo(
        f"Wrote {output}: {whose.name}, about {context.about}, "
        f"journal {moment.sequence}:{moment.digest}"
    )
