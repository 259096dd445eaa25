"""The journal as an organisation reads it, and the undoing of a batch."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import msgspec
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ropa import app as application
from ropa.core.change import Applied, Delete, Put
from ropa.core.history import state
from ropa.records.activity import Activity
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.system import System
from ropa.store.accounts import find_user
from ropa.store.apply import apply
from ropa.store.journal import redact
from ropa.vocabulary import Kind, UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.counting import counted
from tests.web.editing import last_entry, register_of, stored
from tests.web.reading import parse, text
from tests.web.signing import person, plain, signed_in

JOURNAL = "/o/acme/journal"
ANN, BO = "ann@a.example", "bo@b.example"


@pytest.fixture
def acme(site: Site) -> Site:
    """Two organisations, each with records of its own, and people of both."""
    site.put(build(Organisation), build(Organisation, id="beta", name="Beta Ltd"))
    site.put(build(Activity), build(System))
    site.put(build(Activity, id="b1", organisation="beta", name="A secret of Beta"))
    person(site, ANN, ("acme", UserRole.DPO))
    person(site, BO, ("beta", UserRole.DPO), name="Bo")
    return plain(site)


def who(site: Site, email: str) -> str:
    """Give somebody's id."""
    with site.app.app_context():
        found = find_user(application.db.session(), email)
        assert found is not None
        return found.id


@pytest.fixture
def dpo(acme: Site) -> FlaskClient:
    return signed_in(acme, ANN)


def does(site: Site, actor: str, *changes: Any, reason: str | None = None) -> int:
    """Store a batch for somebody; give its number."""
    with site.app.app_context():
        before = register_of(site).moment.sequence
        outcome = apply(application.db.session(), actor, list(changes), reason, site.now)
        assert isinstance(outcome, Applied), outcome
        return before + 1


def changed(site: Site, record: Any, **values: Any) -> Put:
    stamp = register_of(site).stamps[record.KIND, record.id]
    return Put(msgspec.structs.replace(record, **values), stamp.sequence)


def deleted(site: Site, kind: Kind, id: str) -> Delete:
    return Delete(kind, id, register_of(site).stamps[kind, id].sequence)


def page_of(client: FlaskClient, address: str = JOURNAL, code: int = 200) -> Element:
    answer = client.get(address)
    assert answer.status_code == code, answer.text
    return parse(answer.text)


def said(client: FlaskClient, address: str = JOURNAL) -> str:
    return text(page_of(client, address).find(".//main"))


def titles(page: Element) -> list[str]:
    return [text(entry.find("p")) for entry in page.iterfind(".//div[@class='entry']")]


def test_a_change_is_told_field_by_field_with_who_when_and_why(
    acme: Site, dpo: FlaskClient
) -> None:
    held = stored(acme, Kind.ACTIVITY, "a1")
    does(acme, "tester", Put(build(DataCategory)), Put(build(DataSubjectCategory)))
    data = [{"data": "contact", "subjects": "customers"}]
    more = build(Activity, data=data, systems=["crm"], internal_recipients=[])
    change = changed(acme, held, name="Invoicing", data=more.data, internal_recipients=())
    does(acme, who(acme, ANN), change, reason="§3 read again")
    told = said(dpo)
    assert "23 November 2026, 09:30 Ann Ode §3 read again" in told
    assert "Name Was: Billing customers Is now: Invoicing" in told
    assert "People and personal data Was: Unknown Is now: Customers, Contact data" in told
    assert "Internal recipients Was: Unknown Is now: None" in told


