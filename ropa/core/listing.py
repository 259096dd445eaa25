"""A list of records as values: its rows, its facets with counts, and what it is filtered by."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ropa.core.answers import Answer, Answers
from ropa.core.columns import Column, columns_of, sort_key
from ropa.core.facet_values import NO, NOTHING, UNKNOWN
from ropa.core.facets import FACETS, Facet
from ropa.core.filters import RETIRED, Query
from ropa.core.index import View, view
from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.core.search import words
from ropa.vocabulary import Kind

_STATES = {UNKNOWN: "unknown", NOTHING: "none"}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: which way the list is sorted by it, and the query that sorts by it."""

    name: str
    label: str
    clause: str
    number: bool
    shown: bool
    sorted: str
    query: Query


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the list."""

    key: Key
    title: str
    retired: bool
    gaps: int
    cells: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: how many records have it where all other filters hold.

    `state` is "unknown" or "none" where nobody has answered or the answer is "none".
    `listing.query.toggled(facet.name, value)` chooses it or takes the choice back.
    """

    value: str
    label: str
    count: int
    chosen: bool
    state: str


@dataclass(frozen=True, slots=True)
class FacetList:
    """The values of one facet, the most frequent first."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def chosen(self) -> bool:
        """Whether the list is filtered by it."""
        return any(value.chosen for value in self.values)

    @property
    def useful(self) -> bool:
        """Whether choosing a value would tell records apart."""
        return len(self.values) > 1 or self.chosen


@dataclass(frozen=True, slots=True)
class Condition:
    """One active filter in words: "the role is", and each value with the query that removes it.

    `query` removes the whole condition. The values of one condition are alternatives.
    """

    phrase: str
    values: tuple[tuple[str, Query], ...]
    query: Query

    @property
    def text(self) -> str:
        """The condition as part of a sentence."""
        return f"{self.phrase} {' or '.join(label for label, _ in self.values)}"


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list.

    `total` is how many records there are without a filter, `matched` how many the query asks
    for; `first` and `last` number the rows of this page from 1. `query` is on a page there is.
    """

    kind: Kind
    query: Query
    total: int
    matched: int
    pages: int
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    facets: tuple[FacetList, ...]
    conditions: tuple[Condition, ...]
    offered: tuple[Head, ...]

    @property
    def first(self) -> int:
        """The number of the first row; 0 where there is none."""
        return (self.query.page - 1) * self.query.per_page + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def sentence(self) -> str:
        """What is listed, in a sentence."""
        many = self.kind.plural.replace("-", " ")
        count = f"{self.matched} of {self.total} {many}"
        parts = [condition.text for condition in self.conditions]
        return f"{count} where {', and '.join(parts)}" if parts else count


