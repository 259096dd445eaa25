"""Lay out one graph, within limits, and give what it looks like in some forms.

On standard input is JSON: `dot`, the graph; `heading`, a label in markup to stand above it, or "";
`forms`, such as svg and png. On standard output is, for one form, its bytes; for several, a JSON
list of their texts. Run by its path in a process of its own (`ropa.export.child`), because the
engine is C that may crash, and its time grows faster than the graph. It imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sys

GAP, INDENT = 14, 8
"""Points between the heading and what is below it, and at its left, as at that of a label."""

HEADING = "id=heading class=heading shape=plain style=solid"


def main(seconds: int, memory: int) -> None:
    """Draw under limits of processor time, in seconds, and of memory, in bytes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    order = json.load(sys.stdin)
    # One after the other: a graph that is laid out takes away what the engine knows of the last.
    heading = order["heading"]
    size = Drawing(f"graph {{ h [label={heading} {HEADING}] }}").size if heading else ()
    drawing = Drawing(order["dot"])
    if heading:
        drawing = drawing.headed(heading, *size)
    drawn = [drawing.form(form) for form in order["forms"]]
    texts = json.dumps([one.decode() for one in drawn]).encode() if len(drawn) > 1 else drawn[0]
    sys.stdout.buffer.write(texts)


class Drawing:
    """A graph that is laid out."""

    def __init__(self, dot: str, program: str = "dot") -> None:
        import pygraphviz
        from pygraphviz import graphviz as engine

        self._graph = pygraphviz.AGraph(string=dot)
        self._engine, self._context = engine, engine.gvContextWithBuiltins()
        if engine.gvLayout(self._context, self._graph.handle, program.encode()):
            sys.exit("the layout failed")

    def form(self, name: str) -> bytes:
        """Give it in a form."""
        failed, data = self._engine.gvRenderData(self._context, self._graph.handle, name.encode())
        if failed or not data:
            sys.exit("the rendering failed")
        return bytes(data)

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height in points."""
        self.form("dot")  # which writes it down
        _, _, width, height = map(float, self._graph.graph_attr["bb"].split(","))
        return width, height

    def headed(self, heading: str, width: float, height: float) -> Drawing:
        """Give it as it is with a heading above: a graph has but one label of its own."""
        placed = self.form("dot").decode()
        _, top = self.size
        place = f"{width / 2 + INDENT},{top + GAP + height / 2}"
        node = f'heading [label={heading} pos="{place}" {HEADING}]'
        return Drawing(f"{placed.rstrip().removesuffix('}')}{node} }}", "nop2")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
