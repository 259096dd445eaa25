"""The journal gives back every register there ever was."""

from __future__ import annotations

import datetime
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ropa.core.change import Put
from ropa.core.register import Register
from ropa.export.context import Context
from ropa.export.export import export_of
from ropa.export.json import json_of
from ropa.store.apply import apply
from ropa.store.engine import open_engine
from ropa.store.home import LAW
from ropa.store.journal import sequence_at, text_of, verify_journal
from ropa.store.load import differences, from_rows, load, refresh
from tests.databases import Databases
from tests.store.batches import applied, foundation, instants, random_batch, unnamed
from tests.web.conftest import read_once

DAY = datetime.date(2026, 11, 25)


# Without shrinking: an example is a long history, and its seed is all one needs to repeat it.
@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_moment_comes_back(databases: Databases, migrated_url: str, seed: int) -> None:
    random = Random(seed)
    url = databases.copy(migrated_url)
    engine = open_engine(url)
    captured: list[tuple[int, datetime.datetime, Register]] = []
    try:
        with Session(engine) as session:
            clock = instants()
            changes = tuple(Put(record) for record in foundation())
            kept = load(session.connection())
            for _ in range(8):
                at = next(clock)
                outcome = applied(apply(session, "dpo", changes, None, at))
                kept = refresh(session.connection(), kept)
                captured.append((outcome.sequence, at, kept))
                changes = random_batch(kept, random)
            connection = session.connection()
            for sequence, at, register in captured:
                assert sequence_at(connection, text_of(at)) == sequence
                earlier = load(connection, sequence)
                assert unnamed(earlier) == unnamed(register)
                assert earlier.stamps == register.stamps
                assert earlier.moment == register.moment
            cold = load(connection)
            assert cold == kept == from_rows(connection)
            assert differences(connection) == []
            assert verify_journal(connection) is None
    finally:
        engine.dispose()
        databases.drop(url)


@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=1,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_an_export_of_any_moment_has_the_same_bytes_as_then(
    databases: Databases, migrated_url: str, seed: int
) -> None:
    random, law = Random(seed), read_once(LAW)
    url = databases.copy(migrated_url)
    engine = open_engine(url)
    exported: list[tuple[int, bytes]] = []

    def export(register: Register) -> bytes:
        # People are named as they are today; the moment says the rest.
        named = Register.of(unnamed(register), register.moment)
        context = Context(DAY, register.moment.instant, "1.2.3")
        return json_of(export_of(named, None, context, law))

    try:
        with Session(engine) as session:
            kept = load(session.connection())
            changes = tuple(Put(record) for record in foundation())
            for _, at in zip(range(101), instants(), strict=False):
                outcome = applied(apply(session, "dpo", changes, None, at))
                kept = refresh(session.connection(), kept)
                exported.append((outcome.sequence, export(kept)))
                changes = random_batch(kept, random)
            connection = session.connection()
            for sequence, content in exported:
                assert export(load(connection, sequence)) == content
    finally:
        engine.dispose()
        databases.drop(url)
    # A batch may put back what stands there already.
    changed = {content for _, content in exported}
    assert len(changed) > len(exported) - 10
