"""One cell of an authority's table: its text, and what a blank means."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from ropa.core import wording


class State(IntEnum):
    """How the answer behind a cell stands; the last three leave it blank."""

    ANSWERED = 0
    PARTLY = 1
    NONE = 2
    UNKNOWN = 3
    ELSEWHERE = 4
    NOT_APPLICABLE = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, how the answer behind it stands, and the day that the text is of."""

    text: str
    state: State
    day: datetime.date | None = None


NONE = Cell(wording.NONE, State.NONE)
"""A recorded "there is none"."""

UNKNOWN = Cell("", State.UNKNOWN)
"""Nobody has answered."""

ELSEWHERE = Cell("", State.ELSEWHERE)
"""Answered for the activity, on rows of their own: which of them belongs here is unknown."""

NOT_APPLICABLE = Cell("", State.NOT_APPLICABLE)
"""Another recorded answer settles that there is nothing to say."""


def cell(text: str | None) -> Cell:
    """Make the cell of an answer as `wording` says it."""
    if text is None:
        return UNKNOWN
    return NONE if text == wording.NONE else Cell(text, State.ANSWERED)


class Part(NamedTuple):
    """What one record adds to a cell, and whether something of it is unknown."""

    words: tuple[str, ...] = ()
    unknown: bool = False


MISSING = Part(unknown=True)


def gathered(parts: Iterable[Part], nothing: Cell = NONE, separator: str = "; ") -> Cell:
    """Join parts, each text once; `nothing` where all is known and there are no words."""
    words: dict[str, None] = {}
    unknown = False
    for part in parts:
        words.update(dict.fromkeys(part.words))
        unknown = unknown or part.unknown
    if not words:
        return UNKNOWN if unknown else nothing
    return Cell(separator.join(words), State.PARTLY if unknown else State.ANSWERED)
