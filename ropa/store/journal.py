"""Reading and writing the journal's rows, and taking a state out of them."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ropa.core.journal import Entry, Head, Misfit, chained, digest_of, verify
from ropa.core.register import Key
from ropa.models.journal import JournalEntry, JournalHead
from ropa.store.engine import WRITES
from ropa.vocabulary import Action, Kind

ENTRY = cast("Table", JournalEntry.__table__)
HEAD = cast("Table", JournalHead.__table__)

_COLUMNS = tuple(column.name for column in ENTRY.c)
_ACTIONS = {action.value: action for action in Action}
_KINDS = {kind.value: kind for kind in Kind}


class Draft(msgspec.Struct, frozen=True):
    """What is to be written of one change; the journal adds the rest."""

    action: Action
    kind: Kind
    record: str
    state: str | None


def write_lock(session: Session) -> tuple[Connection, Head]:
    """Begin a writing transaction of its own and lock the journal's head until its end.

    What the session had open for reading ends.
    """
    connection = writing(session)
    query = select(HEAD.c.sequence, HEAD.c.hash, HEAD.c.instant).with_for_update()
    return connection, Head(*connection.execute(query).one())


def writing(session: Session) -> Connection:
    """Begin a writing transaction of its own, of what has no order with the journal.

    What the session had open for reading ends.
    """
    session.rollback()
    return session.connection(execution_options={WRITES: True})


def read_head(connection: Connection) -> Head:
    """Give the journal's last sequence, hash and instant."""
    return Head(*connection.execute(select(HEAD.c.sequence, HEAD.c.hash, HEAD.c.instant)).one())


def append(
    connection: Connection,
    head: Head,
    drafts: Sequence[Draft],
    *,
    actor: str,
    version: int,
    reason: str | None,
    at: datetime.datetime,
) -> Head:
    """Write a batch of entries after the head and move the head. At least one draft."""
    instant = _after(head.instant, at)
    entries: list[Entry] = []
    previous, first = head.hash, head.sequence + 1
    for sequence, draft in enumerate(drafts, first):
        salt = None if draft.state is None else secrets.token_hex(16)
        entry = Entry(
            sequence=sequence,
            batch=first,
            instant=instant,
            actor=actor,
            action=draft.action,
            kind=draft.kind,
            record=draft.record,
            version=version,
            reason=reason,
            digest=digest_of(salt, draft.state) if salt and draft.state is not None else None,
            salt=salt,
            state=draft.state,
            hash="",
        )
        previous = chained(previous, entry)
        entries.append(msgspec.structs.replace(entry, hash=previous))
    connection.execute(insert(ENTRY), [msgspec.structs.asdict(entry) for entry in entries])
    moved = Head(entries[-1].sequence, previous, instant)
    connection.execute(
        update(HEAD).values(sequence=moved.sequence, hash=moved.hash, instant=moved.instant)
    )
    return moved


