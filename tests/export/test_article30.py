"""The record of processing as a document: all of it, in the part where an authority looks."""

from __future__ import annotations

import datetime
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import docx as reader
import pytest

from ropa.core.answers import State
from ropa.core.gaps import gaps
from ropa.core.names import Names
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.article30 import article30
from ropa.export.context import Context
from ropa.export.document import Document, Facts, Figure, Grid, Prose, Section, Words
from ropa.export.docx import docx
from ropa.importing.files import parse_folder
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.store.home import LAW, ROOT
from ropa.store.law import read_texts
from ropa.vocabulary import Kind
from tests.build import build
from tests.export.test_ugly_pictures import UGLY, records
from tests.web.conftest import read_once

DAY = datetime.date(2026, 11, 25)
CONTEXT = Context(DAY, "2026-11-25T10:00:00Z", "1.2.3")


@pytest.fixture(scope="module")
def law() -> Reference:
    return read_once(LAW)


@pytest.fixture(scope="module")
def ocktra(law: Reference) -> Register:
    found, problems = parse_folder(read_texts(ROOT / "data" / "ocktra"), law)
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def record(ocktra: Register, law: Reference) -> Document:
    return article30(ocktra, "ocktra", CONTEXT, law)


def walked(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from walked(section.sections)


def said(section: Section) -> Iterator[Words]:
    """Give every word of a section and all below it."""
    for one in walked((section,)):
        for block in one.blocks:
            if isinstance(block, Facts):
                yield from (words for fact in block.facts for words in fact.words)
            elif isinstance(block, Grid):
                yield from (words for row in block.rows for cell in row for words in cell)
            elif isinstance(block, Prose):
                yield Words(block.text)


def section(document: Document, title: str) -> Section:
    (found,) = [one for one in walked(document.sections) if one.title == title]
    return found


def test_every_activity_stands_in_the_part_of_its_role(record: Document) -> None:
    parts = {one.title: [inner.title[:2] for inner in one.sections] for one in record.sections}
    assert parts["Processing as a controller (Article 30(1))"] == [f"C{n}" for n in range(1, 9)]
    assert parts["Processing on behalf of controllers (Article 30(2))"] == ["P1", "P2"]


def test_every_record_is_in_it_once_with_its_identifier(
    record: Document, ocktra: Register, law: Reference
) -> None:
    names, titles = Names(ocktra, law, DAY), [one.title for one in walked(record.sections)]
    for one in ocktra:
        if one.KIND not in (Kind.ORGANISATION, Kind.PERSON):
            title = names.of(one)
            assert title in titles, title
    ids = [one.id for one in walked(record.sections)]
    assert len(ids) == len(set(ids))


def test_the_cover_says_whose_it_is_and_what_it_was_made_from(record: Document) -> None:
    cover = {fact.label: [words.text for words in fact.words] for fact in record.cover.facts}
    assert cover["Name"] == ["OCKTRA.IO LTD"]
    assert cover["Email"] == ["privacy@ocktra.io"]
    assert cover["Data protection officer"] == ["unknown"]
    assert cover["In force on"] == ["25 November 2026"]
    assert cover["Made by"] == ["ropa 1.2.3"]
    assert "law data" in record.made


def test_what_an_activity_records_and_what_it_does_not(record: Document) -> None:
    c1 = section(record, "C1 Provide, maintain and secure the Services; account creation; support")
    texts = {words.text: words for words in said(c1)}
    assert texts["Contract"].detail == "Art 6(1)(b)"
    sourced = {(words.text, words.source) for words in said(c1)}
    assert ("AWS cloud hosting", "inferred from Privacy Policy §16") in sourced
    assert texts["none"].state is State.NONE  # automated decisions
    assert texts["unknown"].state is State.UNKNOWN
    figures = [b for one in walked((c1,)) for b in one.blocks if isinstance(b, Figure)]
    assert [one.view.title for one in figures] == [f"Data flow of {c1.title}"]


def test_every_gap_is_listed(record: Document, ocktra: Register) -> None:
    listed = [w for w in said(section(record, "What is not known")) if w.state is State.UNKNOWN]
    open_questions = [
        gap
        for one in ocktra
        if one.KIND is not Kind.PERSON and not one.retired
        for gap in gaps(one)
    ]
    assert len(listed) == len(open_questions) > 100


def test_every_hop_says_what_the_law_says_of_it(record: Document) -> None:
    hops = section(record, "International transfers (Article 30(1)(e), Chapter V)")
    (grid,) = [block for block in hops.blocks if isinstance(block, Grid)]
    told = {(row[0][0].text, row[1][0].text): row[2][0].text for row in grid.rows}
    assert told["OCKTRA.IO LTD to AWS", "unknown"] == "Unknown"
    assert told["OCKTRA.IO LTD to Sentry", "European Union"] == "Adequate"


def test_another_organisations_records_are_not_in_it(law: Reference) -> None:
    register = Register.of(
        [
            build(Organisation),
            build(Organisation, id="other", name="Other Ltd"),
            build(Activity),
            build(Activity, id="a2", organisation="other", name="Theirs"),
            build(Activity, id="a3", name="Long over", retired=True),
        ]
    )
    document = article30(register, "acme", CONTEXT, law)
    titles = {one.title for one in walked(document.sections)}
    assert "Billing customers" in titles
    assert titles.isdisjoint({"Theirs", "Long over"})


def test_a_register_of_files_says_that_it_has_no_journal(record: Document) -> None:
    told = [words.text for words in said(section(record, "Changes in the last twelve months"))]
    assert told == ["This was not read from a journal, so what changed before is not known."]


def test_an_activity_that_is_not_in_force_says_so(law: Reference) -> None:
    register = Register.of(
        [
            build(Organisation),
            build(Activity),
            build(Activity, id="over", name="Over", end="2026-11-24"),
            build(Activity, id="later", name="Later", status="planned"),
            build(Activity, id="gone", name="Gone", retired=True),
        ]
    )
    document = article30(register, "acme", CONTEXT, law)
    intro = {
        one.title: one.blocks[0].text
        for part in document.sections
        for one in part.sections
        if one.blocks and isinstance(one.blocks[0], Prose)
    }
    assert intro["Over"].endswith(" Not in force: ended before the day of this record.")
    assert intro["Later"].endswith(" Not in force: not begun on the day of this record.")
    assert "Not in force" not in intro["Billing customers"]
    told = [words.text for words in said(section(document, "Summary"))]
    counted = dict(zip(told[::2], told[1::2], strict=False))
    assert counted["Of all these: ended before the day of this record"] == "1"
    assert counted["Of all these: not begun on the day of this record"] == "1"
    assert counted["Retired activities, which this record leaves out"] == "1"


# ---- as DOCX -------------------------------------------------------------------------------------


def test_the_docx_has_the_headings_and_every_word(record: Document) -> None:
    read = reader.Document(io.BytesIO(docx(record, CONTEXT)))
    headings = [p.text for p in read.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [one.title for one in walked(record.sections)]
    cells = {
        p.text
        for table in read.tables
        for row in table.rows
        for c in row.cells
        for p in c.paragraphs
    }
    text = "\n".join((*cells, *(p.text for p in read.paragraphs)))
    missing = [w.text for one in record.sections for w in said(one) if w.text not in text]
    assert missing == []
    assert read.core_properties.title == "Record of processing activities"
    assert read.core_properties.created.date() == DAY


def test_the_same_register_gives_the_same_docx(ocktra: Register, law: Reference) -> None:
    once, again = (docx(article30(ocktra, "ocktra", CONTEXT, law), CONTEXT) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("name", UGLY, ids=range(len(UGLY)))
def test_ugly_names_are_words_of_the_document(name: str, law: Reference) -> None:
    document = article30(Register.of(records(name)), "acme", CONTEXT, law)
    read = reader.Document(io.BytesIO(docx(document, CONTEXT)))
    assert read.paragraphs[1].text == name
    assert any(name in p.text for p in read.paragraphs if p.style.name == "Heading 2")


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_reads_the_docx(record: Document, tmp_path: Path) -> None:
    (tmp_path / "record.docx").write_bytes(docx(record, CONTEXT))
    convert = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command = [*convert, "--convert-to", "txt:Text", "--outdir", str(tmp_path), "record.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "record.txt").read_text("utf-8-sig")
    for one in walked(record.sections):
        assert one.title in text
