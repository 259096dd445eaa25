"""A view as Mermaid, to be pasted where Markdown is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from ropa.core.flows.view import Change, Edge, Node, NodeKind, View
from ropa.export.diagram import node_ids
from ropa.export.labels import clean, edge_lines, node_lines
from ropa.export.legend import key_words
from ropa.export.palette import LIGHT, Tone, tone_of
from ropa.vocabulary import Standing

# Even what is harmless in one place (a point, a dash) begins a list or a comment in another.
_SPECIAL = re.compile(r"(?<!\w)[-.']|[-.'](?!\w)|[^\w ,()\-.'\x80-\U0010ffff]|_")
_OUTLINES: Mapping[NodeKind, tuple[str, str]] = {
    NodeKind.ORGANISATION: ("[", "]"),
    NodeKind.ACTIVITY: ("[", "]"),
    NodeKind.SUBJECT: ("(", ")"),
    NodeKind.SOURCE: (">", "]"),
    NodeKind.DATA: ("[/", "/]"),
    NodeKind.SYSTEM: ("[(", ")]"),
    NodeKind.PARTY: ("[", "]"),
    NodeKind.RECIPIENT: ("[[", "]]"),
    NodeKind.PLACE: ("{{", "}}"),
    NodeKind.MORE: ("[[", "]]"),
}
_ARROWS: Mapping[Standing | None, str] = {
    Standing.STATED: "-->",
    Standing.INFERRED: "-.->",
    None: "-.->",
}
_DASHES = "stroke-dasharray:5 3"


def mermaid(view: View, caption: Sequence[str]) -> bytes:
    """Write a view as a flowchart: places are subgraphs, names are entities where they must."""
    return "".join(f"{line}\n" for line in _lines(view, caption)).encode()


def _lines(view: View, caption: Sequence[str]) -> Iterator[str]:
    said = (f"{view.title}, {view.origin}", *view.notes, *key_words(view), *caption)
    yield "---"
    yield f'title: "{_written(view.title)}"'
    yield "---"
    yield "flowchart LR"
    yield from (f"  %% {_written(text)}" for text in said)
    ids = node_ids(view)
    groups = groupby(view.nodes, key=lambda node: node.cluster)
    for number, (cluster, members) in enumerate(groups, 1):
        yield f'  subgraph k{number}["{_written(cluster.label)}"]'
        yield from (f"    {_node(node, ids[node.key])}" for node in members)
        yield "  end"
    for edge in view.edges:
        words = _label(edge_lines(edge))
        yield f"  {ids[edge.origin]} {_ARROWS[edge.standing]}|{words}| {ids[edge.destination]}"
    for number, edge in enumerate(view.edges):
        if style := ",".join(_edge_style(edge)):
            yield f"  linkStyle {number} {style}"
    yield from _classes(view.nodes, ids)


def _node(node: Node, name: str) -> str:
    before, after = _OUTLINES[node.kind]
    return f"{name}{before}{_label(node_lines(node))}{after}"


def _edge_style(edge: Edge) -> Iterator[str]:
    tone = tone_of(edge.verdict, edge.change)
    if tone is not Tone.PLAIN:
        yield f"stroke:{tone.of(LIGHT)}"
    if edge.change is Change.ADDED:
        yield "stroke-width:3px"
    if edge.standing is None or edge.change is Change.REMOVED:
        yield _DASHES


def _classes(nodes: Iterable[Node], ids: Mapping[str, str]) -> Iterator[str]:
    """Give colour and border to the nodes that have some of their own."""
    styles = {
        "filled": _fill(LIGHT.accent, LIGHT.accent, LIGHT.on_accent),
        "unknown": f"{_fill(LIGHT.unknown_2, LIGHT.unknown_3, LIGHT.unknown)},{_DASHES}",
        **{str(tone): f"stroke:{tone.of(LIGHT)},stroke-width:2px" for tone in Tone},
        "removed": _DASHES,
    }
    members: dict[str, list[str]] = {name: [] for name in styles}
    for node in nodes:
        for name in _classes_of(node):
            members[name].append(ids[node.key])
    for name, held in members.items():
        if held:
            yield f"  classDef {name} {styles[name]}"
            yield f"  class {','.join(held)} {name}"


def _fill(ground: str, border: str, ink: str) -> str:
    return f"fill:{ground},stroke:{border},color:{ink}"


def _classes_of(node: Node) -> Iterator[str]:
    tone = tone_of(node.verdict, node.change)
    if node.kind in (NodeKind.ACTIVITY, NodeKind.ORGANISATION):
        yield "filled"
    if not node.known:
        yield "unknown"
    if tone is not Tone.PLAIN:
        yield str(tone)
    if node.change is Change.REMOVED:
        yield "removed"


def _label(lines: Iterable[str]) -> str:
    return '"' + "<br/>".join(map(_written, lines)) + '"'


def _written(text: str) -> str:
    """Write a text so that all that could be taken for something else is an entity."""
    return _SPECIAL.sub(lambda found: f"#{ord(found.group())};", clean(text))
