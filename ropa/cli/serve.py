"""Serving the product."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click

from ropa.cli import desk, files
from ropa.store.home import ROOT
from ropa.store.invitations import offer_first
from ropa.store.load import load

APP = "ropa.app:create_app"


@click.command()
@click.option(
    "--with",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Load this register first, where the catalogue is empty.",
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
def serve(folder: Path | None, host: str, port: int, workers: int) -> None:
    """Bring the database up to date and serve it."""
    _free(host, port)
    with desk.opened() as session:
        if folder is not None and not load(session.connection()).moment.sequence:
            found = files.read_folder(folder)
            files.store(session, found, f"Loaded from {folder.name}")
            click.echo(f"Loaded {len(found)} records from {folder}.")
        token = offer_first(session, desk.now())
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    click.echo(f"Serving on {address}/ (stop with Ctrl-C)")
    if token is not None:
        click.echo(
            f"Nobody can sign in yet. Become administrator, once, within a day:\n"
            f"  {address}/first/{token}"
        )
    sys.stdout.flush()
    command = [
        *(sys.executable, "-m", "granian", APP, "--factory", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        # Its default of 256 would starve the pool of database connections.
        *("--blocking-threads", "8", "--no-ws", "--log-level", "error"),
        # Addresses may hold the token of a link or of a calendar, whatever the environment says.
        "--no-access-log",
        *("--workers-kill-timeout", "10", "--respawn-failed-workers"),
    ]
    # granian looks for the application where it stands.
    os.chdir(ROOT)
    os.execv(sys.executable, command)  # noqa: S606 - replaces this process; no shell


def _free(host: str, port: int) -> None:
    """Say in a sentence what the server would say in fifty lines."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be served on: {error.strerror}. Is it running already? "
                "Name another port with --port."
            ) from error
