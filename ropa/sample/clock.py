"""Instants at which people in an office save something."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from random import Random

WEEKS = 208
"""How long a history is: four years."""

_OPENS = datetime.timedelta(hours=8, minutes=30)
_SECONDS = 8 * 60 * 60
_WORKDAYS = 5


def office_hours(
    start: datetime.datetime, first_week: int, last_week: int, count: int, random: Random
) -> Iterator[datetime.datetime]:
    """Give `count` different instants in order, Monday to Friday, in weeks counted from `start`.

    `start` knows its zone; the hours are of that zone.
    """
    monday = (start + datetime.timedelta(days=-start.weekday() % 7)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    per_week = _WORKDAYS * _SECONDS
    for moment in sorted(random.sample(range(first_week * per_week, last_week * per_week), count)):
        week, rest = divmod(moment, per_week)
        day, second = divmod(rest, _SECONDS)
        passed = datetime.timedelta(weeks=week, days=day, seconds=second)
        yield monday + passed + _OPENS
