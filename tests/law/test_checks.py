"""When the law data was last held against its sources."""

from __future__ import annotations

import datetime

import pytest

from ropa.core.law_check import law_check
from ropa.store.home import LAW
from ropa.store.law import read_law

CHECKED = datetime.date(2026, 11, 23)


def test_every_file_says_when_it_was_checked() -> None:
    files = {path.name for path in LAW.iterdir()}
    assert {one.file for one in read_law(LAW).tables.checks} == files


@pytest.mark.parametrize(("days", "warned"), [(0, False), (90, False), (91, True)])
def test_a_check_of_more_than_90_days_before_is_warned_of(days: int, warned: bool) -> None:
    found = law_check(read_law(LAW), CHECKED + datetime.timedelta(days=days))
    assert bool(found.warning) is warned


def test_what_is_not_verified_says_so() -> None:
    found = law_check(read_law(LAW), CHECKED)
    rows = [row for group in found.groups for row in group.rows]
    assert any(row.doubt for row in rows)
    assert all(row.sources for row in rows)
    titles = [group.title for group in found.groups]
    brazil = [[row.label for row in group.rows].count("Brazil") for group in found.groups[1:3]]
    assert titles[1:3] == ["Adequacy under the UK GDPR", "Adequacy under the EU GDPR"]
    assert brazil == [0, 1]


@pytest.mark.parametrize(
    ("day", "laws"),
    [("2018-05-24", set()), ("2020-12-30", {"GDPR"}), ("2020-12-31", {"GDPR", "UK GDPR"})],
)
def test_nothing_is_in_force_under_a_regime_that_is_not(day: str, laws: set[str]) -> None:
    groups = law_check(read_law(LAW), datetime.date.fromisoformat(day)).groups
    said = [row.said for group in groups[4:] for row in group.rows]
    assert {part.split(" Art")[0] for one in said for part in one.split("; ")} & {
        "GDPR",
        "UK GDPR",
    } == laws


def test_what_a_verdict_can_rest_on_is_all_there() -> None:
    groups = law_check(read_law(LAW), CHECKED).groups
    (near,) = (group for group in groups if group.title.startswith("Regimes"))
    said = {row.label: row.said for row in near.rows}
    assert said["UK GDPR"].startswith("United Kingdom, since")
    assert said["Réunion"].startswith("part of France")
    assert "Norway since 1 January 1994" in said["European Economic Area"]
    assert "Germany" in said["European Union"]
    assert "Norway" not in said["European Union"]
    assert "United Kingdom" not in said["European Union"] + said["European Economic Area"]
