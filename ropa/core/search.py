"""Searching texts: case and accents do not count, every word must occur somewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Protocol

import msgspec

from ropa.records.base import Record
from ropa.records.engagement import Engagement
from ropa.records.spec import Many, fields
from ropa.vocabulary import Kind

_DIGITS = re.compile(r"(\d+)")
# Letters that Unicode does not take apart, as people without them on their keyboard type them.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})

Natural = tuple[object, ...]
"""A sort key in which C2 comes before C10."""


class Links(Protocol):
    """Where the records that a record links to are looked up."""

    def get(self, kind: Kind, id: str | None) -> Record | None:
        """Give a record, or None where there is none."""


@lru_cache(maxsize=1 << 15)
def folded(text: str) -> str:
    """Take case and accents off a text."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    if apart.isascii():
        return apart
    return "".join(c for c in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(c))


def words(text: str) -> tuple[str, ...]:
    """Give the words that are searched for, each once."""
    return tuple(dict.fromkeys(folded(text).split()))


def found(wanted: tuple[str, ...], within: str) -> bool:
    """Whether every word occurs in a text that is folded already."""
    return all(word in within for word in wanted)


@lru_cache(maxsize=1 << 15)
def natural(text: str) -> Natural:
    """Give the key by which texts sort as people count: C2 before C10, case not counting."""
    parts = _DIGITS.split(folded(text))
    # Digits compare by their number of digits first: no number is too long for that.
    return tuple(
        (len(kept := part.lstrip("0")), kept) if number % 2 else part
        for number, part in enumerate(parts)
    )


def searchable(record: Record, title: Callable[[Kind, str], str]) -> str:
    """Give the folded text a record is found by: its own texts and the titles of its links.

    `title` gives what `linked_title` does. Sources of answers do not count.
    """
    return "\n".join(_texts(record, title))


def linked_title(links: Links, kind: Kind, id: str) -> str:
    """Give the folded words for a linked record, with the party of an engagement."""
    target = links.get(kind, id)
    words = target.title if target else id
    party = links.get(Kind.PARTY, target.party) if isinstance(target, Engagement) else None
    return folded(f"{words}\n{party.title}" if party else words)


def _texts(value: msgspec.Struct, title: Callable[[Kind, str], str]) -> Iterator[str]:
    for name, many, to in _plan(type(value)):
        held = getattr(value, name)
        if not held:
            continue
        if many is Many.LINES:
            for line in held:
                yield from _texts(line, title)
        elif to is None:
            yield from (folded(held),) if many is Many.ONE else map(folded, held)
        else:
            for id in (held,) if many is Many.ONE else held:
                yield title(to, id)


@cache
def _plan(cls: type[msgspec.Struct]) -> tuple[tuple[str, Many, Kind | None], ...]:
    """Give the fields that hold texts or links, or lines that do."""
    return tuple(
        (spec.name, spec.many, spec.about.to)
        for spec in fields(cls)
        if spec.name not in ("provenance", "organisation", "sha256")
        and (
            spec.about.to
            or (spec.scalar is str and not spec.about.law)
            or (spec.many is Many.LINES and _plan(spec.line))
        )
    )
