"""Undoing a batch: what it would put back, and why it may not be."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.change import Applied, Change, Put
from ropa.core.diff import Difference, differences
from ropa.core.history import Hindrance, hindrances, inverse
from ropa.core.names import Names
from ropa.core.register import Register
from ropa.store import changes
from ropa.store.apply import apply
from ropa.web.access import Desk
from ropa.web.parts import parts
from ropa.web.telling import names_of, reader

_FOREIGN = "It changed what this organisation does not see, or who may sign in."
_MEANWHILE = "The register changed meanwhile: look at the batch again."

MOST = 100
"""How many records are shown with what becomes of them, and how many reasons are given."""

_LAST = 10**15
"""No batch has a greater number; databases take no greater ones."""


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one record: in words, and field by field."""

    title: str
    kind: str
    words: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Undoing:
    """How a batch is undone, the first records step by step; it cannot be if there are `reasons`.

    `more` is how many records are not shown.
    """

    batch: int
    steps: tuple[Step, ...] = ()
    more: int = 0
    changes: tuple[Change, ...] = ()
    reasons: tuple[str, ...] = ()


def undoing(desk: Desk, batch: int) -> Undoing | None:
    """Work out how a batch is undone; None where nothing of it may be seen."""
    its, whole = reader(desk), parts().register()
    every = changes.of_batch(its.connection, batch) if batch < _LAST else []
    shown = changes.visible(its.connection, its.eyes, every)
    if not shown:
        return None
    if len(shown) < len(every):
        return Undoing(batch, reasons=(_FOREIGN,))
    read = changes.of_records(its.connection, (heading.key for heading in every))
    found, names = inverse(batch, read, whole), names_of(desk)
    if reasons := found.reasons or hindrances(found.changes, whole, names):
        return Undoing(batch, reasons=_sentences(names, reasons))
    if any(_moves_unseen(desk, whole, change) for change in found.changes):
        return Undoing(batch, reasons=(_FOREIGN,))
    steps = tuple(_step(desk, names, change) for change in found.changes[:MOST])
    return Undoing(batch, steps, len(found.changes) - len(steps), found.changes)


def undo(desk: Desk, found: Undoing, why: str | None) -> tuple[str, ...]:
    """Undo a batch, as a batch of its own; give why not, or nothing."""
    if found.reasons:
        return found.reasons
    its = parts()
    reason = f"Undoes batch {found.batch}" + (f": {why}" if why else "")
    outcome = apply(its.session(), desk.user.id, found.changes, reason, its.now())
    # What the store refuses beyond this was told before: it came up since.
    return () if isinstance(outcome, Applied) else (_MEANWHILE,)


def _moves_unseen(desk: Desk, whole: Register, change: Change) -> bool:
    """Whether a change would touch sources of a shared record that only others may see."""
    present = whole.get(*change.key)
    if present is None or not isinstance(change, Put):
        return False
    ours = desk.register
    return changes.unseen(present, ours) != changes.unseen(change.record, ours)


def _sentences(names: Names, reasons: tuple[Hindrance, ...]) -> tuple[str, ...]:
    said = [
        f"{reason.key[0].label} “{names.title(*reason.key)}”: {reason.message}."
        for reason in reasons[:MOST]
    ]
    more = len(reasons) - len(said)
    return (*said, *([f"And {more} more like these."] if more else ()))


def _step(desk: Desk, names: Names, change: Change) -> Step:
    kind, id = change.key
    present = desk.register.get(kind, id)
    restored = changes.seen(change.record, desk.register) if isinstance(change, Put) else None
    told = restored or present
    title = names.of(told) if told is not None else id
    if restored is None:
        return Step(title, kind.label, "goes again", ())
    words = "is put back" if present is None else "is as it was before"
    return Step(title, kind.label, words, differences(present, restored, names))
