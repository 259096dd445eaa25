"""What differs between two states of a record, field by field in the field's label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import msgspec

from ropa.core.answers import (
    NONE,
    OPTIONAL,
    UNKNOWN,
    Answer,
    Answers,
    Part,
    State,
    line_title,
    part_of,
)
from ropa.core.names import Names
from ropa.core.source_rows import words_of
from ropa.records.base import Line, Provenance, Record
from ropa.records.paths import line_key
from ropa.records.spec import FieldSpec, Many, fields
from ropa.vocabulary import Kind


class LineChange(StrEnum):
    """What became of a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LineDifference:
    """One line by its key, what became of it, and its fields that differ.

    All the answers of an added or a removed line are among them. `telling` leaves out those
    that the title says already.
    """

    key: str
    title: str
    change: LineChange
    fields: tuple[Difference, ...]
    keys: tuple[str, ...] = ()

    @property
    def telling(self) -> tuple[Difference, ...]:
        """The fields that differ and do not stand in the title."""
        return tuple(one for one in self.fields if one.field not in self.keys)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs; `was` is None where the record was not there, `now` likewise.

    `added` and `removed` are items of a set or a list of texts, `lines` the lines that differ,
    in the order of what is now. `reordered` says that what stayed stands in another order.
    """

    field: str
    label: str
    clause: str
    many: Many
    was: Answer | None
    now: Answer | None
    added: tuple[Part, ...] = ()
    removed: tuple[Part, ...] = ()
    lines: tuple[LineDifference, ...] = ()
    reordered: bool = False


def differences(
    before: Record | None, after: Record | None, names: Names
) -> tuple[Difference, ...]:
    """Give the fields in which two states of one record differ, in the order of the fields.

    None is a record that is not there: then every answer of the other differs.
    """
    return tuple(_between(before, after, names))


def _between(
    before: msgspec.Struct | None, after: msgspec.Struct | None, names: Names
) -> Iterator[Difference]:
    some = after if after is not None else before
    for spec in fields(type(some)) if some is not None else ():
        was = _held(before, spec)
        now = _held(after, spec)
        if was != now:
            found = _difference(spec, was, now, names, (before is None, after is None))
            if spec.line is Provenance:
                titles = _source_titles(before, after, names)
                lines = (replace(line, title=titles[line.key]) for line in found.lines)
                found = replace(found, lines=tuple(lines))
            yield found


def _source_titles(
    before: msgspec.Struct | None, after: msgspec.Struct | None, names: Names
) -> dict[str, str]:
    """Say each source by the answer it is of, the document and the place in it."""
    found = {}
    for record in (before, after):
        if not isinstance(record, Record):
            continue
        answers = Answers(record, names)
        for source in record.provenance:
            where = names.title(Kind.DOCUMENT, source.document) if source.document else ""
            of = [word for word in words_of(answers, source.field) if word]
            said = [": ".join(of), where, source.place or ""]
            found[line_key(source)] = ", ".join(word for word in said if word)
    return found


def _held(value: msgspec.Struct | None, spec: FieldSpec) -> Any:
    """Give a value, or that of a record about which nothing is known."""
    if value is not None:
        return getattr(value, spec.name)
    return {"retired": False, "provenance": ()}.get(spec.name)


def _difference(
    spec: FieldSpec, was: Any, now: Any, names: Names, absent: tuple[bool, bool]
) -> Difference:
    old = {} if spec.many is Many.ONE else _items(spec, was)
    new = {} if spec.many is Many.ONE else _items(spec, now)
    lines = tuple(_lines(old, new, names)) if spec.many is Many.LINES else ()
    added: tuple[Part, ...] = ()
    removed: tuple[Part, ...] = ()
    if spec.many is not Many.LINES:
        added = tuple(part_of(spec, item, names) for key, item in new.items() if key not in old)
        removed = tuple(part_of(spec, item, names) for key, item in old.items() if key not in new)
    return Difference(
        field=spec.name,
        label=spec.about.label,
        clause=spec.about.clause,
        many=spec.many,
        was=None if absent[0] else _answer(spec, was, names),
        now=None if absent[1] else _answer(spec, now, names),
        added=added,
        removed=removed,
        lines=lines,
        reordered=[key for key in old if key in new] != [key for key in new if key in old],
    )


def _items(spec: FieldSpec, held: Any) -> dict[Any, Any]:
    """Give the items by what tells them apart; a text listed twice by how often it was before."""
    if spec.many is Many.LINES:
        return {line_key(line): line for line in held or ()}
    found: dict[Any, Any] = {}
    for item in held or ():
        times = sum(1 for text, _ in found if text == item)
        found[item, times] = item
    return found


def _lines(old: dict[str, Line], new: dict[str, Line], names: Names) -> Iterator[LineDifference]:
    for key, line in new.items():
        if key not in old:
            inner = tuple(_between(None, line, names))
            yield LineDifference(key, line_title(line, names), LineChange.ADDED, inner, line.KEY)
        elif old[key] != line:
            inner = tuple(_between(old[key], line, names))
            yield LineDifference(key, line_title(line, names), LineChange.CHANGED, inner, line.KEY)
    for key, line in old.items():
        if key not in new:
            inner = tuple(_between(line, None, names))
            yield LineDifference(key, line_title(line, names), LineChange.REMOVED, inner, line.KEY)


def _answer(spec: FieldSpec, value: Any, names: Names) -> Answer:
    """Say a whole answer; what is unknown or none is a state."""
    if value is None:
        return UNKNOWN if spec.gap else OPTIONAL
    if value == ():
        return NONE
    if spec.many is Many.ONE:
        return Answer(State.ANSWERED, (part_of(spec, value, names),))
    if spec.many is Many.LINES:
        parts = tuple(Part(line_title(line, names), line_key(line)) for line in value)
        return Answer(State.ANSWERED, parts)
    return Answer(State.ANSWERED, tuple(part_of(spec, item, names) for item in value))
