"""Reading registers: from the journal at any moment, onward from one, and from rows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from ropa.core.journal import Entry, Head
from ropa.core.register import Key, Moment, Register, Stamp
from ropa.records.base import Record
from ropa.records.codec import decode, journalled
from ropa.records.person import Person
from ropa.records.spec import REGISTER_KINDS
from ropa.store.journal import ENTRY, entries, head_at, latest, read_head
from ropa.store.mapper import read_records, stray_rows
from ropa.vocabulary import Action, Kind


def load(connection: Connection, sequence: int | None = None) -> Register:
    """Read the register as it stood after an entry of the journal, or as it stands now.

    People are named as they are named today: what identifies them is not in the journal.
    """
    head = read_head(connection) if sequence is None else head_at(connection, sequence)
    empty = Register.of(())
    return _after(connection, empty, latest(connection, REGISTER_KINDS, until=head.sequence), head)


def refresh(connection: Connection, register: Register) -> Register:
    """Bring a register to the newest state by replaying only what came after it.

    Gives the same object where nothing came. Where the journal is not the one it was read from
    (a restored backup), it is read afresh.
    """
    head = read_head(connection)
    moment = register.moment
    if (head.sequence, head.hash) == (moment.sequence, moment.digest):
        return register
    newer = list(entries(connection, ENTRY.c.sequence >= moment.sequence))
    if moment.sequence:
        if not newer or newer[0].hash != moment.digest:
            return load(connection)
        newer = newer[1:]
    # Entries committed since the head was read belong to the next refresh or to this one alike.
    if newer:
        head = Head(newer[-1].sequence, newer[-1].hash, newer[-1].instant)
    return _after(connection, register, newer, head)


def from_rows(connection: Connection) -> Register:
    """Read the register from the tables alone, without the journal's stamps."""
    return Register.of(read_records(connection, REGISTER_KINDS))


def differences(connection: Connection) -> list[Key]:
    """Give the records whose rows and whose journalled state differ, or cannot be read."""
    found: set[Key] = set()
    rows: dict[Key, Record] = {}
    for kind in Kind:
        try:
            rows.update({(r.KIND, r.id): journalled(r) for r in read_records(connection, [kind])})
            found.update((kind, id) for id in stray_rows(connection, kind))
        except (ValueError, TypeError):
            found.add((kind, "of which a row cannot be read"))
    states: dict[Key, Record] = {}
    for entry in list(latest(connection, Kind)):
        key = (entry.kind, entry.record)
        try:
            if entry.state is not None:
                states[key] = decode(entry.kind, entry.version, entry.state)
        except (ValueError, TypeError, AttributeError, msgspec.MsgspecError):
            found.add(key)
    differing = (key for key in rows.keys() | states.keys() if rows.get(key) != states.get(key))
    return sorted(found.union(differing))


def _after(
    connection: Connection, register: Register, news: Iterable[Entry], head: Head
) -> Register:
    put: dict[Key, Record] = {}
    gone: set[Key] = set()
    stamps: dict[Key, Stamp] = {}
    redacted = set(register.redacted)
    for entry in news:
        key = (entry.kind, entry.record)
        if entry.kind not in REGISTER_KINDS or entry.action is Action.REDACTED:
            continue
        put.pop(key, None)
        gone.discard(key)
        redacted.discard(key)
        stamps[key] = Stamp(entry.sequence, entry.instant, entry.actor)
        if entry.state is not None:
            put[key] = decode(entry.kind, entry.version, entry.state)
            continue
        stamps.pop(key)
        gone.add(key)
        if entry.action is not Action.DELETED:
            redacted.add(key)
    moment = Moment(head.sequence, head.hash if head.sequence else "", head.instant)
    named = _named(connection, put)
    return register.changed(named, gone, stamps, moment, frozenset(redacted))


def _named(connection: Connection, put: dict[Key, Record]) -> Iterable[Record]:
    """Give people what identifies them, which only rows hold."""
    if any(kind is Kind.PERSON for kind, _ in put):
        for person in read_records(connection, [Kind.PERSON]):
            assert isinstance(person, Person)
            held = put.get((Kind.PERSON, person.id))
            if isinstance(held, Person) and held == journalled(person):
                put[Kind.PERSON, person.id] = person
    return put.values()
