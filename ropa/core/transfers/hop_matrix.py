"""Activities by places: the worst verdict of the hops that take an activity's data to a place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ropa.core.search import natural
from ropa.core.transfers.hop_list import HopIndex
from ropa.core.transfers.verdicts import Verdict, worst
from ropa.vocabulary import Kind

ROWS, COLUMNS = 50, 20
"""How many activities a page holds, and how many places at most."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An activity with the verdict in each place of the columns; None where nothing goes."""

    activity: str
    title: str
    cells: tuple[Verdict | None, ...]


@dataclass(frozen=True, slots=True)
class HopMatrix:
    """A page of the matrix. The place None is unknown and stands last.

    `left_out` are the names of the places beyond the most.
    """

    places: tuple[str | None, ...]
    left_out: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    total: int
    page: int
    pages: int


def hop_matrix(index: HopIndex, page: int) -> HopMatrix:
    """Give a page of the matrix, the worst activities first; one beyond the last is the last."""
    cells = index.cells
    titles = {id: index.names.title(Kind.ACTIVITY, id) for id in cells}
    order = sorted(cells, key=lambda id: (-worst(cells[id].values()).rank, natural(titles[id]), id))
    pages = max(1, -(-len(order) // ROWS))
    page = min(page, pages)
    places, left_out = _places(index)
    rows = tuple(
        MatrixRow(id, titles[id], tuple(cells[id].get(place) for place in places))
        for id in order[(page - 1) * ROWS : page * ROWS]
    )
    return HopMatrix(places, left_out, rows, len(order), page, pages)


def _places(index: HopIndex) -> tuple[tuple[str | None, ...], tuple[str, ...]]:
    """Give the places to which most activities send, and the names of the others."""
    counts = Counter(place for row in index.cells.values() for place in row)
    unknown = (None,) if None in counts else ()
    known = [place for place, _ in counts.most_common() if place is not None]
    name = index.transfers.reference.place_name
    shown = sorted(known[:COLUMNS], key=name)
    return (*shown, *unknown), tuple(sorted(map(name, known[COLUMNS:])))
