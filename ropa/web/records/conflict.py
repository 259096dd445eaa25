"""When two people changed one record: what each of them says, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from ropa.core.answers import Answer
from ropa.core.change import Conflict
from ropa.core.diff import Difference, LineDifference, differences
from ropa.core.register import Register
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


@dataclass(frozen=True, slots=True)
class Choice:
    """One field that differs: what it was, what was saved, what you say, and which is proposed.

    Each answer may take several lines. `both` says that both of you changed it.
    """

    name: str
    label: str
    clause: str
    began: tuple[str, ...]
    saved: tuple[str, ...]
    yours: tuple[str, ...]
    proposed: str
    both: bool


def choices(task: Task, conflict: Conflict, saved: Record) -> tuple[Choice, ...]:
    """Give the fields in which what was saved and what you say differ."""
    assert conflict.yours is not None
    names, register = task.offers.names, task.desk.register
    began = _seen(conflict.began, register)
    yours = _seen(conflict.yours, register)
    theirs = _by_field(differences(began, saved, names)) if began else None
    mine = _by_field(differences(began, yours, names)) if began else None
    asked_for = {spec.name for spec in asked(task.cls)}
    # What identifies a person has no history: nobody can say who changed it.
    timeless = personal(task.cls)
    return tuple(
        _choice(found, *((None, None) if found.field in timeless else (theirs, mine)))
        for found in differences(saved, yours, names)
        if found.field in asked_for
    )


def latest(task: Task, conflict: Conflict) -> tuple[Record, int] | None:
    """Give what is stored by now, as the organisation sees it, and its sequence; None: deleted."""
    now = everything()
    record = now.get(conflict.kind, conflict.id)
    stamp = now.stamps.get((conflict.kind, conflict.id))
    if record is None or stamp is None:
        return None
    seen = _seen(record, task.desk.register)
    return (seen or record), stamp.sequence


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


def _choice(
    found: Difference,
    theirs: Mapping[str, Difference] | None,
    mine: Mapping[str, Difference] | None,
) -> Choice:
    """Make the choice of one field; without the two comparisons, both may have changed it."""
    known = theirs is not None and mine is not None
    by_them = theirs is None or found.field in theirs
    by_you = mine is None or found.field in mine
    before = theirs[found.field].was if theirs and found.field in theirs else found.was
    return Choice(
        name=found.field,
        label=found.label,
        clause=found.clause,
        began=_said(before) if known else ("Not known",),
        saved=_side(found, found.was, "was"),
        yours=_side(found, found.now, "now"),
        proposed=SAVED if by_them and not by_you else YOURS,
        both=by_them and by_you,
    )


def _said(answer: Answer | None) -> tuple[str, ...]:
    if answer is None:
        return ("Not recorded",)
    return tuple(part.text for part in answer.parts) or (answer.state.label,)


def _side(found: Difference, answer: Answer | None, side: str) -> tuple[str, ...]:
    """Say one side of a difference: of lines, only those that are not the same."""
    if not found.lines:
        return _said(answer)
    lines = (_line(line, side) for line in found.lines)
    return tuple(line for line in lines if line) or (answer.state.label if answer else "None",)


def _line(line: LineDifference, side: str) -> str:
    answers = [(part.label, part.now if side == "now" else part.was) for part in line.fields]
    said = [f"{label}: {answer.text}" for label, answer in answers if answer is not None]
    return f"{line.title} ({'; '.join(said)})" if said else ""


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
