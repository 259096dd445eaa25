"""Transfer mechanisms, modules, derogations, and what may no longer be cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec
import pytest

from ropa.core.law import Row
from ropa.core.reference import Reference

DUAA = date(2026, 2, 5)
BEFORE = DUAA - timedelta(days=1)

UK = {
    "uk_adequacy",
    "uk_idta",
    "uk_addendum",
    "uk_clauses_regulations",
    "uk_bcr",
    "uk_public_instrument",
    "uk_code",
    "uk_certification",
    "uk_bespoke_clauses",
    "uk_admin_arrangement",
    "uk_further_safeguards",
    "uk_legacy_arrangement",
    "uk_scc_2001_c2c",
    "uk_scc_2004_c2c",
    "uk_scc_2010_c2p",
}
EU = {
    "eu_adequacy",
    "eu_scc_m1",
    "eu_scc_m2",
    "eu_scc_m3",
    "eu_scc_m4",
    "eu_scc_2001_c2c",
    "eu_scc_2004_c2c",
    "eu_scc_2010_c2p",
    "eu_bcr",
    "eu_scc_dpa",
    "eu_public_instrument",
    "eu_code",
    "eu_certification",
    "eu_bespoke_clauses",
    "eu_admin_arrangement",
}


def test_the_mechanisms_are_these(reference: Reference) -> None:
    for regime, words in (("UK", UK), ("EU", EU)):
        found = {row.id for row in reference.tables.mechanisms if row.regimes == (regime,)}
        assert found == words
    assert {word.id for word in reference.law_words("mechanism")} == UK | EU
    approvals = [row.id for row in reference.tables.mechanisms if row.kind == "approval"]
    assert approvals == ["uk_adequacy", "uk_adequacy", "eu_adequacy"]


def test_uk_adequacy_changed_its_article(reference: Reference) -> None:
    old = reference.mechanism("uk_adequacy", BEFORE)
    new = reference.mechanism("uk_adequacy", DUAA)
    assert old is not None
    assert new is not None
    assert "17A" in old.article
    assert new.article == "44A(2)(a), 45A"
    assert reference.mechanism("uk_adequacy") is new
    word = reference.law_word("mechanism", "uk_adequacy")
    assert word is not None
    assert word.rows == (old, new)
    assert word.in_force(BEFORE)
    assert not word.in_force(date(2020, 1, 1))


@pytest.mark.parametrize(
    ("word", "first", "version"),
    [
        ("uk_idta", date(2022, 3, 21), "A1.0"),
        ("uk_addendum", date(2022, 3, 21), "B1.0"),
        ("uk_clauses_regulations", DUAA, ""),
        ("uk_further_safeguards", DUAA, ""),
        ("uk_legacy_arrangement", DUAA, ""),
        ("eu_scc_m1", date(2021, 6, 27), "2021/914"),
        ("eu_scc_m4", date(2021, 6, 27), "2021/914"),
    ],
)
def test_first_days_and_versions(
    reference: Reference, word: str, first: date, version: str
) -> None:
    row = reference.mechanism(word, first)
    assert row is not None
    assert version in row.label
    assert reference.mechanism(word, first - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("word", "agreed_until", "last"),
    [
        ("eu_scc_2001_c2c", date(2021, 9, 26), date(2022, 12, 27)),
        ("eu_scc_2004_c2c", date(2021, 9, 26), date(2022, 12, 27)),
        ("eu_scc_2010_c2p", date(2021, 9, 26), date(2022, 12, 27)),
        ("uk_scc_2001_c2c", date(2022, 9, 21), date(2024, 3, 21)),
        ("uk_scc_2004_c2c", date(2022, 9, 21), date(2024, 3, 21)),
        ("uk_scc_2010_c2p", date(2022, 9, 21), date(2024, 3, 21)),
        ("uk_legacy_arrangement", BEFORE, None),
    ],
)
def test_what_could_be_agreed_only_before(
    reference: Reference, word: str, agreed_until: date, last: date | None
) -> None:
    row = reference.mechanism(word)
    assert row is not None
    assert (row.agreed_until, row.valid_until) == (agreed_until, last)
    assert row.needs_assessment


def test_all_else_may_still_be_agreed(reference: Reference, day: date) -> None:
    rows = [row for row in reference.tables.mechanisms if row.agreed_until and row.in_force(day)]
    assert [row.id for row in rows] == ["uk_legacy_arrangement"]


def test_the_modules_of_the_clauses(reference: Reference) -> None:
    rows = reference.tables.scc_modules
    assert [(row.id, row.exporter, row.importer) for row in rows] == [
        ("module_1", "controller", "controller"),
        ("module_2", "controller", "processor"),
        ("module_3", "processor", "processor"),
        ("module_4", "processor", "controller"),
    ]
    listing = [row.id for row in rows if row.lists_subprocessors and row.fulfils_article28]
    assert listing == ["module_2", "module_3"]
    modules = {row.id: row.module for row in reference.tables.mechanisms if row.module}
    assert modules == {f"eu_scc_m{number}": f"module_{number}" for number in range(1, 5)}
    assert reference.scc_module("module_5") is None


def test_which_need_an_assessment(reference: Reference) -> None:
    for word in UK - {"uk_adequacy"} | {"eu_scc_m1", "eu_scc_m4", "eu_bcr", "eu_scc_dpa"}:
        row = reference.mechanism(word)
        assert row is not None
        assert row.needs_assessment, word
    for word in ("uk_adequacy", "eu_adequacy"):
        row = reference.mechanism(word)
        assert row is not None
        assert not row.needs_assessment, word


def test_the_derogations(reference: Reference) -> None:
    rows = reference.tables.derogations
    words = [f"art49_1_{letter}" for letter in "abcdefg"]
    assert [row.id for row in rows] == [*words, "art49_1_compelling"]
    assert {row.regimes for row in rows} == {("UK", "EU")}
    assert [row.id for row in rows if row.needs_assessment] == ["art49_1_compelling"]
    limited = [row.id.removeprefix("art49_1_") for row in rows if row.occasional_only]
    assert limited == ["b", "c", "e", "compelling"]
    closed = [row.id.removeprefix("art49_1_") for row in rows if row.closed_to_public_authorities]
    assert closed == ["a", "b", "c", "compelling"]
    last = reference.derogation("art49_1_compelling")
    assert last is not None
    assert last.dpv_iri == "https://w3id.org/dpv/legal/eu/gdpr#A49-2"
    assert reference.law_word("mechanism", "art49_1_a") is None


def test_each_has_the_term_of_its_article(reference: Reference) -> None:
    without = set()
    for row in (*reference.tables.mechanisms, *reference.tables.derogations):
        if row.dpv_iri is None:
            without.add(row.id)
            continue
        article = re.match(r"(46|49)\((\d)\)\((\w)\)", row.article)
        local = "-".join(article.groups()) if article else "45-3"
        if row.id == "art49_1_compelling":
            local = "49-2"
        assert row.dpv_iri == f"https://w3id.org/dpv/legal/eu/gdpr#A{local}", row.id
    assert without == {
        "uk_further_safeguards",
        "uk_legacy_arrangement",
        "uk_scc_2001_c2c",
        "uk_scc_2004_c2c",
        "uk_scc_2010_c2p",
    }


def citations(reference: Reference) -> Iterator[tuple[str, str]]:
    """Every article that a current row gives for the UK."""
    tables = msgspec.structs.asdict(reference.tables)
    del tables["omitted_provisions"]
    for name, rows in tables.items():
        for row in rows:
            if not isinstance(row, Row) or row.valid_until is not None:
                continue
            if "UK" not in getattr(row, "regimes", ()):
                continue
            for field in ("article", "articles", "clause", "provision"):
                text = getattr(row, field, None)
                if text:
                    yield f"{name}.{getattr(row, 'id', '?')}", text


@pytest.mark.parametrize(
    "citation", ["22", "22(4)", "44", "45(3)", "77", "DPA 2018 s.14", "s.17A", "ss.17B", "s.18"]
)
def test_the_pattern_knows_omitted_citations(citation: str) -> None:
    assert OMITTED.search(citation)


@pytest.mark.parametrize(
    "citation",
    [
        "22A-22D",
        "44A(2)(a), 45A",
        "21(2)-(3)",
        "DPA 2018 s.164A",
        "DPA 2018 s.119A",
        "Sch 1 para 41",
    ],
)
def test_the_pattern_knows_current_citations(citation: str) -> None:
    assert not OMITTED.search(citation)


# Articles 22, 44, 45 and 77 as such, and sections 14, 17A to 17C and 18 of the DPA 2018.
OMITTED = re.compile(
    r"(?:^|Arts? |, |; )(?:22|44|45|77)(?![0-9A-Z])|\bss?\.(?:14|17[ABC]|18)(?![0-9A-Z])"
)


def test_no_current_uk_row_cites_what_is_omitted(reference: Reference) -> None:
    found = dict(citations(reference))
    assert len(found) > 60
    # This row states the rule of both regimes side by side, each with its own articles.
    assert found.pop("provisions.no_row_needed") == "Arts 44A, 45A (UK); 44, 45 (EU)"
    assert {where: text for where, text in found.items() if OMITTED.search(text)} == {}


def test_the_omitted_provisions(reference: Reference) -> None:
    rows = reference.tables.omitted_provisions
    last = {row.provision: row.valid_until for row in rows}
    assert last.pop("UK GDPR Art 77") == date(2026, 6, 18)
    assert set(last.values()) == {BEFORE}
    assert {f"UK GDPR Art {number}" for number in (22, 44, 45)} < last.keys()
    sections = {f"DPA 2018 s.{number}" for number in ("14", "17A", "17B", "17C", "18")}
    assert sections < last.keys()


def test_the_timeline_of_the_act(reference: Reference) -> None:
    days = [row.valid_from for row in reference.tables.timeline]
    assert days == sorted(day for day in days if day)
    assert {DUAA, date(2026, 6, 19), date(2026, 9, 30)} <= set(days)
