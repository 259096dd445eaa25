"""What an organisation may see of the journal, page by page."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest
from sqlalchemy.orm import Session

from ropa.core.change import Delete, Put
from ropa.core.history import state
from ropa.core.register import Register, owner
from ropa.records.activity import Activity
from ropa.records.base import Provenance, Record
from ropa.records.document import Document
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.system import System
from ropa.records.user import User
from ropa.store import changes
from ropa.store.apply import apply
from ropa.store.changes import Asked, Eyes, Heading, find, visible
from ropa.store.journal import entries, redact
from ropa.store.load import load
from ropa.vocabulary import Action, Kind
from tests.build import build
from tests.store.batches import SECOND, applied, instants, random_batch

OURS, THEIRS = "acme", SECOND
ALL = 10_000


class Journal:
    """A catalogue that batches are stored in, one second apart."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.clock = instants()

    def does(self, *batch: Any, actor: str = "tester") -> int:
        """Store a batch; give its number."""
        before = load(self.session.connection()).moment.sequence
        applied(apply(self.session, actor, batch, None, next(self.clock)))
        return before + 1

    def put(self, *records: Record, actor: str = "tester") -> int:
        """Store new or changed records in one batch; give its number."""
        stamps = load(self.session.connection()).stamps
        held = [stamps.get((record.KIND, record.id)) for record in records]
        puts = [Put(r, s.sequence if s else None) for r, s in zip(records, held, strict=True)]
        return self.does(*puts, actor=actor)

    def delete(self, *keys: tuple[Kind, str], actor: str = "tester") -> int:
        """Delete records in one batch; give its number."""
        stamps = load(self.session.connection()).stamps
        return self.does(*(Delete(*key, stamps[key].sequence) for key in keys), actor=actor)

    def redact(self, *sequences: int) -> None:
        """Take states out of the journal."""
        assert not redact(self.session, "tester", sequences, "asked for", next(self.clock))

    def eyes(self, organisation: str = OURS, *people: str, at: int | None = None) -> Eyes:
        """Give the eyes of an organisation, now or at an earlier moment."""
        register = load(self.session.connection(), at)
        seen = register.only([organisation], ())
        return Eyes(organisation, seen, frozenset(people))

    def find(self, eyes: Eyes, most: int = ALL, **asked: Any) -> list[int]:
        """Give the sequences that are found, newest first."""
        found = find(self.session.connection(), eyes, Asked(**asked), most)
        return [heading.sequence for heading in found.headings]


@pytest.fixture
def journal(session: Session) -> Journal:
    """Two organisations: entries 1 and 2."""
    held = Journal(session)
    held.put(build(Organisation), build(Organisation, id=THEIRS, name="Umbrella"))
    return held


def test_one_sees_its_own_and_the_shared_it_reaches(journal: Journal) -> None:
    journal.put(build(Purpose), build(Purpose, id="hush", name="Hushed"))  # 3 4
    journal.put(build(Activity, purposes=[{"purpose": "billing"}]))  # 5
    theirs = build(Activity, id="b1", organisation=THEIRS, purposes=[{"purpose": "hush"}])
    journal.put(theirs, build(System))  # 6 7, of both in one batch
    assert journal.find(journal.eyes(OURS)) == [7, 5, 3, 1]
    assert journal.find(journal.eyes(THEIRS)) == [6, 4, 2]
    assert journal.find(journal.eyes(OURS), batch=6) == [7]


def test_accounts_are_nobodys(journal: Journal) -> None:
    journal.put(build(User))
    for asked in ({}, {"kind": Kind.USER}, {"records": ("u1",)}, {"batch": 3}):
        assert 3 not in journal.find(journal.eyes(OURS), **asked), asked


def test_what_was_deleted_is_seen_by_those_it_belonged_to(journal: Journal) -> None:
    ours, theirs = build(Activity), build(Activity, id="b1", organisation=THEIRS)
    journal.put(ours, theirs)  # 3 4
    journal.delete((Kind.ACTIVITY, "a1"), (Kind.ACTIVITY, "b1"))  # 5 6
    assert journal.find(journal.eyes(OURS)) == [5, 3, 1]
    assert journal.find(journal.eyes(THEIRS)) == [6, 4, 2]


def test_a_shared_record_that_is_gone_is_seen_by_those_who_deleted_it(journal: Journal) -> None:
    journal.put(build(Purpose), actor="bo")  # 3
    journal.delete((Kind.PURPOSE, "billing"), actor="ann")  # 4
    assert journal.find(journal.eyes(OURS, "ann")) == [4, 3, 1]
    assert journal.find(journal.eyes(OURS, "bo")) == [1]
    assert journal.find(journal.eyes(OURS)) == [1]


