"""Pictures of flows in a browser: in every look, by mouse, keys and finger, and without scripts."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.party import Party
from ropa.records.system import System
from ropa.store.home import ROOT
from ropa.vocabulary import UserRole
from tests.browser.test_pages import ANN, UGLY, within
from tests.browser.visit import Visit
from tests.build import build
from tests.web.conftest import Site
from tests.web.signing import person

G = "/o/ocktra/graphs"
PAGES = (
    "",
    "/organisation",
    "/organisation?verdict=unknown&country=EU&colour=red&sort=-to",
    "/chains?of=parties/aws",
    "/reach/parties/aws",
    "/reach/places/JP",
    "/data/authentication-data",
    "/around?node=activity/c1&radius=2",
    "/paths?from=Users%20of%20the%20Services&to=EU",
    "/paths?from=nobody",
    "/unused?kind=security-measures",
    "/single-points",
    "/who-holds/authentication-data",
    "/difference?question=organisation&before=0",
    "/difference?question=organisation&before=yesterday",
)


@pytest.fixture
def people(served: Site) -> Site:
    person(served, ANN, ("ocktra", UserRole.ADMINISTRATOR))
    return served


def test_pages_with_pictures_are_accessible_in_every_look(people: Site, visit: Visit) -> None:
    page = within(visit.page)
    assert visit.inspect(page, *(f"{G}{address}" for address in PAGES)) == {}
    page.goto(f"{G}/reach/parties/aws")
    for summary in page.locator("details.twin > summary").all():
        summary.click()
    assert visit.inspect_here(page, "twins") == {}
    page.get_by_role("button", name="Zoom in").click()
    assert visit.inspect_here(page, "zoomed") == {}


def width(page: Page) -> float:
    found: float = page.locator(".flow svg").evaluate("svg => svg.getBoundingClientRect().width")
    return found


def test_a_picture_is_zoomed_by_buttons_keys_and_wheel(people: Site, visit: Visit) -> None:
    page = within(visit.page)
    page.goto(f"{G}/organisation")
    told = page.locator(".zoom [role=status]")
    widths = [width(page)]
    page.get_by_role("button", name="Zoom in").click()
    widths.append(width(page))
    expect(told).to_have_text(re.compile(r"^\d+ %$"))
    frame = page.locator(".flow")
    frame.focus()
    page.keyboard.press("+")
    widths.append(width(page))
    frame.hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function(
        "was => document.querySelector('.flow svg').clientWidth > was", arg=widths[-1]
    )
    widths.append(width(page))
    assert all(after > before * 1.1 for before, after in pairwise(widths))
    page.keyboard.press("-")
    assert width(page) < widths[-1]
    page.get_by_role("button", name="Fit").click()
    assert width(page) <= frame.evaluate("one => one.clientWidth")
    fitted = width(page)
    page.get_by_role("button", name="Zoom out").click()
    assert width(page) < fitted
    frame.focus()
    page.keyboard.press("0")
    assert width(page) == pytest.approx(fitted, abs=1)


def test_a_picture_is_dragged_and_a_drag_is_no_click(people: Site, visit: Visit) -> None:
    page = within(visit.page)
    page.goto(f"{G}/organisation")
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
    frame = page.locator(".flow")
    frame.evaluate("one => one.scrollTo(0, 0)")
    node = page.get_by_role("link", name=re.compile("^Organisation: "))
    node.scroll_into_view_if_needed()
    at = node.bounding_box()
    assert at is not None
    begin = frame.evaluate("one => one.scrollLeft")
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 150, y - 40, steps=5)
    page.mouse.up()
    assert frame.evaluate("one => one.scrollLeft") > begin + 100
    assert page.url.endswith(f"{G}/organisation")
    frame.focus()
    before = frame.evaluate("one => one.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("was => document.querySelector('.flow').scrollLeft > was", arg=before)
    node.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("OCKTRA.IO LTD")


def test_every_node_is_reached_by_keys(people: Site, visit: Visit) -> None:
    page = within(visit.page)
    page.goto(f"{G}/chains")
    page.locator(".flow").focus()
    seen = []
    for _ in range(5):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert "/o/ocktra/engagements/aws-cloud-hosting" in seen
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Vendor chains of OCKTRA.IO LTD")


def test_a_finger_scrolls_a_picture_on_a_phone(people: Site, visit: Visit) -> None:
    page = within(visit.window(has_touch=True, viewport={"width": 390, "height": 844}))
    page.goto(f"{G}/organisation")
    frame = page.locator(".flow")
    assert frame.evaluate("one => one.scrollWidth > one.clientWidth")
    assert frame.evaluate("one => getComputedStyle(one).touchAction") == "auto"
    page.get_by_role("button", name="Fit").tap()
    assert not frame.evaluate("one => one.scrollWidth > one.clientWidth")


def test_the_table_is_copied_as_a_spreadsheet_takes_it(people: Site, visit: Visit) -> None:
    people.put(
        build(System, id="eq", organisation="ocktra", name="=1+1"),
        build(Activity, id="eq", organisation="ocktra", name="Sum", systems=["eq"]),
    )
    page = within(visit.window(permissions=["clipboard-read", "clipboard-write"]))
    page.goto(f"{G}/activity/eq?sort=to")
    page.get_by_role("button", name="Copy the table").click()
    expect(page.locator("[data-copy] [role=status]")).to_have_text(re.compile("rows? copied"))
    copied = page.evaluate("navigator.clipboard.readText()")
    rows = [line.split("\t") for line in copied.split("\n")]
    assert rows[0][:2] == ["From", "To"]
    assert len({len(row) for row in rows}) == 1
    assert any(row[1].startswith("'=1+1") for row in rows)


def test_pictures_work_without_scripts(people: Site, visit: Visit) -> None:
    page = within(visit.window(scripts=False))
    page.goto(f"{G}/organisation")
    expect(page.get_by_role("button", name="Zoom in")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy the table")).to_be_hidden()
    page.get_by_label("Country").select_option("EU")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("to European Union")
    page.get_by_text("The same as a table").click()
    page.locator("#table thead").get_by_role("link", name="To").click()
    expect(page.locator("#table th[aria-sort]")).to_have_text("To")
    expect(page.locator("#table tbody tr").first).to_be_visible()
    page.get_by_role("link", name=re.compile("^Party: Sentry")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sentry")
    page.get_by_role("link", name="What a breach there reaches").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reach of Sentry")


def test_ugly_names_stay_in_the_page(people: Site, visit: Visit) -> None:
    people.put(
        build(Party, id="ugly", name=UGLY),
        build(Engagement, id="ugly", organisation="ocktra", name=UGLY, party="ugly"),
        build(
            Activity,
            id="ugly",
            organisation="ocktra",
            name=UGLY,
            function=UGLY,
            sources=[UGLY],
            engagements=["ugly"],
        ),
    )
    page = within(visit.page)
    for address in ("", "/organisation", "/reach/parties/ugly", "/activity/ugly", "/chains"):
        for wide in (1440, 390):
            page.set_viewport_size({"width": wide, "height": 900})
            page.goto(f"{G}{address}")
            for summary in page.locator("details.twin > summary").all():
                summary.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= wide, address


def test_our_script_is_small() -> None:
    assert len(Path(ROOT / "ropa" / "static" / "flow.js").read_bytes()) <= 3 * 1024