def listing(
    register: Register,
    kind: Kind,
    query: Query,
    day: datetime.date,
    reference: Reference,
    *,
    whole: bool = False,
) -> Listing:
    """List the records of a kind that a query asks for, about a day.

    `whole` gives all rows on one page, for an export. A page beyond the last is the last.
    """
    held = view(register, kind, reference, day)
    filtered = _filtered(held, query)
    matched = filtered.matched
    order = _order(held, query)
    slots = held.kept(order, matched)
    pages = 1 if whole else max(1, -(-len(slots) // query.per_page))
    query = replace(query, page=min(query.page, pages))
    if not whole:
        start = (query.page - 1) * query.per_page
        slots = slots[start : start + query.per_page]
    columns = columns_of(kind)
    shown = [columns[name] for name in query.shown]
    return Listing(
        kind=kind,
        query=query,
        total=filtered.total,
        matched=matched.bit_count(),
        pages=pages,
        heads=tuple(_head(column, query) for column in shown),
        rows=tuple(_row(held, slot, shown) for slot in slots),
        facets=tuple(_facets(held, filtered, query)),
        conditions=tuple(_conditions(held, query)),
        offered=tuple(_head(column, query) for column in columns.values()),
    )


def matching(
    register: Register, query: Query, day: datetime.date, reference: Reference
) -> tuple[Key, ...]:
    """Give the keys of the records a query asks for, in the order of their titles."""
    held = view(register, query.kind, reference, day)
    slots = held.kept(held.index.order, fitting(held, query))
    return tuple((query.kind, held.at(slot).record.id) for slot in slots)


def number(register: Register, query: Query, day: datetime.date, reference: Reference) -> int:
    """Count the records a query asks for."""
    return fitting(view(register, query.kind, reference, day), query).bit_count()


def in_use(register: Register, kind: Kind) -> int:
    """Count the records of a kind that are not retired; once for as long as none changes."""
    held = register.of_kind(kind)
    known = register.memory.get(("in use", kind))
    if known is None or known[0] is not held:
        known = (held, sum(1 for record in held.values() if not record.retired))
        register.memory["in use", kind] = known
    count: int = known[1]
    return count


def fitting(held: View, query: Query) -> int:
    """Give the bits of the records a query asks for."""
    return _filtered(held, query).matched


@dataclass(frozen=True, slots=True)
class _Filtered:
    """What fits all filters, what fits all but one facet's, and how many there are without any."""

    matched: int
    but: Mapping[str, int]
    total: int


def _filtered(held: View, query: Query) -> _Filtered:
    """Apply each filter once, and leave each out once."""
    chosen = {RETIRED: (NO,), **dict(query.chosen)}
    fits = {name: _having(held, name, values) for name, values in chosen.items()}
    wanted = words(query.text)
    base = held.text_matches(wanted) if wanted else (1 << len(held.index.facts)) - 1
    matched = base
    for bits in fits.values():
        matched &= bits
    but: dict[str, int] = {}
    for name in fits:
        left = base
        for other, bits in fits.items():
            left &= bits if other != name else left
        but[name] = left
    return _Filtered(matched, but, fits[RETIRED].bit_count())


def _having(held: View, name: str, values: tuple[str, ...]) -> int:
    found = 0
    for value in values:
        found |= held.bits[name].get(value, 0)
    return found


def _order(held: View, query: Query) -> tuple[int, ...]:
    """Give the slots in the order asked for; what is unknown stands last either way."""
    if not query.sort:
        return held.index.order
    if query.sort not in held.orders:
        held.orders[query.sort] = _sorted(held, columns_of(query.kind)[query.sort])
    known, unknown = held.orders[query.sort]
    return (*(reversed(known) if query.descending else known), *unknown)


def _sorted(held: View, column: Column) -> tuple[tuple[int, ...], tuple[int, ...]]:
    keys: dict[int, tuple[object, ...]] = {}
    unknown = []
    for slot in held.index.order:
        answer = column.answer(Answers(held.at(slot).record, held.setting.names))
        key = sort_key(column, answer)
        if key is None:
            unknown.append(slot)
        else:
            keys[slot] = key
    return tuple(sorted(keys, key=keys.__getitem__)), tuple(unknown)


def _head(column: Column, query: Query) -> Head:
    turned = "descending" if query.descending else "ascending"
    return Head(
        name=column.name,
        label=column.label,
        clause=column.clause,
        number=column.number,
        shown=column.name in query.shown,
        sorted=turned if query.sort == column.name else "",
        query=query.sorted_by(column.name),
    )


def _row(held: View, slot: int, columns: list[Column]) -> Row:
    facts = held.at(slot)
    record, names = facts.record, held.setting.names
    answers = Answers(record, names)
    return Row(
        key=(record.KIND, record.id),
        title=names.of(record),
        retired=record.retired,
        gaps=facts.gaps,
        cells=tuple(column.answer(answers) for column in columns),
    )


def _facets(held: View, filtered: _Filtered, query: Query) -> Iterator[FacetList]:
    for facet in FACETS[query.kind]:
        if facet.shown or query.values(facet.name):
            within = filtered.but.get(facet.name, filtered.matched)
            yield FacetList(facet.name, facet.label, _values(held, facet, within, query))


def _values(held: View, facet: Facet, within: int, query: Query) -> tuple[FacetValue, ...]:
    chosen = query.values(facet.name) or ((NO,) if facet.name == RETIRED else ())
    counts = {value: (within & bits).bit_count() for value, bits in held.bits[facet.name].items()}
    names = held.setting.names
    states = {UNKNOWN: "unknown", NOTHING: "none"}
    found = [
        FacetValue(
            value, facet.label_of(value, names), count, value in chosen, states.get(value, "")
        )
        for value, count in {**dict.fromkeys(chosen, 0), **counts}.items()
        if count or value in chosen
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.label, one.value)))


def _conditions(held: View, query: Query) -> Iterator[Condition]:
    if query.text:
        removed = query.with_text("")
        yield Condition("the text has", ((f"“{query.text}”", removed),), removed)
    facets = {facet.name: facet for facet in FACETS[query.kind]}
    for name, values in query.chosen:
        facet = facets[name]
        labels = tuple(
            (facet.label_of(value, held.setting.names), query.toggled(name, value))
            for value in values
        )
        yield Condition(facet.phrase, labels, query.without(name))