def test_only_what_the_organisation_may_see_is_told(acme: Site, dpo: FlaskClient) -> None:
    bo = who(acme, BO)
    both = [Put(build(Activity, id="b2", organisation="beta", name="Both, theirs"))]
    both += [Put(build(System, id="s2", name="Both, ours"))]
    does(acme, bo, *both)
    does(acme, bo, Put(build(Purpose, id="hush", name="Hushed purpose")))
    does(
        acme, bo, Put(build(Activity, id="b3", organisation="beta", purposes=[{"purpose": "hush"}]))
    )
    does(acme, bo, deleted(acme, Kind.ACTIVITY, "b1"))
    does(acme, bo, deleted(acme, Kind.ACTIVITY, "b3"))
    does(acme, bo, deleted(acme, Kind.PURPOSE, "hush"))
    told = said(dpo)
    assert "Both, ours" in told
    for hidden in ("secret", "theirs", "Hushed", "b3", "Beta", "Bo "):
        assert hidden not in told, hidden
    assert "Somebody outside the organisation" in told
    theirs = said(signed_in(acme, BO), "/o/beta/journal")
    assert "A secret of Beta" in theirs
    assert "Hushed purpose" in theirs
    assert "CRM" not in theirs
    for address in ("/o/acme/journal?record=b1", "/o/acme/journal?kind=activities&batch=5"):
        assert titles(page_of(dpo, address)) == []


def test_a_record_deleted_here_stays_in_the_journal(acme: Site, dpo: FlaskClient) -> None:
    does(acme, who(acme, ANN), deleted(acme, Kind.SYSTEM, "crm"))
    assert any("Deleted CRM" in title for title in titles(page_of(dpo)))


def test_an_id_that_changed_hands_shows_nothing_of_its_past(acme: Site, dpo: FlaskClient) -> None:
    bo, ann = who(acme, BO), who(acme, ANN)
    does(acme, bo, deleted(acme, Kind.ACTIVITY, "b1"))
    does(acme, ann, Put(build(Activity, id="b1", name="Ours now")))
    told = said(dpo, "/o/acme/journal?record=b1")
    assert "Ours now" in told
    assert "secret" not in told
    assert "secret" not in text(page_of(dpo, "/o/acme/activities/b1"))


def test_sources_from_elsewhere_are_not_told(acme: Site, dpo: FlaskClient) -> None:
    bo = who(acme, BO)
    does(acme, bo, Put(build(Document, id="hush-doc", organisation="beta", name="Hushed document")))
    sources = [{"field": "name", "document": "hush-doc"}]
    does(acme, bo, Put(build(Party, provenance=sources)))
    does(acme, who(acme, ANN), Put(build(Engagement, party="vendor")))
    assert "Vendor" in said(dpo)
    assert "hush" not in said(dpo).casefold()


def test_filters_are_a_sentence_and_stay_in_the_address(acme: Site, dpo: FlaskClient) -> None:
    acme.later(hours=1)
    ann = who(acme, ANN)
    batch = does(
        acme, ann, Put(build(Purpose, name="Late")), Put(build(System, id="s2", name="S2"))
    )
    for query, many in (
        (f"person={ann}", 2),
        (f"person={ann}&kind=systems", 1),
        ("record=crm", 1),
        (f"batch={batch}", 2),
        ("from=2026-11-24", 0),
        ("to=2026-11-22", 0),
        ("from=2026-11-23&to=2026-11-23&kind=purposes", 1),
    ):
        assert len(titles(page_of(dpo, f"{JOURNAL}?{query}"))) == many, query
    page = page_of(dpo, f"{JOURNAL}?person={ann}&kind=systems")
    sentence = page.find(".//p[@class='sentence']")
    assert text(sentence).startswith(
        "Changes where the person is Ann Ode : remove and the kind is systems : remove"
    )
    first = next(iter(sentence.iter("a")))  # type: ignore[union-attr]
    assert len(titles(page_of(dpo, first.attrib["href"]))) == 2
    assert "No change is like that" in said(dpo, f"{JOURNAL}?to=2026-11-22")


def test_what_cannot_be_asked_is_said(dpo: FlaskClient) -> None:
    page = page_of(dpo, f"{JOURNAL}?person=nobody&kind=dragons&from=soon&batch=x&before=y")
    problems = [text(one) for one in page.iterfind(".//p[@class='err']")]
    assert len(problems) == 4
    assert titles(page)


