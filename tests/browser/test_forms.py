"""A form by keyboard: each step comes back to the place where somebody was working."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ropa.vocabulary import UserRole
from tests.browser.story import Keys, sign_in
from tests.browser.visit import Visit
from tests.web.conftest import Site
from tests.web.signing import person

ANN = "ann@ocktra.example"
NEW = "/o/ocktra/activities/new"
# What the bar with the save button hides at the foot of a wide window.
BAR = 60


@pytest.fixture
def people(served: Site) -> Site:
    person(served, ANN, ("ocktra", UserRole.EDITOR))
    return served


def form(visit: Visit, width: int, *, scripts: bool) -> Page:
    page = visit.window(scripts=scripts, viewport={"width": width, "height": 900})
    sign_in(page, ANN)
    expect(page.get_by_role("heading", level=1)).to_have_text("OCKTRA.IO LTD")
    page.goto(NEW)
    return page


def expect_work_at(page: Page, place: str) -> None:
    """See that something has the focus and that its beginning is in sight."""
    found = page.locator(place)
    expect(found).to_be_focused()
    box = found.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 900 - BAR


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (1440, False), (390, False)])
def test_every_step_comes_back_to_its_place(
    people: Site, visit: Visit, width: int, scripts: bool
) -> None:
    page = form(visit, width, scripts=scripts)
    keys = Keys(page)
    keys.choose("f-purposes.state", "recorded")
    for number in range(2):
        keys.on_to("do", "line f-purposes")
        expect_work_at(page, f"#f-purposes-{number}")
    keys.on_to("do", "drop f-purposes-1")
    expect_work_at(page, "[value='line f-purposes']")
    keys.choose("f-data.state", "recorded")
    keys.tick("f-data.cell", "1x1")
    keys.to("f-data.rows.add")
    keys.type("Photographs")
    with page.expect_navigation():
        keys.press("Enter")
    expect_work_at(page, "[id='f-data.rows.add']")
    keys.on_to("do", "cells f-data")
    expect_work_at(page, "#f-data-0")
    keys.to("f-data-0-source")
    keys.type("An agency")
    keys.choose("f-sources.state", "recorded")
    keys.to("f-sources")
    keys.type("Agencies")
    keys.on_to("do", "more f-sources")
    expect_work_at(page, "input[name='f-sources'] >> nth=1")


def test_what_was_found_is_chosen_where_it_was_looked_for(people: Site, visit: Visit) -> None:
    page = form(visit, 1440, scripts=True)
    keys = Keys(page)
    keys.to("f-owner")
    keys.to("Not in the list?")
    keys.press("Enter")
    keys.to("f-owner.add")
    keys.type("Jo Rae")
    with page.expect_navigation():
        keys.press("Enter")
    expect_work_at(page, "#f-owner")
    expect(page.locator("#f-owner")).to_have_value("+Jo Rae")
    expect(page.locator("[id='f-owner.add']")).to_be_hidden()


def test_the_error_summary_leads_to_the_question(people: Site, visit: Visit) -> None:
    page = form(visit, 390, scripts=False)
    keys = Keys(page)
    keys.to("f-end")
    keys.type("31 November 2026")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    keys.to("End: “31 November 2026” is not a date: November has 30 days")
    keys.press("Enter")
    expect_work_at(page, "#f-end")
    expect(page.locator("label[for='f-end']")).to_be_in_viewport()


def test_a_conflict_begins_at_the_two_versions(people: Site, visit: Visit) -> None:
    first, second = form(visit, 390, scripts=True), form(visit, 1440, scripts=True)
    for page, name in ((first, "Ours"), (second, "Theirs")):
        page.goto("/o/ocktra/activities/c1/edit")
        page.get_by_label("Name", exact=True).fill(name)
    for page in (second, first):
        page.locator("[value=save]").click()
    expect_work_at(first, "section.conflict")
    keys = Keys(first)
    keys.choose("c-name", "saved")
    keys.on_to("do", "settle")
    expect(first.get_by_role("heading", level=1)).to_have_text("C1 Theirs")
