"""The small pictures of the overview: where every bar stands, in pixels of a 400 pixel picture."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.charts import Bars, Grid
from ropa.web.access import Desk

WIDTH = 400
_LABEL, _NUMBER, _ROW = 164, 30, 23
_LETTERS = 25
"""So many letters of a label fit beside its bar; the table has all of it."""

_PROGRESS = 76
_SHADES = 4

Key = tuple[tuple[str, str], ...]
_KEY: Key = (("stated", "recorded"), ("inferred", "inferred only"), ("unknown", "unknown"))
PROGRESS_KEY: Key = (("stated", "answered"), ("partly", "in part"), ("unknown", "unknown"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar; `kind` is stated, inferred, partly or unknown."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar with its label and number; `y` is its upper edge."""

    label: str
    short: str
    y: int
    pieces: tuple[Piece, ...]
    number: int
    number_x: float
    inferred: int
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of bars and what it says; `key` has the kinds of its pieces with their words."""

    label: str
    height: int
    bars: tuple[BarView, ...]
    key: Key
    others: int


@dataclass(frozen=True, slots=True)
class GridView:
    """A table of numbers, each with its shade from 0 (none) to 4 (most) and its list."""

    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, int, str], ...]], ...]
    others: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is answered, as the pieces of one small bar."""

    width: int
    pieces: tuple[Piece, ...]


def chart(desk: Desk, bars: Bars) -> Chart:
    """Lay out bars."""
    most = max((bar.number for bar in bars.bars), default=1)
    room = WIDTH - _LABEL - _NUMBER
    views = []
    for place, bar in enumerate(bars.bars):
        unknown = bar.number if bar.state == "unknown" else 0
        parts = (("stated", bar.recorded), ("inferred", bar.inferred), ("unknown", unknown))
        pieces = _pieces(parts, room / most, _LABEL)
        views.append(
            BarView(
                label=bar.label,
                short=short(bar.label, _LETTERS),
                y=place * _ROW + 5,
                pieces=pieces,
                number=bar.number,
                number_x=round(pieces[-1].x + pieces[-1].width + 6, 1) if pieces else _LABEL,
                inferred=bar.inferred,
                state=bar.state,
                url=desk.list_url(bar.query),
            )
        )
    kinds = {piece.kind for view in views for piece in view.pieces}
    key = tuple(entry for entry in _KEY if entry[0] in kinds)
    return Chart(bars.label, len(views) * _ROW + 4, tuple(views), key, bars.others)


def grid(desk: Desk, held: Grid) -> GridView:
    """Shade the numbers of a grid."""
    most = held.most or 1

    def shade(number: int) -> int:
        return -(-number * _SHADES // most)

    return GridView(
        held.label,
        held.heads,
        tuple(
            (title, tuple((c.number, shade(c.number), desk.list_url(c.query)) for c in cells))
            for title, cells in held.rows
        ),
        held.others,
    )


def progress(answered: int, partly: int, unknown: int) -> Progress:
    """Lay out one small bar of what is answered, in part, and unknown."""
    total = (answered + partly + unknown) or 1
    parts = (("stated", answered), ("partly", partly), ("unknown", unknown))
    return Progress(_PROGRESS, _pieces(parts, _PROGRESS / total, 0))


def _pieces(parts: tuple[tuple[str, int], ...], scale: float, start: float) -> tuple[Piece, ...]:
    pieces, x = [], start
    for kind, number in parts:
        if number:
            pieces.append(Piece(kind, round(x, 1), round(max(number * scale - 1, 1), 1)))
            x += number * scale
    return tuple(pieces)


def short(label: str, most: int) -> str:
    """Cut a label after so many letters; where it is cut, there is a way to the whole of it."""
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"
