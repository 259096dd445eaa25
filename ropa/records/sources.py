"""What becomes of the sources of a record when its answers change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ropa.records.base import Line, Provenance, Record
from ropa.records.paths import line_key, split
from ropa.records.spec import Many, by_name, fields


def still_true(source: Provenance, before: Record, after: Record) -> tuple[Provenance, ...]:
    """Give what a source of `before` still says of `after`.

    That is the source itself where its answer is the same; where some of its answer is, one
    source for each item, line or field of a line that stayed; and nothing where none of it is.
    """
    return tuple(
        msgspec.structs.replace(source, field=path)
        for path in _still_there(source.field, before, after)
    )


def _still_there(path: str, before: Record, after: Record) -> Iterator[str]:
    parts = split(path)
    spec = by_name(type(before)).get(parts[0]) if parts else None
    if parts is None or spec is None:
        return
    name, key, part = parts
    old, new = getattr(before, name), getattr(after, name)
    if old is None or new is None:
        return
    if old == new:
        yield path
    elif spec.many is Many.LINES:
        yield from _in_lines(name, key, part, (_by_key(old), _by_key(new)))
    elif spec.many is not Many.ONE:
        yield from (f"{name}[{item}]" for item in new if item in old and key in (None, item))


def _in_lines(
    name: str, key: str | None, part: str | None, sides: tuple[dict[str, Line], dict[str, Line]]
) -> Iterator[str]:
    old, new = sides
    for one in (one for one in new if one in old and key in (None, one)):
        line = f"{name}[{one}]"
        if part is not None:
            if _same(part, old[one], new[one]):
                yield f"{line}.{part}"
        elif old[one] == new[one]:
            yield line
        else:
            same = (spec.name for spec in fields(type(new[one])))
            yield from (f"{line}.{each}" for each in same if _same(each, old[one], new[one]))


def _same(part: str, old: Line, new: Line) -> bool:
    """Whether a field of a line is answered, and as before."""
    held: Any = getattr(new, part)
    return held is not None and held == getattr(old, part)


def _by_key(lines: tuple[Line, ...]) -> dict[str, Line]:
    return {line_key(line): line for line in lines}
