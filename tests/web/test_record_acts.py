"""Retiring, deleting and copying records, and who may."""

from __future__ import annotations

import msgspec
import pytest

from ropa.records.activity import Activity
from ropa.records.purpose import Purpose
from ropa.records.system import System
from ropa.vocabulary import Action, Kind
from tests.build import build
from tests.web.browsing import changed, encoded
from tests.web.conftest import Site
from tests.web.editing import (
    SOURCED,
    SPONSOR,
    Editor,
    furnished,
    last_entry,
    register_of,
    stored,
    summary,
)
from tests.web.reading import parse, text


@pytest.fixture
def acme(site: Site) -> Site:
    return furnished(site)


@pytest.fixture
def editor(acme: Site) -> Editor:
    return Editor(acme)


# ---- whole records -----------------------------------------------------------------------------


def test_a_record_is_retired_with_a_reason_and_restored(editor: Editor) -> None:
    for act, expected in (("retire", Action.RETIRED), ("restore", Action.RESTORED)):
        editor.open(f"/o/acme/people/p1/{act}")
        assert editor.saves(reason="moved on") == "/o/acme/people/p1"
        entry = last_entry(editor.site, Kind.PERSON, "p1")
        assert (entry.action, entry.reason) == (expected, "moved on")
        assert stored(editor.site, Kind.PERSON, "p1").retired is (act == "retire")
        assert stored(editor.site, Kind.PERSON, "p1").name == "Jo Rae"


def test_saving_a_retired_record_leaves_it_retired(editor: Editor) -> None:
    editor.open("/o/acme/systems/crm/retire")
    editor.saves()
    editor.open("/o/acme/systems/crm/edit")
    editor.saves(f_name="Old CRM")
    assert stored(editor.site, Kind.SYSTEM, "crm").retired


def test_a_record_to_which_nothing_refers_is_deleted(editor: Editor) -> None:
    editor.open("/o/acme/flows/f1/delete")
    assert editor.saves(reason="a mistake") == "/o/acme/flows"
    assert stored(editor.site, Kind.FLOW, "f1") is None
    assert last_entry(editor.site, Kind.FLOW, "f1").reason == "a mistake"
    assert editor.client.get("/o/acme/flows/f1/edit").status_code == 404


def test_deleting_is_refused_with_what_refers_to_the_record(editor: Editor) -> None:
    page = editor.open("/o/acme/systems/crm/delete")
    linked = [link.attrib["href"] for link in page.iterfind(".//ul[@class='referrers']//a")]
    assert sorted(linked) == ["/o/acme/activities/a0", "/o/acme/flows/f1"]
    assert "Of all" in text(page)
    assert editor.press().status_code == 422
    assert stored(editor.site, Kind.SYSTEM, "crm") is not None
    assert "cannot be deleted" in text(editor.page)


def test_deleting_does_not_say_what_of_another_organisation_refers(editor: Editor) -> None:
    editor.site.put(
        build(Purpose, id="secret-purpose", name="Both"),
        build(
            Activity,
            id="b1",
            name="Plans of Beta",
            organisation="beta",
            purposes=[{"purpose": "secret-purpose"}],
        ),
        msgspec.structs.replace(SPONSOR, purposes=()),
        msgspec.structs.replace(SPONSOR, id="a9", data=None, purposes=None),
    )
    editor.site.put(build(Activity, id="unseen-activity", purposes=[{"purpose": "secret-purpose"}]))
    editor.open("/o/acme/purposes/secret-purpose/delete")
    bo = Editor(editor.site, "bo@b.example")
    bo.open("/o/beta/purposes/secret-purpose/delete")
    answer = bo.press()
    assert answer.status_code == 422
    assert "Plans of Beta" in answer.text
    assert "unseen-activity" not in answer.text
    assert "Billing customers" not in answer.text


def test_a_copy_begins_with_the_same_answers_and_stores_nothing_by_itself(editor: Editor) -> None:
    editor.site.put(SOURCED)
    before = len(register_of(editor.site))
    editor.open("/o/acme/systems/crm/duplicate")
    assert len(register_of(editor.site)) == before
    assert dict(editor.pairs)["f-name"] == "Copy of CRM"
    assert editor.saves() == "/o/acme/systems/copy-of-crm"
    copy = stored(editor.site, Kind.SYSTEM, "copy-of-crm")
    assert (copy.kind, copy.data_categories, copy.provenance) == ("database", ("contact",), ())
    assert stored(editor.site, Kind.SYSTEM, "crm") == SOURCED


