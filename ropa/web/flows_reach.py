"""What is reached, as the first sheet of an incident: what is touched, and what has to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import abort

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.incident import Contact, Content, Duty, incident
from ropa.core.flows.reach import Reach, Touched
from ropa.core.flows.reach_gaps import reach_gaps
from ropa.core.flows.showing import reach_view
from ropa.core.register import Key
from ropa.vocabulary import Kind, SpecialCategory
from ropa.web.access import Desk
from ropa.web.flows_asked import REACH, reach_asked
from ropa.web.flows_page import FlowPage, asked_here, flow_page
from ropa.web.tables import Head, heads
from ropa.web.verdict_marks import Mark, mark_of

HEADS: Mapping[str, tuple[Head, ...]] = {
    "activities": heads("Activity", "Distance", "Role", "Function", "Owner"),
    "people": heads("People", "Number recorded", "Vulnerable?", "Children?"),
    "data": heads("Personal data", "Special category", "Criminal offences", "Of"),
    "systems": heads("System", "Distance", "Place"),
    "downstream": heads("Engagement", "Distance", "Stored in", "Verdict"),
}

MOST = 50
"""So many rows of one kind are shown; the table under the picture and the CSV have all."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name, and the page of its record where it has one."""

    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity touched; what is empty is not recorded."""

    named: Named
    steps: str
    role: str
    function: str
    owner: Named | None


@dataclass(frozen=True, slots=True)
class DataRow:
    """A category of data touched; `special` and `criminal` are None where unknown."""

    named: Named
    special: tuple[str, ...] | None
    criminal: bool | None
    whose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """A category of people whose data is touched; all but the name may be unknown."""

    named: Named
    number: str
    vulnerable: bool | None
    children: bool | None


@dataclass(frozen=True, slots=True)
class SystemRow:
    """A system touched, or a party further down; `place` is empty where unknown."""

    named: Named
    steps: str
    place: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody to tell or to be asked."""

    named: Named
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty as it is placed."""

    duty: Duty
    whom: tuple[ContactRow, ...]
    activities: tuple[Named, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind, and how many are left out."""

    rows: tuple[object, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ReachPage:
    """All that the page places: the picture's page, what is touched, and what has to be done.

    `empty` says in words why nothing is reached.
    """

    page: FlowPage
    heads: Mapping[str, tuple[Head, ...]]
    empty: str
    summary: str
    activities: Part
    data: Part
    people: Part
    purposes: tuple[Named, ...]
    systems: Part
    downstream: Part
    controllers: tuple[ContactRow, ...]
    duties: tuple[DutyView, ...]
    contents: tuple[Content, ...]
    asked: tuple[ContactRow, ...]
    gaps: tuple[str, ...]


def reach_page(desk: Desk, flows: FlowMap, of: str) -> ReachPage:
    """Give the page of what a party, an engagement, a system or a place reaches; 404 for none."""
    asked = asked_here(flows, REACH, of)
    found = reach_asked(flows, of) or abort(404)
    told = incident(found)
    far = {one.node: _steps(one) for one in found.touched}
    return ReachPage(
        page=flow_page(desk, flows, asked, reach_view(found)),
        heads=HEADS,
        empty="" if found.starts else _empty(found, flows),
        summary=_summary(found),
        activities=_part(_activities(desk, found, far)),
        data=_part(_data(desk, found)),
        people=_part(_people(desk, found)),
        purposes=tuple(_named(desk, (Kind.PURPOSE, id)) for id in found.purposes[:MOST]),
        systems=_part(_systems(desk, found)),
        downstream=_part(_parties(desk, found)),
        controllers=tuple(_contact(desk, c) for duty in told.duties for c in duty.whom),
        duties=tuple(_duty(desk, duty) for duty in told.duties),
        contents=told.contents,
        asked=tuple(_contact(desk, one) for one in told.asked),
        gaps=reach_gaps(found) if found.starts else (),
    )


def _empty(found: Reach, flows: FlowMap) -> str:
    day = f"{flows.day.day} {flows.day:%B %Y}"
    if found.place is not None:
        return f"Nothing that is in force on {day} is recorded to be in {found.title}."
    if found.record and found.record[0] is Kind.PARTY:
        return f"No engagement of {found.title} is in force on {day}, so nothing is reached."
    return f"{found.title} is not in force on {day}, so nothing is reached."


def _summary(found: Reach) -> str:
    """Count what is touched, in a sentence."""
    if not found.starts:
        return ""
    counts = (
        (len(found.activities), "activity", "activities"),
        (len(found.subjects), "category of people", "categories of people"),
        (len(found.data), "category of data", "categories of data"),
        (len(found.of(links.SYSTEM)), "system", "systems"),
        (len(found.downstream), "engagement further on", "engagements further on"),
    )
    told = [f"{n} {one if n == 1 else many}" for n, one, many in counts]
    return f"It may touch {', '.join(told[:-1])} and {told[-1]}."


def _part(rows: Iterable[object]) -> Part:
    held = tuple(rows)
    return Part(held[:MOST], max(0, len(held) - MOST))


def _named(desk: Desk, key: Key) -> Named:
    record = desk.register.get(*key)
    return Named(record.title, desk.url_of(key)) if record else Named(key[1], None)


def _steps(one: Touched) -> str:
    many = "1 step" if one.distance == 1 else f"{one.distance} steps"
    return f"{many} {'back' if one.before else 'on'}"


def _activities(desk: Desk, found: Reach, far: dict[str, str]) -> Iterator[ActivityRow]:
    for one in found.activities:
        yield ActivityRow(
            named=_named(desk, (Kind.ACTIVITY, one.id)),
            steps=far[links.key(links.ACTIVITY, one.id)],
            role=one.role.label if one.role else "",
            function=one.function or "",
            owner=_named(desk, (Kind.PERSON, one.owner)) if one.owner else None,
        )


def _data(desk: Desk, found: Reach) -> Iterator[DataRow]:
    held, people = desk.register.data_categories, desk.register.data_subject_categories
    for id, whose in found.data.items():
        record = held.get(id)
        special = record.special if record else None
        yield DataRow(
            named=_named(desk, (Kind.DATA_CATEGORY, id)),
            special=None if special is None else tuple(_labels(special)),
            criminal=record.criminal if record else None,
            whose=tuple(people[one].name if one in people else one for one in whose),
        )


def _labels(special: Iterable[SpecialCategory]) -> Iterator[str]:
    return (one.label for one in special)


def _people(desk: Desk, found: Reach) -> Iterator[PeopleRow]:
    held = desk.register.data_subject_categories
    for id in found.subjects:
        one = held.get(id)
        number = one.approximate_number if one else None
        yield PeopleRow(
            named=_named(desk, (Kind.DATA_SUBJECT_CATEGORY, id)),
            number="" if number is None else f"about {number:,}",
            vulnerable=one.vulnerable if one else None,
            children=one.children if one else None,
        )


def _systems(desk: Desk, found: Reach) -> Iterator[SystemRow]:
    for one in found.of(links.SYSTEM):
        key = (Kind.SYSTEM, links.parts(one.node)[1])
        record = desk.register.systems.get(key[1])
        yield SystemRow(
            _named(desk, key), _steps(one), _places(found, record.places if record else None)
        )


def _parties(desk: Desk, found: Reach) -> Iterator[SystemRow]:
    for one in found.downstream:
        key = (Kind.ENGAGEMENT, links.parts(one.node)[1])
        record = desk.register.engagements.get(key[1])
        verdict = found.flows.verdict_of(one.node)
        yield SystemRow(
            _named(desk, key),
            _steps(one),
            _places(found, record.stored_in if record else None),
            mark_of(verdict) if verdict else None,
        )


def _places(found: Reach, codes: Sequence[str] | None) -> str:
    """Name places; "none" where it is recorded that data is stored nowhere, empty if unknown."""
    if codes is None:
        return ""
    return ", ".join(found.flows.reference.place_name(code) for code in codes) or "none"


def _contact(desk: Desk, one: Contact) -> ContactRow:
    named = _named(desk, one.record) if one.record else Named(one.name, None)
    return ContactRow(named, one.ways)


def _duty(desk: Desk, duty: Duty) -> DutyView:
    named = tuple(_named(desk, (Kind.ACTIVITY, one.id)) for one in duty.activities[:MOST])
    whom = tuple(_contact(desk, one) for one in duty.whom)
    return DutyView(duty, whom, named, len(duty.activities) - len(named))
