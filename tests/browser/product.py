"""The product as the README starts it, on a database of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ropa.store.home import ROOT
from tests.databases import scratch


@dataclass
class Product:
    """The product as it runs: its address, the link of the first administrator, its settings."""

    address: str
    first: str
    env: dict[str, str]

    def run(self, *arguments: str) -> None:
        """Run a command on its database."""
        command = [ROOT / "scripts" / "ropa", *arguments]
        subprocess.run(command, env=self.env, check=True, capture_output=True, text=True)


@contextmanager
def running() -> Iterator[Product]:
    """Run `scripts/serve --with data/ocktra` until it answers, and stop it in the end."""
    with scratch() as folder:
        env = {**os.environ, "ROPA_DATABASE_URL": f"sqlite:///{folder}/ropa.db"}
        port = _free_port()
        command = [ROOT / "scripts" / "serve", "--with", "data/ocktra", "--port", str(port)]
        server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            yield Product(f"http://127.0.0.1:{port}", _first(server), env)
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)


def _first(server: subprocess.Popen[str]) -> str:
    """Read the link that the server prints, and wait until it answers."""
    said = ""
    assert server.stdout is not None
    for line in server.stdout:
        said += line
        if found := re.search(r"http://127\.0\.0\.1:(\d+)(/first/\S+)", line):
            _wait(int(found[1]), server)
            return found[2]
    raise AssertionError(said)


def _wait(port: int, server: subprocess.Popen[str]) -> None:
    for _ in range(300):
        assert server.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
