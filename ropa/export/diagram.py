"""A data flow as DOT, in the house style."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import graphviz

from ropa.core.flows.folding import bounded
from ropa.core.flows.view import OWN, Cluster, Edge, Node, NodeKind, View
from ropa.vocabulary import Standing

FONT = "Source Sans Pro"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture in one theme, as six hexadecimal digits."""

    paper: str
    panel: str
    ink: str
    ink_3: str
    edge: str
    accent: str
    on_accent: str
    unknown: str
    unknown_2: str
    unknown_3: str


LIGHT = Palette(
    paper="#ffffff",
    panel="#f6f7f5",
    ink="#18211f",
    ink_3="#5f6a67",
    edge="#7f8a86",
    accent="#0d5a63",
    on_accent="#ffffff",
    unknown="#7a4d00",
    unknown_2="#fef7e6",
    unknown_3="#b98219",
)

KEY = (
    "Rounded box: people. Box: source, party or recipient. Cylinder: system. Filled: the activity.",
    "Solid line: stated. Dotted line: inferred. Dashed line or box, and “?”: unknown.",
)

NODE_WIDTH, EDGE_WIDTH, CLUSTER_WIDTH, CAPTION_WIDTH = 26, 26, 34, 120
"""Where a line is broken, in characters."""

MOST_NAMES, FEWER_NAMES, MOST_LINES = 6, 2, 8
"""How much of its data a line is labelled with; the table has all."""

MANY_EDGES = 24
"""From how many lines on each is labelled with fewer names."""

BESIDE = 2
"""How many of our own systems and teams stand beside the activity rather than after it."""

_SPACE = "\N{NO-BREAK SPACE}"
_BLANKS = re.compile("[ \t\n\r\x85\u2028\u2029]+")

UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, or (NUL) would end a DOT file."""

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
_SHAPES: dict[NodeKind, dict[str, str]] = {
    NodeKind.ACTIVITY: {
        "fillcolor": LIGHT.accent,
        "color": LIGHT.accent,
        "fontcolor": LIGHT.on_accent,
        "height": "0.55",
    },
    NodeKind.SUBJECT: {"style": "rounded,filled"},
    NodeKind.SOURCE: {},
    NodeKind.SYSTEM: {"shape": "cylinder"},
    NodeKind.PARTY: {},
    NodeKind.RECIPIENT: {},
    NodeKind.MORE: {},
}
_UNKNOWN = {"fillcolor": LIGHT.unknown_2, "color": LIGHT.unknown_3, "fontcolor": LIGHT.unknown}
_LINES = {Standing.STATED: "solid", Standing.INFERRED: "dotted", None: "dashed"}


def dot_text(flow: View, caption: Sequence[str] = (), newrank: bool = False) -> str:
    """Give the picture of a flow as DOT, within the limits of what is drawn.

    `caption` are lines of text below the picture. With `newrank` the engine ranks the nodes
    regardless of their clusters, which then may leave their order. The ids of clusters, nodes
    and edges are generated (k1, n1, e1 …): a name in their place could be taken for a port.
    """
    drawn = bounded(flow)
    nodes = {node.key: node for node in drawn.nodes}
    ids = {key: f"n{number}" for number, key in enumerate(nodes, 1)}
    dot = graphviz.Digraph("flow", graph_attr=_GRAPH, node_attr=_NODE, edge_attr=_EDGE)
    if newrank:
        dot.attr(newrank="true")
    if caption:
        dot.attr(label=_left(line for text in caption for line in _wrap(text, CAPTION_WIDTH)))
    beside = _beside(drawn)
    groups = groupby(drawn.nodes, key=lambda node: node.cluster)
    for number, (cluster, members) in enumerate(groups, 1):
        with dot.subgraph(name=f"cluster_{number}") as part:
            _draw_cluster(part, number, cluster, list(members), ids, beside)
    names = MOST_NAMES if len(drawn.edges) < MANY_EDGES else FEWER_NAMES
    for number, edge in enumerate(drawn.edges, 1):
        words = [] if edge.destination in beside else _edge_words(edge, names)
        style = _edge_style(nodes[edge.origin], nodes[edge.destination], words)
        line = {"id": f"e{number}", "class": edge.standing or "unanswered", **style}
        dot.edge(ids[edge.origin], ids[edge.destination], style=_LINES[edge.standing], **line)
    return str(dot.source)


def _beside(flow: View) -> set[str]:
    """Give what stands beside the activity: few systems and teams of our own."""
    own = {node.key: node for node in flow.nodes if node.cluster.order == OWN}
    if not any(node.kind is NodeKind.ACTIVITY for node in own.values()):
        return set()
    others = {key for key, node in own.items() if node.kind is not NodeKind.ACTIVITY}
    return others if len(others) <= BESIDE else set()


def _draw_cluster(
    part: graphviz.Digraph,
    number: int,
    cluster: Cluster,
    nodes: Sequence[Node],
    ids: Mapping[str, str],
    beside: set[str],
) -> None:
    label = _centred(_even(cluster.label, CLUSTER_WIDTH))
    part.attr(label=label, id=f"k{number}", **_CLUSTER)
    for node in nodes:
        part.node(ids[node.key], _centred(_node_words(node)), **_node_style(node, ids[node.key]))
    row = [n for n in nodes if n.key in beside or n.kind is NodeKind.ACTIVITY]
    if len(row) > 1:
        with part.subgraph() as same:
            same.attr(rank="same")
            for node in row:
                same.node(ids[node.key])


def _node_words(node: Node) -> list[str]:
    first, *rest = node.lines
    words = [first if node.known else f"? {first}", *rest]
    return [line for text in words for line in _even(text, NODE_WIDTH)]


def _node_style(node: Node, name: str) -> dict[str, str]:
    style = {"id": name, "class": node.kind.value, **_SHAPES[node.kind]}
    if not node.known:
        border = f"{style.get('style', 'filled')},dashed"
        style |= {"class": f"{node.kind.value} unknown", "style": border, **_UNKNOWN}
    return style


def _edge_style(origin: Node, destination: Node, words: Sequence[str]) -> dict[str, str]:
    if not words:  # to what stands beside the activity, above or below it
        return {"constraint": "false"}
    style = {"label": _centred(words)}
    if destination.cluster.order > OWN and origin.cluster < destination.cluster:
        style["headport"] = "w"  # from above it would run through the name of the place
    return style


def _edge_words(edge: Edge, most: int) -> list[str]:
    if edge.data is None:
        text = edge.job or "data unknown"
    elif not edge.data:
        text = "no personal data"
    else:
        text = ", ".join(_unbroken(name) for name in edge.data[:most])
        if len(edge.data) > most:
            text += " " + _unbroken(f"and {len(edge.data) - most} more")
    lines = [line.replace(_SPACE, " ") for line in _wrap(text, EDGE_WIDTH)]
    return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "… (see the table)"]


def _unbroken(name: str) -> str:
    """Keep the words of a short name on one line."""
    return name.replace(" ", _SPACE) if len(name) < EDGE_WIDTH else name


def _wrap(text: str, width: int) -> list[str]:
    """Break a text into lines, within words only where one is too long for a line."""
    whole = _BLANKS.sub(" ", UNDRAWABLE.sub("\ufffd", text)).strip()
    return textwrap.wrap(whole, width, break_on_hyphens=False)


def _even(text: str, width: int) -> list[str]:
    """Break a text into as many lines as the width asks for, of about equal length."""
    lines = _wrap(text, width)
    for narrower in range(len(text) // max(len(lines), 1), width):
        even = _wrap(text, max(narrower, 1))
        if len(even) == len(lines):
            return even
    return lines


def _escaped(line: str) -> str:
    # graphviz reads entities in a label, so that "&lt;" would come out as "<".
    return str(graphviz.escape(line.replace("&", "&amp;")))


def _centred(lines: Iterable[str]) -> Any:
    # Lines are joined after each was escaped; the whole may again look like "<…>".
    return graphviz.nohtml("\\n".join(_escaped(line) for line in lines))


def _left(lines: Iterable[str]) -> Any:
    return graphviz.nohtml("".join(_escaped(line) + "\\l" for line in lines))
