"""Where the nodes of a picture lead: to a record, a reach, what is around, or what is folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.view import Change, Node, NodeKind, View
from ropa.core.register import Key, owner
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.engagement import Engagement
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.flows_asked import (
    ACTIVITY,
    AROUND,
    CHAINED,
    CHAINS,
    DATA,
    PLACES,
    REACH,
    REACHED,
    Asked,
    url_of,
)
from ropa.web.tables import heads

HEADS = heads("What", "Kind", "Place", "See")

Link = tuple[str, str]
"""The words of a link and its address."""


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A node of the picture as the list beside it places it, with all it leads to."""

    name: str
    kind: str
    place: str
    url: str | None
    known: bool
    more: tuple[Link, ...]


def addresses(desk: Desk, flows: FlowMap, asked: Asked, drawn: View) -> Mapping[str, str]:
    """Give where each node of a picture leads, by its key; what leads nowhere is left out."""
    found = ((node.key, _address(desk, flows, asked, node)) for node in drawn.nodes)
    return {key: url for key, url in found if url}


def node_lines(
    desk: Desk, flows: FlowMap, drawn: View, leads: Mapping[str, str]
) -> tuple[NodeLine, ...]:
    """Give the nodes of a picture for the list beside it."""
    return tuple(
        NodeLine(
            name=node.name,
            kind="Several in one" if node.kind is NodeKind.MORE else node.kind.label,
            place=node.cluster.label,
            url=leads.get(node.key),
            known=node.known,
            more=_more(desk, flows, node),
        )
        for node in drawn.nodes
    )


def record_links(desk: Desk, key: Key) -> tuple[Link, ...]:
    """Give the pictures that a record stands in the middle of, as far as it is in force."""
    kind, id = key
    record = desk.register.get(kind, id)
    if record is None or record.retired or owner(record) not in (None, desk.organisation.id):
        return ()
    found = []
    if kind is Kind.ACTIVITY:
        found.append(("Its data flow", url_of(desk, ACTIVITY, id)))
    if kind is Kind.DATA_CATEGORY:
        found.append(("Where it lives and goes", url_of(desk, DATA, id)))
        found.append(("Who holds it", desk.url("flows.who_holds", id=id)))
    if kind in REACHED:
        found.append(("What a breach there reaches", url_of(desk, REACH, f"{kind.plural}/{id}")))
    if kind in CHAINED:
        found.append(("Its vendor chain", url_of(desk, CHAINS, f"{kind.plural}/{id}")))
    if kind in _NODES and not _is_over(desk, record):
        found.append(("What is around it", url_of(desk, AROUND, links.key(_NODES[kind], id))))
    return tuple(found)


_NODES: Mapping[Kind, str] = {
    Kind.ACTIVITY: links.ACTIVITY,
    Kind.SYSTEM: links.SYSTEM,
    Kind.ENGAGEMENT: links.ENGAGEMENT,
}
"""The kinds whose records always stand in the graph, and what their nodes begin with."""


def _is_over(desk: Desk, record: Record) -> bool:
    day = desk.clock.about_day
    return isinstance(record, Activity | Engagement) and not record.in_force(day)


def _address(desk: Desk, flows: FlowMap, asked: Asked, node: Node) -> str | None:
    if node.opens:
        return asked.with_query(asked.query.opening(node.opens)).url(desk)
    if node.record and desk.register.get(*node.record):
        return desk.url_of(node.record)
    if node.record and node.change is Change.REMOVED and asked.question.since:
        kind, id = node.record
        then = asked.question.since
        return desk.url("record.page", plural=kind.plural, id=id, as_of=then)
    prefix, id = links.parts(node.key)
    if prefix == links.PLACE and node.key in flows.graph:
        return url_of(desk, REACH, f"{PLACES}/{id}")
    return url_of(desk, AROUND, node.key) if node.key in flows.graph else None


def _more(desk: Desk, flows: FlowMap, node: Node) -> tuple[Link, ...]:
    found = []
    kind, id = node.record or (None, "")
    if kind in REACHED and desk.register.get(kind, id):
        found.append(("Reach", url_of(desk, REACH, f"{kind.plural}/{id}")))
    elif links.parts(node.key)[0] == links.PLACE and node.key in flows.graph:
        found.append(("Reach", url_of(desk, REACH, f"{PLACES}/{links.parts(node.key)[1]}")))
    if node.key in flows.graph:
        found.append(("Around", url_of(desk, AROUND, node.key)))
    return tuple(found)
