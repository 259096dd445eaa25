"""What earlier versions wrote is read today, and stays as it was written."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Date, MetaData, Table, insert
from sqlalchemy.orm import Session

from ropa.core.change import Put
from ropa.records.codec import decode, encode
from ropa.records.spec import CLASSES
from ropa.records.system import System
from ropa.records.upgrade import VERSION
from ropa.store.apply import apply
from ropa.store.engine import open_engine
from ropa.store.journal import entries, verify_journal
from ropa.store.load import differences, from_rows, load
from ropa.store.migrate import upgrade
from ropa.vocabulary import Action, Kind, Operator
from tests.build import build
from tests.store.batches import START, applied

CORPUS = Path(__file__).parents[1] / "corpus"
REVISIONS = {1: "0001", 2: "0005"}
"""The last revision of the tables at each version of the records."""

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module", params=REVISIONS)
def version(request: pytest.FixtureRequest) -> int:
    """Each version of the records before the present one."""
    assert list(REVISIONS) == list(range(1, VERSION))
    number: int = request.param
    return number


@pytest.fixture(scope="module")
def corpus(version: int) -> Rows:
    """The rows of a catalogue last written by that version, by table."""
    rows: Rows = json.loads((CORPUS / f"v{version}.json").read_text("utf-8"))
    return rows


@pytest.fixture
def upgraded(empty_url: str, corpus: Rows, version: int) -> Iterator[Session]:
    """That catalogue, made at its own revision and brought to the present one."""
    upgrade(empty_url, REVISIONS[version])
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        metadata = MetaData()
        metadata.reflect(connection)
        connection.execute(
            metadata.tables["journal_head"].update().values(corpus["journal_head"][0])
        )
        for name, rows in corpus.items():
            if name != "journal_head":
                _fill(connection, metadata.tables[name], rows)
    engine.dispose()
    upgrade(empty_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def _fill(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    days = {column.name for column in table.c if isinstance(column.type, Date)}
    typed = [
        {k: datetime.date.fromisoformat(v) if v and k in days else v for k, v in row.items()}
        for row in rows
    ]
    connection.execute(insert(table), typed)


def test_the_corpus_holds_every_kind_and_both_sorts_of_system(corpus: Rows, version: int) -> None:
    states = [row for row in corpus["journal_entry"] if row["state"]]
    assert {row["kind"] for row in states} == {kind.value for kind in CLASSES}
    assert {row["version"] for row in states} == {*range(1, version + 1), 0}
    systems = [json.loads(row["state"]) for row in states if row["kind"] == "system"]
    assert {"engagement" in state for state in systems} == {True, False}


def test_every_state_of_an_earlier_version_is_read(corpus: Rows) -> None:
    for row in corpus["journal_entry"]:
        if row["state"] and row["action"] != "redacted":
            record = decode(Kind(row["kind"]), row["version"], row["state"])
            assert decode(record.KIND, VERSION, encode(record)) == record


def test_a_system_of_version_1_says_who_operates_it_only_where_it_named_one() -> None:
    state = '{"id":"crm","name":"CRM","organisation":"acme"'
    named = decode(Kind.SYSTEM, 1, state + ',"engagement":"hosting"}')
    unnamed = decode(Kind.SYSTEM, 1, state + "}")
    assert isinstance(named, System)
    assert isinstance(unnamed, System)
    assert named.operated_by is Operator.ENGAGEMENT
    assert unnamed.operated_by is None


def test_an_upgraded_catalogue_is_whole(upgraded: Session, corpus: Rows) -> None:
    connection = upgraded.connection()
    assert verify_journal(connection) is None
    assert differences(connection) == []
    register = load(connection)
    assert register == from_rows(connection)
    assert register.systems["crm"].operated_by is Operator.ENGAGEMENT
    assert register.systems["own"].operated_by is None
    written = {row["sequence"]: row["state"] for row in corpus["journal_entry"]}
    assert {entry.sequence: entry.state for entry in entries(connection)} == written


def test_an_upgraded_catalogue_is_written_to_at_the_present_version(upgraded: Session) -> None:
    register = load(upgraded.connection())
    base = register.stamps[Kind.SYSTEM, "own"].sequence
    change = Put(build(System, id="own", name="Ledger", operated_by="own"), base)
    applied(apply(upgraded, "dpo", [change], None, START))
    last = list(entries(upgraded.connection()))[-1]
    assert (last.action, last.version) == (Action.CHANGED, VERSION)
    assert verify_journal(upgraded.connection()) is None
    assert differences(upgraded.connection()) == []
    earlier = load(upgraded.connection(), register.moment.sequence)
    assert earlier.systems["own"] == register.systems["own"]


def test_bringing_it_up_to_date_twice_changes_nothing(empty_url: str) -> None:
    upgrade(empty_url)
    upgrade(empty_url)
