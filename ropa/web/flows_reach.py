"""What is reached, as the first sheet of an incident: what is touched, and what has to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from flask import abort

from ropa.core.flows import links
from ropa.core.flows.counts import counted
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.incident import Contact, Incident, incident
from ropa.core.flows.notice import Part as NoticePart
from ropa.core.flows.notice import notice
from ropa.core.flows.reach import Reach, Touched
from ropa.core.flows.showing import reach_view
from ropa.core.names import spoken_day
from ropa.core.register import Key
from ropa.vocabulary import ActivityRole, Kind
from ropa.web.access import Action, Desk
from ropa.web.flows_asked import REACH, reach_asked
from ropa.web.flows_links import Link
from ropa.web.flows_page import FlowPage, asked_here, flow_page
from ropa.web.tables import Head, heads
from ropa.web.verdict_marks import Mark, mark_of

HEADS: Mapping[str, tuple[Head, ...]] = {
    "activities": heads("Activity", "Distance", "Role", "Function", "Owner"),
    "people": heads("People", "Number recorded", "Vulnerable?", "Children?"),
    "data": heads("Personal data", "Special category", "Criminal offences", "Of"),
    "systems": heads("System", "Distance", "Place"),
    "onward": heads("Party", "Distance", "Stored in", "Verdict"),
}

SECTIONS: tuple[Link, ...] = (
    ("What has to be done", "#do"),
    ("Picture", "#picture"),
    ("Activities", "#activities"),
    ("People", "#people"),
    ("Personal data", "#data"),
    ("Systems", "#systems"),
    ("To whom it went on", "#onward"),
    ("Purposes", "#purposes"),
    ("What a notification says", "#notice"),
)
"""The parts of the page, and where they begin."""

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
    """A category of data touched; `special` is None where unknown."""

    named: Named
    special: tuple[str, ...] | None
    criminal: bool | None
    whose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """A category of people whose data is touched; the number is empty where unknown."""

    named: Named
    number: str
    vulnerable: bool | None
    children: bool | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A system touched, or a party further on; `places` are None where unknown."""

    named: Named
    known: bool
    steps: str
    places: tuple[str, ...] | None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody to tell or to ask, and how to reach them; no `ways` where none is recorded."""

    named: Named
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind, and how many are left out."""

    rows: tuple[object, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ReachPage:
    """All that the page places: the picture's page, what is touched, and what has to be done.

    `empty` says in words why nothing is reached, `sections` lead to the parts of the page.
    """

    page: FlowPage
    told: Incident
    heads: Mapping[str, tuple[Head, ...]]
    empty: str
    summary: str
    sections: tuple[Link, ...]
    parts: Mapping[str, Part]
    purposes: tuple[Named, ...]
    controllers: tuple[ContactRow, ...]
    unnamed: str
    asked: tuple[ContactRow, ...]
    notice: tuple[NoticePart, ...]
    sheet: str | None


def reach_page(desk: Desk, flows: FlowMap, of: str) -> ReachPage:
    """Give the page of what a party, an engagement, a system or a place reaches; 404 for none."""
    asked = asked_here(flows, REACH, of)
    found = reach_asked(flows, of) or abort(404)
    told = incident(found)
    return ReachPage(
        page=flow_page(desk, flows, asked, reach_view(found)),
        told=told,
        heads=HEADS,
        empty="" if found.starts else _empty(found),
        summary=_summary(told),
        sections=SECTIONS,
        parts={
            "activities": _part(_activities(desk, found), len(found.activities)),
            "data": _part(_data(desk, told), len(told.data)),
            "people": _part(_people(desk, told), len(told.people)),
            "systems": _part(_systems(desk, found), len(found.of(links.SYSTEM))),
            "onward": _part(_onward(desk, told), len(told.onward)),
        },
        purposes=tuple(_named(desk, (Kind.PURPOSE, id)) for id in found.purposes[:MOST]),
        controllers=tuple(_contact(desk, one) for one in told.controllers),
        unnamed=_unnamed(found),
        asked=tuple(_asked(desk, found)),
        notice=notice(told),
        sheet=_sheet(desk, of) if found.starts else None,
    )


def _sheet(desk: Desk, of: str) -> str | None:
    """Give where the sheet is, for whoever may take it out."""
    plural, _, id = of.partition("/")
    return desk.url("flows.sheet", plural=plural, id=id) if desk.may(Action.EXPORT) else None


def _empty(found: Reach) -> str:
    on = spoken_day(found.flows.day)
    if found.place is not None:
        return f"Nothing that is in force on {on} is recorded to be in {found.title}."
    if found.record and found.record[0] is Kind.PARTY:
        return f"No engagement of {found.title} is in force on {on}, so nothing is reached."
    return f"{found.title} is not in force on {on}, so nothing is reached."


def _summary(told: Incident) -> str:
    """Count what is touched, in a sentence."""
    found = told.reach
    counts = (
        (len(found.activities), "activity", "activities"),
        (len(told.people), "category of people", "categories of people"),
        (len(told.data), "category of data", "categories of data"),
        (len(found.of(links.SYSTEM)), "system", "systems"),
        (len(told.onward), "engagement further on", "engagements further on"),
    )
    said = [f"{n} {one if n == 1 else many}" for n, one, many in counts if n]
    if not said:
        return "It is recorded to touch nothing else."
    return f"It may touch {' and '.join(filter(None, (', '.join(said[:-1]), said[-1])))}."


def _part(rows: Iterable[object], number: int) -> Part:
    """Give the first rows of a number of them; the others are not made."""
    held = tuple(islice(rows, MOST))
    return Part(held, number - len(held))


def _named(desk: Desk, key: Key) -> Named:
    record = desk.register.get(*key)
    return Named(record.title, desk.url_of(key)) if record else Named(key[1], None)


def _steps(one: Touched) -> str:
    return f"{counted(one.distance, 'step')} {'back' if one.before else 'on'}"


def _activities(desk: Desk, found: Reach) -> Iterator[ActivityRow]:
    held = found.of(links.ACTIVITY)
    for touched, one in zip(held, found.activities, strict=True):
        yield ActivityRow(
            named=_named(desk, (Kind.ACTIVITY, one.id)),
            steps=_steps(touched),
            role=one.role.label if one.role else "",
            function=one.function or "",
            owner=_named(desk, (Kind.PERSON, one.owner)) if one.owner else None,
        )


def _data(desk: Desk, told: Incident) -> Iterator[DataRow]:
    people = desk.register.data_subject_categories
    for one in told.data:
        whose = told.reach.data[one.id]
        yield DataRow(
            named=_named(desk, (Kind.DATA_CATEGORY, one.id)),
            special=None if one.special is None else tuple(word.label for word in one.special),
            criminal=one.criminal,
            whose=tuple(people[id].name if id in people else id for id in whose),
        )


def _people(desk: Desk, told: Incident) -> Iterator[PeopleRow]:
    for one in told.people:
        yield PeopleRow(
            named=_named(desk, (Kind.DATA_SUBJECT_CATEGORY, one.id)),
            number="" if one.number is None else f"about {one.number:,}",
            vulnerable=one.vulnerable,
            children=one.children,
        )


def _systems(desk: Desk, found: Reach) -> Iterator[PlaceRow]:
    name = found.flows.reference.place_name
    for one in found.of(links.SYSTEM):
        key = (Kind.SYSTEM, links.parts(one.node)[1])
        record = desk.register.systems.get(key[1])
        codes = record.places if record else None
        places = None if codes is None else tuple(name(code) for code in codes)
        yield PlaceRow(_named(desk, key), record is not None, _steps(one), places)


def _onward(desk: Desk, told: Incident) -> Iterator[PlaceRow]:
    for touched, one in zip(told.reach.downstream, told.onward, strict=True):
        url = desk.url_of((Kind.ENGAGEMENT, one.engagement))
        mark = mark_of(one.verdict) if one.verdict else None
        yield PlaceRow(Named(one.name, url), one.known, _steps(touched), one.places, mark)


def _contact(desk: Desk, one: Contact) -> ContactRow:
    named = _named(desk, (Kind.PARTY, one.id)) if one.id else Named(one.name, None)
    return ContactRow(named, one.ways)


def _unnamed(found: Reach) -> str:
    """Say for how many activities it is not recorded on whose behalf they are."""
    processing = found.roles.get(ActivityRole.PROCESSOR, ())
    silent = sum(one.on_behalf_of is None for one in processing)
    return f"not recorded for {counted(silent, 'activity')}" if silent else ""


def _asked(desk: Desk, found: Reach) -> Iterator[ContactRow]:
    """Give the parties it is about, or that operate it: who knows what has happened."""
    engagements = desk.register.engagements
    held = [engagements.get(id) for id in _engaged(desk, found)]
    for id in dict.fromkeys(one.party for one in held if one and one.party):
        party = desk.register.parties.get(id)
        ways = (party.email, party.telephone, party.website) if party else ()
        yield ContactRow(_named(desk, (Kind.PARTY, id)), tuple(way for way in ways if way))


def _engaged(desk: Desk, found: Reach) -> Iterator[str]:
    for prefix, id in map(links.parts, found.starts):
        system = desk.register.systems.get(id) if prefix == links.SYSTEM else None
        if prefix == links.ENGAGEMENT:
            yield id
        elif system and system.engagement:
            yield system.engagement
