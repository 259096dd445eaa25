"""An export of chosen activities says that it is no more than that, whatever its format."""

from __future__ import annotations

import io

import docx as reader
import openpyxl
import pypdf
import pytest

from ropa.core.imprint import Redaction
from ropa.export.formats import FORMATS, Format
from tests.export.exporting import export, ocktra

AUTHORITY = [one for one in FORMATS if Redaction.AUTHORITY in one.redactions]


def text_of(one: Format, activities: tuple[str, ...] | None) -> str:
    content = one.write(export(ocktra(), "ocktra", activities=activities))
    match one.file.rpartition(".")[2]:
        case "pdf":
            pages = pypdf.PdfReader(io.BytesIO(content)).pages
            return " ".join(" ".join(page.extract_text() for page in pages).split())
        case "docx":
            document = reader.Document(io.BytesIO(content))
            cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
            foot = document.sections[0].footer.paragraphs[0].text
            return "\n".join((*cells, foot))
        case "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets
            rows = [row for one in sheet for row in one.iter_rows(values_only=True)]
            return "\n".join(str(value) for row in rows for value in row if value is not None)
        case _:
            return content.decode("utf-8", "replace")


SAYING = ("An extract of the record", "Chosen activities", '"activities": [\n      "c5"')


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx", "cnil", "ico-controller", "json"])
def test_an_extract_says_so_and_the_whole_does_not(name: str) -> None:
    (one,) = [held for held in AUTHORITY if held.name == name]
    said = text_of(one, ("c5",))
    assert any(words in said for words in SAYING)
    assert not any(words in text_of(one, None) for words in SAYING)


@pytest.mark.parametrize("name", ["pdf", "docx", "ico-controller"])
def test_an_extract_names_what_it_is_of(name: str) -> None:
    (one,) = [held for held in AUTHORITY if held.name == name]
    said = text_of(one, ("c5",)).partition("An extract of the record: only")[2]
    assert "Service/transactional communications" in said[:120]
