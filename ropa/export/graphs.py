"""A view as GraphML and as node-link JSON, for programs that read graphs."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx

from ropa.core.flows.view import Edge, Node, View
from ropa.export.labels import kept

Attributes = dict[str, Any]


def graphml(view: View, caption: Sequence[str]) -> bytes:
    """Write a view as GraphML; what is unknown has no attribute, and lists are texts by line."""
    held = _plain(view, caption)
    for attributes in (held.graph, *_parts(held)):
        for name, value in tuple(attributes.items()):
            if value is None:
                del attributes[name]
            elif isinstance(value, list):
                attributes[name] = "\n".join(value)
    written = io.BytesIO()
    nx.write_graphml_xml(held, written, prettyprint=True)
    return written.getvalue()


def node_link(view: View, caption: Sequence[str]) -> bytes:
    """Write a view as node-link JSON; what is unknown is null, "none" an empty list."""
    data = nx.node_link_data(_plain(view, caption), edges="edges")
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _plain(view: View, caption: Sequence[str]) -> nx.MultiDiGraph[str]:
    """Give the graph with attributes that every reader knows."""
    held: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        title=kept(view.title),
        origin=kept(view.origin),
        notes=_all(view.notes),
        caption=_all(caption),
    )
    for node in view.nodes:
        held.add_node(kept(node.key), **_node(node))
    for number, edge in enumerate(view.edges, 1):
        held.add_edge(kept(edge.origin), kept(edge.destination), f"e{number}", **_edge(edge))
    return held


def _node(node: Node) -> Attributes:
    return {
        "label": kept(node.name),
        "kind": node.kind.value,
        "place": kept(node.cluster.label),
        "known": node.known,
        "record": "/".join(node.record) if node.record else None,
        "verdict": _word(node.verdict),
        "change": _word(node.change),
        "opens": node.opens or None,
    }


def _edge(edge: Edge) -> Attributes:
    return {
        "data": None if edge.data is None else _all(edge.data),
        "job": kept(edge.job) or None,
        "standing": _word(edge.standing),
        "evidence": _all(edge.evidence),
        "declared": edge.declared,
        "verdict": _word(edge.verdict),
        "activities": edge.weight,
        "change": _word(edge.change),
    }


def _parts(held: nx.MultiDiGraph[str]) -> list[Attributes]:
    nodes: Mapping[str, Attributes] = held.nodes
    return [nodes[key] for key in held] + [found for _, _, found in held.edges(data=True)]


def _word(word: str | None) -> str | None:
    """Give the stored word alone: a writer takes a kind of text for something else."""
    return None if word is None else str(word)


def _all(texts: Sequence[str]) -> list[str]:
    return [kept(text) for text in texts]
