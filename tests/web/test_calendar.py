"""The page of what ends."""

from __future__ import annotations

import dataclasses
import datetime
import re

import msgspec
import pytest
from flask.testing import FlaskClient

from ropa.core.reference import Reference
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.store.home import LAW
from ropa.vocabulary import UserRole
from ropa.web.memory import Memory
from ropa.web.parts import Parts
from tests.build import build
from tests.web.conftest import Site, read_once
from tests.web.counting import counted
from tests.web.reading import addresses, page_of, parse, text
from tests.web.signing import person, plain, signed_in

pytestmark = pytest.mark.one_database

PAGE = "/o/acme/calendar"


@pytest.fixture
def reader(site: Site) -> FlaskClient:
    site.put(build(Organisation, time_zone="Europe/London"))
    person(site, "ann@a.example", ("acme", UserRole.READER))
    return signed_in(plain(site), "ann@a.example")


def fill(site: Site) -> None:
    """Record something of most sorts: two are overdue, two fall in December, one later."""
    site.put(
        build(Organisation, id="beta", name="Beta Ltd"),
        build(Activity, id="secret", organisation="beta", name="A secret", review_by="2026-12-01"),
        build(Activity, review_by="2026-11-11"),
        build(Party),
        build(AdequacyConfirmation, valid_until="2026-11-22"),
        build(Engagement, party="vendor", end="2026-12-24"),
        build(Transfer, importer="hosting", review_by="2026-12-23"),
        build(Document, organisation="acme", name="Agreement", expiry="2028-02-29"),
        build(Activity, id="a2", name="Retired", retired=True, review_by="2026-12-01"),
    )


def groups(client: FlaskClient, address: str = PAGE) -> dict[str, list[str]]:
    """Give the words of each line by the heading it stands under."""
    page = page_of(client, address)
    return {
        text(section.find(".//h2")): [text(line) for line in section.iterfind("./ul/li")]
        for section in page.iter("section")
        if section.find("./ul") is not None
    }


def test_the_overdue_come_first_and_then_month_by_month(site: Site, reader: FlaskClient) -> None:
    fill(site)
    assert groups(reader) == {
        "Overdue": [
            (
                "11 November 2026 12 days ago Billing customers The activity was to be reviewed by "
                "11 November 2026. Activity to be reviewed"
            ),
            (
                '22 November 2026 yesterday Vendor: UK to United States: SI 2023/1028 ("UK-US data '
                'bridge") The party was confirmed as covered until 22 November 2026: check again. '
                "Adequacy confirmation ends"
            ),
        ],
        "December 2026": [
            (
                "23 December 2026 in 30 days To the vendor The risk assessment of the transfer is "
                "to be reviewed by 23 December 2026. Risk assessment to be reviewed"
            ),
            (
                "24 December 2026 in 31 days Hosting The engagement ends on 24 December 2026. "
                "Engagement ends"
            ),
        ],
        "February 2028": [
            (
                "29 February 2028 in 463 days Agreement The document expires on 29 February 2028. "
                "Document expires"
            ),
        ],
    }
    said = text(page_of(reader, PAGE).find(".//div[@class='head']//p"))
    assert said.endswith("2 are overdue, 1 falls within the next 30 days.")


def test_every_line_leads_to_its_record_at_the_same_clock(site: Site, reader: FlaskClient) -> None:
    fill(site)
    page = page_of(reader, f"{PAGE}?about=2026-12-01")
    links = [a.attrib["href"] for a in page.iterfind(".//li[@class='due']//a")]
    assert links == [
        f"/o/acme/{record}?about=2026-12-01"
        for record in (
            "activities/a1",
            "adequacy-confirmations/vendor-us",
            "transfers/t1",
            "engagements/hosting",
            "documents/notice",
        )
    ]
    for link in links:
        assert reader.get(link).status_code == 200


def test_the_day_is_the_clocks_and_the_register_that_of_the_moment(
    site: Site, reader: FlaskClient
) -> None:
    fill(site)
    assert "24 December" not in str(groups(reader, f"{PAGE}?about=2026-12-25"))
    assert len(groups(reader, f"{PAGE}?about=2026-12-25")["Overdue"]) == 2
    assert groups(reader, f"{PAGE}?as_of=1") == {}


def test_the_address_chooses_sorts_and_times(site: Site, reader: FlaskClient) -> None:
    fill(site)
    some = groups(reader, f"{PAGE}?sort=activity&sort=document")
    assert {title: len(lines) for title, lines in some.items()} == {
        "Overdue": 1,
        "February 2028": 1,
    }
    both = page_of(reader, f"{PAGE}?sort=activity&sort=document&due=overdue")
    assert text(both.find(".//p[@class='sentence']")) == (
        "1 of 5 deadlines where it is document expires : remove or activity to be reviewed "
        ": remove and it is due overdue : remove Clear all"
    )
    facets = [text(one) for one in both.iterfind(".//details[@class='facet']")]
    assert facets == [
        "What Document expires 0 Adequacy confirmation ends 1 Activity to be reviewed 1",
        "When Overdue 1 Later 1",
    ]
    for link in both.iterfind(".//aside//a"):
        assert reader.get(link.attrib["href"]).status_code == 200


def test_what_an_address_asks_in_vain_is_said(site: Site, reader: FlaskClient) -> None:
    fill(site)
    page = page_of(reader, f"{PAGE}?sort=<b>&due=soon&page=x")
    assert [text(p) for p in page.iterfind(".//p[@role='alert']")] == [
        "“<b>” is no sort of deadline. It was left out.",
        "“soon” is no time. It was left out.",
    ]
    assert "5 of 5 deadlines" in text(page)
    none = page_of(reader, f"{PAGE}?sort=policy")
    assert text(none.find(".//div[@class='empty']")) == (
        "No deadline is like that. Clear all filters to see all 5."
    )


