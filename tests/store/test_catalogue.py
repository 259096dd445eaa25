"""The register a process keeps: fresh, shared, and cheap to ask for."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from ropa.core.change import Put
from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.records.purpose import Purpose
from ropa.store.apply import apply
from ropa.store.catalogue import Catalogue
from ropa.store.engine import snapshot
from ropa.store.load import load
from ropa.vocabulary import Kind
from tests.build import build
from tests.store.batches import START, applied

LATER = START + datetime.timedelta(days=1)


def test_it_is_one_small_query_where_nothing_changed(filled: Session, engine: Engine) -> None:
    catalogue = Catalogue()
    first = catalogue.now(filled)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(str(args[2])))
    assert catalogue.now(filled) is first
    assert len(statements) == 1
    assert "journal_head" in statements[0]


def test_it_replays_only_what_is_new(filled: Session) -> None:
    catalogue = Catalogue()
    first = catalogue.now(filled)
    applied(apply(filled, "ann", [Put(build(Purpose, id="new"))], None, LATER))
    second = catalogue.now(filled)
    assert second == load(filled.connection())
    assert second.stamps == load(filled.connection()).stamps
    assert second.activities["a1"] is first.activities["a1"]
    assert "new" not in first.purposes


def test_another_database_in_its_place_is_read_afresh(filled: Session) -> None:
    catalogue = Catalogue()
    catalogue.now(filled)
    applied(apply(filled, "ann", [Put(build(Purpose, id="lost"))], None, LATER))
    assert "lost" in catalogue.now(filled).purposes
    # As after a restored backup: the journal is shorter and goes another way.
    connection = filled.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER journal_entry_undeleted"))
    else:
        connection.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER USER"))
    head = connection.execute(text("SELECT max(sequence) FROM journal_entry")).scalar()
    connection.execute(text(f"DELETE FROM journal_entry WHERE sequence = {head}"))
    connection.execute(text("DELETE FROM purpose WHERE id = 'lost'"))
    connection.execute(
        text(
            "UPDATE journal_head SET (sequence, hash, instant) = (SELECT sequence, hash, instant "
            "FROM journal_entry ORDER BY sequence DESC LIMIT 1)"
        )
    )
    filled.commit()
    applied(apply(filled, "ann", [Put(build(Purpose, id="found"))], None, LATER))
    register = catalogue.now(filled)
    assert "lost" not in register.purposes
    assert "found" in register.purposes


def test_an_earlier_moment_is_kept(filled: Session) -> None:
    catalogue = Catalogue()
    then = catalogue.now(filled).moment.sequence
    base = catalogue.now(filled).stamps[Kind.ACTIVITY, "a1"].sequence
    applied(apply(filled, "ann", [Put(build(Activity, name="New"), base)], None, LATER))
    earlier = catalogue.as_of(filled, then)
    assert earlier.activities["a1"].name == "Billing customers"
    assert catalogue.as_of(filled, then) is earlier


def test_threads_share_it_while_another_writes(filled: Session, engine: Engine) -> None:
    catalogue = Catalogue()
    batches = 20

    def write() -> None:
        with Session(engine) as session:
            for number in range(batches):
                pair = [Put(build(Purpose, id=f"p{number}-{half}")) for half in ("left", "right")]
                applied(apply(session, "ann", pair, None, LATER))

    def read(_: int) -> list[Register]:
        seen = []
        with Session(engine) as session:
            for _round in range(batches):
                seen.append(catalogue.now(session))
                session.rollback()
        return seen

    with ThreadPoolExecutor(5) as pool:
        writer = pool.submit(write)
        readers = list(pool.map(read, range(4)))
        writer.result()
    for seen in readers:
        sequences = [register.moment.sequence for register in seen]
        assert sequences == sorted(sequences)
        for register in seen:
            left = sum(id.endswith("left") for id in register.purposes)
            assert left == sum(id.endswith("right") for id in register.purposes)
    filled.rollback()
    assert catalogue.now(filled) == load(filled.connection())


def test_a_session_that_began_earlier_does_not_turn_it_back(
    filled: Session, engine: Engine
) -> None:
    catalogue = Catalogue()
    with Session(engine, autoflush=False) as early:
        snapshot(early).execute(text("SELECT count(*) FROM journal_entry"))
        applied(apply(filled, "ann", [Put(build(Purpose, id="new"))], None, LATER))
        newest = catalogue.now(filled)
        assert catalogue.now(early) is newest
        assert catalogue.now(filled) is newest
