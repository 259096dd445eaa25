"""Pictures in a page: drawn once for what they show, with what neither picture nor table says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from ropa.core.flows.activity import activity_flow
from ropa.core.flows.folding import bounded
from ropa.core.flows.view import Row, View, table
from ropa.export.drawing import Drawing, DrawingProblem, draw
from ropa.export.legend import Key
from ropa.export.legend import key as legend
from ropa.export.pictures import content_key
from ropa.web.access import Desk
from ropa.web.parts import parts

Links = Mapping[str, str]
"""The addresses that nodes of a picture lead to, by their keys."""

SMALL, LARGE, TALL = 672, 1450, 1100
"""Pixels: what is less wide is not drawn larger than it is, what is wider or taller not smaller."""

NO_LINKS: Links = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Inline:
    """A picture as it stands in a page, or why there is none.

    `drawn` is what it shows, `links` where its nodes lead, `key` what its marks mean, `size` that
    it is small or large beside a page.
    Where no problem is told either, there is nothing to draw.
    """

    svg: Markup | None
    problem: str
    drawn: View
    links: Links
    key: Key
    size: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture, or why there is none; `rows` have all of it, `notes` what neither shows."""

    svg: Markup | None
    problem: str
    origin: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


def inline(
    view: View,
    opened: tuple[str, ...] = (),
    leads: Callable[[View], Links] = lambda _: NO_LINKS,
) -> Inline:
    """Draw a view for a page, with the addresses its nodes lead to; the same is drawn once.

    `leads` gives the addresses for what is drawn of the view.
    """
    shown = bounded(view, opened)
    if not shown.nodes:
        return Inline(None, "", shown, NO_LINKS, ())
    links = leads(shown)
    key = content_key(shown, form="inline", links=links)
    made = parts().pictures.recall(key, lambda: draw(shown, links, inline=True))
    if isinstance(made, DrawingProblem):
        return Inline(None, made.message, shown, links, ())
    # Written by an XML writer, which escapes what people typed.
    svg = Markup(made.svg.decode())  # noqa: S704
    return Inline(svg, "", shown, links, legend(shown), _size(made))


def _size(drawing: Drawing) -> str:
    if drawing.width > LARGE or drawing.height > TALL:
        return "large"
    return "small" if drawing.width < SMALL else ""


def picture(desk: Desk, activity: str) -> Picture:
    """Draw the data flow of an activity, with the rows that say the same."""
    flow = activity_flow(desk.register, activity, parts().reference, desk.clock.about_day)
    made = inline(flow)
    return Picture(made.svg, made.problem, flow.origin, made.drawn.notes, table(flow))
