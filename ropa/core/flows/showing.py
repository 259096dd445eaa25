"""Views of parts of the graph: its nodes and links in words, with the groups they fold into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.links import Link, Relation
from ropa.core.flows.reach import Reach, steps
from ropa.core.flows.view import Cluster, Edge, Group, Node, NodeKind, View

RADIUS = (1, 2, 3)
"""How far a neighbourhood may go."""

_HERE = 50
"""Where the nodes a reach is about stand among the clusters."""

_MANY = 2

_NO_FUNCTION = Group("function", "function unknown")


def view_of(
    flows: FlowMap,
    title: str,
    origin: str,
    nodes: Iterable[str],
    notes: tuple[str, ...] = (),
    cluster: Callable[[str], Cluster] | None = None,
) -> View:
    """Give a view of some nodes of the graph and all links between them."""
    kept = dict.fromkeys(nodes)
    drawn = [node_of(flows, node) for node in kept]
    if cluster is not None:
        drawn = [_moved(node, cluster(node.key)) for node in drawn]
    edges = (
        edge_of(flows, link)
        for node in kept
        for link in flows.links_from(node)
        if link.destination in kept
    )
    return View.of(title, origin, drawn, edges, notes)


def _moved(node: Node, cluster: Cluster) -> Node:
    """Draw a node elsewhere, where it folds with those beside it alone."""
    groups = (Group(f"{cluster.label}/{one.key}", one.label) for one in node.groups)
    return replace(node, cluster=cluster, groups=tuple(groups))


def node_of(flows: FlowMap, node: str) -> Node:
    """Give a node with the groups it may be folded into."""
    found = flows.words.node(node)
    return replace(found, groups=_groups(flows, found))


def edge_of(flows: FlowMap, link: Link) -> Edge:
    """Give an edge with its verdict: that of the hop to a place, or the worst to a party."""
    job = None
    verdict = flows.verdict_of(link.destination)
    if link.relation is Relation.LOCATED:
        verdict = flows.verdicts.get((link.origin, link.destination))
    elif verdict is not None and not link.job:
        job = flows.words.job(links.parts(link.destination)[1])
    return flows.words.edge(link, job, verdict)


def reach_view(reach: Reach, notes: tuple[str, ...] = ()) -> View:
    """Give the picture of a reach: what it is about, and what is touched, step by step."""
    far = {one.node: -one.distance if one.before else one.distance for one in reach.touched}

    def cluster(node: str) -> Cluster:
        away = far.get(node, 0)
        if not away:
            return Cluster(_HERE, "Here")
        steps = "1 step" if abs(away) == 1 else f"{abs(away)} steps"
        return Cluster(_HERE + away, f"{steps} {'back' if away < 0 else 'on'}")

    nodes = (*reach.starts, *far)
    title = f"Reach of {reach.title}"
    return view_of(reach.flows, title, "what it may touch", nodes, notes, cluster)


def neighbourhood(flows: FlowMap, node: str, radius: int) -> View:
    """Give what stands around a node, as far as so many links away, whichever way they run.

    People, sources and places are its edge: what only shares those is no neighbour.
    """
    seen, edge = {node: None}, [node]
    for _ in range(radius):
        beyond: dict[str, None] = {}
        for at in edge:
            if at == node or not _ends(at):
                beyond.update(dict.fromkeys((*flows.graph.pred[at], *flows.graph.succ[at])))
        edge = [found for found in beyond if found not in seen]
        seen.update(dict.fromkeys(edge))
    name = flows.words.node(node).name
    said = "1 link" if radius == 1 else f"{radius} links"
    return view_of(flows, f"Around {name}", f"as far as {said} away", seen)


def paths_between(
    flows: FlowMap, origins: Collection[str], destinations: Collection[str]
) -> set[str]:
    """Give every node that stands on a way from one of the origins to one of the destinations."""
    on = steps(flows, [node for node in origins if node in flows.graph], back=False)
    back = steps(flows, [node for node in destinations if node in flows.graph], back=True)
    return on.keys() & back.keys()


def _ends(node: str) -> bool:
    return links.parts(node)[0] in (
        links.SUBJECTS,
        links.PEOPLE,
        links.SOURCE,
        links.PLACE,
        links.UNKNOWN,
    )


def _groups(flows: FlowMap, node: Node) -> tuple[Group, ...]:
    """Give what a node folds into: an activity by function, others by where they are."""
    id = links.parts(node.key)[1]
    if node.kind is NodeKind.ACTIVITY:
        activity = flows.activities.get(id)
        function = activity.function if activity else None
        return (Group(f"function/{function}", function) if function else _NO_FUNCTION,)
    place = Group(f"{node.kind}/{node.cluster.label}", "")
    if node.kind is NodeKind.SYSTEM:
        system = flows.systems.get(id)
        return (*_several(node, system.places if system else None), place)
    if node.kind is not NodeKind.PARTY:
        return (place,)
    engagement = flows.engagements.get(id)
    category = engagement.category if engagement else None
    inner = Group(f"{place.key}/{category or ''}", category or "category unknown")
    return (*_several(node, engagement.stored_in if engagement else None), place, inner)


def _several(node: Node, places: tuple[str, ...] | None) -> tuple[Group, ...]:
    if places is None or len(places) < _MANY:
        return ()
    return (Group(f"{node.kind}/several", "each in several places"),)
