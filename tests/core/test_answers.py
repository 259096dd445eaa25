from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core import article30
from ropa.core.answers import State
from ropa.core.article30 import ITEMS, Status
from ropa.core.filters import Query
from ropa.core.gaps import gaps
from ropa.core.listing import number
from ropa.core.record_page import MOST_LINKS, FieldRow, RecordPage, Section, plans, record_page
from ropa.core.register import Register
from ropa.core.setting import Setting
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.references import references
from ropa.records.retention_rule import RetentionRule
from ropa.records.spec import CLASSES, REGISTER_KINDS
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind
from tests.build import activity, build, register
from tests.core.registers import DAY, any_register, reference

A = Kind.ACTIVITY


def page(made: Register, kind: Kind = A, id: str = "a1") -> RecordPage:
    found = record_page(made, kind, id, reference(), DAY)
    assert found is not None
    return found


def section(found: RecordPage, id: str) -> Section:
    (one,) = (section for section in found.sections if section.id == id)
    return one


def row(found: RecordPage, field: str) -> FieldRow:
    (one,) = (row for section in found.sections for row in section.rows if row.field == field)
    return one


def statuses(record: Record, *held: Record) -> dict[str, Status]:
    setting = Setting(register(record, *held), reference(), DAY)
    both = (
        *article30.known(record, setting.register),
        *article30.dated(record, setting.abroad),
    )
    return {item.id: status for item, status in both}


# ---- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", REGISTER_KINDS)
def test_every_field_stands_in_one_section(kind: Kind) -> None:
    shown = [name for plan in plans(kind) for name in plan.fields]
    assert sorted(shown) == sorted(set(CLASSES[kind].__struct_fields__) - {"provenance", "retired"})


@given(st.integers(min_value=0))
def test_a_page_shows_each_gap_once_and_links_both_ways(seed: int) -> None:
    made = any_register(Random(seed))
    for record in made:
        found = page(made, record.KIND, record.id)
        assert found.gaps == len(list(gaps(record))) == sum(s.gaps for s in found.sections)
        links = {
            (link.kind, link.id) for link in references(record) if "provenance" not in link.field
        }
        assert {link.key for group in found.links_out for link in group.links} == links
        linking = {(one.KIND, one.id) for one in made.referrers.get((record.KIND, record.id), ())}
        assert {link.key for group in found.links_in for link in group.links} == linking
        for group in found.links_in:
            if group.query is not None:
                assert number(made, group.query, DAY, reference()) == group.number


def test_there_is_no_page_of_what_is_not_there() -> None:
    assert record_page(register(), A, "a1", reference(), DAY) is None


def test_a_field_says_how_its_answer_stands() -> None:
    found = page(register(activity(role="controller", measures=[], automated_decisions="none")))
    states = {
        name: row(found, name).answer.state
        for name in ("role", "measures", "status", "start", "operations", "automated_decisions")
    }
    assert states == {
        "role": State.ANSWERED,
        "measures": State.NONE,
        "status": State.UNKNOWN,
        "start": State.OPTIONAL,
        "operations": State.NOT_ASKED,
        "automated_decisions": State.NONE,
    }
    assert row(found, "operations").note == "Not asked in the role of controller"
    about = row(found, "on_behalf_of")
    assert (about.label, about.clause) == ("On behalf of", "Art 30(2)(a)")
    assert about.help.startswith("The controllers")


def test_sources_stand_beside_what_they_are_of() -> None:
    notice = build(Document)
    made = register(
        notice,
        activity(
            systems=["crm"],
            purposes=[{"purpose": "billing", "bases": ["contract"]}],
            provenance=[
                {"field": "name", "document": "notice", "place": "§3"},
                {"field": "systems[crm]", "standing": "inferred"},
                {"field": "purposes[billing].bases", "document": "notice", "place": "§4"},
                {"field": "purposes[billing]", "document": "gone"},
            ],
        ),
    )
    found = page(made)
    (source,) = row(found, "name").answer.sources
    assert (source.document, source.title, source.place) == (
        (Kind.DOCUMENT, "notice"),
        "Privacy notice",
        "§3",
    )
    assert row(found, "systems").answer.parts[0].inferred
    (table,) = section(found, "purposes").tables
    (line,) = table.rows
    assert [one.title for one in line.sources] == ["gone"]
    bases = line.cells[[head.field for head in table.heads].index("bases")]
    assert [one.place for one in bases.sources] == ["§4"]
    assert bases.parts[0].detail == "Art 6(1)(b)"
    assert (found.stated, found.inferred) == (3, 1)
    told = [(one.label, one.item, one.source.title) for one in found.sources]
    assert told[0] == ("Name", "", "Privacy notice")
    assert ("Purposes and lawful bases", "billing: lawful bases", "Privacy notice") in told
    assert {title for _, _, title in told} == {"Privacy notice", "gone", ""}
    assert [group.label for group in found.links_out] == [
        "Organisation",
        "Purposes and lawful bases: Purpose",
        "Systems",
    ]
    (group,) = page(made, Kind.DOCUMENT, "notice").links_in
    assert (group.label, group.kind, group.query) == ("Source of the answers", A, None)


