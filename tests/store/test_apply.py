"""The one door: what it takes, what it refuses, and what it leaves as it was."""

from __future__ import annotations

import datetime

import msgspec
import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ropa.core.change import Change, Conflicts, Delete, Put, Refused, Retire
from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.purpose import Purpose
from ropa.records.system import System
from ropa.records.user import User
from ropa.store.apply import apply
from ropa.store.journal import ENTRY, changes, entries
from ropa.store.load import differences, from_rows, load
from ropa.store.mapper import read_records
from ropa.vocabulary import Action, Kind
from tests.build import build
from tests.store.batches import START, applied

LATER = START + datetime.timedelta(days=1)
A1 = (Kind.ACTIVITY, "a1")


def now(session: Session) -> Register:
    return load(session.connection())


def put(session: Session, record: Activity | Party | Purpose | Engagement | System) -> Put:
    return Put(record, now(session).stamps[record.KIND, record.id].sequence)


def test_an_edit_is_stored_and_journalled(filled: Session) -> None:
    edited = build(Activity, name="Invoicing", systems=["crm"], sources=())
    outcome = applied(apply(filled, "ann", [put(filled, edited)], "as agreed", LATER))
    assert outcome.entries == 1
    assert now(filled).activities["a1"] == edited
    last, first = changes(filled.connection(), [A1])
    assert (last.action, last.actor, last.reason) == (Action.CHANGED, "ann", "as agreed")
    assert first.action is Action.CREATED
    assert last.instant == "2026-01-06T09:00:00.000000Z"


def test_unknown_and_none_stay_apart_in_rows(filled: Session) -> None:
    edited = build(Activity, systems=(), engagements=None, data=[{"data": "contact"}])
    applied(apply(filled, "ann", [put(filled, edited)], None, LATER))
    (row,) = (r for r in from_rows(filled.connection()).activities.values() if r.id == "a1")
    assert row.systems == ()
    assert row.engagements is None
    assert row.data is not None
    assert row.data[0].purposes is None


def test_nothing_changed_writes_nothing(filled: Session) -> None:
    before = now(filled)
    outcome = applied(apply(filled, "ann", [put(filled, build(Activity))], None, LATER))
    assert outcome.entries == 0
    assert now(filled).moment == before.moment


def test_the_second_of_two_editors_sees_both_versions(filled: Session) -> None:
    began = now(filled).activities["a1"]
    base = now(filled).stamps[A1].sequence
    theirs = build(Activity, name="Theirs")
    yours = build(Activity, name="Yours")
    applied(apply(filled, "ann", [Put(theirs, base)], None, LATER))
    outcome = apply(filled, "bob", [Put(yours, base)], None, LATER)
    assert isinstance(outcome, Conflicts)
    (conflict,) = outcome.conflicts
    assert (conflict.began, conflict.theirs, conflict.yours) == (began, theirs, yours)
    assert conflict.stamp is not None
    assert conflict.stamp.actor == "ann"
    assert now(filled).activities["a1"] == theirs


@pytest.mark.parametrize("base", [None, 1])
def test_a_taken_id_and_a_gone_record_are_conflicts(filled: Session, base: int | None) -> None:
    id = "a1" if base is None else "never-there"
    outcome = apply(filled, "ann", [Put(build(Activity, id=id), base)], None, LATER)
    assert isinstance(outcome, Conflicts)


def test_a_batch_is_stored_whole_or_not_at_all(filled: Session) -> None:
    before = now(filled)
    batch: list[Change] = [
        Put(build(Purpose, id="new", name="New")),
        Put(build(Activity, id="a9", systems=["no-such-system"])),
    ]
    outcome = apply(filled, "ann", batch, None, LATER)
    assert isinstance(outcome, Refused)
    assert [str(refusal) for refusal in outcome.refusals] == [
        "Processing activity a9, systems: there is no system “no-such-system”"
    ]
    assert now(filled) == before
    assert now(filled).moment == before.moment


def test_wrong_values_are_refused_by_field(filled: Session) -> None:
    wrong = msgspec.structs.replace(build(Activity, id="a9"), name="", role="boss")
    outcome = apply(filled, "ann", [Put(wrong)], None, LATER)
    assert isinstance(outcome, Refused)
    assert outcome.refusals[0].problem.path in ("name", "role")


def test_a_record_is_changed_once_in_a_batch(filled: Session) -> None:
    new = build(Purpose, id="new")
    outcome = apply(filled, "ann", [Put(new), Put(new)], None, LATER)
    assert isinstance(outcome, Refused)


