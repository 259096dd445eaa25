"""Reading from the journal what one organisation may see of it, a page at a time.

An organisation sees the changes of its own records, and of the shared records it can reach. What
is there no more is judged by what it was last: one's own is seen, and of shared records those that
one's own people deleted, or all where nobody else ever kept a record here. What cannot be judged,
because it was redacted, is not seen, and accounts never are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import aliased

from ropa.core.history import state
from ropa.core.journal import Entry
from ropa.core.register import Key, Moment, Register, owner
from ropa.models.journal import JournalEntry
from ropa.records.base import Provenance, Record
from ropa.records.codec import encode
from ropa.records.spec import ACCOUNTS, REGISTER_KINDS
from ropa.records.upgrade import VERSION
from ropa.store.journal import ENTRY, changes, entries
from ropa.vocabulary import Action, Kind

R = TypeVar("R", bound=Record)

_FIRST, _MOST = 200, 5_000
"""How many entries are looked through at least at first, and at most at any time after that."""

_MANY = 500
"""How many records are named in one query."""

_EVERY = 10**9

_ACCOUNTS = tuple(cls.KIND for cls in ACCOUNTS)

_KINDS = {kind.value: kind for kind in Kind}

_HEADING = (
    *(ENTRY.c.sequence, ENTRY.c.batch, ENTRY.c.actor),
    *(ENTRY.c.action, ENTRY.c.kind, ENTRY.c.record),
    *(ENTRY.c.instant, ENTRY.c.reason),
)


class Heading(NamedTuple):
    """An entry without what it holds."""

    sequence: int
    batch: int
    actor: str
    action: str
    kind: str
    record: str
    instant: str
    reason: str | None

    @property
    def key(self) -> Key:
        """The record it is about."""
        return _KINDS[self.kind], self.record


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose eyes read the journal: an organisation, what it sees, and the ids of its people.

    What came after the register's moment is not there for them.
    """

    organisation: str
    register: Register
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are wanted: None is any. `first` and `last` are instants as the journal writes.

    `records` are ids; `below` is the sequence to go on from.
    """

    actor: str | None = None
    kind: Kind | None = None
    records: tuple[str, ...] | None = None
    first: str | None = None
    last: str | None = None
    batch: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Entries, newest first, and the one that follows where there are more."""

    headings: tuple[Heading, ...]
    following: Heading | None = None

    @property
    def goes_on(self) -> bool:
        """Whether the batch of the last entry has more of them."""
        after = self.following
        return after is not None and after.batch == self.headings[-1].batch


def find(connection: Connection, eyes: Eyes, asked: Asked, most: int) -> Found:
    """Find the newest entries that are wanted and may be seen."""
    found: list[Heading] = []
    for chunk in _chunks(connection, eyes, asked, 2 * most):
        shown = visible(connection, eyes, chunk)
        found += [heading for heading in chunk if heading.sequence in shown]
        if len(found) > most:
            break
    return Found(tuple(found[:most]), found[most] if len(found) > most else None)


def batches(connection: Connection, eyes: Eyes, most: int, each: int = 500) -> list[Found]:
    """Find the newest batches of which something may be seen, and of each its newest entries."""
    found: list[Found] = []
    below: int | None = None
    while len(found) < most:
        part = find(connection, eyes, Asked(below=below), each)
        groups = [tuple(group) for _, group in groupby(part.headings, lambda one: one.batch)]
        if part.following is None:
            return [*found, *map(Found, groups)][:most]
        if len(groups) == 1:
            found.append(Found(groups[0], part.following if part.goes_on else None))
            below = groups[0][0].batch
        else:
            # The last one may go on: it is read again, as the first.
            found += map(Found, groups[:-1])
            below = groups[-1][0].sequence + 1
    return found[:most]


def since(
    connection: Connection, eyes: Eyes, earlier: Moment, keys: Collection[Key]
) -> Mapping[Key, list[Heading]]:
    """Find the entries about some records after a moment that may be seen, newest first."""
    records = tuple(sorted({id for _, id in keys})) if len(keys) <= _MANY else None
    asked = Asked(records=records, first=earlier.instant or None)
    found: dict[Key, list[Heading]] = {}
    for heading in find(connection, eyes, asked, _EVERY).headings if keys else ():
        if heading.sequence > earlier.sequence and heading.key in keys:
            found.setdefault(heading.key, []).append(heading)
    return found


