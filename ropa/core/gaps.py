"""What nobody has answered yet: each gap of a record, and how many there are of each field.

A recorded "none" is an answer and leaves no gap. Neither does a field that is optional, one
that is kept in rows only, nor a question that another answer of the same record has settled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.organisation import Organisation
from ropa.records.paths import line_key
from ropa.records.retention_rule import RetentionRule
from ropa.records.spec import CLASSES, FieldSpec, Many, fields
from ropa.records.transfer import Transfer
from ropa.vocabulary import ActivityRole, Kind


@dataclass(frozen=True, slots=True)
class Gap:
    """One unanswered field of one record; `path` as provenance writes it, `field` without keys."""

    kind: Kind
    id: str
    path: str
    field: str
    label: str
    clause: str


@dataclass(frozen=True, slots=True)
class Count:
    """How often a field is asked in a set of records, and how often it is unanswered."""

    kind: Kind
    field: str
    label: str
    clause: str
    asked: int
    unknown: int


def _as_controller(activity: Activity) -> bool:
    return activity.role in (ActivityRole.CONTROLLER, ActivityRole.JOINT_CONTROLLER)


def _as_processor(activity: Activity) -> bool:
    return activity.role is ActivityRole.PROCESSOR


SETTLED: Mapping[tuple[type[Record], str], Callable[[Any], bool]] = {
    (Organisation, "dpo_name"): lambda record: record.dpo_none is not None,
    (Organisation, "representative_name"): lambda record: record.representative_none is not None,
    (Activity, "on_behalf_of"): _as_controller,
    (Activity, "operations"): _as_controller,
    (Activity, "purposes.bases"): _as_processor,
    (Activity, "automated_decisions"): _as_processor,
    (Activity, "dpia_needed"): _as_processor,
    (RetentionRule, "trigger"): lambda rule: bool(rule.rolling or rule.criterion),
    (RetentionRule, "minimum"): lambda rule: bool(rule.maximum or rule.criterion),
    (RetentionRule, "maximum"): lambda rule: bool(rule.minimum or rule.criterion),
    (Transfer, "place"): lambda transfer: transfer.international_organisation is not None,
    (Transfer, "mechanisms"): lambda transfer: bool(transfer.derogations),
    (Transfer, "agreement"): lambda transfer: bool(transfer.derogations),
    (Transfer, "derogations"): lambda transfer: bool(transfer.mechanisms),
}
"""Which questions fall away, and the record in which they do."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A field that leaves a gap, or whose lines do."""

    spec: FieldSpec
    field: str
    settled: Callable[[Any], bool] | None
    asks: bool
    of_lines: tuple[_Question, ...]


@cache
def _questions(cls: type[Record]) -> tuple[_Question, ...]:
    return tuple(_plan(cls, cls, ""))


def _plan(record: type[Record], cls: type[msgspec.Struct], prefix: str) -> Iterator[_Question]:
    for spec in fields(cls):
        field = prefix + spec.name
        lines: tuple[_Question, ...] = ()
        if spec.many is Many.LINES:
            lines = tuple(_plan(record, spec.line, f"{field}."))
        asks = spec.gap and not spec.about.personal
        if asks or lines:
            yield _Question(spec, field, SETTLED.get((record, field)), asks, lines)


def gaps(record: Record) -> Iterator[Gap]:
    """Give the gaps of one record, in the order of its fields."""
    for path, question, value in _asked(record):
        if value is None:
            about = question.spec.about
            yield Gap(record.KIND, record.id, path, question.field, about.label, about.clause)


def settled(record: Record) -> frozenset[str]:
    """Give the fields that this record is not asked for, with those of its lines."""
    cls = type(record)
    return frozenset(field for (of, field), rule in SETTLED.items() if of is cls and rule(record))


def unanswered(record: Record) -> Iterator[str]:
    """Give the field of each gap of one record, as often as there are lines that lack it."""
    for question in _questions(type(record)):
        value = getattr(record, question.spec.name)
        if value is None:
            if question.asks and not (question.settled is not None and question.settled(record)):
                yield question.field
            continue
        for part in question.of_lines if value else ():
            if part.settled is None or not part.settled(record):
                name = part.spec.name
                for line in value:
                    if getattr(line, name) is None:
                        yield part.field


def counts(records: Iterable[Record]) -> tuple[Count, ...]:
    """Count the gaps of each field over records of any kinds; fields nobody asks are left out."""
    asked: Counter[tuple[Kind, str]] = Counter()
    unknown: Counter[tuple[Kind, str]] = Counter()
    for record in records:
        for _, question, value in _asked(record):
            asked[record.KIND, question.field] += 1
            if value is None:
                unknown[record.KIND, question.field] += 1
    return tuple(
        Count(kind, question.field, about.label, about.clause, asked[key], unknown[key])
        for kind in dict.fromkeys(kind for kind, _ in asked)
        for question in _flat(_questions(CLASSES[kind]))
        for about, key in [(question.spec.about, (kind, question.field))]
        if asked[key]
    )


def _flat(questions: Iterable[_Question]) -> Iterator[_Question]:
    for question in questions:
        yield question
        yield from question.of_lines


def _asked(record: Record) -> Iterator[tuple[str, _Question, object]]:
    """Give the questions that the record is asked, each with its path and its answer."""
    for question in _questions(type(record)):
        value = getattr(record, question.spec.name)
        settled = question.settled is not None and question.settled(record)
        if question.asks and not settled:
            yield question.spec.name, question, value
        if not question.of_lines or not value:
            continue
        open_parts = [
            part for part in question.of_lines if part.settled is None or not part.settled(record)
        ]
        for line in value:
            at = f"{question.spec.name}[{line_key(line)}]"
            for part in open_parts:
                yield f"{at}.{part.spec.name}", part, getattr(line, part.spec.name)
