"""One activity's data flow as a graph of frozen values, its table twin and its bounded form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Self

import networkx as nx

from ropa.vocabulary import Standing

MOST_NODES = 60
MOST_EDGES = 120
"""What is drawn at most: layout time grows faster than the graph."""


class NodeKind(StrEnum):
    """What a node stands for; the value is its class in the picture."""

    plural: str

    def __new__(cls, value: str, plural: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.plural = plural
        return member

    ACTIVITY = "activity", "activities"
    SUBJECT = "subject", "categories of people"
    SOURCE = "source", "sources"
    SYSTEM = "system", "systems"
    PARTY = "party", "parties"
    RECIPIENT = "recipient", "recipients"
    MORE = "more", "more"


@dataclass(frozen=True, slots=True, order=True)
class Cluster:
    """Where a node is drawn; clusters sort in the order of the picture."""

    order: int
    label: str


ORIGINS = Cluster(0, "People and sources")
OWN, COUNTRIES, REGIONS, ANYWHERE = 1, 2, 3, 4
NOT_STORED = Cluster(5, "Not stored")
PLACE_UNKNOWN = Cluster(6, "Place unknown")
SEVERAL = Cluster(7, "In several places")


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody or something that data comes from, passes through or goes to.

    An unknown one (`known` is false) says in its lines what is not known.
    """

    key: str
    kind: NodeKind
    lines: tuple[str, ...]
    cluster: Cluster
    known: bool = True

    @property
    def name(self) -> str:
        """Its words in one line."""
        return ", ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Edge:
    """A movement from one node to another, by their keys.

    `data` is None where nobody has said which data moves; `standing` is None where nobody has
    said that any does. `job` is what it is for, or how it is sent; `evidence` names documents.
    """

    origin: str
    destination: str
    data: tuple[str, ...] | None
    job: str
    standing: Standing | None
    evidence: tuple[str, ...]
    declared: bool

    @property
    def how(self) -> str:
        """How it is known, in words."""
        if self.standing is None:
            return "Unknown"
        if self.evidence:
            return f"{self.standing.label}: {'; '.join(self.evidence)}"
        return "Recorded, no source named" if self.standing is Standing.STATED else "Inferred"


@dataclass(frozen=True, slots=True)
class Row:
    """One movement as a row of the table that says the same as the picture."""

    origin: Node
    destination: Node
    data: tuple[str, ...] | None
    job: str
    how: str
    standing: Standing | None
    declared: bool

    @property
    def basis(self) -> str:
        """Whether somebody declared this movement, or it follows from the record."""
        return "Declared" if self.declared else "Derived"


