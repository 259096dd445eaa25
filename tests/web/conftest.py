from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.pool import QueuePool

from ropa import app as application
from ropa.core.change import Applied, Delete, Put
from ropa.core.register import Key
from ropa.importing.files import parse_folder
from ropa.records.base import Record
from ropa.store import accounts
from ropa.store.apply import apply
from ropa.store.home import LAW, ROOT
from ropa.store.law import read_law, read_texts
from ropa.web.parts import NAME

MONDAY = datetime.datetime(2026, 11, 23, 9, 30, tzinfo=datetime.UTC)

CHEAP = PasswordHasher(1, 8, 1)

read_once = cache(read_law)


def spare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the application cost less in a test, and do the same."""
    # A real hash that costs less: people sign in very often here.
    monkeypatch.setattr(accounts, "_HASHER", CHEAP)
    monkeypatch.setattr(accounts, "_NOBODY", CHEAP.hash("nobody"))
    # The files are the real ones; they are only not read anew for each test.
    monkeypatch.setattr(application, "read_law", read_once)


class Compiled(BytecodeCache):
    """Templates that an application compiled, for the others."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Site:
    """An application on a real database, with a clock that the test sets.

    `address` is where it is served, if it is.
    """

    address: str

    def __init__(self, url: str) -> None:
        self.app = application.create_app(url)
        self.app.jinja_env.bytecode_cache = COMPILED
        self.now = MONDAY
        self.app.config["NOW"] = lambda: self.now
        self.client = self.app.test_client()

    def put(self, *records: Record) -> None:
        """Store new or changed records in one batch, now."""
        with self.app.app_context():
            stamps = self.app.extensions[NAME].register().stamps
            changes = []
            for record in records:
                stamp = stamps.get((record.KIND, record.id))
                changes.append(Put(record, stamp.sequence if stamp else None))
            self._apply(changes)

    def delete(self, *keys: Key) -> None:
        """Delete records in one batch, now."""
        with self.app.app_context():
            stamps = self.app.extensions[NAME].register().stamps
            self._apply([Delete(*key, stamps[key].sequence) for key in keys])

    def _apply(self, changes: list[Put | Delete]) -> None:
        outcome = apply(application.db.session(), "tester", changes, None, self.now)
        assert isinstance(outcome, Applied), outcome

    def later(self, **period: float) -> None:
        """Let time pass."""
        self.now += datetime.timedelta(**period)

    def close(self) -> None:
        """Let the database go; nothing may hold a connection to it any more."""
        self.app.extensions[NAME].workshop.close()
        with self.app.app_context():
            application.db.session.remove()
            pool = application.db.engine.pool
            assert not (isinstance(pool, QueuePool) and pool.checkedout()), pool.status()
            application.db.engine.dispose()


@pytest.fixture
def site(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    """An empty catalogue."""
    monkeypatch.setenv("ROPA_SECRET_KEY", "a key for tests")
    monkeypatch.setenv("ROPA_SIGNING_KEYS", str(tmp_path / "signing-keys"))
    spare(monkeypatch)
    site = Site(database_url)
    yield site
    site.close()


@pytest.fixture(scope="session")
def example() -> tuple[Record, ...]:
    """The records of the example register."""
    register, problems = parse_folder(read_texts(ROOT / "data" / "ocktra"), read_once(LAW))
    assert register is not None, problems
    return tuple(register)


@pytest.fixture
def ocktra(site: Site, example: tuple[Record, ...]) -> Site:
    """A catalogue with the example register."""
    site.put(*example)
    return site
