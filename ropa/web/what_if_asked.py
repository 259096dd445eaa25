"""What is supposed, as an address says it.

The fields of the first change are `1.what`, `1.decision` and so on, those of the second begin
with `2.`; `day` is the day it is judged on. Nothing of it is kept anywhere else.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec
from flask import url_for
from werkzeug.datastructures import MultiDict

from ropa.core.moments import parse_day
from ropa.core.transfers.suppositions import Change, Ground, Supposition
from ropa.importing.what_if import BY_WHAT, read_change
from ropa.records.canonical import unstorable
from ropa.records.spec import fields
from ropa.web.access import Desk
from ropa.web.forms.model import ErrorLink
from ropa.web.pages import capitalised
from ropa.web.parts import parts

WHAT, DAY = "what", "day"
MOST = 50
"""How many changes an address can hold."""

_NAME = re.compile(r"([1-9][0-9]{0,3})\.([a-z_]+)")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as an address says it: what was typed, and the change or what is wrong."""

    typed: Mapping[str, str]
    change: Change | None
    wrong: Mapping[str, str]

    @property
    def cls(self) -> type[Change] | None:
        """The variety of change; None where no such is known."""
        return BY_WHAT.get(self.typed.get(WHAT, ""))


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an address says: the changes in their order, and the day, right or wrong."""

    entries: tuple[Entry, ...]
    day: str
    problem: str | None
    left_out: int

    @property
    def supposition(self) -> Supposition:
        """What is supposed, as far as it fits."""
        on = parse_day(self.day) if self.day else None
        changes = tuple(one.change for one in self.entries if one.change is not None)
        return Supposition(changes, on if isinstance(on, datetime.date) else None)

    def changes(self, without: int | None = None) -> Pairs:
        """Give what the address says of changes of a known variety; `without` leaves one out."""
        return tuple(
            (f"{place}.{name}", text)
            for place, one in enumerate(self.entries, 1)
            if place != without and one.cls is not None
            for name, text in one.typed.items()
        )

    def pairs(self, without: int | None = None) -> Pairs:
        """Give all that the address says; `without` leaves one change out."""
        day = ((DAY, self.day),) if self.day else ()
        return (*day, *self.changes(without))

    @property
    def errors(self) -> tuple[ErrorLink, ...]:
        """What is to be corrected, each with the control in which that is done."""
        found = [ErrorLink(DAY, self.problem)] if self.problem else []
        for place, one in enumerate(self.entries, 1):
            labels = {spec.name: spec.about.label for spec in fields(one.cls)} if one.cls else {}
            for name, message in one.wrong.items():
                known = name in labels
                said = f"{labels[name]}: {message}" if known else message
                href = f"{place}.{name}" if known else ""
                found.append(ErrorLink(href, f"Change {place}, {said}"))
        if self.left_out:
            said = f"Only {MOST} changes can be supposed at once; {self.left_out} were left out"
            found.append(ErrorLink("", said))
        return tuple(found)


def read_asked(desk: Desk, args: MultiDict[str, str]) -> Asked:
    """Read an address; what is wrong in it is told and left out."""
    found: dict[int, dict[str, str]] = {}
    for name, value in args.items():
        if (match := _NAME.fullmatch(name)) and (text := _usable(value)):
            found.setdefault(int(match[1]), {})[match[2]] = text
    ground = Ground(desk.register, parts().reference)
    entries = tuple(_entry(found[number], ground) for number in sorted(found)[:MOST])
    day = _usable(args.get(DAY, ""))
    on = parse_day(day) if day else None
    problem = capitalised(on) if isinstance(on, str) else None
    return Asked(entries, day, problem, max(0, len(found) - MOST))


def _usable(text: str) -> str:
    """Leave out what no page can hold, and space at both ends."""
    kept = text if unstorable(text) is None else "".join(c for c in text if not unstorable(c))
    return kept.strip()


def _entry(typed: Mapping[str, str], ground: Ground) -> Entry:
    change, refused = read_change(typed)
    if change is None:
        wrong = dict.fromkeys(_left_empty(typed), "an answer is needed")
        wrong |= {str(path[0]): message for path, message in refused if path}
        wrong = wrong or {WHAT: refused[0][1]}
    else:
        wrong = {misfit.field: misfit.message for misfit in change.misfits(ground)}
    return Entry(typed, None if wrong else change, wrong)


def _left_empty(typed: Mapping[str, str]) -> tuple[str, ...]:
    """Give the fields of a change that need an answer and have none, in their order."""
    cls = BY_WHAT.get(typed.get(WHAT, ""))
    if cls is None:
        return ()
    required = {field.name for field in msgspec.structs.fields(cls) if field.required}
    asked = (spec.name for spec in fields(cls))
    return tuple(name for name in asked if name in required and name not in typed)


def address(desk: Desk, pairs: Iterable[tuple[str, str]], endpoint: str = "what_if.what_if") -> str:
    """Give the address that supposes something, at the clock's moment."""
    path = url_for(endpoint, organisation=desk.organisation.id)
    query = [*desk.clock.asked.items(), *pairs]
    return f"{path}?{urlencode(query)}" if query else path


def pairs_of(supposition: Supposition) -> Pairs:
    """Give what an address says of a supposition."""
    found = [(DAY, supposition.day.isoformat())] if supposition.day else []
    for number, change in enumerate(supposition.changes, 1):
        found.append((f"{number}.{WHAT}", change.WHAT))
        for spec in fields(type(change)):
            value = getattr(change, spec.name)
            if value is not None:
                found.append((f"{number}.{spec.name}", str(value)))
    return tuple(found)
