"""What the worksheets of every workbook share: cells written as text, room for them, pages."""

from __future__ import annotations

from typing import Any

INK, RULE, PALE = "#0D5A63", "#C9D6D6", "#EEF4F4"
"""The colours of headings, of lines between cells, and of the ground of headings."""

FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when somebody edits its cell."""

AS_TEXT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""The options with which no text becomes a formula, a link or a number."""

_TALLEST = 409


def put(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write a text as it is; XlsxWriter would copy one between <r> and </r> as markup."""
    if text.startswith("<r>") and text.endswith("</r>"):
        sheet.write_rich_string(row, column, text[0], text[1], text[2:], style)
    else:
        sheet.write_string(row, column, text, style)


def make_room(sheet: Any, row: int, lines: int) -> None:
    """Make a row as tall as its wrapped lines, which not every reader of XLSX does by itself."""
    if lines > 1:
        sheet.set_row(row, min(12.75 * lines + 3, _TALLEST))


def page(sheet: Any, footer: str) -> None:
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.set_footer(f"&L&8{footer[:180].replace('&', '&&')}&R&8Page &P of &N")
