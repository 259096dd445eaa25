"""The small pictures of the home page as values, each with the rows that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ropa.core.answers import Answers
from ropa.core.columns import columns_of
from ropa.core.facet_values import NOTHING, UNKNOWN
from ropa.core.facets import facet
from ropa.core.filters import Query
from ropa.core.index import View
from ropa.core.listing import fitting
from ropa.vocabulary import ActivityRole, Kind

_BY_BASIS = "Activities by lawful basis"

MOST_BARS = 12
MOST_ROWS = 12
MOST_COLUMNS = 8
"""What is drawn at most; `others` counts what is left out."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many activities have one value, and how many of these only by inference.

    `state` is "unknown" or "none" where that is the value.
    """

    label: str
    number: int
    inferred: int
    state: str
    query: Query

    @property
    def recorded(self) -> int:
        """How many have it stated, or recorded without a source."""
        return 0 if self.state == "unknown" else self.number - self.inferred


@dataclass(frozen=True, slots=True)
class Bars:
    """Values by how many activities have them, the most frequent first, unknown last.

    None and unknown are never among the `others`.
    """

    label: str
    bars: tuple[Bar, ...]
    others: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """How many activities process one category of data about one category of people."""

    number: int
    query: Query


@dataclass(frozen=True, slots=True)
class Grid:
    """Data against people: the heads are titles, `rows` a title with one cell for each head."""

    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[GridCell, ...]], ...]
    others: int

    @property
    def most(self) -> int:
        """The largest number."""
        return max((cell.number for _, cells in self.rows for cell in cells), default=0)


def bases(held: View, query: Query) -> Bars:
    """Count the activities of a query by lawful basis; one with several counts at each.

    Those kept as processor are left out: the basis is the controller's to have.
    """
    roles = list(held.bits["role"])
    if ActivityRole.PROCESSOR in roles:
        roles.remove(ActivityRole.PROCESSOR)
        query = query.with_values("role", roles)
        if not roles:
            return Bars(_BY_BASIS, (), 0)
    return _bars(held, query, "basis", "purposes.bases", _BY_BASIS)


def places(held: View, query: Query) -> Bars:
    """Count the activities of a query by the places of their systems and engagements."""
    return _bars(held, query, "place", "", "Activities by place")


def _bars(held: View, query: Query, name: str, path: str, label: str) -> Bars:
    within = fitting(held, query)
    one = facet(Kind.ACTIVITY, name)
    doubtful = _inferred(held, within, path) if path else {}
    bars = [
        Bar(
            label=one.label_of(value, held.setting.names),
            number=number,
            inferred=doubtful.get(value, 0),
            state={UNKNOWN: "unknown", NOTHING: "none"}.get(value, ""),
            query=query.with_values(name, [value]),
        )
        for value, bits in held.bits[name].items()
        if (number := (within & bits).bit_count())
    ]
    bars.sort(key=lambda bar: (bar.state == "unknown", bool(bar.state), -bar.number, bar.label))
    values = [bar for bar in bars if not bar.state]
    apart = bars[len(values) :]
    most = MOST_BARS - len(apart)
    return Bars(label, (*values[:most], *apart), len(values[most:]))


def _inferred(held: View, within: int, path: str) -> Mapping[str, int]:
    """Count the activities that have each value by inference only."""
    column = columns_of(Kind.ACTIVITY)[path]
    found: dict[str, int] = {}
    for slot in held.kept(held.index.order, within & held.doubtful):
        answer = column.answer(Answers(held.at(slot).record, held.setting.names))
        for part in answer.parts:
            if part.inferred or (not part.sources and answer.inferred):
                found[part.value] = found.get(part.value, 0) + 1
    return found


def people_and_data(held: View, query: Query) -> Grid:
    """Count the activities of a query that process data of a category about people of one."""
    within = fitting(held, query)
    counts: dict[tuple[str, str], int] = {}
    for pair, bits in held.bits["pair"].items():
        if number := (within & bits).bit_count():
            people, _, data = pair.partition("/")
            counts[people, data] = number
    heads, more_heads = _most(((people, n) for (people, _), n in counts.items()), MOST_COLUMNS)
    rows, more_rows = _most(((data, n) for (_, data), n in counts.items()), MOST_ROWS)
    names = held.setting.names
    return Grid(
        label="People and personal data",
        heads=tuple(names.title(Kind.DATA_SUBJECT_CATEGORY, people) for people in heads),
        rows=tuple(
            (
                names.title(Kind.DATA_CATEGORY, data),
                tuple(
                    GridCell(
                        counts.get((people, data), 0),
                        query.with_values("pair", [f"{people}/{data}"]),
                    )
                    for people in heads
                ),
            )
            for data in rows
        ),
        others=more_heads + more_rows,
    )


def _most(counted: Iterable[tuple[str, int]], most: int) -> tuple[list[str], int]:
    """Give the ids with the highest sums, and how many are left out."""
    sums: dict[str, int] = {}
    for id, number in counted:
        sums[id] = sums.get(id, 0) + number
    ranked = sorted(sums, key=lambda id: (-sums[id], id))
    return ranked[:most], len(ranked[most:])
