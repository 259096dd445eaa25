"""The record as PDF, read back by a reader that is not our writer."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from pypdf.generic import DictionaryObject

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.article30 import article30
from ropa.export.document import Document
from ropa.export.pdf import pdf
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from tests.build import build
from tests.export.test_article30 import CONTEXT, law, ocktra, record, said, walked
from tests.export.test_ugly_pictures import UGLY, records

__all__ = ["law", "ocktra", "record"]


def read(document: Document) -> pypdf.PdfReader:
    made = pdf(document, CONTEXT)
    assert isinstance(made, bytes), made
    return pypdf.PdfReader(io.BytesIO(made))


def squeezed(text: str) -> str:
    """Leave out blanks and hyphens of every kind: a reader breaks lines where the page does."""
    return re.sub("[\\s\u2010\u2011-]", "", text)


@pytest.fixture(scope="module")
def reader(record: Document) -> pypdf.PdfReader:
    return read(record)


@pytest.fixture(scope="module")
def text(reader: pypdf.PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def test_every_heading_and_every_word_can_be_read_and_searched(record: Document, text: str) -> None:
    for section in walked(record.sections):
        assert squeezed(section.title) in text, section.title
    missing = [w.text for one in record.sections for w in said(one) if squeezed(w.text) not in text]
    assert missing == []


def test_what_is_copied_or_searched_has_no_letter_that_nobody_wrote(law: Reference) -> None:
    mail = "data.protection.of.the.whole.group@example.org"
    held = Register.of([build(Organisation, email=mail, name="N" * 60), build(Activity)])
    found = read(article30(held, "acme", CONTEXT, law))
    text = "".join(page.extract_text() for page in found.pages)
    assert mail in text
    assert "\u200b" not in text
    assert found.metadata is not None
    assert found.metadata.author == "N" * 60


def test_it_can_be_kept_and_read_aloud(reader: pypdf.PdfReader) -> None:
    catalogue = reader.trailer["/Root"]
    assert isinstance(catalogue, DictionaryObject)
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith("en")
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = catalogue["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.metadata is not None
    assert reader.metadata.title == "Record of processing activities"
    fonts = {
        str(font["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert all("SourceSans" in font for font in fonts)


def test_bookmarks_lead_to_every_activity(record: Document, reader: pypdf.PdfReader) -> None:
    def titles(items: list[object]) -> list[str]:
        found = []
        for item in items:
            found += titles(item) if isinstance(item, list) else [str(item.title)]  # type: ignore[attr-defined]
        return found

    marked = titles(reader.outline)
    assert [squeezed(one) for one in marked] == [
        squeezed(section.title) for section in walked(record.sections)
    ]
    assert not any("\u200b" in one for one in marked)


def test_no_record_begins_where_only_its_first_answers_would_fit(reader: pypdf.PdfReader) -> None:
    """The foot of a page is 20 mm high, and a point a 72nd of an inch."""
    outline = reader.outline
    begun = [one for part in outline if isinstance(part, list) for one in part]
    tops = [float(one["/Top"]) for one in begun if not isinstance(one, list)]
    assert len(tops) > 40
    assert min(tops) > (20 + 40) / 25.4 * 72


def test_every_page_says_what_it_was_made_from_and_its_number(reader: pypdf.PdfReader) -> None:
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        told = squeezed(page.extract_text())
        assert f"Page{number}of{count}" in told
        assert squeezed("law data") in told


def test_the_same_register_gives_the_same_pdf(ocktra: Register, law: Reference) -> None:
    once, again = (pdf(article30(ocktra, "ocktra", CONTEXT, law), CONTEXT) for _ in range(2))
    assert isinstance(once, bytes)
    assert once == again


HIDDEN = ("\u200b", "\u200e\u2060", "\N{SOFT HYPHEN}")


@pytest.mark.parametrize("name", HIDDEN, ids=range(len(HIDDEN)))
def test_a_name_that_cannot_be_seen_keeps_no_document_from_being_made(
    name: str, law: Reference
) -> None:
    found = read(article30(Register.of(records(name)), "acme", CONTEXT, law))
    told = squeezed("".join(page.extract_text() for page in found.pages))
    assert f"U+{ord(name[0]):04X}" in told


@pytest.mark.parametrize("name", UGLY, ids=range(len(UGLY)))
def test_no_name_keeps_a_document_from_being_made(name: str, law: Reference) -> None:
    found = read(article30(Register.of(records(name)), "acme", CONTEXT, law))
    told = squeezed("".join(page.extract_text() for page in found.pages))
    plain = "".join(letter for letter in squeezed(name) if letter.isascii())
    assert plain[:60] in told
    if "\N{PILE OF POO}" in name:
        assert "U+1F4A9" in told
