"""A document as PDF, to be read, searched and kept: PDF/A-2a, tagged for PDF/UA-1."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ropa.core.flows.view import View
from ropa.export.child import DrawingProblem
from ropa.export.column_widths import column_widths
from ropa.export.context import Context
from ropa.export.document import Block, Document, Fact, Facts, Figure, Grid, Prose, Section, Words
from ropa.export.drawing import SCALE, Drawing, draw
from ropa.export.export import ExportFailed
from ropa.export.glyphs import INSTEAD, Letters
from ropa.export.on_paper import NATURAL, on_paper
from ropa.export.progress import Tell, untold
from ropa.export.typeset import DocumentProblem, typeset

_TEMPLATE = Path(__file__).with_name("document.typ")
_WIDTH, _HEIGHT = 480, 640
"""How large a picture may be on a page, in points."""

_PIXEL = NATURAL / SCALE
"""How large a pixel of a picture is on a page, in points, where it has room."""

_LONGEST_WORD = 24
"""How many letters stand together before a word may be broken."""

_LINE, _GUTTER, _LETTER = 481, 8, 5.2
"""The width of a table, what is left blank in each column, and a letter's, in points."""

_BREAK = "\N{ZERO WIDTH SPACE}"


def pdf(document: Document, context: Context, tell: Tell = untold) -> bytes | DocumentProblem:
    """Write a document as PDF, the same bytes each time: its date is that of the context.

    Tells of each picture, and of the setting of the pages. Raises `ExportFailed` where a picture
    could not be drawn this time.
    """
    letters = Letters()
    data = _Data(letters, tell).of(document)
    data["date"] = [context.about.year, context.about.month, context.about.day]
    data["missing"] = _missing(letters)
    made = datetime.datetime.combine(context.about, datetime.time(), datetime.UTC)
    tell("setting the pages")
    return typeset(_TEMPLATE, data, made)


def _missing(letters: Letters) -> str:
    """Say which letters the font lacks, by their code points."""
    if not letters.missing:
        return ""
    codes = ", ".join(f"U+{ord(letter):04X}" for letter in letters.missing)
    return f"Letters that this document cannot show stand as {INSTEAD}: {codes}."


class _Data:
    """A document as the template reads it."""

    def __init__(self, letters: Letters, tell: Tell) -> None:
        self._letters, self._tell = letters, tell

    def of(self, document: Document) -> dict[str, Any]:
        return {
            "kind": "Article 30 of the UK GDPR and of the GDPR",
            "title": self._text(document.title),
            "subtitle": self._text(document.subtitle),
            "made": self._text(document.made),
            "cover": [self._fact(fact) for fact in document.cover.facts],
            "sections": [self._section(section) for section in document.sections],
        }

    def _section(self, section: Section) -> dict[str, Any]:
        return {
            "title": self._text(section.title),
            "blocks": [self._block(block) for block in section.blocks],
            "sections": [self._section(inner) for inner in section.sections],
        }

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Facts():
                return {"kind": "facts", "facts": [self._fact(fact) for fact in block.facts]}
            case Grid():
                return self._grid(block)
            case Prose():
                return {"kind": "prose", "text": self._text(block.text)}
            case Figure():
                return self._figure(block)

    def _fact(self, fact: Fact) -> dict[str, Any]:
        return {
            "label": self._text(fact.label),
            "clause": self._text(fact.clause),
            "words": self._words(fact.words),
            "source": self._text(fact.source),
        }

    def _grid(self, grid: Grid) -> dict[str, Any]:
        """Give a table, or its rows one below the other where its words need more room."""
        heads = [self._text(head) for head in grid.heads]
        rows = [[self._words(cell) for cell in row] for row in grid.rows]
        widths = _widths(heads, rows)
        return {
            "kind": "grid" if widths else "rows",
            "caption": self._text(grid.caption),
            "heads": heads,
            "widths": widths,
            "rows": [[{"all": cell} for cell in row] for row in rows],
        }

    def _words(self, words: Iterable[Words]) -> list[dict[str, str]]:
        return [
            {
                "text": self._text(one.text),
                "state": one.state.value,
                "detail": self._text(one.detail),
                "source": self._text(one.source),
            }
            for one in words
        ]

    def _figure(self, figure: Figure) -> dict[str, Any]:
        self._tell(f"drawing “{figure.view.title}”")
        drawn = on_paper(
            self._shown(figure.view),
            lambda view, downwards: draw(view, downwards=downwards),
            lambda drawn: _width(drawn) / (drawn.width * _PIXEL),
        )
        if isinstance(drawn, DrawingProblem):
            if drawn.passing:  # the same record would else be another file tomorrow
                raise ExportFailed(f"{figure.view.title}: {drawn.message}")
            return {"kind": "prose", "text": drawn.message}
        alt = self._letters.shown(f"{figure.view.title}, {figure.view.origin}")
        width = round(_width(drawn), 2)
        return {"kind": "picture", "svg": drawn.svg.decode(), "alt": alt, "width": width}

    def _shown(self, view: View) -> View:
        """Give a view in letters that the font has."""
        text = self._letters.shown
        nodes = (
            replace(
                node,
                lines=tuple(text(line) for line in node.lines),
                cluster=replace(node.cluster, label=text(node.cluster.label)),
            )
            for node in view.nodes
        )
        edges = (
            replace(
                edge,
                data=edge.data and tuple(text(name) for name in edge.data),
                job=text(edge.job),
            )
            for edge in view.edges
        )
        notes = tuple(text(note) for note in view.notes)
        return View.of(text(view.title), text(view.origin), nodes, edges, notes)

    def _text(self, text: str) -> str:
        """Give a text that may be broken within words that no column could hold."""
        return " ".join(_breakable(word) for word in self._letters.shown(text).split(" "))


def _width(drawn: Drawing) -> float:
    """Give how wide a picture is on a page, in points."""
    wide, high = drawn.width * _PIXEL, drawn.height * _PIXEL
    return min(wide, _WIDTH, _HEIGHT * wide / high)


def _breakable(word: str) -> str:
    starts = range(0, len(word), _LONGEST_WORD)
    return _BREAK.join(word[at : at + _LONGEST_WORD] for at in starts)


def _widths(heads: list[str], rows: list[list[list[dict[str, str]]]]) -> list[float]:
    columns = [
        [head, *(text for row in rows for one in row[place] for text in one.values())]
        for place, head in enumerate(heads)
    ]
    parted = [[text.replace(_BREAK, " ") for text in column] for column in columns]
    return column_widths(parted, _LINE, _LETTER, _GUTTER)
