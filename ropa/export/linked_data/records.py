"""Every record as a node: each answer under our own term and, where there is one, under DPV's."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from ropa.core.gaps import settled
from ropa.core.imprint import Redaction
from ropa.core.transfers.entities import of_organisation
from ropa.export.export import Export
from ropa.export.linked_data.own import BY_NAME, NOT_TOLD, QUESTION, RECORDED_NONE, UNKNOWN_ANSWER
from ropa.export.linked_data.terms import PLACES, Terms, text
from ropa.export.rdf import LABEL, XSD, Graph, Iri, Literal, Term
from ropa.records.about import Duration, Form, Url
from ropa.records.base import Line, Provenance, Record
from ropa.records.paths import split
from ropa.records.spec import FieldSpec, Many, by_name
from ropa.vocabulary import Kind, Word

_PROVENANCE = "provenance"

_CODES = frozenset(
    {"id", "reference", "company_number", "ico_registration", "time_zone", "email", "sha256"}
    | {"telephone", "dpo_telephone", "representative_telephone", "dpo_email"}
    | {"representative_email"}
)
"""Fields whose text is in no language."""

_WEEKS = re.compile(r"(\d+)W(?:(\d+)D)?$")


def _form(alias: Any) -> Form:
    found = next(one.extra["form"] for one in alias.__metadata__ if one.extra)
    assert isinstance(found, Form)
    return found


_TYPED = {_form(Duration): XSD + "duration", _form(Url): XSD + "anyURI"}


class Records:
    """Writes records into a graph; `base` begins the IRI of each."""

    def __init__(self, export: Export, base: str, graph: Graph) -> None:
        self.export = export
        self.base = base
        self.graph = graph
        self.terms = Terms(graph, export.names)
        self.complete = export.redaction is Redaction.AUTHORITY
        """Whether every field is told, so that an absent one is known to be unknown."""
        self._under: dict[str, frozenset[str]] = {}

    def iri(self, kind: Kind, id: str) -> str:
        """Name a record."""
        return f"{self.base}{kind}.{quote(id, safe='')}"

    def write(self, record: Record) -> None:
        """State what a record says."""
        subject = self.iri(record.KIND, record.id)
        self.graph.add_type(subject, self.terms.kind(type(record)))
        self.graph.add(subject, LABEL, text(self.export.names.of(record)))
        if not record.retired:
            for cls in self._classes(record):
                self.graph.add_type(subject, cls)
        _One(self, record, subject).write()

    def _classes(self, record: Record) -> Iterator[str]:
        """Give the classes of the vocabulary a record is in, by its kind and what it says."""
        yield from self.terms.classes(record.KIND)
        for spec in self.export.told(type(record)):
            value = getattr(record, spec.name)
            if value is None or value == () or spec.many is Many.LINES:
                continue
            for one in value if spec.many is not Many.ONE else (value,):
                yield from self.terms.classes(f"{record.KIND}.{spec.name}", plain(one))

    def regimes(self, organisation: str | None) -> frozenset[str]:
        """Give the regimes an organisation is under, as far as they are known."""
        held = self.export.register.organisations.get(organisation or "")
        if held is None:
            return frozenset()
        if held.id not in self._under:
            entity = of_organisation(held, self.terms.reference, self.terms.day)
            self._under[held.id] = entity.regimes or frozenset()
        return self._under[held.id]

    def stand_in(self, subject: str, row: str, kind: str, path: str) -> None:
        """Keep the place of what must be stated and is not known, or not asked.

        `row` is that of the property in the law data, `path` tells the places of a subject
        apart. To readers who are not told everything, it only says that it is not told.
        """
        kind = kind if self.complete else NOT_TOLD
        node = f"{subject}._{path}"
        self.graph.add(subject, self.terms.properties[row], Iri(node))
        self.graph.add_type(node, self.terms.own(kind))
        self.graph.add(node, LABEL, text(BY_NAME[kind].label))


class _One:
    """Writes the answers of one record, and of each of its lines."""

    def __init__(self, records: Records, record: Record, subject: str) -> None:
        self.records = records
        self.graph = records.graph
        self.terms = records.terms
        self.record = record
        self.subject = subject
        self.settled = settled(record)
        self.regimes = records.regimes(getattr(record, "organisation", None))

    def write(self) -> None:
        """State every answer that may be told."""
        for spec in self.records.export.told(type(self.record)):
            if spec.name != "retired" or self.record.retired:
                self._answer(self.subject, spec, spec.name, self.record)

    def _answer(self, node: str, spec: FieldSpec, path: str, of: msgspec.Struct) -> None:
        """State one answer of the record, or of a line of it; `path` is the field's in the record.

        What nobody answered is named as such, where it is asked and every field is told.
        """
        value = getattr(of, spec.name)
        property = self._field(path, spec)
        if value is None:
            asked = spec.gap and not spec.about.personal and path not in self.settled
            if asked and self.records.complete:
                self._point(node, UNKNOWN_ANSWER, property())
        elif spec.many is Many.LINES:
            for number, line in enumerate(value, 1):
                self._line(node, property(), path, line, number)
        elif spec.many is Many.ONE:
            self._value(node, spec, path, property(), value, f"{node}.{spec.name}")
        elif value:
            for number, one in enumerate(value, 1):
                name = f"{node}.{spec.name}.{number}"
                self._value(node, spec, path, property(), one, name)
        if value == () and spec.answerable:
            self._point(node, RECORDED_NONE, property())

    def _field(self, path: str, spec: FieldSpec) -> Callable[[], str]:
        """Give the term of a field when it is used; what is never used is not explained."""
        whole = path if path.startswith(f"{_PROVENANCE}.") else f"{self.record.KIND}.{path}"
        return lambda: self.terms.field(whole, spec)

    def _point(self, node: str, own: str, to: str) -> None:
        self.graph.add(node, self.terms.own(own), Iri(to))

    def _line(self, node: str, property: str, path: str, line: Line, number: int) -> None:
        name = f"{node}.{path}.{_key(line, number)}"
        self.graph.add(node, property, Iri(name))
        self.graph.add_type(name, self.terms.kind(type(line)))
        for spec in self.records.export.told(type(line)):
            self._answer(name, spec, f"{path}.{spec.name}", line)
        if isinstance(line, Provenance):
            self._question(name, line)

    def _question(self, name: str, source: Provenance) -> None:
        """Say which field the answer is of that a source supports."""
        parts = split(source.field)
        spec = by_name(type(self.record)).get(parts[0]) if parts else None
        if parts is None or spec is None:
            return
        path = parts[0]
        if parts[2] and spec.many is Many.LINES:
            part = by_name(spec.line).get(parts[2])
            if part is not None:
                path, spec = f"{path}.{part.name}", part
        self._point(name, QUESTION, self._field(path, spec)())

    def _value(
        self, node: str, spec: FieldSpec, path: str, property: str, value: Any, name: str
    ) -> None:
        """State one value under our term, and under that of the vocabulary.

        `name` is the IRI for what it says, where the vocabulary asks for a node and not a text.
        What a line says is said of its record, too.
        """
        own = self._term(spec, value)
        self.graph.add(node, property, own)
        if not spec.about.dpv:
            return
        published = self.terms.expanded(spec.about.dpv)
        for term in self._published(spec, f"{self.record.KIND}.{path}", value, own, name):
            self.graph.add(node, published, term)
            self.graph.add(self.subject, published, term)

    def _term(self, spec: FieldSpec, value: Any) -> Term:
        said = spec.about
        if said.to is not None:
            return Iri(self.records.iri(said.to, value))
        if said.law == PLACES:
            return Iri(self.terms.place(value))
        if said.law:
            return Iri(self.terms.law(said.law, value))
        if isinstance(value, Word):
            return Iri(self.terms.word(value))
        return _literal(spec, value)

    def _published(
        self, spec: FieldSpec, path: str, value: Any, own: Term, name: str
    ) -> Iterator[Term]:
        """Give what stands under the vocabulary's property for a value."""
        known = self.terms.value(path, plain(value))
        classes = self.terms.classes(path)
        if known is not None:
            yield Iri(known)
        elif isinstance(value, (bool, Word)) and not classes:
            return
        elif isinstance(own, Iri) and spec.about.law != PLACES:
            yield own
            for cls in classes:
                self.graph.add_type(own.iri, cls)
            if spec.about.law and "EU" in self.regimes:
                yield from map(Iri, self.terms.near(spec.about.law, value, "EU"))
        elif classes:
            yield self._node(name, classes, own)
        else:
            yield own

    def _node(self, name: str, classes: list[str], own: Term) -> Iri:
        """Make a node of a text or of a place."""
        for cls in classes:
            self.graph.add_type(name, cls)
        if isinstance(own, Iri):
            self.graph.add(name, self.terms.properties["transfer.location"], own)
        else:
            self.graph.add(name, LABEL, own)
        return Iri(name)


def plain(value: Any) -> str:
    """Give a value as the law data write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.value if isinstance(value, Word) else str(value)


def _literal(spec: FieldSpec, value: Any) -> Literal:
    if isinstance(value, bool):
        return Literal(plain(value), XSD + "boolean")
    if isinstance(value, int):
        return Literal(str(value), XSD + "integer")
    if isinstance(value, datetime.date):
        return Literal(value.isoformat(), XSD + "date")
    if spec.form in _TYPED:
        datatype = _TYPED[spec.form]
        return Literal(_in_days(value) if datatype.endswith("duration") else value, datatype)
    return Literal(value) if spec.name in _CODES else text(value)


def _in_days(duration: str) -> str:
    """Write the weeks of a duration as days, since XML Schema has no weeks."""
    return _WEEKS.sub(lambda found: f"{int(found[1]) * 7 + int(found[2] or 0)}D", duration)


def _key(line: Line, number: int) -> str:
    """Name a line by what tells it from its neighbours where those are links, or by its place."""
    specs = by_name(type(line))
    if any(specs[name].about.to is None for name in line.KEY):
        return str(number)
    held = (getattr(line, name) for name in line.KEY)
    return ".".join("_" if one is None else quote(one, safe="") for one in held)
