"""An answer of the command line in each of its forms: lines of text, JSON, CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ropa.export.csv import written

Row = tuple[str | None, ...]
"""Cells under the heads of the answer; None is not recorded, the empty text does not apply."""

UNKNOWN = "not recorded"
NOT_KNOWN = "Not known"
"""What stands before the sentences on what is missing."""

_PART, _MADE = "Part", "Made from"


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows under a title; `nothing` is said where there are none.

    `labels` say what the cells after the first are; without them the heads of the answer do.
    """

    title: str
    rows: tuple[Row, ...]
    labels: tuple[str, ...] = ()
    nothing: str = "None recorded."


@dataclass(frozen=True, slots=True)
class Told:
    """One answer; `notes` say what is not known, `plain` is all of it as plain values."""

    title: str
    heads: tuple[str, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    plain: Mapping[str, Any]


def text_of(told: Told, clocks: str) -> str:
    """Write it for people to read."""
    return "\n".join(_lines(told, clocks))


def json_of(told: Told, made: Mapping[str, Any]) -> str:
    """Write it for programs."""
    whole = {**made, "question": told.title, **told.plain, "not_known": list(told.notes)}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def csv_of(told: Told, clocks: str) -> bytes:
    """Write it as one table; what is not recorded is blank."""
    width = len(told.heads)
    rows = [[part.title, *(cell or "" for cell in row)] for part in told.parts for row in part.rows]
    said = [(NOT_KNOWN, note) for note in told.notes] + [(_MADE, clocks)]
    rows += [[title, sentence, *[""] * (width - 1)] for title, sentence in said]
    return written((_PART, *told.heads), rows)


def _lines(told: Told, clocks: str) -> Iterator[str]:
    yield told.title
    yield clocks
    for part in told.parts:
        yield ""
        yield f"{part.title}: {len(part.rows):,}" if part.rows else f"{part.title}: {part.nothing}"
        labels = part.labels or [f"{head}: " for head in told.heads[1:]]
        for row in part.rows:
            yield f"  {_flat(row[0] or UNKNOWN)}"
            said = [
                f"{label}{UNKNOWN if cell is None else _flat(cell)}"
                for label, cell in zip(labels, row[1:], strict=True)
                if cell != ""
            ]
            if said:
                yield f"    {'; '.join(said)}"
    if told.notes:
        yield ""
        yield f"{NOT_KNOWN}:"
        yield from (f"  {note}" for note in told.notes)


def _flat(text: str) -> str:
    """Keep a text on its line, and what would steer a terminal off it."""
    whole = " ".join(text.split())
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in whole)
