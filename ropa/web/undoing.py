"""Undoing a batch: what it would put back, and why it may not be."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.change import Applied, Change, Conflicts, Delete
from ropa.core.diff import Difference, differences
from ropa.core.history import inverse
from ropa.store import changes
from ropa.store.apply import apply
from ropa.store.journal import changes as changes_of
from ropa.web.access import Desk
from ropa.web.parts import parts
from ropa.web.telling import names_of, reader

_FOREIGN = "It changed records that this organisation does not see."
_MEANWHILE = "Somebody changed these records meanwhile: look at the batch again."


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one record: in words, and field by field."""

    title: str
    kind: str
    words: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Undoing:
    """How a batch is undone; there are `reasons` where it cannot be."""

    batch: int
    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    reasons: tuple[str, ...]


def undoing(desk: Desk, batch: int) -> Undoing | None:
    """Work out how a batch is undone; None where nothing of it may be seen."""
    its = reader(desk)
    keys = changes.batch_keys(its.connection, batch)
    seen = changes.visible(its.connection, its.eyes, keys)
    if not seen:
        return None
    if len(seen) < len(keys):
        return Undoing(batch, (), (), (_FOREIGN,))
    found = inverse(batch, changes_of(its.connection, keys), its.eyes.whole)
    steps = tuple(_step(desk, change) for change in found.changes)
    return Undoing(batch, steps, found.changes, found.reasons)


def undo(desk: Desk, found: Undoing, why: str | None) -> tuple[str, ...]:
    """Undo a batch, as a batch of its own; give why not, or nothing."""
    if found.reasons:
        return found.reasons
    its = parts()
    reason = f"Undoes batch {found.batch}" + (f": {why}" if why else "")
    outcome = apply(its.session(), desk.user.id, found.changes, reason[:500], its.now())
    if isinstance(outcome, Applied):
        return ()
    if isinstance(outcome, Conflicts):
        return (_MEANWHILE,)
    return tuple(f"{refusal}." for refusal in outcome.refusals)


def _step(desk: Desk, change: Change) -> Step:
    names, (kind, id) = names_of(desk), change.key
    present = desk.register.get(kind, id)
    restored = None if isinstance(change, Delete) else getattr(change, "record", None)
    told = restored or present
    title = names.of(told) if told is not None else id
    if restored is None:
        return Step(title, kind.label, "goes again", ())
    words = "is put back" if present is None else "is as it was before"
    return Step(title, kind.label, words, differences(present, restored, names))
