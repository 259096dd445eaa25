"""A list as its page places it: with addresses, and with no more values than can be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ropa.core.answers import Answer
from ropa.core.facet_values import SOME
from ropa.core.filters import PER_PAGE, RETIRED, Query
from ropa.core.listing import FacetList, Listing, Row, in_use, number
from ropa.vocabulary import Kind
from ropa.web.access import Action, Desk
from ropa.web.exports_asked import exports_url
from ropa.web.parts import parts
from ropa.web.tables import Head

EXPANDED = "all"
"""The part of the address that names the facet of which all values are shown."""

_VALUES = 10
_OPEN = 5
"""How many values of a facet are shown, and how many facets stand open."""

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: its address chooses it or takes the choice back."""

    label: str
    count: int
    chosen: bool
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with its first values; `more` says how many are left out, `more_url` shows them."""

    name: str
    label: str
    values: tuple[Value, ...]
    open: bool
    more: int
    more_url: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition of the sentence: its phrase, and each value with the address without it."""

    phrase: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its answer under its label; `role` is "title", "gaps", or empty for any other."""

    label: str
    answer: Answer
    number: bool
    role: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row, with the address of its record."""

    title: str
    url: str
    retired: bool
    gaps: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """All that the page of a list places. `kept` are parts of the address by what changes."""

    title: str
    noun: str
    listing: Listing
    many: str
    heads: tuple[Head, ...]
    rows: tuple[RowView, ...]
    facets: tuple[FacetView, ...]
    filters: tuple[Filter, ...]
    clear: str | None
    action: str
    problems: tuple[str, ...]
    columns: tuple[tuple[str, str, bool], ...]
    per_page: tuple[tuple[int, bool], ...]
    previous: str | None
    next: str | None
    csv: str | None
    exports: str | None
    add: str | None
    kept: dict[str, Pairs]


@dataclass(frozen=True, slots=True)
class KindCount:
    """A kind: how many records are in use, how many of them leave something open, and where."""

    label: str
    number: int
    url: str
    open: int
    open_url: str
    add: str | None


def title_of(kind: Kind) -> str:
    """Give the heading of a kind's list."""
    words = kind.plural.replace("-", " ")
    return f"{words[:1].upper()}{words[1:]}"


def list_page(desk: Desk, found: Listing, problems: Iterable[str], expanded: str) -> ListPage:
    """Give a list as its page places it; `expanded` names the facet that shows all its values."""
    kind, query = found.kind, found.query
    turned = query.page > 1, query.page < found.pages
    may_export = kind is Kind.ACTIVITY and desk.may(Action.EXPORT)
    return ListPage(
        title=title_of(kind),
        noun=kind.label[:1].lower() + kind.label[1:],
        listing=found,
        many=kind.plural.replace("-", " "),
        heads=tuple(
            Head(head.label, head.number, desk.list_url(head.query), head.sorted, hint=head.clause)
            for head in found.heads
        ),
        rows=_rows(desk, found),
        facets=tuple(_facets(desk, found, expanded)),
        filters=tuple(
            Filter(one.phrase, tuple((label, desk.list_url(q)) for label, q in one.values))
            for one in found.conditions
        ),
        clear=desk.list_url(query.cleared) if found.conditions else None,
        action=desk.list_url(Query(kind)).partition("?")[0],
        problems=tuple(problems),
        columns=tuple((head.name, head.label, head.shown) for head in found.offered),
        per_page=tuple((size, size == query.per_page) for size in PER_PAGE),
        previous=desk.list_url(query.on_page(query.page - 1)) if turned[0] else None,
        next=desk.list_url(query.on_page(query.page + 1)) if turned[1] else None,
        csv=desk.list_url(query, "lists.download") if desk.may(Action.EXPORT) else None,
        exports=exports_url(desk, query) if may_export else None,
        add=add_url(desk, kind),
        kept={
            "search": _pairs(desk, replace(query, text="", page=1)),
            "columns": _pairs(desk, replace(query, columns=(), page=1)),
            "per_page": _pairs(desk, replace(query, per_page=PER_PAGE[0], page=1)),
        },
    )


def add_url(desk: Desk, kind: Kind) -> str | None:
    """Give where a record of a kind is made; None for whoever may not, and for an organisation."""
    if kind is Kind.ORGANISATION or not desk.may(Action.EDIT):
        return None
    return desk.url("editing.new", plural=kind.plural)


def kind_counts(desk: Desk, kinds: Iterable[Kind]) -> tuple[KindCount, ...]:
    """Count what is recorded of some kinds."""
    return tuple(_counted(desk, kind) for kind in kinds)


def _counted(desk: Desk, kind: Kind) -> KindCount:
    gaps = Query.of(kind, unknown=SOME)
    return KindCount(
        label=title_of(kind),
        number=in_use(desk.register, kind),
        url=desk.list_url(Query(kind)),
        open=number(desk.register, gaps, desk.clock.about_day, parts().reference),
        open_url=desk.list_url(gaps),
        add=add_url(desk, kind),
    )


def _pairs(desk: Desk, query: Query) -> Pairs:
    return (*desk.clock.asked.items(), *query.to_args())


def _rows(desk: Desk, found: Listing) -> tuple[RowView, ...]:
    names = [head.name for head in found.heads]
    title = "name" if "name" in names else names[0]
    roles = ["title" if n == title else "gaps" if n == "gaps" else "" for n in names]

    def cells(row: Row) -> tuple[Cell, ...]:
        return tuple(
            Cell(head.label, answer, head.number, role)
            for head, answer, role in zip(found.heads, row.cells, roles, strict=True)
        )

    def said(row: Row) -> str:
        answer = row.cells[names.index(title)]
        return answer.text if answer.parts else row.title

    return tuple(
        RowView(said(row), desk.url_of(row.key), row.retired, row.gaps, cells(row))
        for row in found.rows
    )


def _facets(desk: Desk, found: Listing, expanded: str) -> Iterable[FacetView]:
    useful = [facet for facet in found.facets if facet.useful and not _is_default(found, facet)]
    for place, facet in enumerate(useful):
        whole = facet.name == expanded
        yield FacetView(
            name=facet.name,
            label=facet.label,
            values=_values(desk, found.query, facet, len(facet.values) if whole else _VALUES),
            open=place < _OPEN or facet.chosen or whole,
            more=0 if whole else max(0, len(facet.values) - _VALUES),
            more_url=_expanded(desk.list_url(found.query), facet.name),
        )


def _is_default(found: Listing, facet: FacetList) -> bool:
    """Whether it only says that retired records are left out, and there are none."""
    return facet.name == RETIRED and len(facet.values) < 2 and not found.query.values(RETIRED)


def _values(desk: Desk, query: Query, facet: FacetList, most: int) -> tuple[Value, ...]:
    first = facet.values[:most]
    beyond = [value for value in facet.values[most:] if value.chosen]
    return tuple(
        Value(
            value.label,
            value.count,
            value.chosen,
            value.state,
            desk.list_url(query.toggled(facet.name, value.value)),
        )
        for value in (*first, *beyond)
    )


def _expanded(url: str, facet: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{EXPANDED}={facet}#facet-{facet}"
