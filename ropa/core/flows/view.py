"""What a question about flows shows: nodes and edges as frozen values, and their table twin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import networkx as nx

from ropa.core.register import Key
from ropa.core.transfers.verdicts import Verdict
from ropa.vocabulary import Standing, Word


class NodeKind(StrEnum):
    """What a node stands for; the value is its class in the picture."""

    label: str
    plural: str

    def __new__(cls, value: str, label: str, plural: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.plural = plural
        return member

    ORGANISATION = "organisation", "Organisation", "organisations"
    ACTIVITY = "activity", "Activity", "activities"
    SUBJECT = "subject", "People", "categories of people"
    SOURCE = "source", "Source", "sources"
    DATA = "data", "Personal data", "categories of personal data"
    SYSTEM = "system", "System", "systems"
    PARTY = "party", "Party", "parties"
    RECIPIENT = "recipient", "Recipients", "recipients"
    PLACE = "place", "Place", "places"
    MORE = "more", "More", "more"


class Change(Word):
    """What became of a part between two moments."""

    ADDED = "added", "Added"
    REMOVED = "removed", "Removed"
    CHANGED = "changed", "Changed"


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
class Group:
    """What a node may be folded into: a key that is its own in the view, and its words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody or something that data comes from, passes through or goes to.

    An unknown one (`known` is false) says in its lines what is not known. `record` is what it
    stands for, and whose page it leads to; `opens` is the key of the group it stands for instead.
    `groups` are those it may be folded into, from the widest to the narrowest.
    """

    key: str
    kind: NodeKind
    lines: tuple[str, ...]
    cluster: Cluster
    known: bool = True
    record: Key | None = None
    verdict: Verdict | None = None
    change: Change | None = None
    opens: str = ""
    groups: tuple[Group, ...] = ()

    @property
    def name(self) -> str:
        """Its words in one line."""
        return ", ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Edge:
    """A movement from one node to another, by their keys.

    `data` is None where nobody has said which data moves; `standing` is None where nobody has
    said that any does. `job` is what it is for, or how it is sent; `evidence` names documents.
    `verdict` is that of the hop where it is one, `weight` the number of activities it serves
    where it stands for several, `lines` how many it is drawn for.
    """

    origin: str
    destination: str
    data: tuple[str, ...] | None
    job: str
    standing: Standing | None
    evidence: tuple[str, ...] = ()
    declared: bool = False
    verdict: Verdict | None = None
    weight: int | None = None
    change: Change | None = None
    lines: int = 1

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
    edge: Edge

    @property
    def basis(self) -> str:
        """Whether somebody declared this movement, or it follows from the record."""
        return "Declared" if self.edge.declared else "Derived"


@dataclass(frozen=True, eq=False)
class View:
    """What one question shows; `graph` is frozen and holds a `Node` and an `Edge` in each part.

    `title` says what is shown, `origin` how it came about; `notes` are sentences about what the
    graph alone cannot show, such as what is not known or was folded.
    """

    title: str
    origin: str
    graph: nx.MultiDiGraph[str]
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        title: str,
        origin: str,
        nodes: Iterable[Node],
        edges: Iterable[Edge],
        notes: tuple[str, ...] = (),
    ) -> View:
        """Make a view of its parts; both ends of every edge are among the nodes."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        kinds = list(NodeKind)
        for node in sorted(nodes, key=lambda n: (n.cluster, kinds.index(n.kind), n.name, n.key)):
            graph.add_node(node.key, node=node)
        order = {key: number for number, key in enumerate(graph)}
        for edge in sorted(edges, key=lambda e: (order[e.origin], order[e.destination])):
            graph.add_edge(edge.origin, edge.destination, edge=edge)
        return cls(title, origin, nx.freeze(graph), notes)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes in the order of the picture."""
        return tuple(self.graph.nodes[key]["node"] for key in self.graph)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The edges, by where they come from and go to."""
        return tuple(held["edge"] for _, _, held in self.graph.edges(data=True))


def table(view: View) -> tuple[Row, ...]:
    """Give every movement of the view, also those that a bounded picture folds together."""
    nodes = {node.key: node for node in view.nodes}
    return tuple(Row(nodes[edge.origin], nodes[edge.destination], edge) for edge in view.edges)
