"""The record as DOCX: tables that a reader can follow from page to page."""

from __future__ import annotations

import io

import docx as reader
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.article30 import article30
from ropa.export.document import Document
from ropa.export.docx import docx
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from tests.build import build
from tests.export.test_article30 import CONTEXT, law, ocktra, record

__all__ = ["law", "ocktra", "record"]


@pytest.fixture(scope="module")
def word(record: Document) -> Word:
    return reader.Document(io.BytesIO(docx(record, CONTEXT)))


def test_tables_fill_the_page_and_no_column_cuts_a_word(word: Word) -> None:
    for table in word.tables:
        widths = [column.width for column in table.columns]
        assert sum(widths) == pytest.approx(Cm(17), abs=10_000)
        for column, width in zip(table.columns, widths, strict=True):
            texts = [run for c in column.cells for p in c.paragraphs for run in p.runs]
            wide = max(
                (len(part) * run.font.size * 0.55 for run in texts for part in run.text.split()),
                default=0,
            )
            assert wide <= width or wide > Cm(17) / 4, [cell.text for cell in column.cells]


def test_no_short_row_goes_on_on_the_next_page(word: Word) -> None:
    rows = [row for table in word.tables for row in table.rows]
    assert len(rows) > 500
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_a_long_row_may(law: Reference) -> None:
    held = Register.of([build(Organisation), build(Activity, note="many words " * 900)])
    read = reader.Document(io.BytesIO(docx(article30(held, "acme", CONTEXT, law), CONTEXT)))
    (long,) = [r for t in read.tables for r in t.rows if "many words many words" in r.cells[1].text]
    assert long._tr.trPr is None or long._tr.trPr.find(qn("w:cantSplit")) is None


def test_what_introduces_a_table_stays_with_it(word: Word) -> None:
    (intro,) = [p for p in word.paragraphs if p.text.startswith("Derived from where data")]
    assert intro.paragraph_format.keep_with_next


def test_the_parts_of_a_table_stand_in_the_order_of_the_standard(word: Word) -> None:
    order = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblLook"]
    for table in word.tables:
        found = [part.tag.rpartition("}")[2] for part in table._tbl.tblPr]
        assert found == [name for name in order if name in found]
    assert word.styles["Normal"].font.size == Pt(10)
