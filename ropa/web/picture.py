"""The picture of an activity's data flow in a page, with the rows that say the same."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ropa.core.flows.activity import activity_flow
from ropa.core.flows.folding import bounded
from ropa.core.flows.view import Row, View, table
from ropa.export.drawing import Drawing, DrawingProblem, draw
from ropa.web.access import Desk
from ropa.web.parts import parts


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture, or why there is none; `rows` have all of it, `notes` what neither shows."""

    svg: Markup | None
    problem: str
    origin: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


def picture(desk: Desk, activity: str) -> Picture:
    """Draw the data flow of an activity; one that reads the same is drawn once."""
    its = parts()
    flow = activity_flow(desk.register, activity, its.reference, desk.clock.about_day)
    key = ("flow", flow.title, flow.origin, flow.nodes, flow.edges, flow.notes)
    drawn = its.memory.recall(key, lambda: _drawn(flow))
    rest = flow.origin, bounded(flow).notes, table(flow)
    if isinstance(drawn, DrawingProblem):
        return Picture(None, drawn.message, *rest)
    # Written by an XML writer, which escapes what people typed.
    return Picture(Markup(drawn.svg.decode()), "", *rest)  # noqa: S704


def _drawn(flow: View) -> Drawing | DrawingProblem:
    return draw(flow, inline=True)
