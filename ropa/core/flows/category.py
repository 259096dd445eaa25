"""Where one category of personal data lives, and where it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.links import Link, Relation, key
from ropa.core.flows.query import EVERYTHING, FlowQuery, kept
from ropa.core.flows.showing import view_of
from ropa.core.flows.view import View

_HOLDERS = (links.SYSTEM, links.ENGAGEMENT)


def holders(flows: FlowMap, data: str) -> frozenset[str]:
    """Give every node that holds a category of data, or may: what its way leads through.

    A system or an engagement that states what it holds, and does not name it, holds none of it
    and hands none on.
    """
    users = [
        key(links.ACTIVITY, activity.id)
        for activity in flows.activities.values()
        if any(line.data == data for line in activity.data or ())
    ]
    stating = [node for node in flows.graph if data in (_stated(flows, node) or ())]
    found, waiting = set[str](), [*users, *stating]
    while waiting:
        node = waiting.pop()
        if node not in found and not _excludes(flows, node, data):
            found.add(node)
            out = flows.links_from(node)
            waiting += (link.destination for link in out if _carries(link, data))
    for node in users:
        found |= {link.origin for link in flows.links_to(node) if data in (link.data or ())}
    return frozenset(found)


def category_flow(flows: FlowMap, data: str, query: FlowQuery = EVERYTHING) -> View:
    """Give the picture of a category of data: people, activities, systems, recipients, places."""
    nodes = holders(flows, data) & kept(flows, query)
    (name,) = flows.words.names((data,))
    said = query.said(flows)
    title = f"Where {name} lives and goes{f': {said}' if said else ''}"
    order = [node for node in flows.graph if node in nodes]
    whole = view_of(flows, title, "as the records of its users say", order)
    edges = (
        replace(edge, data=edge.data and (name,))
        for edge in whole.edges
        if edge.data is None or name in edge.data
    )
    return View.of(title, whole.origin, whole.nodes, edges, tuple(_notes(flows, nodes)))


def _stated(flows: FlowMap, node: str) -> tuple[str, ...] | None:
    """Give the data a system or an engagement states that it holds; None where it does not."""
    if links.parts(node)[0] not in _HOLDERS:
        return None
    record = links.record_of(node)
    held = flows.register.get(*record) if record else None
    found: tuple[str, ...] | None = getattr(held, "data_categories", None)
    return found


def _excludes(flows: FlowMap, node: str, data: str) -> bool:
    stated = _stated(flows, node)
    return stated is not None and data not in stated


def _carries(link: Link, data: str) -> bool:
    return link.relation is not Relation.DECLARED or link.data is None or data in link.data


def _notes(flows: FlowMap, nodes: frozenset[str] | set[str]) -> Iterator[str]:
    holding = [node for node in nodes if links.parts(node)[0] in _HOLDERS]
    unsaid = sum(_stated(flows, node) is None for node in holding)
    if unsaid:
        yield (
            f"{unsaid} of {len(holding)} systems and parties do not say which data they hold: "
            "they may hold it."
        )
