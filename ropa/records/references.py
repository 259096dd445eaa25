"""The links from one record to others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from ropa.records.base import Record
from ropa.records.spec import Many, fields
from ropa.vocabulary import Kind


class Reference(msgspec.Struct, frozen=True, gc=False):
    """A link: the field it stands in (`engagements`, `data.retention`) and its target."""

    field: str
    kind: Kind
    id: str


@cache
def _plan(cls: type[msgspec.Struct]) -> tuple[tuple[str, Many, Kind | None], ...]:
    """Give the fields of a class that hold links, or lines that do."""
    return tuple(
        (spec.name, spec.many, spec.about.to)
        for spec in fields(cls)
        if spec.about.to or (spec.many is Many.LINES and _plan(spec.line))
    )


def references(record: Record) -> Iterator[Reference]:
    """Give every link of a record, its sources' documents among them."""
    yield from _walk(record, "")


def _walk(value: msgspec.Struct, prefix: str) -> Iterator[Reference]:
    for name, many, to in _plan(type(value)):
        held = getattr(value, name)
        if not held:
            continue
        if to is None:
            for line in held:
                yield from _walk(line, f"{name}.")
        elif many is Many.ONE:
            yield Reference(prefix + name, to, held)
        else:
            for item in held:
                yield Reference(prefix + name, to, item)