def test_people_and_data_stand_against_each_other_as_stated() -> None:
    made = register(
        build(DataCategory),
        build(DataSubjectCategory),
        build(RetentionRule, minimum="P6Y", maximum="P6Y"),
        activity(
            data=[
                {"subjects": "customers", "data": "contact", "retention": "six-years"},
                {"subjects": "staff", "data": "health", "source": "Themselves"},
                {"data": "health"},
            ]
        ),
    )
    matrix = section(page(made), "data").matrix
    assert matrix is not None
    assert [one.text if one else None for one in matrix.people] == ["Customers", "staff", None]
    contact, health = matrix.rows
    assert contact.data is not None
    assert contact.data.text == "Contact data"
    assert [cell.line if cell else None for cell in contact.cells] == [
        "customers/contact",
        None,
        None,
    ]
    assert [cell.line if cell else None for cell in health.cells] == [
        None,
        "staff/health",
        "?/health",
    ]
    first = contact.cells[0]
    assert first is not None
    assert (first.retention.parts[0].text, first.retention.parts[0].detail) == (
        "Six years",
        "6 years",
    )
    assert (first.source.state, first.purposes.state) == (State.UNKNOWN, State.UNKNOWN)


def test_recipients_tell_what_their_engagements_say() -> None:
    made = register(
        build(Party),
        build(Engagement, party="vendor", stored_in=["IE"], role="processor"),
        activity(engagements=["hosting", "redacted"]),
    )
    (table,) = section(page(made), "recipients").tables
    cells = [[cell.text for cell in line.cells] for line in table.rows]
    assert cells == [
        ["Vendor", "Processor", "Unknown", "Ireland", "Unknown", "Unknown"],
        ["Unknown"] * 6,
    ]
    assert table.rows[0].key == (Kind.ENGAGEMENT, "hosting")


def test_transfers_are_those_declared_or_else_unknown_or_not_asked() -> None:
    made = register(
        build(Organisation, regimes=["uk-gdpr"]),
        build(Engagement, id="a", stored_in=["US"], accessed_from=[]),
        build(Engagement, id="b", stored_in=["GB"], accessed_from=[]),
        build(Engagement, id="c", stored_in=None),
        build(Engagement, id="d", end="2020-01-01"),
        build(Engagement, id="e"),
        build(Transfer, importer="e", place="US", mechanisms=["uk_idta"]),
        activity(engagements=["a", "b", "c", "d", "e"]),
    )
    (table,) = section(page(made), "transfers").tables
    said = [(line.id, line.cells[1].text, line.cells[2].state) for line in table.rows]
    assert said == [
        ("a", "United States", State.UNKNOWN),
        ("b", "Not asked", State.NOT_ASKED),
        ("c", "Unknown", State.UNKNOWN),
        ("t1", "United States", State.ANSWERED),
    ]


