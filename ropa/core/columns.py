"""The columns a list of each kind can show: every field, fields of lines, and a few more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType

from ropa.core.answers import Answer, Answers, Part, State
from ropa.core.facet_values import NOTHING, UNKNOWN
from ropa.core.facets import facet
from ropa.core.gaps import unanswered
from ropa.core.search import natural
from ropa.records.spec import CLASSES, FieldSpec, Many, fields, is_date
from ropa.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in addresses, its heading and what makes its cells."""

    name: str
    label: str
    clause: str
    answer: Callable[[Answers], Answer]
    number: bool = False
    day: bool = False


DEFAULTS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.ORGANISATION: ("name", "company_number", "country", "dpo_name", "gaps"),
        Kind.PARTY: ("name", "kind", "legal_name", "country", "gaps"),
        Kind.ADEQUACY_CONFIRMATION: ("party", "adequacy", "checked_on", "valid_until", "gaps"),
        Kind.RECIPIENT_CATEGORY: ("name", "role", "description", "gaps"),
        Kind.ENGAGEMENT: ("name", "party", "role", "purpose", "stored_in", "contracts", "gaps"),
        Kind.SYSTEM: ("name", "kind", "operated_by", "places", "data_categories", "gaps"),
        Kind.DATA_CATEGORY: ("name", "elements", "special", "criminal", "gaps"),
        Kind.DATA_SUBJECT_CATEGORY: (
            "name",
            "vulnerable",
            "children",
            "approximate_number",
            "gaps",
        ),
        Kind.PURPOSE: ("name", "description", "gaps"),
        Kind.RETENTION_RULE: ("name", "trigger", "minimum", "maximum", "disposal", "gaps"),
        Kind.SECURITY_MEASURE: ("name", "kind", "description", "gaps"),
        Kind.ACTIVITY: (
            "reference",
            "name",
            "purposes.bases",
            "data.data",
            "recipients",
            "data.retention",
            "gaps",
        ),
        Kind.FLOW: ("name", "activities", "data_categories", "method", "encrypted", "gaps"),
        Kind.TRANSFER: ("name", "importer", "place", "mechanisms", "agreement", "outcome", "gaps"),
        Kind.DOCUMENT: ("name", "kind", "date", "expiry", "substance", "gaps"),
        Kind.PERSON: ("name", "job_title", "email"),
    }
)
"""The columns a list shows until others are chosen."""


@cache
def columns_of(kind: Kind) -> Mapping[str, Column]:
    """Give the columns of a kind by name, in the order in which they are offered."""
    found: dict[str, Column] = {}
    for spec in fields(CLASSES[kind]):
        if spec.name == "provenance":
            continue
        column = _of_field(spec, spec.name)
        found[column.name] = column
        for part in fields(spec.line) if spec.many is Many.LINES else ():
            column = _of_field(part, f"{spec.name}.{part.name}")
            found[column.name] = column
    extra = (*(_ACTIVITY if kind is Kind.ACTIVITY else ()), *_EVERY)
    found.update({column.name: column for column in extra})
    return MappingProxyType(found)


def _of_field(spec: FieldSpec, path: str) -> Column:
    about = spec.about
    number = spec.scalar is int and spec.many is Many.ONE
    label = about.label.rstrip("?")
    return Column(
        path, label, about.clause, partial(_field, path=path), number, is_date(spec.scalar)
    )


def _field(answers: Answers, path: str) -> Answer:
    return answers.of(path)


def _recipients(answers: Answers) -> Answer:
    """Put named recipients, by their party, and categories of recipients together."""
    engaged, categories = answers.of("engagements"), answers.of("recipient_categories")
    parts = [
        Part(part.detail or part.text, part.value, part.key, part.text, part.sources)
        for part in engaged.parts
    ]
    both = (*parts, *categories.parts)
    gaps = engaged.gaps + categories.gaps
    if both:
        return Answer(State.ANSWERED, both, gaps)
    return Answer(State.UNKNOWN if gaps else State.NONE, (), gaps)


def _of_facet(answers: Answers, name: str) -> Answer:
    """Show the values a facet works out."""
    found = facet(answers.record.KIND, name)
    held = tuple(found.kept(answers.record, answers.names.register))
    parts = tuple(
        Part(found.label_of(value, answers.names), value)
        for value in held
        if value not in (UNKNOWN, NOTHING)
    )
    gaps = int(UNKNOWN in held)
    if parts:
        return Answer(State.ANSWERED, parts, gaps)
    return Answer(State.UNKNOWN if gaps else State.NONE, (), gaps)


def _gaps(answers: Answers) -> Answer:
    number = str(sum(1 for _ in unanswered(answers.record)))
    return Answer(State.ANSWERED, (Part(number, number),), int(number))


def _changed(answers: Answers) -> Answer:
    """Show the instant of the last change, as the journal writes it."""
    stamp = answers.names.register.stamps.get((answers.record.KIND, answers.record.id))
    if stamp is None:
        return Answer(State.OPTIONAL)
    return Answer(State.ANSWERED, (Part(stamp.instant[:10], stamp.instant),))


_ACTIVITY = (
    Column("recipients", "Recipients", "Art 30(1)(d)", _recipients),
    Column("special", "Special category data", "Art 9", partial(_of_facet, name="special")),
    Column("place", "Places", "Art 30(1)(e)", partial(_of_facet, name="place")),
)
_EVERY = (
    Column("gaps", "Gaps", "", _gaps, number=True),
    Column("changed", "Last changed", "", _changed, day=True),
)


def sort_key(column: Column, answer: Answer) -> tuple[object, ...] | None:
    """Give the key a column sorts by; None for what nobody has answered, which stands last."""
    if answer.state is State.NONE:
        return (1,)
    if not answer.parts:
        return None
    if column.number:
        return (0, int(answer.parts[0].value))
    if column.day:
        return (0, answer.parts[0].value)
    return (0, *natural("; ".join(part.text for part in answer.parts)))