def text_of(at: datetime.datetime) -> str:
    """Write an instant as the journal does: UTC, microseconds. `at` knows its zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _after(last: str, at: datetime.datetime) -> str:
    """Give the instant of a new batch: later than the last, so that each can be gone back to."""
    given = text_of(at)
    if given > last:
        return given
    return text_of(datetime.datetime.fromisoformat(last) + datetime.timedelta(microseconds=1))


def entries(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Entry]:
    """Read the entries that fit all the conditions, oldest first, as they come."""
    return _entries(connection, select(ENTRY).where(*conditions).order_by(ENTRY.c.sequence))


def latest(
    connection: Connection,
    kinds: Iterable[Kind],
    *,
    until: int | None = None,
    records: Iterable[str] | None = None,
) -> Iterator[Entry]:
    """Read the last entry of each record of the kinds, up to a sequence, in order of sequence."""
    last = select(func.max(ENTRY.c.sequence)).where(
        ENTRY.c.kind.in_(list(kinds)), ENTRY.c.action != Action.REDACTED
    )
    if until is not None:
        last = last.where(ENTRY.c.sequence <= until)
    if records is not None:
        last = last.where(ENTRY.c.record.in_(list(records)))
    last = last.group_by(ENTRY.c.kind, ENTRY.c.record)
    return _entries(
        connection, select(ENTRY).where(ENTRY.c.sequence.in_(last)).order_by(ENTRY.c.sequence)
    )


def _entries(connection: Connection, query: Select[Any]) -> Iterator[Entry]:
    # Closed also where the reader stops early: PostgreSQL keeps a cursor open meanwhile.
    with connection.execute(query.execution_options(yield_per=1000)) as rows:
        for row in rows:
            fields = dict(zip(_COLUMNS, row, strict=True))
            # A word nobody knows is handed on as it is: the chain then does not fit.
            fields["action"] = _ACTIONS.get(row.action, row.action)
            fields["kind"] = _KINDS.get(row.kind, row.kind)
            yield Entry(**fields)


def changes(connection: Connection, keys: Iterable[Key] | None = None) -> list[Entry]:
    """Read the entries of some records, or all, newest first. Redactions are not among them."""
    conditions = [ENTRY.c.action != Action.REDACTED]
    if keys is not None:
        by_kind: dict[Kind, list[str]] = {}
        for kind, id in keys:
            by_kind.setdefault(kind, []).append(id)
        conditions.append(
            or_(*(and_(ENTRY.c.kind == k, ENTRY.c.record.in_(ids)) for k, ids in by_kind.items()))
        )
    query = select(ENTRY).where(*conditions).order_by(ENTRY.c.sequence.desc())
    return list(_entries(connection, query))


def created(connection: Connection, kind: Kind, until: int) -> dict[str, str]:
    """Give when each record of a kind was made, the last time it was, up to a sequence."""
    query = (
        select(ENTRY.c.record, func.max(ENTRY.c.instant).label("made"))
        .where(ENTRY.c.kind == kind, ENTRY.c.action == Action.CREATED, ENTRY.c.sequence <= until)
        .group_by(ENTRY.c.record)
    )
    return {row.record: row.made for row in connection.execute(query)}


def sequence_at(connection: Connection, instant: str) -> int:
    """Give the sequence of the last entry at or before an instant written as the journal does."""
    query = select(func.max(ENTRY.c.sequence)).where(ENTRY.c.instant <= instant)
    return connection.execute(query).scalar() or 0


def end_of_batch(connection: Connection, sequence: int) -> int:
    """Give the last sequence of the batch an entry belongs to: within it nothing ever stood."""
    batch = select(ENTRY.c.batch).where(ENTRY.c.sequence == sequence).scalar_subquery()
    query = select(func.max(ENTRY.c.sequence)).where(ENTRY.c.batch == batch)
    return connection.execute(query).scalar() or 0


def head_at(connection: Connection, sequence: int) -> Head:
    """Give the head as it was after an entry; sequence 0 is the beginning."""
    query = select(ENTRY.c.sequence, ENTRY.c.hash, ENTRY.c.instant).where(
        ENTRY.c.sequence == sequence
    )
    row = connection.execute(query).one_or_none()
    return Head(*row) if row else Head()


def verify_journal(connection: Connection, expect: Head | None = None) -> Misfit | None:
    """Walk the whole journal and give the first entry that does not fit, or None."""
    row = connection.execute(select(HEAD.c.sequence, HEAD.c.hash, HEAD.c.instant)).one_or_none()
    head = Head(*row) if row else None
    try:
        return verify(entries(connection), head, expect)
    except DBAPIError:
        return _unreadable(connection)


def _unreadable(connection: Connection) -> Misfit | None:
    """Find the first entry whose row the driver cannot even read."""
    numbers = connection.execute(select(ENTRY.c.sequence).order_by(ENTRY.c.sequence)).scalars()
    for number in list(numbers):
        try:
            list(entries(connection, ENTRY.c.sequence == number))
        except DBAPIError:
            return Misfit(number, "was changed: it cannot be read")
    return None


def redact(
    session: Session, actor: str, sequences: Iterable[int], reason: str, at: datetime.datetime
) -> tuple[str, ...]:
    """Take earlier states out of the journal, and say so in it. Gives why not, or nothing.

    The last state of a record that exists stays: change the record first.
    """
    connection, head = write_lock(session)
    try:
        asked = sorted(set(sequences))
        found = {e.sequence: e for e in entries(connection, ENTRY.c.sequence.in_(asked))}
        kinds = {entry.kind for entry in found.values()}
        ids = {entry.record for entry in found.values()}
        last = {entry.sequence for entry in latest(connection, kinds, records=ids)}
        refusals = tuple(
            message for number in asked if (message := _unredactable(number, found, last))
        )
        if refusals or not asked:
            session.rollback()
            return refusals
        drafts = [
            Draft(Action.REDACTED, found[n].kind, found[n].record, f'{{"sequence":{n}}}')
            for n in asked
        ]
        connection.execute(
            update(ENTRY).where(ENTRY.c.sequence.in_(asked)).values(state=None, salt=None)
        )
        append(connection, head, drafts, actor=actor, version=0, reason=reason, at=at)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return ()


def _unredactable(number: int, found: dict[int, Entry], last: set[int]) -> str | None:
    entry = found.get(number)
    if entry is None:
        return f"the journal has no entry {number}"
    if entry.action is Action.REDACTED:
        return f"entry {number} is itself a redaction"
    if entry.state is None:
        return f"entry {number} holds no state"
    if number in last:
        return (
            f"entry {number} is the present state of {entry.kind.label} {entry.record}: "
            "change or delete the record first"
        )
    return None
