"""Days, numbers and periods as people type them, and back."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_SHORT = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SPOKEN = re.compile(r"([0-9]{1,2})[ .]+([^\W\d_]+)[ .,]+([0-9]{4})")
_FIGURES = re.compile(r"([0-9]{1,2})[./ ]([0-9]{1,2})[./ ]([0-9]{4})")
_NUMBER = re.compile(r"[0-9]{1,3}(?:[ ,\u00a0\u202f][0-9]{3})+|[0-9]{1,12}")
_PERIOD = re.compile(
    r"(?:([0-9]{1,4}) ?years?)?[ ,]*(?:([0-9]{1,4}) ?months?)?[ ,]*"
    r"(?:([0-9]{1,4}) ?weeks?)?[ ,]*(?:([0-9]{1,5}) ?days?)?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"([0-9]+)([YMWD])")
_UNITS: Mapping[str, str] = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def day_in(text: str) -> str:
    """Read a day as `2026-11-23`; the text itself where it is none.

    Understands 23 November 2026, 23 Nov 2026, 23/11/2026 (the day first) and 2026-11-23.
    """
    parts = _parts_of_day(text.strip())
    if parts is None:
        return text
    try:
        return datetime.date(*parts).isoformat()
    except ValueError:
        return text


def day_out(value: str) -> str:
    """Write the day `2026-11-23` as 23 November 2026; any other text stays."""
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B} {day.year:04}"


def day_refused(text: str) -> str:
    """Say why a text is not a day, in the words of the person who typed it."""
    parts = _parts_of_day(text.strip())
    said = f"“{text[:40]}” is not a date"
    if parts and 1 <= parts[1] <= 12 and parts[0] and parts[2]:
        last = calendar.monthrange(parts[0], parts[1])[1]
        return f"{said}: {calendar.month_name[parts[1]]} has {last} days"
    return f"{said}; write it as 23 November 2026"


def _parts_of_day(text: str) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _FIGURES.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _SPOKEN.fullmatch(text):
        named = found[2].lower()
        month = _MONTHS.get(named) or _SHORT.get(named)
        return (int(found[3]), month, int(found[1])) if month else None
    return None


def number_in(text: str) -> int | str:
    """Read a whole number, `1,200` among them; the text itself where it is none."""
    found = _NUMBER.fullmatch(text.strip())
    return int(re.sub(r"\D", "", found[0])) if found else text


def period_in(text: str) -> str:
    """Read “1 year 6 months” as `P1Y6M`; the text itself where it is no such period."""
    found = _PERIOD.fullmatch(text.strip())
    parts = zip(found.groups(), "YMWD", strict=True) if found else ()
    made = "".join(f"{number}{unit}" for number, unit in parts if number is not None)
    return f"P{made}" if made else text


def period_out(value: str) -> str:
    """Write the period `P1Y6M` as 1 year 6 months; any other text stays."""
    parts = [(n, _UNITS[unit]) for n, unit in _PARTS.findall(value)]
    said = " ".join(f"{n} {word}{'' if int(n) == 1 else 's'}" for n, word in parts)
    return said if said and period_in(said) == value else value
