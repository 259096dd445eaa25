from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ropa.core.change import Delete, Put
from ropa.core.history import history, inverse
from ropa.core.journal import Entry
from ropa.core.names import Names
from ropa.records.base import Record
from ropa.records.codec import encode
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.system import System
from ropa.records.upgrade import VERSION
from ropa.records.user import User
from ropa.vocabulary import Action, Kind
from tests.build import build, register
from tests.core.registers import DAY, reference

CREATED, CHANGED, RETIRED, DELETED = Action.CREATED, Action.CHANGED, Action.RETIRED, Action.DELETED


def entry(sequence: int, action: Action, record: Record, batch: int = 0) -> Entry:
    return Entry(
        sequence=sequence,
        batch=batch or sequence,
        instant=f"2026-11-23T09:00:{sequence:02}.000000Z",
        actor="dpo",
        action=action,
        kind=record.KIND,
        record=record.id,
        version=VERSION,
        reason=f"reason {sequence}",
        digest=None,
        salt=None,
        state=None if action is DELETED else encode(record),
        hash="",
    )


def redacted(one: Entry) -> Entry:
    return msgspec.structs.replace(one, state=None)


OLD, NEW = build(Party, country="GB"), build(Party, country="FR")
NAMES = Names(register(NEW), reference(), DAY)


def test_each_entry_tells_what_it_changed_newest_first() -> None:
    entries = [entry(3, CHANGED, NEW), entry(1, CREATED, OLD), entry(2, CREATED, build(System))]
    third, second, first = history(entries, NAMES)
    assert [one.sequence for one in (third, second, first)] == [3, 2, 1]
    assert (third.actor, third.reason, third.instant[:10], third.title) == (
        "dpo",
        "reason 3",
        "2026-11-23",
        "Vendor",
    )
    (country,) = third.differences
    assert (country.was and country.was.text, country.now and country.now.text) == (
        "United Kingdom",
        "France",
    )
    assert {one.field for one in first.differences} == {"id", "name", "country"}
    assert second.key == (Kind.SYSTEM, "crm")


def test_only_the_entries_asked_for_are_told_with_what_came_before() -> None:
    entries = [entry(1, CREATED, OLD), entry(2, CHANGED, NEW)]
    (one,) = history(entries, NAMES, only=[2])
    assert [field.field for field in one.differences] == ["country"]


def test_a_deletion_tells_what_went_and_a_return_what_came() -> None:
    entries = [entry(1, CREATED, OLD), entry(2, DELETED, OLD), entry(3, CREATED, NEW)]
    came, went, _ = history(entries, NAMES)
    assert (went.title, went.redacted) == ("Vendor", False)
    assert all(one.now is None for one in went.differences)
    assert all(one.was is None for one in came.differences)


def test_redacted_states_say_so() -> None:
    entries = [
        entry(1, CREATED, OLD),
        redacted(entry(2, CHANGED, NEW)),
        entry(3, CHANGED, OLD),
        msgspec.structs.replace(entry(4, Action.REDACTED, OLD), state='{"sequence":2}'),
    ]
    third, second, first = history(entries, NAMES)
    assert (second.redacted, second.differences) == (True, ())
    assert (third.before_redacted, third.redacted, third.differences) == (True, False, ())
    assert first.differences


# ---- undoing -------------------------------------------------------------------------------------


def undo(batch: int, *entries: Entry, held: Sequence[Record] = ()) -> tuple[object, ...]:
    found = inverse(batch, entries, register(*held))
    assert not (found.changes and found.reasons)
    return found.changes or found.reasons


def test_a_change_is_undone_by_the_state_before_it() -> None:
    assert undo(2, entry(1, CREATED, OLD), entry(2, CHANGED, NEW)) == (Put(OLD, 2),)


def test_a_retirement_is_undone() -> None:
    gone = build(Party, country="GB", retired=True)
    assert undo(2, entry(1, CREATED, OLD), entry(2, RETIRED, gone)) == (Put(OLD, 2),)


def test_what_was_created_goes_and_what_was_deleted_comes_back() -> None:
    first = entry(1, CREATED, OLD)
    assert undo(1, first) == (Delete(Kind.PARTY, "vendor", 1),)
    assert undo(2, first, entry(2, DELETED, OLD)) == (Put(OLD, None),)
    again = entry(3, CREATED, NEW)
    assert undo(3, first, entry(2, DELETED, OLD), again) == (Delete(Kind.PARTY, "vendor", 3),)


def test_a_batch_is_undone_as_a_whole_or_not_at_all() -> None:
    party, system = entry(1, CREATED, OLD, batch=1), entry(2, CREATED, build(System), batch=1)
    assert undo(1, party, system) == (
        Delete(Kind.PARTY, "vendor", 1),
        Delete(Kind.SYSTEM, "crm", 2),
    )
    assert undo(1, party, system, entry(3, CHANGED, NEW)) == (
        "Party vendor: it was changed again since, in entry 3",
    )


def test_a_state_that_was_redacted_cannot_come_back() -> None:
    entries = [redacted(entry(1, CREATED, OLD)), entry(2, CHANGED, NEW)]
    assert undo(2, *entries) == ("Party vendor: its state before, of entry 1, was redacted",)


def test_a_batch_there_is_none_of_is_not_undone() -> None:
    assert undo(7, entry(1, CREATED, OLD)) == ("The journal has no changes of batch 7",)


def test_accounts_are_not_undone_here() -> None:
    found = undo(1, entry(1, CREATED, build(User)))
    assert found == ("User u1: accounts are changed where they are kept",)


def test_undoing_keeps_what_identifies_a_person() -> None:
    named = build(Person, name="Ada", email="ada@a.example")
    retired = msgspec.structs.replace(named, retired=True)
    entries = [entry(1, CREATED, named), entry(2, RETIRED, retired)]
    assert undo(2, *entries, held=[retired]) == (Put(named, 2),)
    gone = [entry(1, CREATED, named), entry(2, DELETED, named)]
    assert undo(2, *gone) == (
        "Person p1: what identifies a person is not in the journal, so a deletion stays",
    )
