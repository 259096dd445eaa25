"""The flows of a whole organisation: what leaves its jurisdiction, and for how many activities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import networkx as nx

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.query import EVERYTHING, FlowQuery, kept
from ropa.core.flows.showing import node_of
from ropa.core.flows.view import PLACE_UNKNOWN, Cluster, Edge, Group, Node, NodeKind, View
from ropa.core.transfers.verdicts import Verdict, worst
from ropa.vocabulary import Kind, Standing

CENTRE = "organisation"
"""The node of the organisation itself."""

_ORIGIN = "only what goes from one jurisdiction to another has a line"


@dataclass(slots=True)
class _Crossing:
    """All that goes from one node of the picture to another."""

    activities: set[str] = field(default_factory=set)
    verdicts: set[Verdict] = field(default_factory=set)


def organisation_flow(flows: FlowMap, query: FlowQuery = EVERYTHING) -> View:
    """Give systems and parties by jurisdiction, with the lines that cross from one to another.

    A party is drawn once for the places of its engagements; a line bears the number of activities
    that it serves. What stays within a jurisdiction is drawn without a line.
    """
    keep = kept(flows, query)
    activities = frozenset(id for prefix, id in map(links.parts, keep) if prefix == links.ACTIVITY)
    drawn = {
        node: _node(flows, node)
        for node in flows.graph
        if node in keep and links.parts(node)[0] in (links.SYSTEM, links.ENGAGEMENT)
    }
    centre = replace(centre_of(flows), cluster=_home(flows))
    crossings = _crossings(flows, drawn, centre, activities)
    nodes = {node.key: node for node in (centre, *drawn.values())}
    said = query.said(flows)
    title = f"Flows of {centre.lines[0]}{f': {said}' if said else ''}"
    notes = tuple(_notes(len(activities), Counter(node.kind for node in nodes.values())))
    edges = (_edge(ends, crossing) for ends, crossing in crossings.items())
    return View.of(title, _ORIGIN, nodes.values(), edges, notes)


def _crossings(
    flows: FlowMap, drawn: Mapping[str, Node], centre: Node, activities: frozenset[str]
) -> Mapping[tuple[str, str], _Crossing]:
    """Gather the links that lead from one jurisdiction to another, by the nodes drawn."""
    found: dict[tuple[str, str], _Crossing] = defaultdict(_Crossing)
    served = _served(flows, activities)
    for node, shown in drawn.items():
        verdict = flows.verdict_of(node)
        for link in flows.links_to(node):
            prefix, id = links.parts(link.origin)
            direct = prefix == links.ACTIVITY and id in activities
            origin = centre if direct else drawn.get(link.origin)
            if origin is None or origin.cluster == shown.cluster:
                continue
            crossing = found[origin.key, shown.key]
            behind = (id,) if direct else served.get(node) or _behind(flows, link.origin)
            crossing.activities.update(activities.intersection(behind))
            crossing.verdicts.update((verdict,) if verdict else ())
    return found


def _behind(flows: FlowMap, node: str) -> Iterator[str]:
    """Give the activities whose data comes to a node by whatever way, such as through a system."""
    for before in nx.ancestors(flows.graph, node):
        prefix, id = links.parts(before)
        if prefix == links.ACTIVITY:
            yield id


def _home(flows: FlowMap) -> Cluster:
    """Give the organisation's own jurisdiction, with all that is there."""
    held = flows.register.organisations.get(flows.organisation)
    country = held.country if held else None
    return flows.words.stored((country,)) if country else flows.words.own


def centre_of(flows: FlowMap) -> Node:
    """Give the node of the organisation itself."""
    held = flows.register.organisations.get(flows.organisation)
    name = held.name if held else flows.organisation
    record = (Kind.ORGANISATION, flows.organisation)
    return Node(CENTRE, NodeKind.ORGANISATION, (name,), flows.words.own, record=record)


def _node(flows: FlowMap, node: str) -> Node:
    """Give a system, or the party of an engagement, in the places where it stores data.

    A system is not at home because nobody has said where it is.
    """
    found = node_of(flows, node)
    system = flows.systems.get(links.parts(node)[1]) if found.kind is NodeKind.SYSTEM else None
    if system is not None and system.places is None:
        group = Group(f"{found.kind}/{PLACE_UNKNOWN.label}", "")
        found = replace(found, cluster=PLACE_UNKNOWN, groups=(group,))
    elif found.cluster == flows.words.own:
        found = replace(found, cluster=_home(flows))
    engagement = flows.engagements.get(links.parts(node)[1])
    if found.kind is not NodeKind.PARTY or engagement is None:
        return found
    party = flows.register.parties.get(engagement.party or "")
    if party is None:
        return found
    return Node(
        key=f"party/{party.id}/{found.cluster.label}",
        kind=NodeKind.PARTY,
        lines=(party.name,),
        cluster=found.cluster,
        record=(party.KIND, party.id),
        groups=found.groups[:-1],
    )


def _served(flows: FlowMap, activities: frozenset[str]) -> dict[str, frozenset[str]]:
    """Give which of the activities each engagement serves, by its node."""
    served: dict[str, frozenset[str]] = {}
    for hop in flows.transfers.map.hops:
        node = links.key(links.ENGAGEMENT, hop.engagement or "")
        if node not in served:
            served[node] = activities.intersection(hop.load.activities)
    return served


def _edge(ends: tuple[str, str], crossing: _Crossing) -> Edge:
    return Edge(
        *ends,
        data=None,
        job="",
        standing=Standing.STATED,
        verdict=worst(crossing.verdicts) if crossing.verdicts else None,
        weight=len(crossing.activities),
    )


def _notes(activities: int, kinds: Counter[NodeKind]) -> Iterator[str]:
    many = "1 activity" if activities == 1 else f"{activities} activities"
    systems, parties = kinds[NodeKind.SYSTEM], kinds[NodeKind.PARTY]
    yield f"{many}, {systems} systems and {parties} parties in their places."
