"""Random batches against a catalogue of two organisations."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Container, Iterator
from random import Random

import msgspec

from ropa.core.change import Applied, Change, Delete, Put, Retire
from ropa.core.register import Key, Register, owner
from ropa.records.base import Record
from ropa.records.codec import journalled
from ropa.records.organisation import Organisation
from ropa.records.spec import REGISTER
from ropa.vocabulary import Kind
from tests.build import DEFAULTS, build
from tests.randomly import Ids, record_of

START = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
SECOND = "umbrella"
BASIS = {(cls.KIND, values["id"]) for cls, values in DEFAULTS.items()} | {
    (Kind.ORGANISATION, SECOND)
}
"""Never deleted, so that a record of every kind can be linked to."""


def foundation() -> list[Record]:
    """Make one record of every kind, and a second organisation with its own of each."""
    first = [build(cls) for cls in REGISTER]
    second = []
    for cls in REGISTER:
        if cls is Organisation:
            second.append(build(cls, id=SECOND, name="Umbrella"))
        elif "organisation" in DEFAULTS[cls]:
            values = {**DEFAULTS[cls], "id": f"{DEFAULTS[cls]['id']}-2", "organisation": SECOND}
            if cls.KIND is Kind.FLOW:
                values |= {"to_system": "crm-2"}
            second.append(build(cls, **values))
    return first + second


def random_batch(register: Register, random: Random) -> tuple[Change, ...]:
    """Make a batch of one to six changes that the catalogue will accept."""
    changes: dict[Key, Change] = {}
    gone = _some_unreferred(register, random)
    if gone is not None:
        changes[gone.key] = gone
    going = list(changes)
    for number in range(random.randrange(1, 7)):
        organisation = random.choice(
            [id for id in register.organisations if (Kind.ORGANISATION, id) not in going]
        )
        ids = _ids(register, organisation, without=going)
        if random.random() < 0.4:
            cls = random.choice(REGISTER)
            id = f"{cls.KIND.value}-{register.moment.sequence}-{number}"
            organisation = id if cls is Organisation else organisation
            changes[cls.KIND, id] = Put(record_of(cls, id, organisation, ids, random))
            continue
        record = random.choice([one for one in register if owner(one) in (organisation, None)])
        change = _change_of(register, record, ids, random)
        if change is not None:
            changes.setdefault(change.key, change)
    return tuple(changes.values())


def _some_unreferred(register: Register, random: Random) -> Delete | None:
    unused = [key for key in register.stamps if key not in register.referrers and key not in BASIS]
    if not unused or random.random() < 0.5:
        return None
    key = random.choice(sorted(unused))
    return Delete(*key, register.stamps[key].sequence)


def _change_of(register: Register, record: Record, ids: Ids, random: Random) -> Change | None:
    key = (record.KIND, record.id)
    base = register.stamps[key].sequence
    if random.random() < 0.1:
        return Retire(*key, base)
    whose = owner(record) or ""
    if record.KIND is Kind.DOCUMENT and not whose:
        return Put(msgspec.structs.replace(record, note="seen"), base)
    return Put(record_of(type(record), record.id, whose, ids, random), base)


def _ids(register: Register, organisation: str, without: Container[Key]) -> dict[Kind, list[str]]:
    ids: dict[Kind, list[str]] = defaultdict(list)
    for record in register:
        if owner(record) in (None, organisation) and (record.KIND, record.id) not in without:
            ids[record.KIND].append(record.id)
    # Shared records may link only to shared documents.
    ids[Kind.DOCUMENT] = [id for id in ids[Kind.DOCUMENT] if owner(register.documents[id]) is None]
    return ids


def unnamed(register: Register) -> Register:
    """Give a register without what identifies people, as the journal has it."""
    return Register.of(journalled(record) for record in register)


def instants() -> Iterator[datetime.datetime]:
    """Give instants, one second apart."""
    at = START
    while True:
        yield at
        at += datetime.timedelta(seconds=1)


def applied(outcome: object) -> Applied:
    """Insist that a batch was stored."""
    assert isinstance(outcome, Applied), outcome
    return outcome
