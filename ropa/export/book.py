"""A workbook as a value, whatever file it becomes: sheets of cells, each with its look and link."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from ropa.export.fit import LONGEST, MOST_ROWS, WIDEST, TooLarge, shortened, width_of

MOST_LINKS = 65_530
"""How many links a worksheet holds."""

_NARROWEST = 10


class Look(Enum):
    """How a cell looks; the last four mark how an answer stands."""

    BODY = "body"
    TITLE = "title"
    SECTION = "section"
    HEAD = "head"
    LABEL = "label"
    LINK = "link"
    UNKNOWN = "unknown"
    NONE = "none"
    PARTLY = "partly"
    NOT_ASKED = "not-asked"


class Place(NamedTuple):
    """A row of a sheet, counted from 0."""

    sheet: str
    row: int


class Held(NamedTuple):
    """What a cell holds: a text, a number or a day, how it looks, and the row it leads to."""

    content: str | int | datetime.date
    look: Look = Look.BODY
    to: Place | None = None


BLANK = Held("")

FIRST_DAY = datetime.date(1900, 3, 1)
"""The first day that all spreadsheets count alike; days before it are texts."""

Row = tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its rows, and how many rows and columns stay when it is scrolled.

    A `filtered` one is a table whose last frozen row is its head. `widths` are those of the
    columns in characters, made of what they hold where none are given.
    """

    name: str
    rows: tuple[Row, ...]
    frozen: tuple[int, int] = (0, 0)
    filtered: bool = False
    widths: tuple[int, ...] = ()

    @property
    def columns(self) -> tuple[int, ...]:
        """The width of each column."""
        if self.widths:
            return self.widths
        held: list[int] = [_NARROWEST] * max(map(len, self.rows), default=0)
        for row in self.rows:
            for number, cell in enumerate(row):
                if cell.look not in (Look.TITLE, Look.SECTION):
                    held[number] = max(held[number], width_of(str(cell.content)))
        return tuple(min(width, WIDEST) for width in held)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets in their order, and what the file says of itself.

    `created` is the register's own instant. `facts` are properties with a name of their own.
    """

    sheets: tuple[Sheet, ...]
    title: str
    subject: str
    author: str
    created: datetime.datetime
    facts: Mapping[str, str]
    footer: str


class CutText(NamedTuple):
    """A text that did not fit its cell, with where it stands and its length in characters."""

    place: Place
    heading: str
    length: int


def fitted(sheet: Sheet) -> tuple[Sheet, tuple[CutText, ...], int]:
    """Cut a sheet to what spreadsheets hold.

    Gives it with the texts that were cut, each with a visible note at its end, and how many links
    were left out, their texts being kept. TooLarge for more rows than a sheet holds.
    """
    if len(sheet.rows) > MOST_ROWS:
        raise TooLarge(f"a sheet holds no more than {MOST_ROWS:,} rows; {sheet.name} has more")
    links = sum(cell.to is not None for row in sheet.rows for cell in row)
    long = any(len(str(cell.content)) > LONGEST // 2 for row in sheet.rows for cell in row)
    if links <= MOST_LINKS and not long:
        return sheet, (), 0
    cut: list[CutText] = []
    left = MOST_LINKS
    rows: list[Row] = []
    heads = sheet.rows[sheet.frozen[0] - 1] if sheet.frozen[0] else ()
    for number, row in enumerate(sheet.rows):
        cells: list[Held] = []
        for column, cell in enumerate(row):
            kept = cell
            if isinstance(cell.content, str) and (text := shortened(cell.content)) != cell.content:
                heading = str(heads[column].content) if column < len(heads) else ""
                cut.append(CutText(Place(sheet.name, number), heading, len(cell.content)))
                kept = kept._replace(content=text)
            if kept.to is not None:
                left -= 1
                kept = kept if left >= 0 else kept._replace(to=None, look=Look.BODY)
            cells.append(kept)
        rows.append(tuple(cells))
    return replace(sheet, rows=tuple(rows)), tuple(cut), max(0, links - MOST_LINKS)
