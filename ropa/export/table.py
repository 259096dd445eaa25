"""An authority's table as values: what a workbook of it holds, and what was written."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ropa.export.cell import Cell, State


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading, the band of columns it stands in, and whether the law requires it."""

    text: str
    band: str
    required: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A block of contact details above the table: what it is and its cells, one for each line."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet with the table: `lines` label the rows of the blocks, `frozen` columns stay.

    A table that is printed by band has bands side by side on pages of A3, each page with the
    frozen columns; any other is one page of A4 wide.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen: int
    by_band: bool
    footer: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that did not fit its cell, with its length in characters."""

    cell: str
    heading: str
    length: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What was written: how many rows, how many cells of each state, and the texts cut.

    `columns` has the counts of each column, `blocks` those of the contact details, both by state.
    A text that several rows share is cut in all of them and listed at its first cell.
    """

    rows: int
    columns: tuple[tuple[int, ...], ...]
    blocks: tuple[int, ...]
    cut: tuple[Cut, ...]

    @property
    def unknown(self) -> int:
        """How many cells, those of the blocks among them, are blank because nobody answered."""
        return sum(column[State.UNKNOWN] for column in [*self.columns, self.blocks])


class Style(Enum):
    """How a line of the last sheet looks."""

    TITLE = "title"
    SECTION = "section"
    HEAD = "head"
    PLAIN = "plain"
    REQUIRED = "required"
    OPTIONAL = "optional"


Note = tuple[Style, tuple[str | int, ...]]
"""One line of the last sheet: its style and its cells."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The last sheet, and the properties of the workbook as `set_properties` takes them."""

    name: str
    lines: tuple[Note, ...]
    footer: str
    properties: Mapping[str, str | datetime.datetime]
    custom: Mapping[str, str]
