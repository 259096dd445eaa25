"""What a register answers to each heading of the CNIL's basic register, activity by activity."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ropa.core import wording
from ropa.core.moments import zone_of
from ropa.export.cell import (
    MISSING,
    NOT_APPLICABLE,
    UNKNOWN,
    Cell,
    Part,
    State,
    cell,
    gathered,
)
from ropa.export.ico_controller import joint_controllers, measures
from ropa.export.ico_facts import Engaged, Facts
from ropa.export.ico_rows import Absent, Row, Sensitivity
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.engagement import Engagement
from ropa.records.retention_rule import RetentionRule
from ropa.vocabulary import EngagementRole, Kind

_SINGLE = re.compile(r"P([0-9]+)([DMY])")
_ROLE_UNKNOWN = "{} (role unknown)"


@dataclass(frozen=True, slots=True)
class Fiche:
    """One activity with what its answers are read from; `made` is when its record was, if known."""

    facts: Facts
    activity: Activity
    made: str | None

    @property
    def row(self) -> Row:
        """The activity as the columns of the ICO's template read it."""
        nothing = Sensitivity(None, None)
        return Row(self.facts, self.activity, Absent.UNKNOWN, Absent.UNKNOWN, nothing)

    def day(self, instant: str | None) -> Cell:
        """Say on which day an instant was, where the organisation is."""
        if not instant:
            return UNKNOWN
        zone = zone_of(self.facts.organisation)
        day = datetime.datetime.fromisoformat(instant).astimezone(zone).date()
        return Cell(day.isoformat(), State.ANSWERED, day)


def _named(held: Mapping[str, Record], ids: Iterable[str | None] | None) -> Part:
    """Name records, each once; what is not there by its id."""
    if ids is None:
        return MISSING
    known = list(ids)
    names = (held[id].title if id in held else id for id in known if id is not None)
    return Part(tuple(names), unknown=None in known)


def _name(fiche: Fiche) -> Cell:
    return cell(fiche.activity.title)


def _created(fiche: Fiche) -> Cell:
    return fiche.day(fiche.made)


def _updated(fiche: Fiche) -> Cell:
    stamp = fiche.facts.register.stamps.get((Kind.ACTIVITY, fiche.activity.id))
    return fiche.day(stamp.instant if stamp else None)


def _joint(fiche: Fiche) -> Cell:
    return joint_controllers(fiche.row)


def _software(fiche: Fiche) -> Cell:
    systems = fiche.facts.register.systems
    return gathered([_named(systems, fiche.activity.systems)], separator="\n")


def _purposes(fiche: Fiche) -> Cell:
    lines = fiche.activity.purposes
    ids = None if lines is None else [line.purpose for line in lines]
    return gathered([_named(fiche.facts.register.purposes, ids)], separator="\n")


def _people(fiche: Fiche) -> Cell:
    lines = fiche.activity.data
    ids = None if lines is None else [line.subjects for line in lines]
    return gathered([_named(fiche.facts.register.data_subject_categories, ids)], separator="\n")


def _data(fiche: Fiche) -> Cell:
    lines = fiche.activity.data
    ids = None if lines is None else [line.data for line in lines]
    return gathered([_named(fiche.facts.register.data_categories, ids)], separator="\n")


def _sensitive(fiche: Fiche) -> Cell:
    """Say whether any data is of a special category (Art 9) or criminal (Art 10)."""
    lines = fiche.activity.data
    if lines is None:
        return UNKNOWN
    held = fiche.facts.register.data_categories
    found = [held.get(line.data) if line.data else None for line in lines]
    named = dict.fromkeys(one.name for one in found if one and (one.special or one.criminal))
    unknown = any(one is None or one.special is None or one.criminal is None for one in found)
    if named:
        said = f"Yes: {'; '.join(named)}"
        return Cell(said, State.PARTLY if unknown else State.ANSWERED)
    return UNKNOWN if unknown else cell("No")


def _internal(fiche: Fiche) -> Cell:
    return cell(wording.listed(fiche.activity.internal_recipients, "\n"))


def _external(fiche: Fiche) -> Cell:
    return gathered(_recipients(fiche, processors=False), separator="\n")


def _processors(fiche: Fiche) -> Cell:
    return gathered(_recipients(fiche, processors=True), separator="\n")


def _recipients(fiche: Fiche, *, processors: bool) -> Iterator[Part]:
    """Give the recipients of one group; those whose role nobody knows stand with the external."""
    facts, activity = fiche.facts, fiche.activity
    serving = facts.engagements(activity)
    yield from [MISSING] if serving is None else ()
    for engaged in serving or ():
        role = engaged.record.role if engaged.record else None
        if (role is EngagementRole.PROCESSOR) is processors:
            yield _recipient(facts, engaged)
    held = facts.register.recipient_categories
    yield from [MISSING] if activity.recipient_categories is None else ()
    for id in activity.recipient_categories or ():
        category = held.get(id)
        role = category.role if category else None
        if (role is EngagementRole.PROCESSOR) is processors:
            yield Part((_with_role(category.name if category else id, role),))


