"""Twelve months back by the calendar."""

from __future__ import annotations

import datetime

import pytest

from ropa.core.past import Past, a_year_before, day_of
from ropa.core.register import Register
from ropa.records.organisation import Organisation
from ropa.records.system import System
from tests.build import activity, build


@pytest.mark.parametrize(
    ("day", "before"),
    [("2026-11-25", "2025-11-25"), ("2028-02-29", "2027-02-28"), ("2029-02-28", "2028-02-28")],
)
def test_a_year_is_the_same_day_of_the_calendar(day: str, before: str) -> None:
    assert a_year_before(datetime.date.fromisoformat(day)) == datetime.date.fromisoformat(before)


def test_days_begin_where_the_organisation_is() -> None:
    auckland = build(Organisation, time_zone="Pacific/Auckland")
    assert day_of("2026-11-24T12:30:00.000000Z", auckland) == datetime.date(2026, 11, 25)
    assert day_of("2026-11-24T12:30:00.000000Z", None) == datetime.date(2026, 11, 24)


def test_it_is_cut_to_the_activities_that_were_there() -> None:
    records = [
        build(Organisation),
        activity(systems=["crm"]),
        activity(id="a2", name="Other", systems=["till"]),
        build(System),
        build(System, id="till", name="Till"),
    ]
    past = Past(Register.of(records), datetime.date(2026, 1, 1), young=False)

    def ids(*chosen: str) -> set[str]:
        return {one.id for one in past.part("acme", chosen).register}

    assert ids("a1") == {"acme", "a1", "crm"}
    assert ids("a1", "later") == {"acme", "a1", "crm"}
    assert ids("later") == {"acme"}
    assert past.part("other", None).register == Register.of(())
