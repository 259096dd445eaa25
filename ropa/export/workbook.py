"""Writing an authority's table as an XLSX workbook, row by row and always to the same bytes.

Every text is written as text: none becomes a formula, a number or a link. What a worksheet
cannot hold is cut with a visible note and listed for the last sheet, never dropped unseen.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from ropa.export.cell import Cell, State
from ropa.export.fit import MOST_ROWS, UNWRAPPED, WIDEST, TooLarge, lines_of, shortened, width_of
from ropa.export.table import Cut, Notes, Style, Table, Tally
from ropa.export.worksheet import AS_TEXT, FORMULA_LIKE, INK, PALE, RULE, make_room, page, put

_GREEN, _BLUE = "#DDEFE0", "#DFE9F5"
_PAPER_A3, _PAPER_A4 = 8, 9
_INCHES_OF_A3 = 14.6  # less than the paper: readers of XLSX differ in how wide a column is
_NOTES_WIDTHS = (44, 72, *[13] * 7)


def workbook(table: Table, notes: Callable[[Tally], Notes]) -> bytes:
    """Write the table, and then the notes that are made of what was written.

    TooLarge for more rows than a worksheet holds.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, AS_TEXT)
    try:
        formats = _formats(book)
        tally = _Sheet(book, table, formats).write()
        last = notes(tally)
        _write_notes(book, formats, last)
        book.set_properties(dict(last.properties))
        for name, value in last.custom.items():
            book.set_custom_property(name, value[:255], "text")
    finally:
        book.close()
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text as a cell shows it: what fits, its format and how many lines it takes."""

    text: str
    style: Any
    lines: int


class _Sheet:
    """The sheet of the table: measured first, then written from top to bottom and never again."""

    def __init__(self, book: Any, table: Table, formats: Mapping[str, Any]) -> None:
        self.table, self.formats = table, formats
        self.top = len(table.lines) + 3
        if self.top + 2 + len(table.rows) > MOST_ROWS:
            raise TooLarge(f"a worksheet holds no more than {MOST_ROWS:,} rows")
        self.sheet = book.add_worksheet(table.name)
        columns = list(zip(*table.rows, strict=True)) or [()] * len(table.headings)
        self.counts = tuple(_counted(column) for column in columns)
        texts = [{cell.text for cell in column} for column in columns]
        self.widths = [
            min(max(_least(heading.text), *map(width_of, held), 0), WIDEST)
            for heading, held in zip(table.headings, texts, strict=True)
        ]
        for number, block in enumerate(table.blocks):
            wanted = max(UNWRAPPED, *(width_of(cell.text) for cell in block.cells))
            self.widths[2 * number + 1] = min(max(self.widths[2 * number + 1], wanted), WIDEST)
        self.shown = [
            {text: self._fitted(text, column) for text in held} for column, held in enumerate(texts)
        ]

    def write(self) -> Tally:
        """Write everything, and say what was written."""
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width, self.formats["body"])
        self._contacts()
        self._headings()
        self._rows()
        self._layout()
        blocks = _counted([cell for block in self.table.blocks for cell in block.cells])
        return Tally(len(self.table.rows), self.counts, blocks, tuple(self._cut()))

    def _fitted(self, text: str, column: int) -> _Shown:
        """Prepare a text of a column, once for all cells that hold it."""
        style = "guarded" if text.startswith(FORMULA_LIKE) else "body"
        fitting = shortened(text)
        return _Shown(fitting, self.formats[style], lines_of(fitting, self.widths[column]))

    def _cut(self) -> Iterator[Cut]:
        """Give each text that was cut, at its first cell."""
        cut = {
            (column, text)
            for column, shown in enumerate(self.shown)
            for text, held in shown.items()
            if held.text != text
        }
        for number, row in enumerate(self.table.rows if cut else (), self.top + 2):
            for column, cell in enumerate(row):
                if (column, cell.text) in cut:
                    cut.remove((column, cell.text))
                    heading = self.table.headings[column].text
                    yield Cut(xl_rowcol_to_cell(number, column), heading, len(cell.text))

    def _contacts(self) -> None:
        blocks, label = self.table.blocks, self.formats["label"]
        self._across(0, 0, 2 * len(blocks) - 1, self.table.title, "title")
        for number, block in enumerate(blocks):
            self._across(1, 2 * number, 2 * number + 1, block.label, "label")
        for line, name in enumerate(self.table.lines):
            row = line + 2
            held = [
                self._fitted(block.cells[line].text, 2 * number + 1)
                for number, block in enumerate(blocks)
            ]
            make_room(self.sheet, row, max(shown.lines for shown in held))
            for number, shown in enumerate(held):
                put(self.sheet, row, 2 * number, name, label)
                if shown.text:
                    put(self.sheet, row, 2 * number + 1, shown.text, shown.style)

    def _across(self, row: int, first: int, last: int, text: str, style: str) -> None:
        if first < last:
            self.sheet.merge_range(row, first, row, last, "", self.formats[style])
        put(self.sheet, row, first, text, self.formats[style])

    def _headings(self) -> None:
        for band, columns in self._bands():
            self._across(self.top, columns[0], columns[-1], band, "band")
        headings = self.table.headings
        lines = max(
            len(textwrap.wrap(heading.text, int(1.1 * width)))
            for heading, width in zip(headings, self.widths, strict=True)
        )
        make_room(self.sheet, self.top + 1, lines)
        for column, heading in enumerate(headings):
            style = self.formats["required" if heading.required else "optional"]
            put(self.sheet, self.top + 1, column, heading.text, style)

    def _bands(self) -> Iterator[tuple[str, list[int]]]:
        """Give the bands with the columns under them."""
        for band, group in groupby(enumerate(self.table.headings), lambda item: item[1].band):
            yield band, [column for column, _ in group]

    def _rows(self) -> None:
        sheet, shown = self.sheet, self.shown
        for number, row in enumerate(self.table.rows, self.top + 2):
            lines = 1
            for column, cell in enumerate(row):
                if not cell.text:
                    continue
                held = shown[column][cell.text]
                lines = max(lines, held.lines)
                put(sheet, number, column, held.text, held.style)
            make_room(sheet, number, lines)

    def _layout(self) -> None:
        sheet, frozen, heading = self.sheet, self.table.frozen, self.top + 1
        last = max(heading + len(self.table.rows), heading + 1), len(self.widths) - 1
        sheet.freeze_panes(heading + 1, frozen)
        sheet.autofilter(heading, 0, *last)
        ruled = {"type": "formula", "criteria": "=TRUE", "format": self.formats["ruled"]}
        sheet.conditional_format(heading + 1, 0, *last, ruled)
        page(sheet, self.table.footer)
        sheet.repeat_rows(heading)
        if not self.table.by_band:
            sheet.set_paper(_PAPER_A4)
            sheet.fit_to_pages(1, 0)
            return
        sheet.set_paper(_PAPER_A3)
        sheet.repeat_columns(0, frozen - 1)
        sheet.print_across()
        breaks, inches = self._pages()
        sheet.set_v_pagebreaks(breaks)
        sheet.set_print_scale(max(10, min(100, int(100 * _INCHES_OF_A3 / inches))))

    def _pages(self) -> tuple[list[int], float]:
        """Put whole bands on pages no wider than the widest band needs; give breaks and inches."""
        inches = [(7 * width + 5) / 96 for width in self.widths]
        frozen = self.table.frozen
        bands = [
            (columns[0], sum(inches[column] for column in columns if column >= frozen))
            for _, columns in self._bands()
        ]
        widest = max(size for _, size in bands)
        breaks: list[int] = []
        used = 0.0
        for start, size in bands:
            if used and used + size > widest:
                breaks.append(start)
                used = 0.0
            used += size
        return breaks, widest + sum(inches[:frozen])


def _counted(cells: Iterable[Cell]) -> tuple[int, ...]:
    counts = Counter(cell.state for cell in cells)
    return tuple(counts[state] for state in State)


def _least(heading: str) -> int:
    """Give the width a heading needs: its longest word beside the filter's button, few lines."""
    return max(10, max(map(len, re.split(r"[\s-]", heading))) + 4, len(heading) // 6 + 4)


def _write_notes(book: Any, formats: Mapping[str, Any], notes: Notes) -> None:
    sheet = book.add_worksheet(notes.name)
    for column, width in enumerate(_NOTES_WIDTHS):
        sheet.set_column(column, column, width)
    for row, (style, cells) in enumerate(notes.lines):
        if style not in (Style.TITLE, Style.SECTION):
            sized = zip(cells, _NOTES_WIDTHS, strict=False)
            make_room(
                sheet, row, max((lines_of(str(cell), width) for cell, width in sized), default=1)
            )
        _write_note(sheet, formats, row, style, cells)
    page(sheet, notes.footer)
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)


