"""The server as the README starts it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from ropa.cli import cli
from tests.cli.conftest import OCKTRA

ROOT = OCKTRA.parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(url: str, *arguments: str, said: Path = Path(os.devnull)) -> Iterator[str]:
    """Run the server until it answers; give its address. What it says goes to a file."""
    port = free_port()
    env = {**os.environ, "ROPA_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "ropa", "serve", "--port", str(port), *arguments]
    with (
        said.open("w") as output,
        subprocess.Popen(command, env=env, stdout=output) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server)
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) == 0


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def test_it_serves_an_empty_catalogue_then_loads_and_keeps_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ropa.db'}"
    with serving(url) as address:
        assert "scripts/ropa load" in get(f"{address}/")
    with serving(url, "--with", str(OCKTRA)) as address:
        assert "Sentry" in get(f"{address}/legal/subprocessors")
    with serving(url, "--with", str(OCKTRA)) as address:
        page = get(f"{address}/legal/subprocessors")
        for word in ("AWS", "Global", "Hosting &amp; storage", "Brevo", "Transactional email"):
            assert word in page


def test_it_says_how_to_become_administrator_until_somebody_is(tmp_path: Path) -> None:
    url, said = f"sqlite:///{tmp_path / 'ropa.db'}", tmp_path / "said"
    with serving(url, "--with", str(OCKTRA), said=said) as address:
        (link,) = re.findall(rf"{address}/first/\S+", said.read_text())
        assert "The first administrator" in get(link)
    CliRunner().invoke(
        cli,
        ["user", "add", "ann@b.example", "--role", "dpo", "--password", "a good password"],
        env={"ROPA_DATABASE_URL": url},
        catch_exceptions=False,
    )
    with serving(url, said=said):
        assert "/first/" not in said.read_text()


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        env = {**os.environ, "ROPA_DATABASE_URL": f"sqlite:///{tmp_path / 'ropa.db'}"}
        command = [sys.executable, "-m", "ropa", "serve", "--port", port]
        done = subprocess.run(
            command,
            env={**env, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "Is it running already?" in done.stderr
    assert len(done.stderr.splitlines()) == 1
