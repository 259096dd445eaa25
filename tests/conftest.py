import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.databases import Databases, SQLite, postgresql, scratch

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Each kind of database the product runs on."""
    if request.param == "sqlite":
        with scratch() as folder:
            yield SQLite(folder)
    else:
        with postgresql() as server:
            yield server


@pytest.fixture(scope="session")
def migrated_url(databases: Databases) -> str:
    """The database that `database_url` copies; never to be written to."""
    from ropa.store.migrate import upgrade

    url = databases.create()
    upgrade(url)
    return url


@pytest.fixture
def empty_url(databases: Databases) -> Iterator[str]:
    """A fresh database without tables."""
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture
def database_url(databases: Databases, migrated_url: str) -> Iterator[str]:
    """A fresh database with the current tables."""
    url = databases.copy(migrated_url)
    yield url
    databases.drop(url)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Ask of one database what only reads pages.

    A register is the same value whatever it was read from, which the tests of the store hold; and
    that every page answers on either database, those of access.
    """
    again = [
        item
        for item in items
        if item.get_closest_marker("one_database")
        and isinstance(item, pytest.Function)
        and getattr(item, "callspec", None) is not None
        and item.callspec.params.get("databases") == "postgresql"
    ]
    if again:
        left = set(again)
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=again)
