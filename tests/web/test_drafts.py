"""Nothing that is typed is lost: a draft for each person and record."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy.orm import Session

from ropa import app as application
from ropa.core.change import Delete, Put
from ropa.records.activity import Activity
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.organisation import Organisation
from ropa.records.system import System
from ropa.records.user import User
from ropa.store import drafts
from ropa.store.apply import apply
from ropa.store.drafts import Draft, Slot
from ropa.store.engine import open_engine
from ropa.vocabulary import Kind
from ropa.web.forms.posted import Posted
from ropa.web.records.envelope import fresh, sealed
from tests.build import build
from tests.store.batches import START, applied
from tests.web.browsing import changed, encoded
from tests.web.conftest import MONDAY, Site
from tests.web.editing import Editor, prepared, register_of, stored
from tests.web.reading import parse, text
from tests.web.signing import PASSWORD

EDIT = "/o/acme/systems/crm/edit"
NEW = "/o/acme/systems/new"
HOSTILE = "<b>'\"\u202e \N{GRINNING FACE} {{7*7}}"


@pytest.fixture
def acme(site: Site) -> Site:
    return prepared(site, build(System))


@pytest.fixture
def editor(acme: Site) -> Editor:
    return Editor(acme)


def offers(editor: Editor) -> list[str]:
    return [text(e) for e in editor.page.iterfind(".//div[@class='offer']/p")]


def go_on(editor: Editor) -> None:
    link = editor.page.find(".//div[@class='offer']/a")
    assert link is not None
    editor.open(link.attrib["href"])


# ---- in the store ------------------------------------------------------------------------------


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = open_engine(database_url)
    with Session(engine) as session:
        applied(apply(session, "x", [Put(build(Organisation)), Put(build(User))], None, START))
        yield session
    engine.dispose()


def draft(text: str, record: str = "crm", user: str = "u1") -> Draft:
    return Draft(Slot(user, "acme", Kind.SYSTEM, record), 3, text, MONDAY)


def test_there_is_one_draft_for_each_person_and_record(session: Session) -> None:
    assert drafts.keep(session, draft("one"))
    assert drafts.keep(session, draft("two"))
    assert drafts.keep(session, draft("other", record="erp"))
    found = drafts.find(session, draft("").slot)
    assert found is not None
    assert (found.data, found.base, found.saved_at) == ("two", 3, MONDAY)


def test_a_forgotten_draft_goes_when_its_user_keeps_another(session: Session) -> None:
    long_ago, other = draft("long ago"), draft("new", record="erp")
    drafts.keep(session, long_ago)
    now = MONDAY + datetime.timedelta(days=90)
    drafts.keep(session, replace(other, saved_at=now))
    assert drafts.find(session, long_ago.slot) is not None
    drafts.keep(session, replace(other, saved_at=now + datetime.timedelta(seconds=1)))
    assert drafts.find(session, long_ago.slot) is None
    assert drafts.find(session, other.slot) is not None


def test_a_draft_for_nobody_is_not_kept(session: Session) -> None:
    assert not drafts.keep(session, draft("x", user="nobody"))
    assert drafts.find(session, draft("x", user="nobody").slot) is None


def test_drafts_of_new_records_are_found_the_last_first(session: Session) -> None:
    later = MONDAY + datetime.timedelta(hours=1)
    for record, at in (("new_a", MONDAY), ("new_b", later), ("crm", later), ("newer", later)):
        slot = Slot("u1", "acme", Kind.SYSTEM, record)
        drafts.keep(session, Draft(slot, None, record, at))
    found = drafts.begun(session, "u1", "acme", Kind.SYSTEM)
    assert [one.slot.record for one in found] == ["new_b", "new_a"]


def test_drafts_go_one_by_one_with_their_record_and_with_their_person(session: Session) -> None:
    for record in ("a", "b", "c"):
        drafts.keep(session, draft("x", record=record))
    drafts.discard(session, draft("", record="a").slot)
    drafts.discard_all(session, Kind.SYSTEM, "b")
    left = [r for r in "abc" if drafts.find(session, draft("", record=r).slot)]
    assert left == ["c"]
    applied(apply(session, "x", [Delete(Kind.USER, "u1", 2)], None, START))
    assert drafts.find(session, draft("", record="c").slot) is None


@pytest.mark.parametrize("typed", ["\x00", "\x07", HOSTILE])
def test_a_draft_holds_any_text(session: Session, typed: str) -> None:
    posted = Posted.of([("f-name", typed), ("f-name", "two"), ("other", "left out")])
    drafts.keep(session, draft(posted.to_json()))
    found = drafts.find(session, draft("").slot)
    assert found is not None
    assert Posted.from_json(found.data) == posted
    assert json.loads(found.data) == {"f-name": [typed, "two"]}


# ---- on the pages ------------------------------------------------------------------------------


def test_a_form_shown_again_keeps_a_draft_that_the_next_visit_offers(editor: Editor) -> None:
    editor.open(EDIT)
    editor.press("more f-sources", f_name=HOSTILE, reason="because", f_engagement__add="AW")
    assert "Draft kept at 09:30" in text(editor.page)
    editor.site.later(minutes=42)
    assert dict(Editor(editor.site).open_pairs(EDIT))["f-name"] == "CRM"
    editor.open(EDIT)
    assert offers(editor) == ["You have a draft from 09:30, not saved yet."]
    go_on(editor)
    shown = dict(editor.pairs)
    assert (shown["f-name"], shown["reason"]) == (HOSTILE, "because")
    assert shown["f-engagement.add"] == "AW"


def test_a_draft_of_another_day_says_which(editor: Editor) -> None:
    editor.open(EDIT)
    editor.press("more f-x")
    editor.site.later(hours=11)
    editor.open(EDIT)
    editor.site.later(hours=11)
    editor.open(EDIT)
    assert offers(editor) == ["You have a draft from 23 November 2026, 09:30, not saved yet."]


def test_an_error_and_a_conflict_keep_a_draft(editor: Editor) -> None:
    editor.open(EDIT)
    assert editor.press(f_name="").status_code == 422
    editor.open(EDIT)
    assert len(offers(editor)) == 1
    editor.site.put(build(System, name="Other"))
    editor.open(EDIT)
    go_on(editor)
    assert editor.press(f_name="Mine").status_code == 409
    editor.open(EDIT)
    go_on(editor)
    assert dict(editor.pairs)["f-name"] == "Mine"
    assert editor.press().status_code == 409, "a draft keeps the base it began from"


def test_a_draft_goes_when_it_is_saved_and_when_it_is_discarded(editor: Editor) -> None:
    editor.open(EDIT)
    editor.press("more f-x", f_name="Draft")
    editor.saves()
    editor.open(EDIT)
    assert offers(editor) == []
    editor.press("more f-x", f_name="Draft 2")
    editor.open(EDIT)
    discard = editor.page.find(".//div[@class='offer']/form")
    assert discard is not None
    assert editor.client.post(discard.attrib["action"]).status_code == 400
    token = {"csrf_token": dict(editor.pairs)["csrf_token"]}
    assert editor.client.post(discard.attrib["action"], data=token).status_code == 303
    editor.open(EDIT)
    assert offers(editor) == []


def test_each_new_record_has_a_draft_of_its_own(editor: Editor) -> None:
    for name in ("First", "Second"):
        editor.open(NEW)
        editor.press("more f-x", f_name=name)
        editor.site.later(minutes=1)
    editor.open(NEW)
    assert offers(editor) == [
        "You have a draft of “Second” from 09:31, not saved yet.",
        "You have a draft of “First” from 09:30, not saved yet.",
    ]
    go_on(editor)
    assert editor.saves() == "/o/acme/systems/second"
    editor.open(NEW)
    assert len(offers(editor)) == 1


def test_a_draft_is_nobody_elses(editor: Editor) -> None:
    editor.open(EDIT)
    editor.press("more f-x", f_name="Mine alone")
    other = Editor(editor.site, "al@a.example")
    other.open(EDIT)
    assert offers(other) == []
    other.open(f"{EDIT}?draft=crm")
    assert dict(other.pairs)["f-name"] == "CRM"


def test_the_script_keeps_a_draft_of_a_form_of_ours_alone(editor: Editor) -> None:
    editor.open(EDIT)
    form = editor.page.find(".//form[@id='form']")
    assert form is not None
    address = form.attrib["data-draft"]
    pairs = changed(editor.pairs, f_name="While typing")
    assert editor.client.post(address, data=encoded(pairs)).status_code == 204
    for seal in ("", "forged", dict(pairs)["seal"] + "x"):
        data = encoded(changed(pairs, f_name="Forged", seal=seal))
        assert editor.client.post(address, data=data).status_code == 400
    editor.open(EDIT)
    go_on(editor)
    assert dict(editor.pairs)["f-name"] == "While typing"
    assert stored(editor.site, Kind.SYSTEM, "crm").name == "CRM"


def test_a_cell_that_was_ticked_is_ticked_in_the_draft(editor: Editor) -> None:
    lines = [{"subjects": "customers"}, {"data": "contact"}]
    vocabulary = (build(DataSubjectCategory), build(DataCategory))
    editor.site.put(*vocabulary, build(Activity, data=lines))
    address = "/o/acme/activities/a1/edit"
    editor.open(address)
    pairs = changed(editor.pairs, f_data__cell=["0x0"])
    editor.client.post("/o/acme/activities/a1/draft", data=encoded(pairs))
    editor.open(f"{address}?draft=a1")
    assert ("f-data.cell", "0x0") in editor.pairs


def test_a_seal_ends_after_a_month(acme: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = Slot("u1", "acme", Kind.SYSTEM, "crm")
    now, a_day = TimestampSigner.get_timestamp, 24 * 60 * 60
    with acme.app.test_request_context():
        seal = fresh(slot, 3, "").seal.data
        for days, expected in ((29, ("u1", "acme", "system", "crm")), (31, None)):
            later = days * a_day
            monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda s, by=later: now(s) + by)
            assert sealed(seal) == expected


def test_what_is_posted_after_the_session_ended_waits_behind_the_sign_in(editor: Editor) -> None:
    editor.open(EDIT)
    editor.site.later(hours=13)
    answer = editor.press(f_name="Typed all day", reason="long")
    assert answer.status_code == 303
    assert answer.location == f"/sign-in?next={EDIT}"
    assert stored(editor.site, Kind.SYSTEM, "crm").name == "CRM"
    editor.site.app.config["WTF_CSRF_ENABLED"] = False
    signed = editor.client.post(
        answer.location, data={"email": "ed@a.example", "password": PASSWORD}
    )
    editor.site.app.config["WTF_CSRF_ENABLED"] = True
    assert signed.location == EDIT
    editor.open(signed.location)
    assert len(offers(editor)) == 1
    go_on(editor)
    shown = dict(editor.pairs)
    assert (shown["f-name"], shown["reason"]) == ("Typed all day", "long")
    editor.saves()
    assert stored(editor.site, Kind.SYSTEM, "crm").name == "Typed all day"


def test_a_new_record_typed_after_the_session_ended_waits_too(editor: Editor) -> None:
    editor.open(NEW)
    editor.site.later(hours=13)
    assert editor.press(f_name="Typed all day").status_code == 303
    again = Editor(editor.site)
    again.open(NEW)
    assert offers(again) == ["You have a draft of “Typed all day” from 22:30, not saved yet."]


def test_what_is_posted_by_a_stranger_is_not_kept(editor: Editor) -> None:
    editor.open(EDIT)
    pairs = changed(editor.pairs, f_name="Forged")
    stranger: FlaskClient = editor.site.app.test_client()
    for seal in ("", "forged", "W10.x.y"):
        stranger.post(EDIT, data=encoded(changed(pairs, seal=seal)))
    editor.open(EDIT)
    assert offers(editor) == []


def test_a_draft_goes_with_its_record(editor: Editor) -> None:
    editor.open(EDIT)
    editor.press("more f-x", f_name="Draft")
    editor.open("/o/acme/systems/crm/delete")
    editor.saves()
    with editor.site.app.app_context():
        session = application.db.session()
        assert not session.execute(drafts.DRAFT.select()).all()
    assert not register_of(editor.site).systems


def test_a_draft_that_cannot_be_read_is_an_empty_form(editor: Editor) -> None:
    editor.open(EDIT)
    editor.press("more f-x", f_name="Draft")
    with editor.site.app.app_context():
        session = application.db.session()
        session.execute(drafts.DRAFT.update().values(data="not JSON"))
        session.commit()
    page = parse(editor.client.get(f"{EDIT}?draft=crm").text)
    assert text(page.find(".//h1")) == "Edit CRM"