def test_older_entries_are_a_page_away_and_none_is_lost(acme: Site, dpo: FlaskClient) -> None:
    for number in range(12):
        batch = [Put(build(System, id=f"s{number}-{n}", name=f"S{number}-{n}")) for n in range(10)]
        does(acme, who(acme, ANN), *batch)
    seen: list[str] = []
    address: str | None = JOURNAL
    while address:
        page = page_of(dpo, address)
        seen += titles(page)
        links = {text(a): a.attrib["href"] for a in page.iterfind(".//nav[@class='pager']/a")}
        address = links.get("Older")
    assert len(seen) == len(set(seen)) == 123  # theirs and ours alike but for what is Beta's


def test_the_past_ends_where_the_clock_stands(acme: Site, dpo: FlaskClient) -> None:
    before = register_of(acme).moment.sequence
    does(acme, who(acme, ANN), Put(build(Purpose, name="Late")))
    assert "Late" in said(dpo)
    assert "Late" not in said(dpo, f"{JOURNAL}?as_of={before}")
    assert "Undo" not in said(dpo, f"{JOURNAL}?as_of={before}")


def test_a_batch_is_undone_whole(acme: Site, dpo: FlaskClient) -> None:
    ann = who(acme, ANN)
    held, crm = stored(acme, Kind.ACTIVITY, "a1"), stored(acme, Kind.SYSTEM, "crm")
    batch = does(
        acme,
        ann,
        changed(acme, held, name="Wrong"),
        deleted(acme, Kind.SYSTEM, "crm"),
        Put(build(Purpose, name="Mistaken")),
        reason="By mistake",
    )
    address = f"{JOURNAL}/{batch}/undo"
    asked = text(page_of(dpo, address).find(".//main"))
    assert "Name Was: Wrong Is now: Billing customers" in asked
    assert "CRM System is put back" in asked
    assert "Mistaken Purpose goes again" in asked
    assert "Reason for this change" in asked
    answer = dpo.post(address, data={"reason": "It was the wrong one"})
    assert answer.status_code == 303
    assert "Batch" in said(dpo, answer.location)
    assert stored(acme, Kind.ACTIVITY, "a1") == held
    assert stored(acme, Kind.SYSTEM, "crm") == crm
    assert stored(acme, Kind.PURPOSE, "billing") is None
    entry = last_entry(acme, Kind.SYSTEM, "crm")
    assert entry.reason == f"Undoes batch {batch}: It was the wrong one"
    assert entry.actor == ann
    assert state(entry) == crm


def test_a_batch_that_was_built_on_stays(acme: Site, dpo: FlaskClient) -> None:
    ann = who(acme, ANN)
    batch = does(acme, ann, Put(build(Purpose, name="Needed")))
    held = stored(acme, Kind.ACTIVITY, "a1")
    used = build(Activity, purposes=[{"purpose": "billing"}])
    does(acme, ann, changed(acme, held, purposes=used.purposes))
    answer = dpo.post(f"{JOURNAL}/{batch}/undo")
    assert answer.status_code == 409
    assert "cannot be undone" in text(parse(answer.text))
    again = does(acme, ann, changed(acme, stored(acme, Kind.PURPOSE, "billing"), name="Changed"))
    answer = dpo.post(f"{JOURNAL}/{batch}/undo")
    assert f"it was changed again since, in entry {again}" in text(parse(answer.text))
    assert stored(acme, Kind.PURPOSE, "billing").name == "Changed"


def test_a_batch_over_two_organisations_is_not_undone_by_one(acme: Site, dpo: FlaskClient) -> None:
    both = [Put(build(Activity, id="b2", organisation="beta")), Put(build(System, id="s2"))]
    batch = does(acme, who(acme, BO), *both)
    answer = dpo.post(f"{JOURNAL}/{batch}/undo")
    assert answer.status_code == 409
    assert "what this organisation does not see" in text(parse(answer.text))
    assert stored(acme, Kind.SYSTEM, "s2") is not None
    theirs = does(acme, who(acme, BO), Put(build(Activity, id="b4", organisation="beta")))
    assert dpo.post(f"{JOURNAL}/{theirs}/undo").status_code == 404


