"""Bringing a database to the present tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select

from ropa.store.engine import WRITES, open_engine

_LOCK = 30_2018
"""The advisory lock of the migrations; any number that is always the same."""

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database of a URL to a revision, making its tables where it is new."""
    engine = open_engine(url)
    try:
        upgrade_engine(engine, revision)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine, revision: str = "head") -> None:
    """Bring an open database to a revision; whole or not at all."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    if revision == "head" and _is_present(engine, config):
        return
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            # Of several processes that find a new database, one makes the tables.
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _is_present(engine: Engine, config: Config) -> bool:
    """Whether nothing is to be done: a check must not take the lock of a writer."""
    with engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    return set(heads) == set(ScriptDirectory.from_config(config).get_heads())
