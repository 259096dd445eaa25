"""Finding records of every kind by their words, with the answer in which they occur."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core.answers import Answers
from ropa.core.filters import Query
from ropa.core.listing import matching as matching_keys
from ropa.core.listing import number
from ropa.core.names import Names
from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.core.search import folded, words
from ropa.records.spec import REGISTER_KINDS, fields
from ropa.vocabulary import Kind

MOST = 5
"""How many records of a kind are named; the query lists them all."""

_LONGEST = 160
_FIRST = (Kind.ACTIVITY, Kind.PARTY, Kind.ENGAGEMENT, Kind.SYSTEM)
_ORDER = (*_FIRST, *(kind for kind in REGISTER_KINDS if kind not in _FIRST))


@dataclass(frozen=True, slots=True)
class Find:
    """A record that was found; `label` and `words` say in which answer, where not in its title."""

    key: Key
    title: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found of one kind: the first few, how many there are, and what lists them all."""

    kind: Kind
    number: int
    query: Query
    finds: tuple[Find, ...]


def find(
    register: Register, text: str, reference: Reference, day: datetime.date
) -> tuple[Finds, ...]:
    """Find the records in use that hold every word of a text; nothing where it has no word."""
    text = " ".join(text.split())
    wanted = words(text)
    names = Names(register, reference, day)
    queries = (Query(kind, text) for kind in (_ORDER if wanted else ()))
    found = ((query, number(register, query, day, reference)) for query in queries)
    return tuple(
        Finds(
            query.kind,
            many,
            query,
            tuple(
                _find(key, wanted, names)
                for key in matching_keys(register, query, day, reference)[:MOST]
            ),
        )
        for query, many in found
        if many
    )


def _find(key: Key, wanted: tuple[str, ...], names: Names) -> Find:
    record = names.register.get(*key)
    assert record is not None
    title = names.of(record)
    if all(word in folded(title) for word in wanted):
        return Find(key, title, "", "")
    label, said = next(_holding(Answers(record, names), wanted), ("", ""))
    return Find(key, title, label, said)


def _holding(answers: Answers, wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give the answers that hold a word that the title does not."""
    title = folded(answers.names.of(answers.record))
    sought = [word for word in wanted if word not in title]
    for spec in fields(type(answers.record)):
        if spec.name == "provenance":
            continue
        for part in answers.of(spec.name).parts:
            said = ", ".join(filter(None, (part.text, part.detail)))
            if any(word in folded(said) for word in sought):
                yield spec.about.label, _short(said, sought)


def _short(said: str, sought: list[str]) -> str:
    """Cut a long answer around the first word that was sought."""
    if len(said) <= _LONGEST:
        return said
    places = [place for word in sought if (place := folded(said).find(word)) >= 0]
    start = max(0, min(places) - _LONGEST // 2)
    cut = said[start : start + _LONGEST]
    return f"{'…' if start else ''}{cut}{'…' if start + _LONGEST < len(said) else ''}"
