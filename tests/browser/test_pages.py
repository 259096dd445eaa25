"""The pages of the register in every look, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.party import Party
from ropa.vocabulary import UserRole
from tests.browser.story import save, sign_in
from tests.browser.visit import Visit
from tests.build import build
from tests.files import A_PDF, A_PNG
from tests.web.conftest import Site
from tests.web.signing import person

ANN, ED = "ann@ocktra.example", "ed@ocktra.example"
C1 = "/o/ocktra/activities/c1"
SUPPOSED = (
    "1.what=decision-ends&1.decision=uk-ie&1.day=2026-11-01&2.what=party-moves&2.party=brevo"
    "&2.country=US&3.what=decision-begins&3.regime=UK&3.place=IN&3.day=2027-01-01"
)
UGLY = "<script>alert(1)</script> {{7*7}} \"quoted\" 'it' & \u202eright\u202c שלום 🦊 " + "x" * 300


@pytest.fixture
def people(served: Site) -> Site:
    person(served, ANN, ("ocktra", UserRole.ADMINISTRATOR))
    person(served, ED, ("ocktra", UserRole.EDITOR), name="Ed Itor")
    return served


def within(page: Page, email: str = ANN) -> Page:
    sign_in(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("OCKTRA.IO LTD")
    return page


def test_pages_to_read_are_accessible_in_every_look(people: Site, visit: Visit) -> None:
    page = within(visit.page)
    addresses = [
        "/o/ocktra/",
        "/o/ocktra/activities",
        "/o/ocktra/activities?role=controller&recipient=~unknown&q=the&all=unknown&sort=-name",
        "/o/ocktra/activities?q=zeppelin",
        "/o/ocktra/transfers",
        "/o/ocktra/vocabularies",
        C1,
        "/o/ocktra/organisations/ocktra",
        "/o/ocktra/retention-rules/account-billing",
        "/o/ocktra/search?q=sentry",
        "/o/ocktra/journal",
        "/o/ocktra/journal/compare",
        "/o/ocktra/exports",
        "/o/ocktra/exports?role=processor&activity=p1",
        "/o/ocktra/exports?role=emperor",
        "/o/ocktra/journal/compare?before=0&after=soon",
        "/o/ocktra/calendar",
        "/o/ocktra/what-if",
        f"/o/ocktra/what-if?{SUPPOSED}",
        f"/o/ocktra/what-if?day=soon&{SUPPOSED}&4.what=party-moves&4.party=brevo&4.country=QQ",
        "/o/ocktra/hops",
        "/o/ocktra/hops?verdict=unknown&q=aws",
        "/o/ocktra/hops/matrix",
        "/o/ocktra/hops/chains",
        "/o/ocktra/hops/sentry-error-monitoring~EU",
        "/o/ocktra/hops/aws-cloud-hosting~unknown",
        "/o/ocktra/hops/sentry-error-monitoring~EU/assessment",
        "/o/ocktra/law",
        f"{C1}?as_of=2026-11-23&about=2027-01-01",
    ]
    assert visit.inspect(page, *addresses) == {}
    page.goto("/o/ocktra/activities")
    page.locator(".tools summary").click()
    assert visit.inspect_here(page, "columns") == {}
    page.goto(C1)
    for summary in page.locator("details.twin > summary").all():
        summary.click()
    assert visit.inspect_here(page, "twins") == {}


def test_the_calendar_is_accessible_in_every_look(people: Site, visit: Visit) -> None:
    people.put(
        *(
            build(Activity, id=f"due-{n}", organisation="ocktra", name=UGLY, review_by=day)
            for n, day in enumerate(("2026-11-01", "2026-12-01", "2027-03-01", "2028-02-29"))
        )
    )
    page = within(visit.page)
    assert (
        visit.inspect(page, "/o/ocktra/calendar", "/o/ocktra/calendar?sort=activity&due=30") == {}
    )
    page.get_by_role("button", name="Make an address").click()
    assert visit.inspect_here(page, "address") == {}
    expect(page.get_by_label("Address")).to_have_value(re.compile(r"/calendar/[\w-]{43}\.ics$"))
    page.get_by_role("link", name="Back to the calendar").click()
    assert visit.inspect_here(page, "made") == {}


def test_letting_an_authority_read_is_accessible_in_every_look(people: Site, visit: Visit) -> None:
    page = within(visit.page)
    assert visit.inspect(page, "/o/ocktra/reviewers", "/o/ocktra/reviewers/new") == {}
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("alert")).to_contain_text("3 answers need correcting")
    assert visit.inspect_here(page, "wrong terms") == {}
    filled(page).press("Enter")
    expect(page.get_by_role("heading", name="What they would see")).to_be_visible()
    assert visit.inspect_here(page, "what they would see") == {}
    link, code = issued(page)
    assert visit.inspect_here(page, "link and code") == {}
    page.get_by_role("link", name="What they may read").click()
    theirs = visit.window(scripts=False)
    let_in(theirs, link, code)
    expect(theirs.get_by_text("You read a part of the record")).to_be_visible()
    theirs.get_by_role("link", name=re.compile("^Activities")).first.click()
    expect(theirs.locator("main")).not_to_contain_text("Payments, billing")
    page.reload()
    expect(page.locator("main tbody")).to_contain_text("List: Activities")
    assert visit.inspect_here(page, "what they looked at") == {}
    page.get_by_role("button", name="Make another code").click()
    theirs.reload()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("This link does not open anything")


def test_reading_for_an_authority_is_accessible_in_every_look(people: Site, visit: Visit) -> None:
    page = within(visit.page)
    page.goto("/o/ocktra/reviewers/new")
    link, code = issued(page)
    mine = visit.window()
    mine.goto(link)
    assert visit.inspect_here(mine, "the code is asked") == {}
    let_in(mine, link, "wrong")
    assert visit.inspect_here(mine, "wrong code") == {}
    let_in(mine, link, code)
    assert visit.inspect_here(mine, "a reviewer's overview") == {}
    mine.locator(".user > summary").click()
    mine.get_by_role("button", name="Leave").click()
    assert visit.inspect_here(mine, "left") == {}


def filled(page: Page) -> Locator:
    """Say that somebody may read one activity; give a field of the form."""
    page.get_by_label("Name", exact=True).fill("Rae Viewer")
    page.get_by_label("Authority").fill("Information Commission")
    page.get_by_label("Only those ticked here").check()
    page.get_by_label("C1 Provide").check()
    return page.get_by_label("Authority")


def issued(page: Page) -> tuple[str, str]:
    """Let somebody read one activity; give the link and the code."""
    filled(page)
    page.get_by_role("button", name="Make the link").click()
    fields = page.get_by_label("The link"), page.get_by_label("The one-time code")
    return fields[0].input_value(), fields[1].input_value()


def let_in(page: Page, link: str, code: str) -> None:
    """Open a reviewer's link with a code."""
    page.goto(link)
    page.get_by_label("One-time code").fill(code)
    page.get_by_role("button", name="Open the record").click()


