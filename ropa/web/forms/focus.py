"""Where the work goes on after a step, so that nobody has to find the place again."""

from __future__ import annotations

from collections.abc import Iterable

from ropa.records.base import Record
from ropa.records.spec import Many, by_name
from ropa.web.forms.matrix import cell_of
from ropa.web.forms.posted import PREFIX, Posted
from ropa.web.forms.steps import Step, line_in
from ropa.web.forms.widgets import MATRICES


def focus_after(
    cls: type[Record], step: Step, before: Posted, after: Posted, waiting: Iterable[str]
) -> str:
    """Name the control or the line to go on from; the empty text where there is none.

    `waiting` are the controls whose text to find something is not settled.
    """
    if step.act == "line":
        return _line(step.name, len(after.lines(step.name)) - 1, after)
    if step.act == "drop" and (found := line_in(step.name)):
        # What stands in its place now: the next line, or the button under the last.
        return _line(*found, after)
    if step.act == "cells":
        return _line(step.name, _first_new(cls, step.name, before, after), after)
    if step.act in ("add", "more") and step.name:
        return step.name
    return next(iter(waiting), "")


def _line(name: str, number: int, posted: Posted) -> str:
    """Name a line, or the field where it has no such line."""
    return f"{name}-{number}" if number in posted.lines(name) else name


def _first_new(cls: type[Record], name: str, before: Posted, after: Posted) -> int:
    """Give the first line of a matrix that was not there before; the first where none is new."""
    spec = by_name(cls).get(name.removeprefix(PREFIX))
    if spec is None or spec.many is not Many.LINES or spec.line not in MATRICES:
        return 0
    line = spec.line
    known = {cell_of(line, name, number, before) for number in before.lines(name)}
    return next((n for n in after.lines(name) if cell_of(line, name, n, after) not in known), 0)
