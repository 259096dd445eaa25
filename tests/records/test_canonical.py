import unicodedata
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.records.activity import Activity, ActivityData, ActivityPurpose
from ropa.records.base import Problem, Record
from ropa.records.canonical import canonical
from ropa.records.data_category import DataCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.retention_rule import RetentionRule
from ropa.records.spec import REGISTER
from ropa.vocabulary import Kind, Regime
from tests.build import DEFAULTS, build
from tests.randomly import record_of
from tests.records.filling import filled

IDS = {kind: [f"{kind.value}-{n}" for n in range(3)] for kind in Kind}


def problems(cls: type[Record], **fields: Any) -> tuple[Problem, ...]:
    record, found = canonical(cls, {**DEFAULTS[cls], **fields})
    assert (record is None) == bool(found)
    return found


def only_problem(cls: type[Record], **fields: Any) -> Problem:
    [problem] = problems(cls, **fields)
    return problem


# ---- the one form ------------------------------------------------------------------------------


def test_text_is_composed() -> None:
    assert build(Party, name="Cafe\u0301").name == "Caf\u00e9"
    assert build(Party, name="\ud55c").name == unicodedata.normalize("NFC", "\u1112\u1161\u11ab")


def test_what_only_looks_alike_stays() -> None:
    assert build(Party, name="\ufb01 m\u00b2 \uff21").name == "\ufb01 m\u00b2 \uff21"


def test_text_in_lines_and_lists_is_composed() -> None:
    category = build(DataCategory, elements=["e\u0301", "a"])
    assert category.elements == ("\u00e9", "a")
    activity = build(Activity, purposes=[{"purpose": "billing", "condition": "e\u0301"}])
    assert activity.purposes is not None
    assert activity.purposes[0].condition == "\u00e9"


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_breaks_are_one_sort(ending: str) -> None:
    assert build(Document, substance=f"one{ending}two").substance == "one\ntwo"


def test_links_without_order_are_sorted_and_each_stands_once() -> None:
    activity = build(Activity, systems=[*"hgfedcba", "crm", "a", "crm"])
    assert activity.systems == ("a", "b", "c", "crm", "d", "e", "f", "g", "h")


def test_words_without_order_are_sorted_by_value() -> None:
    party = build(Party, regimes=["uk-gdpr", "eu-gdpr", "uk-gdpr"])
    assert party.regimes == (Regime.EU_GDPR, Regime.UK_GDPR)


def test_links_in_lines_are_sorted() -> None:
    activity = build(
        Activity,
        purposes=[{"purpose": "b"}, {"purpose": "a"}],
        data=[{"data": "contact", "purposes": ["b", "a", "b"]}],
    )
    assert activity.data is not None
    assert activity.data[0].purposes == ("a", "b")


def test_lines_and_ordered_words_keep_their_order() -> None:
    activity = build(
        Activity, purposes=[{"purpose": "b"}, {"purpose": "a"}], sources=["web", "phone", "web"]
    )
    assert [line.purpose for line in activity.purposes or ()] == ["b", "a"]
    assert activity.sources == ("web", "phone", "web")


def test_unknown_and_none_stay_apart() -> None:
    assert build(Activity).breaches is None
    assert build(Activity, breaches=[]).breaches == ()


def test_a_struct_is_checked_too() -> None:
    unchecked = Party(id="Not a slug", name="Vendor")
    record, [problem] = canonical(Party, unchecked)
    assert record is None
    assert problem.path == "id"


@given(st.randoms(use_true_random=False), st.sampled_from(REGISTER))
def test_what_is_in_its_form_stays_as_it_is(random: Random, cls: type[Record]) -> None:
    record = record_of(cls, "one", "acme", IDS, random)
    assert canonical(cls, record) == (record, ())


@pytest.mark.parametrize("cls", REGISTER)
def test_a_full_record_stays_as_it_is(cls: type[Record]) -> None:
    record = filled(cls)
    assert canonical(cls, record) == (record, ())


# ---- what cannot be stored ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", [0, 1, 8, 0xB, 0xC, 0xE, 0x1F, 0x7F, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFE, 0xFFFF]
)
def test_characters_that_some_store_refuses_are_refused(code: int) -> None:
    problem = only_problem(Party, name=f"a{chr(code)}b")
    assert problem.path == "name"
    assert f"U+{code:04X}" in problem.message


@pytest.mark.parametrize("character", ["\t", "\n", "\u2028", "\ue000", "\N{GRINNING FACE}"])
def test_other_characters_are_kept(character: str) -> None:
    assert build(Document, substance=f"a{character}b").substance == f"a{character}b"


def test_a_refused_character_is_named_by_its_path_in_a_line() -> None:
    problem = only_problem(
        Activity, purposes=[{"purpose": "billing"}, {"purpose": "x", "condition": "\x00"}]
    )
    assert problem.path == "purposes[1].condition"


def test_every_refused_character_is_told() -> None:
    found = problems(Party, name="\x00", legal_name="\x01")
    assert [problem.path for problem in found] == ["name", "legal_name"]


@pytest.mark.parametrize(
    "id", ["Acme", "a--b", "-a", "a-", "a_b", "a b", "", "é", "a\n", "a\r", "a\r\n", "a" * 81]
)
def test_an_id_that_is_no_slug_is_refused(id: str) -> None:
    assert only_problem(Party, id=id).path == "id"


