"""A view of flows as DOT, in the house style."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

import graphviz

from ropa.core.flows.view import OWN, Change, Cluster, Edge, Node, NodeKind, View
from ropa.export.labels import (
    FEWER_NAMES,
    MOST_NAMES,
    clean,
    edge_lines,
    even,
    node_lines,
    wrapped,
)
from ropa.export.legend import Entry, key
from ropa.export.palette import LIGHT, Tone, tone_of
from ropa.vocabulary import Standing

FONT = "Source Sans Pro"

CLUSTER_WIDTH, TITLE_WIDTH, CAPTION_WIDTH = 34, 80, 120
"""Where a line is broken, in characters."""

CLUSTER_LINES, TITLE_LINES = 3, 4
"""How many lines the name of a place and the title take at most."""

MANY_EDGES = 24
"""From how many lines on each is labelled with fewer names."""

BESIDE = 2
"""How many of our own systems and teams stand beside the activity rather than after it."""

SMALL, LARGE = 10, 16
"""The size of what is written around the picture, and of its title, in points."""

THICKEST = 4.0
"""The width of the line with the greatest weight, in points."""

_GRAPH = {
    "id": "g",
    "rankdir": "LR",
    "ranksep": "0.8",
    "nodesep": "0.16",
    "pad": "0.05",
    "bgcolor": "transparent",
    "splines": "true",
    "fontname": FONT,
    "fontsize": "10.5",
    "fontcolor": LIGHT.ink_3,
    "labelloc": "b",
    "labeljust": "l",
    "ordering": "out",
    "outputorder": "edgesfirst",
}
_NODE = {
    "shape": "box",
    "style": "filled",
    "fillcolor": LIGHT.paper,
    "color": LIGHT.edge,
    "fontname": FONT,
    "fontsize": "12",
    "fontcolor": LIGHT.ink,
    "margin": "0.14,0.07",
    "height": "0.36",
    "penwidth": "1",
}
_EDGE = {
    "color": LIGHT.ink_3,
    "fontcolor": LIGHT.ink_3,
    "fontname": FONT,
    "fontsize": "10.5",
    "arrowsize": "0.55",
    "penwidth": "1",
}
_CLUSTER = {
    "labeljust": "l",
    "labelloc": "t",
    "style": "rounded,filled",
    "color": LIGHT.panel,
    "fontsize": "11",
    "margin": "10",
}
_FILLED = {"fillcolor": LIGHT.accent, "color": LIGHT.accent, "fontcolor": LIGHT.on_accent}
_SHAPES: Mapping[NodeKind, Mapping[str, str]] = {
    NodeKind.ORGANISATION: {"shape": "tab", "height": "0.55", **_FILLED},
    NodeKind.ACTIVITY: {"height": "0.55", **_FILLED},
    NodeKind.SUBJECT: {"style": "rounded,filled"},
    NodeKind.SOURCE: {"shape": "cds", "margin": "0.24,0.12"},
    NodeKind.DATA: {"shape": "note"},
    NodeKind.SYSTEM: {"shape": "cylinder"},
    NodeKind.PARTY: {},
    NodeKind.RECIPIENT: {"shape": "box3d"},
    NodeKind.PLACE: {"shape": "folder"},
    NodeKind.MORE: {"peripheries": "2"},
}
_UNKNOWN = {"fillcolor": LIGHT.unknown_2, "color": LIGHT.unknown_3, "fontcolor": LIGHT.unknown}
_LINES = {Standing.STATED: "solid", Standing.INFERRED: "dotted", None: "dashed"}


_GAP = '<FONT POINT-SIZE="4"> </FONT>'


def dot_text(
    view: View, caption: Sequence[str] | None = None, graph: Mapping[str, str] | None = None
) -> str:
    """Give a view as DOT, all of it.

    With a `caption`, lines of text, its notes, its key and the caption are below it. `graph` are
    attributes for the engine. The ids of clusters, nodes and edges are generated (k1, n1, e1 …): a
    name in their place could be taken for a port.
    """
    dot = graphviz.Digraph("flow", graph_attr=_GRAPH, node_attr=_NODE, edge_attr=_EDGE)
    if caption is not None:
        dot.attr(label=_html(_below(view, caption)))
    dot.attr(**(graph or {}))
    _draw(dot, view)
    return str(dot.source)


def heading_label(view: View) -> str:
    """Give the label that stands above a picture: the title of a view and how it came about."""
    return _html(_above(view))


def whole_text(view: View, caption: Sequence[str]) -> str:
    """Give a view as DOT to be read by people and other programs: its title is in its label."""
    lines = [*_above(view), *_below(view, caption)]
    text = dot_text(view, graph={"label": _html(lines), "fontname": FONT})
    return f"// {clean(view.title)}, {clean(view.origin)}\n{text}"


def node_ids(view: View) -> Mapping[str, str]:
    """Give the ids under which nodes are drawn, by their keys."""
    return {key: f"n{number}" for number, key in enumerate(view.graph, 1)}


def _draw(dot: graphviz.Digraph, view: View) -> None:
    nodes = {node.key: node for node in view.nodes}
    ids, beside = node_ids(view), _beside(view)
    groups = groupby(view.nodes, key=lambda node: node.cluster)
    for number, (cluster, members) in enumerate(groups, 1):
        with dot.subgraph(name=f"cluster_{number}") as part:
            _draw_cluster(part, number, cluster, list(members), ids, beside)
    names = MOST_NAMES if len(view.edges) < MANY_EDGES else FEWER_NAMES
    for number, edge in enumerate(view.edges, 1):
        words = [] if edge.destination in beside else edge_lines(edge, names)
        way = _way(nodes[edge.origin], nodes[edge.destination], words)
        dot.edge(
            ids[edge.origin], ids[edge.destination], id=f"e{number}", **way, **_edge_style(edge)
        )


def _beside(view: View) -> set[str]:
    """Give what stands beside the one activity: few systems and teams of our own."""
    own = [node for node in view.nodes if node.cluster.order == OWN]
    if [node.kind for node in own].count(NodeKind.ACTIVITY) != 1:
        return set()
    others = {node.key for node in own if node.kind is not NodeKind.ACTIVITY}
    kinds = {node.kind for node in own} - {NodeKind.ACTIVITY}
    telling = any(
        edge.destination in others and (edge.verdict or edge.change or edge.weight)
        for edge in view.edges
    )
    few = len(others) <= BESIDE and kinds <= {NodeKind.SYSTEM, NodeKind.RECIPIENT}
    return others if few and not telling else set()


def _draw_cluster(
    part: graphviz.Digraph,
    number: int,
    cluster: Cluster,
    nodes: Sequence[Node],
    ids: Mapping[str, str],
    beside: set[str],
) -> None:
    label = _centred(even(cluster.label, CLUSTER_WIDTH, CLUSTER_LINES))
    part.attr(label=label, id=f"k{number}", **_CLUSTER)
    for node in nodes:
        part.node(ids[node.key], _centred(node_lines(node)), **_node_style(node, ids[node.key]))
    row = [n for n in nodes if n.key in beside or n.kind is NodeKind.ACTIVITY]
    if beside.intersection(n.key for n in row):
        with part.subgraph() as same:
            same.attr(rank="same")
            for node in row:
                same.node(ids[node.key])


def _node_style(node: Node, name: str) -> dict[str, str]:
    style, classes = {"style": "filled", **_SHAPES[node.kind]}, [node.kind.value]
    if not node.known:
        classes.append("unknown")
        style |= _UNKNOWN
    if not node.known or node.change is Change.REMOVED:
        style["style"] += ",dashed"
    tone = tone_of(node.verdict, node.change)
    if tone is not Tone.PLAIN:
        classes.append(tone)
        style |= {"color": tone.of(LIGHT), "penwidth": "2"}
    return style | {"id": name, "class": " ".join(classes)}


def _edge_style(edge: Edge) -> dict[str, str]:
    tone = tone_of(edge.verdict, edge.change)
    style = {"class": edge.standing or "unanswered", "style": _LINES[edge.standing]}
    if tone is not Tone.PLAIN:
        colour = tone.of(LIGHT)
        style |= {"class": f"{style['class']} {tone}", "color": colour, "fontcolor": colour}
    if edge.weight is not None:
        style |= _thick(1 + math.log10(max(edge.weight, 1)))
    if edge.change is Change.ADDED:
        style |= {"style": "solid"} | _thick(2.5)
    elif edge.change is Change.REMOVED:
        style |= {"style": "dashed", "arrowhead": "onormal"}
    return style


def _thick(points: float) -> dict[str, str]:
    width = min(points, THICKEST)
    return {"penwidth": f"{width:.2g}", "arrowsize": f"{0.5 + width / 16:.2g}"}


def _way(origin: Node, destination: Node, words: Sequence[str]) -> dict[str, str]:
    if not words:  # to what stands beside the activity, above or below it
        return {"constraint": "false"}
    way = {"label": _centred(words)}
    if destination.cluster.order > OWN and origin.cluster < destination.cluster:
        way["headport"] = "w"  # from above it would run through the name of the place
    return way


def _above(view: View) -> list[str]:
    title = even(view.title, TITLE_WIDTH, TITLE_LINES)
    origin = wrapped(view.origin, CAPTION_WIDTH)
    lines = [_run(line, LIGHT.ink, LARGE) for line in title], [_run(line) for line in origin]
    return [*lines[0], _GAP, *lines[1]]


def _below(view: View, caption: Sequence[str]) -> list[str]:
    notes, said = (
        [_run(line) for text in texts for line in wrapped(text, CAPTION_WIDTH)]
        for texts in (view.notes, caption)
    )
    rows = [row for group in key(view) for row in _rows(group)]
    return [line for part in (notes, rows, said) if part for line in (_GAP, *part)]


def _rows(group: Iterable[Entry]) -> list[str]:
    """Let the entries of a key flow into lines."""
    rows: list[list[Entry]] = [[]]
    for entry in group:
        if sum(len(one.words) + 3 for one in (*rows[-1], entry)) > CAPTION_WIDTH and rows[-1]:
            rows.append([])
        rows[-1].append(entry)
    return [
        "\N{NO-BREAK SPACE} \N{NO-BREAK SPACE} ".join(
            _run(entry.words, entry.tone.of(LIGHT)) for entry in row
        )
        for row in rows
    ]


def _run(text: str, colour: str = LIGHT.ink_3, size: int = SMALL) -> str:
    # In markup, too, the engine puts names for \N and \G, and one backslash for two.
    words = escape(text.replace("\\", "\\\\"), {'"': "&quot;"})
    return f'<FONT FACE="{FONT}" COLOR="{colour}" POINT-SIZE="{size}">{words}</FONT>'


def _html(lines: Iterable[str]) -> str:
    return "<" + "".join(f'{line}<BR ALIGN="LEFT"/>' for line in lines) + ">"


def _escaped(line: str) -> str:
    # graphviz reads entities in a label, so that "&lt;" would come out as "<".
    return str(graphviz.escape(line.replace("&", "&amp;")))


def _centred(lines: Iterable[str]) -> Any:
    # Lines are joined after each was escaped; the whole may again look like "<…>".
    return graphviz.nohtml("\\n".join(_escaped(line) for line in lines))
