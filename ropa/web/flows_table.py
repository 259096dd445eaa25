"""The table that says the same as a picture: all its movements, in the order asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ropa.core.flows.view import Change, Row, View, table
from ropa.core.search import natural
from ropa.web.access import Desk
from ropa.web.flows_asked import Asked
from ropa.web.tables import Head
from ropa.web.verdict_marks import Mark, mark_of

PER_PAGE = 100

ANCHOR = "table"
"""The id of the table's part of the page."""

_CHANGES = {
    Change.ADDED: ("on", "ok", "Added"),
    Change.REMOVED: ("x", "bad", "Removed"),
    Change.CHANGED: ("alt", "flat", "Changed"),
}


def _always(_: Row) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the address, what it sorts by, and whether any row has something."""

    name: str
    label: str
    key: Callable[[Row], Any]
    filled: Callable[[Row], bool] = _always
    number: bool = False


COLUMNS = (
    Column("from", "From", lambda row: natural(row.origin.name)),
    Column("to", "To", lambda row: natural(row.destination.name)),
    Column(
        "change",
        "Change",
        lambda row: row.edge.change or "",
        lambda row: row.edge.change is not None,
    ),
    Column(
        "verdict",
        "Verdict",
        lambda row: -2 if row.edge.verdict is None else row.edge.verdict.rank,
        lambda row: row.edge.verdict is not None,
    ),
    Column(
        "data",
        "Data",
        lambda row: natural(", ".join(row.edge.data or ())),
        lambda row: row.edge.weight is None,
    ),
    Column("how", "How", lambda row: (row.edge.how, row.edge.job)),
    Column("basis", "Basis", lambda row: row.basis, lambda row: row.edge.weight is None),
    Column(
        "activities",
        "Activities",
        lambda row: row.edge.weight or 0,
        lambda row: row.edge.weight is not None,
        number=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One movement as the table places it; `cells` are the names of the columns that it has."""

    row: Row
    verdict: Mark | None
    change: Mark | None


@dataclass(frozen=True, slots=True)
class Twin:
    """The table as its page places it: one page of it, with the addresses to turn and sort it."""

    heads: tuple[Head, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: int
    shown: str
    previous: str | None
    next: str | None
    open: bool


def twin(desk: Desk, asked: Asked, view: View) -> Twin:
    """Give the table of a view; it stands open where its order or a page of it was asked for."""
    rows = table(view)
    columns = tuple(c for c in COLUMNS if any(c.filled(row) for row in rows) or not rows)
    name, down = asked.order.removeprefix("-"), asked.order.startswith("-")
    column = next((c for c in columns if c.name == name), None)
    ordered = rows if column is None else sorted(rows, key=column.key, reverse=down)
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(asked.page, pages)
    begin = (page - 1) * PER_PAGE
    lines = tuple(_line(row) for row in ordered[begin : begin + PER_PAGE])

    def turned(to: int) -> str | None:
        return _at(desk, replace(asked, page=to)) if 1 <= to <= pages else None

    return Twin(
        heads=tuple(_heads(desk, asked, columns)),
        columns=tuple(c.name for c in columns),
        lines=lines,
        total=len(rows),
        shown=f"{begin + 1}–{begin + len(lines)} of {len(rows)}",
        previous=turned(page - 1),
        next=turned(page + 1),
        open=column is not None or page > 1,
    )


def _heads(desk: Desk, asked: Asked, columns: Sequence[Column]) -> Iterator[Head]:
    for column in columns:
        down = asked.order == f"-{column.name}"
        here = down or asked.order == column.name
        order = column.name if not here or down else f"-{column.name}"
        url = _at(desk, replace(asked, order=order, page=1))
        said = ("descending" if down else "ascending") if here else ""
        yield Head(column.label, column.number, url, said)


def _line(row: Row) -> Line:
    verdict, change = row.edge.verdict, row.edge.change
    return Line(row, mark_of(verdict) if verdict else None, _CHANGES[change] if change else None)


def _at(desk: Desk, asked: Asked) -> str:
    return f"{asked.url(desk)}#{ANCHOR}"
