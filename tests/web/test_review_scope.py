"""What a link is for, apart from what lies beside it: other moments and links, nobody's records."""

from __future__ import annotations

import json

import pytest

from ropa import app as application
from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.store import reviewers
from ropa.vocabulary import UserRole
from ropa.web.parts import NAME
from tests.build import build
from tests.web.conftest import Site
from tests.web.reading import parse, text
from tests.web.signing import person, plain, reviewer, reviewing, signed_in

DPO = "dpo@acme.example"

FORM = {
    "name": "Rae Viewer",
    "authority": "The Authority",
    "extent": "all",
    "recorded": "",
    "first_day": "2026-11-23",
    "last_day": "2026-12-23",
}


@pytest.fixture
def register(site: Site) -> Site:
    """Two activities, and a party that nobody reaches."""
    site.put(
        build(Organisation),
        build(Activity),
        build(Activity, id="zebra", name="Zebra counting"),
        build(Party, id="loose", name="Loose Ends Ltd"),
    )
    person(site, DPO, ("acme", UserRole.DPO))
    return plain(site)


def sequence_of(site: Site) -> int:
    with site.app.app_context():
        now = site.app.extensions[NAME].register()
    sequence: int = now.moment.sequence
    return sequence


def test_what_the_organisation_is_called_since_is_not_told_of_before(register: Site) -> None:
    issued = reviewer(register, sequence=sequence_of(register))
    register.later(hours=1)
    register.put(build(Organisation, name="Renamed Ltd", email="since@acme.example"))
    assert "Renamed" not in register.client.get(f"/review/{issued.token}").text
    client = reviewing(register, issued)
    for address in ("", "?as_of=0", "?as_of=999", "organisations/acme", "law?as_of=0"):
        told = client.get(f"/o/acme/{address}").text
        assert "Acme Ltd" in told, address
        assert "Renamed" not in told, address
        assert "since@" not in told, address


def test_records_that_no_organisation_reaches_are_no_part_of_it(register: Site) -> None:
    member = signed_in(register, DPO)
    assert "Loose Ends" in member.get("/o/acme/parties").text
    client = reviewing(register, reviewer(register))
    for address in ("parties", "search?q=loose", "journal", "journal/compare?before=0"):
        assert "Loose Ends" not in client.get(f"/o/acme/{address}").text, address
    assert client.get("/o/acme/parties/loose").status_code == 404
    assert "Loose Ends" in member.get("/o/acme/parties").text


def test_links_of_one_organisation_see_nothing_of_one_another(register: Site) -> None:
    clients = {
        id: reviewing(register, reviewer(register, activities=(id,))) for id in ("a1", "zebra")
    }
    titles = {"a1": "Billing customers", "zebra": "Zebra counting"}
    for _ in range(2):
        for id, client in clients.items():
            told = client.get("/o/acme/activities").text
            assert [one for one in titles if titles[one] in told] == [id]
            found = client.get("/o/acme/search?q=counting").text
            assert (titles["zebra"] in found) is (id == "zebra")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"activities": ["a1"]}, "Some are ticked here, and all chosen above"),
        ({"recorded": "2020-01-01"}, "Nothing was recorded by then"),
        ({"recorded": "0"}, "Nothing was recorded by then"),
    ],
)
def test_a_link_that_opens_more_or_less_than_meant_is_not_made(
    register: Site, wrong: dict[str, object], said: str
) -> None:
    answer = signed_in(register, DPO).post("/o/acme/reviewers/new", data=FORM | wrong)
    assert answer.status_code == 422
    assert said in text(parse(answer.text))
    with register.app.app_context():
        assert reviewers.reviewers_of(application.db.session(), "acme") == []


def test_whoever_makes_a_link_sees_first_what_it_opens(register: Site) -> None:
    register.put(build(Party, id="host", name="Hosting Ltd"), build(Engagement, party="host"))
    register.put(build(Activity, engagements=["hosting"]))
    dpo = signed_in(register, DPO)
    sent = FORM | {"extent": "some", "activities": ["a1"], "look": "1"}
    page = parse(dpo.post("/o/acme/reviewers/new", data=sent).text)
    (section,) = page.iterfind(".//section[@aria-labelledby='reach']")
    told = [text(one) for one in section.iterfind(".//*[@class='f']")]
    assert "Activities 1: Billing customers" in told
    assert "Parties 1: Hosting Ltd" in told
    assert "Documents None" in told
    assert "not even the names" in text(section)
    assert "Zebra" not in text(section)
    chosen = page.iterfind(".//input[@name='activities'][@checked]")
    assert [one.attrib["value"] for one in chosen] == ["a1"]
    with register.app.app_context():
        assert reviewers.reviewers_of(application.db.session(), "acme") == []


def test_what_is_open_is_told_while_it_is(register: Site) -> None:
    issued = reviewer(register)
    dpo = signed_in(register, DPO)
    address = f"/o/acme/reviewers/{issued.id}"
    assert "who changed what, when and why" in dpo.get(address).text
    dpo.post(f"{address}/revoke")
    assert "who changed what, when and why" not in dpo.get(address).text


def test_a_link_to_an_activity_that_went_still_says_whose_record_it_is(register: Site) -> None:
    client = reviewing(register, reviewer(register, activities=("zebra",)))
    register.delete((Activity.KIND, "zebra"))
    home = client.get("/o/acme/").text
    assert "did not have this organisation" not in home
    assert "Zebra" not in home
    assert client.post("/o/acme/exports", data={"authority": "cnil"}).status_code == 200
    made = json.loads(client.post("/o/acme/exports", data={"authority": "json"}).text)
    assert {kind: list(held) for kind, held in made["records"].items() if held} == {
        "organisations": ["acme"]
    }
