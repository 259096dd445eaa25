"""Verdicts against a table written from the statutes and decisions, and what always holds."""

from __future__ import annotations

from typing import Any

import pytest

from ropa.core.transfers.verdicts import Judgement, Verdict, worst
from ropa.vocabulary import Kind
from tests.core.hopping import all_of
from tests.core.transfer_cases import CASES, Case


def decided(case: Case) -> Judgement:
    """Give the judgement that a case is about."""
    hops = all_of(case)
    judgements = [
        one
        for judged in hops
        for one in judged.judgements
        if one.regime in (case.regime, "") or not case.regime
    ]
    bad = worst(one.verdict for one in judgements)
    return next(one for one in judgements if one.verdict is bad)


def test_there_are_many_cases_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 80
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_judged_as_the_law_says(case: Case) -> None:
    judgement = decided(case)
    assert judgement.verdict.value == case.verdict, judgement
    assert case.clause in judgement.clause, judgement
    assert judgement.why.endswith("."), judgement
    assert judgement.basis.endswith("."), judgement
    assert judgement.missing or judgement.verdict.clean, judgement


def test_the_saving_for_old_arrangements_is_of_the_uk_alone() -> None:
    case = Case(
        name="both tools of 2025",
        verdict="",
        clause="",
        regimes=("uk-gdpr", "eu-gdpr"),
        importer="IN",
        mechanisms=("uk_addendum", "eu_scc_m2"),
        agreement="2025-06-02",
        assessed="2025-05-20",
        outcome="favourable",
    )
    (judged,) = all_of(case)
    cited = {one.regime: "DUAA 2025 Sch 9 para 27" in one.basis for one in judged.judgements}
    assert cited == {"UK": True, "EU": False}


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("processor", "Article 28 and Article 32 still apply"),
        ("independent-controller", "Article 32 still applies"),
        (None, "Article 32 still applies"),
    ],
)
def test_article_28_is_said_of_processors_alone(role: str | None, said: str) -> None:
    judgement = decided(Case(name="", verdict="", clause="", importer="GB", role=role))
    assert judgement.basis == f"The hop is not restricted; {said} to it."


@pytest.mark.parametrize("declared", [{"mechanisms": ("eu_adequacy",)}, {"assessed": "2026-03-01"}])
def test_what_is_declared_and_covers_nothing_is_told(declared: dict[str, Any]) -> None:
    judgement = decided(Case(name="", verdict="", clause="", importer="IN", **declared))
    assert judgement.verdict is Verdict.UNSAFEGUARDED
    assert judgement.basis.startswith("What is declared for it names nothing that covers it")
    assert judgement.evidence == ((Kind.TRANSFER, "declared-in"),)


def test_a_body_covered_as_one_of_a_class_is_named() -> None:
    judgement = decided(
        Case(
            name="",
            verdict="",
            clause="",
            importer="BE",
            kind="international-organisation",
            name_of_importer="European Commission",
        )
    )
    assert judgement.why.startswith("An adequacy decision covers European Commission, so")


def test_what_is_to_be_confirmed_is_named_as_lawyers_do() -> None:
    judgement = decided(Case(name="", verdict="", clause=""))
    assert judgement.missing == (
        'confirm on a day that Importer meets the condition of SI 2023/1028 ("UK-US data bridge")',
    )


def test_an_importer_nobody_knows_is_asked_for_in_plain_words() -> None:
    judgement = decided(Case(name="", verdict="", clause="", known=False, importer=None))
    assert (
        judgement.missing[0] == "find out which legal entity the importer is and where it is "
        "established"
    )


@pytest.mark.parametrize(
    ("importer", "said"),
    [
        ("GB", "Under the UK GDPR a transfer to the United Kingdom is none to a third country."),
        ("US", "An adequacy decision covers the United States only in part"),
        ("FO", "An adequacy decision covers the Faroe Islands, so"),
        ("NO", "An adequacy decision covers Norway, so"),
        ("EEA", "An adequacy decision covers every country of the European Economic Area, so"),
        ("PH", "The transfer to Importer in the Philippines is restricted"),
        ("IN", "The transfer to Importer in India is restricted"),
    ],
)
def test_places_are_named_as_sentences_name_them(importer: str, said: str) -> None:
    judgement = decided(Case(name="", verdict="", clause="", importer=importer))
    assert judgement.why.startswith(said)