def test_a_long_reason_is_refused_and_kept(acme: Site, dpo: FlaskClient) -> None:
    batch = does(acme, who(acme, ANN), Put(build(Purpose)))
    answer = dpo.post(f"{JOURNAL}/{batch}/undo", data={"reason": "x" * 501})
    assert answer.status_code == 422
    assert "use at most 500 characters" in answer.text
    assert "x" * 501 in answer.text
    assert stored(acme, Kind.PURPOSE, "billing") is not None


def test_a_redacted_state_is_said_to_be_gone(acme: Site, dpo: FlaskClient) -> None:
    held = stored(acme, Kind.ACTIVITY, "a1")
    old = register_of(acme).stamps[Kind.ACTIVITY, "a1"].sequence
    ann = who(acme, ANN)
    batch = does(acme, ann, changed(acme, held, name="Renamed"))
    with acme.app.app_context():
        redact(application.db.session(), ann, [old], "asked for", acme.now)
    told = said(dpo, f"{JOURNAL}?record=a1")
    assert "What it said then has been redacted" in told
    assert "What it said before has been redacted" in told
    assert dpo.post(f"{JOURNAL}/{batch}/undo").status_code == 409


def test_text_stays_text(acme: Site, dpo: FlaskClient) -> None:
    ugly = '<script>alert(1)</script> {{7*7}} "q" \u202eright\u202c 🦊'
    does(acme, who(acme, ANN), Put(build(Purpose, name=ugly, description=ugly)), reason=ugly)
    page = page_of(dpo)
    assert ugly in " ".join(page.itertext())
    assert page.find(".//main//script") is None
    page_of(dpo, f"{JOURNAL}?record={ugly}")


def test_the_page_asks_the_database_as_often_however_much_there_is(
    acme: Site, dpo: FlaskClient
) -> None:
    dpo.get(JOURNAL)
    with counted(acme) as few:
        dpo.get(JOURNAL)
    for number in range(5):
        batch = [Put(build(System, id=f"s{number}-{n}")) for n in range(100)]
        does(acme, who(acme, ANN), *batch)
    dpo.get(JOURNAL)
    with counted(acme) as many:
        dpo.get(JOURNAL)
    # Of Beta's activity, the first page no longer has to find out whose it is.
    assert len(many) <= len(few) <= 12, few


def test_days_and_texts_at_the_edge_are_answered(acme: Site, dpo: FlaskClient) -> None:
    acme.put(build(Organisation, time_zone="Asia/Tokyo"))
    for query in ("from=0001-01-01", "to=0001-01-01", "from=9999-12-31", "to=9999-12-31"):
        page = page_of(dpo, f"{JOURNAL}?{query}")
        assert "is not a day" in text(page.find(".//p[@class='err']")), query
        assert titles(page), query
    for name in ("record", "person", "kind", "batch", "from", "to", "before"):
        for ugly in ("%00", "%ff", "%ed%a0%80", "+", "%EF%BF%BE"):
            assert dpo.get(f"{JOURNAL}?{name}={ugly}").status_code == 200, (name, ugly)
    for query in (f"batch={'9' * 30}", f"before={'9' * 30}", "before=0", f"record={'x' * 300}"):
        page_of(dpo, f"{JOURNAL}?{query}")
    assert len(titles(page_of(dpo, f"{JOURNAL}?from=1900-01-01&to=9998-12-31"))) == 4


def test_days_begin_where_the_organisation_is(acme: Site, dpo: FlaskClient) -> None:
    acme.put(build(Organisation, time_zone="Asia/Tokyo"))
    acme.later(hours=6)  # 15:30 in London, half past midnight in Tokyo
    acme.put(build(Purpose, name="Late"))
    (late,) = titles(page_of(dpo, f"{JOURNAL}?from=2026-11-24"))
    assert "Late" in late
    assert "24 November 2026, 00:30" in said(dpo)
    assert "Late" not in said(dpo, f"{JOURNAL}?to=2026-11-23")


