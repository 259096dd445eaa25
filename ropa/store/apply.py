"""The one door through which anything is written."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from ropa.core.change import (
    Applied,
    Change,
    Conflict,
    Conflicts,
    Delete,
    Outcome,
    Put,
    Refusal,
    Refused,
)
from ropa.core.journal import Entry
from ropa.core.register import Key, Stamp
from ropa.records.base import Problem, Record
from ropa.records.canonical import canonical, unstorable
from ropa.records.codec import decode, encode, journalled
from ropa.records.spec import CLASSES, personal
from ropa.records.upgrade import VERSION
from ropa.store import links, mapper
from ropa.store.journal import ENTRY, Draft, append, entries, latest, write_lock
from ropa.vocabulary import Action, Kind

_LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Step:
    """One change with the record before and after it (None: not there)."""

    key: Key
    before: Record | None
    after: Record | None

    @property
    def action(self) -> Action:
        """What the change does."""
        if self.after is None:
            return Action.DELETED
        if self.before is None:
            return Action.CREATED
        if self.after.retired != self.before.retired:
            return Action.RETIRED if self.after.retired else Action.RESTORED
        return Action.CHANGED


Beside = Callable[[Connection], Sequence[Refusal]]
"""What is written or checked in the same transaction; what it refuses, nothing is stored."""


def _nothing(_connection: Connection) -> tuple[Refusal, ...]:
    return ()


def apply(
    session: Session,
    actor: str,
    changes: Sequence[Change],
    reason: str | None,
    at: datetime.datetime,
    *,
    beside: Beside = _nothing,
) -> Outcome:
    """Store a batch of changes whole, in a transaction of its own, or nothing of it.

    A change that changes nothing writes no entry. Raises only where the database fails; what a
    person can mend comes back as `Refused` or `Conflicts`. `beside` finds the changes in the rows.
    """
    tidy, refusals = _tidied(changes)
    refusals += _untellable(changes, reason)
    if refusals:
        return Refused(refusals)
    connection, head = write_lock(session)
    try:
        stored = _stored(connection, [change.key for change in tidy])
        present = _present(connection, stored)
        if conflicts := _conflicts(connection, tidy, stored, present):
            session.rollback()
            return Conflicts(conflicts)
        steps = [step for change in tidy if (step := _step(change, present)) is not None]
        if refusals := links.refusals(connection, steps):
            session.rollback()
            return Refused(refusals)
        if steps:
            _write(connection, steps)
            drafts = [_draft(step) for step in steps]
            head = append(
                connection, head, drafts, actor=actor, version=VERSION, reason=reason, at=at
            )
        if refusals := tuple(beside(connection)):
            session.rollback()
            return Refused(refusals)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return Applied(head.sequence, head.hash, len(steps))


def _tidied(changes: Iterable[Change]) -> tuple[list[Change], tuple[Refusal, ...]]:
    """Bring every new value into its stored form; refuse what is wrong or asked twice."""
    tidy: list[Change] = []
    refusals: list[Refusal] = []
    seen: set[Key] = set()
    for change in changes:
        if change.key in seen:
            problem = Problem("", "is changed twice in one batch")
            refusals.append(Refusal(*change.key, problem))
        seen.add(change.key)
        if not isinstance(change, Put):
            tidy.append(change)
            continue
        record, problems = canonical(type(change.record), change.record)
        refusals.extend(Refusal(*change.key, problem) for problem in problems)
        if record is not None:
            tidy.append(Put(record, change.base))
    return tidy, tuple(refusals)


def _untellable(changes: Sequence[Change], reason: str | None) -> tuple[Refusal, ...]:
    """Refuse a reason that cannot be stored."""
    why = unstorable(reason or "")
    if len(reason or "") > _LONGEST_REASON:
        why = f"is longer than {_LONGEST_REASON:,} characters"
    return (Refusal(*changes[0].key, Problem("reason", why)),) if why and changes else ()


def _stored(connection: Connection, keys: Iterable[Key]) -> dict[Key, Entry]:
    """Read the last entry of each record, one query a kind."""
    by_kind: dict[Kind, list[str]] = {}
    for kind, id in keys:
        by_kind.setdefault(kind, []).append(id)
    found: dict[Key, Entry] = {}
    for kind, ids in by_kind.items():
        few = ids if len(ids) <= links.FEW else None
        for entry in latest(connection, [kind], records=few):
            found[kind, entry.record] = entry
    return found


def _present(connection: Connection, stored: Mapping[Key, Entry]) -> dict[Key, Record]:
    """Give the records as they are: from their entries, and what identifies people from rows."""
    present = {key: record for key, entry in stored.items() if (record := _state(entry))}
    kinds = {kind for kind, _ in present if personal(CLASSES[kind])}
    for held in mapper.read_records(connection, kinds):
        key = (held.KIND, held.id)
        if present.get(key) == journalled(held):
            present[key] = held
    return present


def _state(entry: Entry) -> Record | None:
    if entry.state is None:
        return None
    return decode(entry.kind, entry.version, entry.state)


def _conflicts(
    connection: Connection,
    changes: Iterable[Change],
    stored: Mapping[Key, Entry],
    present: Mapping[Key, Record],
) -> tuple[Conflict, ...]:
    stale = []
    for change in changes:
        entry = stored.get(change.key)
        gone = entry is None or entry.action is Action.DELETED
        if change.base != (None if gone or entry is None else entry.sequence):
            stale.append((change, entry))
    if not stale:
        return ()
    bases = [change.base for change, _ in stale if change.base is not None]
    began = {e.sequence: e for e in entries(connection, ENTRY.c.sequence.in_(bases))}
    return tuple(
        _conflict(change, entry, began, present.get(change.key)) for change, entry in stale
    )


def _conflict(
    change: Change, entry: Entry | None, began: Mapping[int, Entry], theirs: Record | None
) -> Conflict:
    kind, id = change.key
    base = began.get(change.base or 0)
    return Conflict(
        kind=kind,
        id=id,
        base=change.base,
        began=_state(base) if base and (base.kind, base.record) == change.key else None,
        theirs=theirs,
        stamp=Stamp(entry.sequence, entry.instant, entry.actor) if entry else None,
        yours=change.record if isinstance(change, Put) else None,
    )


def _step(change: Change, present: Mapping[Key, Record]) -> Step | None:
    """Give what a change does; None where it changes nothing."""
    before = present.get(change.key)
    if isinstance(change, Delete):
        return Step(change.key, before, None)
    after = change.record if isinstance(change, Put) else _retired(before)
    if after is None or before == after:
        return None
    return Step(change.key, before, after)


def _retired(record: Record | None) -> Record | None:
    return None if record is None else msgspec.structs.replace(record, retired=True)


def _write(connection: Connection, steps: Iterable[Step]) -> None:
    new, changed, gone = [], [], []
    for step in steps:
        if step.after is None:
            gone.append(step.key)
        elif step.before is None:
            new.append(step.after)
        else:
            changed.append((step.before, step.after))
    mapper.delete_records(connection, gone)
    mapper.insert_records(connection, new)
    mapper.update_records(connection, changed)


def _draft(step: Step) -> Draft:
    state = None if step.after is None else encode(step.after)
    return Draft(step.action, *step.key, state)
