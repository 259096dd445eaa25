import datetime
from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.records import upgrade
from ropa.records.base import Record
from ropa.records.codec import decode, encode, journalled
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.spec import CLASSES, REGISTER, personal
from ropa.records.system import System
from ropa.records.upgrade import VERSION
from ropa.records.user import User
from ropa.vocabulary import Kind
from tests.build import build
from tests.randomly import record_of
from tests.records.filling import filled

IDS = {kind: [f"{kind.value}-{n}" for n in range(3)] for kind in Kind}
EVERYBODY = (Person, User)


@given(st.randoms(use_true_random=False), st.sampled_from(REGISTER))
def test_a_state_reads_as_it_was_written(random: Random, cls: type[Record]) -> None:
    record = record_of(cls, "one", "acme", IDS, random)
    assert decode(cls.KIND, VERSION, encode(record)) == journalled(record)


@pytest.mark.parametrize("cls", CLASSES.values())
def test_a_full_state_reads_as_it_was_written(cls: type[Record]) -> None:
    record = filled(cls)
    text = encode(record)
    assert decode(cls.KIND, VERSION, text) == journalled(record)
    assert encode(decode(cls.KIND, VERSION, text)) == text


@pytest.mark.parametrize("cls", CLASSES.values())
def test_keys_are_sorted_at_every_depth(cls: type[Record]) -> None:
    def keys(value: Any) -> Iterator[list[str]]:
        if isinstance(value, dict):
            yield list(value)
        for part in value.values() if isinstance(value, dict) else value:
            if isinstance(part, dict | list):
                yield from keys(part)

    for found in keys(msgspec.json.decode(encode(filled(cls)))):
        assert found == sorted(found)


def test_what_is_unknown_is_not_in_the_text() -> None:
    assert encode(build(Party)) == '{"id":"vendor","name":"Vendor"}'
    assert encode(build(Party, regimes=[])) == '{"id":"vendor","name":"Vendor","regimes":[]}'


def test_text_is_written_as_it_is() -> None:
    assert encode(build(Party, name="Café \N{GRINNING FACE}")) == (
        '{"id":"vendor","name":"Café \N{GRINNING FACE}"}'
    )


@pytest.mark.parametrize("cls", EVERYBODY)
def test_what_identifies_people_is_never_in_the_text(cls: type[Record]) -> None:
    record = filled(cls)
    text = encode(record)
    state = msgspec.json.decode(text)
    for name in personal(cls):
        assert name not in state
        assert str(getattr(record, name)) not in text
    assert journalled(record) != record
    assert all(getattr(journalled(record), name) is None for name in personal(cls))


def test_other_records_are_journalled_as_they_are() -> None:
    record = filled(System)
    assert journalled(record) is record


def test_a_state_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ValueError, match="newer version"):
        decode(Kind.PARTY, VERSION + 1, encode(build(Party)))


@pytest.mark.parametrize(
    "text",
    ['{"id":"a"}', '{"id":"a","name":"A","colour":"red"}', "[]", "{"],
)
def test_a_text_that_is_no_such_record_is_refused(text: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(Kind.PARTY, VERSION, text)


def test_an_earlier_version_is_brought_up_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def first(kind: Kind, state: dict[str, Any]) -> dict[str, Any]:
        return {"id": state["id"], "title": state["label"]} if kind is Kind.PARTY else state

    def second(kind: Kind, state: dict[str, Any]) -> dict[str, Any]:
        return {"id": state["id"], "name": state["title"]} if kind is Kind.PARTY else state

    monkeypatch.setattr(upgrade, "STEPS", (first, second))
    monkeypatch.setattr("ropa.records.codec.VERSION", 3)
    assert decode(Kind.PARTY, 1, '{"id":"vendor","label":"Vendor"}') == build(Party)
    assert decode(Kind.PARTY, 2, '{"id":"vendor","title":"Vendor"}') == build(Party)
    assert decode(Kind.PARTY, 3, '{"id":"vendor","name":"Vendor"}') == build(Party)


def test_days_and_words_of_an_earlier_version_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "STEPS", (*upgrade.STEPS, lambda kind, state: state))
    monkeypatch.setattr("ropa.records.codec.VERSION", VERSION + 1)
    for cls in REGISTER:
        record = filled(cls)
        assert decode(cls.KIND, VERSION, encode(record)) == journalled(record)


def test_days_are_written_as_days() -> None:
    record = filled(CLASSES[Kind.DOCUMENT])
    state = msgspec.json.decode(encode(record))
    assert datetime.date.fromisoformat(state["date"]) == datetime.date(2026, 11, 23)
