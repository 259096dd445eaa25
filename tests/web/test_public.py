from __future__ import annotations

import datetime
import json
from itertools import product
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from ropa import app as application
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind
from tests.build import build
from tests.web.conftest import MONDAY, Site
from tests.web.reading import addresses, parse, tables, text

pytestmark = pytest.mark.one_database

PAGE = "/legal/subprocessors"
JSON = "/legal/subprocessors.json"
ADDRESSES = [PAGE, JSON, "/legal/ocktra/subprocessors", "/legal/ocktra/subprocessors.json"]
UNKNOWN = "not recorded"


def listed(**fields: Any) -> Engagement:
    return build(Engagement, **{"role": "processor", "public": True, **fields})


def current(client: FlaskClient, address: str = PAGE) -> list[dict[str, str]]:
    return tables(parse(client.get(address).text)).get("Current subprocessors", [])


def test_the_list_of_the_privacy_policy(ocktra: Site) -> None:
    unknown = dict.fromkeys(("Personal data", "Safeguards", "Legal entity", "Since"), UNKNOWN)
    vendors = [
        ("AWS", "Cloud hosting", "Hosting & storage", "Global"),
        ("Brevo", "Email delivery", "Transactional email", "EU"),
        ("Sentry", "Error monitoring", "Error tracking", "EU"),
    ]
    assert current(ocktra.client) == [
        {"Provider": name, "Service": service, "Purpose": purpose, "Location": place, **unknown}
        for name, service, purpose, place in vendors
    ]


def test_the_page_says_whose_it_is_and_what_the_policy_says(ocktra: Site) -> None:
    page = parse(ocktra.client.get(PAGE).text)
    assert page.attrib["lang"] == "en-GB"
    assert text(page.find(".//title")) == "Subprocessors · OCKTRA.IO LTD"
    assert text(page.find(".//header")) == "OCKTRA.IO LTD trading as Ocktra"
    assert [text(heading) for heading in page.iter("h2")] == [
        "Current",
        "Upcoming changes",
        "Your content",
        "Integrations you configure",
        "Transfers",
        "About this list",
    ]
    assert "Last changed 23 November 2026" in text(page.find(".//main"))
    words = " ".join(text(quote) for quote in page.iter("blockquote"))
    assert "you are the controller and we act as your processor" in words
    assert "the UK Addendum to EU Standard Contractual Clauses" in words
    footer = text(page.find(".//footer"))
    assert "company number 15512388, Willow Court, Stroud, Glos, GL5 4BJ, UK" in footer
    assert "mailto:privacy@ocktra.io" in addresses(page)


def test_needs_no_cookie(ocktra: Site) -> None:
    for address in ADDRESSES:
        answer = ocktra.client.get(address)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_is_small_and_needs_no_script_and_no_other_site(ocktra: Site) -> None:
    answer = ocktra.client.get(PAGE)
    assert len(answer.data) < 20_000
    page = parse(answer.text)
    assert not list(page.iter("script"))
    assert not [element for element in page.iter() if "style" in element.attrib]
    own = ("/static/", "/legal/", "mailto:privacy@ocktra.io", "data:,")
    assert [link for link in addresses(page) if not link.startswith(own)] == []


def test_every_address_on_the_page_leads_somewhere(ocktra: Site) -> None:
    links = addresses(parse(ocktra.client.get(PAGE).text))
    for link in [link for link in links if link.startswith("/")]:
        with ocktra.client.get(link) as answer:
            assert answer.status_code == 200, link


def test_is_valid_and_accessible_in_its_outline(ocktra: Site) -> None:
    ocktra.put(build(Party), listed(organisation="ocktra", start="2027-01-01", party="vendor"))
    page = parse(ocktra.client.get(PAGE).text)
    headings = [element.tag for element in page.iter() if element.tag in ("h1", "h2", "h3")]
    assert headings == ["h1", *["h2"] * (len(headings) - 1)]
    assert [element.tag for element in page.findall("./body/*")] == ["header", "main", "footer"]
    assert len(list(page.iter("table"))) == 2
    for table in page.iter("table"):
        assert text(table.find("caption"))
        assert {cell.get("scope") for cell in table.iterfind("./thead/tr/*")} == {"col"}
        assert {row[0].get("scope") for row in table.iterfind("./tbody/tr")} == {"row"}


# JSON


