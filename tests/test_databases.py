from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

TABLES = (
    "CREATE TABLE party (id TEXT PRIMARY KEY)",
    """CREATE TABLE engagement (
        id TEXT PRIMARY KEY,
        party TEXT REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED
    )""",
)


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    engine = create_engine(empty_url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(
            engine, "connect", lambda driver, record: driver.execute("PRAGMA foreign_keys=ON")
        )
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(table))
    yield engine
    engine.dispose()


def test_the_server_is_the_real_one(engine: Engine) -> None:
    question = {"sqlite": "sqlite_version()", "postgresql": "version()"}[engine.dialect.name]
    with engine.connect() as connection:
        version = connection.execute(text(f"SELECT {question}")).scalar_one()
    assert version.startswith({"sqlite": "3.", "postgresql": "PostgreSQL 18"}[engine.dialect.name])


def test_a_reference_may_precede_what_it_names_until_the_commit(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO engagement VALUES ('hosting', 'acme')"))
        connection.execute(text("INSERT INTO party VALUES ('acme')"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("INSERT INTO engagement VALUES ('support', 'nobody')"))


@pytest.mark.parametrize("attempt", [1, 2])
def test_each_test_has_its_own_database(engine: Engine, attempt: int) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO party VALUES ('acme')"))


def test_a_copy_holds_what_the_original_held(databases, empty_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO party VALUES ('acme')"))
    copy = create_engine(databases.copy(empty_url), poolclass=NullPool)
    with copy.connect() as connection:
        assert connection.execute(text("SELECT id FROM party")).scalars().all() == ["acme"]
    databases.drop(copy.url.render_as_string(hide_password=False))
