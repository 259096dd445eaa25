"""Two moments of the register compared: `scripts/ropa compare`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from ropa.cli import desk
from ropa.cli.asked import Asked, Asking, asking, said_of, two_moments
from ropa.core.between import Became, RecordChange, between, changed
from ropa.core.names import Names
from ropa.core.register import Key, Moment
from ropa.export.changes_csv import Edit, changes_csv
from ropa.export.changes_words import told
from ropa.store.changes import Eyes, since
from ropa.store.members import members_of


@click.command()
@click.option("--before", required=True, metavar="T", help="As recorded at this moment …")
@click.option("--after", metavar="T", help="… and at this one; now where not given.")
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.csv",
    help="Write a line for each field that differs instead.",
)
@asking
def compare(which: Asking, before: str, after: str | None, output: Path | None) -> None:
    """Say what changed between two moments, or since in a folder: field by field, by whom, why."""
    old, new = two_moments(which, before, after)
    names = Names(new.register, new.law, new.context.about)
    found = changed(old.register, new.register, names)
    keys = frozenset(one.key for one in found)
    edits = {} if which.folder else _edits(new, old.register.moment, keys)
    clocks = "\n".join(said_of(old, new))
    if output is not None:
        desk.write(output, changes_csv(between(found, names), edits))
        click.echo(f"Wrote {output}: {_many(len(found))}.\n{clocks}")
        return
    for one in between(found, names):
        click.echo("\n".join(_lines(one, edits.get(one.key, ()))))
    click.echo(f"{_many(len(found))}.\n{clocks}")


def _many(number: int) -> str:
    return "1 record differs" if number == 1 else f"{number:,} records differ"


def _lines(one: RecordChange, edits: Sequence[Edit]) -> Iterator[str]:
    kind, id = one.key
    yield f"{one.became.label}: {one.title} ({kind.label}, {id})"
    whole = one.became in (Became.ADDED, Became.REMOVED)
    for difference in () if whole else one.differences:
        yield from (f"  {said}" for said in told(difference))
    for edit in edits:
        yield f"  {edit.by}, entry {edit.sequence}" + (f": {edit.reason}" if edit.reason else "")


def _edits(new: Asked, earlier: Moment, keys: frozenset[Key]) -> Mapping[Key, list[Edit]]:
    """Read who changed the records and why; people by their names, what is none by its id."""
    with desk.opened() as session:
        people = {one.user: one.name for one in members_of(session, new.organisation.id)}
        eyes = Eyes(new.organisation.id, new.register, frozenset(people))
        found = since(session.connection(), eyes, earlier, keys)
    return {
        key: [
            Edit(one.instant, people.get(one.actor, one.actor), one.reason, one.sequence, one.batch)
            for one in headings
        ]
        for key, headings in found.items()
    }
