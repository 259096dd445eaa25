"""From a posted form to the plain data of a record, and back; neither ever raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ropa.records.base import Record
from ropa.records.spec import FieldSpec, Many
from ropa.web.forms.posted import LINE, NONE, PREFIX, RECORDED, STATE, UNKNOWN, Posted, in_line
from ropa.web.forms.widgets import asked, is_tristate, typed_in, typed_out

EMPTY = [""]
"""What a field of several values holds that is recorded with none of them: always refused."""


def read(cls: type[msgspec.Struct], posted: Posted, prefix: str = PREFIX) -> dict[str, Any]:
    """Read the plain data of a record or a line, as `ropa.records.canonical` takes it.

    What is unknown is left out. What cannot be read stays as it was typed, so that the check
    names it.
    """
    plain: dict[str, Any] = {}
    for spec in asked(cls):
        value = _value(spec, posted, prefix + spec.name)
        if value is not None:
            plain[spec.name] = value
    return plain


def posted_of(cls: type[Record], data: Record | Mapping[str, Any]) -> Posted:
    """Give the values of a form that shows a record or its plain data."""
    plain = msgspec.to_builtins(data) if isinstance(data, msgspec.Struct) else data
    return Posted({name: given for name, given in _written(cls, plain, PREFIX) if given})


def _value(spec: FieldSpec, posted: Posted, name: str) -> Any:
    if spec.many is Many.ONE:
        text = posted.one(name)
        return typed_in(spec)(text) if text.strip() else None
    state = posted.state(name)
    if is_tristate(spec) and state != RECORDED:
        return [] if state == NONE else None
    if spec.many is Many.LINES:
        lines = posted.lines(name)
        held: list[Any] = [read(spec.line, posted, in_line(name, n)) for n in lines]
    else:
        held = [typed_in(spec)(text) for text in posted.all(name) if text.strip()]
    return held or (EMPTY if is_tristate(spec) else [])


def _written(
    cls: type[msgspec.Struct], plain: Mapping[str, Any], prefix: str
) -> list[tuple[str, tuple[str, ...]]]:
    pairs: list[tuple[str, tuple[str, ...]]] = []
    for spec in asked(cls):
        name, value = prefix + spec.name, plain.get(spec.name)
        if spec.many is Many.ONE:
            pairs.append((name, () if value is None else (typed_out(spec)(value),)))
            continue
        if is_tristate(spec):
            state = UNKNOWN if value is None else RECORDED if value else NONE
            pairs.append((name + STATE, (state,)))
        if not value or value == EMPTY:
            continue
        if spec.many is not Many.LINES:
            pairs.append((name, tuple(typed_out(spec)(item) for item in value)))
            continue
        pairs.append((name + LINE, tuple(str(number) for number in range(len(value)))))
        for number, line in enumerate(value):
            pairs.extend(_written(spec.line, line, in_line(name, number)))
    return pairs
