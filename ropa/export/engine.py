"""Lay out one graph: DOT on standard input, its SVG and its layout in JSON on standard output.

Run by its path in a process of its own (`ropa.export.drawing`), because the engine is C that may
crash, and its time grows faster than the graph. Imports nothing of the product.
"""

from __future__ import annotations

import json
import resource
import sys


def main(seconds: int, memory: int) -> None:
    """Draw under limits of processor time, in seconds, and of memory, in bytes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    import pygraphviz
    from pygraphviz import graphviz as engine

    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
    context = engine.gvContextWithBuiltins()
    if engine.gvLayout(context, graph.handle, b"dot"):
        sys.exit("the layout failed")
    drawn = []
    for form in (b"svg", b"json"):
        failed, data = engine.gvRenderData(context, graph.handle, form)
        if failed:
            sys.exit("the rendering failed")
        drawn.append(data.decode())
    sys.stdout.buffer.write(json.dumps(drawn).encode())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