def test_many_links_in_are_counted_and_the_first_named() -> None:
    many = [activity(id=f"a{n}", name=f"A {n}", data=[{"data": "contact"}]) for n in range(40)]
    found = page(register(build(DataCategory), *many), Kind.DATA_CATEGORY, "contact")
    (group,) = found.links_in
    assert (group.label, group.kind, group.number) == (
        "People and personal data: Personal data",
        A,
        40,
    )
    assert [link.title for link in group.links] == [f"A {n}" for n in range(MOST_LINKS)]
    assert group.query == Query.of(A, category="contact", retired=["no", "yes"])


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (
            activity(role="controller", purposes=[{"purpose": "billing"}], data=[{"data": "x"}]),
            "Controller activity of Acme Ltd · 2 of 7 Article 30 answers recorded · 5 unknown",
        ),
        (
            activity(
                role="controller",
                measures=[],
                engagements=[],
                recipient_categories=[],
                data=[{"data": "x", "retention": "y"}, {"subjects": "z"}],
                retired=True,
            ),
            (
                "Controller activity of Acme Ltd, retired · 2 of 6 Article 30 answers recorded"
                " · 3 in part · 1 unknown"
            ),
        ),
        (
            activity(),
            "Activity in an unknown role of Acme Ltd · what Article 30 asks depends on the role",
        ),
        (build(RetentionRule), "Retention rule · 5 unknown"),
        (
            build(Document, kind="contract", date="2026-01-01", substance="All"),
            "Document · complete",
        ),
    ],
)
def test_a_sentence_says_what_it_is_and_how_complete(record: Record, sentence: str) -> None:
    made = register(build(Organisation), record)
    assert page(made, record.KIND, record.id).sentence == sentence


# ---- Article 30 ----------------------------------------------------------------------------------


def test_the_items_are_those_of_the_law() -> None:
    rows = {row.id: row for row in reference().tables.article30}
    asked = [id for id, row in rows.items() if row.clause.startswith(("30(1)", "30(2)"))]
    assert [item.id for item in ITEMS] == asked
    for item in ITEMS:
        assert item.processor == (rows[item.id].role == "processor")
        assert item.field.partition(".")[0] in item.cls.__struct_fields__


def test_a_role_is_asked_its_own_items() -> None:
    assert statuses(activity()) == {}
    assert all(id.startswith("a30_1") for id in statuses(activity(role="joint-controller")))
    assert all(id.startswith("a30_2") for id in statuses(activity(role="processor")))


@pytest.mark.parametrize(
    ("item", "fields", "status"),
    [
        ("a30_1_b", {}, "unknown"),
        ("a30_1_b", {"purposes": []}, "answered"),
        ("a30_1_c_subjects", {"data": [{"subjects": "a"}, {"data": "b"}]}, "partly"),
        ("a30_1_c_data", {"data": [{"subjects": "a"}]}, "unknown"),
        ("a30_1_c_data", {"data": []}, "answered"),
        ("a30_1_d", {"recipient_categories": ["advisers"]}, "answered"),
        ("a30_1_d", {"engagements": ["hosting"]}, "answered"),
        ("a30_1_d", {"engagements": []}, "unknown"),
        ("a30_1_d", {"engagements": [], "recipient_categories": []}, "answered"),
        ("a30_1_f", {"data": [{"data": "a", "retention": "open"}]}, "unknown"),
        ("a30_1_f", {"data": [{"data": "a", "retention": "six-years"}, {"data": "b"}]}, "partly"),
        ("a30_1_f", {"data": [{"data": "a", "retention": "redacted"}]}, "answered"),
        ("a30_1_g", {"measures": []}, "answered"),
        ("a30_1_a_joint", {}, "not-applicable"),
    ],
)
def test_items_of_a_controller(item: str, fields: dict[str, object], status: str) -> None:
    held = (build(RetentionRule, id="open"), build(RetentionRule, minimum="P6Y"))
    record = activity(role="controller", **fields)
    assert statuses(record, *held)[item] == status


@pytest.mark.parametrize(
    ("item", "fields", "status"),
    [
        ("a30_2_a_controllers", {}, "unknown"),
        ("a30_2_a_controllers", {"on_behalf_of": []}, "answered"),
        ("a30_2_a_controllers", {"on_behalf_of": ["reached"]}, "answered"),
        ("a30_2_a_controllers", {"on_behalf_of": ["reached", "vendor"]}, "partly"),
        ("a30_2_a_controllers", {"on_behalf_of": ["redacted"]}, "unknown"),
        ("a30_2_a_reps", {"on_behalf_of": []}, "not-applicable"),
        ("a30_2_a_reps", {"on_behalf_of": ["reached"]}, "not-applicable"),
        ("a30_2_a_reps", {"on_behalf_of": ["vendor"]}, "unknown"),
        ("a30_2_b", {"operations": ["Hosting"]}, "answered"),
        ("a30_2_d", {}, "unknown"),
    ],
)
def test_items_of_a_processor(item: str, fields: dict[str, object], status: str) -> None:
    held = (
        build(Organisation, regimes=["uk-gdpr"]),
        build(Party),
        build(Party, id="reached", country="GB", email="a@b.example"),
    )
    assert statuses(activity(role="processor", **fields), *held)[item] == status


