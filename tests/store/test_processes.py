"""Many processes on one catalogue, and processes killed at any moment."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe

from sqlalchemy.orm import Session

from ropa.core.change import Change, Conflicts, Put
from ropa.core.journal import Entry
from ropa.records.activity import Activity
from ropa.records.purpose import Purpose
from ropa.store.apply import apply
from ropa.store.engine import is_sqlite, open_engine, snapshot
from ropa.store.journal import entries, verify_journal
from ropa.store.load import differences, load
from ropa.store.migrate import upgrade
from ropa.vocabulary import Kind
from tests.build import build
from tests.store.batches import applied, foundation

FORK = multiprocessing.get_context("fork")
NOW = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
A1 = (Kind.ACTIVITY, "a1")


def _in_child(work: Callable[..., None], *args: object) -> multiprocessing.process.BaseProcess:
    child = FORK.Process(target=work, args=args)
    child.start()
    return child


def _write_many(url: str, name: str, rounds: int) -> None:
    """Add purposes of one's own, and count up on the one activity all write to."""
    engine = open_engine(url)
    with Session(engine) as session:
        for number in range(rounds):
            own = [Put(build(Purpose, id=f"{name}-{number}-{part}")) for part in range(3)]
            applied(apply(session, name, own, None, NOW))
            while True:
                register = load(session.connection())
                count = int(register.activities["a1"].note or "0") + 1
                change = Put(build(Activity, note=str(count)), register.stamps[A1].sequence)
                if not isinstance(apply(session, name, [change], None, NOW), Conflicts):
                    break


def test_many_processes_lose_nothing_and_keep_one_chain(database_url: str) -> None:
    processes, rounds = (4, 10) if is_sqlite(database_url) else (8, 10)
    engine = open_engine(database_url)
    with Session(engine) as session:
        applied(apply(session, "dpo", [Put(record) for record in foundation()], None, NOW))
        session.rollback()
        engine.dispose()
        writers = [
            _in_child(_write_many, database_url, f"w{number}", rounds)
            for number in range(processes)
        ]
        while any(writer.is_alive() for writer in writers):
            assert verify_journal(snapshot(session)) is None
            assert differences(snapshot(session)) == []
            session.rollback()
        for writer in writers:
            writer.join(300)
            assert writer.exitcode == 0
        register = load(session.connection())
        assert register.activities["a1"].note == str(processes * rounds)
        wanted = {
            f"w{p}-{n}-{i}" for p in range(processes) for n in range(rounds) for i in range(3)
        }
        assert wanted <= register.purposes.keys()
        assert verify_journal(session.connection()) is None
        assert differences(session.connection()) == []
        for batch in _batches(list(entries(session.connection()))).values():
            assert len({entry.actor for entry in batch}) == 1
    engine.dispose()


def _batches(found: list[Entry]) -> dict[int, list[Entry]]:
    batches: dict[int, list[Entry]] = {}
    for entry in found:
        batches.setdefault(entry.batch, []).append(entry)
    return batches


KILLS = 200
PER_BATCH = 5


def _write_until_killed(url: str, pipe: Pipe, life: int) -> None:
    """Write batches of five, and say of each that it is stored only when `apply` has said so."""
    engine = open_engine(url)
    with Session(engine) as session:
        load(session.connection())
        pipe.send("ready")
        for number in range(1_000_000):
            name = f"k{life}-{number}"
            changes: list[Change] = [
                Put(build(Purpose, id=f"{name}-{part}", name=name)) for part in range(PER_BATCH - 1)
            ]
            data = [{"data": "contact", "purposes": [f"{name}-0"]}]
            purposes = [{"purpose": f"{name}-0", "bases": ["consent"]}]
            changes.append(Put(build(Activity, id=name, purposes=purposes, data=data)))
            applied(apply(session, name, changes, None, NOW))
            pipe.send(name)


def test_killed_at_any_moment_a_batch_is_there_whole_or_not_at_all(database_url: str) -> None:
    chance = random.Random(20260105)
    engine = open_engine(database_url)
    with Session(engine) as session:
        applied(apply(session, "dpo", [Put(record) for record in foundation()], None, NOW))
    engine.dispose()
    acknowledged: set[str] = set()
    for life in range(KILLS):
        acknowledged |= _one_life(database_url, life, chance.uniform(0, 0.06))
    with Session(engine) as session:
        connection = session.connection()
        assert verify_journal(connection) is None
        assert differences(connection) == []
        found = _batches([e for e in entries(connection) if e.actor.startswith("k")])
        register = load(connection)
    assert {len(batch) for batch in found.values()} == {PER_BATCH}
    stored = {batch[0].actor for batch in found.values()}
    assert acknowledged <= stored
    # What was stored without having been acknowledged is at most the one batch a life ends in.
    assert len(stored - acknowledged) <= KILLS
    assert stored <= register.activities.keys()
    engine.dispose()


def _one_life(url: str, life: int, seconds: float) -> set[str]:
    """Let a writer run for a while, kill it, and give the batches it was told are stored."""
    mine, its = FORK.Pipe(duplex=False)
    child = _in_child(_write_until_killed, url, its, life)
    its.close()
    assert mine.recv() == "ready"
    time.sleep(seconds)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    said = set()
    try:
        while mine.poll():
            said.add(mine.recv())
    except EOFError:
        pass
    mine.close()
    return said


def test_processes_that_find_a_new_database_make_its_tables_once(empty_url: str) -> None:
    makers = [_in_child(upgrade, empty_url) for _ in range(4)]
    for maker in makers:
        maker.join(120)
        assert maker.exitcode == 0
    engine = open_engine(empty_url)
    with Session(engine) as session:
        assert verify_journal(session.connection()) is None
    engine.dispose()
