from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from ropa.core.register import Moment, Register
from ropa.export import fit, workbook
from ropa.export.context import Context
from ropa.export.ico import ico_controller, ico_processor
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.records.purpose import Purpose
from tests.build import activity, build
from tests.export.reading import (
    CONTEXT,
    DAY,
    MOMENT,
    about,
    lines,
    reference,
    register,
    sheet,
    table,
)

HAZARDS = (
    "=1+1",
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "'=1+1",
    "https://evil.example/",
    "mailto:a@b.example",
    "0042",
    "1e5",
    "TRUE",
    "{=1+1}",
    " padded ",
    "<r><t>x</t></r>",
    "<r>&",
    "<r></r>",
    "a\nb",
    "🐉 Ünïcode",
)


def controlled(**fields: Any) -> Activity:
    return activity(**{"role": "controller", **fields})


def catalogue(*activities: Activity, **organisation: Any) -> Register:
    return register(build(Organisation, **organisation), build(Purpose), *activities)


def export(*activities: Activity, **organisation: Any) -> bytes:
    return ico_controller(catalogue(*activities, **organisation), "acme", CONTEXT, reference())


def instant(text: str) -> datetime.datetime:
    """A moment as openpyxl reads it: in UTC, without saying so."""
    return datetime.datetime.fromisoformat(text)


def functions(content: bytes) -> list[str]:
    return [row.get("A", "") for row in table(content)]


@pytest.mark.parametrize("text", HAZARDS)
def test_a_text_comes_back_as_it_is(text: str) -> None:
    content = export(controlled(function=text, name=text), address=text, dpo_none=text)
    assert functions(content) == [text]
    assert lines(content)[3][1] == text
    assert lines(content)[2][3] == f"None: {text}"
    assert about(content)[text.split("  ", 1)[0]][0] == "Row 10"


def test_what_looks_like_an_escape_comes_back_as_it_is() -> None:
    # Excel and calamine read _xHHHH_ as a character unless it is escaped; openpyxl never does.
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(export(controlled(function="_x0041_")))
    )
    assert book.get_sheet_by_index(0).to_python(skip_empty_area=False)[9][0] == "_x0041_"


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t<>&=r/"),
    min_size=1,
    max_size=60,
).filter(str.strip)


@settings(max_examples=20)
@given(st.lists(TEXTS, min_size=5, max_size=20))
def test_any_text_comes_back_as_it_is(texts: list[str]) -> None:
    records = [controlled(id=f"a{n:02}", function=text) for n, text in enumerate(texts)]
    assert functions(export(*records)) == [record.function for record in records]


@pytest.mark.parametrize("text", HAZARDS)
def test_no_cell_is_a_formula_a_number_or_a_link(text: str) -> None:
    content = export(controlled(function=text))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        markup = parts.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in parts.read(name).decode() for name in parts.namelist())
    assert "<f>" not in markup
    found = {cell.data_type for row in sheet(content).iter_rows() for cell in row if cell.value}
    assert found <= {"s", "inlineStr"}


@pytest.mark.parametrize("text", ["=1+1", "@x", "-2"])
def test_a_text_like_a_formula_stays_one_when_its_cell_is_edited(text: str) -> None:
    content = export(controlled(function=text))
    assert sheet(content)["A10"].quotePrefix
    assert not sheet(export(controlled(function="Finance")))["A10"].quotePrefix


# The same register, the same bytes


@pytest.mark.parametrize("make", [ico_controller, ico_processor])
def test_the_same_register_gives_the_same_bytes(make: Any) -> None:
    held = catalogue(controlled(function="Finance"), activity(id="a2", role="processor"))
    assert make(held, "acme", CONTEXT, reference()) == make(held, "acme", CONTEXT, reference())


def test_the_clock_and_the_time_zone_leave_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    content = export(controlled())
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    import time

    time.tzset()
    try:
        assert export(controlled()) == content
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_properties_say_what_the_workbook_is() -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(controlled())))
    properties = book.properties
    assert properties.title == "Controller record: Acme Ltd"
    assert properties.subject == "Record of processing activities under Article 30(1) of the GDPR"
    assert properties.creator == "Acme Ltd"
    assert properties.created == instant("2026-11-20T09:15:02")
    unknown = about(export(controlled()))["Unknown cells, which are blank"][0]
    expected = {
        "As recorded at": MOMENT.instant,
        "About": "2026-11-23",
        "Journal sequence and hash": "412:" + "3f" * 32,
        "Law data digest": reference().digest,
        "Product version": "ropa 0.1.0",
        "Unknown cells": unknown,
    }
    assert {each.name: each.value for each in book.custom_doc_props.props} == expected
    assert properties.description == "; ".join(f"{key}: {text}" for key, text in expected.items())