def _recipient(facts: Facts, engaged: Engaged) -> Part:
    record = engaged.record
    if record is None:
        return MISSING
    party = facts.register.parties.get(record.party) if record.party else None
    name = f"{party.name}: {record.name}" if party and party.name != record.name else record.name
    return Part((_with_role(name, record.role),), unknown=party is None)


def _with_role(name: str, role: EngagementRole | None) -> str:
    return name if role else _ROLE_UNKNOWN.format(name)


def _transfers(fiche: Fiche) -> Cell:
    """Name the countries outside the EU and EEA, whatever law the organisation is under."""
    serving = fiche.facts.engagements(fiche.activity)
    if serving is None:
        return UNKNOWN
    parts = [_outside(fiche.facts, one.record) if one.record else MISSING for one in serving]
    unnamed = () if fiche.activity.recipient_categories == () else (MISSING,)
    return gathered((*parts, *unnamed), separator="\n")


def _outside(facts: Facts, record: Engagement) -> Part:
    named: dict[str, None] = {}
    unknown = record.stored_in is None or record.accessed_from is None
    for transfer in facts.register.declared.get(record.id, ()):
        body = transfer.international_organisation
        place = transfer.place
        third = True if body else _third(facts, place) if place else None
        unknown = unknown or third is None
        if third:
            where = body or wording.place(place or "", facts.reference)
            by = [_mechanism(facts, word) for word in transfer.mechanisms or ()]
            named[f"{where} ({'; '.join(by)})" if by else where] = None
    for code in (*(record.stored_in or ()), *(record.accessed_from or ())):
        third = _third(facts, code)
        unknown = unknown or third is None
        where = wording.place(code, facts.reference)
        if third and not any(said.startswith(where) for said in named):
            named[where] = None
    return Part(tuple(named), unknown)


def _third(facts: Facts, place: str) -> bool | None:
    return facts.reference.third_country(place, "EU", facts.day)


def _mechanism(facts: Facts, word: str) -> str:
    row = facts.reference.mechanism(word, facts.day) or facts.reference.mechanism(word)
    return row.label if row else word


def _measures(fiche: Fiche) -> Cell:
    return measures(fiche.row)


ANSWERS: Mapping[str, Callable[[Fiche], Cell]] = {
    "name": _name,
    "created": _created,
    "updated": _updated,
    "joint": _joint,
    "software": _software,
    "purposes": _purposes,
    "people": _people,
    "data": _data,
    "sensitive": _sensitive,
    "internal": _internal,
    "external": _external,
    "processors": _processors,
    "transfers": _transfers,
    "measures": _measures,
}
"""What answers each heading, by its id in the law data."""

Limits = tuple[str, tuple[Cell, Cell, Cell, Cell]]
"""A category of data with how long it is kept: days, months, years or anything else."""


def retention(fiche: Fiche) -> Iterator[Limits]:
    """Give the time limits of each category of data, each once; nothing without categories."""
    register = fiche.facts.register
    seen: dict[tuple[str | None, str | None], None] = {}
    for line in fiche.activity.data or ():
        rule = line.retention
        category = register.data_categories.get(line.data) if line.data else None
        if rule is None and isinstance(category, DataCategory):
            rule = category.retention
        seen[line.data, rule] = None
    for data, rule in seen:
        held = register.data_categories.get(data) if data else None
        name = held.name if held else data or "Unknown category"
        yield name, _limits(fiche.facts, rule)


def _limits(facts: Facts, id: str | None) -> tuple[Cell, Cell, Cell, Cell]:
    """Enter a plain period under its unit, and everything else in words."""
    rule = facts.register.retention_rules.get(id) if id else None
    cells = [NOT_APPLICABLE] * 4
    plain = _plain(rule) if rule else None
    if plain:
        number, unit = plain
        cells["DMY".index(unit)] = cell(number)
    else:
        cells[3] = facts.retention(id) if id else UNKNOWN
    return cells[0], cells[1], cells[2], cells[3]


def _plain(rule: RetentionRule) -> tuple[str, str] | None:
    """Give number and unit of a rule that is nothing but one period."""
    more = rule.trigger or rule.rolling or rule.criterion or rule.disposal
    match = _SINGLE.fullmatch(rule.maximum or "")
    if more or match is None or rule.minimum != rule.maximum:
        return None
    return match[1], match[2]
