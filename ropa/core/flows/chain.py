"""Who stands under whom: the vendors of an organisation, of one party or of one engagement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import networkx as nx

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.links import key
from ropa.core.flows.organisation import centre_of
from ropa.core.flows.query import EVERYTHING, FlowQuery, kept
from ropa.core.flows.showing import edge_of
from ropa.core.flows.view import OWN, Cluster, Edge, Group, Node, View
from ropa.core.register import Key
from ropa.vocabulary import Kind, Standing

_ADRIFT = Cluster(1 << 20, "In a circle, or under what is not in force")


def chain_flow(flows: FlowMap, about: Key | None = None, query: FlowQuery = EVERYTHING) -> View:
    """Give the chains of engagements, from those engaged directly down to the last known.

    Without `about`, an engagement or a party, those of the whole organisation. A node tells where
    the party stores the data, the line to it the worst verdict on what goes there.
    """
    under = _under(flows)
    depths = _depths(flows, under)
    drawn = {
        node: _node(flows, node, depths.get(node))
        for node in _wanted(flows, under, about) & kept(flows, query)
    }
    centre = centre_of(flows)
    edges = [_engaged(flows, centre.key, node) for node in drawn if depths.get(node) == 1]
    edges += [
        edge_of(flows, held["link"])
        for above, node, held in under.edges(data=True)
        if above in drawn and node in drawn
    ]
    said = query.said(flows)
    title = f"Vendor chains of {_title(flows, about)}{f': {said}' if said else ''}"
    many = "1 engagement" if len(drawn) == 1 else f"{len(drawn)} engagements"
    nodes = (centre, *drawn.values())
    return View.of(title, f"{many}, link by link", nodes, edges, tuple(_notes(drawn, depths)))


def _under(flows: FlowMap) -> nx.DiGraph[str]:
    """Give the engagements in force, each with a line to those that work under it."""
    under: nx.DiGraph[str] = nx.DiGraph()
    under.add_nodes_from(key(links.ENGAGEMENT, id) for id in flows.engagements)
    for engagement in flows.engagements.values():
        for link in links.handed_on(engagement, flows.day):
            if link.origin in under:
                under.add_edge(link.origin, link.destination, link=link)
    return under


def _depths(flows: FlowMap, under: nx.DiGraph[str]) -> Mapping[str, int]:
    """Give which link of its chain each engagement is, the first being engaged directly."""
    direct = [key(links.ENGAGEMENT, e.id) for e in flows.engagements.values() if e.under is None]
    depths = dict.fromkeys(direct, 1)
    for above, node in nx.edge_bfs(under, direct) if direct else ():
        depths.setdefault(node, depths[above] + 1)
    return depths


def _wanted(flows: FlowMap, under: nx.DiGraph[str], about: Key | None) -> set[str]:
    """Give the engagements above and below what it is about; all of them where it is about all."""
    if about is None:
        return set(under)
    kind, id = about
    held = flows.engagements.values()
    ids = [e.id for e in held if e.party == id] if kind is Kind.PARTY else [id]
    starts = [node for node in (key(links.ENGAGEMENT, id) for id in ids) if node in under]
    found = set(starts)
    for start in starts:
        found |= nx.ancestors(under, start) | nx.descendants(under, start)
    return found


def _node(flows: FlowMap, node: str, depth: int | None) -> Node:
    found = flows.words.node(node)
    cluster = _ADRIFT
    if depth is not None:
        words = "Engaged directly" if depth == 1 else f"Link {depth} of the chain"
        cluster = Cluster(OWN + depth, words)
    place = found.cluster.label
    lines = (*found.lines, place if place[:1].isupper() else place.capitalize())
    return replace(
        found, lines=lines, cluster=cluster, groups=(Group(f"link/{depth or 'adrift'}", ""),)
    )


def _engaged(flows: FlowMap, centre: str, node: str) -> Edge:
    """Give the line from the organisation to an engagement of its own."""
    id = links.parts(node)[1]
    served = next((hop.hop.load.activities for hop in flows.transfers.by_engagement[id]), ())
    return Edge(
        centre,
        node,
        None,
        flows.words.job(id),
        Standing.STATED,
        verdict=flows.verdict_of(node),
        weight=sum(one in flows.activities for one in served),
    )


def _title(flows: FlowMap, about: Key | None) -> str:
    record = flows.register.get(*(about or (Kind.ORGANISATION, flows.organisation)))
    return record.title if record else (about[1] if about else flows.organisation)


def _notes(drawn: Mapping[str, Node], depths: Mapping[str, int]) -> Iterator[str]:
    adrift = sum(node not in depths for node in drawn)
    if adrift:
        yield f"{adrift} of them stand in a circle, or under an engagement that is not in force."
