"""How the database is opened, so that no write is lost and no reader waits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

WRITES = "ropa_writes"
"""The execution option of a connection that is about to write."""

_PRAGMAS = (
    "PRAGMA busy_timeout = 30000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


def open_engine(url: str) -> Engine:
    """Make an engine of its own, for the command line and for tests."""
    engine = create_engine(url)
    prepare(engine)
    return engine


def prepare(engine: Engine) -> None:
    """Give an engine the catalogue's ways of opening and beginning. Call it once, before use."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def snapshot(session: Session) -> Connection:
    """Begin a transaction whose every query sees the one state of the database it began with.

    What the session had open for reading ends.
    """
    session.rollback()
    bind = session.get_bind()
    whole = {} if bind.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    return session.connection(execution_options=whole)


def is_sqlite(url: str) -> bool:
    """Whether a database URL names an SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def _open_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions begin too late to keep two writers apart.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
