"""Write a register as YAML files that people read and `ropa.importing.files` reads back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from ropa.core.register import Register
from ropa.records.base import Provenance, Record
from ropa.records.spec import REGISTER, FieldSpec, Many
from ropa.records.stated import answers

# ruamel.yaml's emitter breaks flow mappings at the same width as prose, so that no source would
# stay on its line. What is written here is the small part of YAML 1.2 that all readers agree on.
_WIDTH = 100
_STEP = "  "

_OTHER_TYPE = re.compile(
    r"(?:null|true|false|yes|no|on|off|y|n)|[0-9][0-9a-fox_.,:+\- tz]*", re.IGNORECASE
)
"""What some version of YAML reads as something else than text."""
_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`~=<.+ ")
_FLOW = re.compile(r"[,\[\]{}:]")
_COMMENT_OR_KEY = re.compile(r": | #|:$| $")
_SINGLE_SPACE = re.compile(r"(?<=[^ ]) (?=[^ ])")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def dump(register: Register) -> dict[str, str]:
    """Write every record: file name → text, one file for each kind that has records.

    The same register always gives the same texts, whichever way it was read.
    """
    return {
        f"{cls.KIND.plural}.yml": "\n".join(_record(one) for one in records.values())
        for cls in REGISTER
        if (records := register.all(cls))
    }


def _record(record: Record) -> str:
    lines = list(_fields(record, _STEP))
    name = _inline(record.id)
    return "\n".join([f"{name}:", *lines, ""]) if lines else f"{name}: {{}}\n"


def _fields(value: msgspec.Struct, indent: str) -> Iterator[str]:
    """Write the answered fields of a record or a line; a record's id is its name."""
    for spec, held in answers(value):
        if isinstance(value, Record) and spec.name == "id":
            continue
        if spec.many is Many.ONE:
            yield from _scalar(f"{indent}{spec.name}: ", held, indent + _STEP)
        elif (row := _row(spec, held, indent)) is not None:
            yield row
        else:
            yield f"{indent}{spec.name}:"
            yield from _items(held, indent + _STEP)


def _row(spec: FieldSpec, items: tuple[Any, ...], indent: str) -> str | None:
    """Write identifiers and words on one line; None where they need a line each."""
    if items and (spec.many is Many.LINES or _is_free_text(spec)):
        return None
    row = f"{indent}{spec.name}: [{', '.join(_inline(item) for item in items)}]"
    return row if len(row) <= _WIDTH or not items else None


def _is_free_text(spec: FieldSpec) -> bool:
    return spec.scalar is str and spec.about.to is None and not spec.about.law


def _items(items: tuple[Any, ...], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, Provenance):
            said = (f"{spec.name}: {_inline(held)}" for spec, held in answers(item))
            yield f"{indent}- {{{', '.join(said)}}}"
        elif isinstance(item, msgspec.Struct):
            first, *rest = _fields(item, indent + _STEP)
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield from _scalar(f"{indent}- ", item, indent + _STEP)


def _scalar(start: str, value: Any, indent: str) -> Iterator[str]:
    """Write one value after `start`, going on below at `indent` where it is long."""
    text = _plain(value)
    if text is None:
        yield from _text(start, value, indent)
    elif len(start) + len(text) > _WIDTH and " " in text:
        yield f"{start}>-"
        yield from _wrapped(text, indent)
    else:
        yield start + text


def _text(start: str, text: str, indent: str) -> Iterator[str]:
    """Write what cannot stand as it is: as a block where the eye can trust it, else quoted."""
    quoted = _quoted(text)
    is_block = _is_block(text)
    lines = text.removesuffix("\n").split("\n")
    keeps = "" if text.endswith("\n") else "-"
    if len(start) + len(quoted) <= _WIDTH and not (is_block and "\n" in text):
        yield start + quoted
    elif not is_block:
        yield start.rstrip()
        yield from _wrapped(quoted, indent)
    elif len(lines) > 1 and all(len(indent) + len(line) <= _WIDTH for line in lines):
        yield f"{start}|{keeps}"
        yield from (indent + line if line else "" for line in lines)
    else:
        yield f"{start}>{keeps}"
        yield from _folded(lines, indent)


def _is_block(text: str) -> bool:
    """Whether a block shows the text faithfully: nothing invisible, at its edges or doubled."""
    lines = text.removesuffix("\n").split("\n")
    return (
        bool(lines[0])
        and bool(lines[-1])
        and all(line.isprintable() and line == " ".join(line.split()) for line in lines)
    )


def _folded(lines: list[str], indent: str) -> Iterator[str]:
    """Write lines of text so that a line break of theirs is an empty line."""
    yield from _wrapped(lines[0], indent)
    for line in lines[1:]:
        yield ""
        if line:
            yield from _wrapped(line, indent)


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """Break at single spaces only: there, the reader puts exactly one space back."""
    words = _SINGLE_SPACE.split(text)
    line = indent + words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) > _WIDTH:
            yield line
            line = indent + word
        else:
            line += " " + word
    yield line


def _inline(value: Any) -> str:
    """Write a value that shares its line with others."""
    text = _plain(value)
    return _quoted(value) if text is None or _FLOW.search(text) else text


def _plain(value: Any) -> str | None:
    """Write a value without quotation marks; None for text that would not be read back as such."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | datetime.date():
            return str(value)
        case StrEnum():
            value = value.value
    if (
        value[:1] in _FIRST
        or _OTHER_TYPE.fullmatch(value)
        or _COMMENT_OR_KEY.search(value)
        or not value.isprintable()
        or "  " in value
    ):
        return None
    return str(value)


def _quoted(text: str) -> str:
    return f'"{"".join(_ESCAPES.get(c) or _visible(c) for c in text)}"'


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
