"""A workbook as an XLSX file, written row by row and always to the same bytes.

Every text is written as text: none becomes a formula, a number or a link that is not ours.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from ropa.export.book import Book, Held, Look, Sheet
from ropa.export.fit import lines_of
from ropa.export.worksheet import AS_TEXT, FORMULA_LIKE, INK, PALE, RULE, make_room, page, put

_TEXT = {"font_size": 10, "valign": "top", "text_wrap": True}
_INKED = {**_TEXT, "bold": True, "font_color": INK}
_LOOKS: Mapping[Look, Mapping[str, Any]] = {
    Look.BODY: _TEXT,
    Look.TITLE: {**_INKED, "font_size": 14, "text_wrap": False},
    Look.SECTION: {**_INKED, "font_size": 11, "text_wrap": False},
    Look.HEAD: {**_INKED, "bg_color": PALE, "border": 1, "border_color": RULE},
    Look.LABEL: {**_INKED, "bg_color": PALE},
    Look.LINK: {**_TEXT, "font_color": INK, "underline": 1},
    Look.UNKNOWN: {**_TEXT, "italic": True, "bg_color": "#FBE7C6", "font_color": "#6B4300"},
    Look.NONE: {**_TEXT, "italic": True, "font_color": "#4A5B5B"},
    Look.PARTLY: {**_TEXT, "bg_color": "#FDF4E3"},
    Look.NOT_ASKED: {**_TEXT, "italic": True, "font_color": "#6A7A7A"},
}

_Formats = Mapping[tuple[Look, str], Any]
"""The formats of each look: of texts, of those that stay texts when edited, and of days."""

_PLAIN, _GUARDED, _DAY = "plain", "guarded", "day"
_KINDS: Mapping[str, Mapping[str, Any]] = {
    _PLAIN: {"quote_prefix": False},
    _GUARDED: {"quote_prefix": True},
    _DAY: {"num_format": "yyyy-mm-dd", "align": "left"},
}


def xlsx_of(book: Book) -> bytes:
    """Write a workbook; the sheets must be `fitted`."""
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, AS_TEXT)
    try:
        formats = {
            (look, kind): made.add_format({**said, **more})
            for look, said in _LOOKS.items()
            for kind, more in _KINDS.items()
        }
        rule = made.add_format({"bottom": 1, "bottom_color": RULE})
        for sheet in book.sheets:
            _write(made.add_worksheet(sheet.name), sheet, formats, rule, book.footer)
        made.set_properties(
            {
                "title": book.title[:255],
                "subject": book.subject[:255],
                "author": book.author[:255],
                "created": book.created,
            }
        )
        for name, value in book.facts.items():
            made.set_custom_property(name, value[:255], "text")
    finally:
        made.close()
    return target.getvalue()


def _write(made: Any, sheet: Sheet, formats: _Formats, rule: Any, footer: str) -> None:
    widths = sheet.columns
    for column, width in enumerate(widths):
        made.set_column(column, column, width)
    for number, row in enumerate(sheet.rows):
        wrapped = (
            lines_of(str(cell.content), width)
            for cell, width in zip(row, widths, strict=False)
            if _wraps(cell, width)
        )
        make_room(made, number, max(wrapped, default=1))
        for column, cell in enumerate(row):
            _put(made, number, column, cell, formats)
    made.freeze_panes(*sheet.frozen)
    if 0 < sheet.frozen[0] < len(sheet.rows):
        ruled = {"type": "formula", "criteria": "=TRUE", "format": rule}
        made.conditional_format(sheet.frozen[0], 0, len(sheet.rows) - 1, len(widths) - 1, ruled)
    if sheet.filtered and widths:
        head = sheet.frozen[0] - 1
        made.autofilter(head, 0, max(len(sheet.rows) - 1, head + 1), len(widths) - 1)
        made.repeat_rows(head)
    page(made, footer)
    made.set_paper(9)
    made.fit_to_pages(1, 0)


def _wraps(cell: Held, width: int) -> bool:
    """Whether a cell takes more than one line; most do not, and it is cheaper to ask."""
    text = str(cell.content)
    return (len(text) > width or "\n" in text) and cell.look not in (Look.TITLE, Look.SECTION)


def _put(made: Any, row: int, column: int, cell: Held, formats: _Formats) -> None:
    if isinstance(cell.content, int):
        made.write_number(row, column, cell.content, formats[cell.look, _PLAIN])
        return
    if isinstance(cell.content, datetime.date):
        made.write_datetime(row, column, cell.content, formats[cell.look, _DAY])
        return
    if not cell.content and cell.look is Look.BODY:
        return
    guarded = cell.content.startswith(FORMULA_LIKE)
    style = formats[cell.look, _GUARDED if guarded else _PLAIN]
    if cell.to is not None:
        place = f"internal:'{cell.to.sheet}'!A{cell.to.row + 1}"
        made.write_url(row, column, place, style, cell.content)
        if not cell.content.startswith("<r>"):
            return
    put(made, row, column, cell.content, style)
