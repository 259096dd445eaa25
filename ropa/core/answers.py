"""The answers of a record as values: how each stands, its parts, and where they come from."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ropa.core.gaps import SETTLED
from ropa.core.names import Names
from ropa.core.register import Key
from ropa.records.base import Line, Record
from ropa.records.paths import line_key
from ropa.records.spec import FieldSpec, Many, by_name, fields
from ropa.vocabulary import Kind, Standing, Word


class State(Word):
    """How the answer to a question stands."""

    ANSWERED = "answered", "Answered"
    NONE = "none", "None"
    UNKNOWN = "unknown", "Unknown"
    OPTIONAL = "optional", "Not recorded"
    NOT_ASKED = "not-asked", "Not asked"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer comes from: a document (with its title), a place in it, and how it stands."""

    standing: Standing
    document: Key | None
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class Part:
    """One value of an answer.

    `text` is how it reads, `value` how it is stored (an id, a word, an ISO day), `key` the record
    it links to, `detail` what else tells it ("Art 6(1)(b)"). `sources` are its own, not those
    of the whole field.
    """

    text: str
    value: str
    key: Key | None = None
    detail: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def inferred(self) -> bool:
        """Whether nothing but inference supports it."""
        return inferred(self.sources)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one field, or of one field of all the lines of a record.

    `gaps` counts the questions in it that nobody has answered: an answer given for some lines
    is `ANSWERED` and may have gaps. `sources` are those of the whole field.
    """

    state: State
    parts: tuple[Part, ...] = ()
    gaps: int = 0
    sources: tuple[Source, ...] = ()

    @property
    def text(self) -> str:
        """The parts in one line; the state's word where there are none."""
        return "; ".join(part.text for part in self.parts) or self.state.label

    @property
    def inferred(self) -> bool:
        """Whether nothing but inference supports the field."""
        return inferred(self.sources)


NONE = Answer(State.NONE)
UNKNOWN = Answer(State.UNKNOWN, gaps=1)
OPTIONAL = Answer(State.OPTIONAL)
NOT_ASKED = Answer(State.NOT_ASKED)


def inferred(sources: Iterable[Source]) -> bool:
    """Whether there are sources and none of them states the answer."""
    standings = {source.standing for source in sources}
    return standings == {Standing.INFERRED}


