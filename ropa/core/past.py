"""The register as it stood twelve months ago, to tell what changed since."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace

from ropa.core.moments import zone_of
from ropa.core.register import Key, Register
from ropa.core.scope import scoped
from ropa.records.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Past:
    """A register as it stood at the end of the day `since`, of the organisation's time zone.

    That day is twelve months before the later register's or, where `young`, the first on which
    the organisation's record was kept. `redacted` are the records whose state of then has been
    taken out of the journal.
    """

    register: Register
    since: datetime.date
    young: bool
    redacted: frozenset[Key] = frozenset()

    def part(self, organisation: str, activities: Collection[str] | None) -> Past:
        """Cut it to what an export of an organisation, or of some activities, tells of."""
        own = scoped(self.register, organisation)
        if activities is not None:
            known = [id for id in activities if id in own.activities]
            own = scoped(self.register, organisation, known)
        return replace(self, register=own)


def a_year_before(day: datetime.date) -> datetime.date:
    """Give the same day of the calendar a year earlier; for 29 February the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def day_of(instant: str, organisation: Organisation | None) -> datetime.date:
    """Give the day of an instant of the journal where an organisation is."""
    return datetime.datetime.fromisoformat(instant).astimezone(zone_of(organisation)).date()
