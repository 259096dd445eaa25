"""When two people changed one record: what each of them says, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from ropa.core.answers import OPTIONAL, State
from ropa.core.change import Conflict
from ropa.core.diff import Difference, LineChange, LineDifference, differences
from ropa.core.register import Register, Stamp
from ropa.records.base import Record
from ropa.records.spec import personal
from ropa.vocabulary import Kind
from ropa.web.forms.posted import PREFIX, Posted
from ropa.web.forms.reading import posted_of
from ropa.web.forms.widgets import asked
from ropa.web.records.task import Task, everything

CHOICE = "c-"
"""How the controls begin that choose between two answers."""

SAVED, YOURS = "saved", "yours"

_Changed = tuple[Mapping[str, Difference], Mapping[str, Difference]]
"""What they changed and what you did, by field."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one side answers, in one or several lines of text; `state` says it without any."""

    texts: tuple[str, ...]
    state: State


@dataclass(frozen=True, slots=True)
class Choice:
    """One field that differs: what it was, what was saved, what you say, and which is proposed.

    `began` is None where nobody can say. `both` says that both of you changed it.
    """

    name: str
    label: str
    clause: str
    began: Side | None
    saved: Side
    yours: Side
    proposed: str
    both: bool


def choices(task: Task, conflict: Conflict, saved: Record) -> tuple[Choice, ...]:
    """Give the fields in which what was saved and what you say differ."""
    assert conflict.yours is not None
    names, register = task.offers.names, task.desk.register
    began = _seen(conflict.began, register)
    yours = _seen(conflict.yours, register)
    changed = None
    if began is not None:
        theirs, mine = (differences(began, side, names) for side in (saved, yours))
        changed = (_by_field(theirs), _by_field(mine))
    asked_for = {spec.name for spec in asked(task.cls)}
    # What identifies a person has no history: nobody can say who changed it.
    timeless = personal(task.cls)
    return tuple(
        _choice(found, None if found.field in timeless else changed)
        for found in differences(saved, yours, names)
        if found.field in asked_for
    )


def latest(task: Task, conflict: Conflict) -> tuple[Record, Stamp] | None:
    """Give what is stored by now, as the organisation sees it, and its stamp; None: deleted."""
    now = everything()
    record = now.get(conflict.kind, conflict.id)
    stamp = now.stamps.get((conflict.kind, conflict.id))
    if record is None or stamp is None:
        return None
    seen = _seen(record, task.desk.register)
    return (seen or record), stamp


def merged(posted: Posted, saved: Record, chosen: Mapping[str, str]) -> Posted:
    """Give your form with the answers of the saved record where those were chosen."""
    theirs = posted_of(type(saved), saved)
    values = dict(posted.values)
    for spec in asked(type(saved)):
        if chosen.get(CHOICE + spec.name) == SAVED:
            name = PREFIX + spec.name
            values = {key: given for key, given in values.items() if not _is_of(name, key)}
            values |= {key: given for key, given in theirs.values.items() if _is_of(name, key)}
    return Posted(values)


def _is_of(name: str, control: str) -> bool:
    return control == name or control.startswith((f"{name}.", f"{name}-"))


def _by_field(found: tuple[Difference, ...]) -> dict[str, Difference]:
    return {difference.field: difference for difference in found}


def _choice(found: Difference, changed: _Changed | None) -> Choice:
    """Make the choice of one field; where nobody can say who changed it, both may have."""
    theirs, mine = changed or ({}, {})
    by_them = changed is None or found.field in theirs
    by_you = changed is None or found.field in mine
    return Choice(
        name=found.field,
        label=found.label,
        clause=found.clause,
        began=_began(found, changed) if changed else None,
        saved=_side(found, "was"),
        yours=_side(found, "now"),
        proposed=SAVED if by_them and not by_you else YOURS,
        both=by_them and by_you,
    )


def _began(found: Difference, changed: _Changed) -> Side:
    """Say what both began from: of lines, those that are not the same by now."""
    changes = [held[found.field] for held in changed if found.field in held]
    before: dict[str, LineDifference] = {}
    for line in (line for change in changes for line in change.lines):
        known = before[line.key].fields if line.key in before else ()
        told = {part.field: part for part in (*known, *line.fields)}
        before[line.key] = replace(line, fields=tuple(told.values()))
    lines = tuple(before[line.key] for line in found.lines)
    return _side(replace(changes[0], lines=lines), "was")


def _side(found: Difference, side: str) -> Side:
    """Say one side of a difference: of lines, only those that are not the same."""
    answer = (found.now if side == "now" else found.was) or OPTIONAL
    if answer.parts and found.lines:
        return Side(tuple(_line(line, side) for line in found.lines), answer.state)
    return Side(tuple(part.text for part in answer.parts), answer.state)


def _line(line: LineDifference, side: str) -> str:
    """Say one line as it stands on one side, with the answers that tell the sides apart."""
    if line.change is (LineChange.ADDED if side == "was" else LineChange.REMOVED):
        return f"Without {line.title}"
    answers = [(part.label, part.now if side == "now" else part.was) for part in line.telling]
    whole = line.change is not LineChange.CHANGED
    said = [
        f"{label}: {held.text}" for label, held in answers if held and (held.parts or not whole)
    ]
    return f"{line.title} ({'; '.join(said)})" if said else line.title


def _seen(record: Record | None, register: Register) -> Record | None:
    """Give a record without the sources that the organisation may not see."""
    if record is None:
        return None
    kept = tuple(
        source
        for source in record.provenance
        if source.document is None or register.get(Kind.DOCUMENT, source.document) is not None
    )
    return msgspec.structs.replace(record, provenance=kept)