def _write_note(
    sheet: Any, formats: Mapping[str, Any], row: int, style: Style, cells: tuple[str | int, ...]
) -> None:
    for column, held in enumerate(cells):
        if isinstance(held, int):
            sheet.write_number(row, column, held, formats["number" if column > 1 else "count"])
            continue
        coloured = style in (Style.REQUIRED, Style.OPTIONAL) and column
        plain = "guarded" if held.startswith(FORMULA_LIKE) else "body"
        shown = plain if coloured or style is Style.PLAIN else style.value
        put(sheet, row, column, shortened(held), formats[shown])


def _formats(book: Any) -> dict[str, Any]:
    """Make the looks; the guard keeps a text a text when somebody edits its cell."""
    text = {"font_size": 10, "valign": "top", "text_wrap": True}
    ink = {**text, "bold": True, "font_color": INK}
    head = {**ink, "border": 1, "border_color": RULE, "bottom_color": INK}
    looks = {
        "body": text,
        "guarded": {**text, "quote_prefix": True},
        "count": {**text, "align": "left", "num_format": "#,##0"},
        "number": {**text, "align": "right", "num_format": "#,##0"},
        "ruled": {"border": 1, "border_color": RULE},
        "title": {**ink, "font_size": 14, "text_wrap": False},
        "section": {**ink, "font_size": 11, "text_wrap": False},
        "label": {**ink, "bg_color": PALE},
        "band": {**head, "bg_color": PALE, "text_wrap": False},
        "head": {**head, "bg_color": PALE},
        "required": {**head, "bg_color": _GREEN},
        "optional": {**head, "bg_color": _BLUE},
    }
    return {name: book.add_format(look) for name, look in looks.items()}
