"""The workbook of everything, as XLSX and ODS: read back with readers that are not our writers."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook
from python_calamine import CalamineWorkbook

from ropa.core.imprint import Redaction
from ropa.core.register import Register
from ropa.export import book, fit
from ropa.export.book import Look
from ropa.export.everything import everything
from ropa.export.export import Export
from ropa.export.ods import ods_of
from ropa.export.xlsx import xlsx_of
from ropa.records.activity import ActivityData, ActivityPurpose
from ropa.records.base import Provenance
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.organisation import Organisation
from ropa.records.purpose import Purpose
from ropa.records.spec import REGISTER
from ropa.records.system import System
from tests.build import activity, build, register
from tests.export.exporting import HAZARDS, every_kind, export, ocktra
from tests.export.reading import MOMENT
from tests.export.test_files import TEXTS, whole

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
HREF = "{http://www.w3.org/1999/xlink}href"

Rows = dict[str, list[list[Any]]]


def calamine(content: bytes) -> Rows:
    found = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: found.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in found.sheet_names
    }


def opened(asked: Export) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx_of(everything(asked))))


def element(content: bytes) -> Rows:
    """Read an ODS file by the words of the standard, paragraph by paragraph."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        root = ElementTree.fromstring(pack.read("content.xml"))
    return {
        sheet.get(f"{TABLE}name", ""): [
            [_cell(cell) for cell in row.iter(f"{TABLE}table-cell")]
            for row in sheet.iter(f"{TABLE}table-row")
        ]
        for sheet in root.iter(f"{TABLE}table")
    }


def _cell(cell: ElementTree.Element) -> Any:
    text = "\n".join("".join(_words(one)) for one in cell.iter(f"{TEXT}p"))
    if day := cell.get(f"{OFFICE}date-value"):
        assert text == day
        return datetime.date.fromisoformat(day)
    return float(text) if cell.get(f"{OFFICE}value-type") == "float" else text


def _words(one: ElementTree.Element) -> Iterator[str]:
    yield re.sub(" {2,}", " ", one.text or "")
    for inner in one:
        if inner.tag == f"{TEXT}s":
            yield " " * int(inner.get(f"{TEXT}c", "1"))
        elif inner.tag == f"{TEXT}tab":
            yield "\t"
        else:
            yield from _words(inner)
        yield re.sub(" {2,}", " ", inner.tail or "")


def both(asked: Export) -> Rows:
    """Read the sheets in both files, which must hold the same."""
    made = everything(asked)
    first, ods = calamine(xlsx_of(made)), ods_of(made)
    second, third = calamine(ods), element(ods)
    assert list(first) == list(second) == list(third)
    for name, rows in first.items():
        assert _even(rows) == _even(second[name]) == _even(third[name])
    return {name: _even(rows) for name, rows in first.items()}


def _even(rows: list[list[Any]]) -> list[list[Any]]:
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def table(rows: Rows, name: str) -> list[dict[str, Any]]:
    heads, *others = rows[name]
    return [dict(zip(heads, row, strict=True)) for row in others]


def catalogue(**fields: Any) -> Register:
    return Register.of(
        [
            build(Organisation),
            build(Purpose),
            build(Purpose, id="ads", name="Ads"),
            build(DataCategory),
            build(DataSubjectCategory),
            build(System),
            build(System, id="web", name="Website"),
            build(Document),
            activity(**fields),
        ],
        MOMENT,
    )


@cache
def policy() -> Rows:
    return both(export(ocktra()))


def test_every_record_has_a_row_on_the_sheet_of_its_kind() -> None:
    for cls in REGISTER:
        name = cls.KIND.plural.replace("-", " ").capitalize()
        ids = [row["Identifier"] for row in table(policy(), name)]
        assert ids == list(ocktra().all(cls))
    lines = sum(len(one.data or ()) for one in ocktra().activities.values())
    assert len(table(policy(), "Activities - data")) == lines
    sources = sum(len(record.provenance) for record in ocktra())
    assert len(table(policy(), "Sources")) == sources


def test_every_kind_is_written_alike_to_both() -> None:
    assert set(both(export(every_kind()))) == set(both(export(whole()))) == set(policy())