def test_a_record_is_found_by_its_name(acme: Site, dpo: FlaskClient) -> None:
    does(acme, who(acme, ANN), Put(build(Purpose, id="p9", name="CRM")))
    page = page_of(dpo, f"{JOURNAL}?record=crm&kind=systems")
    assert len(titles(page)) == 1
    assert "the record is “CRM”" in text(page.find(".//p[@class='sentence']"))
    assert len(titles(page_of(dpo, f"{JOURNAL}?record=CRM"))) == 2
    assert titles(page_of(dpo, f"{JOURNAL}?record=A+secret+of+Beta")) == []


def test_people_from_elsewhere_are_not_named_nor_their_reasons(
    acme: Site, dpo: FlaskClient
) -> None:
    does(acme, who(acme, BO), Put(build(Purpose, name="Shared")), reason="For our secret plan")
    uses = build(Activity, purposes=[{"purpose": "billing"}]).purposes
    held = stored(acme, Kind.ACTIVITY, "a1")
    does(acme, who(acme, ANN), changed(acme, held, purposes=uses))
    does(acme, "nightly-import", Put(build(Party)), reason="Read anew")
    does(acme, "command-line", Put(build(DataCategory)), reason="By hand")
    told = said(dpo)
    assert "Somebody outside the organisation" in told
    assert "secret plan" not in told
    assert "nightly-import Read anew" in told
    assert "The command line By hand" in told
    assert "secret plan" not in said(dpo, "/o/acme/")
    assert "secret plan" not in said(dpo, "/o/acme/purposes/billing")
    theirs = stored(acme, Kind.ACTIVITY, "b1")
    does(acme, who(acme, BO), changed(acme, theirs, purposes=uses))
    assert "Bo For our secret plan" in said(signed_in(acme, BO), "/o/beta/journal")


def test_a_batch_that_goes_on_says_so(acme: Site, dpo: FlaskClient) -> None:
    batch = [Put(build(System, id=f"s{n}", name=f"S{n}")) for n in range(60)]
    number = does(acme, who(acme, ANN), *batch)
    page = page_of(dpo)
    assert text(page).count("The next page has more of this batch.") == 1
    older = page.find(".//nav[@class='pager']/a[@rel='next']")
    assert older is not None
    assert "has more of this batch" not in said(dpo, older.attrib["href"])
    folded = page.find(".//section[@class='batch diff']/details/summary")
    assert text(folded) == "45 more in this batch"
    assert len(titles(page_of(dpo, f"{JOURNAL}?batch={number}"))) == 50


def test_the_last_changes_are_one_line_a_batch(acme: Site, dpo: FlaskClient) -> None:
    ann = who(acme, ANN)
    systems = [Put(build(System, id=f"s{n}", name=f"S{n}")) for n in range(30)]
    does(acme, ann, *systems, reason="All of them")
    held = stored(acme, Kind.SYSTEM, "s1")
    does(acme, ann, changed(acme, held, name="Other"), Put(build(Purpose)))
    does(acme, ann, changed(acme, stored(acme, Kind.SYSTEM, "s2"), kind="database"))
    does(acme, who(acme, BO), Put(build(System, id="hush", organisation="beta", name="Hush")))
    page = page_of(dpo, "/o/acme/")
    lines = [text(one) for one in page.iterfind(".//aside//li")]
    assert "S2 Kind of system: Unknown → Database" in lines[0]
    assert "2 records 1 created, 1 changed" in lines[1]
    assert "30 systems Created together All of them" in lines[2]
    assert len(lines) == 5
    assert "Hush" not in text(page)


