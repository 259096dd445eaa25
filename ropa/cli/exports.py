"""The register in every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from ropa.cli import desk
from ropa.cli.asked import ABOUT, AS_OF, ORGANISATION
from ropa.cli.waiting import waiting
from ropa.core.filters import parse_query
from ropa.core.imprint import Redaction
from ropa.core.listing import matching
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.annex import NO_ANNEX
from ropa.export.context import Context
from ropa.export.export import Export, ExportFailed, export_of
from ropa.export.fit import TooLarge
from ropa.export.formats import BY_NAME, FORMATS, Format
from ropa.export.json_schema import json_schema
from ropa.records.organisation import Organisation
from ropa.store.journal import created
from ropa.vocabulary import Kind

ALL = "all"
NO_ACTIVITY = "No activity is like that, so there is nothing to export."

ACTIVITIES = click.option(
    "--activity", "activities", multiple=True, metavar="REF", help="Only this activity; repeatable."
)
WHERE = click.option(
    "--where",
    multiple=True,
    metavar="NAME=VALUE",
    help="Only activities that the list shows with this filter; repeatable.",
)


@click.command()
@click.argument("format", type=click.Choice([*BY_NAME, ALL]))
@click.option(
    "-o",
    "output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE|FOLDER",
    help="The file to write; for all formats, a new folder.",
)
@ORGANISATION
@AS_OF
@ABOUT
@ACTIVITIES
@WHERE
@click.option(
    "--redaction",
    type=click.Choice([one.value for one in Redaction]),
    default=Redaction.AUTHORITY.value,
    show_default=True,
    help="For whom.",
)
@click.option(
    "--portable",
    is_flag=True,
    help="Without the journal's entry and time, which another catalogue has not: the same records "
    "about the same day give the same bytes.",
)
def export(  # noqa: PLR0913, PLR0917 - one for each option
    format: str,
    output: Path,
    organisation: str | None,
    as_of: str | None,
    about: str | None,
    activities: tuple[str, ...],
    where: tuple[str, ...],
    redaction: str,
    portable: bool,
) -> None:
    """Write the record as an authority asks for it (Article 30(4)), or as for the public.

    `export bundle` packs formats of your choice with the journal, signed; see its own help.
    """
    with desk.opened() as session:
        register = desk.register_at(session, as_of, organisation)
        made_at = created(session.connection(), Kind.ACTIVITY, register.moment.sequence)
        readers = Redaction(redaction)
        formats = _formats(format, readers)
        needed = organisation or format == ALL or readers is Redaction.PUBLIC or formats[0].whose
        whose = desk.chosen(register, organisation) if needed else None
        annexed = whose and any(one.annexed for one in formats)
        annex = desk.annex(session, register, whose) if whose and annexed else NO_ANNEX
    moment = register.moment
    if portable:
        register, made_at, annex = Register.of(register), {}, NO_ANNEX
    context = desk.context_of(register, whose or _only(register), about)
    law = desk.law()
    seen = register.only([whose.id]) if whose else register
    chosen = chosen_activities(seen, activities, where, context, law)
    if chosen is not None and not chosen and any(one.whose for one in formats):
        raise click.ClickException(NO_ACTIVITY)
    made = {
        one: export_of(
            register,
            whose.id if whose and one.whose else organisation,
            context,
            law,
            activities=chosen,
            redaction=readers,
            created=made_at,
        ).with_annex(annex)
        for one in formats
    }
    _write(made, output, whole=format == ALL)
    name = whose.name if whose else made[formats[0]].whose
    click.echo(
        f"Wrote {output}: {name}, about {context.about}, journal {moment.sequence}:{moment.digest}"
    )


def _formats(named: str, readers: Redaction) -> list[Format]:
    """Give the formats asked for that these readers may have."""
    asked = FORMATS if named == ALL else (BY_NAME[named],)
    found = [one for one in asked if readers in one.redactions]
    if not found:
        raise click.ClickException(f"{named} is a record for an authority: leave --redaction out.")
    return found


def _write(formats: Mapping[Format, Export], output: Path, *, whole: bool) -> None:
    """Make formats and write them: the only one to a file, or all of them into a new folder."""
    if whole:
        desk.refuse_used(output)
    with waiting(sum(one.steps(export) for one, export in formats.items())) as tell:
        contents = {
            one.file: _made(one, replace(export, tell=tell)) for one, export in formats.items()
        }
        if whole:
            desk.write_folder(output, contents)
        else:
            (content,) = contents.values()
            desk.write(output, content)
    if whole:
        for file, content in contents.items():
            click.echo(f"{file}: {len(content):,} bytes")


def _made(one: Format, export: Export) -> bytes:
    with told(one.name):
        return one.made(export)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Say why something cannot be written."""
    try:
        yield
    except TooLarge as error:
        raise click.ClickException(
            f"{name} cannot hold it: {error}. Choose --organisation or activities, or json or "
            "csv, which hold everything."
        ) from error
    except ExportFailed as error:
        raise click.ClickException(f"{name}: {error}") from error


def _only(register: Register) -> Organisation | None:
    """Give the only organisation there is."""
    held = list(register.organisations.values())
    return held[0] if len(held) == 1 else None


def chosen_activities(
    register: Register,
    named: Iterable[str],
    where: Iterable[str],
    context: Context,
    law: Reference,
) -> frozenset[str] | None:
    """Give the activities named, and of them those that a list would show; None for all."""
    chosen = frozenset(_activity(register, one) for one in named) if named else None
    if not where:
        return chosen
    pairs = [(name, value) for name, _, value in (one.partition("=") for one in where)]
    query, problems = parse_query(Kind.ACTIVITY, pairs)
    if problems:
        raise click.BadParameter("; ".join(problems), param_hint="--where")
    found = frozenset(id for _, id in matching(register, query, context.about, law))
    return found if chosen is None else found & chosen


@click.command()
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", default="-"
)
def schema(output: Path) -> None:
    """Write the JSON Schema of the JSON export."""
    if str(output) == "-":
        click.echo(json_schema().decode(), nl=False)
    else:
        desk.write(output, json_schema())
        click.echo(f"Wrote {output}")


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
