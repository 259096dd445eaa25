from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ropa.core.change import Delete, Put
from ropa.core.history import hindrances, history, inverse
from ropa.core.journal import Entry
from ropa.core.names import Names
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.codec import encode
from ropa.records.document import Document
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.purpose import Purpose
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
    return found.changes or tuple(map(str, found.reasons))


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
    assert undo(7, entry(1, CREATED, OLD)) == ()


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


# ---- what stands in the way ----------------------------------------------------------------------


def hinders(*changes: Put | Delete, held: Sequence[Record], seen: Sequence[Record]) -> list[str]:
    both = build(Organisation), build(Organisation, id="beta")
    names = Names(register(*seen), reference(), DAY)
    return [str(one) for one in hindrances(changes, register(*both, *held), names)]


def test_what_others_need_does_not_go() -> None:
    purpose = build(Purpose)
    used = [{"purpose": "billing"}]
    ours = build(Activity, purposes=used)
    theirs = build(Activity, id="b1", organisation="beta", name="A secret", purposes=used)
    gone = Delete(Kind.PURPOSE, "billing", 1)
    assert hinders(gone, held=[purpose], seen=[purpose]) == []
    assert hinders(gone, held=[purpose, ours], seen=[purpose, ours]) == [
        "Purpose billing: the processing activity “Billing customers” refers to it"
    ]
    both = hinders(gone, held=[purpose, ours, theirs], seen=[purpose, ours])
    assert both[1:] == ["Purpose billing: something of another organisation refers to it"]
    assert "secret" not in str(both)
    together = [gone, Delete(Kind.ACTIVITY, "a1", 2)]
    assert hinders(*together, held=[purpose, ours], seen=[purpose, ours]) == []
    freed = [gone, Put(build(Activity), 2)]
    assert hinders(*freed, held=[purpose, ours], seen=[purpose, ours]) == []


def test_what_comes_back_finds_what_it_refers_to() -> None:
    purpose, used = build(Purpose), build(Activity, purposes=[{"purpose": "billing"}])
    lost = ["Processing activity a1: it refers to the purpose “billing”, which is there no more"]
    assert hinders(Put(used), held=[purpose], seen=[purpose]) == []
    assert hinders(Put(used), held=[], seen=[]) == lost
    assert hinders(Put(used), Put(purpose), held=[], seen=[]) == []
    assert hinders(Put(used), Delete(Kind.PURPOSE, "billing", 1), held=[purpose], seen=[]) == lost
    elsewhere = build(System, organisation="beta")
    assert hinders(Put(build(Activity, systems=["crm"])), held=[elsewhere], seen=[]) == [
        "Processing activity a1: it refers to the system “crm”, which is there no more"
    ]


def test_sources_of_shared_records_are_not_named() -> None:
    source = [{"field": "name", "document": "hush"}]
    party, system = build(Party, provenance=source), build(System, provenance=source)
    theirs = build(Document, id="hush", organisation="beta")
    assert hinders(Put(party), held=[theirs], seen=[]) == []
    assert hinders(Put(party), held=[], seen=[]) == [
        "Party vendor: it refers to a document, which is there no more"
    ]
    assert hinders(Put(system), held=[theirs], seen=[]) == [
        "System crm: it refers to the document “hush”, which is there no more"
    ]


def test_a_value_that_is_not_allowed_any_more_does_not_come_back() -> None:
    wrong = msgspec.structs.replace(build(Party), name="")
    (said,) = hinders(Put(wrong), held=[], seen=[])
    assert said.startswith("Party vendor: name: ")


def test_an_organisation_does_not_go() -> None:
    gone = Delete(Kind.ORGANISATION, "acme", 1)
    assert hinders(gone, held=[], seen=[]) == [
        "Organisation acme: an organisation stays once it is there"
    ]