class Answers:
    """The answers of one record, field by field."""

    def __init__(self, record: Record, names: Names) -> None:
        self.record = record
        self.names = names

    @cached_property
    def sources(self) -> Mapping[str, tuple[Source, ...]]:
        """The sources by the path they are of, as `ropa.records.paths` writes it."""
        found: dict[str, tuple[Source, ...]] = {}
        for held in self.record.provenance:
            key = (Kind.DOCUMENT, held.document) if held.document else None
            title = self.names.title(*key) if key else ""
            source = Source(held.standing, key, title, held.place or "")
            found[held.field] = (*found.get(held.field, ()), source)
        return found

    def of(self, path: str) -> Answer:
        """Answer a field (`role`), its lines (`data`) or a field of all of them (`data.source`)."""
        head, _, tail = path.partition(".")
        spec = by_name(type(self.record))[head]
        value = getattr(self.record, head)
        sources = self.sources.get(head, ())
        if value is None or (spec.many is not Many.ONE and not value):
            return _with(self.state(spec, head, value), sources)
        if not tail:
            if spec.many is Many.LINES:
                return Answer(State.ANSWERED, tuple(map(self.line_part, value)), 0, sources)
            return self._answer(spec, value, head, sources)
        part = by_name(spec.line)[tail]
        return _union([self._sourced(head, line, part) for line in value], sources)

    def of_line(self, field: str, line: Line, part: FieldSpec) -> Answer:
        """Answer one field of one line."""
        value = getattr(line, part.name)
        path = f"{field}[{line_key(line)}].{part.name}" if self.sources else ""
        sources = self.sources.get(path, ())
        if value is None or (part.many is not Many.ONE and not value):
            return _with(self.state(part, f"{field}.{part.name}", value), sources)
        return self._answer(part, value, path, sources)

    def _sourced(self, field: str, line: Line, part: FieldSpec) -> Answer:
        """Answer one field of one line, each part with its sources or those of the answer."""
        answer = self.of_line(field, line, part)
        if not self.sources:
            return answer
        sources = answer.sources
        if not sources and part.name in line.KEY:
            sources = self.line_sources(field, line)
        parts = tuple(replace(held, sources=held.sources or sources) for held in answer.parts)
        return replace(answer, parts=parts)

    def line_sources(self, field: str, line: Line) -> tuple[Source, ...]:
        """Give the sources of a whole line."""
        return self.sources.get(f"{field}[{line_key(line)}]", ())

    def line_part(self, line: Line) -> Part:
        """Say a line by what tells it from its neighbours."""
        field = next(
            (s.name for s in fields(type(self.record)) if s.scalar is type(line)), "provenance"
        )
        text = line_title(line, self.names)
        return Part(text, line_key(line), sources=self.line_sources(field, line))

    def state(self, spec: FieldSpec, path: str, value: object) -> Answer:
        """Say how an empty answer stands: none, unknown, not asked, or left out as it may be."""
        if value == ():
            return OPTIONAL if spec.name == "provenance" else NONE
        settled = SETTLED.get((type(self.record), path))
        if settled is not None and settled(self.record):
            return NOT_ASKED
        return UNKNOWN if spec.gap and not spec.about.personal else OPTIONAL

    def _answer(
        self, spec: FieldSpec, value: Any, path: str, sources: tuple[Source, ...]
    ) -> Answer:
        if spec.many is Many.ONE:
            # A word of the vocabulary may itself say that there is none.
            if isinstance(value, Word) and value == "none":
                return Answer(State.NONE, sources=sources)
            return Answer(State.ANSWERED, (self._part(spec, value, ()),), 0, sources)
        items = (
            self._part(spec, item, self.sources.get(f"{path}[{item}]", ()))
            if self.sources
            else self._part(spec, item, ())
            for item in value
        )
        return Answer(State.ANSWERED, tuple(items), 0, sources)

    def _part(self, spec: FieldSpec, value: Any, sources: tuple[Source, ...]) -> Part:
        return part_of(spec, value, self.names, sources)


def part_of(spec: FieldSpec, value: Any, names: Names, sources: tuple[Source, ...] = ()) -> Part:
    """Make the part of one value of a field that holds no lines."""
    to, law = spec.about.to, spec.about.law
    if to is not None:
        title, detail = names.link(to, value)
        return Part(title, value, (to, value), detail, sources)
    if law:
        label, article = names.law_word(law, value)
        return Part(label, value, None, article, sources)
    return Part(names.value(spec, value), stored_text(value), None, "", sources)


def stored_text(value: object) -> str:
    """Write a value as it is stored: a word's value, an ISO day, `true` or `false`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def line_title(line: Line, names: Names) -> str:
    """Say what tells a line from its neighbours; a part nobody knows says so."""
    specs = by_name(type(line))
    return ", ".join(
        f"{specs[name].about.label.lower()} unknown"
        if (value := getattr(line, name)) is None
        else names.value(specs[name], value)
        for name in line.KEY
        if getattr(line, name) is not None or not specs[name].about.optional
    )


def _with(answer: Answer, sources: tuple[Source, ...]) -> Answer:
    if not sources:
        return answer
    return Answer(answer.state, answer.parts, answer.gaps, sources)


def _union(answers: list[Answer], sources: tuple[Source, ...]) -> Answer:
    """Put the answers of several lines together, each value once."""
    parts: dict[str, Part] = {}
    for answer in answers:
        for part in answer.parts:
            held = parts.setdefault(part.value, part)
            if held.sources != part.sources:
                both = tuple(dict.fromkeys((*held.sources, *part.sources)))
                parts[part.value] = replace(held, sources=both)
    gaps = sum(answer.gaps for answer in answers)
    if parts:
        return Answer(State.ANSWERED, tuple(parts.values()), gaps, sources)
    states = [answer.state for answer in answers]
    order = (State.UNKNOWN, State.NONE, State.OPTIONAL, State.NOT_ASKED)
    return Answer(next(state for state in order if state in states), (), gaps, sources)
