"""A view as a file, in every form there is, and the key under which a picture is kept."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from ropa.core.flows.folding import bounded
from ropa.core.flows.view import Edge, Node, View
from ropa.export.child import DrawingProblem
from ropa.export.diagram import whole_text
from ropa.export.drawing import DOWNWARDS, NO_LINKS, SCALE, draw, laid_out
from ropa.export.graphs import graphml, node_link
from ropa.export.mermaid import mermaid
from ropa.export.movements_csv import movements_csv
from ropa.export.palette import LIGHT

MOST_NODES, MOST_EDGES = 20_000, 100_000
"""How much of a view is written where nothing has to be laid out."""

DPI = 72 * SCALE * 2
"""Dots per inch of a picture of dots: twice those of a screen."""

_MOMENT = re.compile(rb"/CreationDate \(D:\d{14}(?=[Z+\-)])")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written: a view, the groups that are open in it, and what is said around it."""

    view: View
    opened: Collection[str]
    caption: Sequence[str]
    links: Mapping[str, str]
    downwards: bool = False

    @property
    def drawn(self) -> View:
        """What of it can be laid out and read."""
        return bounded(self.view, self.opened)

    @property
    def whole(self) -> View:
        """All of it, up to what other programs can hold."""
        return bounded(self.view, self.opened, MOST_NODES, MOST_EDGES)


@dataclass(frozen=True, slots=True)
class Format:
    """A format of file: its words, its media type and how it is written."""

    label: str
    media: str
    write: Callable[[Order], bytes | DrawingProblem]


def _svg(order: Order) -> bytes | DrawingProblem:
    drawn = draw(order.view, order.links, opened=order.opened, caption=order.caption)
    return drawn if isinstance(drawn, DrawingProblem) else drawn.svg


def _png(order: Order) -> bytes | DrawingProblem:
    paper = {"bgcolor": LIGHT.paper, "dpi": f"{DPI:g}", "pad": "0.15"}
    paper |= DOWNWARDS if order.downwards else {}
    return laid_out(order.drawn, order.caption, paper, "png")


def _pdf(order: Order) -> bytes | DrawingProblem:
    given = laid_out(order.drawn, order.caption, {"bgcolor": LIGHT.paper}, "pdf")
    if isinstance(given, DrawingProblem):
        return given
    # Of the same length, so that nothing after it moves; the caption says as of when it is.
    return _MOMENT.sub(b"/CreationDate (D:20000101000000", given)


FORMATS: Mapping[str, Format] = {
    "svg": Format("SVG picture", "image/svg+xml", _svg),
    "png": Format("PNG picture", "image/png", _png),
    "pdf": Format("PDF", "application/pdf", _pdf),
    "dot": Format(
        "DOT", "text/vnd.graphviz", lambda order: whole_text(order.whole, order.caption).encode()
    ),
    "mermaid": Format("Mermaid", "text/plain", lambda order: mermaid(order.whole, order.caption)),
    "graphml": Format(
        "GraphML", "application/graphml+xml", lambda order: graphml(order.whole, order.caption)
    ),
    "json": Format(
        "JSON (node-link)", "application/json", lambda order: node_link(order.whole, order.caption)
    ),
    "csv": Format("CSV (table)", "text/csv", lambda order: movements_csv(order.view)),
}
"""By extension. The first three are of what can be drawn, the others of the whole view."""


def picture(
    view: View,
    form: str,
    *,
    opened: Collection[str] = (),
    caption: Sequence[str] = (),
    links: Mapping[str, str] = NO_LINKS,
    downwards: bool = False,
) -> bytes | DrawingProblem:
    """Give a view in one of `FORMATS`: the same bytes for the same view.

    Flows run to the right; in dots also `downwards`.
    """
    return FORMATS[form].write(Order(view, opened, caption, links, downwards))


def content_key(
    view: View,
    opened: Collection[str] = (),
    form: str = "svg",
    links: Mapping[str, str] = NO_LINKS,
    caption: Sequence[str] = (),
) -> str:
    """Give a key that is the same, in every process, where the picture would be.

    A picture inside a page is a function of what is drawn: give `bounded(view, opened)` for it.
    `form` is one of `FORMATS`, or the caller's own word for what it makes of the view.
    """
    said = {
        "form": form,
        "title": [view.title, view.origin, *view.notes],
        "nodes": [_node(node) for node in view.nodes],
        "edges": [_edge(edge) for edge in view.edges],
        "opened": sorted(opened),
        "links": sorted(links.items()),
        "caption": list(caption),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _node(node: Node) -> list[object]:
    return [
        node.key,
        node.kind,
        node.lines,
        [node.cluster.order, node.cluster.label],
        node.known,
        node.record,
        node.verdict,
        node.change,
        node.opens,
        [[group.key, group.label] for group in node.groups],
    ]


def _edge(edge: Edge) -> list[object]:
    return [
        edge.origin,
        edge.destination,
        edge.data,
        edge.job,
        edge.standing,
        edge.evidence,
        edge.declared,
        edge.verdict,
        edge.weight,
        edge.change,
    ]