@dataclass(frozen=True, eq=False)
class FlowGraph:
    """One activity's data flow; `graph` is frozen and holds a `Node` and an `Edge` in each part.

    `notes` are sentences about what the graph alone cannot show.
    """

    title: str
    declared: bool
    graph: nx.MultiDiGraph[str]
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        title: str,
        declared: bool,
        nodes: Iterable[Node],
        edges: Iterable[Edge],
        notes: tuple[str, ...] = (),
    ) -> FlowGraph:
        """Make a graph of its parts; both ends of every edge are among the nodes."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        kinds = list(NodeKind)
        for node in sorted(nodes, key=lambda n: (n.cluster, kinds.index(n.kind), n.name, n.key)):
            graph.add_node(node.key, node=node)
        order = {key: number for number, key in enumerate(graph)}
        for edge in sorted(edges, key=lambda e: (order[e.origin], order[e.destination])):
            graph.add_edge(edge.origin, edge.destination, edge=edge)
        return cls(title, declared, nx.freeze(graph), notes)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes in the order of the picture."""
        return tuple(self.graph.nodes[key]["node"] for key in self.graph)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The edges, by where they come from and go to."""
        return tuple(held["edge"] for _, _, held in self.graph.edges(data=True))

    @property
    def origin(self) -> str:
        """Where the flows come from, in words."""
        if self.declared:
            return "as its flows are declared"
        return "derived from its record: no flow is declared"


def table(flow: FlowGraph) -> tuple[Row, ...]:
    """Give every movement of the flow, also those that a bounded picture folds together."""
    nodes = {node.key: node for node in flow.nodes}
    return tuple(
        Row(
            nodes[edge.origin],
            nodes[edge.destination],
            edge.data,
            edge.job,
            edge.how,
            edge.standing,
            edge.declared,
        )
        for edge in flow.edges
    )


def bounded(
    flow: FlowGraph, most_nodes: int = MOST_NODES, most_edges: int = MOST_EDGES
) -> FlowGraph:
    """Give the flow with what exceeds the limits folded into "and N more", and say so.

    Every kind of node keeps its share, the more certain places first.
    """
    nodes, edges, notes = flow.nodes, flow.edges, list(flow.notes)
    if len(nodes) > most_nodes:
        room = most_nodes - len(NodeKind)  # one fold for each kind is drawn, too
        kept = set(_shares(nodes)[:room])
        folds = _folds(nodes, kept)
        edges = _refolded(edges, folds)
        drawn = [node for node in nodes if node in kept]
        notes.append(
            f"{len(drawn)} of {len(nodes)} people, systems and parties are drawn; "
            "the table names all."
        )
        nodes = (*drawn, *dict.fromkeys(folds.values()))
    if len(edges) > most_edges:
        notes.append(f"{most_edges} of {len(edges)} lines are drawn; the table has all.")
        edges = edges[:most_edges]
    if len(notes) == len(flow.notes):
        return flow
    return FlowGraph.of(flow.title, flow.declared, nodes, edges, tuple(notes))


def _shares(nodes: tuple[Node, ...]) -> list[Node]:
    """Deal the nodes out, one of each kind in turn."""
    by_kind: dict[NodeKind, list[Node]] = {kind: [] for kind in NodeKind}
    for node in nodes:
        by_kind[node.kind].append(node)
    return [node for hand in zip_longest(*by_kind.values()) for node in hand if node is not None]


def _folds(nodes: tuple[Node, ...], kept: set[Node]) -> Mapping[str, Node]:
    """Give the node that stands for each one that is not drawn, by its key."""
    away: dict[NodeKind, list[Node]] = defaultdict(list)
    for node in nodes:
        if node not in kept:
            away[node.kind].append(node)
    folds: dict[str, Node] = {}
    for kind, folded in away.items():
        clusters = {node.cluster for node in folded}
        unknown = sum(not node.known for node in folded)
        lines = [f"and {len(folded)} more {kind.plural}"]
        if unknown:
            lines.append(f"{unknown} of them unknown")
        cluster = clusters.pop() if len(clusters) == 1 else SEVERAL
        fold = Node(f"more/{kind}", NodeKind.MORE, tuple(lines), cluster)
        folds.update((node.key, fold) for node in folded)
    return folds


def _refolded(edges: tuple[Edge, ...], folds: Mapping[str, Node]) -> tuple[Edge, ...]:
    """Lead the edges to what is drawn, one for all that share ends and standing."""
    drawn: list[Edge] = []
    folded: dict[tuple[str, str, Standing | None, bool], int] = defaultdict(int)
    for edge in edges:
        if edge.origin not in folds and edge.destination not in folds:
            drawn.append(edge)
            continue
        origin = folds[edge.origin].key if edge.origin in folds else edge.origin
        destination = folds[edge.destination].key if edge.destination in folds else edge.destination
        folded[origin, destination, edge.standing, edge.declared] += 1
    drawn.extend(
        Edge(origin, destination, None, _count(number), standing, (), declared)
        for (origin, destination, standing, declared), number in folded.items()
    )
    return tuple(drawn)


def _count(flows: int) -> str:
    return "1 flow" if flows == 1 else f"{flows} flows"