def of_batch(connection: Connection, batch: int) -> list[Heading]:
    """Read all entries of a batch, whoever may see them; redactions are not among them."""
    query = select(*_HEADING).where(ENTRY.c.batch == batch, ENTRY.c.action != Action.REDACTED)
    return [Heading(*row) for row in connection.execute(query)]


def of_records(connection: Connection, keys: Iterable[Key]) -> list[Entry]:
    """Read all entries of some records, however many; redactions are not among them."""
    every = sorted(set(keys))
    parts = (every[start : start + _MANY] for start in range(0, len(every), _MANY))
    return [entry for part in parts for entry in changes(connection, part)]


def visible(connection: Connection, eyes: Eyes, headings: Sequence[Heading]) -> frozenset[int]:
    """Give the sequences of those entries that may be seen."""
    starts = range(0, len(headings), _MOST)
    parts = (headings[start : start + _MOST] for start in starts)
    return frozenset(sequence for part in parts for sequence in _visible(connection, eyes, part))


def _visible(connection: Connection, eyes: Eyes, headings: Sequence[Heading]) -> set[int]:
    keyed = [(heading.sequence, heading.key) for heading in headings]
    ends = _deletions(connection, eyes, {key for _, key in keyed if key[0] not in _ACCOUNTS})
    shown: set[int] = set()
    gone: dict[int, list[int]] = {}
    for sequence, key in keyed:
        own = ends.get(key, ())
        place = bisect_left(own, sequence)
        if place < len(own):
            gone.setdefault(own[place], []).append(sequence)
        elif eyes.register.get(*key) is not None:
            shown.add(sequence)
    for end in _own_deletions(connection, eyes, gone, ends):
        shown.update(gone[end])
    return shown


def with_before(connection: Connection, sequences: Iterable[int]) -> list[Entry]:
    """Read entries, each with the one before it of the same record."""
    wanted = set(sequences)
    before = _before(connection, wanted, with_state=False).values()
    return list(entries(connection, ENTRY.c.sequence.in_(sorted(wanted.union(before)))))


def as_seen(read: Iterable[Entry], register: Register) -> list[Entry]:
    """Give entries as `seen` gives their records."""
    return [_as_seen(entry, register) for entry in read]


def seen(record: R, register: Register) -> R:
    """Leave out of a shared record the sources whose document is not in a register."""
    if owner(record) is not None:
        return record
    kept = tuple(source for source in record.provenance if not _hidden(source, register))
    if len(kept) == len(record.provenance):
        return record
    return msgspec.structs.replace(record, provenance=kept)


def unseen(record: Record, register: Register) -> tuple[Provenance, ...]:
    """Give the sources of a shared record that `seen` leaves out."""
    if owner(record) is not None:
        return ()
    return tuple(source for source in record.provenance if _hidden(source, register))


def _hidden(source: Provenance, register: Register) -> bool:
    return source.document is not None and register.get(Kind.DOCUMENT, source.document) is None


def _as_seen(entry: Entry, register: Register) -> Entry:
    record = state(entry)
    if record is None or not unseen(record, register):
        return entry
    return msgspec.structs.replace(entry, state=encode(seen(record, register)), version=VERSION)


def accounts_among(connection: Connection, actors: Collection[str]) -> frozenset[str]:
    """Give those actors who have an account, or had one: the others are no persons."""
    named = ENTRY.c.kind == Kind.USER, ENTRY.c.record.in_(sorted(actors))
    return frozenset(connection.execute(select(ENTRY.c.record).where(*named).distinct()).scalars())


