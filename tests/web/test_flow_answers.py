"""What the pages on data flows answer, and give as files."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from ropa.records.activity import Activity
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.engagement import Engagement
from ropa.records.party import Party
from ropa.records.system import System
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.flowing import DPO, G, in_picture, links, main, twin
from tests.web.reading import page_of, tables, text
from tests.web.signing import person, plain, signed_in

pytestmark = pytest.mark.one_database


@pytest.fixture
def dpo(ocktra: Site) -> FlaskClient:
    person(plain(ocktra), DPO, ("ocktra", UserRole.DPO))
    return signed_in(ocktra, DPO)


def test_reach_tells_what_has_to_be_done_by_role(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(Party, id="client", name="Client Ltd", email="ops@client.example"),
        build(Party, id="aws", name="AWS", email="aws@aws.example"),
        build(DataSubjectCategory, id="patients", name="Patients", approximate_number=1234),
        build(DataCategory, id="health", name="Health data", special=["health"], criminal=False),
        build(
            Activity,
            id="care",
            organisation="ocktra",
            name="Care",
            role="processor",
            on_behalf_of=["client"],
            engagements=["aws-cloud-hosting"],
            data=[{"subjects": "patients", "data": "health"}],
        ),
    )
    page = page_of(dpo, f"{G}/reach/parties/aws")
    told = main(page)
    for words in (
        "Art 33(1)",
        "72 hours",
        "Art 34(1)",
        "Art 33(2)",
        "Client Ltd : ops@client.example",
        "AWS : aws@aws.example",
        "Unknown not recorded for 1 activity",
        "5 activities do not say whom they engage",
        "Patients: about 1,234",
        "OCKTRA.IO LTD: privacy@ocktra.io",
    ):
        assert words in told, words
    held = tables(page)
    people = {row["People"]: row["Number recorded"] for row in held["People whose data is touched"]}
    assert people["Patients"] == "about 1,234"
    assert people["Customers' users"] == "Unknown"
    data = {row["Personal data"]: row for row in held["Personal data touched"]}
    assert data["Health data"]["Special category"] != "No"
    assert data["Health data"]["Criminal offences"] == "No"
    assert data["Customer Content"]["Special category"] == "Unknown"
    activities = {row["Activity"]: row["Role"] for row in held["Activities touched"]}
    assert activities["Care"] == "Processor"


def test_a_reach_of_nothing_tells_what_may_be_there_all_the_same(dpo: FlaskClient) -> None:
    shown = text(page_of(dpo, f"{G}/reach/places/JP"))
    assert "Nothing that is in force on" in shown
    assert "2 systems do not say where data is held." in shown


def test_whoever_operates_a_system_knows_what_happened(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(Party, id="aws", name="AWS", email="aws@aws.example"),
        build(
            System,
            id="crm",
            organisation="ocktra",
            name="CRM",
            operated_by="engagement",
            engagement="aws-cloud-hosting",
        ),
    )
    told = main(page_of(dpo, f"{G}/reach/systems/crm"))
    assert "Who knows what happened AWS : aws@aws.example" in told
    assert "Who knows what happened" not in main(page_of(dpo, f"{G}/reach/places/EU"))


def test_what_changed_is_shown_between_two_moments(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.later(days=2)
    dpo = signed_in(ocktra, DPO)
    ocktra.put(
        build(Party, id="indus", name="Indus", country="IN"),
        build(
            Engagement,
            id="desk",
            organisation="ocktra",
            name="Help desk",
            party="indus",
            stored_in=["IN"],
        ),
    )
    empty = page_of(dpo, f"{G}/difference?question=chains")
    assert "Say from which moment on" in main(empty)
    page = page_of(dpo, f"{G}/difference?question=chains&before=2026-11-23")
    assert text(page.find(".//h1")) == "What changed: Vendor chains of OCKTRA.IO LTD"
    assert "From 23 November 2026, 23:59 to now." in main(page)
    assert [(row["To"].split(",")[0], row["Change"]) for row in twin(page)] == [("Indus", "Added")]
    back = page_of(dpo, f"{G}/difference?question=chains&before=2026-11-26&after=2026-11-23")
    assert [row["Change"] for row in twin(back)] == ["Removed"]
    same = page_of(dpo, f"{G}/difference?question=data&of=authentication-data&before=2026-11-23")
    assert "Nothing that this picture shows differs" in main(same)
    wrong = page_of(dpo, f"{G}/difference?question=chains&before=yesterday")
    assert "“yesterday” is not a moment" in main(wrong)
    assert wrong.find(".//input[@id='before'][@aria-invalid='true']") is not None


def test_what_was_not_there_yet_is_all_added(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.later(days=2)
    dpo = signed_in(ocktra, DPO)
    ocktra.put(build(Activity, id="new", organisation="ocktra", name="New", systems=["backups"]))
    page = page_of(dpo, f"{G}/difference?question=activity&of=new&before=2026-11-23")
    assert {row["Change"] for row in twin(page)} == {"Added"}


def test_what_was_removed_leads_to_its_page_as_it_was(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(build(System, id="gone", organisation="ocktra", name="Gone", places=["FR"]))
    ocktra.later(days=2)
    ocktra.delete((System.KIND, "gone"))
    dpo = signed_in(ocktra, DPO)
    page = page_of(dpo, f"{G}/difference?before=2026-11-23")
    (url,) = [url for name, url in in_picture(page).items() if "Gone" in name]
    assert url == "/o/ocktra/systems/gone?as_of=2026-11-23"
    assert dpo.get(url).status_code == 200


def test_a_file_says_what_it_is_made_of_and_is_not_kept(ocktra: Site, dpo: FlaskClient) -> None:
    answer = dpo.get(f"{G}/chains.json?of=parties/aws&about=2026-11-20")
    assert answer.mimetype == "application/json"
    assert answer.cache_control.no_store
    sequence = text(page_of(dpo, G).find(".//footer")).partition("sequence ")[2].split()[0]
    named = answer.headers["Content-Disposition"]
    assert named == f'attachment; filename="ocktra-chains-parties-aws-{sequence}.json"'
    held = json.dumps(answer.json, ensure_ascii=False)
    for words in ("in force on 2026-11-20", f"journal {sequence}", "law data", "As recorded at"):
        assert words in held, words
    svg = dpo.get(f"{G}/organisation.svg")
    assert svg.mimetype == "image/svg+xml"
    assert "Flows of OCKTRA.IO LTD" in "".join(ET.fromstring(svg.data).itertext())
    assert dpo.get(f"{G}/organisation.png").data.startswith(b"\x89PNG")
    assert dpo.get(f"{G}/organisation.pdf").data.startswith(b"%PDF")
    assert dpo.get(f"{G}/organisation.mmd").text.startswith("---")
    both = dpo.get(f"{G}/difference.dot?question=organisation&before=0").text
    assert "Before: " in both
    assert "After: " in both
    assert "/* " in both or "// " in both


def test_the_sheet_of_an_incident_is_a_pdf(ocktra: Site, dpo: FlaskClient) -> None:
    url = links(page_of(dpo, f"{G}/reach/parties/aws?about=2026-11-20"))["Sheet as PDF"]
    assert url == f"{G}/reach/parties/aws/sheet.pdf?about=2026-11-20"
    answer = dpo.get(url)
    assert answer.data.startswith(b"%PDF")
    assert answer.mimetype == "application/pdf"
    assert answer.cache_control.no_store
    assert "ocktra-reach-sheet-parties-aws-" in answer.headers["Content-Disposition"]
    ocktra.put(build(Party, id="lone", name="Lone"))
    assert "Sheet as PDF" not in links(page_of(dpo, f"{G}/reach/parties/lone"))


def test_ways_are_told_and_drawn_and_a_wrong_end_is_said(dpo: FlaskClient) -> None:
    page = page_of(dpo, f"{G}/paths?from=Users+of+the+Services&to=EU")
    ways = [text(way) for way in page.iterfind(".//ol[@class='steps way']")]
    assert len(ways) == 3
    assert all(way.startswith("Users of the Services collected for C") for way in ways)
    assert all(way.endswith("located in European Union") for way in ways)
    assert "May lead there" in main(page)
    wrong = page_of(dpo, f"{G}/paths?from=nobody&to=EU")
    assert "“nobody”" in main(wrong)
    assert wrong.find(".//input[@id='from'][@aria-invalid='true']") is not None
    assert wrong.find(".//input[@id='to'][@aria-invalid='true']") is None


def test_lists_answer_what_is_unused_whose_loss_stops_most_and_who_holds_what(
    ocktra: Site, dpo: FlaskClient
) -> None:
    ocktra.put(build(System, id="idle", organisation="ocktra", name="Idle"))
    found = {row["Systems"] for row in tables(page_of(dpo, f"{G}/unused"))["Systems"]}
    assert "Idle" in found
    assert "Cookies/SDKs" not in found
    page = page_of(dpo, f"{G}/single-points")
    (first, *_) = tables(page)["Parties"]
    assert (first["Name"], first["Activities that depend on it"]) == ("Sentry", "3 of 10")
    assert links(page)["Sentry"] == f"{G}/reach/parties/sentry"
    page = page_of(dpo, f"{G}/who-holds/authentication-data")
    assert "Nobody is recorded to hold it." in main(page)
    held = tables(page)["May hold it: what they hold is not recorded"]
    assert {"AWS, Cloud hosting", "Cookies/SDKs"} <= {row["Name"] for row in held}
    assert {row["Name"]: row["Stored in"] for row in held}["Cookies/SDKs"] == "Unknown"
    for address in ("unused.csv?kind=systems", "single-points.json", "unused.json"):
        answer = dpo.get(f"{G}/{address}")
        assert answer.status_code == 200
        assert answer.cache_control.no_store
        assert "Idle" in answer.text or "Sentry" in answer.text
        assert "law" in answer.text


def test_a_spreadsheet_finds_no_formula_in_the_table(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(System, id="eq", organisation="ocktra", name="=1+1"),
        build(Activity, id="eq", organisation="ocktra", name="Sum", systems=["eq"]),
    )
    told = dpo.get(f"{G}/activity.csv?of=eq").text
    assert "'=1+1" in told
