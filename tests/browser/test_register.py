"""The whole way of a register, on the product as the README starts it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.product import Product, running
from tests.browser.story import Keys, invite, join, save, sign_in
from tests.browser.visit import Visit
from tests.databases import scratch
from tests.web.signing import PASSWORD

BETA = """\
beta:
  name: Beta Ltd
"""


@pytest.fixture
def product() -> Iterator[Product]:
    with running() as found:
        yield found


@pytest.fixture
def visit(chromium: Browser, product: Product) -> Iterator[Visit]:
    visit = Visit(chromium, product.address)
    yield visit
    visit.close()


def test_a_register_is_kept_from_the_first_minute(product: Product, visit: Visit) -> None:
    ann = visit.page
    join(ann, product.first, "Ann Ode", "Begin", "ann@ocktra.example")
    ed = visit.window()
    join(ed, invite(ann, "ed@ocktra.example", "editor"), "Ed Itor", "Join")
    an_activity_is_made_by_keyboard(ed)
    its_diagram_is_drawn(ed)
    two_windows_settle_a_conflict(ann, ed)
    a_batch_is_undone(ann)
    one_goes_back_in_time(ann)
    everything_is_found(ann)
    nobody_of_another_organisation_finds_it(product, visit)


def an_activity_is_made_by_keyboard(page: Page) -> None:
    """Make one with two purposes and six cells, touching nothing but keys."""
    keys = Keys(page)
    keys.push("Activities10")
    keys.push("Add a processing activity")
    keys.to("f-reference")
    keys.type("N1")
    keys.to("f-name")
    keys.type("Newsletter")
    keys.choose("f-role", "controller")
    advertising = ("Marketing communications", "consent")
    purposes = (advertising, ("Product analytics", "legitimate_interests"))
    keys.choose("f-purposes.state", "recorded")
    for number, (purpose, basis) in enumerate(purposes):
        keys.on_to("do", "line f-purposes")
        expect(page.locator(f"#f-purposes-{number}")).to_be_focused()
        keys.to(f"f-purposes-{number}-purpose")
        keys.type(purpose)
        keys.choose(f"f-purposes-{number}-bases.state", "recorded")
        keys.tick(f"f-purposes-{number}-bases", basis)
    keys.choose("f-data.state", "recorded")
    for cell in ("0x0", "0x3", "1x3", "2x3", "5x3", "8x3"):
        keys.tick("f-data.cell", cell)
    keys.to("reason")
    keys.type("The newsletter begins in December")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("N1 Newsletter")
    expect(page.locator("#purposes")).to_contain_text("Marketing communications")
    expect(page.locator("#purposes")).to_contain_text("Product analytics")
    expect(page.locator("#data .on")).to_have_count(6)


def its_diagram_is_drawn(page: Page) -> None:
    picture = page.locator("#flow svg[role=img]")
    expect(picture).to_be_visible()
    expect(picture).to_contain_text("N1 Newsletter")
    page.locator("#flow summary").click()
    expect(page.get_by_role("table", name="Movements of data")).to_contain_text("Newsletter")


def two_windows_settle_a_conflict(ann: Page, ed: Page) -> None:
    """Both change the record; what each of them changed stands in the end as it was chosen."""
    address = ed.url.partition("?")[0]
    for page in (ann, ed):
        page.goto(f"{address}/edit")
    ed.get_by_label("Name", exact=True).fill("Newsletter for customers")
    ed.get_by_label("Business function").fill("Marketing")
    save(ed)
    ann.get_by_label("Name", exact=True).fill("Monthly newsletter")
    ann.get_by_role("button", name=re.compile("^Save")).last.click()
    expect(ann.get_by_role("heading", level=2).first).to_contain_text(
        "Ed Itor saved this record while you were editing it"
    )
    names = ann.get_by_role("row", name=re.compile("^Name"))
    expect(names).to_contain_text("Newsletter for customers")
    expect(names).to_contain_text("Monthly newsletter")
    expect(names).to_contain_text("both changed")
    names.get_by_label("Yours").check()
    ann.get_by_role("button", name="Save what is chosen").click()
    expect(ann.get_by_role("heading", level=1)).to_have_text("N1 Monthly newsletter")
    expect(ann.locator("#identity")).to_contain_text("Marketing")
    history = ann.locator("#history")
    expect(history).to_contain_text("Was: Newsletter for customers")
    expect(history).to_contain_text("Is now: Monthly newsletter")


def a_batch_is_undone(ann: Page) -> None:
    ann.get_by_role("link", name="Journal", exact=True).click()
    ann.get_by_role("link", name=re.compile("^Undo")).first.click()
    expect(ann.get_by_role("main")).to_contain_text("Was: Monthly newsletter")
    ann.get_by_label("Reason for this change").fill("It is not monthly")
    ann.get_by_role("button", name="Undo this batch").click()
    expect(ann.get_by_role("status").first).to_contain_text("is undone")
    expect(ann.get_by_role("main")).to_contain_text("It is not monthly")
    ann.get_by_role("link", name="N1 Newsletter for customers").first.click()
    expect(ann.get_by_role("heading", level=1)).to_have_text("N1 Newsletter for customers")


def one_goes_back_in_time(ann: Page) -> None:
    ann.locator("#history").get_by_role("link", name="As it was then").last.click()
    expect(ann.get_by_role("heading", level=1)).to_have_text("N1 Newsletter")
    expect(ann.locator(".past")).to_contain_text("It can be read here, not changed.")
    expect(ann.get_by_role("link", name="Edit")).to_have_count(0)
    ann.get_by_role("link", name="Activities").first.click()
    expect(ann.locator(".past")).to_be_visible()
    ann.get_by_role("link", name="Back to now").click()
    expect(ann.locator(".past")).to_have_count(0)


def everything_is_found(ann: Page) -> None:
    ann.get_by_label("Search the register").fill("newsletter")
    ann.keyboard.press("Enter")
    expect(ann.get_by_role("link", name="N1 Newsletter for customers")).to_be_visible()
    # As one types, the answer changes in place.
    ann.get_by_label("Search everything").fill("sentry")
    expect(ann.get_by_role("status").first).to_contain_text("“sentry”")
    expect(ann.get_by_role("link", name="Sentry error monitoring")).to_be_visible()
    ann.goto("/o/ocktra/activities")
    ann.get_by_label("Search within these activities").fill("payments")
    expect(ann.get_by_role("status").first).to_contain_text("of 11 activities")
    expect(ann.get_by_role("link", name="Newsletter for customers")).to_have_count(0)
    expect(ann).to_have_url(re.compile("q=payments"))


def nobody_of_another_organisation_finds_it(product: Product, visit: Visit) -> None:
    with scratch() as folder:
        Path(folder, "organisations.yml").write_text(BETA)
        product.run("load", str(folder))
    user = ("user", "add", "bo@beta.example", "--role", "editor", "--name", "Bo")
    product.run(*user, "--organisation", "beta", "--password", PASSWORD)
    bo = visit.window()
    sign_in(bo, "bo@beta.example")
    expect(bo.get_by_role("heading", level=1)).to_have_text("Beta Ltd")
    for words in ("newsletter", "sentry", "ocktra", "customers"):
        bo.goto(f"/o/beta/search?q={words}")
        expect(bo.get_by_role("status").first).to_contain_text(f"Nothing has “{words}”")
    for address in ("/o/ocktra/", "/o/ocktra/activities", "/o/ocktra/search?q=newsletter"):
        bo.goto(address)
        expect(bo.get_by_role("heading", level=1)).to_have_text("Page not found")
    bo.goto("/o/beta/journal")
    expect(bo.get_by_role("main")).not_to_contain_text("ewsletter")
