"""What a record states: its answers without those left at "unknown", and as plain data."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec

from ropa.records.base import Record
from ropa.records.spec import FieldSpec, Many, fields


def answers(value: msgspec.Struct) -> Iterator[tuple[FieldSpec, Any]]:
    """Give the answered fields of a record or a line, in their order; what is unknown is absent."""
    defaults = _defaults(type(value))
    for spec in fields(type(value)):
        held = getattr(value, spec.name)
        if spec.name not in defaults or held != defaults[spec.name]:
            yield spec, held


def plain(record: Record, but: Collection[str] = ("id",)) -> dict[str, Any]:
    """Give a record as text, numbers, lists and mappings; its id stands in front of it."""
    return {spec.name: _plain(spec, held) for spec, held in answers(record) if spec.name not in but}


@cache
def _defaults(cls: type[msgspec.Struct]) -> dict[str, Any]:
    return {
        field.name: field.default for field in msgspec.structs.fields(cls) if not field.required
    }


def _plain(spec: FieldSpec, held: Any) -> Any:
    if spec.many is Many.LINES:
        return [{part.name: _plain(part, one) for part, one in answers(line)} for line in held]
    return _scalar(held) if spec.many is Many.ONE else [_scalar(item) for item in held]


def _scalar(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case datetime.date():
            return value.isoformat()
    return value