def test_a_register_that_was_read_from_files_says_so() -> None:
    held = Register.of(catalogue(controlled()), Moment())
    content = ico_controller(held, "acme", Context(DAY, "", "0.1.0"), reference())
    said = about(content)
    assert said["As recorded at"][0] == said["Journal sequence and hash"][0] == "not from a journal"
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.properties.created == instant("2026-11-23")


# How it reads


def test_the_head_stays_and_can_be_filtered() -> None:
    page = sheet(export(controlled(function="Finance"), controlled(id="a2")))
    assert page.freeze_panes == "C10"
    assert page.auto_filter.ref == "A9:AD11"
    assert page.print_title_rows == "$9:$9"
    assert page.print_title_cols == "$A:$B"


def test_the_controllers_record_is_printed_band_by_band_on_a3() -> None:
    page = sheet(export(controlled()))
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 8)
    breaks = [each.id for each in page.col_breaks.brk]
    assert breaks
    assert set(breaks) <= {11, 18, 19, 20, 23, 25}
    widths = [page.column_dimensions[name].width for name in ("A", "B", "C", "K")]
    assert all(width > 0 for width in widths)
    assert 40 <= (page.page_setup.scale or 100) <= 100


def test_the_processors_record_is_one_page_wide_on_a4() -> None:
    content = ico_processor(catalogue(), "acme", CONTEXT, reference())
    page = sheet(content)
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) in ((None, 0), (1, 0))


@pytest.mark.parametrize("words", [1, 4, 20, 400])
def test_columns_grow_with_their_text_within_bounds(words: int) -> None:
    page = sheet(export(controlled(function="Finance " * words if words < 60 else "x" * 500)))
    widths = {name: dimension.width for name, dimension in page.column_dimensions.items()}
    assert all(10 <= width <= 61 for width in widths.values())
    height = page.row_dimensions[10].height
    assert (height is None) is (words < 4)
    assert height is None or 25 <= height <= 409


def test_a_longer_text_makes_a_wider_column() -> None:
    short, long = (
        sheet(export(controlled(function=text))).column_dimensions["A"].width
        for text in ("Finance", "Finance and accounting, with the shared service centre")
    )
    assert short < long


def test_text_wraps_and_stands_at_the_top() -> None:
    cell = sheet(export(controlled(function="Finance")))["A10"]
    assert cell.alignment.wrap_text
    assert cell.alignment.vertical == "top"


def test_what_is_required_and_what_is_optional_is_coloured_and_said() -> None:
    content = export(controlled())
    page = sheet(content)
    optional, required = (page[name].fill.start_color.rgb for name in ("A9", "B9"))
    assert optional != required
    assert {
        page.cell(9, column.order).fill.start_color.rgb == required
        for column in reference().ico_controller_columns
        if column.required_by != "optional"
    } == {True}
    said = about(content)
    for column in reference().ico_controller_columns:
        word = "Optional" if column.required_by == "optional" else "Required"
        assert said[column.column][0].startswith(word)


# What a worksheet cannot hold


@pytest.mark.parametrize("longest", [200, 201])
def test_a_text_that_is_too_long_is_cut_and_listed(
    monkeypatch: pytest.MonkeyPatch, longest: int
) -> None:
    monkeypatch.setattr(fit, "LONGEST", longest)
    text = "🐉" * 150
    content = export(controlled(function=text, data=[{"subjects": "a"}, {"subjects": "b"}]))
    shown = functions(content)
    assert shown[0] == shown[1]
    assert shown[0].endswith("… [cut here: the register holds 150 characters]")
    assert shown[0].startswith("🐉" * 70)
    assert len(shown[0].encode("utf-16-le")) // 2 <= longest
    assert "\N{REPLACEMENT CHARACTER}" not in shown[0]
    names = [row[0] for row in lines(content, -1)]
    at = names.index("Texts too long for a cell") + 1
    assert lines(content, -1)[at][:2] == ("Business function", "A10: 150 characters")
    assert "Texts too long for a cell" not in about(export(controlled(function="🐉" * 90)))


def test_the_longest_text_that_fits_is_whole() -> None:
    text = ("Reasons " * 5_000)[:19_999] + "."
    assert fit.LONGEST == 32_767
    content = export(controlled(purposes=[{"purpose": "billing", "policy_reasons": text}]))
    assert table(content)[0]["AD"] == text


def test_more_rows_than_a_worksheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 11)
    two = [controlled(), controlled(id="a2")]
    assert len(table(export(*two))) == 2
    with pytest.raises(ValueError, match="no more than 11 rows"):
        export(*two, controlled(id="a3"))
