"""How an answer differs between two moments, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ropa.core.answers import Answer, State
from ropa.core.diff import Difference, LineChange, LineDifference


def told(one: Difference) -> Iterator[str]:
    """Say how an answer differs, and of lines how each does."""
    for line in one.lines:
        yield f"{one.label}: {_line(line)}"
    if not one.lines or not (one.was and one.was.parts and one.now and one.now.parts):
        yield f"{one.label}: {_said(one)}"


def _said(one: Difference) -> str:
    """Say how an answer differs; of several, only what came and went."""
    parts = [f"removed “{part.text}”" for part in one.removed]
    parts += [f"added “{part.text}”" for part in one.added]
    if parts:
        was = [f"was {_answer(one.was)}"] if one.was and not one.was.parts else []
        now = [f"is now {_answer(one.now)}"] if one.now and not one.now.parts else []
        return ", ".join((*was, *parts, *now))
    if one.reordered:
        return "stands in another order"
    return f"was {_answer(one.was)}, is now {_answer(one.now)}"


def _line(line: LineDifference) -> str:
    """Say what became of a line, and what it said."""
    if line.change is LineChange.CHANGED:
        said = "; ".join(f"{d.label} {_said(d)}" for d in line.telling)
        return f"“{line.title}”: {said}"
    came = line.change is LineChange.ADDED
    sides = [(d.label, d.now if came else d.was) for d in line.telling]
    told = "; ".join(f"{label} {_answer(side)}" for label, side in sides if side and side.parts)
    return f"{line.change.value} “{line.title}”" + (f": {told}" if told else "")


def _answer(answer: Answer | None) -> str:
    """Say a whole answer; one that was not given by its state."""
    if answer is None:
        return State.UNKNOWN.label.lower()
    return f"“{answer.text}”" if answer.parts else answer.state.label.lower()
