"""Say in the words of a data protection officer what a record's field expected."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from ropa.importing.document import Path, Plain
from ropa.records.about import Form
from ropa.records.spec import FieldSpec, Many, by_name

Refusal = tuple[Path, str]
"""Where in a record a value cannot stand, and why."""

_OTHERS: Mapping[type[Any], str] = {
    bool: "true or false",
    int: "a whole number, 0 or more",
    datetime.date: "a date such as 2026-11-23",
}
_SHOWN = 40
_SEARCHED = 2_000  # near matches among more take seconds


def refusals(cls: type[msgspec.Struct], data: Mapping[str, Plain]) -> Iterator[Refusal]:
    """Give every value that its field cannot hold, every unknown field and every missing one.

    `data` is a record without its id, or a line. What no single value shows, such as an end
    before a start, is left to `ropa.records.canonical`.
    """
    known = {name: spec for name, spec in by_name(cls).items() if name != "id"}
    required = _required(cls)
    for name in data:
        if name == "id":
            yield (name,), "the identifier stands in front of its record; leave “id” out here"
        elif name not in known:
            yield (name,), f"there is no such field{suggestion(name, known, list_all=True)}"
    for name, spec in known.items():
        if name in data:
            for path, message in _field(cls, spec, data[name]):
                yield (name, *path), message
        elif name in required:
            yield (), f"the field “{name}” ({spec.about.label}) is missing"


def suggestion(word: str, known: Iterable[str], *, list_all: bool = False) -> str:
    """Give the end of a message: near matches, or else all known words if that is asked for."""
    names = list(known)
    if len(names) > _SEARCHED:
        return ""
    if near := difflib.get_close_matches(word, names, n=3, cutoff=0.6):
        return f"; did you mean {' or '.join(f'“{name}”' for name in near)}?"
    return f"; there are {', '.join(names)}" if list_all and names else ""


@cache
def _required(cls: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(field.name for field in msgspec.structs.fields(cls) if field.required)


def _field(cls: type[msgspec.Struct], spec: FieldSpec, value: Plain) -> Iterator[Refusal]:
    if value is None and spec.answerable:
        return
    if spec.many is Many.ONE:
        items: Iterable[tuple[Path, Plain]] = [((), value)]
    elif isinstance(value, list):
        items = (((number,), item) for number, item in enumerate(value))
    else:
        yield (), f"expected a list, found {_found(value)}"
        return
    for at, item in items:
        if spec.many is not Many.LINES:
            if message := scalar_refusal(_hints(cls)[spec.name], item):
                yield at, message
        elif isinstance(item, dict):
            for path, message in refusals(spec.line, item):
                yield (*at, *path), message
        else:
            yield at, f"expected a group of fields (name: value), found {_found(item)}"


@cache
def _hints(cls: type[msgspec.Struct]) -> Mapping[str, Any]:
    """Give the scalar type of each field with the limits that its annotation sets."""
    hints = get_type_hints(cls, include_extras=True)
    return {name: _innermost(hint) for name, hint in hints.items()}


def _innermost(hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return hint if isinstance(get_args(hint)[0], type) else _innermost(get_args(hint)[0])
    inner = [part for part in get_args(hint) if part not in (type(None), ...)]
    return _innermost(inner[0]) if inner else hint


def scalar_refusal(hint: Any, value: Plain) -> str | None:
    """Say why a single value cannot be of a type; None where it can."""
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError:
        return _message(hint, value)
    form = _form(_limits(hint))
    return None if form is None or form.fits(str(value)) else _message(hint, value)


def _limits(hint: Any) -> list[msgspec.Meta]:
    return [limit for limit in get_args(hint)[1:] if isinstance(limit, msgspec.Meta)]


def _form(limits: Iterable[msgspec.Meta]) -> Form | None:
    return next((form for limit in limits if (form := (limit.extra or {}).get("form"))), None)


def _message(hint: Any, value: Plain) -> str:
    scalar = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    if issubclass(scalar, StrEnum):
        words = [word.value for word in scalar]
        near = suggestion(value, words) if isinstance(value, str) else ""
        return f"expected one of: {', '.join(words)}; found {_shown(value)}{near}"
    if scalar is str:
        return _about_text(_limits(hint), value)
    return f"expected {_OTHERS[scalar]}, found {_shown(value)}"


def _about_text(limits: list[msgspec.Meta], value: Plain) -> str:
    form = _form(limits)
    expected = form.expected if form else "text"
    if isinstance(value, int):
        return f"expected {expected}, found {_found(value)}; if it is text, put quotation marks"
    if not isinstance(value, str):
        return f"expected {expected}, found {_found(value)}"
    if not value.strip():
        return f"expected {expected}, found an empty text; leave out what is not known"
    longest = next((limit.max_length for limit in limits if limit.max_length), None)
    if longest and len(value) > longest:
        return f"expected at most {longest:,} characters, found {len(value):,}"
    return f"expected {expected}, found {_shown(value)}"


def _found(value: Plain) -> str:
    """Name what a value is."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int():
            return f"the number {value}"
        case str():
            return "text"
        case list():
            return "a list"
    return "a group of fields"


def _shown(value: Plain) -> str:
    """Show a text, cut where it is long; name any other value."""
    if not isinstance(value, str):
        return _found(value)
    return f"“{value if len(value) <= _SHOWN else value[:_SHOWN] + '…'}”"
