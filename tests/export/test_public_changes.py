"""When the public page last changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from ropa.core.journal import Entry
from ropa.core.reference import Reference
from ropa.core.register import Moment, Register
from ropa.export import public
from ropa.records.base import Record
from ropa.records.codec import encode
from ropa.records.data_category import DataCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.records.upgrade import VERSION
from ropa.store.home import LAW
from ropa.store.law import read_law
from ropa.vocabulary import Action
from tests.build import build

UTC = datetime.UTC


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_law(LAW)


def listed(**fields: Any) -> Engagement:
    return build(Engagement, **{"role": "processor", "public": True, "party": "vendor", **fields})


class Journal:
    """The register and the entries as the store would have written them."""

    def __init__(self) -> None:
        self.held = Register.of(())
        self.entries: list[Entry] = []

    def write(self, at: datetime.datetime, *records: Record, gone: Iterable[Record] = ()) -> None:
        keys = [(record.KIND, record.id) for record in gone]
        states = [(record.KIND, record.id, encode(record)) for record in records]
        for kind, id, state in [*states, *((*key, None) for key in keys)]:
            self._entry(at, Action.CHANGED if state else Action.DELETED, kind, id, state)
        moment = Moment(len(self.entries))
        self.held = self.held.changed(records, keys, {}, moment)

    def redact(self, number: int) -> None:
        entry = self.entries[-number]
        self.entries[-number] = msgspec.structs.replace(entry, state=None)

    def _entry(self, at: datetime.datetime, action: Action, *what: Any) -> None:
        kind, id, state = what
        instant = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        entry = Entry(
            sequence=len(self.entries) + 1,
            batch=1,
            instant=instant,
            actor="tester",
            action=action,
            kind=kind,
            record=id,
            version=VERSION,
            reason=None,
            digest=None,
            salt=None,
            state=state,
            hash="",
        )
        self.entries.insert(0, entry)

    def last_changed(
        self, now: datetime.datetime, reference: Reference, zone: datetime.tzinfo = UTC
    ) -> datetime.datetime:
        relevant = [entry for entry in self.entries if entry.kind in public.READS]
        steps = public.steps_back(self.held, relevant)
        return public.last_changed(steps, "acme", now, zone, reference)


def at(day: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.fixture
def journal() -> Journal:
    journal = Journal()
    journal.write(at(1), build(Organisation), build(Party), listed())
    return journal


@pytest.mark.parametrize(
    "record",
    [
        build(Organisation, note="a remark", telephone="0123"),
        build(Organisation, id="other"),
        build(Party, website="https://vendor.example/"),
        build(Party, id="stranger"),
        listed(note="a remark", contracts=[], initiated_by="customer"),
        listed(id="private", public=False),
        listed(id="gone", end="2020-01-01"),
        listed(id="elsewhere", organisation="other"),
        build(DataCategory),
        build(Transfer, importer="private", mechanisms=["uk_idta"]),
    ],
)
def test_what_is_not_on_the_page_does_not_change_it(
    journal: Journal, reference: Reference, record: Record
) -> None:
    journal.write(at(2), record)
    assert journal.last_changed(at(20), reference) == at(1)


@pytest.mark.parametrize(
    "record",
    [
        build(Organisation, name="Acme plc"),
        build(Organisation, statements=[{"topic": "transfers", "words": "words"}]),
        build(Party, name="Vendor 2"),
        listed(purpose="Another"),
        listed(public=False),
        listed(start="2026-12-24"),
        listed(end="2026-11-01"),
        listed(id="second"),
        build(Transfer, importer="hosting"),
    ],
)
def test_what_is_on_the_page_does(journal: Journal, reference: Reference, record: Record) -> None:
    journal.write(at(2), record)
    journal.write(at(3), listed(id="private", public=False))
    assert journal.last_changed(at(20), reference) == at(2)


def test_a_change_taken_back_is_a_change(journal: Journal, reference: Reference) -> None:
    journal.write(at(2), build(Party, name="Mistake"))
    journal.write(at(3), build(Party))
    assert journal.last_changed(at(20), reference) == at(3)


def test_a_deletion_is_a_change(journal: Journal, reference: Reference) -> None:
    second = listed(id="second")
    journal.write(at(2), second)
    journal.write(at(3), gone=[second])
    assert journal.last_changed(at(20), reference) == at(3)


def test_changes_of_one_batch_are_one(journal: Journal, reference: Reference) -> None:
    renamed = build(Party, id="vendor-2")
    journal.write(at(2), renamed, listed(party="vendor-2"))
    assert journal.last_changed(at(20), reference) == at(1)


def test_a_start_changes_the_page_on_its_day(journal: Journal, reference: Reference) -> None:
    journal.write(at(2), listed(id="second", start="2026-11-10"))
    assert journal.last_changed(at(9), reference) == at(2)
    assert journal.last_changed(at(10), reference) == at(10, 0)
    assert journal.last_changed(at(20), reference) == at(10, 0)


def test_an_end_changes_the_page_on_the_day_after(journal: Journal, reference: Reference) -> None:
    journal.write(at(2), listed(end="2026-11-10"))
    assert journal.last_changed(at(10, 23), reference) == at(2)
    assert journal.last_changed(at(20), reference) == at(11, 0)


def test_a_date_before_the_entry_changes_nothing_by_itself(
    journal: Journal, reference: Reference
) -> None:
    journal.write(at(2), listed(id="second", start="2020-01-01", end="2020-12-31"))
    assert journal.last_changed(at(20), reference) == at(1)


def test_a_date_that_was_taken_back_in_time_changes_nothing(
    journal: Journal, reference: Reference
) -> None:
    journal.write(at(2), listed(id="second", start="2026-11-10"))
    journal.write(at(3), listed(id="second", start="2026-11-10", public=False))
    assert journal.last_changed(at(20), reference) == at(3)


def test_days_begin_in_the_zone_of_the_organisation(journal: Journal, reference: Reference) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=5))
    journal.write(at(2), listed(id="second", start="2026-11-10"))
    assert journal.last_changed(at(9, 18), reference, zone) == at(2)
    assert journal.last_changed(at(9, 20), reference, zone) == at(9, 19)


def test_entries_after_the_register_was_read_wait(journal: Journal, reference: Reference) -> None:
    before = journal.held
    journal.write(at(2), build(Party, name="Vendor 2"))
    steps = public.steps_back(before, journal.entries)
    assert public.last_changed(steps, "acme", at(20), UTC, reference) == at(1)


def test_a_redacted_state_does_not_stop_the_page(journal: Journal, reference: Reference) -> None:
    category = build(DataCategory)
    journal.write(at(2), category, listed(data_categories=["contact"]))
    journal.write(at(3), build(DataCategory, elements=["Email"]))
    journal.redact(4)
    assert journal.last_changed(at(20), reference) == at(3)


@pytest.mark.parametrize(("end", "changed"), [("0001-01-01", at(1)), ("9999-12-31", at(2))])
def test_the_first_and_the_last_day_there_are(
    journal: Journal, reference: Reference, end: str, changed: datetime.datetime
) -> None:
    journal.write(at(2), listed(id="second", start="0001-01-01", end=end))
    assert journal.last_changed(at(20), reference) == changed
