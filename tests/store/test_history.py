"""The journal gives back every register there ever was."""

from __future__ import annotations

import datetime
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ropa.core.change import Put
from ropa.core.register import Register
from ropa.store.apply import apply
from ropa.store.engine import open_engine
from ropa.store.journal import sequence_at, text_of, verify_journal
from ropa.store.load import differences, from_rows, load, refresh
from tests.databases import Databases
from tests.store.batches import applied, foundation, instants, random_batch, unnamed


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
