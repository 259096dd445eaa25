from __future__ import annotations

import socket
import stat
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ropa import app as application
from ropa.store.home import ROOT
from ropa.store.law import BrokenLaw
from tests.web.conftest import Site


def test_a_secret_key_is_made_once_and_kept_to_the_owner(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: application.secret_key(folder), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    (kept,) = folder.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_broken_law_data_stops_the_application_with_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROPA_SECRET_KEY", "a key for tests")
    (tmp_path / "countries.yml").write_text("countries: [{code: NOWHERE}]\n")
    with pytest.raises(BrokenLaw, match=r"countries\.yml"):
        application.create_app("sqlite://", law=tmp_path)


def test_the_pool_serves_every_thread(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with site.app.app_context():
        sqlite = application.db.engine.dialect.name == "sqlite"
    monkeypatch.setenv("ROPA_POOL_SIZE", "3")
    options = application._pool(str(site.app.config["SQLALCHEMY_DATABASE_URI"]))
    assert options == ({} if sqlite else {"pool_size": 3, "max_overflow": 0, "pool_pre_ping": True})
    with ThreadPoolExecutor(16) as threads:
        codes = threads.map(lambda _: site.app.test_client().get("/").status_code, range(64))
        assert set(codes) == {200}


def test_the_factory_runs_under_the_server(database_url: str, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"),
        *("--port", str(port), "--blocking-threads", "8", "ropa.app:create_app"),
    ]
    environment = {
        "PYTHONPATH": str(ROOT),
        "ROPA_DATABASE_URL": database_url,
        "ROPA_SECRET_KEY": "a key for tests",
    }
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=tmp_path)
    try:
        assert "Nothing is recorded here yet" in ask(f"http://127.0.0.1:{port}/", server)
    finally:
        server.terminate()
        server.wait(10)


def ask(address: str, server: subprocess.Popen[bytes]) -> str:
    """Read a page as soon as the server answers."""
    for _ in range(200):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