@pytest.mark.parametrize("act", ["retired", "restored", "deleted", "created", "changed"])
def test_each_kind_of_change_is_undone(acme: Site, dpo: FlaskClient, act: str) -> None:
    ann, key = who(acme, ANN), (Kind.SYSTEM, "crm")
    if act == "restored":
        does(acme, ann, changed(acme, stored(acme, *key), retired=True))
    before = stored(acme, *key) if act != "created" else None
    batch = does(
        acme,
        ann,
        {
            "retired": lambda: changed(acme, before, retired=True),
            "restored": lambda: changed(acme, before, retired=False),
            "deleted": lambda: deleted(acme, *key),
            "created": lambda: Put(build(System, id="s9", name="New")),
            "changed": lambda: changed(acme, before, note="A note", kind="database"),
        }[act](),
    )
    assert dpo.get(f"{JOURNAL}/{batch}/undo").status_code == 200
    assert dpo.post(f"{JOURNAL}/{batch}/undo").status_code == 303
    assert stored(acme, Kind.SYSTEM, "s9" if act == "created" else "crm") == before
    # What was undone can be done again, in the same way.
    assert dpo.post(f"{JOURNAL}/{batch + 1}/undo").status_code == 303
    assert dpo.post(f"{JOURNAL}/{batch}/undo").status_code == 409


def test_what_others_need_is_not_undone_nor_named(acme: Site, dpo: FlaskClient) -> None:
    batch = does(acme, who(acme, ANN), Put(build(Purpose)))
    used = build(
        Activity, id="b9-hush", organisation="beta", name="Hush", purposes=[{"purpose": "billing"}]
    )
    does(acme, who(acme, BO), Put(used))
    # A record of ours keeps it in sight.
    held = stored(acme, Kind.ACTIVITY, "a1")
    ours = build(Activity, purposes=[{"purpose": "billing"}])
    does(acme, who(acme, ANN), changed(acme, held, purposes=ours.purposes))
    for told in (said(dpo, f"{JOURNAL}/{batch}/undo"), dpo.post(f"{JOURNAL}/{batch}/undo").text):
        assert "something of another organisation refers to it" in told
        assert "the processing activity “Billing customers” refers to it" in told
        assert "Hush" not in told
        assert "b9-hush" not in told
    assert stored(acme, Kind.PURPOSE, "billing") is not None


def test_sources_of_others_are_not_moved_by_undoing(acme: Site, dpo: FlaskClient) -> None:
    does(acme, who(acme, BO), Put(build(Document, id="hush", organisation="beta", name="Hush")))
    source = build(Party, provenance=[{"field": "name", "document": "hush"}]).provenance
    does(acme, who(acme, ANN), Put(build(Party)), Put(build(Engagement, party="vendor")))
    theirs = does(
        acme, who(acme, BO), changed(acme, stored(acme, Kind.PARTY, "vendor"), provenance=source)
    )
    assert "what this organisation does not see" in said(dpo, f"{JOURNAL}/{theirs}/undo")
    assert dpo.post(f"{JOURNAL}/{theirs}/undo").status_code == 409
    ours = does(
        acme, who(acme, ANN), changed(acme, stored(acme, Kind.PARTY, "vendor"), country="FR")
    )
    asked = said(dpo, f"{JOURNAL}/{ours}/undo")
    assert "France" in asked
    assert "Hush" not in asked
    assert "hush" not in asked
    assert dpo.post(f"{JOURNAL}/{ours}/undo").status_code == 303
    back = stored(acme, Kind.PARTY, "vendor")
    assert (back.country, back.provenance) == (None, source)


