"""At what grain the controller's record has rows, and what a row knows of its activity.

A row is activity × purpose × people × data, as far as somebody stated it:

* a data line that states its purposes has a row for each of them;
* in an activity with exactly one purpose every data line stands beside that purpose, stated
  or not: the line serves the activity, and the activity serves nothing else;
* with several purposes, a data line that does not state its own has a row without a purpose,
  and a purpose that no line states has a row without people and data. They are never crossed.

An activity without lines still has one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ropa.export.cell import ELSEWHERE, NOT_APPLICABLE, UNKNOWN, Cell
from ropa.export.ico_facts import Facts
from ropa.records.activity import Activity, ActivityData, ActivityPurpose
from ropa.records.data_category import DataCategory


class Absent(Enum):
    """Why a row has no purpose, or no people and data.

    Unlinked means that the activity has some, but nobody has stated which belong to this row.
    """

    UNLINKED = "unlinked"
    UNKNOWN = "unknown"
    NONE = "none"


DEPENDENT: Mapping[Absent, Cell] = {
    Absent.UNLINKED: ELSEWHERE,
    Absent.UNKNOWN: UNKNOWN,
    Absent.NONE: NOT_APPLICABLE,
}
"""What stands in the cells that hang on the line a row does not have."""


class Sensitivity(NamedTuple):
    """Whether data is of a special category (Art 9), and criminal (Art 10); None unknown."""

    special: bool | None
    criminal: bool | None

    @property
    def any(self) -> bool | None:
        """Whether it is either."""
        return _any((self.special, self.criminal))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its activity, purpose line and data line, and how sensitive its data is."""

    facts: Facts
    activity: Activity
    purpose: ActivityPurpose | Absent
    line: ActivityData | Absent
    sensitivity: Sensitivity


Pair = tuple[ActivityPurpose | Absent, ActivityData | Absent]


def rows(facts: Facts, activity: Activity) -> Iterator[Row]:
    """Give the rows of one activity: purpose by purpose, then what is linked to none."""
    held = facts.register.data_categories
    without = {
        Absent.UNLINKED: _of_all(_sensitivity(held, line) for line in activity.data or ()),
        Absent.UNKNOWN: Sensitivity(None, None),
        Absent.NONE: Sensitivity(False, False),
    }
    for purpose, line in pairs(activity):
        known = without[line] if isinstance(line, Absent) else _sensitivity(held, line)
        yield Row(facts, activity, purpose, line, known)


def pairs(activity: Activity) -> Iterator[Pair]:
    """Pair the purposes of an activity with its data lines, as far as that is stated."""
    purposes, lines = activity.purposes or (), activity.data or ()
    if not lines:
        no_line = Absent.UNKNOWN if activity.data is None else Absent.NONE
        yield from ((purpose, no_line) for purpose in purposes or (_no_purpose(activity),))
        return
    if not purposes:
        yield from ((_no_purpose(activity), line) for line in lines)
        return
    serving: dict[str, list[ActivityData]] = {purpose.purpose: [] for purpose in purposes}
    rest: list[Pair] = []
    only = (purposes[0].purpose,) if len(purposes) == 1 else None
    for line in lines:
        stated = only if line.purposes is None else line.purposes
        for purpose in stated or ():
            serving[purpose].append(line)
        if not stated:
            rest.append((Absent.UNLINKED if stated is None else Absent.NONE, line))
    unlinked = any(purpose is Absent.UNLINKED for purpose, _ in rest)
    alone = (Absent.UNLINKED if unlinked else Absent.UNKNOWN,)
    for own in purposes:
        yield from ((own, line) for line in serving[own.purpose] or alone)
    yield from rest


def _no_purpose(activity: Activity) -> Absent:
    return Absent.UNKNOWN if activity.purposes is None else Absent.NONE


def _of_all(lines: Iterable[Sensitivity]) -> Sensitivity:
    """Tell of data that is some of these, nobody knows which: only what is false of all."""
    found = list(lines)
    special = False if all(one.special is False for one in found) else None
    criminal = False if all(one.criminal is False for one in found) else None
    return Sensitivity(special, criminal)


def _sensitivity(held: Mapping[str, DataCategory], line: ActivityData) -> Sensitivity:
    category = held.get(line.data) if line.data else None
    if category is None:
        return Sensitivity(None, None)
    special = None if category.special is None else bool(category.special)
    return Sensitivity(special, category.criminal)


def _any(answers: Iterable[bool | None]) -> bool | None:
    seen = set(answers)
    return True if True in seen else None if None in seen else False
