"""Coming in, by keyboard and without scripts, and how the pages look meanwhile."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from ropa import app as application
from ropa.store.invitations import offer_first
from tests.browser.visit import Visit
from tests.web.conftest import Site
from tests.web.signing import PASSWORD

EMAIL = "ann@ocktra.example"


def first_link(site: Site) -> str:
    with site.app.app_context():
        token = offer_first(application.db.session(), site.now)
    return f"/first/{token}"


def begin(page: Page, site: Site) -> None:
    """Become the first administrator."""
    page.goto(first_link(site))
    page.get_by_label("Your name").fill("Ann Ode")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_url(f"{site.address}/o/ocktra/")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def type_into(page: Page, *texts: str) -> None:
    """Fill one field after the other, moving on with Tab."""
    for number, text in enumerate(texts):
        if number:
            press(page, "Tab")
        page.keyboard.type(text)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.name"))


def tab_to(page: Page, words: str) -> None:
    """Move on with Tab until something is in focus."""
    for _ in range(60):
        press(page, "Tab")
        if focused(page).strip().endswith(words):
            return
    raise AssertionError(f"{words} cannot be reached")


def test_the_first_administrator_goes_out_and_in_by_keyboard(served: Site, visit: Visit) -> None:
    page = visit.page
    page.goto(first_link(served))
    tab_to(page, "name")
    type_into(page, "Ann Ode", EMAIL, PASSWORD, PASSWORD)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("OCKTRA.IO LTD")
    tab_to(page, "Ann Ode")
    press(page, "Enter")
    tab_to(page, "Sign out")
    press(page, "Enter")
    expect(page).to_have_url(f"{served.address}/sign-in")
    page.goto("/o/ocktra/")
    tab_to(page, "email")
    type_into(page, EMAIL, PASSWORD)
    press(page, "Enter")
    expect(page).to_have_url(f"{served.address}/o/ocktra/")
    press(page, "Tab", "Enter")
    assert focused(page).startswith("OCKTRA.IO LTD")


def test_everything_works_without_scripts(served: Site, visit: Visit) -> None:
    page = visit.window(scripts=False)
    begin(page, served)
    page.goto("/o/ocktra/users")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Email").fill("not an address")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("alert")).to_contain_text("One answer needs correcting")
    page.get_by_label("Email").fill("ed@ocktra.example")
    page.get_by_label("Role").select_option("editor")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("One-time link").input_value()
    other = visit.window(scripts=False)
    other.goto(link)
    other.get_by_label("Your name").fill("Ed Itor")
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_label("The same password again").fill(PASSWORD)
    other.get_by_role("button", name="Join").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("OCKTRA.IO LTD")
    page.goto("/o/ocktra/users")
    page.get_by_role("link", name="Ed Itor").click()
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_role("row", name="Ed Itor")).to_contain_text("no longer")
    other.goto("/o/ocktra/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_text("Ann Ode").first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{served.address}/sign-in")


def test_the_register_is_shown_as_of_another_day(served: Site, visit: Visit) -> None:
    page = visit.page
    begin(page, served)
    page.get_by_text("Look at another day").click()
    page.get_by_label("As recorded").fill("2026-01-01")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_contain_text("It can be read here, not changed.")
    page.get_by_role("link", name="Back to now").click()
    expect(page).to_have_url(f"{served.address}/o/ocktra/")


def test_pages_are_accessible_in_every_look(served: Site, visit: Visit) -> None:
    page = visit.page
    link = first_link(served)
    assert visit.inspect(page, "/", "/sign-in", link, "/first/spent") == {}
    page.goto(link)
    page.get_by_role("button", name="Begin").click()
    assert visit.inspect_here(page, "first, wrong") == {}
    begin(page, served)
    page.goto("/o/ocktra/users/invite")
    page.get_by_label("Email").fill("ed@ocktra.example")
    page.get_by_role("button", name="Make the link").click()
    assert visit.inspect_here(page, "invited") == {}
    invitation = page.get_by_label("One-time link").input_value()
    pages = ["/o/ocktra/", "/o/ocktra/?as_of=1", "/o/ocktra/?as_of=never", "/marks", "/account"]
    pages += ["/organisations", "/o/ocktra/users", "/o/ocktra/users/invite", invitation]
    assert visit.inspect(page, *pages) == {}
    page.goto("/o/ocktra/users")
    page.get_by_role("link", name="Ann Ode").click()
    assert visit.inspect_here(page, "user") == {}
    page.locator(".user summary").click()
    page.get_by_text("Look at another day").click()
    assert visit.inspect_here(page, "opened") == {}
