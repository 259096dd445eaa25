"""A real browser on a real server with a real database."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from werkzeug.serving import make_server

from ropa.records.base import Record
from ropa.store.migrate import upgrade
from tests.browser.visit import Visit
from tests.databases import SQLite, scratch
from tests.web.conftest import Site, example, spare

__all__ = ["example"]

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser tests out, in words, where there is no browser; never in CI."""
    if shutil.which("chromium") or os.environ.get("CI"):
        return
    left_out = pytest.mark.skip(reason="browser tests left out: there is no chromium")
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(left_out)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's browser; each test has a context of its own in it."""
    found = shutil.which("chromium")
    assert found, "CI needs Debian's chromium: scripts/test installs it where it may"
    browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def files() -> Iterator[SQLite]:
    with scratch() as folder:
        yield SQLite(folder)


@pytest.fixture(scope="session")
def migrated_file(files: SQLite) -> str:
    """The database that `live` copies; never to be written to."""
    url = files.create()
    upgrade(url)
    return url


@pytest.fixture
def live(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: SQLite, migrated_file: str
) -> Iterator[Site]:
    """An empty catalogue, served; `live.address` says where."""
    monkeypatch.setenv("ROPA_SECRET_KEY", "a key for tests")
    monkeypatch.setenv("ROPA_SIGNING_KEYS", str(tmp_path / "signing-keys"))
    spare(monkeypatch)
    url = files.copy(migrated_file)
    site = Site(url)
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    thread.join()
    server.server_close()
    site.close()
    files.drop(url)


@pytest.fixture
def served(live: Site, example: tuple[Record, ...]) -> Site:
    """The example register, served."""
    live.put(*example)
    return live


@pytest.fixture
def visit(chromium: Browser, live: Site) -> Iterator[Visit]:
    """A visitor of the served catalogue; whatever the browser complains of fails the test."""
    visit = Visit(chromium, live.address)
    yield visit
    visit.close()
