"""Paths into a record, as provenance and differences write them.

`name` is a field, `engagements[aws]` an item of one, `data[users/support-data]` a line by its
key (`?` for an unknown part) and `data[users/support-data].retention` a field of that line.
"""

from __future__ import annotations

import re

from ropa.records.base import Line, Record
from ropa.records.spec import Many, by_name

_PATH = re.compile(r"(?P<field>[a-z0-9_]+)(?:\[(?P<key>.+)\](?:\.(?P<part>[a-z0-9_]+))?)?", re.S)


def line_key(line: Line) -> str:
    """Give the key that tells a line from its neighbours."""
    return "/".join("?" if (part := getattr(line, name)) is None else part for name in line.KEY)


def split(path: str) -> tuple[str, str | None, str | None] | None:
    """Give the field of a path, the key in it and the part of the line; None where it is none."""
    match = _PATH.fullmatch(path)
    return (match["field"], match["key"], match["part"]) if match else None


def unresolved(record: Record, path: str) -> str | None:
    """Say why a path leads to no answer of the record; None where it leads to one."""
    parts = split(path)
    spec = by_name(type(record)).get(parts[0]) if parts else None
    if parts is None or spec is None or spec.name in ("id", "provenance", "retired"):
        return f"“{path}” is not a field of this record"
    value = getattr(record, spec.name)
    if value is None:
        return f"“{path}” has a source but no answer"
    _, key, part = parts
    if key is None:
        return None
    if spec.many is Many.LINES:
        line = next((line for line in value if line_key(line) == key), None)
        if line is None or (part and getattr(line, part, None) is None):
            return f"“{path}” has a source but no answer"
        return None
    if part or spec.many is Many.ONE or key not in value:
        return f"“{path}” has a source but no answer"
    return None
