"""A workbook of everything: one sheet for each kind of record, a row for each record.

Lines stand on sheets of their own, and so do the sources of the answers and all links. A cell that
names one record leads to its row; one that names several lists them, and the sheet of links leads
to each. What nobody has answered, a recorded "none" and what is not asked look different.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ropa.core.answers import Answer, Answers, Part, State
from ropa.core.register import Key
from ropa.export.book import BLANK, FIRST_DAY, Book, Held, Look, Place, Row, Sheet
from ropa.export.explained import Guide, explained
from ropa.export.export import Export
from ropa.records.base import Line, Provenance, Record
from ropa.records.references import references
from ropa.records.spec import FieldSpec, Many, by_name, is_date

_MARKS = {
    State.UNKNOWN: Held(State.UNKNOWN.label, Look.UNKNOWN),
    State.NONE: Held(State.NONE.label, Look.NONE),
    State.NOT_ASKED: Held(State.NOT_ASKED.label, Look.NOT_ASKED),
    State.OPTIONAL: BLANK,
}
_GUIDE = Guide(
    title="Register of processing activities",
    subject="Record of processing activities, Article 30 of the GDPR",
    reading=(
        (Held("Unknown", Look.UNKNOWN), "Nobody has answered."),
        (Held("None", Look.NONE), "A recorded answer: there is none."),
        (Held("Not asked", Look.NOT_ASKED), "Another answer of the same record settles it."),
        (Held("Blank cell"), "Nothing is recorded where nothing need be: no gap."),
        (Held("Underlined", Look.LINK), "Leads to the row of a record, or to its first line."),
        (Held("Several names in a cell"), "The sheet Links leads to each of them."),
        (Held("What a column means"), "The sheet Fields says which provision a field answers."),
        (Held("Apostrophe before a text"), "No part of it: it shows when a cell is edited."),
        (Held("Not in it"), "Accounts, roles, drafts, the journal and the content of files."),
    ),
)
_HEADS = 1
SOURCES, LINKS, FIELDS = "Sources", "Links", "Fields"


def everything(export: Export) -> Book:
    """Make the workbook; TooLarge where a sheet would have more rows than one holds."""
    return explained(export, list(_Sheets(export).made()), _GUIDE)


def sheet_name(cls: type[Record], spec: FieldSpec | None = None) -> str:
    """Name the sheet of a kind, or of lines of it."""
    kind = cls.KIND.plural.replace("-", " ").capitalize()
    return kind if spec is None else f"{kind} - {spec.name}"


class _Sheets:
    """The sheets of an export, each row known before the first link to it is made."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.rows: dict[Key, Place] = {
            (cls.KIND, id): Place(sheet_name(cls), number)
            for cls in export.kinds
            for number, id in enumerate(export.register.all(cls), _HEADS)
        }
        self.answers: dict[Key, Answers] = {
            (record.KIND, record.id): Answers(record, export.names) for record in export.register
        }

    def made(self) -> Iterator[Sheet]:
        """Give the sheets of every kind, each followed by those of its lines."""
        for cls in self.export.kinds:
            specs = self.export.told(cls)
            own = [spec for spec in specs if spec.many is Many.LINES and spec.name != "provenance"]
            first = {spec.name: self._first(cls, spec) for spec in own}
            yield self._records(cls, [s for s in specs if s.name != "provenance"], first)
            for spec in own:
                yield self._lines(cls, spec)
        if any(
            spec.name == "provenance" for c in self.export.kinds for spec in self.export.told(c)
        ):
            yield self._sources()
        yield self._links()
        yield self._fields()

    def _first(self, cls: type[Record], spec: FieldSpec) -> dict[str, Place]:
        """Give the first row of the lines of each record."""
        found: dict[str, Place] = {}
        number = _HEADS
        for id, record in self.export.register.all(cls).items():
            lines = getattr(record, spec.name) or ()
            if lines:
                found[id] = Place(sheet_name(cls, spec), number)
            number += len(lines)
        return found

    def _records(
        self, cls: type[Record], specs: list[FieldSpec], first: dict[str, dict[str, Place]]
    ) -> Sheet:
        rows = [_heads(spec.about.label for spec in specs)]
        for id, record in self.export.register.all(cls).items():
            answers = self.answers[cls.KIND, id]
            cells = []
            for spec in specs:
                held = getattr(record, spec.name)
                if spec.name in first and held:
                    cells.append(Held(_counted(held), Look.LINK, first[spec.name][id]))
                else:
                    cells.append(self._cell(spec, held, answers.of(spec.name)))
            rows.append(tuple(cells))
        return _sheet(sheet_name(cls), rows)

    def _lines(self, cls: type[Record], spec: FieldSpec) -> Sheet:
        parts = self.export.told(spec.line)
        rows = [_heads([cls.KIND.label, *(part.about.label for part in parts)])]
        for id, record in self.export.register.all(cls).items():
            answers = self.answers[cls.KIND, id]
            for line in getattr(record, spec.name) or ():
                cells = (
                    self._cell(part, getattr(line, part.name), _of(answers, spec, line, part))
                    for part in parts
                )
                rows.append((self._link((cls.KIND, id)), *cells))
        return _sheet(sheet_name(cls, spec), rows)

    def _sources(self) -> Sheet:
        parts = self.export.told(Provenance)
        provenance = [("Kind", "Record"), tuple(part.about.label for part in parts)]
        rows = [_heads(label for labels in provenance for label in labels)]
        for record in self.export.register:
            key = (record.KIND, record.id)
            spec = by_name(type(record))["provenance"]
            for line in record.provenance:
                cells = (
                    self._cell(
                        part, getattr(line, part.name), _of(self.answers[key], spec, line, part)
                    )
                    for part in parts
                )
                rows.append((Held(record.KIND.label), self._link(key), *cells))
        return _sheet(SOURCES, rows)

    def _links(self) -> Sheet:
        rows = [_heads(("From", "Record", "Field", "To", "Record"))]
        for record in self.export.register:
            for link in references(record):
                key = (link.kind, link.id)
                start, end = self._link((record.KIND, record.id)), self._link(key)
                field = Held(_field(type(record), link.field))
                kinds = Held(record.KIND.label), Held(link.kind.label)
                rows.append((kinds[0], start, field, kinds[1], end))
        return _sheet(LINKS, rows)

    def _fields(self) -> Sheet:
        """Say of every field what it answers."""
        rows = [_heads(("Sheet", "Field", "Clause", "What it says"))]
        for cls in self.export.kinds:
            for spec in self.export.told(cls):
                lines = spec.many is Many.LINES
                parts = self.export.told(spec.line) if lines and spec.name != "provenance" else ()
                rows.append(_described(sheet_name(cls), spec))
                rows.extend(_described(sheet_name(cls, spec), part) for part in parts)
        return _sheet(FIELDS, rows)

    def _link(self, key: Key) -> Held:
        """Name a record and lead to its row, where there is one."""
        place = self.rows.get(key)
        return Held(self.export.names.title(*key), Look.LINK if place else Look.BODY, place)

    def _cell(self, spec: FieldSpec, held: Any, answer: Answer) -> Held:
        if answer.state is not State.ANSWERED:
            return _MARKS[answer.state]
        if spec.many is Many.ONE and (spec.scalar is int or _is_day(spec, held)):
            return Held(held)
        text = "\n".join(_said(spec, part) for part in answer.parts)
        key = answer.parts[0].key if len(answer.parts) == 1 else None
        place = self.rows.get(key) if key else None
        return Held(text, Look.LINK if place else Look.BODY, place)


