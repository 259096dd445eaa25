"""After each step of a form the work goes on where it was."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.system import System
from ropa.web.forms.faults import Fault
from ropa.web.forms.focus import focus_after
from ropa.web.forms.model import Field
from ropa.web.forms.posted import Posted
from ropa.web.forms.reading import posted_of
from ropa.web.forms.steps import step_in, taken
from tests.build import build
from tests.web.conftest import Site
from tests.web.modelling import field, model, rendered
from tests.web.reading import parse

THREE = posted_of(
    Activity,
    build(Activity, purposes=[{"purpose": name} for name in ("billing", "support", "sales")]),
)
CELLS = Posted(
    {
        "f-data.line": ("0",),
        "f-data-0-data": ("contact",),
        "f-data-0-subjects": ("customers",),
        "f-data.rows": ("contact", "usage"),
        "f-data.columns": ("customers", "staff"),
        "f-data.cell": ("0x0", "1x1"),
    }
)


@pytest.fixture
def app(site: Site) -> Flask:
    return site.app


def after(text: str, posted: Posted) -> str:
    step = step_in(text, posted)
    return focus_after(Activity, step, posted, taken(Activity, posted, step), ())


@pytest.mark.parametrize(
    ("step", "goes_on"),
    [
        ("line f-purposes", "f-purposes-3"),
        ("drop f-purposes-0", "f-purposes-0"),
        ("drop f-purposes-1", "f-purposes-1"),
        ("drop f-purposes-2", "f-purposes"),
        ("more f-sources", "f-sources"),
        ("add f-systems", "f-systems"),
        ("add f-data.rows", "f-data.rows"),
        ("cells f-data", "f-data"),
        ("cells f-nothing", "f-nothing"),
        ("save", ""),
    ],
)
def test_a_step_comes_back_to_its_place(step: str, goes_on: str) -> None:
    assert after(step, THREE) == goes_on


def test_more_is_said_of_the_first_cell_that_is_new() -> None:
    assert after("cells f-data", CELLS) == "f-data-1"
    assert after("cells f-data", CELLS.put({"f-data.cell": ["0x0"]})) == "f-data-0"
    assert after("cells f-data", CELLS.put({"f-data.cell": ["1x0"]})) == "f-data-0"
    assert after("cells f-data", CELLS.put({"f-data.cell": []})) == "f-data"


def test_a_text_that_waits_is_where_to_go_on() -> None:
    step = step_in("save", Posted())
    assert focus_after(Activity, step, Posted(), Posted(), ["f-owner"]) == "f-owner"


RECORDED = {"f-purposes.state": ("recorded",), "f-data.state": ("recorded",)}


@pytest.mark.parametrize(
    ("cls", "values", "focus", "found"),
    [
        (Activity, {"f-purposes.line": ("0", "1")}, "f-purposes-0", "f-purposes-0"),
        (Activity, RECORDED, "f-purposes", "line f-purposes"),
        (Activity, RECORDED, "f-data", "cells f-data"),
        (Activity, RECORDED, "f-data.rows", "f-data.rows.add"),
        (Activity, RECORDED, "f-data.columns", "f-data.columns.add"),
        (Activity, {"f-systems.state": ("recorded",)}, "f-systems", "f-systems.add"),
        (Activity, {"f-sources": ("a", "b")}, "f-sources", "f-sources"),
        (Activity, {}, "f-owner", "f-owner"),
        (System, {}, "f-provenance", "line f-provenance"),
        (System, {"f-provenance.line": ("0",)}, "f-provenance-0", "f-provenance-0"),
        (System, {"f-provenance.line": ("0",)}, "f-provenance-0-document", None),
    ],
)
def test_one_control_has_the_focus(
    app: Flask, cls: type[Record], values: dict[str, Any], focus: str, found: str | None
) -> None:
    page = parse(rendered(app, model(cls, Posted(values), focus=focus)))
    [element] = [e for e in page.iter() if "autofocus" in e.attrib]
    named = [element.attrib.get(part) for part in ("id", "name", "value")]
    assert (found or focus) in named
    folds = [e for e in page.iter("details") if element in list(e.iter())]
    assert all("open" in fold.attrib for fold in folds)


def test_what_is_wrong_in_a_folded_line_is_in_sight() -> None:
    def sources(*wrong: str) -> Field:
        posted = Posted({"f-provenance.line": ("0",)})
        faults = tuple(Fault(name, "is wrong") for name in wrong)
        return field(model(System, posted, faults=faults), "f-provenance")

    assert not sources().urgent
    assert sources("f-provenance-0").urgent
    assert sources("f-provenance-0-field").urgent
