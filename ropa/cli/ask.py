"""Questions to the register: `scripts/ropa ask`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ropa.cli import desk
from ropa.cli.asked import Asked, Asking, asked, asking, named
from ropa.core.flows.incident import incident
from ropa.core.flows.named import ANYTHING, PLACE
from ropa.core.flows.paths import paths
from ropa.core.flows.reach import Reach, reach, reach_of_place
from ropa.core.flows.single_points import single_points
from ropa.core.flows.unused import KINDS, unused
from ropa.core.flows.who_holds import who_holds
from ropa.export.asks import holders_told, paths_told, points_told, reach_told, unused_told
from ropa.export.reach_sheet import reach_sheet
from ropa.export.told import Told, csv_of, json_of, text_of
from ropa.export.typeset import DocumentProblem
from ropa.vocabulary import Kind

_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
)
_PLURALS = {kind.plural: kind for kind in KINDS}


@click.group()
def ask() -> None:
    """Ask the register: what is reached, which ways data takes, who holds it.

    Things are named by their id or their name, whatever the case; party:ID says which kind
    is meant.
    """


@ask.command("reach")
@click.option("--party", metavar="NAME", help="Of a party, in all its engagements.")
@click.option("--engagement", metavar="NAME", help="Of one engagement.")
@click.option("--system", metavar="NAME", help="Of a system.")
@click.option("--place", metavar="NAME", help="Of a country, by its code or name.")
@_FORMAT
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.pdf",
    help="Write the first sheet of an incident instead: one page.",
)
@asking
def ask_reach(which: Asking, form: str, output: Path | None, **about: str | None) -> None:
    """Say all that a breach at a party, in a system or in a place may reach."""
    if output is not None and output.suffix.lower() not in ("", ".pdf"):
        raise click.UsageError("The sheet is a PDF: let the file end in .pdf.")
    given = [(sort, name) for sort, name in about.items() if name is not None]
    if len(given) != 1:
        raise click.UsageError("Say of what: --party, --engagement, --system or --place, one only.")
    held = asked(which)
    found = _reach(held, *given[0])
    if output is not None:
        _write(found, held, output)
        return
    _tell(reach_told(incident(found)), held, form)


@ask.command("paths")
@click.option("--from", "origin", required=True, metavar="NAME", help="Where data comes from.")
@click.option("--to", "destination", required=True, metavar="NAME", help="Where it ends up.")
@_FORMAT
@asking
def ask_paths(which: Asking, origin: str, destination: str, form: str) -> None:
    """Say every way that data takes from people, a source or a record to another or a country."""
    held = asked(which)
    flows = held.flows
    ends = named(flows, origin, *ANYTHING), named(flows, destination, *ANYTHING)
    _tell(paths_told(paths(flows, *ends)), held, form)


@ask.command("unused")
@click.argument("kind", type=click.Choice(list(_PLURALS)), default=Kind.SYSTEM.plural)
@_FORMAT
@asking
def ask_unused(which: Asking, kind: str, form: str) -> None:
    """Say which systems no activity uses, or which others of a KIND nothing does."""
    held = asked(which, unclaimed=True)
    _tell(unused_told(unused(held.flows, _PLURALS[kind])), held, form)


@ask.command("single-points")
@_FORMAT
@asking
def ask_single_points(which: Asking, form: str) -> None:
    """Say whose loss stops most activities: parties and systems, ranked."""
    held = asked(which)
    _tell(points_told(single_points(held.flows)), held, form)


@ask.group("single", hidden=True)
def single() -> None:
    """Read `single points` as `single-points`."""


single.add_command(ask_single_points, "points")


@ask.command("who-holds")
@click.option("--data", required=True, metavar="NAME", help="A category of personal data.")
@_FORMAT
@asking
def ask_who_holds(which: Asking, data: str, form: str) -> None:
    """Say who holds a category of personal data, surely or possibly."""
    held = asked(which)
    flows = held.flows
    found = named(flows, data, Kind.DATA_CATEGORY)
    _tell(holders_told(who_holds(flows, found.id)), held, form)


def _reach(held: Asked, sort: str, name: str) -> Reach:
    flows = held.flows
    if sort == PLACE:
        return reach_of_place(flows, named(flows, name, PLACE).id)
    kind = Kind(sort)
    return reach(flows, (kind, named(flows, name, kind).id))


def _write(found: Reach, held: Asked, output: Path) -> None:
    sheet = reach_sheet(found, held.context)
    if isinstance(sheet, DocumentProblem):
        raise click.ClickException(sheet.message)
    desk.write(output, sheet)
    click.echo(f"Wrote {output}: Reach of {found.title}. {held.clocks}")


def _tell(told: Told, held: Asked, form: str) -> None:
    """Print an answer; CSV as the bytes it is."""
    forms: dict[str, Any] = {
        "text": lambda: text_of(told, held.clocks),
        "json": lambda: json_of(told, held.made),
        "csv": lambda: csv_of(told, held.clocks),
    }
    click.echo(forms[form](), nl=form != "csv")
