"""A list as CSV (RFC 4180): the columns shown, one line for each record.

UTF-8 with a byte order mark, without which spreadsheets take it for something else. What is
unknown is blank, a recorded "none" says so. A text that a spreadsheet would take for a formula,
and one that would read like it, begins with an apostrophe, which the import takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ropa.core import wording
from ropa.core.answers import Answer, State
from ropa.core.columns import columns_of
from ropa.core.listing import Listing

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BETWEEN = "; "


def csv_of(listing: Listing) -> bytes:
    """Write the rows of a list; give it the whole list (`listing(…, whole=True)`)."""
    columns = columns_of(listing.kind)
    days = [columns[head.name].day for head in listing.heads]
    rows = (
        [_text(cell, as_stored=day) for cell, day in zip(row.cells, days, strict=True)]
        for row in listing.rows
    )
    return written([head.label for head in listing.heads], rows)


def written(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table of texts for spreadsheets, with a byte order mark."""
    return table(heads, rows).encode("utf-8-sig")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of texts."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (heads, *rows):
        writer.writerow([_safe(cell) for cell in row])
    return text.getvalue()


def _text(cell: Answer, *, as_stored: bool) -> str:
    """Say a cell; days and instants as they are stored, which spreadsheets can sort."""
    if cell.state is State.NONE:
        return wording.NONE
    return _BETWEEN.join(part.value if as_stored else part.text for part in cell.parts)


def _safe(text: str) -> str:
    """Set an apostrophe before a formula, and before one that has some already."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text
