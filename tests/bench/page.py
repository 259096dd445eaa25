"""The public page on the server, and the floor under it on the same server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.bench.catalogue import Catalogue
from tests.bench.client import answer
from tests.bench.measure import Measure

ROOT = Path(__file__).parents[2]
PAGE = "/legal/ostrelway-logistics/subprocessors"

_SECONDS = 3.0
_CONNECTIONS = 4
_PATIENCE = 60.0


def page(catalogue: Catalogue) -> Measure:
    """Measure the public page of the logistics company, in milliseconds a request."""
    with tempfile.TemporaryDirectory(prefix="ropa-bench-") as folder:
        settings = {"ROPA_DATABASE_URL": catalogue.url, "ROPA_SECRET_KEY": "bench"}
        with serving("ropa.app:create_app", settings) as port:
            body = fetched(port)
            ms = _load(port)
        held = Path(folder, "page.html")
        held.write_bytes(body)
        with serving("tests.bench.bare:create_app", {"BENCH_BODY": str(held)}) as port:
            assert fetched(port) == body
            floor = _load(port)
    return catalogue.measure("public page, a request", ms, floor, "its bytes by a bare Flask view")


@contextmanager
def serving(app: str, settings: Mapping[str, str]) -> Iterator[int]:
    """Serve an application as `scripts/serve` does; give the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        *(sys.executable, "-m", "granian", app, "--factory", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--blocking-threads", "8", "--no-ws", "--log-level", "error"),
    ]
    environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


def fetched(port: int) -> bytes:
    """Fetch the page once; the first time, the server reads the register for it."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        return answer(connection)


def _load(port: int) -> float:
    client = [sys.executable, "-m", "tests.bench.client", str(port), PAGE]
    said = subprocess.run(
        [*client, str(_SECONDS), str(_CONNECTIONS)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(said.stdout)