def test_an_id_of_eighty_letters_is_taken() -> None:
    assert build(Party, id="a" * 80).id == "a" * 80


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "//somewhere.example/",
        "somewhere.example",
        "ftp://somewhere.example/",
        "https://somewhere.example/\njavascript:alert(1)",
        "https://somewhere.example/ x",
        'https://somewhere.example/"onclick',
        "https://somewhere.example/<b>",
    ],
)
def test_an_address_that_is_no_plain_web_address_is_refused(address: str) -> None:
    assert only_problem(Party, website=address).path == "website"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "gb"),
        ("country", "GBR"),
        ("country", "GB\n"),
        ("country", "EUROPE"),
        ("email", "nobody"),
        ("email", "a@b\n"),
        ("name", ""),
        ("name", "  "),
        ("name", "x" * 501),
    ],
)
def test_text_of_the_wrong_form_is_refused(field: str, value: str) -> None:
    assert only_problem(Party, **{field: value}).path == field


@pytest.mark.parametrize("place", ["GB", "EU", "EEA", "GLOBAL"])
def test_places_are_countries_and_groups(place: str) -> None:
    assert build(Party, country=place).country == place


@pytest.mark.parametrize("duration", ["6Y", "P", "P1.5Y", "PT5H", "P1Y\n", "P6M1Y", "-P1Y"])
def test_a_duration_that_is_none_is_refused(duration: str) -> None:
    assert only_problem(RetentionRule, minimum=duration).path == "minimum"


@pytest.mark.parametrize("duration", ["P6Y", "P30D", "P1Y6M", "P2W", "P1Y2M3W4D", "P0D"])
def test_durations_are_taken(duration: str) -> None:
    assert build(RetentionRule, minimum=duration).minimum == duration


@pytest.mark.parametrize("number", [1.0, 2.5, float("nan"), True, "7", -1, 2_000_000_001])
def test_a_number_of_people_is_a_whole_number(number: object) -> None:
    assert only_problem(Organisation, headcount=number).path == "headcount"


def test_a_wrong_type_is_named_by_its_path() -> None:
    problem = only_problem(Activity, purposes=[{"purpose": "billing", "bases": [7]}])
    assert problem.path == "purposes[0].bases[0]"
    assert "int" in problem.message


def test_a_wrong_word_is_named_by_its_path() -> None:
    assert only_problem(Engagement, role="boss").path == "role"


def test_a_field_that_does_not_exist_is_refused() -> None:
    assert "colour" in only_problem(Party, colour="red").message


def test_a_missing_field_is_refused() -> None:
    record, [problem] = canonical(Party, {"id": "vendor"})
    assert record is None
    assert "name" in problem.message


def test_a_collection_is_no_single_value() -> None:
    assert only_problem(Activity, systems="crm").path == "systems"


# ---- what contradicts itself -------------------------------------------------------------------


def test_two_lines_with_one_key_are_refused() -> None:
    problem = only_problem(Activity, purposes=[{"purpose": "billing"}, {"purpose": "billing"}])
    assert problem == Problem("purposes[1]", "repeats the line billing")


def test_two_lines_with_one_unknown_part_are_refused() -> None:
    problem = only_problem(Activity, data=[{"data": "contact"}, {"data": "contact"}])
    assert problem.path == "data[1]"


def test_lines_that_differ_in_one_part_of_the_key_are_two() -> None:
    lines = [{"data": "contact"}, {"data": "contact", "subjects": "customers"}]
    assert len(build(Activity, data=lines).data or ()) == 2


def test_a_problem_of_a_line_is_named_by_its_path() -> None:
    problem = only_problem(
        Activity, purposes=[{"purpose": "billing", "bases": ["contract", "consent"]}]
    )
    assert problem.path == "purposes[0].combination"


@pytest.mark.parametrize(
    "field",
    [
        "country",
        "colour",
        "id",
        "retired",
        "provenance",
        "name[x]",
        "regimes[uk-gdpr]",
        " ",
        "name.x",
    ],
)
def test_a_source_of_no_answer_is_refused(field: str) -> None:
    assert only_problem(Party, provenance=[{"field": field}]).path == "provenance[0].field"


def test_a_source_of_an_answer_is_kept() -> None:
    party = build(Party, regimes=["uk-gdpr"], provenance=[{"field": "regimes[uk-gdpr]"}])
    assert party.provenance[0].field == "regimes[uk-gdpr]"


def test_a_source_of_a_recorded_none_is_kept() -> None:
    assert build(Party, regimes=[], provenance=[{"field": "regimes"}]).provenance


def test_sources_with_one_key_are_refused() -> None:
    source = {"field": "name", "document": "notice", "place": "§1"}
    assert only_problem(Party, provenance=[source, source]).path == "provenance[1]"


def test_several_problems_are_all_told() -> None:
    found = problems(
        Activity,
        start="2026-02-01",
        end="2026-01-01",
        purposes=[{"purpose": "billing"}, {"purpose": "billing"}],
    )
    assert [problem.path for problem in found] == ["end", "purposes[1]"]


def test_lines_may_be_structs() -> None:
    made = Activity(
        id="a1",
        organisation="acme",
        name="Billing",
        purposes=(ActivityPurpose(purpose="billing"),),
        data=(ActivityData(data="contact", purposes=("billing", "billing")),),
    )
    record, found = canonical(Activity, made)
    assert found == ()
    assert record is not None
    assert record.data == (ActivityData(data="contact", purposes=("billing",)),)