def test_json_tells_what_the_page_tells(ocktra: Site) -> None:
    rich = listed(
        id="desk",
        organisation="ocktra",
        party="vendor",
        category="Support desk",
        service="Desk",
        purpose="Answering tickets",
        stored_in=["US"],
        accessed_from=["IN"],
        data_categories=[],
        start="2024-01-04",
        end="2027-03-31",
    )
    transfer = build(
        Transfer, organisation="ocktra", importer="desk", place="US", mechanisms=["uk_idta"]
    )
    ocktra.put(build(Party, legal_name="Vendor SARL"), rich, transfer)
    told = ocktra.client.get(JSON)
    assert told.mimetype == "application/json"
    facts = json.loads(told.data)
    assert facts["current"][3] == {
        "provider": "Vendor",
        "legal_entity": "Vendor SARL",
        "category": "Support desk",
        "service": "Desk",
        "purpose": "Answering tickets",
        "data": [],
        "places": ["United States"],
        "accessed_from": ["India"],
        "safeguards": [
            {
                "place": "United States",
                "mechanisms": ["International Data Transfer Agreement (IDTA), version A1.0"],
            }
        ],
        "since": "2024-01-04",
        "until": "2027-03-31",
    }
    assert current(ocktra.client)[3] == {
        "Provider": "Vendor",
        "Legal entity": "Vendor SARL",
        "Service": "Support desk Desk",
        "Purpose": "Answering tickets",
        "Personal data": "none",
        "Location": "United States accessed from India",
        "Safeguards": "United States: International Data Transfer Agreement (IDTA), version A1.0",
        "Since": "4 January 2024 until 31 March 2027",
    }
    page = parse(ocktra.client.get(PAGE).text)
    assert facts["last_changed"] == page.find(".//time").get("datetime")  # type: ignore[union-attr]
    quotes = {text(quote) for quote in page.iter("blockquote")}
    words = {" ".join(item.split()) for items in facts["statements"].values() for item in items}
    assert quotes == words
    everything = text(page)
    assert all(
        value in everything
        for value in (*facts["organisation"]["trading_names"], facts["organisation"]["address"])
    )


# Dates


def test_dates_decide_what_is_current_without_any_job(ocktra: Site) -> None:
    ocktra.put(
        build(Party),
        listed(
            organisation="ocktra",
            party="vendor",
            category="Support",
            start="2026-12-01",
            end="2026-12-05",
        ),
    )
    entered = ocktra.client.get(PAGE)
    upcoming = tables(parse(entered.text))["Subprocessors that start later"]
    assert [(row["Provider"], row["Starts"]) for row in upcoming] == [
        ("Vendor", "1 December 2026 until 5 December 2026")
    ]
    assert "Vendor" not in [row["Provider"] for row in current(ocktra.client)]

    ocktra.later(days=8)
    started = parse(ocktra.client.get(PAGE).text)
    assert [row["Provider"] for row in tables(started)["Current subprocessors"]][-1] == "Vendor"
    assert "Vendor (Support) ends on 5 December 2026." in text(started)
    assert "Last changed 1 December 2026" in text(started)

    ocktra.later(days=5)
    ended = parse(ocktra.client.get(PAGE).text)
    assert "Vendor" not in text(ended)
    assert "None announced." in text(ended)
    assert "Last changed 6 December 2026" in text(ended)


def test_the_day_begins_in_the_organisations_own_zone(site: Site) -> None:
    site.put(
        build(Organisation, time_zone="Pacific/Auckland"),
        listed(category="Hosting", start="2026-11-24"),
    )
    assert current(site.client) == []
    site.later(hours=3)  # 01:30 in Auckland
    assert [row["Service"] for row in current(site.client)] == ["Hosting"]


# When it last changed


def test_last_changed_moves_only_with_the_page(ocktra: Site) -> None:
    def said() -> tuple[str, datetime.datetime | None]:
        answer = ocktra.client.get(PAGE)
        return text(parse(answer.text).find(".//time")), answer.last_modified

    begun = MONDAY.replace(second=0)
    assert said() == ("23 November 2026", begun)
    ocktra.later(days=2)
    ocktra.put(build(Party, note="Not on the page"), build(Engagement, organisation="ocktra"))
    assert said() == ("23 November 2026", begun)
    ocktra.put(build(Party, id="aws", name="Amazon Web Services"))
    assert said() == ("25 November 2026", begun + datetime.timedelta(days=2))
    ocktra.later(days=1)
    extra = listed(id="extra", organisation="ocktra")
    ocktra.put(extra)
    assert said()[0] == "26 November 2026"
    ocktra.later(days=1)
    ocktra.delete((Kind.ENGAGEMENT, "extra"))
    assert said()[0] == "27 November 2026"


