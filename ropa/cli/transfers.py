"""Where data goes, by the law of a day: transfers, findings and the law itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ropa.cli import desk
from ropa.cli.exports import ABOUT, AS_OF, ORGANISATION
from ropa.core.law_check import LawCheck, law_check
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.rules import Finding, findings
from ropa.core.transfers.judge import transfers_of
from ropa.export.context import Context
from ropa.export.transfers import transfers_json, transfers_text
from ropa.importing.files import parse_folder
from ropa.records.organisation import Organisation
from ropa.store.law import read_texts

_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
_FOLDER = click.option(
    "--with",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Read the register from a folder, not from the catalogue.",
)


@click.command()
@_FORMAT
@_FOLDER
@ORGANISATION
@AS_OF
@ABOUT
def transfers(
    form: str,
    folder: Path | None,
    organisation: str | None,
    as_of: str | None,
    about: str | None,
) -> None:
    """Say of every hop whether it is a restricted transfer, and what covers it."""
    register, whose, context, law = _asked(folder, organisation, as_of, about)
    judged = transfers_of(register, law, context.about)
    if form == "json":
        click.echo(transfers_json(judged, whose.id, context))
    else:
        click.echo(transfers_text(judged, whose.id))


@click.command()
@_FOLDER
@ORGANISATION
@AS_OF
@ABOUT
def check(
    folder: Path | None, organisation: str | None, as_of: str | None, about: str | None
) -> None:
    """List what the rules find, the most serious first. Ends with 1 where something is serious."""
    register, _, context, law = _asked(folder, organisation, as_of, about)
    found = findings(register, law, context.about)
    for finding in found:
        click.echo("\n".join(_lines(finding)))
    many = "1 finding" if len(found) == 1 else f"{len(found)} findings"
    click.echo(f"{many} about {context.about}.")
    if any(finding.grade == "serious" for finding in found):
        raise click.exceptions.Exit(1)


@click.command()
@ABOUT
def law(about: str | None) -> None:
    """Say what law is in force on a day, from which sources, and when it was last checked."""
    for line in _law_lines(law_check(desk.law(), desk.day_of(about, None))):
        click.echo(line)


def _asked(
    folder: Path | None, organisation: str | None, as_of: str | None, about: str | None
) -> tuple[Register, Organisation, Context, Reference]:
    """Give what an organisation sees at the moments asked for."""
    law = desk.law()
    if folder is None:
        with desk.opened() as session:
            register = desk.register_at(session, as_of, organisation)
    else:
        register = _read(folder, law)
    whose = desk.chosen(register, organisation)
    return register.only([whose.id]), whose, desk.context_of(register, whose, about), law


def _read(folder: Path, law: Reference) -> Register:
    register, problems = parse_folder(read_texts(folder), law)
    if register is None:
        raise click.ClickException("\n".join(str(problem) for problem in problems))
    return register


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.grade.label}: {finding.title} ({finding.clause})"
    yield f"  {finding.said}"
    if finding.advice:
        yield f"  {finding.advice}"


def _law_lines(found: LawCheck) -> Iterator[str]:
    yield f"Law in force on {found.day}, law data {found.digest[:12]}."
    for group in found.groups:
        yield ""
        yield group.title
        for row in group.rows:
            mark = "" if row.verified else " [unverified]"
            sources = ", ".join(source.id for source in row.sources)
            yield f"  {row.label}{mark}: {row.said} ({sources})"
            if row.doubt:
                yield f"    Not checked: {row.doubt}"
    if found.warning:
        yield ""
        yield found.warning