def test_pages_to_write_are_accessible_in_every_look(people: Site, visit: Visit) -> None:
    page = within(visit.page)
    addresses = [
        "/o/ocktra/activities/new",
        f"{C1}/edit",
        f"{C1}/duplicate",
        f"{C1}/retire",
        "/o/ocktra/purposes/marketing-communications/delete",
        "/o/ocktra/retention-rules/new",
        "/o/ocktra/transfers/new",
        "/o/ocktra/organisations/ocktra/edit",
        "/o/ocktra/documents/privacy-policy/file",
        "/o/ocktra/journal/1/undo",
    ]
    assert visit.inspect(page, *addresses) == {}
    page.goto(f"{C1}/edit")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_label("Next review").fill("31 November 2026")
    page.get_by_role("button", name=re.compile("^Save")).last.click()
    expect(page.get_by_role("alert")).to_contain_text("2 answers need correcting")
    expect(page).to_have_title(re.compile("^Error:"))
    assert visit.inspect_here(page, "wrong") == {}
    for fold in page.locator("details > summary").all():
        if fold.is_visible():
            fold.click()
    assert visit.inspect_here(page, "unfolded") == {}


def conflict(first: Page, second: Page) -> None:
    """Let two people change one name."""
    for page in (first, second):
        page.goto(f"{C1}/edit")
    second.get_by_label("Name", exact=True).fill("Theirs")
    save(second)
    first.get_by_label("Name", exact=True).fill("Ours")
    first.get_by_label("Business function").fill("Sales")
    first.get_by_role("button", name=re.compile("^Save")).last.click()
    expect(first.get_by_role("heading", level=2).first).to_contain_text("Ed Itor saved this")


def test_a_conflict_is_accessible_in_every_look(people: Site, visit: Visit) -> None:
    page = within(visit.page)
    conflict(page, within(visit.window(), ED))
    assert visit.inspect_here(page, "conflict") == {}