def test_an_unchanged_page_is_not_worked_out_again(ocktra: Site) -> None:
    ocktra.client.get(PAGE)
    with ocktra.app.app_context():
        engine = application.db.engine
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    ocktra.client.get(PAGE)
    assert len([said for said in statements if said.startswith("SELECT")]) == 1


# Conditional requests


def test_whoever_holds_the_page_need_not_load_it_again(ocktra: Site) -> None:
    for address in ADDRESSES:
        first = ocktra.client.get(address)
        etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
        assert not etag.startswith("W/")
        assert first.headers["Cache-Control"] == "public, max-age=300, must-revalidate"
        for held in ({"If-None-Match": etag}, {"If-Modified-Since": modified}):
            again = ocktra.client.get(address, headers=held)
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == etag
            assert "Set-Cookie" not in again.headers
        stale = {"If-None-Match": '"another"', "If-Modified-Since": modified}
        assert ocktra.client.get(address, headers=stale).status_code == 200


def test_the_etag_changes_with_the_page_and_not_with_the_day(ocktra: Site) -> None:
    etag = ocktra.client.get(PAGE).headers["ETag"]
    ocktra.later(days=30)
    assert ocktra.client.get(PAGE).headers["ETag"] == etag
    assert ocktra.client.get(f"{PAGE}?utm_source=x").headers["ETag"] == etag
    ocktra.put(build(Party, id="aws", name="Amazon"))
    assert ocktra.client.get(PAGE, headers={"If-None-Match": etag}).status_code == 200


def test_head_gives_the_headers_alone(ocktra: Site) -> None:
    whole, head = ocktra.client.get(PAGE), ocktra.client.head(PAGE)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Length", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


# Whose pages there are


def test_each_organisation_has_its_own_page_and_the_first_the_short_address(site: Site) -> None:
    site.put(
        build(Organisation, id="a", name="Quiet Ltd"),
        *(build(Organisation, id=id, name=f"{id} Ltd") for id in ("b", "c")),
        *(listed(id=id, organisation=id, category=f"of {id}") for id in ("b", "c")),
    )
    assert [row["Service"] for row in current(site.client)] == ["of b"]
    assert [row["Service"] for row in current(site.client, "/legal/c/subprocessors")] == ["of c"]
    assert "/legal/c/subprocessors.json" in site.client.get("/legal/c/subprocessors").text
    quiet, nobody = (site.client.get(f"/legal/{id}/subprocessors") for id in ("a", "nobody"))
    assert (quiet.status_code, quiet.data) == (nobody.status_code, nobody.data)
    assert quiet.status_code == 404


def test_an_empty_catalogue_publishes_nothing(site: Site) -> None:
    for address in (*ADDRESSES, "/legal/%00/subprocessors", f"/legal/{'x' * 5000}/subprocessors"):
        assert site.client.get(address).status_code == 404


def test_the_page_can_only_be_read(ocktra: Site) -> None:
    for address, method in product(ADDRESSES, ("POST", "PUT", "PATCH", "DELETE")):
        answer = ocktra.client.open(address, method=method)
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


# Hostile text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</td></table>",
        "{{ 7 * 7 }}",
        "'; DROP TABLE party; --",
        "&lt;b&gt;",
    ],
)
def test_text_stays_text(site: Site, hostile: str) -> None:
    site.put(
        build(
            Organisation,
            name=hostile,
            trading_names=[hostile],
            company_number=hostile,
            address=hostile,
            email='a"><b>?bcc=x&b=@example.org'.replace(" ", ""),
            statements=[{"topic": "transfers", "words": hostile}],
        ),
        build(Party, name=hostile, legal_name=hostile),
        listed(party="vendor", category=hostile, service=hostile, purpose=hostile),
    )
    page = parse(site.client.get(PAGE).text)
    (row,) = tables(page)["Current subprocessors"]
    assert (row["Provider"], row["Purpose"], row["Legal entity"]) == (hostile,) * 3
    assert not {"script", "img", "b"} & {element.tag for element in page.iter()}
    assert json.loads(site.client.get(JSON).data)["current"][0]["provider"] == hostile
    (mail,) = [link for link in addresses(page) if link.startswith("mailto:")]
    assert "?" not in mail
    assert "&" not in mail