def test_unknown_none_not_asked_and_blank_differ_in_word_and_look() -> None:
    made = opened(
        export(catalogue(systems=(), measures=None, role="controller", operations=None, note=None))
    )
    sheet = made["Activities"]
    cells = {sheet.cell(1, cell.column).value: cell for cell in sheet[2]}
    unknown, none = cells["Security measures"], cells["Systems"]
    assert (unknown.value, none.value) == ("Unknown", "None")
    assert (cells["Categories of processing"].value, cells["Note"].value) == ("Not asked", None)
    assert unknown.fill.fgColor.rgb == "FFFBE7C6"
    assert none.fill.fgColor.rgb != unknown.fill.fgColor.rgb
    assert none.font.italic
    assert cells["Name"].fill.fgColor.rgb != unknown.fill.fgColor.rgb
    assert not cells["Name"].font.italic


def test_a_cell_that_names_a_record_leads_to_its_row() -> None:
    made = opened(
        export(
            catalogue(
                systems=("web",),
                purposes=(ActivityPurpose(purpose="billing"), ActivityPurpose(purpose="ads")),
                data=(ActivityData(subjects="customers", data="contact", purposes=("ads",)),),
            )
        )
    )
    seen = 0
    for sheet in made.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is None:
                    continue
                seen += 1
                place = re.fullmatch(r"'([^']+)'!A(\d+)", cell.hyperlink.location)
                assert place
                target = made[place[1]].cell(int(place[2]), 1)
                assert target.value is not None
    assert seen > 20
    sheet = made["Activities"]
    cells = {sheet.cell(1, cell.column).value: cell for cell in sheet[2]}
    assert cells["Systems"].hyperlink.location == "'Systems'!A3"
    assert made["Systems"]["A3"].value == "web"
    assert cells["Purposes and lawful bases"].value == "2 lines"
    assert cells["Purposes and lawful bases"].hyperlink.location == "'Activities - purposes'!A2"
    purposes = made["Activities - purposes"]
    assert (purposes["A2"].value, purposes["B2"].value) == ("Billing customers", "Billing")
    assert purposes["A2"].hyperlink.location == "'Activities'!A2"
    assert purposes["B3"].hyperlink.location == "'Purposes'!A2"
    links = [[cell.value for cell in row] for row in made["Links"].iter_rows(min_row=2)]
    assert [
        "Processing activity",
        "Billing customers",
        "People and personal data: For the purposes",
        "Purpose",
        "Ads",
    ] in links


def test_the_number_of_lines_leads_to_the_first_line_of_the_record() -> None:
    made = opened(export(ocktra()))
    seen = 0
    for row in made["Activities"].iter_rows(min_row=2):
        for cell in row:
            if cell.hyperlink and re.fullmatch(r"\d+ lines?", str(cell.value)):
                sheet, at = re.fullmatch(r"'(.+)'!A(\d+)", cell.hyperlink.location).groups()
                number = int(str(cell.value).split()[0])
                titles = [made[sheet].cell(int(at) + n, 1).value for n in range(-1, number + 1)]
                title = ocktra().activities[row[0].value].title
                assert titles[1:-1] == [title] * number
                assert title not in (titles[0], titles[-1])
                seen += 1
    assert seen > 10


def test_the_links_of_an_ods_lead_to_the_same_rows() -> None:
    made = everything(export(ocktra()))
    with zipfile.ZipFile(io.BytesIO(ods_of(made))) as pack:
        root = ElementTree.fromstring(pack.read("content.xml"))
    sheets = {one.get(f"{TABLE}name"): one for one in root.iter(f"{TABLE}table")}
    lengths = {name: len(list(one.iter(f"{TABLE}table-row"))) for name, one in sheets.items()}
    found = [one.get(HREF, "") for one in root.iter(f"{TEXT}a")]
    for link in found:
        place = re.fullmatch(r"#'([^']+)'\.A(\d+)", link)
        assert place
        assert int(place[2]) <= lengths[place[1]]
    wanted = {
        f"#'{cell.to.sheet}'.A{cell.to.row + 1}"
        for sheet in made.sheets
        for row in sheet.rows
        for cell in row
        if cell.to
    }
    assert set(found) == wanted


def ugly() -> Register:
    """A register in which every text is a hazard."""
    return register(
        build(Organisation),
        *(
            activity(id=f"a{n:02}", name=text, note=text, sources=(text, "b"), function=text)
            for n, text in enumerate(HAZARDS)
        ),
    )


