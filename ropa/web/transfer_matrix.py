"""The matrix of activities and places as its page places it."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.facet_values import UNKNOWN
from ropa.core.filters import Query
from ropa.core.transfers.hop_matrix import ROWS, HopMatrix, MatrixRow, hop_matrix
from ropa.core.transfers.hop_query import HopQuery
from ropa.core.transfers.verdicts import Verdict
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.transfer_list import hops_url, index_of
from ropa.web.verdict_marks import Mark, mark_of


@dataclass(frozen=True, slots=True)
class Column:
    """A place; `unknown` where it is not recorded."""

    label: str
    url: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The worst verdict of an activity in a place, and its hops there."""

    mark: Mark
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """An activity; a cell is None where nothing of it goes to the place."""

    title: str
    url: str
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """All that the page places."""

    matrix: HopMatrix
    columns: tuple[Column, ...]
    lines: tuple[MatrixLine, ...]
    shown: str
    previous: str | None
    next: str | None
    activities: str


def matrix_page(desk: Desk, number: int) -> MatrixPage:
    """Give a page of the matrix of an organisation."""
    index = index_of(desk)
    found = hop_matrix(index, number)
    name = index.transfers.reference.place_name
    labels = ["Unknown" if place is None else name(place) for place in found.places]
    columns = tuple(
        Column(label, hops_url(desk, HopQuery.of(place=place or UNKNOWN)), place is None)
        for label, place in zip(labels, found.places, strict=True)
    )
    last = (found.page - 1) * ROWS + len(found.rows)
    return MatrixPage(
        matrix=found,
        columns=columns,
        lines=tuple(_line(desk, found, row, labels) for row in found.rows),
        shown=f"{last - len(found.rows) + 1}–{last} of {found.total}",
        previous=_turned(desk, found.page - 1, found.pages),
        next=_turned(desk, found.page + 1, found.pages),
        activities=desk.list_url(Query(Kind.ACTIVITY)),
    )


def _line(desk: Desk, found: HopMatrix, row: MatrixRow, labels: list[str]) -> MatrixLine:
    def cell(place: str | None, label: str, verdict: Verdict | None) -> MatrixCell | None:
        if verdict is None:
            return None
        query = HopQuery.of(activity=row.activity, place=place or UNKNOWN)
        return MatrixCell(mark_of(verdict), label, hops_url(desk, query))

    return MatrixLine(
        row.title,
        desk.url_of((Kind.ACTIVITY, row.activity)),
        tuple(map(cell, found.places, labels, row.cells)),
    )


def _turned(desk: Desk, to: int, pages: int) -> str | None:
    turned = {"page": to} if to > 1 else {}
    return desk.url("transfers.matrix", **turned) if 1 <= to <= pages else None
