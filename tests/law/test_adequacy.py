"""Who is adequate for whom, since when, under which condition."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from ropa.core.reference import Reference
from tests.law.test_places import EEA30

UK_FULL = EEA30 | {"GI", "CH", "AR", "GG", "IM", "JE", "FO", "AD", "UY", "NZ"}
UK_PARTIAL = {"CA", "IL", "JP", "KR", "US"}
EU_FULL = {"AD", "AR", "FO", "GG", "IM", "JE", "NZ", "CH", "UY", "GB"}
EU_PARTIAL = {"CA", "IL", "JP", "KR", "US", "BR"}

EU_SINCE = {
    "AD": date(2010, 10, 19),
    "AR": date(2003, 6, 30),
    "CA": date(2001, 12, 20),
    "FO": date(2010, 3, 5),
    "GG": date(2003, 11, 21),
    "IL": date(2011, 1, 31),
    "IM": date(2004, 4, 28),
    "JP": date(2019, 1, 23),
    "JE": date(2008, 5, 8),
    "NZ": date(2012, 12, 19),
    "CH": date(2000, 7, 26),
    "UY": date(2012, 8, 21),
    "KR": date(2021, 12, 17),
    "BR": date(2026, 1, 26),
}


def places(reference: Reference, regime: str, scope: str, day: date) -> set[str | None]:
    return {
        row.place
        for row in reference.tables.adequacy
        if row.regime == regime and row.scope == scope and row.place and row.in_force(day)
    }


def test_the_adequate_places_are_these(reference: Reference, day: date) -> None:
    assert places(reference, "UK", "full", day) == UK_FULL
    assert places(reference, "UK", "partial", day) == UK_PARTIAL
    assert places(reference, "EU", "full", day) == EU_FULL
    assert places(reference, "EU", "partial", day) == EU_PARTIAL
    assert len(reference.tables.adequacy) == 67


@pytest.mark.parametrize("code", ["BR", "IN", "AU", "SG", "CN", "ZA", "GB", "GLOBAL", "XX"])
def test_not_adequate_from_the_uk(reference: Reference, day: date, code: str) -> None:
    assert reference.adequacy("UK", code, day) == ()


@pytest.mark.parametrize("code", ["GI", "IN", "AU", "SG", "CN", "ZA", "KE", "FR", "EEA", "EU"])
def test_no_decision_of_the_eu(reference: Reference, day: date, code: str) -> None:
    assert reference.adequacy("EU", code, day) == ()


def test_brazil_for_the_eu_gibraltar_for_the_uk(reference: Reference, day: date) -> None:
    (brazil,) = reference.adequacy("EU", "BR", day)
    assert brazil.id == "eu-br"
    assert brazil.scope == "partial"
    assert brazil.condition is not None
    assert "LGPD" in brazil.condition
    assert reference.adequacy("EU", "BR", date(2026, 1, 25)) == ()
    (gibraltar,) = reference.adequacy("UK", "GI", day)
    assert gibraltar.scope == "full"


def test_organisations(reference: Reference, day: date) -> None:
    ids = {
        regime: [(row.id, row.scope) for row in reference.adequate_organisations(regime, day)]
        for regime in ("UK", "EU")
    }
    assert ids == {"UK": [("uk-eu-institutions", "full")], "EU": [("eu-epo", "full")]}
    epo = reference.adequacy_row("eu-epo")
    assert epo is not None
    assert epo.organisation == "European Patent Organisation"
    assert reference.adequate_organisations("EU", date(2025, 7, 14)) == ()


@pytest.mark.parametrize(
    ("regime", "first", "words"),
    [
        ("UK", date(2023, 10, 12), "UK Extension"),
        ("EU", date(2023, 7, 10), "Data Privacy Framework List"),
    ],
)
def test_the_us_only_for_recipients_that_take_part(
    reference: Reference, regime: str, first: date, words: str
) -> None:
    (row,) = reference.adequacy(regime, "US", first)
    assert row.scope == "partial"
    assert row.condition is not None
    assert words in row.condition
    assert row.per_recipient_check == "https://www.dataprivacyframework.gov/list"
    assert reference.adequacy(regime, "US", first - timedelta(days=1)) == ()


def test_partial_rows_name_their_condition(reference: Reference) -> None:
    assert all(row.condition for row in reference.tables.adequacy if row.scope == "partial")


@pytest.mark.parametrize(
    ("first", "last", "words", "carved_out"),
    [
        (date(2021, 6, 28), date(2025, 6, 23), "2021/1772", True),
        (
            date(2025, 6, 24),
            date(2025, 12, 18),
            "extended by Implementing Decision (EU) 2025",
            True,
        ),
        (
            date(2025, 12, 19),
            date(2031, 12, 27),
            "renewed by Implementing Decision (EU) 2025",
            False,
        ),
    ],
)
def test_the_decision_for_the_uk_and_its_two_lives_more(
    reference: Reference, first: date, last: date, words: str, *, carved_out: bool
) -> None:
    for day in (first, last):
        (row,) = reference.adequacy("EU", "GB", day)
        assert row.id == "eu-gb"
        assert row.scope == "full"
        assert words in row.instrument
        assert bool(row.condition) is carved_out


def test_the_decision_for_the_uk_begins_and_ends(reference: Reference) -> None:
    assert reference.adequacy("EU", "GB", date(2021, 6, 27)) == ()
    assert reference.adequacy("EU", "GB", date(2031, 12, 28)) == ()
    row = reference.adequacy_row("eu-gb")
    assert row is not None
    assert row.valid_until == date(2031, 12, 27)


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("eu-us-safe-harbour", date(2000, 7, 26), date(2015, 10, 5)),
        ("eu-us-privacy-shield", date(2016, 7, 12), date(2020, 7, 15)),
        ("eu-us", date(2023, 7, 10), None),
    ],
)
def test_the_us_was_adequate_for_some_before(
    reference: Reference, word: str, first: date, last: date | None
) -> None:
    (row,) = reference.adequacy("EU", "US", first)
    assert (row.id, row.scope, row.valid_until) == (word, "partial", last)
    assert reference.adequacy("EU", "US", first - timedelta(days=1)) == ()
    if last:
        assert reference.adequacy("EU", "US", last) == (row,)
        assert reference.adequacy("EU", "US", last + timedelta(days=1)) == ()


@pytest.mark.parametrize("code", ["AX", "GF", "GP", "MF", "MQ", "RE", "YT"])
def test_a_territory_of_the_eu_shares_the_decision_for_its_state(
    reference: Reference, day: date, code: str
) -> None:
    (row,) = reference.adequacy("UK", code, day)
    assert row.place == ("FI" if code == "AX" else "FR")


@pytest.mark.parametrize("code", ["AW", "BL", "BQ", "CW", "GL", "NC", "PF", "PM", "SX", "TF", "WF"])
def test_an_overseas_country_has_no_decision(reference: Reference, day: date, code: str) -> None:
    assert reference.adequacy("UK", code, day) == ()
    assert reference.adequacy("EU", code, day) == ()


def test_the_eea_from_the_uk_is_every_member(reference: Reference, day: date) -> None:
    assert {row.place for row in reference.adequacy("UK", "EEA", day)} == EEA30
    assert len(reference.adequacy("UK", "EU", day)) == 27
    assert reference.adequacy("UK", "EEA", date(2020, 12, 30)) == ()


def test_the_eea_rows_are_the_eea(reference: Reference) -> None:
    group = {row.place for row in reference.tables.adequacy if row.group == "EEA"}
    assert group == EEA30


def test_uk_rows_begin_with_the_uk_gdpr_or_with_their_regulations(reference: Reference) -> None:
    rows = [row for row in reference.tables.adequacy if row.regime == "UK"]
    later = {row.place: row.valid_from for row in rows if row.valid_from != date(2020, 12, 31)}
    assert later == {"KR": date(2022, 12, 19), "US": date(2023, 10, 12)}


def test_eu_rows_begin_with_their_decisions(reference: Reference) -> None:
    rows = [row for row in reference.tables.adequacy if row.regime == "EU" and row.place]
    once = [row for row in rows if row.place not in ("GB", "US")]
    assert {row.place: row.valid_from for row in once} == EU_SINCE
    epo = reference.adequacy_row("eu-epo")
    assert epo is not None
    assert epo.valid_from == date(2025, 7, 15)


def test_only_the_decision_for_the_uk_has_an_end(reference: Reference, day: date) -> None:
    rows = [row for row in reference.tables.adequacy if row.in_force(day)]
    ends = {row.id: row.valid_until for row in rows if row.valid_until}
    assert ends == {"eu-gb": date(2031, 12, 27)}


def test_ids_and_places_stand_once(reference: Reference, day: date) -> None:
    rows = [row for row in reference.tables.adequacy if row.in_force(day)]
    ids = Counter(row.id for row in rows)
    things = Counter((row.regime, row.place, row.organisation, row.scope) for row in rows)
    assert max(ids.values()) == max(things.values()) == 1
    assert all(row.id == f"{row.regime}-{row.place}".lower() for row in rows if row.place)
    assert all((row.place is None) != (row.organisation is None) for row in rows)


def test_one_decision_by_id(reference: Reference) -> None:
    row = reference.adequacy_row("uk-us")
    assert row is not None
    assert row.instrument.startswith("SI 2023/1028")
    assert reference.adequacy_row("uk-us", date(2023, 10, 11)) is None
    assert reference.adequacy_row("uk-br") is None
