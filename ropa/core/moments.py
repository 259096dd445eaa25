"""The two clocks as a person writes them: as recorded at, and about."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from dataclasses import dataclass
from typing import TypeVar

from ropa.records.organisation import Organisation

D = TypeVar("D", bound=datetime.date)

_YEARS = range(1900, 9999)
_SEQUENCE = re.compile(r"[0-9]{1,15}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class AsOf:
    """An earlier moment: a sequence of the journal, or the last instant that counts."""

    sequence: int | None = None
    instant: datetime.datetime | None = None


def parse_as_of(text: str, zone: datetime.tzinfo) -> AsOf | str:
    """Read a moment: a sequence (`24`), a day (its end, in `zone`) or an instant.

    An instant without a zone is in `zone`. Gives what was expected where it is none of these.
    """
    text = text.strip()
    if _SEQUENCE.fullmatch(text):
        return AsOf(sequence=int(text))
    try:
        if _DAY.fullmatch(text):
            return AsOf(instant=end_of(_in_reach(datetime.date.fromisoformat(text)), zone))
        instant = _in_reach(datetime.datetime.fromisoformat(text))
        known = instant if instant.tzinfo else instant.replace(tzinfo=zone)
        return AsOf(instant=known.astimezone(datetime.UTC))
    except (ValueError, OverflowError):
        return (
            f"“{text}” is not a moment: give a day such as 2026-03-31, an instant such as "
            "2026-03-31T17:00, or a journal sequence such as 24"
        )


def parse_day(text: str) -> datetime.date | str:
    """Read a day. Gives what was expected where it is none."""
    try:
        if not _DAY.fullmatch(text.strip()):
            raise ValueError
        return _in_reach(datetime.date.fromisoformat(text.strip()))
    except ValueError:
        return f"“{text}” is not a day from 1900 on: give one such as 2026-03-31"


def _in_reach(day: D) -> D:
    """Refuse days that no journal has, and that no clock of another zone could show."""
    if day.year not in _YEARS:
        raise ValueError(day)
    return day


def end_of(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    """Give the last microsecond of a day in a zone."""
    next_day = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), zone)
    return next_day.astimezone(datetime.UTC) - datetime.timedelta(microseconds=1)


def zone_of(organisation: Organisation | None) -> datetime.tzinfo:
    """Give the time zone in which an organisation's days begin: its own, or else UTC."""
    try:
        return zoneinfo.ZoneInfo((organisation and organisation.time_zone) or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # any text may be recorded
        return datetime.UTC
