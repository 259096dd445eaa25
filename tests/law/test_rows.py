"""What holds for every row of every table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

import msgspec
import pytest

from ropa.core.law import Row
from ropa.core.reference import Reference

UK_LAW = r"UK GDPR|DPA 2018|PECR|DUAA|Addendum|IDTA"


def rows(reference: Reference) -> Iterator[tuple[str, Row]]:
    for name, table in msgspec.structs.asdict(reference.tables).items():
        for number, row in enumerate(table):
            if isinstance(row, Row):
                yield f"{name}[{number}]", row


def test_every_source_is_known_and_used(reference: Reference) -> None:
    known = {source.id for source in reference.tables.sources}
    used = {source for _, row in rows(reference) for source in row.source}
    assert used == known
    assert reference.source("DPV23").title.startswith("W3C DPVCG Data Privacy Vocabulary 2.3")


def test_what_is_not_verified_says_so(reference: Reference) -> None:
    unverified = {where: row.unverified for where, row in rows(reference) if not row.verified}
    assert all(unverified.values())
    tables = reference.tables
    assert unverified.keys() == {
        "timeline[0]",
        f"dpv_terms[{[term.field for term in tables.dpv_terms].index('activity.owner')}]",
        f"provisions[{[row.id for row in tables.provisions].index('scc_914_clause9')}]",
    }


def test_what_nobody_checked_is_marked(reference: Reference) -> None:
    for row in (
        reference.adequacy_row("uk-us"),
        reference.adequacy_row("eu-kr"),
        reference.adequacy_row("eu-br"),
        reference.mechanism("uk_scc_2010_c2p"),
        reference.annex1("rli_disclosure_public_task"),
        reference.annex1("rli_emergencies"),
        reference.annex1("rli_safeguarding"),
        *reference.tables.rights_by_basis,
        *(
            row
            for row in reference.tables.memberships
            if row.country == "AT" and row.group == "EEA"
        ),
    ):
        assert row is not None
        assert row.unverified


def test_what_is_law_in_the_uk_only(reference: Reference) -> None:
    tables = reference.tables
    british = [*tables.annex1, *tables.schedule1]
    british += [row for row in tables.provisions if re.search(UK_LAW, row.provision)]
    assert len(british) > 55
    assert {row.regimes for row in british} == {("UK",)}
    both = [*tables.article9, *tables.derogations]
    both += [row for row in tables.article6 if row.id != "recognised_legitimate_interests"]
    both += [row for row in tables.article30 if row.clause.startswith("30(")]
    assert {row.regimes for row in both} == {("UK", "EU")}


def test_no_row_ends_before_it_begins(reference: Reference) -> None:
    for where, row in rows(reference):
        assert (row.valid_from or date.min) <= (row.valid_until or date.max), where


def test_the_first_and_the_last_day_count(reference: Reference) -> None:
    row = reference.mechanism("uk_adequacy", date(2026, 2, 4))
    assert row is not None
    assert row.in_force(date(2020, 12, 31))
    assert not row.in_force(date(2020, 12, 30))
    assert not row.in_force(date(2026, 2, 5))


def test_rows_can_not_be_changed(reference: Reference) -> None:
    with pytest.raises(AttributeError):
        reference.tables.adequacy[0].scope = "full"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("article6", 7),
        ("annex1", 5),
        ("article9", 10),
        ("schedule1", 36),
        ("mechanism", 30),
        ("module", 4),
        ("derogation", 8),
        ("adequacy", 65),
        ("place", 252),
    ],
)
def test_words(reference: Reference, table: str, count: int) -> None:
    words = reference.law_words(table)
    assert len(words) == count
    for word in words:
        assert word.table == table
        assert word.label
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}", word.id)
        assert reference.law_word(table, word.id) is word
    assert reference.law_word(table, "nonsense") is None


def test_a_table_without_words_is_misuse(reference: Reference) -> None:
    with pytest.raises(KeyError):
        reference.law_word("nonsense", "consent")


def test_a_word_reads_well(reference: Reference) -> None:
    def label(table: str, word: str) -> str | None:
        found = reference.law_word(table, word)
        return found and found.label

    assert label("article6", "contract") == "Contract"
    assert label("place", "NO") == "Norway"
    assert label("adequacy", "eu-nz") == (
        "EU to New Zealand: Commission (Implementing) Decision 2013/65/EU"
    )
    assert label("adequacy", "eu-epo") == (
        "EU to European Patent Organisation: Implementing Decision (EU) 2025/1382"
    )


def test_the_digest_is_that_of_the_files(reference: Reference, texts: dict[str, str]) -> None:
    joined = b"".join(texts[name].encode() for name in sorted(texts))
    assert reference.digest == sha256(joined).hexdigest()


def test_each_file_says_what_it_is(texts: dict[str, str]) -> None:
    assert all(text.startswith("# ") for text in texts.values())
