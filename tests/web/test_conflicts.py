"""Two people change one record: both versions, field by field, and each can be chosen."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ropa.records.activity import Activity
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.purpose import Purpose
from ropa.records.system import System
from ropa.vocabulary import Kind
from tests.build import build
from tests.web.browsing import changed
from tests.web.conftest import Site
from tests.web.editing import Editor, prepared, register_of, stored
from tests.web.reading import tables, text

CRM = build(System, kind="database", description="Old", provenance=[{"field": "kind"}])
LINES = build(
    Activity,
    purposes=[{"purpose": "billing", "bases": ["contract"]}],
    data=[{"data": "contact", "subjects": "customers", "source": "the web"}],
    systems=["crm"],
    owner="p1",
)


@pytest.fixture
def acme(site: Site) -> Site:
    shared = (build(Purpose), build(DataCategory), build(DataSubjectCategory))
    return prepared(site, CRM, *shared, build(Person, name="Jo"), LINES)


@pytest.fixture
def mine(acme: Site) -> Editor:
    return Editor(acme)


@pytest.fixture
def theirs(acme: Site) -> Editor:
    return Editor(acme, "al@a.example")


def both_change(
    mine: Editor, theirs: Editor, address: str, my: dict[str, Any], their: dict[str, Any]
) -> None:
    """Let two people open one form, and both save."""
    mine.open(f"{address}/edit")
    theirs.open(f"{address}/edit")
    theirs.saves(**their)
    assert mine.press(**my).status_code == 409


def rows(editor: Editor) -> dict[str, dict[str, str]]:
    return {row["Field"]: row for row in tables(editor.page)["The fields that differ"]}


def crm(site: Site) -> Any:
    return stored(site, Kind.SYSTEM, "crm")


def test_both_versions_stand_beside_what_they_began_from(mine: Editor, theirs: Editor) -> None:
    their, my = {"f_description": "Theirs", "f_kind": "backup"}, {"f_description": "Mine"}
    both_change(mine, theirs, "/o/acme/systems/crm", my, their)
    assert text(mine.page.find(".//title")).startswith("Error: ")
    assert "Al So saved this record" in text(mine.page)
    found = rows(mine)
    assert list(found) == ["Kind of system", "Description both changed", "Source of the answers"]
    row = found["Description both changed"]
    assert row["You began from"] == "Old"
    assert row["Saved by Al So"] == "Description, Saved: Theirs"
    assert row["Yours"] == "Description, Yours: Mine"
    assert crm(mine.site).description == "Theirs"


def test_what_only_one_changed_is_chosen_already(mine: Editor, theirs: Editor) -> None:
    their, my = {"f_kind": "backup"}, {"f_description": "Mine"}
    both_change(mine, theirs, "/o/acme/systems/crm", my, their)
    chosen = {name: value for name, value in mine.pairs if name.startswith("c-")}
    assert chosen == {"c-kind": "saved", "c-description": "yours", "c-provenance": "saved"}
    assert mine.saves("settle", reason="both") == "/o/acme/systems/crm"
    assert (crm(mine.site).kind, crm(mine.site).description) == ("backup", "Mine")


@pytest.mark.parametrize(("choice", "kept"), [("saved", "Theirs"), ("yours", "Mine")])
def test_either_answer_can_be_chosen(mine: Editor, theirs: Editor, choice: str, kept: str) -> None:
    both_change(
        mine, theirs, "/o/acme/systems/crm", {"f_description": "Mine"}, {"f_description": "Theirs"}
    )
    mine.saves("settle", **{"c-description": choice})
    assert crm(mine.site).description == kept


def test_what_is_chosen_is_stored_on_top_of_what_was_saved(mine: Editor, theirs: Editor) -> None:
    both_change(
        mine, theirs, "/o/acme/systems/crm", {"f_description": "Mine"}, {"f_name": "CRM of Al"}
    )
    mine.saves("settle")
    assert (crm(mine.site).name, crm(mine.site).description) == ("CRM of Al", "Mine")
    assert [source.field for source in crm(mine.site).provenance] == ["kind"]


def test_a_third_change_is_a_conflict_again(mine: Editor, theirs: Editor) -> None:
    both_change(
        mine, theirs, "/o/acme/systems/crm", {"f_description": "Mine"}, {"f_description": "Theirs"}
    )
    theirs.open("/o/acme/systems/crm/edit")
    theirs.saves(f_description="Theirs again", f_name="CRM 3")
    assert mine.press("settle").status_code == 409
    assert "Theirs again" in rows(mine)["Description both changed"]["Saved by Al So"]
    mine.saves("settle")
    assert (crm(mine.site).name, crm(mine.site).description) == ("CRM 3", "Mine")


def test_lines_and_cells_are_merged_field_by_field(mine: Editor, theirs: Editor) -> None:
    my = {"f_data-0-source": "the phone", "f_name": "Mine"}
    their = {"f_purposes-0-condition": "as agreed", "f_systems__state": "unknown"}
    both_change(mine, theirs, "/o/acme/activities/a1", my, their)
    found = rows(mine)
    assert "Condition: as agreed" in found["Purposes and lawful bases"]["Saved by Al So"]
    assert "Source: the phone" in found["People and personal data"]["Yours"]
    assert found["Systems"]["Saved by Al So"].endswith("Unknown")
    mine.saves("settle")
    merged = stored(mine.site, Kind.ACTIVITY, "a1")
    assert merged.purposes[0].condition == "as agreed"
    assert merged.purposes[0].bases == ("contract",)
    assert merged.data[0].source == "the phone"
    assert (merged.name, merged.systems) == ("Mine", None)


def test_a_line_that_only_one_has_is_said_on_every_side(mine: Editor, theirs: Editor) -> None:
    my = {"f_data__cell": ["0x0", "1x0"], "f_purposes__state": "none"}
    both_change(mine, theirs, "/o/acme/activities/a1", my, {"f_data-0-source": "the phone"})
    row = rows(mine)["People and personal data both changed"]
    known, other = "Customers, Contact data (Source: the {})", "Customers, personal data unknown"
    assert row["You began from"] == f"{known.format('web')} Without {other}"
    assert row["Saved by Al So"].endswith(f"{known.format('phone')} Without {other}")
    assert row["Yours"].endswith(f"{known.format('web')} {other}")
    purposes = rows(mine)["Purposes and lawful bases"]
    assert purposes["You began from"] == "Billing (Lawful bases: Contract)"
    assert purposes["Yours"].endswith(": None")


def test_two_people_who_say_the_same_are_not_asked(mine: Editor, theirs: Editor) -> None:
    mine.open("/o/acme/systems/crm/edit")
    theirs.open("/o/acme/systems/crm/edit")
    theirs.saves(f_description="Same")
    assert mine.saves(f_description="Same") == "/o/acme/systems/crm"


def test_nothing_of_mine_is_lost_when_the_merge_is_refused(mine: Editor, theirs: Editor) -> None:
    both_change(mine, theirs, "/o/acme/activities/a1", {"f_name": "Mine"}, {"f_name": "Theirs"})
    mine.press("settle", **{"c-name": "yours"}, reason="x" * 501)
    assert mine.answer is not None
    assert mine.answer.status_code == 422
    assert dict(mine.pairs)["f-name"] == "Mine"
    mine.saves(reason="short")
    assert stored(mine.site, Kind.ACTIVITY, "a1").name == "Mine"


def test_a_record_deleted_meanwhile_can_be_made_anew(mine: Editor) -> None:
    mine.open("/o/acme/systems/crm/edit")
    mine.site.put(msgspec.structs.replace(LINES, systems=None))
    mine.site.delete((Kind.SYSTEM, "crm"))
    assert mine.press(f_description="Mine").status_code == 409
    assert "deleted this record" in text(mine.page)
    assert dict(mine.pairs)["f-description"] == "Mine"
    mine.saves()
    assert crm(mine.site).description == "Mine"


def test_what_was_deleted_is_not_made_anew_by_who_never_had_it_open(mine: Editor) -> None:
    mine.open("/o/acme/activities/a1/edit")
    mine.site.put(msgspec.structs.replace(LINES, systems=None))
    mine.site.delete((Kind.SYSTEM, "crm"))
    pairs = dict(changed(mine.pairs, base=""))
    assert mine.client.post("/o/acme/systems/crm/edit", data=pairs).status_code == 404


def test_the_name_of_a_person_survives_a_conflict(mine: Editor, theirs: Editor) -> None:
    both_change(
        mine, theirs, "/o/acme/people/p1", {"f_name": "Jo Rae"}, {"f_job_title": "Engineer"}
    )
    found = rows(mine)
    assert found["Name both changed"]["Saved by Al So"] == "Name, Saved: Jo"
    assert found["Name both changed"]["You began from"] == "Not known"
    assert found["Job title both changed"]["Saved by Al So"] == "Job title, Saved: Engineer"
    mine.saves("settle", **{"c-name": "yours", "c-job_title": "saved"})
    person = stored(mine.site, Kind.PERSON, "p1")
    assert (person.name, person.job_title) == ("Jo Rae", "Engineer")


def test_sources_of_another_organisation_are_not_shown_in_a_conflict(
    mine: Editor, theirs: Editor
) -> None:
    secret = build(Document, id="secret", name="Audit of Beta", organisation="beta")
    category = build(
        DataCategory, elements=["name"], provenance=[{"field": "elements", "document": "secret"}]
    )
    mine.site.put(secret, category)
    my = {"f_description": "Mine", "f_elements__state": "unknown"}
    both_change(mine, theirs, "/o/acme/data-categories/contact", my, {"f_description": "Theirs"})
    assert mine.answer is not None
    assert "secret" not in mine.answer.text
    mine.saves("settle", **{"c-elements": "saved"})
    kept = stored(mine.site, Kind.DATA_CATEGORY, "contact")
    assert (kept.description, kept.elements, len(kept.provenance)) == ("Mine", ("name",), 1)


def test_hostile_texts_are_shown_as_texts(mine: Editor, theirs: Editor) -> None:
    hostile = "<script>alert(1)</script>{{7*7}}\"'"
    their, my = {"f_description": f"Theirs {hostile}"}, {"f_description": f"Mine {hostile}"}
    both_change(mine, theirs, "/o/acme/systems/crm", my, their)
    assert mine.answer is not None
    assert "<script>alert" not in mine.answer.text
    mine.saves("settle")
    assert crm(mine.site).description == f"Mine {hostile}"


def test_one_name_for_two_new_records_at_once_is_not_a_loss(mine: Editor) -> None:
    mine.open("/o/acme/parties/new")
    mine.site.put(build(Party, id="sentry", name="Sentry"))
    assert mine.saves(f_name="Sentry") == "/o/acme/parties/sentry-2"
    assert len(register_of(mine.site).parties) == 2
