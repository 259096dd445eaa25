"""The countries, and what is a third country to whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ropa.core.reference import Reference

EU27 = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
EEA30 = EU27 | {"IS", "LI", "NO"}


def test_all_countries_of_iso_3166_are_there(reference: Reference) -> None:
    assert len(reference.countries) == 249
    assert {"GB", "GR", "NO", "GG", "IM", "JE", "GI", "FO", "RE"} <= reference.countries.keys()
    assert not {"UK", "EL", "XI", "XK", "EU"} & reference.countries.keys()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("BO", "Bolivia"),
        ("VN", "Vietnam"),
        ("TW", "Taiwan"),
        ("KR", "South Korea"),
        ("KP", "North Korea"),
        ("NO", "Norway"),
        ("CI", "Côte d'Ivoire"),
        ("CD", "Democratic Republic of the Congo"),
        ("EU", "European Union"),
        ("EEA", "European Economic Area"),
        ("GLOBAL", "Global"),
        ("XX", "XX"),
    ],
)
def test_places_have_everyday_names(reference: Reference, code: str, name: str) -> None:
    assert reference.place_name(code) == name


def test_no_name_is_turned_round_or_borne_twice(reference: Reference) -> None:
    names = list(reference.places.values())
    assert [name for name in names if ", " in name] == [
        "Bonaire, Sint Eustatius and Saba",
        "Saint Helena, Ascension and Tristan da Cunha",
    ]
    assert len(set(names)) == len(names)


def test_only_known_codes_are_places(reference: Reference) -> None:
    assert all(map(reference.is_place, ("DE", "EU", "EEA", "GLOBAL")))
    assert not any(map(reference.is_place, ("XX", "de", "", "UK", "WORLD")))


def test_the_groups_are_not_countries(reference: Reference) -> None:
    assert reference.places.keys() - reference.countries.keys() == {"EU", "EEA", "GLOBAL"}


def test_members_of_the_eu_and_the_eea(reference: Reference, day: date) -> None:
    assert reference.members("EU", day) == EU27
    assert reference.members("EEA", day) == EEA30
    assert reference.members("EFTA", day) == frozenset()


def test_members_were_others_before(reference: Reference) -> None:
    assert len(reference.members("EU", date(1958, 1, 1))) == 6
    assert len(reference.members("EU", date(2003, 12, 31))) == 15
    assert len(reference.members("EU", date(2013, 7, 1))) == 28
    assert reference.members("EU", date(2020, 1, 31)) - EU27 == {"GB"}
    assert reference.members("EU", date(2020, 2, 1)) == EU27
    assert reference.members("EEA", date(2020, 12, 31)) - EEA30 == {"GB"}
    assert reference.members("EEA", date(2021, 1, 1)) == EEA30


def test_first_days_of_membership(reference: Reference) -> None:
    def firsts(group: str) -> dict[date | None, str]:
        found: dict[date | None, str] = {}
        for row in reference.tables.memberships:
            if row.group == group:
                found[row.valid_from] = f"{found.get(row.valid_from, '')} {row.country}".strip()
        return found

    assert firsts("EU") == {
        date(1958, 1, 1): "BE DE FR IT LU NL",
        date(1973, 1, 1): "DK IE GB",
        date(1981, 1, 1): "GR",
        date(1986, 1, 1): "ES PT",
        date(1995, 1, 1): "AT FI SE",
        date(2004, 5, 1): "CY CZ EE HU LT LV MT PL SI SK",
        date(2007, 1, 1): "BG RO",
        date(2013, 7, 1): "HR",
    }
    assert firsts("EEA") == {
        date(1994, 1, 1): "AT BE DE DK ES FI FR GR IE IS IT LU NL NO PT SE GB",
        date(1995, 5, 1): "LI",
        date(2004, 5, 1): "CY CZ EE HU LT LV MT PL SI SK",
        date(2007, 8, 1): "BG RO",
        date(2014, 4, 12): "HR",
    }


def test_gb_is_in_neither(reference: Reference, day: date) -> None:
    assert not reference.is_eea("GB", day)
    assert "GB" not in reference.members("EU", day)


@pytest.mark.parametrize("code", ["IS", "LI", "NO"])
def test_eea_without_eu(reference: Reference, day: date, code: str) -> None:
    assert reference.is_eea(code, day)
    assert code not in reference.members("EU", day)
    assert reference.third_country(code, "EU", day) is False
    assert reference.third_country(code, "UK", day) is True


@pytest.mark.parametrize(
    ("place", "from_uk", "from_eu"),
    [
        ("GB", False, True),
        ("FR", True, False),
        ("EU", True, False),
        ("EEA", True, False),
        ("GLOBAL", None, None),
        ("XX", None, None),
        ("US", True, True),
        ("CH", True, True),
        ("GI", True, True),
        ("GG", True, True),
        ("IM", True, True),
        ("JE", True, True),
        ("FO", True, True),
        ("GL", True, True),
        ("NC", True, True),
        ("RE", True, False),
        ("GP", True, False),
        ("AX", True, False),
        *((code, True, False) for code in ("GF", "MF", "MQ", "YT")),
        *((code, True, True) for code in ("AW", "BL", "BQ", "CW", "PF", "PM", "SX", "TF", "WF")),
    ],
)
def test_third_countries(
    reference: Reference, day: date, place: str, *, from_uk: bool | None, from_eu: bool | None
) -> None:
    assert reference.third_country(place, "UK", day) is from_uk
    assert reference.third_country(place, "EU", day) is from_eu


def test_a_regime_without_rows_is_not_judged(reference: Reference, day: date) -> None:
    assert reference.third_country("FR", "CH", day) is None


def test_a_regime_is_not_judged_before_it_is_in_force(reference: Reference) -> None:
    uk, eu = date(2020, 12, 31), date(2018, 5, 25)
    before = timedelta(days=1)
    assert reference.third_country("US", "UK", uk) is True
    assert reference.third_country("US", "UK", uk - before) is None
    assert reference.third_country("US", "EU", eu) is True
    assert reference.third_country("US", "EU", eu - before) is None


def test_gb_became_a_third_country_to_the_eu_with_the_decision_for_it(
    reference: Reference,
) -> None:
    assert reference.third_country("GB", "EU", date(2020, 12, 31)) is False
    for bridged in (date(2021, 1, 1), date(2021, 6, 27)):
        assert reference.third_country("GB", "EU", bridged) is False
        assert not reference.is_eea("GB", bridged)
        assert reference.third_country("GI", "EU", bridged) is True
    assert reference.third_country("GB", "EU", date(2021, 6, 28)) is True
    assert len(reference.adequacy("EU", "GB", date(2021, 6, 28))) == 1


def test_countries_can_not_be_changed(reference: Reference) -> None:
    with pytest.raises(TypeError):
        reference.countries["XX"] = "Nowhere"  # type: ignore[index]


def test_the_regulator_bears_its_name_by_day(reference: Reference) -> None:
    before, after = (reference.regulator(date(2026, 9, day)) for day in (29, 30))
    assert (before.name, before.wording) == ("Information Commissioner",) * 2
    assert (after.name, after.wording) == (
        "Information Commission",
        "the Information Commission (ICO)",
    )
    assert {before.short_name, after.short_name} == {"ICO"}
    assert reference.regulator(date.min) is before
    assert reference.regulator(date.max) is after