def test_where_nothing_ends_the_page_says_what_to_do(site: Site, reader: FlaskClient) -> None:
    page = page_of(reader, PAGE)
    empty = page.find(".//div[@class='empty']")
    assert text(empty) == (
        "Nothing recorded here ends or falls due. Record the day of the next review, of an expiry "
        "or of an end among activities , transfers , documents or engagements , and it stands "
        "here."
    )
    assert empty is not None
    for link in addresses(empty):
        assert reader.get(link).status_code == 200


def test_a_decision_that_ended_links_to_the_engagements(
    site: Site, monkeypatch: pytest.MonkeyPatch, reader: FlaskClient
) -> None:
    law = ended(read_once(LAW), "uk-il", datetime.date(2026, 10, 1))
    its = site.app.extensions["ropa"]
    monkeypatch.setitem(site.app.extensions, "ropa", with_law(its, law))
    site.put(*(build(Engagement, id=f"e{n}", name=f"E {n}", stored_in=["IL"]) for n in range(8)))
    page = page_of(reader, PAGE)
    line = page.find(".//li[@class='due']")
    assert line is not None
    assert "UK to Israel" in text(line.find(".//b"))
    assert "8 engagements in force have their party, storage or access there." in text(line)
    links = [link for link in addresses(line) if not link.startswith("#")]
    assert links == [f"/o/acme/engagements/e{n}" for n in range(8)]
    assert text(line.find(".//summary")) == "2 more"


def ended(law: Reference, id: str, last: datetime.date) -> Reference:
    """Give the law in which a decision ends."""
    rows = tuple(
        msgspec.structs.replace(row, valid_until=last) if row.id == id else row
        for row in law.tables.adequacy
    )
    return Reference(msgspec.structs.replace(law.tables, adequacy=rows), "ended")


def with_law(its: Parts, law: Reference) -> Parts:
    """Give the parts of an application with other law, which remember nothing yet."""
    fresh = {"memory": Memory(), "registers": Memory(16), "pictures": Memory(128)}
    return dataclasses.replace(its, reference=law, **fresh)


def test_many_deadlines_stand_on_several_pages(site: Site, reader: FlaskClient) -> None:
    site.put(*(build(Activity, id=f"a{n}", review_by="2027-01-01") for n in range(250)))
    pages = [page_of(reader, f"{PAGE}?page={n}") for n in (1, 2, 3, 4)]
    counts = [len(page.findall(".//li[@class='due']")) for page in pages]
    assert counts == [100, 100, 50, 50]
    pager = [text(page.find(".//nav[@class='pager']")) for page in pages]
    assert pager[1] == "101–200 of 250 Previous Next"
    assert pager[3] == "201–250 of 250 Previous"


def test_a_page_asks_the_database_no_more_for_more_deadlines(
    site: Site, reader: FlaskClient
) -> None:
    fill(site)
    reader.get(PAGE)
    with counted(site) as few:
        reader.get(PAGE)
    site.put(*(build(Activity, id=f"m{n}", review_by="2027-01-01") for n in range(300)))
    reader.get(PAGE)
    with counted(site) as many:
        reader.get(PAGE)
    assert len(many) == len(few)
    assert len([said for said in few if said.startswith("SELECT")]) <= 5


def test_hostile_names_are_text(site: Site, reader: FlaskClient) -> None:
    name = "<script>alert(1)</script> {{7*7}} & \u202e שלום 🦊 " + "x" * 300
    site.put(build(Activity, name=name, review_by="2027-01-01"))
    page = page_of(reader, PAGE)
    assert text(page.find(".//li[@class='due']//a")) == " ".join(name.split())


# The address of the feed, as the page makes it; what it gives is in `test_calendar_feed`.


def test_the_address_is_made_shown_once_replaced_and_withdrawn(
    site: Site, reader: FlaskClient
) -> None:
    assert "You have no address yet." in text(page_of(reader, PAGE))
    made = reader.post(f"{PAGE}/feed")
    assert "no-store" in made.headers["Cache-Control"]
    shown = parse(made.text)
    (token,) = re.findall(r"/calendar/([\w-]{43})\.ics", made.text)
    assert (
        text(shown.find(".//textarea[@id='address']")) == f"http://localhost/calendar/{token}.ics"
    )
    for link in addresses(shown):
        if link.startswith("/o/"):
            assert reader.get(link).status_code == 200, link
    page = page_of(reader, PAGE)
    assert "Your address was made on 23 November 2026." in text(page)
    assert token not in reader.get(PAGE).text
    assert [form.attrib["action"] for form in page.iterfind(".//section//form")] == [
        f"{PAGE}/feed",
        f"{PAGE}/feed/withdraw",
    ]
    gone = reader.post(f"{PAGE}/feed/withdraw")
    assert (gone.status_code, gone.location) == (303, f"{PAGE}#feed")
    assert "You have no address yet." in text(page_of(reader, PAGE))
    assert reader.post(f"{PAGE}/feed/withdraw").status_code == 303


def test_the_page_says_who_reads_the_feed(site: Site, reader: FlaskClient) -> None:
    words = text(page_of(reader, PAGE).find(".//section[@id='feed']"))
    assert "Whoever has the address can read the feed without signing in" in words


def test_everybody_has_an_address_of_their_own(site: Site, reader: FlaskClient) -> None:
    person(site, "bob@a.example", ("acme", UserRole.EDITOR))
    bob = signed_in(site, "bob@a.example")
    reader.post(f"{PAGE}/feed")
    assert "You have no address yet." in text(page_of(bob, PAGE))
    bob.post(f"{PAGE}/feed/withdraw")
    assert "Your address was made on" in text(page_of(reader, PAGE))