@pytest.mark.parametrize(
    ("engagement", "status"),
    [
        ({"stored_in": ["GB"], "accessed_from": ["GB"]}, "not-applicable"),
        ({"stored_in": ["US"], "accessed_from": []}, "answered"),
        ({"stored_in": ["US"]}, "partly"),
        ({"stored_in": ["GLOBAL"], "accessed_from": []}, "unknown"),
        ({}, "unknown"),
        ({"end": "2020-01-01"}, "not-applicable"),
    ],
)
def test_transfers_are_asked_by_what_is_in_force(
    engagement: dict[str, object], status: str
) -> None:
    held = (build(Organisation, regimes=["uk-gdpr"]), build(Engagement, **engagement))
    record = activity(role="controller", engagements=["hosting"])
    assert statuses(record, *held)["a30_1_e_transfer"] == status
    processor = activity(role="processor", engagements=["hosting"])
    assert statuses(processor, *held)["a30_2_c_transfer"] == status


@pytest.mark.parametrize(
    ("country", "status"), [("GB", "not-applicable"), ("US", "unknown"), (None, "unknown")]
)
def test_the_country_of_establishment_stands_for_unknown_regimes(
    country: str | None, status: str
) -> None:
    held = (
        build(Organisation, country=country),
        build(Engagement, stored_in=["GB"], accessed_from=[]),
    )
    record = activity(role="controller", engagements=["hosting"])
    assert statuses(record, *held)["a30_1_e_transfer"] == status


def test_declared_transfers_name_what_the_places_do_not() -> None:
    place = build(Engagement, stored_in=["GB"], accessed_from=[])
    organisation = build(Organisation, regimes=["uk-gdpr"])
    record = activity(role="controller", engagements=["hosting"])
    for fields, status in (
        ({"place": "US"}, "answered"),
        ({"place": "GLOBAL"}, "unknown"),
        ({"international_organisation": "EPO"}, "answered"),
        ({"place": "US", "retired": True}, "not-applicable"),
    ):
        transfer = build(Transfer, importer="hosting", **fields)
        assert statuses(record, organisation, place, transfer)["a30_1_e_transfer"] == status


def test_safeguards_are_asked_only_of_compelling_interests() -> None:
    record = activity(role="controller", engagements=["hosting"])
    for fields, status in (
        ({}, "not-applicable"),
        ({"derogations": ["art49_1_compelling"]}, "unknown"),
        ({"derogations": ["art49_1_compelling"], "safeguards": "notice"}, "answered"),
    ):
        transfer = build(Transfer, importer="hosting", **fields)
        assert statuses(record, transfer)["a30_1_e_safeguards"] == status


@pytest.mark.parametrize(
    ("item", "fields", "status"),
    [
        ("a30_1_a_controller", {}, "partly"),
        ("a30_1_a_controller", {"email": "a@b.example"}, "answered"),
        ("a30_1_a_dpo", {}, "unknown"),
        ("a30_1_a_dpo", {"dpo_name": "Ada"}, "answered"),
        ("a30_2_a_dpo", {"dpo_none": "not required"}, "not-applicable"),
        ("a30_1_a_rep", {"representative_none": "established here"}, "not-applicable"),
    ],
)
def test_items_of_the_organisation_itself(
    item: str, fields: dict[str, object], status: str
) -> None:
    assert statuses(build(Organisation, **fields))[item] == status


def test_joint_controllers_are_named_with_a_way_to_reach_them() -> None:
    joint = build(Engagement, party="vendor", role="joint-controller")
    record = activity(role="joint-controller", engagements=["hosting"])
    asked = "a30_1_a_joint"
    assert statuses(record)[asked] == "unknown"
    assert statuses(record, joint, build(Party))[asked] == "partly"
    assert statuses(record, joint, build(Party, email="a@b.example"))[asked] == "answered"
