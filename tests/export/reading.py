"""Reading a workbook back with two readers that are not our writer, which must agree."""

from __future__ import annotations

import datetime
import io
from functools import cache

import openpyxl
import python_calamine
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ropa.core.reference import Reference
from ropa.core.register import Moment, Register
from ropa.export.context import Context
from ropa.records.base import Record
from ropa.store.law import read_law
from tests.test_layers import ROOT

DAY = datetime.date(2026, 11, 23)
MOMENT = Moment(412, "3f" * 32, "2026-11-20T09:15:02.123456Z")
CONTEXT = Context(about=DAY, as_recorded=MOMENT.instant, version="0.1.0")

Line = tuple[str, ...]


@cache
def reference() -> Reference:
    return read_law(ROOT / "data" / "law")


def register(*records: Record) -> Register:
    """The records as they stand at `MOMENT`."""
    return Register.of(records, MOMENT)


def sheet(content: bytes, number: int = 0) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[number]


def lines(content: bytes, number: int = 0) -> list[Line]:
    """Every row of a sheet as text, as wide as the sheet, blanks as the empty string."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    raw = book.get_sheet_by_name(book.sheet_names[number]).to_python(skip_empty_area=False)
    read = [tuple(_text(value) for value in row) for row in raw]
    other = [
        tuple("" if value is None else str(value) for value in row)
        for row in sheet(content, number).iter_rows(values_only=True)
    ]
    width = max(map(len, [*read, *other]))
    read, other = _even(read, width), _even(other, width)
    assert read == other
    return read


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def _even(rows: list[Line], width: int) -> list[Line]:
    padded = [row + ("",) * (width - len(row)) for row in rows]
    while padded and not any(padded[-1]):
        padded.pop()
    return padded


def headings(content: bytes) -> Line:
    return lines(content)[8]


def table(content: bytes) -> list[dict[str, str]]:
    """The rows from row 10 on, by the column's letter, only what is not blank."""
    letters = [get_column_letter(number + 1) for number in range(len(headings(content)))]
    count = int(about(content)["Rows"][0])
    rows = [
        {letter: text for letter, text in zip(letters, row, strict=True) if text}
        for row in lines(content)[9:]
    ]
    assert len(rows) <= count
    return rows + [{}] * (count - len(rows))


def about(content: bytes) -> dict[str, Line]:
    """The last sheet: what stands beside each label; for the counts, column letters are keys."""
    found = {}
    for row in lines(content, -1):
        label = row[0].split("  ")[0]
        found[label] = row[1:]
    return found