def test_ugly_texts_come_back_as_they_are() -> None:
    rows = table(both(export(ugly())), "Activities")
    for text, row in zip(HAZARDS, rows, strict=True):
        assert row["Name"] == row["Note"] == row["Business function"] == text
        assert row["Sources of the data"] == f"{text}\nb"


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=8))
def test_any_text_comes_back_as_it_is(texts: list[str]) -> None:
    made = register(*(build(Purpose, id=f"p{n}", name="x", note=t) for n, t in enumerate(texts)))
    notes = [row["Note"] for row in table(both(export(made)), "Purposes")]
    assert notes == [made.purposes[id].note for id in made.purposes]


def test_no_text_is_a_formula_a_number_or_a_link_to_elsewhere() -> None:
    made = everything(export(ugly()))
    with zipfile.ZipFile(io.BytesIO(xlsx_of(made))) as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if "worksheets/sheet" in n]
        assert not any("<f>" in sheet for sheet in sheets)
        assert not any("externalLink" in n or "sheet1.xml.rels" in n for n in parts.namelist())
    with zipfile.ZipFile(io.BytesIO(ods_of(made))) as parts:
        content = parts.read("content.xml").decode()
    assert "table:formula" not in content
    assert not re.search(r'xlink:href="(?!#)', content)


def test_a_text_like_a_formula_stays_one_when_its_cell_is_edited() -> None:
    sheet = opened(export(catalogue(name="=1+1")))["Activities"]
    cell = next(cell for cell in sheet[2] if cell.value == "=1+1")
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_what_a_cell_cannot_hold_is_cut_with_a_note_and_listed() -> None:
    long = tuple(f"{number:04} {'🐉x' * 240}" for number in range(60))
    rows = both(export(catalogue(operations=long, role="processor")))
    (row,) = table(rows, "Activities")
    text = "\n".join(long)
    held = row["Categories of processing"]
    note = f"… [cut here: the register holds {len(text):,} characters]"
    assert held.endswith(note)
    assert text.startswith(held.removesuffix(note))
    assert len(held.encode("utf-16-le")) // 2 <= fit.LONGEST
    listed = rows["About this workbook"]
    assert ["Activities, row 2", f"Categories of processing: {len(text):,} characters"] in [
        line[:2] for line in listed
    ]


def test_nothing_cut_is_said_too() -> None:
    assert ["Nothing.", ""] in [row[:2] for row in policy()["About this workbook"]]


def test_links_beyond_what_a_sheet_holds_are_text_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(book, "MOST_LINKS", 3)
    made = everything(export(ocktra()))
    links = next(sheet for sheet in made.sheets if sheet.name == "Links")
    held = [cell for row in links.rows for cell in row if cell.to]
    assert len(held) == 3
    assert all(cell.content for row in links.rows for cell in row)
    total = 2 * (len(links.rows) - 1)
    said = [str(cell.content) for row in made.sheets[0].rows for cell in row]
    assert any(text.startswith(f"{total - 3:,} cells name a record without") for text in said)


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MOST_ROWS", 5)
    with pytest.raises(ValueError, match="no more than 5 rows"):
        everything(export(ocktra()))


def test_the_first_sheet_says_what_it_was_made_of() -> None:
    said = {row[0]: row[1] for row in policy()["About this workbook"]}
    assert said["As recorded at"] == MOMENT.instant
    assert said["About"] == "2026-11-23"
    assert said["Journal sequence and hash"] == f"412:{MOMENT.digest}"
    assert said["Redaction"] == "For an authority: everything"
    assert said["Activities"] == len(ocktra().activities)
    made = openpyxl.load_workbook(io.BytesIO(xlsx_of(everything(export(ocktra())))))
    assert made.properties.created is not None
    assert made.properties.created.isoformat() == "2026-11-20T09:15:02"
    assert made.custom_doc_props["Journal sequence and hash"].value == f"412:{MOMENT.digest}"