def test_an_act_on_a_record_that_changed_meanwhile_is_asked_again(editor: Editor) -> None:
    editor.open("/o/acme/flows/f1/delete")
    editor.site.put(msgspec.structs.replace(stored(editor.site, Kind.FLOW, "f1"), note="kept"))
    assert editor.press(reason="old").status_code == 409
    assert "changed this record" in text(editor.page)
    assert dict(editor.pairs)["reason"] == "old"
    assert editor.saves() == "/o/acme/flows"


# ---- who and where -----------------------------------------------------------------------------

GET = ("new", "a0/edit", "a0/duplicate", "a0/retire", "a0/restore", "a0/delete")
POST = ("new", "a0/edit", "a0/retire", "a0/restore", "a0/delete", "a0/draft", "a0/discard")
ALL = [("GET", path) for path in GET] + [("POST", path) for path in POST]


@pytest.mark.parametrize(("email", "expected"), [("ria@a.example", 403), ("bo@b.example", 404)])
def test_a_reader_and_another_organisation_are_kept_out(
    acme: Site, email: str, expected: int
) -> None:
    client = Editor(acme, email).client
    before = register_of(acme)
    found = {
        (method, path): client.open(f"/o/acme/activities/{path}", method=method).status_code
        for method, path in ALL
    }
    assert set(found.values()) == {expected}, found
    assert register_of(acme) == before


def test_somebody_signed_out_is_sent_to_sign_in(acme: Site) -> None:
    for method, path in ALL:
        answer = acme.client.open(f"/o/acme/activities/{path}", method=method)
        assert answer.status_code == 303
        assert answer.location.startswith("/sign-in")


def test_an_editor_may_retire_and_not_delete(acme: Site) -> None:
    client = Editor(acme, "al@a.example").client
    assert client.get("/o/acme/activities/a0/retire").status_code == 200
    assert client.get("/o/acme/activities/a0/delete").status_code == 403
    assert client.post("/o/acme/activities/a0/delete").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "activities/none/edit",
        "activities/none/retire",
        "activities/none/duplicate",
        "nonsense/new",
        "nonsense/a0/edit",
        "users/new/edit",
        "memberships/new",
        "systems/theirs/edit",
        "systems/theirs/delete",
    ],
)
def test_what_is_not_there_is_not_found(editor: Editor, path: str) -> None:
    editor.site.put(build(System, id="theirs", organisation="beta"))
    assert editor.client.get(f"/o/acme/{path}").status_code == 404


def test_the_past_cannot_be_changed(editor: Editor) -> None:
    assert editor.client.get("/o/acme/activities/a0/edit?as_of=3").status_code == 403


def test_a_form_without_its_token_is_shown_again_with_everything(editor: Editor) -> None:
    editor.open("/o/acme/systems/crm/edit")
    pairs = changed(editor.pairs, f_name="Typed for an hour", reason="why", csrf_token=None)
    answer = editor.send([*pairs, ("do", "save")])
    assert answer.status_code == 400
    assert "Nothing you typed is lost" in summary(editor)
    assert stored(editor.site, Kind.SYSTEM, "crm").name == "CRM"
    assert (dict(editor.pairs)["f-name"], dict(editor.pairs)["reason"]) == (
        "Typed for an hour",
        "why",
    )
    editor.saves()
    assert stored(editor.site, Kind.SYSTEM, "crm").name == "Typed for an hour"


def test_an_act_without_its_token_is_not_done(editor: Editor) -> None:
    editor.open("/o/acme/flows/f1/delete")
    answer = editor.send([("base", dict(editor.pairs)["base"])])
    assert answer.status_code == 400
    assert stored(editor.site, Kind.FLOW, "f1") is not None


@pytest.mark.parametrize("base", ["", "x", "-1", "9" * 30, "\u0663", "0"])
def test_a_base_that_is_none_saves_nothing(editor: Editor, base: str) -> None:
    editor.open("/o/acme/systems/crm/edit")
    assert editor.press(base=base, f_name="Forged").status_code == 409
    assert stored(editor.site, Kind.SYSTEM, "crm").name == "CRM"


def test_a_form_that_says_nothing_saves_nothing(editor: Editor) -> None:
    token = dict(changed([]))
    editor.open("/o/acme/systems/crm/edit")
    token = {"csrf_token": dict(editor.pairs)["csrf_token"]}
    answer = editor.client.post("/o/acme/systems/crm/edit", data=encoded(list(token.items())))
    assert answer.status_code == 422
    assert "Name: an answer is needed" in text(parse(answer.text))