def _chunks(
    connection: Connection, eyes: Eyes, asked: Asked, first: int
) -> Iterator[list[Heading]]:
    """Look through the entries that are wanted, newest first, in portions that grow."""
    conditions = tuple(_conditions(asked))
    end = eyes.register.moment.sequence + 1
    below = end if asked.below is None else min(asked.below, end)
    size = max(first, _FIRST)
    while True:
        query = select(*_HEADING).where(*conditions, ENTRY.c.sequence < below)
        query = query.order_by(ENTRY.c.sequence.desc()).limit(size)
        chunk = [Heading(*row) for row in connection.execute(query)]
        yield chunk
        if len(chunk) < size:
            return
        below, size = chunk[-1].sequence, min(5 * size, _MOST)


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    yield ENTRY.c.action != Action.REDACTED
    if asked.kind is not None:
        yield ENTRY.c.kind == asked.kind
    elif asked.records is not None:
        yield ENTRY.c.kind.in_(REGISTER_KINDS)
    else:
        # Not a list of what is wanted: the index by record would be read whole and sorted.
        yield ENTRY.c.kind.not_in(_ACCOUNTS)
    if asked.records is not None:
        yield ENTRY.c.record.in_(asked.records)
    if asked.actor is not None:
        yield ENTRY.c.actor == asked.actor
    if asked.batch is not None:
        yield ENTRY.c.batch == asked.batch
    # Later entries have later instants: a sequence bounds both.
    if asked.first is not None:
        yield ENTRY.c.sequence > _last_before(ENTRY.c.instant < asked.first)
    if asked.last is not None:
        yield ENTRY.c.sequence <= _last_before(ENTRY.c.instant <= asked.last)


def _last_before(when: ColumnElement[bool]) -> ColumnElement[int]:
    last = (
        select(ENTRY.c.sequence)
        .where(when)
        .order_by(ENTRY.c.instant.desc(), ENTRY.c.sequence.desc())
        .limit(1)
    )
    return func.coalesce(last.scalar_subquery(), 0)


def _deletions(
    connection: Connection, eyes: Eyes, keys: Iterable[Key]
) -> Mapping[Key, Sequence[int]]:
    """Give the sequences at which records were deleted, in order."""
    by_kind: dict[Kind, list[str]] = {}
    for kind, id in keys:
        by_kind.setdefault(kind, []).append(id)
    if not by_kind:
        return {}
    query = (
        select(ENTRY.c.sequence, ENTRY.c.kind, ENTRY.c.record)
        .where(
            ENTRY.c.digest.is_(None),
            ENTRY.c.sequence <= eyes.register.moment.sequence,
            or_(*(and_(ENTRY.c.kind == k, ENTRY.c.record.in_(i)) for k, i in by_kind.items())),
        )
        .order_by(ENTRY.c.sequence)
    )
    found: dict[Key, list[int]] = {}
    for sequence, kind, id in connection.execute(query):
        found.setdefault((Kind(kind), id), []).append(sequence)
    return found


def _own_deletions(
    connection: Connection,
    eyes: Eyes,
    sequences: Collection[int],
    ends: Mapping[Key, Sequence[int]],
) -> Iterator[int]:
    """Give those deletions whose record, until it went, the organisation may see."""
    if not sequences:
        return
    last = _before(connection, sequences, with_state=True)
    numbers = {*sequences, *last.values()}
    read = {e.sequence: e for e in entries(connection, ENTRY.c.sequence.in_(sorted(numbers)))}
    alone = _alone(connection, eyes)
    for end, number in last.items():
        deletion, record = read[end], state(read[number])
        own = ends[deletion.kind, deletion.record]
        place = own.index(end)
        of_an_earlier_life = place > 0 and number < own[place - 1]
        if record is None or of_an_earlier_life:
            continue
        mine = owner(record) == eyes.organisation
        if mine or (owner(record) is None and (alone or deletion.actor in eyes.people)):
            yield end


def _alone(connection: Connection, eyes: Eyes) -> bool:
    """Whether no other organisation ever was in the catalogue."""
    others = select(ENTRY.c.record).where(
        ENTRY.c.kind == Kind.ORGANISATION, ENTRY.c.record != eyes.organisation
    )
    return connection.execute(others.limit(1)).first() is None


def _before(
    connection: Connection, sequences: Collection[int], *, with_state: bool
) -> dict[int, int]:
    """Give, for entries that have one, the sequence of the entry before of the same record."""
    earlier = aliased(JournalEntry)
    conditions = [
        earlier.kind == ENTRY.c.kind,
        earlier.record == ENTRY.c.record,
        earlier.sequence < ENTRY.c.sequence,
        earlier.action != Action.REDACTED,
        *([earlier.state.is_not(None)] if with_state else []),
    ]
    previous: ScalarSelect[int] = (
        select(func.max(earlier.sequence)).where(*conditions).scalar_subquery()
    )
    query = select(ENTRY.c.sequence, previous).where(ENTRY.c.sequence.in_(sorted(sequences)))
    return {number: found for number, found in connection.execute(query) if found is not None}
