"""A database that cannot be used, told in words."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from ropa.store.engine import open_engine
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("somewhere", "does not name a database"),
        ("oracle+nothing://x", "does not name a database"),
        ("sqlite://", "does not name a database"),
        ("sqlite:///:memory:", "does not name a database"),
        ("postgresql+psycopg://u@h:abc/x", "does not name a database"),
        ("sqlite:////no/such/folder/ropa.db", "cannot be opened: unable to open database file"),
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "cannot be opened: "),
    ],
)
def test_a_database_that_is_not_there(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setenv("ROPA_DATABASE_URL", url)
    output = run("journal", "verify", code=1).output
    assert words in output
    assert "Traceback" not in output


def test_a_database_of_a_newer_version_is_left_alone(loaded: Run, empty_url: str) -> None:
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert "newer version" in loaded("journal", "verify", code=1).output
