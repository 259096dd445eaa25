"""Lay out one graph, within limits, and give what it looks like in some forms.

On standard input is JSON: `dot`, the graph; `heading`, DOT whose label is written above it, or "";
`forms`, such as svg and png. On standard output is, for one form, its bytes; for several, a JSON
list of their texts, and of the heading's layout after them. Run by its path in a process of its
own (`ropa.export.child`), because the engine is C that may crash, and its time grows faster than
the graph. Imports nothing of the product.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

GAP = 12
"""Points between the heading and what is below it."""


def main(seconds: int, memory: int) -> None:
    """Draw under limits of processor time, in seconds, and of memory, in bytes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    order = json.load(sys.stdin)
    # One after the other: a graph that is laid out takes away what the engine knows of the last.
    heading = Drawing(order["heading"]).form("json") if order["heading"] else b""
    drawing = Drawing(order["dot"])
    if heading:
        drawing = drawing.headed(json.loads(heading, strict=False))
    drawn = [drawing.form(form) for form in order["forms"]]
    text = json.dumps([one.decode() for one in (*drawn, heading)]).encode()
    sys.stdout.buffer.write(text if len(drawn) > 1 else drawn[0])


class Drawing:
    """A graph that is laid out."""

    def __init__(self, dot: str, program: str = "dot", **attributes: str) -> None:
        import pygraphviz
        from pygraphviz import graphviz as engine

        self._graph = pygraphviz.AGraph(string=dot)
        self._graph.graph_attr.update(attributes)
        self._engine, self._context = engine, engine.gvContextWithBuiltins()
        if engine.gvLayout(self._context, self._graph.handle, program.encode()):
            sys.exit("the layout failed")

    def form(self, name: str) -> bytes:
        """Give it in a form."""
        failed, data = self._engine.gvRenderData(self._context, self._graph.handle, name.encode())
        if failed or not data:
            sys.exit("the rendering failed")
        return bytes(data)

    def headed(self, heading: dict[str, Any]) -> Drawing:
        """Give it with the label of another one above: a graph has but one label of its own."""
        placed = self.form("dot").decode()
        left, _, _, top = map(float, self._graph.graph_attr["bb"].split(","))
        ink = [_ink(part, left, top + GAP) for part in heading["_ldraw_"]]
        return Drawing(placed, "nop2", _background=" ".join(ink))


def _ink(part: dict[str, Any], left: float, top: float) -> str:
    """Write an operation as xdot, the coordinates moved; each text has its length before it."""
    if part["op"] == "F":
        return f"F {part['size']} {_counted(part['face'])}"
    if part["op"] == "c":
        return f"c {_counted(part['color'])}"
    if part["op"] == "T":
        x, y = part["pt"]
        text = part["text"].replace("\\\\", "\\")  # the engine writes it so, and reads it as it is
        return f"T {left + x} {top + y} -1 {part['width']} {_counted(text)}"
    return ""


def _counted(text: str) -> str:
    return f"{len(text.encode())} -{text}"


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