def _of(answers: Answers, spec: FieldSpec, line: Line, part: FieldSpec) -> Answer:
    return answers.of_line(spec.name, line, part)


def _said(spec: FieldSpec, part: Part) -> str:
    """Say one value; a day that is no date to spreadsheets as it is stored."""
    if is_date(spec.scalar):
        return part.value
    return f"{part.text} ({part.detail})" if part.detail and spec.about.law else part.text


def _is_day(spec: FieldSpec, held: Any) -> bool:
    return is_date(spec.scalar) and held >= FIRST_DAY


def _described(sheet: str, spec: FieldSpec) -> Row:
    said = (spec.about.label, spec.about.clause, spec.about.help)
    return (Held(sheet, Look.LINK, Place(sheet, 0)), *map(Held, said))


def _counted(lines: tuple[Line, ...]) -> str:
    return "1 line" if len(lines) == 1 else f"{len(lines)} lines"


def _field(cls: type[Record], path: str) -> str:
    """Name the field a link stands in: "People and personal data: Retention"."""
    head, _, tail = path.partition(".")
    spec = by_name(cls)[head]
    return (
        f"{spec.about.label}: {by_name(spec.line)[tail].about.label}" if tail else spec.about.label
    )


def _heads(labels: Iterable[str]) -> Row:
    return tuple(Held(label, Look.HEAD) for label in labels)


def _sheet(name: str, rows: list[Row]) -> Sheet:
    return Sheet(name, tuple(rows), frozen=(_HEADS, 1), filtered=True)