def test_where_there_never_was_anybody_else_all_is_seen(session: Session) -> None:
    journal = Journal(session)
    journal.put(build(Organisation), build(Purpose))
    journal.delete((Kind.PURPOSE, "billing"))
    assert journal.find(journal.eyes(OURS)) == [3, 2, 1]
    journal.put(build(Organisation, id=THEIRS, name="Umbrella"))
    assert journal.find(journal.eyes(OURS)) == [1]
    journal.delete((Kind.ORGANISATION, THEIRS))
    assert journal.find(journal.eyes(OURS)) == [1]


def test_an_id_that_changed_hands_keeps_its_lives_apart(journal: Journal) -> None:
    theirs = build(Activity, organisation=THEIRS, name="A secret")
    journal.put(theirs)  # 3
    journal.delete((Kind.ACTIVITY, "a1"))  # 4
    journal.put(build(Activity))  # 5
    assert journal.find(journal.eyes(OURS)) == [5, 1]
    assert journal.find(journal.eyes(THEIRS)) == [4, 3, 2]
    journal.delete((Kind.ACTIVITY, "a1"))  # 6
    assert journal.find(journal.eyes(OURS)) == [6, 5, 1]
    assert journal.find(journal.eyes(THEIRS)) == [4, 3, 2]


def test_a_life_without_any_state_is_nobodys(journal: Journal) -> None:
    journal.put(build(Activity, organisation=THEIRS))  # 3
    journal.delete((Kind.ACTIVITY, "a1"))  # 4
    journal.put(build(Activity))  # 5
    journal.delete((Kind.ACTIVITY, "a1"))  # 6
    journal.redact(5)  # 7
    assert journal.find(journal.eyes(OURS)) == [1]
    assert journal.find(journal.eyes(THEIRS)) == [4, 3, 2]
    journal.redact(3)  # 8
    assert journal.find(journal.eyes(THEIRS)) == [2]
    journal.put(build(Activity))  # 9
    assert journal.find(journal.eyes(OURS)) == [9, 1]


def test_a_redacted_state_of_ones_own_stays_seen(journal: Journal) -> None:
    journal.put(build(Activity))  # 3
    journal.put(build(Activity, name="Changed"))  # 4
    journal.redact(3)
    assert journal.find(journal.eyes(OURS)) == [4, 3, 1]


def test_the_past_has_nothing_of_what_came_after(journal: Journal) -> None:
    journal.put(build(Activity))  # 3
    journal.put(build(Activity, name="Changed"))  # 4
    journal.delete((Kind.ACTIVITY, "a1"))  # 5
    journal.put(build(Activity, organisation=THEIRS))  # 6
    assert journal.find(journal.eyes(OURS, at=4)) == [4, 3, 1]
    assert journal.find(journal.eyes(THEIRS, at=4)) == [2]
    assert journal.find(journal.eyes(OURS, at=5)) == [5, 4, 3, 1]
    assert journal.find(journal.eyes(THEIRS)) == [6, 2]


def test_what_is_asked_is_found(journal: Journal) -> None:
    journal.put(build(Purpose), build(System), actor="ann")  # 3 4
    journal.put(build(System, name="Changed"), actor="bo")  # 5
    eyes = journal.eyes(OURS)
    read = {e.sequence: e for e in entries(journal.session.connection())}
    for asked, wanted in (
        ({"actor": "ann"}, [4, 3]),
        ({"kind": Kind.SYSTEM}, [5, 4]),
        ({"records": ("crm", "billing")}, [5, 4, 3]),
        ({"records": ("crm",), "kind": Kind.PURPOSE}, []),
        ({"records": ()}, []),
        ({"batch": 3}, [4, 3]),
        ({"below": 4}, [3, 1]),
        ({"first": read[3].instant}, [5, 4, 3]),
        ({"first": read[3].instant, "last": read[4].instant}, [4, 3]),
        ({"last": read[1].instant}, [1]),
        ({"last": "2000-01-01"}, []),
        ({"first": "2100-01-01"}, []),
        ({"actor": "ann", "kind": Kind.SYSTEM, "batch": 3}, [4]),
    ):
        assert journal.find(eyes, **asked) == wanted, asked


