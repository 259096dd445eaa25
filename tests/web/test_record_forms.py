"""Making, changing, retiring and deleting records through their forms."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.spec import REGISTER
from ropa.vocabulary import Kind
from tests.build import DEFAULTS, build
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

NEW = "/o/acme/{}/new"
MORE: dict[type[Record], dict[str, str]] = {
    AdequacyConfirmation: {"f_party__add": "Vendor", "f_adequacy": "uk-us"},
    Flow: {"f_from_source": "the web", "f_to_system": "crm"},
}


@pytest.fixture
def acme(site: Site) -> Site:
    return furnished(site)


@pytest.fixture
def editor(acme: Site) -> Editor:
    return Editor(acme)


def title(editor: Editor) -> str:
    return text(editor.page.find(".//title"))


# ---- making ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", [cls for cls in REGISTER if cls is not Organisation])
def test_a_record_of_every_kind_can_be_made(editor: Editor, cls: type[Record]) -> None:
    editor.open(NEW.format(cls.KIND.plural))
    assert title(editor).startswith("New ")
    named = {} if cls is AdequacyConfirmation else {"f_name": "Something new"}
    kept = editor.saves(**named, **MORE.get(cls, {}), f_id="made")
    assert kept == f"/o/acme/{cls.KIND.plural}/made"
    record = stored(editor.site, cls.KIND, "made")
    assert getattr(record, "name", None) == named.get("f_name")
    assert getattr(record, "organisation", "acme") in ("acme", None)


@pytest.mark.parametrize("cls", REGISTER)
def test_a_record_of_every_kind_stays_as_it_is_where_nothing_is_changed(
    editor: Editor, cls: type[Record]
) -> None:
    if cls is Document:  # shared, and reached by nothing
        editor.site.put(
            build(Organisation, statements=[{"topic": "sale", "words": "no", "document": "notice"}])
        )
    id = str(DEFAULTS[cls]["id"])
    before = stored(editor.site, cls.KIND, id)
    sequence = register_of(editor.site).stamps[cls.KIND, id].sequence
    editor.open(f"{record_of(cls.KIND, id)}/edit")
    assert editor.saves() == record_of(cls.KIND, id)
    assert stored(editor.site, cls.KIND, id) == before
    if cls is not Person:  # what identifies a person is compared in no journal
        assert register_of(editor.site).stamps[cls.KIND, id].sequence == sequence


def record_of(kind: Kind, id: str) -> str:
    return f"/o/acme/{kind.plural}/{id}"


def test_an_id_is_made_from_the_name_and_is_unique(editor: Editor) -> None:
    for expected in ("crm-2", "crm-3"):
        editor.open(NEW.format("systems"))
        assert editor.saves(f_name="CRM") == f"/o/acme/systems/{expected}"


def test_no_record_takes_the_address_of_the_form(editor: Editor) -> None:
    editor.open(NEW.format("systems"))
    assert editor.saves(f_name="New") == "/o/acme/systems/new-2"
    editor.open(NEW.format("systems"))
    assert editor.press(f_name="x", f_id="new").status_code == 422


def test_the_id_of_a_person_says_nothing_of_the_person(editor: Editor) -> None:
    editor.open(NEW.format("people"))
    assert editor.saves(f_name="Jane Doe") == "/o/acme/people/person"
    assert stored(editor.site, Kind.PERSON, "person").name == "Jane Doe"
    assert "Jane" not in (last_entry(editor.site, Kind.PERSON, "person").state or "")


def test_an_id_that_is_taken_or_no_id_is_refused_at_its_field(editor: Editor) -> None:
    editor.open(NEW.format("systems"))
    for typed in ("crm", "Not an id"):
        assert editor.press(f_name="Other", f_id=typed).status_code == 422
        assert editor.page.find(".//div[@class='errors']//a[@href='#f-id']") is not None


def test_an_id_cannot_be_changed_afterwards(editor: Editor) -> None:
    editor.open("/o/acme/systems/crm/edit")
    assert "f-id" not in dict(editor.pairs)
    assert editor.saves(f_id="other", f_name="Renamed") == "/o/acme/systems/crm"
    assert stored(editor.site, Kind.SYSTEM, "crm").name == "Renamed"


def test_an_organisation_is_not_made_inside_another(editor: Editor) -> None:
    assert editor.client.get(NEW.format("organisations")).status_code == 404
    for act in ("retire", "restore", "delete", "duplicate"):
        assert editor.client.get(f"/o/acme/organisations/acme/{act}").status_code == 404


def test_a_record_is_made_for_the_organisation_of_the_address(editor: Editor) -> None:
    editor.open(NEW.format("systems"))
    editor.saves(f_name="Mine", f_organisation="beta")
    assert stored(editor.site, Kind.SYSTEM, "mine").organisation == "acme"
    editor.open(NEW.format("documents"))
    assert editor.press(f_name="Theirs", f_organisation="beta").status_code == 422
    assert stored(editor.site, Kind.DOCUMENT, "theirs") is None
    editor.open(NEW.format("documents"))
    editor.saves(f_name="Ours", f_organisation="acme")
    assert stored(editor.site, Kind.DOCUMENT, "ours").organisation == "acme"


# ---- typing ------------------------------------------------------------------------------------


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(editor: Editor) -> None:
    hostile = "<script>alert(1)</script> {{7*7}} \"'"
    editor.open(NEW.format("activities"))
    answer = editor.press(f_name=hostile, f_review_by="31 November 2026", reason=hostile)
    assert answer.status_code == 422
    assert title(editor).startswith("Error: ")
    assert "Next review: “31 November 2026” is not a date: November has 30 days" in summary(editor)
    pairs = dict(editor.pairs)
    assert (pairs["f-name"], pairs["reason"]) == (hostile, hostile)
    assert pairs["f-review_by"] == "31 November 2026"
    assert "<script>alert" not in answer.text
    assert len(register_of(editor.site).activities) == 2


def test_a_contradiction_is_said_at_its_field(editor: Editor) -> None:
    editor.open("/o/acme/activities/a0/edit")
    answer = editor.press(f_start="2 February 2026", f_end="1 February 2026")
    assert answer.status_code == 422
    assert editor.page.find(".//div[@class='errors']//a[@href='#f-end']") is not None


def test_a_link_that_went_meanwhile_is_said_at_its_field(editor: Editor) -> None:
    editor.open("/o/acme/flows/f1/edit")
    editor.site.put(
        build(Flow, to_system=None, to_subjects="customers", from_subjects=None, from_source="x")
    )
    editor.open(NEW.format("flows"))
    editor.site.put(msgspec.structs.replace(SPONSOR, systems=None))
    editor.site.delete((Kind.SYSTEM, "crm"))
    answer = editor.press(f_name="New", f_from_source="x", f_to_system="crm")
    assert answer.status_code == 422
    assert "there is no system “crm”" in summary(editor)
    assert editor.page.find(".//div[@class='errors']//a[@href='#f-to_system']") is not None


def test_a_very_long_text_is_refused_in_words_and_not_lost(editor: Editor) -> None:
    editor.open("/o/acme/systems/crm/edit")
    long = "word " * 200_000
    assert editor.press(f_description=long).status_code == 422
    assert "at most 20,000 characters" in summary(editor)
    assert dict(editor.pairs)["f-description"] == long


def test_lines_are_added_filled_and_taken_away_without_script(editor: Editor) -> None:
    editor.open(NEW.format("activities"))
    editor.press("line f-purposes", f_name="Support")
    assert editor.answer is not None
    assert editor.answer.status_code == 200
    focused = [e for e in editor.page.iter() if "autofocus" in e.attrib]
    assert [e.attrib["id"] for e in focused] == ["f-purposes-0"]
    editor.press("line f-purposes", **{"f_purposes-0-purpose": "billing"})
    editor.press("drop f-purposes-0", **{"f_purposes-1-purpose__add": "Support"})
    assert dict(editor.pairs)["f-purposes-0-purpose.add"] == "Support"
    editor.press("add f-purposes-0-purpose")
    editor.press("cells f-data", f_data__state="recorded", f_data__cell=["0x0"])
    editor.saves(
        **{
            "f_data-0-source": "the people",
            "f_data-0-purposes__state": "recorded",
            "f_data-0-purposes": "+Support",
        }
    )
    made = stored(editor.site, Kind.ACTIVITY, "support")
    assert [line.purpose for line in made.purposes] == ["support"]
    [line] = made.data
    assert (line.data, line.subjects, line.source) == ("contact", "customers", "the people")
    assert line.purposes == ("support",)


def test_the_enter_key_saves_or_finds_what_was_typed(editor: Editor) -> None:
    editor.open("/o/acme/activities/a0/edit")
    first = next(e for e in editor.page.iter("button") if e.attrib.get("name") == "do")
    assert first.attrib["value"] == ""
    editor.press("", f_measures__add="Firewalls")
    assert editor.answer is not None
    assert editor.answer.status_code == 200
    assert ("f-measures", "+Firewalls") in editor.pairs
    assert editor.saves("") == "/o/acme/activities/a0"
    assert stored(editor.site, Kind.ACTIVITY, "a0").measures == ("firewalls", "tls")


def test_what_was_typed_to_be_found_is_never_dropped(editor: Editor) -> None:
    editor.open("/o/acme/activities/a0/edit")
    assert editor.press(f_engagements__add="Host").status_code == 422
    assert "“Host” is not chosen" in summary(editor)
    assert dict(editor.pairs)["f-engagements.add"] == "Host"
    assert editor.saves(f_engagements__add="hosting") == "/o/acme/activities/a0"


def test_what_a_form_names_anew_is_made_with_it_in_one_batch(editor: Editor) -> None:
    editor.open(NEW.format("engagements"))
    editor.press("add f-party", f_name="Errors", f_party__add="Sentry & Co")
    editor.press("add f-contracts", f_contracts__add="Agreement with Sentry")
    editor.saves(reason="new tool")
    made = stored(editor.site, Kind.ENGAGEMENT, "errors")
    assert (made.party, made.contracts) == ("sentry-co", ("agreement-with-sentry",))
    assert stored(editor.site, Kind.PARTY, "sentry-co").name == "Sentry & Co"
    document = stored(editor.site, Kind.DOCUMENT, "agreement-with-sentry")
    assert document.organisation == "acme"
    entries = [
        last_entry(editor.site, *key)
        for key in ((Kind.PARTY, "sentry-co"), (Kind.ENGAGEMENT, "errors"))
    ]
    assert len({entry.batch for entry in entries}) == 1
    assert {entry.reason for entry in entries} == {"new tool"}


def test_one_new_name_in_two_places_is_one_record(editor: Editor) -> None:
    editor.open("/o/acme/data-categories/contact/edit")
    editor.press("add f-retention", f_retention__add="Ten years")
    editor.saves()
    assert stored(editor.site, Kind.DATA_CATEGORY, "contact").retention == "ten-years"
    editor.open("/o/acme/activities/a0/edit")
    editor.saves(
        **{
            "f_data-0-retention": "+Five",
            "f_purposes-0-policy": "+Policy",
            "f_purposes-0-assessment": "+Policy",
        }
    )
    assert [id for id in register_of(editor.site).documents if "policy" in id] == ["policy"]


def test_a_name_too_long_for_a_new_record_is_refused(editor: Editor) -> None:
    editor.open("/o/acme/activities/a0/edit")
    assert editor.press(f_owner="+" + "x" * 501).status_code == 422
    assert "too long" in summary(editor)


# ---- what cannot be ----------------------------------------------------------------------------


def refused(editor: Editor, control: str, **values: Any) -> str:
    """Send a form that cannot be saved; give what its summary says of a control."""
    assert editor.press(**values).status_code == 422
    links = editor.page.iterfind(".//div[@class='errors']//a")
    return {link.attrib["href"]: text(link) for link in links}[f"#{control}"]


def test_a_time_zone_that_nobody_knows_is_refused(editor: Editor) -> None:
    for zone in ("Europe/Londn", "../../etc/passwd", "Mars"):
        editor.open("/o/acme/organisations/acme/edit")
        assert "is not a time zone" in refused(editor, "f-time_zone", f_time_zone=zone)
    editor.saves(f_time_zone="Europe/London")


def test_a_reference_is_given_once_in_an_organisation(editor: Editor) -> None:
    editor.site.put(build(Activity, reference="A-1"))
    editor.site.put(build(Activity, id="b1", organisation="beta", name="Theirs", reference="A-2"))
    editor.open("/o/acme/activities/new")
    assert "“A-1” is the reference of “Billing customers”" in refused(
        editor, "f-reference", f_name="Other", f_reference="A-1"
    )
    editor.saves(f_reference="A-2")
    editor.open("/o/acme/activities/a1/edit")
    editor.saves(f_name="Billing")


def test_a_new_person_has_a_name(editor: Editor) -> None:
    editor.open("/o/acme/people/new")
    assert "an answer is needed" in refused(editor, "f-name", f_job_title="Engineer")
    editor.saves(f_name="Jo")


def test_an_identifier_that_cannot_be_is_refused_in_words(editor: Editor) -> None:
    editor.open("/o/acme/systems/new")
    said = refused(editor, "f-id", f_name="Till", f_id="x" * 81)
    assert "expected at most 80 characters, found 81" in said
    assert "lower-case letters" in refused(editor, "f-id", f_id="The Till")


def test_what_another_answer_settles_is_not_asked(editor: Editor) -> None:
    editor.open("/o/acme/activities/new")
    editor.press("line f-purposes", f_role="controller", f_name="Selling")
    for role, behalf, bases in (
        ("controller", "Not asked here", "Unknown"),
        ("processor", "Unknown", "Not asked here"),
        ("", "Unknown", "Unknown"),
    ):
        editor.press("more f-x", f_role=role)
        for field, said in (("on_behalf_of", behalf), ("purposes-0-bases", bases)):
            held = editor.page.find(f".//fieldset[@id='f-{field}']//div[@class='tri']")
            assert text(held).endswith(said), (role, field)


def test_a_shared_record_says_that_it_is_shared(editor: Editor) -> None:
    editor.open("/o/acme/parties/new")
    assert "organisations of this catalogue share this record" in text(editor.page)
    editor.open("/o/acme/systems/new")
    assert "organisations of this catalogue share this record" not in text(editor.page)


# ---- reasons and sources -----------------------------------------------------------------------


def test_the_reason_stands_in_the_journal(editor: Editor) -> None:
    editor.open("/o/acme/systems/crm/edit")
    editor.saves(f_name="CRM 2", reason=" after the audit ")
    entry = last_entry(editor.site, Kind.SYSTEM, "crm")
    assert entry.reason == "after the audit"
    assert entry.actor.startswith("u-")
    editor.open("/o/acme/systems/crm/edit")
    editor.saves(f_name="CRM 3")
    assert last_entry(editor.site, Kind.SYSTEM, "crm").reason is None


def test_a_reason_that_cannot_be_kept_is_refused_with_everything_kept(editor: Editor) -> None:
    editor.open("/o/acme/systems/crm/edit")
    for reason in ("x" * 501, "a\x00b"):
        assert editor.press(f_name="CRM 2", reason=reason).status_code == 422
        assert editor.page.find(".//div[@class='errors']//a[@href='#reason']") is not None
        assert dict(editor.pairs)["f-name"] == "CRM 2"
        editor.open("/o/acme/systems/crm/edit")


def sources(site: Site, kind: Kind, id: str) -> list[str]:
    return [source.field for source in stored(site, kind, id).provenance]


def test_sources_stay_with_their_answers_and_go_with_them(editor: Editor) -> None:
    editor.site.put(SOURCED)
    editor.open("/o/acme/systems/crm/edit")
    editor.saves(note="Seen.")
    assert stored(editor.site, Kind.SYSTEM, "crm").provenance == SOURCED.provenance
    editor.open("/o/acme/systems/crm/edit")
    assert "Stated: Privacy notice §1" in text(editor.page.find(".//form[@id='form']"))
    editor.saves(f_kind="")
    assert sources(editor.site, Kind.SYSTEM, "crm") == ["name", "data_categories[contact]"]
    editor.open("/o/acme/systems/crm/edit")
    assert editor.press(f_data_categories=None).status_code == 422
    editor.saves(f_data_categories__state="none")
    assert sources(editor.site, Kind.SYSTEM, "crm") == ["name"]


def test_a_changed_answer_loses_its_source_unless_it_is_given_anew(editor: Editor) -> None:
    editor.site.put(SOURCED)
    editor.open("/o/acme/systems/crm/edit")
    address = editor.saves(f_name="Till")
    assert sources(editor.site, Kind.SYSTEM, "crm") == ["kind", "data_categories[contact]"]
    told = text(editor.open(address).find(".//main"))
    assert "Saved. As the answer changed, its source no longer stands for all of: Name." in told
    editor.open("/o/acme/systems/crm/edit")
    editor.press("line f-provenance")
    number = len(stored(editor.site, Kind.SYSTEM, "crm").provenance)
    new = {f"f_provenance-{number}-field": "name", f"f_provenance-{number}-place": "§2"}
    editor.saves(f_name="Till 2", **new)
    assert "name" in sources(editor.site, Kind.SYSTEM, "crm")


def test_a_source_of_no_answer_that_is_new_is_refused(editor: Editor) -> None:
    editor.open("/o/acme/systems/crm/edit")
    editor.press("line f-provenance")
    assert editor.press(**{"f_provenance-0-field": "kind"}).status_code == 422
    link = editor.page.find(".//div[@class='errors']//a")
    assert link is not None
    assert link.attrib["href"] == "#f-provenance-0-field"
    editor.saves(**{"f_provenance-0-field": "name", "f_provenance-0-place": "p. 3"})
    assert sources(editor.site, Kind.SYSTEM, "crm") == ["name"]


def test_sources_that_only_another_organisation_sees_are_kept_and_not_shown(
    editor: Editor,
) -> None:
    secret = build(Document, id="secret", name="Audit of Beta", organisation="beta")
    editor.site.put(
        secret,
        build(
            Party,
            legal_name="Vendor Inc",
            provenance=[
                {"field": "name", "document": "notice"},
                {"field": "legal_name", "document": "secret"},
            ],
        ),
    )
    editor.open("/o/acme/parties/vendor/edit")
    assert editor.answer is not None
    assert "secret" not in editor.answer.text
    assert "Audit" not in editor.answer.text
    editor.saves(f_note="Known.")
    assert sources(editor.site, Kind.PARTY, "vendor") == ["name", "legal_name"]
    editor.open("/o/acme/parties/vendor/edit")
    editor.saves(f_legal_name="")
    assert sources(editor.site, Kind.PARTY, "vendor") == ["name"]


def test_what_another_organisation_keeps_cannot_be_named(acme: Site) -> None:
    """Naming an id by hand would show what it belongs to, and let it be changed."""
    hidden = {"organisation": "beta", "party": "hush-party", "name": "Theirs"}
    acme.put(build(Party, id="hush-party", name="Hushed"), build(Person, id="hush-person"))
    acme.put(build(Engagement, id="hush", **hidden))
    acme.put(build(Activity, id="b1", organisation="beta", owner="hush-person"))
    editor = Editor(acme)
    editor.open("/o/acme/engagements/hosting/edit")
    answer = editor.press(f_party="hush-party")
    assert answer.status_code == 422
    assert "there is no party “hush-party”" in text(parse(answer.text))
    editor.open("/o/acme/activities/a1/edit")
    answer = editor.press(f_owner="hush-person")
    assert "there is no person “hush-person”" in text(parse(answer.text))
    editor.open("/o/acme/activities/a1/edit")
    answer = editor.press(f_engagements="hush", f_engagements__state="recorded")
    assert "there is no engagement “hush”" in text(parse(answer.text))
    assert stored(acme, Kind.ENGAGEMENT, "hosting").party == "vendor"
    assert editor.client.get("/o/acme/parties/hush-party").status_code == 404
