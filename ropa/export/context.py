"""What an export says of itself beside the register it is made of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from ropa.records.activity import Activity

EXTRACT = "An extract of the record: only"

_MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Context:
    """The two clocks and the product, so that an export can be made again.

    `about` is the day whose dates and law hold, `as_recorded` the instant at which the register
    stood as it is given (ISO 8601, UTC), `version` that of the product. The journal's sequence
    and hash are the register's own moment. `chosen` are the ids of the activities that the register
    was cut to; None where it was not.
    """

    about: datetime.date
    as_recorded: str
    version: str
    chosen: tuple[str, ...] | None = None

    def extract(self, activities: Mapping[str, Activity]) -> tuple[str, ...]:
        """Name the activities of an extract, many by their number; () where it is none."""
        if self.chosen is None:
            return ()
        if len(self.chosen) > _MOST_NAMED:
            return (f"{len(self.chosen):,} activities, all of which are in it",)
        held = (activities.get(id) for id in self.chosen)
        return tuple(one.title for one in held if one is not None) or ("no activity",)
