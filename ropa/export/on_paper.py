"""Pictures on paper, where nothing can be opened or made larger: turned or folded to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from ropa.core.flows.folding import MOST_NODES, bounded
from ropa.core.flows.view import View
from ropa.export.child import DrawingProblem

T = TypeVar("T")

NATURAL = 0.75
"""The size of a picture that has room on its page, by that of its layout: text of 9 points."""

LEGIBLE = 0.75
"""How much smaller than natural a picture may be: text of nearly 7 points."""

_FOLDS = (MOST_NODES, 30, 16)
"""How many nodes are drawn; fewer tell nothing any more."""

_FOLDED = "Drawn in groups, so that it can be read: the tables of this document name all."


def on_paper(
    view: View,
    draw: Callable[[View, bool], T | DrawingProblem],
    scale: Callable[[T], float],
) -> T | DrawingProblem:
    """Give a view as it can be read on a page: drawn the first way that is legible, or the best.

    `draw` draws a view from left to right, or downwards where told so; `scale` says of what it gave
    how large it stands on the page, 1 being its natural size. A problem that may be gone at the
    next try is given as it is.
    """
    best: tuple[float, T] | None = None
    problem: DrawingProblem | None = None
    for way, downwards in _ways(view):
        drawn = draw(way, downwards)
        if isinstance(drawn, DrawingProblem):
            if drawn.passing:  # drawn another way it would be another file tomorrow
                return drawn
            problem = problem or drawn
            continue
        size = scale(drawn)
        if best is None or size > best[0]:
            best = size, drawn
        if size >= LEGIBLE:
            break
    if best is not None:
        return best[1]
    assert problem is not None
    return problem


def _ways(view: View) -> Iterator[tuple[View, bool]]:
    """Give the ways to draw a view, each with fewer parts than the one before it, or turned."""
    last = None
    for most in _FOLDS:
        folded = bounded(view, most_nodes=most)
        if last is not None and len(folded.nodes) >= last:
            continue
        last = len(folded.nodes)
        told = folded.notes if folded.notes == view.notes else (*view.notes, _FOLDED)
        for downwards in (False, True):
            yield replace(folded, notes=told), downwards