def test_heads_stay_and_filter_and_columns_are_as_wide_as_what_they_hold() -> None:
    made = opened(export(catalogue(name="x" * 400, reference="C1")))
    sheet = made["Activities"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:AD2"
    widths = {
        str(sheet.cell(1, number).value): sheet.column_dimensions[cell.column_letter].width
        for number, cell in enumerate(sheet[1], 1)
    }
    assert widths["Name"] == pytest.approx(60, abs=1)
    assert widths["Reference"] < 15
    with zipfile.ZipFile(io.BytesIO(ods_of(everything(export(catalogue()))))) as pack:
        settings_ = pack.read("settings.xml").decode()
        content = pack.read("content.xml").decode()
    assert 'config:name="VerticalSplitPosition" config:type="int">1<' in settings_
    assert "'Activities'.A1:'Activities'.AD2" in content


def test_an_ods_is_built_as_the_standard_says() -> None:
    whole_file = ods_of(everything(export(ocktra())))
    assert whole_file[30:84] == b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(io.BytesIO(whole_file)) as pack:
        first = pack.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert pack.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        parts = {name: pack.read(name) for name in pack.namelist()[1:]}
    roots = {name: ElementTree.fromstring(content) for name, content in parts.items()}
    listed = {
        next(iter(entry.attrib.values())) for entry in roots["META-INF/manifest.xml"].iter()
    } - {"1.3"}
    assert listed == {"/", *parts} - {"META-INF/manifest.xml"}
    content = roots["content.xml"]
    style = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    defined = {one.get(f"{style}name") for one in content.iter(f"{style}style")}
    used = {
        value
        for one in content.iter()
        for name, value in one.attrib.items()
        if name in (f"{TABLE}style-name", f"{TABLE}default-cell-style-name")
    }
    assert used <= defined
    assert {look.value for look in Look} <= defined
    meta = parts["meta.xml"].decode()
    assert "<meta:creation-date>2026-11-20T09:15:02Z<" in meta


def test_the_public_gets_sheets_and_columns_that_are_named_for_it_only() -> None:
    rows = both(export(ocktra(), redaction=Redaction.PUBLIC))
    assert "Systems" not in rows
    assert "Sources" not in rows
    assert "Business function" not in rows["Activities"][0]
    assert "Owner" not in [row[1] for row in rows["Fields"]]
    authority = {cell for sheet in policy().values() for row in sheet for cell in row}
    assert any("SSO" in str(cell) for cell in authority)
    assert not any("SSO" in str(cell) for sheet in rows.values() for row in sheet for cell in row)


def test_days_are_dates_that_can_be_filtered_by() -> None:
    held = register(
        build(Organisation),
        build(Document, date="2025-12-10"),
        build(Document, id="other", name="2024-01-01", date="1899-12-31"),
    )
    rows = table(both(export(held)), "Documents")
    assert [row["Date"] for row in rows] == [datetime.date(2025, 12, 10), "1899-12-31"]
    assert [row["Name"] for row in rows] == ["Privacy notice", "2024-01-01"]
    cell = opened(export(held))["Documents"]["E2"]
    assert (cell.is_date, cell.number_format) == (True, "yyyy-mm-dd")


def test_the_sources_say_where_an_answer_comes_from() -> None:
    source = Provenance(field="name", document="notice", place="§1")
    rows = both(export(catalogue(provenance=(source,))))
    assert rows["Sources"][1] == [
        "Processing activity",
        "Billing customers",
        "name",
        "Privacy notice",
        "§1",
        "Stated",
    ]


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not here: nothing was converted"
)
@pytest.mark.parametrize(
    ("suffix", "other", "made"),
    [("ods", "xlsx", ugly()), ("ods", "xlsx", ocktra()), ("xlsx", "ods", ocktra())],
)
def test_libreoffice_reads_what_was_written(
    tmp_path: Path, suffix: str, other: str, made: Register
) -> None:
    book = everything(export(made))
    source = tmp_path / f"register.{suffix}"
    source.write_bytes(ods_of(book) if suffix == "ods" else xlsx_of(book))
    target = tmp_path / "out"
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", other, "--outdir", str(target)]
    subprocess.run([*command, str(source)], check=True, timeout=180, capture_output=True)
    converted = calamine((target / f"register.{other}").read_bytes())
    written = calamine(xlsx_of(book))
    assert {name: _even(rows) for name, rows in converted.items()} == {
        name: _even(rows) for name, rows in written.items()
    }
    if other == "xlsx":
        sheet = openpyxl.load_workbook(target / "register.xlsx")["Activities"]
        assert sheet["B2"].hyperlink.location == "'Organisations'!A2"
        assert sheet.auto_filter.ref == f"A1:AD{len(written['Activities'])}"
