"""Questions that a list answers: what is unused, whose loss stops most, who holds what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from flask import abort, request

from ropa.core.flows.counts import counted
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.single_points import Point, SinglePoints, single_points
from ropa.core.flows.unused import KINDS, unused
from ropa.core.flows.who_holds import Holders, Holding, who_holds
from ropa.core.register import Key
from ropa.export.asks import holders_told, points_told, unused_told
from ropa.export.told import Told
from ropa.vocabulary import Kind
from ropa.web.access import Action, Desk
from ropa.web.flows_asked import DATA, REACH, REACHED, url_of
from ropa.web.flows_links import Link
from ropa.web.frame import Place
from ropa.web.list_page import title_of
from ropa.web.tables import Head, heads
from ropa.web.verdict_marks import Mark, mark_of

MOST = 200
"""So many rows of a list are shown; the files have all."""

UNUSED, POINTS, HOLDERS = "unused", "single-points", "who-holds"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: None is unknown, the empty text does not apply."""

    text: str | None
    url: str | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Some rows of one kind; `nothing` is said where there are none."""

    id: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    number: int
    nothing: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """All that the page of such a question places."""

    title: str
    said: str
    up: Link | None
    turns: tuple[Place, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    beside: tuple[Link, ...]
    files: tuple[Link, ...]


def unused_page(desk: Desk, flows: FlowMap) -> AskPage:
    """Give the page of what nothing uses, of the kind that the address names."""
    found = unused(flows, _kind())
    rows = ((Cell(one.title, desk.url_of((one.KIND, one.id))),) for one in found.records)
    name = title_of(found.kind)
    said = f"{len(found.records):,} of {found.of:,}: {found.rule}."
    nothing = "None of them is unused." if found.of else "None is recorded."
    return AskPage(
        title=f"Unused {name.lower()}",
        said=said,
        up=None,
        turns=tuple(
            Place(
                title_of(kind), desk.url("flows.unused", kind=kind.plural), None, kind is found.kind
            )
            for kind in KINDS
        ),
        sections=(_section("found", name, heads(name), rows, len(found.records), nothing),),
        notes=found.notes,
        beside=(),
        files=_files(desk, UNUSED, kind=found.kind.plural),
    )


def points_page(desk: Desk, flows: FlowMap) -> AskPage:
    """Give the page of the parties and systems whose loss stops most activities."""
    found = single_points(flows)
    return AskPage(
        title="Whose loss stops most activities",
        said="Parties and systems by how many activities depend on them, directly or down the "
        f"chain, of {counted(found.of, 'activity')}; and for how many of these there is no other "
        "of the same category.",
        up=None,
        turns=(),
        sections=(
            _points(desk, "parties", "Parties", found.parties, found),
            _points(desk, "systems", "Systems", found.systems, found),
        ),
        notes=found.notes,
        beside=(),
        files=_files(desk, POINTS),
    )


def holders_page(desk: Desk, flows: FlowMap, data: str) -> AskPage:
    """Give the page of who holds a category of data; 404 where there is none."""
    found = _holders(flows, data)
    named = heads("Name", "What it is", "Stored in", "Accessed from", "Verdict")
    sure = [one for one in found.holdings if one.surely]
    perhaps = [one for one in found.holdings if not one.surely]
    parts = (
        ("surely", "Recorded to hold it", sure, "Nobody is recorded to hold it."),
        ("perhaps", "May hold it: what they hold is not recorded", perhaps, "Nobody else may."),
    )
    return AskPage(
        title=f"Who holds {found.name}",
        said=f"{counted(len(found.activities), 'activity')} in use "
        f"{'processes' if len(found.activities) == 1 else 'process'} it.",
        up=(found.name, desk.url_of((Kind.DATA_CATEGORY, data))),
        turns=(),
        sections=tuple(
            _section(id, title, named, (_holding(desk, one) for one in held), len(held), nothing)
            for id, title, held, nothing in parts
        ),
        notes=found.notes,
        beside=(("Where it lives and goes", url_of(desk, DATA, data)),),
        files=_files(desk, HOLDERS, data=data),
    )


TOLD: Mapping[str, Callable[[FlowMap], Told]] = {
    UNUSED: lambda flows: unused_told(unused(flows, _kind())),
    POINTS: lambda flows: points_told(single_points(flows)),
    HOLDERS: lambda flows: holders_told(_holders(flows, request.args.get("data", ""))),
}
"""How each of these questions is answered for a file, by its name in the address."""


def _kind() -> Kind:
    """Read the kind that is asked for: systems, where none is named; 404 for any other."""
    plural = request.args.get("kind", "") or Kind.SYSTEM.plural
    return next((kind for kind in KINDS if kind.plural == plural), None) or abort(404)


def _holders(flows: FlowMap, data: str) -> Holders:
    if data not in flows.register.data_categories:
        abort(404)
    return who_holds(flows, data)


def _points(
    desk: Desk, id: str, title: str, points: tuple[Point, ...], found: SinglePoints
) -> Section:
    named = heads("Name", "Category", "Activities that depend on it", "Only one for", numbers=2)
    rows = (_point(desk, one, found.of) for one in points)
    return _section(
        id, title, named, rows, len(points), "No activity is recorded to depend on any."
    )


def _point(desk: Desk, one: Point, of: int) -> tuple[Cell, ...]:
    kind, id = one.record
    reach = url_of(desk, REACH, f"{kind.plural}/{id}") if kind in REACHED else None
    alone = f"{len(one.alone):,}" if one.categories else None
    return (
        Cell(one.name, reach),
        Cell(", ".join(one.categories) or None),
        Cell(f"{len(one.depending):,} of {of:,}"),
        Cell(alone),
    )


def _holding(desk: Desk, one: Holding) -> tuple[Cell, ...]:
    record: Key | None = one.node.record
    own = not one.node.key.startswith("engagement/")
    accessed = "" if own and one.accessed is None else _places(one.accessed)
    return (
        Cell(one.node.name, desk.url_of(record) if record else None),
        Cell(one.node.kind.label),
        Cell(_places(one.stored)),
        Cell(accessed),
        Cell("", mark=mark_of(one.verdict)) if one.verdict else Cell(""),
    )


def _places(names: tuple[str, ...] | None) -> str | None:
    return None if names is None else ", ".join(names) or "nowhere"


def _section(
    id: str,
    title: str,
    named: tuple[Head, ...],
    rows: Iterable[tuple[Cell, ...]],
    number: int,
    nothing: str,
) -> Section:
    return Section(id, title, named, tuple(islice(rows, MOST)), number, nothing)


def _files(desk: Desk, name: str, **values: str) -> tuple[Link, ...]:
    if not desk.may(Action.EXPORT):
        return ()
    return tuple(
        (label, desk.url("flows.download", question=name, form=form, **values))
        for form, label in (("csv", "CSV"), ("json", "JSON"))
    )
