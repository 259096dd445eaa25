"""The questions that pictures answer, each in a sentence, with what it can be asked of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ropa.core.filters import Query
from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap
from ropa.core.search import natural
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.flows_asked import CHAINS, DATA, ORGANISATION, PLACES, REACH, url_of
from ropa.web.flows_links import Link
from ropa.web.list_page import Pairs

MOST = 500
"""So many of one kind are offered to choose from; the pages of the others lead there, too."""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind that a question can be asked of: values of the address and words."""

    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A question: where it leads at once, or what it can be asked of by a form."""

    id: str
    title: str
    said: str
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    label: str = ""
    none: str = ""


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All that the page of questions places; `kept` travels along with each form."""

    entries: tuple[Entry, ...]
    action: str
    kept: Pairs


def index_page(desk: Desk, flows: FlowMap) -> IndexPage:
    """Give the page of questions."""
    entries = (_organisation(desk), _reach(flows), _chains(desk, flows), _data(flows))
    return IndexPage(
        (*entries, _activity(desk), *_asks(desk), _changes(desk)),
        desk.url("flows.go").partition("?")[0],
        tuple(desk.clock.asked.items()),
    )


def _organisation(desk: Desk) -> Entry:
    return Entry(
        ORGANISATION,
        "What leaves our jurisdiction?",
        "Our systems and the parties we engage, in the countries where they keep data, with the "
        "lines that cross from one to another and how many activities each serves.",
        (("The organisation’s picture", url_of(desk, ORGANISATION)),),
    )


def _reach(flows: FlowMap) -> Entry:
    register = flows.register
    parties = {e.party for e in flows.engagements.values() if e.party}
    places = {id for prefix, id in map(links.parts, flows.graph) if prefix == links.PLACE}
    names = ((id, register.parties[id].name) for id in parties if id in register.parties)
    systems = ((id, system.name) for id, system in flows.systems.items())
    of_places = ((id, flows.reference.place_name(id)) for id in places)
    return Entry(
        REACH,
        "What does a breach there reach?",
        "All that a party, a system or a place touches, step by step, and what Articles 33 and 34 "
        "then ask of us: the first sheet of an incident.",
        groups=(
            _group("Parties", f"{Kind.PARTY.plural}/", names),
            _group("Systems", f"{Kind.SYSTEM.plural}/", systems),
            _group("Places", f"{PLACES}/", of_places),
        ),
        label="Party, system or place",
        none="No engagement is in force on this day and no system is recorded, so there is nothing "
        "yet that a breach could begin at.",
    )


def _chains(desk: Desk, flows: FlowMap) -> Entry:
    parties = {e.party for e in flows.engagements.values() if e.party}
    held = flows.register.parties
    names = ((id, held[id].name) for id in parties if id in held)
    return Entry(
        CHAINS,
        "Who stands under whom?",
        "The vendors we engage and those who work under them, link by link, with where they keep "
        "data and the verdict on each.",
        (("All vendor chains", url_of(desk, CHAINS)),),
        (_group("Parties", f"{Kind.PARTY.plural}/", names),),
        "The chain of one party",
    )


def _data(flows: FlowMap) -> Entry:
    held = flows.register.data_categories
    used = {line.data for one in flows.activities.values() for line in one.data or ()}
    names = ((id, held[id].name) for id in used if id and id in held)
    return Entry(
        DATA,
        "Where does this data live and go?",
        "One category of personal data: whose it is, which activities use it, and every system, "
        "party and place that holds it or may.",
        groups=(_group("Personal data", "", names),),
        label="Category of personal data",
        none="No activity says which personal data it uses yet.",
    )


def _activity(desk: Desk) -> Entry:
    return Entry(
        "activity",
        "How does data flow through one activity?",
        "From people and sources through our systems to recipients, those below them, and their "
        "countries. Every activity’s page has its picture.",
        (("Choose an activity", desk.list_url(Query(Kind.ACTIVITY))),),
    )


def _asks(desk: Desk) -> tuple[Entry, ...]:
    return (
        Entry(
            "paths",
            "Which ways does data take?",
            "Every way from people, a source or a record to another, or to a country.",
            (("Find ways", desk.url("flows.paths")),),
        ),
        Entry(
            "single-points",
            "Whose loss stops most?",
            "Parties and systems by how many activities depend on them, and for how many there is "
            "no other.",
            (("The ranking", desk.url("flows.single_points")),),
        ),
        Entry(
            "unused",
            "What does nothing use?",
            "Systems, engagements and entries of the vocabularies that are kept for nobody.",
            (("Unused systems", desk.url("flows.unused")),),
        ),
    )


def _changes(desk: Desk) -> Entry:
    return Entry(
        "difference",
        "What changed?",
        "Any of these pictures at two moments of the journal: what was added, what was removed, "
        "what changed.",
        (("What changed in the organisation’s picture", desk.url("flows.difference")),),
    )


def _group(label: str, prefix: str, names: Iterable[tuple[str, str]]) -> Group:
    ordered = sorted(names, key=lambda one: (natural(one[1]), one[0]))
    return Group(label, tuple((f"{prefix}{id}", name) for id, name in ordered[:MOST]))
