"""Views held small enough to read: folded by group, opened on demand, and cut as a last resort."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest

from ropa.core.flows.view import SEVERAL, Edge, Group, Node, NodeKind, View
from ropa.core.search import natural
from ropa.core.transfers.verdicts import Verdict, worst
from ropa.vocabulary import Standing

MOST_NODES = 60
MOST_EDGES = 120
FOLDED_EDGES = 30
"""What is drawn at most: layout time grows faster than the graph, and lines between folds cross."""

RUN = 40
"""So many nodes of an opened group are shown; more are folded by the run of their names."""

Ends = tuple[str, str, Standing | None, bool]


def bounded(
    view: View,
    opened: Collection[str] = (),
    most_nodes: int = MOST_NODES,
    most_edges: int = MOST_EDGES,
) -> View:
    """Give the view with what exceeds the limits folded, and say so.

    Nodes are folded into the widest of their groups that is not among those `opened`, the
    largest first, as far as is needed; what is then still too many is cut to "and N more", every
    kind keeping its share.
    """
    return _cut(_grouped(view, frozenset(opened), most_nodes), most_nodes, most_edges)


Members = tuple[Group, list[Node]]
"""A group and the nodes that would be folded into it."""


def _grouped(view: View, opened: frozenset[str], most: int) -> View:
    nodes = view.nodes
    if len(nodes) <= most:
        return view
    stands: dict[str, Node] = {}
    left, folds = len(nodes), 0
    found = _groups([node for node in nodes if node.groups], 0, opened)
    for group, members in sorted(found, key=lambda one: -len(one[1])):
        if left <= most or len(members) == 1:
            break
        fold = _folded(group, members)
        stands.update((member.key, fold) for member in members)
        left -= len(members) - 1
        folds += 1
    if not folds:
        return view
    note = (
        f"{len(stands)} of {len(nodes)} are folded into {folds} groups: open one to see what is in "
        "it; the table names all."
    )
    drawn = [node for node in nodes if node.key not in stands]
    parts = (*drawn, *dict.fromkeys(stands.values()))
    return View.of(
        view.title, view.origin, parts, _refolded(view.edges, stands), (*view.notes, note)
    )


def _groups(nodes: Iterable[Node], level: int, opened: frozenset[str]) -> Iterator[Members]:
    """Give what nodes may be folded into: their groups of a level, below opened ones the next."""
    by_group: dict[Group, list[Node]] = defaultdict(list)
    for node in nodes:
        by_group[node.groups[level]].append(node)
    for group, members in by_group.items():
        if group.key not in opened:
            yield group, members
            continue
        deeper = [node for node in members if len(node.groups) > level + 1]
        yield from _groups(deeper, level + 1, opened)
        yield from _runs(group, [n for n in members if len(n.groups) == level + 1], opened)


def _runs(group: Group, members: list[Node], opened: frozenset[str]) -> Iterator[Members]:
    """Give the runs of names in an opened group, where it is too much at once."""
    if len(members) <= RUN:
        return
    ordered = sorted(members, key=lambda node: (natural(node.name), node.key))
    for start in range(0, len(ordered), RUN):
        run = ordered[start : start + RUN]
        key = f"{group.key}#{start // RUN + 1}"
        if key not in opened:
            yield Group(key, f"{run[0].lines[0]} to {run[-1].lines[0]}"), run


def _folded(group: Group, members: list[Node]) -> Node:
    clusters = {node.cluster for node in members}
    kinds = {node.kind for node in members}
    kind = kinds.pop() if len(kinds) == 1 else None
    unknown = sum(not node.known for node in members)
    verdicts = [node.verdict for node in members if node.verdict is not None]
    lines = [f"{len(members)} {kind.plural if kind else 'in all'}"]
    lines += [group.label] if group.label else []
    lines += [f"{unknown} of them unknown"] if unknown else []
    return Node(
        key=f"group/{group.key}",
        kind=NodeKind.MORE,
        lines=tuple(lines),
        cluster=clusters.pop() if len(clusters) == 1 else SEVERAL,
        verdict=worst(verdicts) if verdicts else None,
        opens=group.key,
    )


def _cut(view: View, most_nodes: int, most_edges: int) -> View:
    nodes, edges, notes = view.nodes, view.edges, list(view.notes)
    if len(nodes) > most_nodes:
        room = most_nodes - len(NodeKind)  # one fold for each kind is drawn, too
        kept = set(_shares(nodes)[:room])
        stands = _rest(nodes, kept)
        edges = _refolded(edges, stands)
        drawn = [node for node in nodes if node in kept]
        notes.append(
            f"{len(drawn)} of {len(nodes)} people, systems and parties are drawn; "
            "the table names all."
        )
        nodes = (*drawn, *dict.fromkeys(stands.values()))
    if any(edge.lines > 1 for edge in edges):
        most_edges = min(most_edges, max(FOLDED_EDGES, len(nodes)))
    if len(edges) > most_edges:
        notes.append(
            f"{most_edges} of {len(edges)} lines are drawn, the worst and those that stand for "
            "most; the table has all."
        )
        edges = tuple(_foremost(edges)[:most_edges])
    if len(notes) == len(view.notes):
        return view
    return View.of(view.title, view.origin, nodes, edges, tuple(notes))


def _foremost(edges: Iterable[Edge]) -> list[Edge]:
    """Order edges: first those without which a node has none, then the worst and the weightiest."""
    seen: set[str] = set()
    needed: list[Edge] = []
    others: list[Edge] = []
    for edge in sorted(edges, key=_standing):
        ends = {edge.origin, edge.destination}
        (others if ends <= seen else needed).append(edge)
        seen |= ends
    return needed + others


def _standing(edge: Edge) -> tuple[int, int, int]:
    verdict = edge.verdict
    worst_first = 0 if verdict is None or verdict.clean else -verdict.rank
    return worst_first, -edge.lines, -(edge.weight or 0)


def _shares(nodes: tuple[Node, ...]) -> list[Node]:
    """Deal the nodes out, one of each kind in turn."""
    by_kind: dict[NodeKind, list[Node]] = {kind: [] for kind in NodeKind}
    for node in nodes:
        by_kind[node.kind].append(node)
    return [node for hand in zip_longest(*by_kind.values()) for node in hand if node is not None]


def _rest(nodes: tuple[Node, ...], kept: set[Node]) -> Mapping[str, Node]:
    """Give the node that stands for each one that is not drawn, by its key."""
    away: dict[NodeKind, list[Node]] = defaultdict(list)
    for node in nodes:
        if node not in kept:
            away[node.kind].append(node)
    stands: dict[str, Node] = {}
    for kind, folded in away.items():
        clusters = {node.cluster for node in folded}
        unknown = sum(not node.known for node in folded)
        lines = [f"and {len(folded)} more {kind.plural}"]
        if unknown:
            lines.append(f"{unknown} of them unknown")
        cluster = clusters.pop() if len(clusters) == 1 else SEVERAL
        fold = Node(f"more/{kind}", NodeKind.MORE, tuple(lines), cluster)
        stands.update((node.key, fold) for node in folded)
    return stands


def _refolded(edges: tuple[Edge, ...], stands: Mapping[str, Node]) -> tuple[Edge, ...]:
    """Lead the edges to what is drawn, one for all that share ends and standing."""
    drawn: list[Edge] = []
    folded: dict[Ends, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.origin not in stands and edge.destination not in stands:
            drawn.append(edge)
            continue
        origin = stands[edge.origin].key if edge.origin in stands else edge.origin
        destination = (
            stands[edge.destination].key if edge.destination in stands else edge.destination
        )
        if origin != destination:
            folded[origin, destination, edge.standing, edge.declared].append(edge)
    drawn.extend(_together(ends, held) for ends, held in folded.items())
    return tuple(drawn)


def _together(ends: Ends, edges: list[Edge]) -> Edge:
    origin, destination, standing, declared = ends
    verdicts: list[Verdict] = [edge.verdict for edge in edges if edge.verdict is not None]
    return Edge(
        origin=origin,
        destination=destination,
        data=None,
        job="1 flow" if len(edges) == 1 else f"{len(edges)} flows",
        standing=standing,
        declared=declared,
        verdict=worst(verdicts) if verdicts else None,
        lines=len(edges),
    )
