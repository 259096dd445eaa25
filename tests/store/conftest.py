from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ropa.core.change import Put
from ropa.store.apply import apply
from ropa.store.engine import open_engine
from tests.store.batches import START, applied, foundation


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A fresh catalogue, without records."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on the fresh catalogue."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def filled(session: Session) -> Session:
    """A session on a catalogue with a record of every kind in two organisations."""
    applied(apply(session, "dpo", [Put(record) for record in foundation()], "begin", START))
    return session
