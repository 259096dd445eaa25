"""An export that takes long, as somebody sees it who watches it, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from ropa.export.export import Export, ExportFailed
from ropa.vocabulary import UserRole
from tests.browser.story import sign_in
from tests.browser.visit import Visit
from tests.web.conftest import Site
from tests.web.exporting import Making, making
from tests.web.signing import person

ANN, ED = "ann@ocktra.example", "ed@ocktra.example"


@pytest.fixture
def held(served: Site, monkeypatch: pytest.MonkeyPatch) -> Making:
    """A site with two people, on which exports as JSON are held in the middle."""
    for email in (ANN, ED):
        person(served, email, ("ocktra", UserRole.READER))
    return making(served, monkeypatch)


def begin(page: Page, email: str) -> None:
    """Begin an export of one activity."""
    sign_in(page, email)
    page.goto("/o/ocktra/activities/c1")
    page.get_by_role("link", name="Export…").click()
    expect(page.get_by_text("1 of 10 activities: C1")).to_be_visible()
    page.get_by_role("button", name=re.compile("authority ?: JSON")).click()
    expect(page.get_by_role("heading", name="Being made")).to_be_visible()


def test_an_export_is_watched_until_it_is_ready(held: Making, visit: Visit) -> None:
    page = visit.page
    try:
        begin(page, ANN)
        expect(page.get_by_role("progressbar", name="Being made")).to_have_attribute("value", "1")
        expect(page.locator("#work")).to_contain_text("holding on")
        expect(page.get_by_role("link", name="Look again")).to_be_hidden()
        assert visit.inspect_here(page, "being made") == {}
        page.get_by_role("button", name="Cancel").focus()
    finally:
        held.held.go.set()
    expect(page.get_by_role("heading", name="Ready")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Ready")
    expect(page).to_have_title(re.compile("^Ready: JSON"))
    assert visit.inspect_here(page, "ready") == {}
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith("-c1-register.json")
    page.get_by_role("link", name="Exports", exact=True).click()
    expect(page.get_by_text("1 of 10 activities: C1")).to_be_visible()
    assert visit.inspect_here(page, "with one that is ready") == {}


def test_a_failed_export_says_why(held: Making, visit: Visit) -> None:
    def fail(_export: Export) -> bytes:
        raise ExportFailed("Data flow of C1: the picture was not ready after 15 seconds.")

    held.held.last = fail
    try:
        begin(visit.page, ANN)
    finally:
        held.held.go.set()
    expect(visit.page.get_by_role("heading", name="Failed")).to_be_visible()
    expect(visit.page.locator("#work")).to_contain_text("was not ready after 15 seconds")
    assert visit.inspect_here(visit.page, "failed") == {}


def test_an_export_is_watched_and_cancelled_without_scripts(held: Making, visit: Visit) -> None:
    page = visit.window(scripts=False)
    try:
        begin(page, ED)
        page.get_by_role("link", name="Look again").click()
        expect(page.get_by_role("heading", name="Being made")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()
        page.get_by_role("link", name="Back to the exports").click()
        held.held.go.set()
        page.get_by_role("button", name=re.compile("authority ?: JSON")).click()
        look = page.get_by_role("link", name="Look again")
        while look.is_visible():
            look.click()
        expect(page.get_by_role("link", name="Download")).to_be_visible()
    finally:
        held.held.go.set()
