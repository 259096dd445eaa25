"""The data flow of one activity: as declared, or else derived from its record."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

import networkx as nx

from ropa.core.flows import links
from ropa.core.flows.links import Link, key
from ropa.core.flows.view import Edge, View
from ropa.core.flows.words import NOBODY_SAID, Places, Words
from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.records.spec import by_name
from ropa.vocabulary import EngagementRole, Standing

_RECIPIENTS = ("engagements", "recipient_categories", "internal_recipients")
_FEW = 12
_DECLARED = "as its flows are declared"
_DERIVED = "derived from its record: no flow is declared"
_LISTS = ("data", "sources", "systems", *_RECIPIENTS)


def activity_flow(
    register: Register, activity_id: str, reference: Places, day: datetime.date
) -> View:
    """Give the data flow of an activity of the register, with what is in force on a day.

    The flows declared for it are used where there are any; else they are derived from its record,
    and no link is made that the records do not state. What nobody has answered is an unknown
    node or stands in the notes.
    """
    activity = register.activities[activity_id]
    flows = [
        flow
        for flow in register.flows.values()
        if activity_id in (flow.activities or ()) and not flow.retired
    ]
    words = Words(register, activity.organisation, reference, day, jobs=bool(flows))
    derived = list(_derived(words, activity))
    notes = tuple(_notes(activity))
    if flows:
        edges = [words.edge(_facing(links.declared(flow, activity_id))) for flow in flows]
        notes = (*_unreached(words, edges, derived, activity), *notes)
    else:
        edges = derived
    nodes = {end: words.node(end) for edge in edges for end in (edge.origin, edge.destination)}
    if not flows:
        centre = key(links.ACTIVITY, activity.id)
        nodes[centre] = words.node(centre)
    title = f"Data flow of {activity.title}"
    return View.of(title, _DECLARED if flows else _DERIVED, nodes.values(), edges, notes)


def _facing(link: Link) -> Link:
    """Let people be one node, whether data comes from them or goes to them."""
    prefix, id = links.parts(link.destination)
    if prefix != links.PEOPLE:
        return link
    ends = link.origin, key(links.SUBJECTS, id)
    return Link(*ends, link.relation, link.record, link.paths, link.data, link.job)


def _unreached(
    words: Words, edges: Iterable[Edge], derived: Iterable[Edge], activity: Activity
) -> Iterator[str]:
    """Note what the activity's record names and no declared flow reaches."""
    reached = {end for edge in edges for end in (edge.origin, edge.destination)}
    reached.add(key(links.ACTIVITY, activity.id))
    recorded = dict.fromkeys(end for edge in derived for end in (edge.origin, edge.destination))
    names = [words.node(end).name for end in recorded if end not in reached]
    if names:
        yield f"In the record, but in no declared flow: {_few(names)}."


def _few(names: Sequence[str]) -> str:
    more = len(names) - _FEW
    return "; ".join(names[:_FEW]) + (f"; and {more} more" if more > 0 else "")


def _derived(words: Words, activity: Activity) -> Iterator[Edge]:
    """Give what the activity's record says, and an unknown node for each list it leaves open."""
    centre = key(links.ACTIVITY, activity.id)
    if activity.data is None:
        yield _nobody_said(key(links.UNKNOWN, links.PEOPLE), centre)
    yield from _coming_in(words, activity)
    if activity.systems is None:
        yield _nobody_said(centre, key(links.UNKNOWN, "systems"))
    for link in links.held(activity):
        yield words.edge(link)
        system = words.register.systems.get(links.parts(link.destination)[1])
        for by in links.operated(system, words.register, words.day) if system else ():
            yield words.edge(by)
    yield from _going_out(words, activity)
    if _nobody_named(activity):
        yield _nobody_said(centre, key(links.UNKNOWN, links.RECIPIENTS))


def _nobody_said(origin: str, destination: str) -> Edge:
    return Edge(origin, destination, None, "", *NOBODY_SAID)


def _coming_in(words: Words, activity: Activity) -> Iterator[Edge]:
    """Give people and sources, one line for all the data that is known in the same way."""
    grouped: dict[tuple[str, bool, Standing | None], tuple[Link, list[str], list[str]]] = {}
    for link in links.collected(activity):
        standing, evidence = words.known(link)
        group = (link.origin, link.data is not None, standing)
        _, data, places = grouped.setdefault(group, (link, [], []))
        data.extend(link.data or ())
        places.extend(evidence)
    for (origin, named, standing), (link, data, places) in grouped.items():
        names = tuple(dict.fromkeys(words.names(data))) if named else None
        evidence = tuple(dict.fromkeys(places))
        yield Edge(origin, link.destination, names, link.job, standing, evidence)


def _going_out(words: Words, activity: Activity) -> Iterator[Edge]:
    """Give recipients: the engagements named, all that work under these, categories, own people."""
    register, day = words.register, words.day
    out = list(links.disclosed(activity, register, day))
    to_engagements = {
        link.destination: link for link in out if _prefix(link.destination) == links.ENGAGEMENT
    }
    chain: nx.DiGraph[str] = nx.DiGraph()
    chain.add_nodes_from(to_engagements)
    below: dict[tuple[str, str], Link] = {}
    for engagement in register.engagements.values():
        for link in links.handed_on(engagement, day):
            chain.add_edge(link.origin, link.destination)
            below[link.origin, link.destination] = link
    direct = [n for n in to_engagements if not set(chain.predecessors(n)) & set(to_engagements)]
    under = {sub for node in direct for sub in nx.descendants(chain, node)}
    # What stands in a circle has somebody above it, and is direct all the same.
    direct.extend(n for n in to_engagements if n not in under and n not in direct)
    for node in direct:
        yield words.edge(to_engagements[node], job=_job(words, node))
    for ends in nx.edge_bfs(chain, direct):
        yield words.edge(below[ends], job=_job(words, ends[1]))
    for link in out:
        if link.destination not in to_engagements:
            yield words.edge(link, job=_category(words, link.destination))


def _prefix(node: str) -> str:
    return links.parts(node)[0]


def _job(words: Words, node: str) -> str:
    return words.job(links.parts(node)[1])


def _category(words: Words, node: str) -> str:
    """Give the job of a vendor that is only known by its category."""
    prefix, id = links.parts(node)
    found = words.register.recipient_categories.get(id) if prefix == links.RECIPIENTS else None
    return found.name if found and found.role is EngagementRole.PROCESSOR else ""


def _notes(activity: Activity) -> Iterator[str]:
    """Say what the record leaves open and what it records as none."""
    asked = ("sources",) if _nobody_named(activity) else ("sources", *_RECIPIENTS)
    unanswered = [name for name in asked if getattr(activity, name) is None]
    if unanswered:
        yield f"Not answered in the record: {_labels(unanswered)}."
    none = [name for name in _LISTS if getattr(activity, name) == ()]
    if none:
        yield f"Recorded as none: {_labels(none)}."


def _nobody_named(activity: Activity) -> bool:
    lists = [getattr(activity, name) for name in _RECIPIENTS]
    return None in lists and not any(lists)


def _labels(names: Iterable[str]) -> str:
    specs = by_name(Activity)
    return "; ".join(specs[name].about.label for name in names)