def test_records_of_a_batch_may_name_one_another(filled: Session) -> None:
    batch = [
        Put(build(Engagement, id="below", under="above")),
        Put(build(Engagement, id="above", party="newcomer")),
        Put(build(Party, id="newcomer")),
    ]
    applied(apply(filled, "ann", batch, None, LATER))
    assert now(filled).engagements["below"].under == "above"


def test_what_is_referred_to_cannot_be_deleted(filled: Session) -> None:
    edited = build(Activity, purposes=[{"purpose": "billing"}], systems=["crm"])
    applied(apply(filled, "ann", [put(filled, edited)], None, LATER))
    stamps = now(filled).stamps
    batch = [
        Delete(Kind.PURPOSE, "billing", stamps[Kind.PURPOSE, "billing"].sequence),
        Delete(Kind.SYSTEM, "crm", stamps[Kind.SYSTEM, "crm"].sequence),
    ]
    outcome = apply(filled, "ann", batch, None, LATER)
    assert isinstance(outcome, Refused)
    assert sorted(str(refusal) for refusal in outcome.refusals) == [
        "Purpose billing: Processing activity a1 refers to it (Purposes and lawful bases)",
        "System crm: Data flow f1 refers to it (To a system)",
        "System crm: Processing activity a1 refers to it (Systems)",
    ]


def test_what_refers_may_go_in_the_same_batch(filled: Session) -> None:
    stamps = now(filled).stamps
    batch = [
        Delete(Kind.SYSTEM, "crm", stamps[Kind.SYSTEM, "crm"].sequence),
        Delete(Kind.FLOW, "f1", stamps[Kind.FLOW, "f1"].sequence),
    ]
    applied(apply(filled, "ann", batch, None, LATER))
    assert "crm" not in now(filled).systems
    assert differences(filled.connection()) == []


def test_a_deleted_id_can_be_used_again(filled: Session) -> None:
    base = now(filled).stamps[Kind.TRANSFER, "t1"].sequence
    applied(apply(filled, "ann", [Delete(Kind.TRANSFER, "t1", base)], None, LATER))
    assert "t1" not in now(filled).transfers
    applied(apply(filled, "ann", [Put(build(Purpose, id="t1"))], None, LATER))


def test_a_retired_record_stays_and_can_come_back(filled: Session) -> None:
    base = now(filled).stamps[Kind.PARTY, "vendor"].sequence
    applied(apply(filled, "ann", [Retire(Kind.PARTY, "vendor", base)], None, LATER))
    assert now(filled).parties["vendor"].retired
    applied(apply(filled, "ann", [put(filled, build(Party))], None, LATER))
    history = changes(filled.connection(), [(Kind.PARTY, "vendor")])
    assert [entry.action for entry in history] == [
        Action.RESTORED,
        Action.RETIRED,
        Action.CREATED,
    ]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (build(Activity, id="a9", systems=["crm-2"]), "belongs to another organisation"),
        (build(Party, id="p9", representative="vendor", provenance=[]), ""),
        (
            build(System, id="s9", operated_by="engagement", engagement="hosting-2"),
            "belongs to another organisation",
        ),
    ],
)
def test_organisations_do_not_reach_into_one_another(
    filled: Session, record: Activity, words: str
) -> None:
    outcome = apply(filled, "ann", [Put(record)], None, LATER)
    if words:
        assert isinstance(outcome, Refused)
        assert words in str(outcome.refusals[0])
    else:
        applied(outcome)


def test_a_shared_record_cites_but_does_not_rest_on_an_own_document(filled: Session) -> None:
    own = Put(build(Document, id="own", organisation="acme"))
    cites = build(Party, id="p9", provenance=[{"field": "name", "document": "own"}])
    applied(apply(filled, "ann", [own, Put(cites)], None, LATER))
    assert "vendor-us" in now(filled).adequacy_confirmations
    confirmation = msgspec.structs.replace(
        now(filled).adequacy_confirmations["vendor-us"], evidence="own"
    )
    base = now(filled).stamps[Kind.ADEQUACY_CONFIRMATION, "vendor-us"].sequence
    outcome = apply(filled, "ann", [Put(confirmation, base)], None, LATER)
    assert isinstance(outcome, Refused)


