"""Where data goes, by the law of a day: transfers, findings and the law itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ropa.cli import desk
from ropa.cli.asked import ABOUT, Asked, Asking, asked, asking
from ropa.core.law_check import LawCheck, law_check
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.rules import Finding, findings
from ropa.core.transfers.judge import transfers_of
from ropa.core.transfers.what_if import WhatIf, what_if
from ropa.export.context import Context
from ropa.export.transfers import transfers_json, transfers_text
from ropa.export.what_if import what_if_json, what_if_text, what_if_xlsx
from ropa.importing.what_if import parse_what_if

_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
_WHAT_IF = click.option(
    "--what-if",
    "supposed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Say what would change if what the file supposes were so. Nothing is saved.",
)
_OUTPUT = click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the answer of --what-if as a workbook.",
)


@click.command()
@_FORMAT
@_WHAT_IF
@_OUTPUT
@asking
def transfers(which: Asking, form: str, supposed: Path | None, output: Path | None) -> None:
    """Say of every hop whether it is a restricted transfer, and what covers it."""
    held = asked(which)
    register, whose, context = held.register, held.organisation, held.context
    if supposed is not None:
        _suppose(_supposed(supposed, register, held.law, context), held, form, output)
        return
    if output is not None:
        raise click.UsageError("-o writes the answer of --what-if: give that too.")
    judged = transfers_of(register, held.law, context.about)
    if form == "json":
        click.echo(transfers_json(judged, whose.id, context))
    else:
        click.echo(f"{transfers_text(judged, whose.id)}\n{held.clocks}")


def _supposed(file: Path, register: Register, law: Reference, context: Context) -> WhatIf:
    """Read a supposition and judge it."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} cannot be read as UTF-8 text.") from error
    supposition, problems = parse_what_if(file.name, text, register, law)
    if supposition is None:
        raise click.ClickException("\n".join(map(str, problems)))
    return what_if(register, law, supposition, context.about)


def _suppose(answer: WhatIf, held: Asked, form: str, output: Path | None) -> None:
    """Print the answer to a supposition, or write it as a workbook."""
    whose, context = held.organisation, held.context
    if output is not None:
        desk.write(output, what_if_xlsx(answer, whose.id, context))
        click.echo(f"Wrote {output}: {whose.name}, what if, judged on {answer.day}")
    elif form == "json":
        click.echo(what_if_json(answer, whose.id, context))
    else:
        click.echo(f"{what_if_text(answer)}\n{held.clocks}")


@click.command()
@asking
def check(which: Asking) -> None:
    """List what the rules find, the most serious first. Ends with 1 where something is serious."""
    held = asked(which)
    found = findings(held.register, held.law, held.context.about)
    for finding in found:
        click.echo("\n".join(_lines(finding)))
    many = "1 finding" if len(found) == 1 else f"{len(found)} findings"
    click.echo(f"{many} about {held.context.about}.\n{held.clocks}")
    if any(finding.grade == "serious" for finding in found):
        raise click.exceptions.Exit(1)


@click.command()
@ABOUT
def law(about: str | None) -> None:
    """Say what law is in force on a day, from which sources, and when it was last checked."""
    for line in _law_lines(law_check(desk.law(), desk.day_of(about, None))):
        click.echo(line)


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