def test_every_page_is_full_until_the_end(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_FIRST", 3)
    monkeypatch.setattr(changes, "_MOST", 4)
    for number in range(30):
        whose = OURS if number % 5 == 0 else THEIRS
        journal.put(build(System, id=f"s{number}", organisation=whose))
    eyes, below, pages = journal.eyes(OURS), None, []
    while True:
        found = find(journal.session.connection(), eyes, Asked(below=below), 2)
        pages.append([heading.sequence for heading in found.headings])
        if found.following is None:
            break
        below = pages[-1][-1]
        assert found.following.sequence < below
    assert pages == [[28, 23], [18, 13], [8, 3], [1]]


def test_batches_are_found_whole_or_said_to_go_on(journal: Journal) -> None:
    def batch_of(many: int, whose: str = OURS) -> int:
        start = load(journal.session.connection()).moment.sequence
        return journal.put(
            *(build(System, id=f"s{start}-{n}", organisation=whose) for n in range(many))
        )

    numbers = [1, *(batch_of(many) for many in (2, 7, 3, 1, 4))]
    batch_of(6, THEIRS)
    numbers.append(batch_of(3))
    eyes = journal.eyes(OURS)

    def found(most: int, each: int) -> list[tuple[int, int, bool]]:
        read = changes.batches(journal.session.connection(), eyes, most, each)
        return [(one.headings[0].batch, len(one.headings), one.goes_on) for one in read]

    every = list(zip(reversed(numbers), (3, 4, 1, 3, 7, 2, 1), [False] * 7, strict=True))
    assert found(9, 500) == every
    assert found(4, 500) == every[:4]
    for each in (7, 8, 11):
        assert found(9, each) == every, each
    cut = [(number, min(many, 4), many > 4) for number, many, _ in every]
    assert found(9, 4) == cut
    assert found(5, 4) == cut[:5]


def test_sources_from_elsewhere_are_left_out_of_shared_records() -> None:
    ours = build(Organisation), build(Document)
    hush = build(Document, id="hush", organisation=THEIRS)
    named = [Provenance(field="name", document=id) for id in ("hush", "notice", None)]
    shared = msgspec.structs.replace(build(Party), provenance=tuple(named))
    own = msgspec.structs.replace(build(System), provenance=tuple(named))
    register = Register.of([hush, *ours]).only([OURS], ())
    assert changes.seen(shared, register).provenance == tuple(named[1:])
    assert changes.unseen(shared, register) == (named[0],)
    assert changes.seen(own, register) is own
    assert changes.unseen(own, register) == ()


def test_entries_come_with_the_one_before_them(journal: Journal) -> None:
    journal.put(build(System))  # 3
    journal.put(build(System, name="Second"))  # 4
    journal.put(build(System, name="Third"))  # 5
    journal.redact(3)  # 6
    journal.put(build(System, name="Fourth"))  # 7
    for wanted, read in (([5], [4, 5]), ([3], [3]), ([7, 4], [3, 4, 5, 7])):
        found = changes.with_before(journal.session.connection(), wanted)
        assert [entry.sequence for entry in found] == read


def test_accounts_are_told_from_machines(journal: Journal) -> None:
    journal.put(build(User))
    connection = journal.session.connection()
    assert changes.accounts_among(connection, {"u1", "tester", "crm"}) == {"u1"}


@pytest.mark.parametrize("seed", range(3))
def test_no_entry_of_others_is_ever_found(filled: Session, seed: int) -> None:
    """Against a slow reading of the whole journal, life by life."""
    random, clock = Random(seed), instants()
    register = load(filled.connection())
    for _ in range(40):
        batch = random_batch(register, random)
        applied(apply(filled, random.choice(["ann", "bo"]), batch, None, next(clock)))
        register = load(filled.connection())
    for organisation, person in ((OURS, "ann"), (SECOND, "bo")):
        moment = random.randrange(1, register.moment.sequence)
        for at in (None, moment):
            then = load(filled.connection(), at).only([organisation], ())
            eyes = Eyes(organisation, then, frozenset({person}))
            found = find(filled.connection(), eyes, Asked(), ALL).headings
            assert {one.sequence for one in found} == _allowed(filled, eyes)


def _allowed(session: Session, eyes: Eyes) -> set[int]:
    lives: dict[object, list[Any]] = {}
    allowed: set[int] = set()
    until = eyes.register.moment.sequence
    for entry in entries(session.connection()):
        if entry.sequence > until or entry.action is Action.REDACTED:
            continue
        life = lives.setdefault((entry.kind, entry.record), [])
        life.append(entry)
        if entry.action is Action.DELETED:
            last = state(life[-2])
            assert last is not None
            whose = owner(last)
            if whose == eyes.organisation or (whose is None and entry.actor in eyes.people):
                allowed |= {one.sequence for one in life}
            life.clear()
    for (kind, id), life in lives.items():  # type: ignore[misc]
        if eyes.register.get(kind, id) is not None:
            allowed |= {one.sequence for one in life}
    return allowed


def test_many_entries_at_once_are_judged_alike(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.put(build(System), build(System, id="s2", organisation=THEIRS))
    headings = changes.of_batch(journal.session.connection(), 3)
    assert [heading.key for heading in headings] == [(Kind.SYSTEM, "crm"), (Kind.SYSTEM, "s2")]
    monkeypatch.setattr(changes, "_MOST", 1)
    connection, eyes = journal.session.connection(), journal.eyes(OURS)
    assert visible(connection, eyes, headings) == {3}
    unheard = Heading(99, 99, "tester", "changed", "user", "u1", "", None)
    assert visible(connection, eyes, [unheard]) == frozenset()
    monkeypatch.setattr(changes, "_MANY", 1)
    read = changes.of_records(connection, [heading.key for heading in headings])
    assert {entry.sequence for entry in read} == {3, 4}
