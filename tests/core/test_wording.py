from __future__ import annotations

import datetime
from typing import Any

import pytest

from ropa.core import wording
from ropa.records.activity import ActivityPurpose
from ropa.records.document import Document
from ropa.records.party import Party
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.vocabulary import DpiaState
from tests.build import activity, build
from tests.export.reading import DAY, reference


def purpose(**fields: Any) -> ActivityPurpose:
    (line,) = activity(purposes=[{"purpose": "billing", **fields}]).purposes or ()
    return line


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (None, None),
        ((), "None"),
        (("one",), "one"),
        (("one", "two", "one"), "one; two"),
    ],
)
def test_a_list_reads_in_its_order(items: tuple[str, ...] | None, expected: str | None) -> None:
    assert wording.listed(items) == expected


def test_a_question_and_a_word() -> None:
    assert [wording.yes_or_no(answer) for answer in (True, False, None)] == ["Yes", "No", None]
    assert wording.word(DpiaState.IN_PROGRESS) == "In progress"
    assert wording.word(None) is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"bases": []}, "None"),
        ({"bases": ["contract"]}, "Contract (Art 6(1)(b))"),
        (
            {"bases": ["contract", "legitimate_interests"], "combination": "all"},
            "Contract (Art 6(1)(b)) and Legitimate interests (Art 6(1)(f))",
        ),
        (
            {
                "bases": ["legitimate_interests", "consent"],
                "combination": "either",
                "condition": "as configured",
            },
            "Legitimate interests (Art 6(1)(f)) or Consent (Art 6(1)(a)), as configured",
        ),
        (
            {"bases": ["legal_obligation"], "law_cited": "Companies Act 2006 s 386"},
            "Legal obligation (Art 6(1)(c): Companies Act 2006 s 386)",
        ),
        (
            {"bases": ["recognised_legitimate_interests"], "recognised_interest": "rli_crime"},
            "Recognised legitimate interest (Art 6(1)(ea): Crime (Annex 1 para 5))",
        ),
        ({"bases": ["no_law_yet"]}, "no_law_yet"),
    ],
)
def test_what_a_purpose_rests_on(fields: dict[str, Any], expected: str | None) -> None:
    assert wording.bases(purpose(**fields), reference(), DAY) == expected


def test_a_word_of_the_law_reads_on_days_on_which_it_is_no_law() -> None:
    line = purpose(bases=["recognised_legitimate_interests"])
    before = datetime.date(2020, 1, 1)
    assert reference().basis("recognised_legitimate_interests", before) is None
    assert wording.bases(line, reference(), before) == (
        "Recognised legitimate interest (Art 6(1)(ea))"
    )


def test_conditions() -> None:
    explicit, research = (wording.article9((id,), reference(), DAY) for id in ("9_2_a", "9_2_j"))
    assert explicit == "Explicit consent (Art 9(2)(a))"
    both = wording.article9(("9_2_a", "9_2_j"), reference(), DAY)
    assert both == f"{explicit}; {research}"
    assert wording.schedule1(("sch1_3",), reference(), DAY) == "Public health (Sch 1 Part 1 para 3)"
    for say in (wording.article9, wording.schedule1):
        assert say(None, reference(), DAY) is None
        assert say((), reference(), DAY) == "None"
        assert say(("unheard_of",), reference(), DAY) == "unheard_of"


def test_rights_are_those_under_any_basis_once_and_in_order() -> None:
    both = wording.rights(("legal_obligation", "consent"), reference(), DAY, ("UK",))
    assert len(set(both)) == len(both)
    assert both[:4] == (
        "Right to be informed",
        "Right of access",
        "Right to rectification",
        "Right to erasure",
    )
    assert "Right to object" not in both
    assert wording.rights(("consent",), reference(), DAY, ("EU",)) != both
    assert set(wording.rights(("consent",), reference(), DAY)) >= {
        *wording.rights(("consent",), reference(), DAY, ("EU",)),
        *wording.rights(("consent",), reference(), DAY, ("UK",)),
    }
    assert wording.rights((), reference(), DAY) == ()


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (None, None),
        ((), "None"),
        (("DE", "NO"), "Germany, Norway"),
        (("EU",), "European Union (no single country recorded)"),
        (("GLOBAL",), "Global (no single country recorded)"),
    ],
)
def test_places(codes: tuple[str, ...] | None, expected: str | None) -> None:
    assert wording.places(codes, reference()) == expected


def test_a_document_says_where_it_is() -> None:
    named = build(Document, name="DPA", url="https://acme.example/dpa")
    assert wording.document(named) == "DPA (https://acme.example/dpa)"
    assert wording.document(build(Document, name="DPA")) == "DPA"


def test_a_body_with_its_legal_entity_and_contact() -> None:
    known = build(
        Party, legal_name="Vendor Inc.", address="1 Road", email="a@b.example", telephone="+1 2"
    )
    assert wording.party(known) == "Vendor (Vendor Inc.)\n1 Road\na@b.example\n+1 2"
    assert wording.party(build(Party, legal_name="Vendor")) == "Vendor"
    assert wording.contact(build(Party, email="a@b.example")) == ("a@b.example",)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"disposal": "erased"}, None),
        (
            {"trigger": "subscription term", "minimum": "P6Y", "maximum": "P6Y"},
            "subscription term + 6 years",
        ),
        (
            {
                "minimum": "P30D",
                "maximum": "P60D",
                "rolling": True,
                "disposal": "overwritten",
            },
            "rolling 30–60 days; then overwritten in turn",
        ),
        ({"criterion": "as long as the law asks"}, "as long as the law asks"),
        (
            {"minimum": "P12M", "maximum": "P24M", "criterion": "by kind of log"},
            "12–24 months (by kind of log)",
        ),
    ],
)
def test_how_long(fields: dict[str, Any], expected: str | None) -> None:
    assert wording.retention(build(RetentionRule, **fields)) == expected


def test_measures_stand_by_kind() -> None:
    held = [
        build(SecurityMeasure, name="Locks"),
        build(SecurityMeasure, id="training", name="Training", kind="organisational"),
        build(SecurityMeasure, id="tls", name="TLS", kind="technical"),
        build(SecurityMeasure, id="mfa", name="MFA", kind="technical"),
    ]
    assert wording.measures(held) == "Technical: TLS; MFA\nOrganisational: Training\nLocks"
    assert wording.measures([]) == "None"
