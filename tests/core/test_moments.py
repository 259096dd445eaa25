from __future__ import annotations

import datetime
import zoneinfo

import msgspec
import pytest

from ropa.core.moments import AsOf, end_of, parse_as_of, parse_day, zone_of
from ropa.records.organisation import Organisation
from tests.build import build

UTC = datetime.UTC
LONDON = zoneinfo.ZoneInfo("Europe/London")


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("said", "zone", "meant"),
    [
        ("24", UTC, AsOf(sequence=24)),
        (" 24 ", UTC, AsOf(sequence=24)),
        ("2026-03-28", LONDON, AsOf(instant=utc(2026, 3, 28, 23, 59, 59, 999999))),
        ("2026-07-01", LONDON, AsOf(instant=utc(2026, 7, 1, 22, 59, 59, 999999))),
        ("2026-07-01T12:00", LONDON, AsOf(instant=utc(2026, 7, 1, 11))),
        ("2026-07-01T12:00:00Z", LONDON, AsOf(instant=utc(2026, 7, 1, 12))),
        ("2026-07-01T12:00:00.000001+02:00", UTC, AsOf(instant=utc(2026, 7, 1, 10, 0, 0, 1))),
    ],
)
def test_a_moment_is_a_sequence_a_day_or_an_instant(
    said: str, zone: datetime.tzinfo, meant: AsOf
) -> None:
    assert parse_as_of(said, zone) == meant


@pytest.mark.parametrize(
    "said",
    ["", "yesterday", "-3", "2026-02-30", "31.3.2026", "9999-12-31", "0001-01-01T00:00+14:00"],
)
def test_anything_else_says_what_was_expected(said: str) -> None:
    answer = parse_as_of(said, UTC)
    assert isinstance(answer, str)
    assert "2026-03-31" in answer


def test_a_day_is_written_in_one_way() -> None:
    assert parse_day("2026-03-31") == datetime.date(2026, 3, 31)
    for said in ("2026-3-31", "20260331", "2026-02-30", ""):
        assert isinstance(parse_day(said), str)


def test_the_day_of_a_clock_change_is_an_hour_longer() -> None:
    day = datetime.date(2026, 10, 25)
    before = end_of(day - datetime.timedelta(days=1), LONDON)
    assert end_of(day, LONDON) - before == datetime.timedelta(hours=25)


@pytest.mark.parametrize("recorded", [None, "Mars/Base", "../etc/passwd", "x" * 300, "Europe"])
def test_a_time_zone_nobody_knows_is_utc(recorded: str | None) -> None:
    organisation = msgspec.structs.replace(build(Organisation), time_zone=recorded)
    assert zone_of(organisation).utcoffset(None) is not None
    assert zone_of(organisation) in (UTC, zoneinfo.ZoneInfo("UTC"))