def test_what_changes_while_one_looks_is_not_undone(
    acme: Site, dpo: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, crm = who(acme, ANN), stored(acme, Kind.SYSTEM, "crm")
    batch = does(acme, ann, changed(acme, crm, name="Wrong"))

    def late(*given: Any) -> Any:
        again = changed(acme, stored(acme, Kind.SYSTEM, "crm"), name="Meanwhile")
        with Session(application.db.engine) as other:
            assert isinstance(apply(other, ann, [again], None, acme.now), Applied)
        return apply(*given)

    monkeypatch.setattr("ropa.web.undoing.apply", late)
    answer = dpo.post(f"{JOURNAL}/{batch}/undo")
    assert answer.status_code == 409
    assert "The register changed meanwhile" in text(parse(answer.text))
    assert stored(acme, Kind.SYSTEM, "crm").name == "Meanwhile"


def test_only_whose_batch_it_is_may_undo_it(acme: Site) -> None:
    batch = does(acme, who(acme, ANN), Put(build(System, id="s9")))
    person(acme, "ed@a.example", ("acme", UserRole.EDITOR))
    person(acme, "ria@a.example", ("acme", UserRole.READER))
    for email, code in ((BO, 404), ("ria@a.example", 403), ("ed@a.example", 403)):
        client = signed_in(acme, email)
        assert client.get(f"{JOURNAL}/{batch}/undo").status_code == code, email
        assert client.post(f"{JOURNAL}/{batch}/undo").status_code == code, email
        if code == 403:
            assert "Undo" not in said(client)
    assert signed_in(acme, BO).post(f"/o/beta/journal/{batch}/undo").status_code == 404
    out = acme.app.test_client().post(f"{JOURNAL}/{batch}/undo")
    assert (out.status_code, "/sign-in" in out.location) == (303, True)
    assert stored(acme, Kind.SYSTEM, "s9") is not None


def test_a_batch_there_is_none_of_is_not_there(acme: Site, dpo: FlaskClient) -> None:
    accounts = register_of(acme).moment.sequence  # Bo's role
    for batch in ("0", "999", "9" * 30, str(accounts)):
        assert dpo.get(f"{JOURNAL}/{batch}/undo").status_code == 404, batch


def test_the_past_is_not_undone_from(acme: Site, dpo: FlaskClient) -> None:
    batch = does(acme, who(acme, ANN), Put(build(System, id="s9")))
    does(acme, who(acme, ANN), Put(build(Purpose)))
    address = f"{JOURNAL}/{batch}/undo?as_of={batch}"
    assert (dpo.get(address).status_code, dpo.post(address).status_code) == (403, 403)


def test_a_batch_of_very_many_is_undone_and_told_in_part(acme: Site, dpo: FlaskClient) -> None:
    many = [Put(build(System, id=f"s{n}", name=f"S{n}")) for n in range(1_200)]
    batch = does(acme, who(acme, ANN), *many)
    asked = said(dpo, f"{JOURNAL}/{batch}/undo")
    assert "What becomes of 1200 records" in asked
    assert "1100 more records are put back likewise" in asked
    assert dpo.post(f"{JOURNAL}/{batch}/undo").status_code == 303
    assert stored(acme, Kind.SYSTEM, "s7") is None
    assert stored(acme, Kind.SYSTEM, "crm") is not None


def test_none_and_unknown_are_told_apart_where_lines_come_and_go(
    acme: Site, dpo: FlaskClient
) -> None:
    ann = who(acme, ANN)
    does(acme, ann, Put(build(Purpose)))
    used = build(Activity, purposes=[{"purpose": "billing"}]).purposes
    for purposes, wanted in (
        ((), "Purposes and lawful bases Was: Unknown Is now: None"),
        (used, "Purposes and lawful bases Was: None Is now: Billing"),
        ((), "Purposes and lawful bases Was: Billing Is now: None"),
        (None, "Purposes and lawful bases Was: None Is now: Unknown"),
    ):
        held = stored(acme, Kind.ACTIVITY, "a1")
        batch = does(acme, ann, changed(acme, held, purposes=purposes))
        assert wanted in said(dpo, f"{JOURNAL}?batch={batch}"), wanted
    sourced = build(Activity, provenance=[{"field": "name", "place": "§1"}])
    held = stored(acme, Kind.ACTIVITY, "a1")
    batch = does(acme, ann, changed(acme, held, provenance=sourced.provenance))
    assert "Source of the answers Is now: Name, §1" in said(dpo, f"{JOURNAL}?batch={batch}")
