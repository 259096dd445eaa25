"""The authority's spreadsheets, and an activity's data flow as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from ropa.cli import desk
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.context import Context
from ropa.export.drawing import DrawingProblem, draw_activity
from ropa.export.ico import ico_controller, ico_processor

FORMATS: Mapping[str, Callable[[Register, str, Context, Reference], bytes]] = {
    "ico-controller": ico_controller,
    "ico-processor": ico_processor,
}

_OUTPUT = click.option(
    "-o", "output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE"
)
ORGANISATION = click.option("--organisation", metavar="ID", help="Whose record.")
AS_OF = click.option(
    "--as-of", metavar="T", help="As recorded at a day, an instant or a journal sequence."
)
ABOUT = click.option("--about", metavar="DAY", help="In force on this day; today where not given.")


@click.command()
@click.argument("format", type=click.Choice(list(FORMATS)))
@_OUTPUT
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


@click.group()
def graph() -> None:
    """Draw pictures."""


@graph.command("activity")
@click.argument("reference")
@_OUTPUT
@ORGANISATION
@AS_OF
@ABOUT
def graph_activity(
    reference: str,
    output: Path,
    organisation: str | None,
    as_of: str | None,
    about: str | None,
) -> None:
    """Draw the data flow of an activity, named by its reference or its id, as SVG."""
    with desk.opened() as session:
        register = desk.register_at(session, as_of, organisation)
    whose = [desk.chosen(register, organisation).id] if organisation else register.organisations
    own = register.only(whose)
    id = _activity(own, reference)
    activity = own.activities[id]
    context = desk.context_of(register, own.organisations[activity.organisation], about)
    law = desk.law()
    drawing = draw_activity(own, id, law, context.about, caption=[_clocks(register, context, law)])
    if isinstance(drawing, DrawingProblem):
        raise click.ClickException(drawing.message)
    desk.write(output, drawing.svg)
    click.echo(f"Wrote {output}: {activity.title}, about {context.about}")


def _clocks(register: Register, context: Context, law: Reference) -> str:
    """Say what a picture was made from, so that it can be made again."""
    return (
        f"As recorded at {context.as_recorded}, in force on {context.about}, journal "
        f"{register.moment.sequence}, law data {law.digest[:12]}, ropa {context.version}."
    )


def _activity(register: Register, named: str) -> str:
    wanted = named.casefold()
    found = [
        activity.id
        for activity in register.activities.values()
        if wanted in (activity.id, (activity.reference or "").casefold())
    ]
    if not found:
        raise click.ClickException(f"There is no activity “{named}”.")
    if len(found) > 1:
        raise click.ClickException(
            f"Several activities are “{named}”: say --organisation, or name one by its id "
            f"({', '.join(found)})."
        )
    return found[0]
