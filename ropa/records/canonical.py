"""Bringing a value into the one form it is stored in, or saying what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, TypeVar, cast

import msgspec

from ropa.records.base import Line, Problem, Record
from ropa.records.paths import line_key, unresolved
from ropa.records.spec import Many, fields

R = TypeVar("R", bound=Record)
S = TypeVar("S", Record, Line)

# Neither PostgreSQL (NUL), nor XML and YAML (controls), nor UTF-8 (surrogates) takes these, and
# the last two of every plane mean nothing to anybody.
_NONCHARACTERS = "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]"
)
_REFUSAL = re.compile(r"^(?P<message>.*?)(?: - at `\$\.?(?P<path>[^`]*)`)?$", re.DOTALL)


def canonical(cls: type[R], data: Any) -> tuple[R | None, tuple[Problem, ...]]:
    """Check a record and bring it into its stored form.

    `data` is a struct (not checked when it was made) or plain mappings and lists. Text becomes
    NFC with plain line breaks, unordered links are sorted and lose their repetitions, lines keep
    their order. Gives the record, or None and every problem found.
    """
    problems: list[Problem] = []
    plain = msgspec.to_builtins(data) if isinstance(data, msgspec.Struct) else data
    tidy = _tidy(plain, "", problems)
    if problems:
        return None, tuple(problems)
    try:
        record = msgspec.convert(tidy, cls)
    except msgspec.ValidationError as error:
        return None, (_refusal(error),)
    if misshapen := tuple(_misshapen(record, "")):
        return None, misshapen
    record = cast("R", _sorted(record))
    problems.extend(_contradictions(record))
    return (None, tuple(problems)) if problems else (record, ())


def unstorable(text: str) -> str | None:
    """Say why a text cannot be stored; None where it can."""
    found = _FORBIDDEN.search(text)
    return f"holds a character that cannot be stored (U+{ord(found[0]):04X})" if found else None


def _tidy(data: Any, path: str, problems: list[Problem]) -> Any:
    """Normalise all text below `data`, noting what cannot be stored."""
    match data:
        case str():
            if why := unstorable(data):
                problems.append(Problem(path, why))
            return unicodedata.normalize("NFC", data.replace("\r\n", "\n").replace("\r", "\n"))
        case dict():
            return {
                key: _tidy(item, f"{path}.{key}" if path else str(key), problems)
                for key, item in data.items()
            }
        case list() | tuple():
            return [_tidy(item, f"{path}[{n}]", problems) for n, item in enumerate(data)]
        case _:
            return data


def _refusal(error: msgspec.ValidationError) -> Problem:
    match = cast("re.Match[str]", _REFUSAL.match(str(error)))
    return Problem(match["path"] or "", match["message"])


def _misshapen(value: Record | Line, prefix: str) -> Iterator[Problem]:
    """Give the texts that do not look as their fields say."""
    for spec in fields(type(value)):
        held = getattr(value, spec.name)
        if held is None:
            continue
        if spec.many is Many.LINES:
            for number, line in enumerate(held):
                yield from _misshapen(line, f"{prefix}{spec.name}[{number}].")
        elif spec.form is not None:
            items = ((spec.name, held),) if spec.many is Many.ONE else _numbered(spec.name, held)
            for path, text in items:
                if not spec.form.fits(text):
                    yield Problem(prefix + path, f"expected {spec.form.expected}")


def _numbered(name: str, items: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{name}[{number}]", item) for number, item in enumerate(items))


def _sorted(value: S) -> S:
    """Sort what has no order of its own, in the record and in its lines."""
    changed: dict[str, Any] = {}
    for spec in fields(type(value)):
        items = getattr(value, spec.name)
        if not items or spec.many in (Many.ONE, Many.LIST):
            continue
        if spec.many is Many.LINES:
            kept = tuple(_sorted(line) for line in items)
        else:
            kept = tuple(sorted(set(items)))
        if kept != items:
            changed[spec.name] = kept
    return msgspec.structs.replace(value, **changed) if changed else value


def _contradictions(record: Record) -> Iterator[Problem]:
    """Give what the types cannot refuse: the record's own rules, keys and sources."""
    yield from record.problems()
    for spec in fields(type(record)):
        if spec.many is not Many.LINES:
            continue
        seen = set()
        for number, line in enumerate(getattr(record, spec.name) or ()):
            at = f"{spec.name}[{number}]"
            if (key := line_key(line)) in seen:
                yield Problem(at, f"repeats the line {key}")
            seen.add(key)
            for problem in line.problems():
                yield Problem(f"{at}.{problem.path}", problem.message)
    for number, source in enumerate(record.provenance):
        if why := unresolved(record, source.field):
            yield Problem(f"provenance[{number}].field", why)
