"""What became of a picture between two moments: added, removed, changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ropa.core.flows.view import Change, Edge, Node, View

Ends = tuple[str, str, str]


def difference(before: View, after: View) -> View:
    """Give all that differs between two views of one question, with what it hangs on.

    An edge is the same where its ends and its job are; where its data, verdict, standing or
    weight differ it has changed.
    """
    nodes = {node.key: node for node in _nodes(before, after)}
    edges = list(_edges(before, after))
    hung = {end for edge in edges if edge.change for end in (edge.origin, edge.destination)}
    drawn = [node for node in nodes.values() if node.change or node.key in hung]
    kept = {node.key for node in drawn}
    shown = [edge for edge in edges if edge.change and {edge.origin, edge.destination} <= kept]
    note = _counted([*drawn, *shown])
    return View.of(f"What changed: {after.title}", after.origin, drawn, shown, (note,))


def _nodes(before: View, after: View) -> Iterator[Node]:
    old, new = ({node.key: node for node in view.nodes} for view in (before, after))
    for key, node in new.items():
        was = old.get(key)
        if was is None:
            yield replace(node, change=Change.ADDED)
        else:
            yield replace(node, change=None if was == node else Change.CHANGED)
    for key, node in old.items():
        if key not in new:
            yield replace(node, change=Change.REMOVED)


def _edges(before: View, after: View) -> Iterator[Edge]:
    old, new = _by_ends(before), _by_ends(after)
    for ends in dict.fromkeys((*old, *new)):
        was, now = old.get(ends, []), new.get(ends, [])
        for place, edge in enumerate(now):
            if place >= len(was):
                yield replace(edge, change=Change.ADDED)
            else:
                yield replace(edge, change=None if was[place] == edge else Change.CHANGED)
        for edge in was[len(now) :]:
            yield replace(edge, change=Change.REMOVED)


def _by_ends(view: View) -> Mapping[Ends, list[Edge]]:
    found: dict[Ends, list[Edge]] = defaultdict(list)
    for edge in view.edges:
        found[edge.origin, edge.destination, edge.job].append(edge)
    return found


def _counted(parts: list[Node | Edge]) -> str:
    counts = {change: sum(part.change is change for part in parts) for change in Change}
    if not any(counts.values()):
        return "Nothing changed between the two moments."
    return ", ".join(f"{number} {change.label.lower()}" for change, number in counts.items()) + "."