def test_a_record_stays_with_its_organisation(filled: Session) -> None:
    moved = build(Activity, organisation="umbrella")
    outcome = apply(filled, "ann", [put(filled, moved)], None, LATER)
    assert isinstance(outcome, Refused)
    assert "stays with its organisation" in str(outcome.refusals[0])


def test_what_identifies_a_person_is_kept_in_rows_only_and_can_be_erased(filled: Session) -> None:
    base = now(filled).stamps[Kind.PERSON, "p1"].sequence
    named = build(Person, name="Zoe Quist", email="zoe@acme.example", note="left-handed")
    outcome = applied(apply(filled, "ann", [Put(named, base)], None, LATER))
    assert now(filled).people["p1"].name == "Zoe Quist"
    states = " ".join(entry.state or "" for entry in entries(filled.connection()))
    assert not any(word in states for word in ("Zoe", "acme.example", "left-handed"))
    applied(apply(filled, "ann", [Put(build(Person), outcome.sequence)], "erasure", LATER))
    assert now(filled).people["p1"].name is None
    assert load(filled.connection(), outcome.sequence).people["p1"].name is None


@pytest.mark.parametrize(
    "named",
    [
        build(Person, id="p2", name="Zoe Quist", email="zoe@acme.example", note="left-handed"),
        build(User, id="u2", name="Ann Ode", email="ann@acme.example", active=True),
    ],
    ids=["person", "user"],
)
def test_what_identifies_people_outlives_a_retirement(filled: Session, named: Record) -> None:
    added = applied(apply(filled, "ann", [Put(named)], None, LATER))
    again = applied(apply(filled, "ann", [Put(named, added.sequence)], None, LATER))
    assert again.entries == 0
    retirement = Retire(named.KIND, named.id, added.sequence)
    applied(apply(filled, "ann", [retirement], None, LATER))
    held = {one.id: one for one in read_records(filled.connection(), [named.KIND])}
    assert held[named.id] == msgspec.structs.replace(named, retired=True)


@pytest.mark.parametrize("reason", ["\x00", "\udcff", "x" * 2001])
def test_a_reason_that_cannot_be_stored_is_refused(filled: Session, reason: str) -> None:
    change = put(filled, build(Activity, name="New"))
    outcome = apply(filled, "ann", [change], reason, LATER)
    assert isinstance(outcome, Refused)
    assert outcome.refusals[0].problem.path == "reason"
    assert now(filled).activities["a1"].name == "Billing customers"


def test_a_clock_that_goes_back_does_not_take_the_journal_with_it(filled: Session) -> None:
    earlier = START - datetime.timedelta(days=400)
    applied(apply(filled, "ann", [put(filled, build(Activity, name="B"))], None, earlier))
    instants = [entry.instant for entry in entries(filled.connection())]
    assert instants == sorted(instants)
    assert instants[-1] > instants[-2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET reason = 'x' WHERE sequence = 1",
        "UPDATE journal_entry SET state = '{}' WHERE sequence = 1",
        "UPDATE journal_entry SET state = NULL, salt = NULL, actor = 'x' WHERE sequence = 1",
        "DELETE FROM journal_entry WHERE sequence = 1",
        "DELETE FROM journal_head",
    ],
)
def test_the_database_itself_guards_the_journal(filled: Session, statement: str) -> None:
    with pytest.raises(DatabaseError, match="only ever added to"):
        filled.execute(text(statement))
    filled.rollback()
    assert filled.connection().execute(ENTRY.select()).first() is not None


def test_sqlite_does_not_replace_an_entry(filled: Session) -> None:
    if filled.connection().dialect.name != "sqlite":
        return
    for table in ("journal_entry", "journal_head"):
        with pytest.raises(DatabaseError, match="only ever added to"):
            filled.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"))
        filled.rollback()


def test_a_save_costs_as_many_queries_in_a_large_catalogue(filled: Session, engine: Engine) -> None:
    counts = []
    for rounds in range(2):
        statements: list[str] = []

        def note(*args: object, seen: list[str] = statements) -> None:
            seen.append(str(args[2]))

        edited = put(filled, build(Activity, name=f"Name {rounds}", systems=["crm"][:rounds]))
        event.listen(engine, "before_cursor_execute", note)
        applied(apply(filled, "ann", [edited], None, LATER))
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(statements))
        more = [Put(build(Activity, id=f"more-{n}")) for n in range(300)]
        if rounds == 0:
            applied(apply(filled, "ann", more, None, LATER))
    assert counts[0] <= 12
    assert counts[1] <= counts[0] + 3
