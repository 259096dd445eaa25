from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from ropa.cli import cli, desk
from ropa.store.engine import open_engine
from tests.databases import Databases
from tests.web.conftest import read_once, spare

OCKTRA = Path(__file__).parents[2] / "data" / "ocktra"

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def spared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands cost less in a test, and do the same."""
    spare(monkeypatch)
    monkeypatch.setattr(desk, "read_law", read_once)


@pytest.fixture
def run(empty_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command on a database that does not have its tables yet."""
    monkeypatch.setenv("ROPA_DATABASE_URL", empty_url)
    monkeypatch.setenv("ROPA_SIGNING_KEYS", str(tmp_path / "signing-keys"))

    def run(*arguments: str, code: int = 0, typed: str | None = None) -> Result:
        result = CliRunner().invoke(cli, arguments, input=typed)
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


@pytest.fixture
def folder_run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command that reads a folder: where there is no database, and none can be made."""
    monkeypatch.setenv("ROPA_DATABASE_URL", "sqlite:////dev/null/no/ropa.db")

    def run(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


@pytest.fixture(scope="session")
def loaded_url(databases: Databases) -> str:
    """The database that `loaded` copies; never to be written to."""
    url = databases.create()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROPA_DATABASE_URL", url)
        result = CliRunner().invoke(cli, ("load", str(OCKTRA)))
    assert result.exit_code == 0, result.output
    return url


@pytest.fixture
def loaded(run: Run, databases: Databases, loaded_url: str, empty_url: str) -> Run:
    """Run a command on a catalogue with Ocktra's register."""
    databases.copy(loaded_url, empty_url)
    return run


def behind(url: str, statement: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER journal_entry_kept"))
        else:
            connection.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER USER"))
        connection.execute(text(statement))
    engine.dispose()
