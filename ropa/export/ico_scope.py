"""Which activities an authority's record takes, and why it leaves the others out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.vocabulary import ActivityRole, ActivityStatus


class LeftOut(Enum):
    """Why an activity is not in a record; the value is the label."""

    RETIRED = "Retired"
    ENDED = "Ended before the day"
    PLANNED = "Not begun on the day"
    OTHER_RECORD = "In the other record, because of their role"
    NO_ROLE = "In neither record, because their role is unknown"


@dataclass(frozen=True, slots=True)
class Scope:
    """The activities of one record, how many others there are, and those without a role."""

    activities: tuple[Activity, ...]
    left_out: Mapping[LeftOut, int]
    without_role: tuple[Activity, ...]


def scope(
    register: Register, organisation: str, roles: Sequence[ActivityRole], day: datetime.date
) -> Scope:
    """Take the organisation's activities in one of the roles that are in force on the day."""
    kept: list[Activity] = []
    without_role: list[Activity] = []
    left_out: Counter[LeftOut] = Counter()
    for activity in register.activities.values():
        if activity.organisation != organisation:
            continue
        why = _left_out(activity, roles, day)
        if why is None:
            kept.append(activity)
            continue
        left_out[why] += 1
        if why is LeftOut.NO_ROLE:
            without_role.append(activity)
    return Scope(tuple(kept), left_out, tuple(without_role))


def runs(activity: Activity, day: datetime.date) -> bool:
    """Whether an activity is in force on a day."""
    return not_running(activity, day) is None


def _left_out(
    activity: Activity, roles: Sequence[ActivityRole], day: datetime.date
) -> LeftOut | None:
    """Say why an activity is left out of a record."""
    why = not_running(activity, day)
    if why is not None:
        return why
    if activity.role is None:
        return LeftOut.NO_ROLE
    return None if activity.role in roles else LeftOut.OTHER_RECORD


def not_running(activity: Activity, day: datetime.date) -> LeftOut | None:
    """Say why an activity is not in force; its status counts only where it has no date."""
    status, start, end = activity.status, activity.start, activity.end
    if activity.retired:
        return LeftOut.RETIRED
    if end < day if end else status is ActivityStatus.ENDED:
        return LeftOut.ENDED
    if start > day if start else status is ActivityStatus.PLANNED:
        return LeftOut.PLANNED
    return None
