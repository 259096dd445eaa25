"""Where a catalogue lives: its database, its law data, its folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url

ROOT = Path(__file__).parents[2]
INSTANCE = ROOT / "instance"
LAW = ROOT / "data" / "law"


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """Give the database the environment names, or else the file in the instance folder."""
    if given := environ.get("ROPA_DATABASE_URL"):
        return _absolute(given)
    INSTANCE.mkdir(exist_ok=True)
    return f"sqlite:///{INSTANCE / 'ropa.db'}"


def _absolute(url: str) -> str:
    """Give the URL with a relative file named from here: the server stands elsewhere."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return url
    if parsed.database in (None, "", ":memory:"):
        raise ValueError("a catalogue in memory would be gone with the command")
    file = Path(parsed.database).absolute()
    return parsed.set(database=str(file)).render_as_string(hide_password=False)
