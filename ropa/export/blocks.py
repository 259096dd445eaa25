"""Fields and lines of a record as the blocks of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ropa.core.answers import Answer, Answers, State
from ropa.core.gaps import Gap
from ropa.core.lines import Table
from ropa.core.record_page import FieldRow, Section
from ropa.core.source_rows import words_of as place_of
from ropa.export.document import Block, Fact, Facts, Grid, Words, source_of, words_of
from ropa.records.spec import CLASSES, Many, by_name
from ropa.vocabulary import Kind

SILENT = (State.OPTIONAL, State.NOT_ASKED)
"""Answers that a document leaves out: nobody needs them, or they are not asked."""

_NO_TITLE = Words(State.OPTIONAL.label, State.OPTIONAL)
_OF_LINKED = {"engaged": "Recipient", "transferred": "Safeguards declared"}
"""What the first column of a table of linked records names."""


def headed(part: Section) -> str:
    """Give the heading of a part of a record, with its clause."""
    return f"{part.label} ({part.clause})" if part.clause else part.label


def blocks(kind: Kind, part: Section) -> Iterator[Block]:
    """Give questions and answers, and the lines of those that have some as tables."""
    left_out = {"organisation", *(table.id for table in part.tables)}
    facts = told(row for row in part.rows if row.field not in left_out)
    if facts:
        yield Facts(facts)
    for table in part.tables:
        yield _grid(kind, table)


def told(rows: Iterable[FieldRow]) -> tuple[Fact, ...]:
    """Give what is answered or unknown of some fields."""
    return tuple(
        Fact(row.label, row.clause, words_of(row.answer), source_of(row.answer.sources))
        for row in rows
        if row.answer.state not in SILENT
    )


def question(answers: Answers, gap: Gap) -> str:
    """Name an unanswered question: its label, and of which line it is asked."""
    label, item = place_of(answers, gap.path)
    return f"{label}: {item}" if item else label


def _grid(kind: Kind, table: Table) -> Grid:
    """Give a table of lines; the first column names them where they have a name."""
    named = any(row.title for row in table.rows)
    heads = tuple(head.label for head in table.heads)
    rows = []
    for row in table.rows:
        cells = tuple(map(_cell, row.cells))
        title = Words(row.title, source=source_of(row.sources)) if row.title else _NO_TITLE
        rows.append(((title,), *cells) if named else cells)
    return Grid(table.label, (_first(kind, table), *heads) if named else heads, tuple(rows))


def _cell(answer: Answer) -> tuple[Words, ...]:
    """Give the words of a cell; after the last, where the answer as a whole comes from."""
    *others, last = words_of(answer)
    source = "; ".join(filter(None, (last.source, source_of(answer.sources))))
    return (*others, replace(last, source=source))


def _first(kind: Kind, table: Table) -> str:
    """Say what the first column of a table names: what tells its lines apart."""
    spec = by_name(CLASSES[kind]).get(table.id)
    if spec is None or spec.many is not Many.LINES:
        return _OF_LINKED[table.id]
    labels = (by_name(spec.line)[name].about.label for name in spec.line.KEY)
    first, *others = labels
    return ", ".join((first, *(label[:1].lower() + label[1:] for label in others)))
