"""Lawful bases, conditions and rights."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ropa.core.reference import Reference

DUAA = date(2026, 2, 5)
BEFORE = DUAA - timedelta(days=1)

BASES = {
    "consent": "6(1)(a)",
    "contract": "6(1)(b)",
    "legal_obligation": "6(1)(c)",
    "vital_interests": "6(1)(d)",
    "public_task": "6(1)(e)",
    "recognised_legitimate_interests": "6(1)(ea)",
    "legitimate_interests": "6(1)(f)",
}


def under(reference: Reference, basis: str, regime: str, day: date) -> dict[str, str]:
    return {one.right.id: one.answer.id for one in reference.rights(basis, regime, day)}


def test_the_bases_are_these(reference: Reference) -> None:
    assert {row.id: row.article for row in reference.tables.article6} == BASES


def test_recognised_legitimate_interests(reference: Reference) -> None:
    word = "recognised_legitimate_interests"
    row = reference.basis(word)
    assert row is not None
    assert row.regimes == ("UK",)
    assert row.dpv_iri is None
    assert not row.balancing_test
    assert reference.basis(word, DUAA) is row
    assert reference.basis(word, BEFORE) is None
    assert reference.rights(word, "EU", DUAA) == ()
    assert reference.rights(word, "UK", BEFORE) == ()


def test_bases_closed_to_public_authorities_at_their_tasks(reference: Reference) -> None:
    closed = {row.id for row in reference.tables.article6 if not row.open_to_public_tasks}
    assert closed == {"recognised_legitimate_interests", "legitimate_interests"}


def test_only_legitimate_interests_are_balanced(reference: Reference) -> None:
    balanced = [row.id for row in reference.tables.article6 if row.balancing_test]
    assert balanced == ["legitimate_interests"]


def test_annex_1_has_five_conditions(reference: Reference) -> None:
    rows = reference.tables.annex1
    assert {row.id: row.paragraph.split()[0] for row in rows} == {
        "rli_disclosure_public_task": "1",
        "rli_security_defence": "2",
        "rli_emergencies": "3",
        "rli_crime": "5",
        "rli_safeguarding": "6",
    }
    assert {row.valid_from for row in rows} == {DUAA}
    assert not any("democratic" in row.label.lower() for row in rows)
    assert reference.annex1("rli_crime", BEFORE) is None
    crime = reference.annex1("rli_crime", DUAA)
    assert crime is not None
    assert crime.label == "Crime"


def test_article_9_has_ten_conditions(reference: Reference) -> None:
    rows = reference.tables.article9
    assert [row.id for row in rows] == [f"9_2_{letter}" for letter in "abcdefghij"]
    assert [row.article for row in rows] == [f"9(2)({letter})" for letter in "abcdefghij"]


def test_article_9_leads_to_schedule_1(reference: Reference) -> None:
    links = {row.id: row.schedule1 for row in reference.tables.article9 if row.schedule1}
    assert links == {
        "9_2_b": ("sch1_1",),
        "9_2_g": tuple(f"sch1_{number}" for number in range(6, 29)),
        "9_2_h": ("sch1_2",),
        "9_2_i": ("sch1_3",),
        "9_2_j": ("sch1_4",),
    }
    needed = {row.id: row.policy_document for row in reference.tables.article9}
    assert needed.pop("9_2_b") == "needed"
    assert needed.pop("9_2_g") == "depends"
    assert set(needed.values()) == {"not_needed"}


def test_schedule_1_has_36_conditions(reference: Reference) -> None:
    rows = reference.tables.schedule1
    numbers = [1, 2, 3, 4, *range(6, 38)]
    assert [row.paragraph for row in rows] == numbers
    assert [row.id for row in rows] == [f"sch1_{number}" for number in numbers]
    assert [row.part for row in rows] == [1] * 4 + [2] * 23 + [3] * 9


def test_who_needs_a_policy_document(reference: Reference) -> None:
    rows = reference.tables.schedule1
    by_answer = {
        answer: {row.paragraph for row in rows if row.policy_document == answer}
        for answer in ("needed", "not_needed", "depends")
    }
    assert by_answer["not_needed"] == {2, 3, 4, 13, *range(29, 35)}
    assert by_answer["depends"] == {36}
    assert by_answer["needed"] == {1, 35, 37, *range(6, 29)} - {13}


def test_words_that_are_not_law(reference: Reference) -> None:
    assert reference.basis("legitimate_interest") is None
    assert reference.article9("9_2_k") is None
    assert reference.schedule1("sch1_5") is None


@pytest.mark.parametrize("basis", BASES)
def test_the_right_to_object(reference: Reference, day: date, basis: str) -> None:
    covered = {"public_task", "recognised_legitimate_interests", "legitimate_interests"}
    rights = under(reference, basis, "UK", day)
    assert rights["object"] == ("applies" if basis in covered else "does_not_apply")
    assert rights["object_direct_marketing"] == "applies"


@pytest.mark.parametrize("basis", BASES)
def test_the_other_rights(reference: Reference, day: date, basis: str) -> None:
    rights = under(reference, basis, "UK", day)
    no_erasure = basis in {"legal_obligation", "public_task"}
    assert rights["erasure"] == ("does_not_apply" if no_erasure else "applies")
    portable = basis in {"consent", "contract"}
    assert rights["portability"] == ("if_automated" if portable else "does_not_apply")
    consent = basis == "consent"
    assert rights["withdraw_consent"] == ("applies" if consent else "does_not_apply")
    always = "informed access rectification restriction notification complain_regulator"
    assert {rights[right] for right in always.split()} == {"applies"}


def test_no_decision_by_machine_alone_on_a_recognised_interest(
    reference: Reference, day: date
) -> None:
    answers = {basis: under(reference, basis, "UK", day)["adm"] for basis in BASES}
    assert answers.pop("recognised_legitimate_interests") == "prohibited_solely_automated"
    assert set(answers.values()) == {"see_adm"}


@pytest.mark.parametrize(
    ("regime", "right", "on", "articles"),
    [
        ("EU", "adm", DUAA, "22"),
        ("UK", "adm", BEFORE, "22; DPA 2018 s.14"),
        ("UK", "adm", DUAA, "22A-22D"),
        ("EU", "complain_regulator", DUAA, "77"),
        ("UK", "complain_regulator", date(2026, 6, 18), "77; DPA 2018 s.165"),
        ("UK", "complain_regulator", date(2026, 6, 19), "DPA 2018 s.165"),
        ("UK", "complain_controller", date(2026, 6, 19), "DPA 2018 s.164A"),
        ("UK", "object", DUAA, "21(1)"),
    ],
)
def test_the_articles_of_a_right(
    reference: Reference, regime: str, right: str, on: date, articles: str
) -> None:
    found = [one.right for one in reference.rights("consent", regime, on)]
    assert [one.articles for one in found if one.id == right] == [articles]


def test_complaining_to_the_controller_is_a_uk_right_since_june_2026(
    reference: Reference, day: date
) -> None:
    assert "complain_controller" not in under(reference, "consent", "EU", day)
    assert "complain_controller" not in under(reference, "consent", "UK", date(2026, 6, 18))


def test_rights_of_both_regimes(reference: Reference) -> None:
    apart = {"adm", "complain_controller", "complain_regulator"}
    rows = [row for row in reference.tables.rights if row.id not in apart]
    assert len(rows) == 10
    assert {(row.regimes, row.valid_from) for row in rows} == {(("UK", "EU"), None)}


def test_rights_without_a_day_are_the_newest(reference: Reference, day: date) -> None:
    assert reference.rights("consent", "UK") == reference.rights("consent", "UK", day)
    both = [one.right.id for one in reference.rights("consent")]
    assert both.count("adm") == 2
    assert reference.rights("nonsense") == ()


def test_the_answer_that_denies(reference: Reference) -> None:
    assert [row.id for row in reference.tables.right_answers if not row.applies] == [
        "does_not_apply"
    ]


def test_article_10_is_there(reference: Reference) -> None:
    (row,) = reference.tables.article10
    assert row.article == "10"
    assert len(row.dpv_data_iris) == 3


def test_soft_opt_in(reference: Reference) -> None:
    assert [row.regulation for row in reference.tables.pecr] == ["22(3)", "22(3A)"]
    assert all(len(row.conditions) == 3 for row in reference.tables.pecr)
    assert reference.pecr("pecr_22_3", BEFORE) is not None
    assert reference.pecr("pecr_22_3a", BEFORE) is None
    assert reference.pecr("pecr_22_3a", DUAA) is not None
