"""Reading from the journal what one organisation may see of it, a page at a time.

An organisation sees the changes of its own records, and of the shared records it can reach. What
is there no more is judged by its last state: a shared one is seen by those whose people deleted
it, and by everybody where there is one organisation only. Accounts are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy.orm import aliased

from ropa.core.history import state
from ropa.core.journal import Entry
from ropa.core.register import Key, Register, owner
from ropa.models.journal import JournalEntry
from ropa.records.base import Record
from ropa.records.codec import encode
from ropa.records.spec import REGISTER_KINDS
from ropa.records.upgrade import VERSION
from ropa.store.journal import ENTRY, entries
from ropa.vocabulary import Action, Kind

_CHUNK = 500

_LIGHT = (ENTRY.c.sequence, ENTRY.c.batch, ENTRY.c.actor, ENTRY.c.kind, ENTRY.c.record)


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose eyes read the journal: an organisation, what it sees, and who its people are.

    `register` is what the organisation may see, `whole` everything at the same moment.
    """

    organisation: str
    register: Register
    whole: Register
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are wanted: None is any. `first` and `last` are instants as the journal writes.

    `until` is the last sequence that counts, `below` the one to go on from.
    """

    actor: str | None = None
    kind: Kind | None = None
    record: str | None = None
    first: str | None = None
    last: str | None = None
    batch: int | None = None
    until: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Sequences, newest first, and whether there are more."""

    sequences: tuple[int, ...]
    more: bool


def find(connection: Connection, eyes: Eyes, asked: Asked, most: int) -> Found:
    """Find the newest entries that are wanted and may be seen."""
    sequences: list[int] = []
    query = select(*_LIGHT).where(*_conditions(asked)).order_by(ENTRY.c.sequence.desc())
    with connection.execute(query.execution_options(yield_per=_CHUNK)) as rows:
        for chunk in rows.partitions():
            seen = visible(connection, eyes, {_key(row): row.actor for row in chunk})
            sequences += [row.sequence for row in chunk if _key(row) in seen]
            if len(sequences) > most:
                break
    return Found(tuple(sequences[:most]), len(sequences) > most)


def visible(connection: Connection, eyes: Eyes, keys: Mapping[Key, str]) -> frozenset[Key]:
    """Give those records whose changes may be seen; `keys` come with who changed them."""
    here = {key for key in keys if eyes.register.get(*key) is not None}
    gone = [key for key in keys if key not in here and eyes.whole.get(*key) is None]
    last = _last_states(connection, gone)
    alone = len(eyes.whole.organisations) == 1
    for key in gone:
        record = last.get(key)
        whose = None if record is None else owner(record)
        mine = whose == eyes.organisation
        theirs = whose is None and (alone or keys[key] in eyes.people)
        if mine or theirs:
            here.add(key)
    return frozenset(here)


def with_before(connection: Connection, sequences: Iterable[int]) -> list[Entry]:
    """Read entries, each with the one before it of the same record."""
    wanted = list(sequences)
    before = aliased(JournalEntry)
    previous = (
        select(func.max(before.sequence))
        .where(
            before.kind == ENTRY.c.kind,
            before.record == ENTRY.c.record,
            before.sequence < ENTRY.c.sequence,
            before.action != Action.REDACTED,
        )
        .scalar_subquery()
    )
    found = connection.execute(select(previous).where(ENTRY.c.sequence.in_(wanted))).scalars()
    every = {*wanted, *(number for number in found if number is not None)}
    return list(entries(connection, ENTRY.c.sequence.in_(sorted(every))))


def as_seen(read: Iterable[Entry], eyes: Eyes) -> list[Entry]:
    """Give entries as an organisation may see them, oldest first.

    Those of a record that had the same id and belonged to another organisation are left out, and
    so are sources of shared records whose document it may not see.
    """
    owners: dict[Key, str | None] = {}
    seen = []
    for entry in sorted(read, key=lambda one: one.sequence):
        key, record = (entry.kind, entry.record), state(entry)
        if record is not None:
            owners[key] = owner(record)
        if owners.get(key) in (None, eyes.organisation):
            seen.append(_as_seen(entry, record, eyes.register))
    return seen


def batch_keys(connection: Connection, batch: int) -> dict[Key, str]:
    """Give the records a batch is about, with who changed them; accounts are among them."""
    query = select(*_LIGHT).where(ENTRY.c.batch == batch, ENTRY.c.action != Action.REDACTED)
    return {_key(row): row.actor for row in connection.execute(query)}


def _key(row: Any) -> Key:
    return Kind(row.kind), row.record


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    yield ENTRY.c.action != Action.REDACTED
    yield ENTRY.c.kind.in_([asked.kind] if asked.kind else list(REGISTER_KINDS))
    for column, value in (
        (ENTRY.c.actor, asked.actor),
        (ENTRY.c.record, asked.record),
        (ENTRY.c.batch, asked.batch),
    ):
        if value is not None:
            yield column == value
    if asked.first is not None:
        yield ENTRY.c.instant >= asked.first
    if asked.last is not None:
        yield ENTRY.c.instant <= asked.last
    if asked.until is not None:
        yield ENTRY.c.sequence <= asked.until
    if asked.below is not None:
        yield ENTRY.c.sequence < asked.below


def _last_states(connection: Connection, keys: Sequence[Key]) -> dict[Key, Record]:
    """Read the last state that is still in the journal of each record."""
    if not keys:
        return {}
    by_kind: dict[Kind, list[str]] = {}
    for kind, id in keys:
        by_kind.setdefault(kind, []).append(id)
    named = or_(*(and_(ENTRY.c.kind == k, ENTRY.c.record.in_(ids)) for k, ids in by_kind.items()))
    last = (
        select(func.max(ENTRY.c.sequence))
        .where(named, ENTRY.c.state.is_not(None), ENTRY.c.action != Action.REDACTED)
        .group_by(ENTRY.c.kind, ENTRY.c.record)
    )
    read = entries(connection, ENTRY.c.sequence.in_(last))
    return {(e.kind, e.record): record for e in read if (record := state(e)) is not None}


def _as_seen(entry: Entry, record: Record | None, register: Register) -> Entry:
    if record is None or owner(record) is not None:
        return entry
    kept = tuple(
        source
        for source in record.provenance
        if source.document is None or register.get(Kind.DOCUMENT, source.document) is not None
    )
    if len(kept) == len(record.provenance):
        return entry
    stripped = encode(msgspec.structs.replace(record, provenance=kept))
    return msgspec.structs.replace(entry, state=stripped, version=VERSION)
