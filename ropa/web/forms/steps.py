"""What a button of a form asks for, short of saving: another line, a line less, a search."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from ropa.records.base import Record
from ropa.records.spec import Many
from ropa.web.forms.matrix import gathered
from ropa.web.forms.picks import typed_to_find
from ropa.web.forms.posted import LINE, PREFIX, RECORDED, STATE, Posted, in_line
from ropa.web.forms.widgets import MATRICES, asked

SAVE = "save"

_STEP = re.compile(r"(?P<act>add|line|drop|more|cells) (?P<name>f-[a-z0-9_.-]+)")
_LAST = re.compile(r"(?P<name>.+)-(?P<number>[0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing asked for: to save, or to show the form again with a change.

    `act` is `save`, or `add` (find what was typed), `line`, `drop`, `more` or `cells`; `name` is
    the control it is about.
    """

    act: str
    name: str = ""

    @property
    def saves(self) -> bool:
        """Whether the form is to be saved."""
        return self.act == SAVE


def step_in(text: str, posted: Posted) -> Step:
    """Read what a button says; the Enter key saves, or finds what was typed to be found."""
    if found := _STEP.fullmatch(text):
        return Step(found["act"], found["name"])
    if text != SAVE and any(typed_to_find(posted)):
        return Step("add")
    return Step(SAVE)


def line_in(name: str) -> tuple[str, int] | None:
    """Read the id of a line: the field it is of and its number."""
    found = _LAST.fullmatch(name)
    return (found["name"], int(found["number"])) if found else None


def taken(cls: type[Record], posted: Posted, step: Step) -> Posted:
    """Give the form after a step, its lines numbered from 0 without a gap."""
    if step.act == "drop" and (found := line_in(step.name)):
        name, number = found
        kept = [line for line in posted.lines(name) if line != number]
        posted = posted.relined(name, kept)
    if step.act == "line":
        number = max(posted.lines(step.name), default=-1) + 1
        shown = (*posted.all(step.name + LINE), str(number))
        posted = posted.put({step.name + LINE: shown, step.name + STATE: (RECORDED,)})
    return tidy(cls, posted)


def tidy(cls: type[msgspec.Struct], posted: Posted, prefix: str = PREFIX) -> Posted:
    """Give the form with the lines its cells ask for, numbered from 0 without a gap."""
    for spec in asked(cls):
        if spec.many is not Many.LINES:
            continue
        name = prefix + spec.name
        posted = posted.relined(name, posted.lines(name))
        if spec.line in MATRICES:
            posted = gathered(spec.line, name, posted)
        for number in posted.lines(name):
            posted = tidy(spec.line, posted, in_line(name, number))
    return posted