def test_the_page_of_a_file_is_accessible_in_every_state(people: Site, visit: Visit) -> None:
    page, other = within(visit.page), within(visit.window(scripts=False), ED)
    address = "/o/ocktra/documents/privacy-policy/file"
    for window in (page, other):
        window.goto(address)
    send(page, b"MZ\x00")
    expect(page.get_by_role("alert")).to_contain_text("it seems to be a Windows program")
    assert visit.inspect_here(page, "refused") == {}
    send(other, A_PNG)
    expect(other.get_by_role("status").first).to_contain_text("The file is kept: PNG picture")
    send(page, A_PDF)
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Ed Itor saved this")
    assert visit.inspect_here(page, "two files") == {}
    page.get_by_role("button", name="Replace the file").click()
    expect(page.get_by_role("status").first).to_contain_text("The file is kept: PDF")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "Privacy Policy.pdf"
    assert download.value.path().read_bytes() == A_PDF
    assert visit.inspect_here(page, "a document with its file") == {}


def send(page: Page, content: bytes) -> None:
    """Choose a file and send it."""
    sent = {"name": "file.pdf", "mimeType": "application/pdf", "buffer": content}
    page.get_by_label("File", exact=True).set_input_files([sent])  # type: ignore[list-item]
    page.get_by_role("button", name=re.compile("^(Keep|Replace) the file")).click()


def test_everything_works_without_scripts(people: Site, visit: Visit) -> None:
    page = within(visit.window(scripts=False))
    page.get_by_role("link", name=re.compile("^Activities")).first.click()
    page.get_by_label("Search within these activities").fill("account")
    page.get_by_role("search", name="These activities").get_by_role("button").click()
    expect(page.get_by_role("status").first).to_contain_text("the text has “account”")
    page.get_by_role("link", name="Clear all").click()
    page.get_by_role("link", name=re.compile("^Processor")).click()
    expect(page.get_by_role("status").first).to_contain_text("2 of 10 activities")
    page.get_by_text("Columns:").click()
    page.get_by_label("Note").check()
    page.get_by_role("button", name="Show").last.click()
    expect(page.get_by_role("columnheader", name="Note")).to_be_visible()
    conflict(page, within(visit.window(scripts=False), ED))
    page.get_by_role("row", name=re.compile("^Name")).get_by_label("Saved").check()
    page.get_by_role("button", name="Save what is chosen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C1 Theirs")
    expect(page.locator("#identity")).to_contain_text("Sales")
    page.get_by_label("Search the register").fill("sales")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="C1 Theirs")).to_be_visible()


def test_what_is_typed_outlives_the_window(people: Site, visit: Visit) -> None:
    """A closed laptop: the draft is offered in another window."""
    page = within(visit.page)
    page.goto("/o/ocktra/activities/new")
    page.get_by_label("Name", exact=True).fill("Half an activity")
    expect(page.locator("#kept")).to_contain_text("Draft kept at")
    page.context.close()
    other = within(visit.window())
    other.goto("/o/ocktra/activities/new")
    expect(other.get_by_role("status").first).to_contain_text("Half an activity")
    other.get_by_role("link", name="Continue it").click()
    expect(other.get_by_label("Name", exact=True)).to_have_value("Half an activity")
    save(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("Half an activity")


def test_ugly_text_is_text_and_stays_in_its_place(people: Site, visit: Visit) -> None:
    texts = {"name": UGLY, "function": UGLY, "note": UGLY, "reference": UGLY[:60]}
    lists = {"internal_recipients": [UGLY], "engagements": ["ugly"], "organisation": "ocktra"}
    people.put(build(Party, id="ugly", name=UGLY, legal_name=UGLY))
    engaged = {"organisation": "ocktra", "party": "ugly", "name": UGLY, "stored_in": ["GB"]}
    people.put(build(Engagement, id="ugly", **engaged))
    people.put(build(Activity, id="ugly", **texts, **lists))
    page = within(visit.page)
    for address in (
        "/o/ocktra/",
        "/o/ocktra/activities?column=name&column=function&column=note&column=reference",
        "/o/ocktra/activities/ugly",
        "/o/ocktra/activities/ugly/edit",
        "/o/ocktra/activities/ugly/delete",
        "/o/ocktra/parties/ugly",
        "/o/ocktra/engagements",
        "/o/ocktra/search?q=quoted",
        "/o/ocktra/journal",
    ):
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        content = page.locator("main").inner_text() + " ".join(
            field.input_value() for field in page.locator("main input, main textarea").all()
        )
        assert "{{7*7}}" in content, address
        assert "<script>alert(1)</script>" in content, address
