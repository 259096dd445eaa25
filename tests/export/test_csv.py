from __future__ import annotations

import csv
import io
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.columns import columns_of
from ropa.core.filters import Query
from ropa.core.listing import listing
from ropa.core.register import Register
from ropa.export.csv import csv_of
from ropa.records.purpose import Purpose
from ropa.records.spec import REGISTER_KINDS
from ropa.records.system import System
from ropa.vocabulary import Kind
from tests.build import activity, build, register
from tests.core.registers import DAY, any_register, reference


def written(made: Register, query: Query) -> bytes:
    return csv_of(listing(made, query.kind, query, DAY, reference(), whole=True))


def read(made: Register, query: Query) -> list[list[str]]:
    text = written(made, query).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_columns_shown_are_written_with_their_labels() -> None:
    made = register(
        build(System, name="CRM"),
        activity(
            reference="C1",
            role="controller",
            start="2026-01-31",
            systems=["crm", "web"],
            measures=[],
        ),
    )
    columns = ("reference", "role", "start", "systems", "measures", "sources", "operations")
    assert read(made, Query(Kind.ACTIVITY, columns=columns)) == [
        [
            "Reference",
            "Role",
            "Start",
            "Systems",
            "Security measures",
            "Sources of the data",
            "Categories of processing",
        ],
        ["C1", "Controller", "2026-01-31", "CRM; web", "None", "", ""],
    ]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
def test_no_text_is_a_formula(start: str) -> None:
    found = read(register(build(Purpose, name=start)), Query(Kind.PURPOSE, columns=("name",)))
    assert found[1] == [f"'{start}"]


def test_an_apostrophe_before_a_formula_gets_another_so_that_one_can_be_taken_off() -> None:
    for text in ("'=1", "''@x"):
        found = read(register(build(Purpose, name=text)), Query(Kind.PURPOSE, columns=("name",)))
        assert found[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ['say "no"', "a,b", "two\nlines", "é 😀 \u2028", "'x", "x=1"])
def test_any_other_text_comes_back_as_it_was(text: str) -> None:
    found = read(register(build(Purpose, name=text)), Query(Kind.PURPOSE, columns=("name",)))
    assert found[1] == [text]


def test_the_bytes_are_what_spreadsheets_read() -> None:
    made = register(build(Purpose, name="a,b"), build(Purpose, id="x", name="Straße"))
    query = Query(Kind.PURPOSE, columns=("name", "id"))
    assert written(made, query) == '\ufeffName,Identifier\r\n"a,b",billing\r\nStraße,x\r\n'.encode()


def test_what_is_written_is_the_whole_list_as_it_is_filtered_and_sorted() -> None:
    made = register(*(build(Purpose, id=f"p{n}", name=f"P {n}") for n in range(60)))
    query = Query(Kind.PURPOSE, "P 1", sort="name", descending=True, columns=("name",))
    numbers = [n for n in range(59, -1, -1) if "1" in str(n)]
    assert read(made, query)[1:] == [[f"P {n}"] for n in numbers]


@given(st.integers(min_value=0), st.sampled_from(REGISTER_KINDS))
def test_every_row_has_every_column_and_none_a_formula(seed: int, kind: Kind) -> None:
    query = Query(kind, columns=tuple(columns_of(kind)))
    rows = read(any_register(Random(seed)), query)
    assert {len(row) for row in rows} == {len(columns_of(kind))}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)
