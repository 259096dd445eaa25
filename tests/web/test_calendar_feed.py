"""The feed behind a token: who reads what, until when, and what nobody else learns."""

from __future__ import annotations

import datetime
import hashlib
import logging
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import text as sql
from werkzeug.test import TestResponse

from ropa import app as application
from ropa.core.change import Applied, Put, Refused
from ropa.records.activity import Activity
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.user import Membership, User
from ropa.store import feeds, members
from ropa.store.accounts import base_of, membership_of
from ropa.store.apply import apply
from ropa.vocabulary import Kind, UserRole
from ropa.web import calendar_feed
from tests.build import build
from tests.web.conftest import MONDAY, Site
from tests.web.counting import counted
from tests.web.reading import page_of, text
from tests.web.signing import person, plain, signed_in

ANN = "ann@a.example"
HOSTILE = [
    "commas, semicolons; and \\ strokes",
    "👩‍👩‍👧‍👦 שלום \u202eright\u202c",
    "x" * 300,
    "é🦊" * 150,
    "END:VEVENT",
]


class Group:
    """Two organisations; Ann has a role in the first, and an address."""

    def __init__(self, site: Site) -> None:
        self.site = plain(site)
        site.put(
            build(Organisation, time_zone="Pacific/Auckland"),
            build(Organisation, id="beta", name="Beta Ltd"),
            build(Activity, review_by="2027-01-01"),
            build(Engagement, end="2026-11-23"),
            build(Activity, id="b1", organisation="beta", name="Secret", review_by="2027-01-01"),
            build(Document, id="b2", organisation="beta", name="Secret", expiry="2027-01-01"),
        )
        self.user = person(site, ANN, ("acme", UserRole.READER))
        person(site, "admin@a.example", ("acme", UserRole.ADMINISTRATOR))
        self.ann = signed_in(site, ANN)
        self.address = self.make(self.ann)

    def make(self, client: FlaskClient, organisation: str = "acme") -> str:
        page = client.post(f"/o/{organisation}/calendar/feed")
        assert page.status_code == 200
        found = re.search(r">http://localhost(/calendar/[\w-]{43}\.ics)</textarea>", page.text)
        assert found, page.text
        return found[1]

    def ask(self, address: str | None = None, **headers: str) -> TestResponse:
        """Ask as a calendar program does, which has no session."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.site.app.test_client().get(address or self.address, headers=given)

    def events(self, address: str | None = None) -> list[Any]:
        answer = self.ask(address)
        assert answer.status_code == 200
        return list(Calendar.from_ical(answer.data).walk("VEVENT"))

    def summaries(self, address: str | None = None) -> list[str]:
        return [str(event["SUMMARY"]) for event in self.events(address)]

    def apply(self, *puts: Put) -> None:
        with self.site.app.app_context():
            session = application.db.session()
            outcome = apply(session, "tester", list(puts), None, self.site.now)
            assert isinstance(outcome, Applied), outcome

    def base(self, kind: Kind, id: str) -> int | None:
        with self.site.app.app_context():
            return base_of(application.db.session().connection(), kind, id)

    def member(self, verb: str) -> None:
        with self.site.app.app_context():
            session = application.db.session()
            member = members.member_of(session, "acme", self.user)
            assert member is not None
            done = getattr(members, verb)(session, "tester", member, "acme", self.site.now)
            assert isinstance(done, Applied)


@pytest.fixture
def group(site: Site) -> Group:
    return Group(site)


def test_it_tells_what_its_owner_may_see_there(group: Group) -> None:
    assert group.summaries() == [
        "Engagement ends: Hosting",
        "Activity to be reviewed: Billing customers",
    ]
    event = group.events()[1]
    assert event["DTSTART"].dt == datetime.date(2027, 1, 1)
    assert event["DTSTAMP"].dt == MONDAY
    assert event["DESCRIPTION"] == (
        "The activity is to be reviewed by 1 January 2027.\nhttp://localhost/o/acme/activities/a1"
    )
    assert event["URL"] == "http://localhost/o/acme/activities/a1"
    assert group.ann.get("/o/acme/activities/a1").status_code == 200


def test_it_tells_what_the_page_tells(group: Group) -> None:
    group.site.put(build(Document, name="Everybody's", expiry="2027-02-01"))
    page = page_of(group.ann, "/o/acme/calendar")
    lines = [text(link) for link in page.iterfind(".//li[@class='due']//a")]
    assert lines == ["Hosting", "Billing customers", "Everybody's"]
    assert [summary.split(": ", 1)[1] for summary in group.summaries()] == lines


def test_it_needs_and_gives_no_cookie(group: Group) -> None:
    answer = group.ask()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Content-Disposition"] == "attachment; filename=acme-calendar.ics"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    token = group.address.split("/")[-1]
    assert token not in answer.text
    assert token not in str(answer.headers)


def test_it_tells_what_is_recorded_when_asked(group: Group) -> None:
    first = group.ask()
    assert group.ask().data == first.data
    group.site.later(minutes=5)
    assert group.ask().data == first.data
    group.site.put(build(Activity, review_by="2028-02-29"))
    assert group.events()[1]["DTSTART"].dt == datetime.date(2028, 2, 29)
    assert group.events()[1]["UID"] == Calendar.from_ical(first.data).walk("VEVENT")[1]["UID"]
    assert group.events()[0]["DTSTAMP"].dt == MONDAY + datetime.timedelta(minutes=5)


def test_the_day_begins_in_the_organisations_own_zone(group: Group) -> None:
    group.site.now = datetime.datetime(2026, 11, 23, 10, 59, tzinfo=datetime.UTC)
    assert len(group.events()) == 2
    group.site.later(minutes=1)  # Tuesday in Auckland
    assert group.summaries() == ["Activity to be reviewed: Billing customers"]


def test_whoever_holds_the_present_one_need_not_load_it_again(group: Group) -> None:
    etag = group.ask().headers["ETag"]
    again = group.ask(If_None_Match=etag)
    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in again.headers
    group.site.put(build(Activity, review_by="2027-01-02"))
    assert group.ask(If_None_Match=etag).status_code == 200
    etag = group.ask().headers["ETag"]
    group.site.later(days=1)
    assert group.ask(If_None_Match=etag).status_code == 200
    head = group.site.app.test_client().head(group.address)
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize(
    "token", ["x", "A" * 43, "%F0%9F%A6%8A", "%ff", "%00", "x" * 5000, "..", "%27%20OR%201=1--"]
)
def test_no_other_address_tells_anything(group: Group, token: str) -> None:
    answer = group.ask(f"/calendar/{token}.ics")
    assert answer.status_code == 404
    assert answer.data == group.ask("/nowhere/at-all").data


def test_the_digest_is_all_that_is_kept_and_opens_nothing(group: Group) -> None:
    token = group.address.removeprefix("/calendar/").removesuffix(".ics")
    with group.site.app.app_context():
        (row,) = application.db.session().execute(sql("SELECT * FROM calendar_feed"))
    digest = hashlib.sha256(token.encode()).hexdigest()
    assert tuple(row) == (group.user, "acme", digest, "2026-11-23T09:30:00.000000Z")
    assert group.ask(f"/calendar/{digest}.ics").status_code == 404


def test_a_replaced_or_withdrawn_address_ends_at_once(group: Group) -> None:
    second = group.make(group.ann)
    assert group.ask().status_code == 404
    assert len(group.events(second)) == 2
    group.ann.post("/o/acme/calendar/feed/withdraw")
    assert group.ask(second).status_code == 404


def test_it_ends_with_the_role_and_does_not_come_back_with_it(group: Group) -> None:
    etag = group.ask().headers["ETag"]
    group.member("deactivate")
    assert group.ask().status_code == 404
    assert group.ask(If_None_Match=etag).status_code == 404
    group.member("activate")
    assert group.ask().status_code == 404
    assert len(group.events(group.make(signed_in(group.site, ANN)))) == 2


def test_a_refused_end_of_a_role_leaves_the_address(group: Group) -> None:
    address = group.make(signed_in(group.site, "admin@a.example"))
    with group.site.app.app_context():
        session = application.db.session()
        (admin,) = [m for m in members.members_of(session, "acme") if m.email[0:5] == "admin"]
        refused = members.deactivate(session, "tester", admin, "acme", group.site.now)
        assert isinstance(refused, Refused)
    assert group.ask(address).status_code == 200


def test_the_rows_say_whether_the_role_and_the_account_hold(group: Group) -> None:
    """Whatever ended them: an import, the command line, an undone batch."""
    group.apply(Put(membership_of(group.user, "beta", UserRole.ADMINISTRATOR)))
    membership = membership_of(group.user, "acme", UserRole.READER)
    base = group.base(Kind.MEMBERSHIP, membership.id)
    over = Membership(**{**fields(membership), "retired": True})
    group.apply(Put(over, base))
    assert group.ask().status_code == 404
    group.apply(Put(membership, group.base(Kind.MEMBERSHIP, membership.id)))
    assert group.ask().status_code == 200
    user = User(id=group.user, email=ANN, name="Ann Ode", active=True)
    for changed in ({"active": False}, {"retired": True}, {"active": None}):
        group.apply(Put(User(**{**fields(user), **changed}), group.base(Kind.USER, group.user)))
        assert group.ask().status_code == 404, changed
    group.apply(Put(user, group.base(Kind.USER, group.user)))
    assert group.ask().status_code == 200


def fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def test_each_organisation_has_its_own(group: Group) -> None:
    assert group.ann.post("/o/beta/calendar/feed").status_code == 404
    both = person(group.site, "both@a.example", ("acme", UserRole.DPO), ("beta", UserRole.EDITOR))
    client = signed_in(group.site, "both@a.example")
    acme, beta = group.make(client), group.make(client, "beta")
    assert group.summaries(acme) == group.summaries()
    assert group.summaries(beta) == ["Document expires: Secret", "Activity to be reviewed: Secret"]
    uids = [{str(event["UID"]) for event in group.events(one)} for one in (acme, beta)]
    assert uids[0].isdisjoint(uids[1])
    client.post("/o/beta/calendar/feed/withdraw")
    assert group.ask(beta).status_code == 404
    assert group.ask(acme).status_code == 200
    with group.site.app.app_context():
        member = members.member_of(application.db.session(), "acme", both)
        assert member is not None
        members.deactivate(application.db.session(), "tester", member, "acme", group.site.now)
    beta = group.make(signed_in(group.site, "both@a.example"), "beta")
    assert group.ask(acme).status_code == 404
    assert group.ask(beta).status_code == 200


def test_every_role_may_read_its_own(group: Group) -> None:
    for role in UserRole:
        person(group.site, f"{role}@a.example", ("acme", role))
        client = signed_in(group.site, f"{role}@a.example")
        assert group.summaries(group.make(client)) == group.summaries()


def test_it_can_only_be_read(group: Group) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert group.site.app.test_client().open(group.address, method=method).status_code == 405


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_survive(group: Group, name: str) -> None:
    group.site.put(
        build(Activity, name=name, review_by="2027-01-01"),
        build(Organisation, name=name),
    )
    assert group.summaries() == [
        "Engagement ends: Hosting",
        f"Activity to be reviewed: {name}",
    ]
    assert group.events()[1]["URL"] == "http://localhost/o/acme/activities/a1"


def test_newlines_in_a_name_survive_as_the_record_keeps_them(group: Group) -> None:
    """No name may hold one; the instrument of a decision and a sentence may."""
    event = calendar_feed.Event("id", MONDAY.date(), "a\nEND:VEVENT\nb", "c\r\nd", "", "")
    content = calendar_feed.calendar("n\nn", [event], MONDAY)
    (read,) = Calendar.from_ical(content).walk("VEVENT")
    assert (read["SUMMARY"], read["DESCRIPTION"]) == ("a\nEND:VEVENT\nb", "c\nd")


def test_no_fault_writes_the_token_into_the_log(
    group: Group, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(calendar_feed, "deadlines", fails)
    token = group.address.removeprefix("/calendar/").removesuffix(".ics")
    with caplog.at_level(logging.DEBUG):
        assert group.ask().status_code == 500
    assert "Exception on /calendar/… [GET]" in caplog.text
    assert "broken" in caplog.text
    assert token not in caplog.text


def test_an_asking_costs_the_same_few_queries_whatever_there_is(group: Group) -> None:
    group.ask()
    with counted(group.site) as few:
        group.ask()
    group.site.put(*(build(Activity, id=f"m{n}", review_by="2027-01-01") for n in range(200)))
    group.ask()
    with counted(group.site) as many:
        assert len(group.events()) == 202
    with counted(group.site) as wrong:
        group.ask("/calendar/x.ics")
    asked = [[s for s in said if s.startswith("SELECT")] for said in (few, many, wrong)]
    assert [len(one) for one in asked] == [2, 2, 1]


def test_when_it_was_made_is_told_to_its_owner_alone(group: Group) -> None:
    with group.site.app.app_context():
        session = application.db.session()
        assert feeds.made(session, group.user, "acme") == MONDAY
        assert feeds.made(session, group.user, "beta") is None
        assert feeds.made(session, "nobody", "acme") is None
