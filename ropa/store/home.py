"""Where a catalogue lives: its database, its law data, its folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTANCE = ROOT / "instance"
LAW = ROOT / "data" / "law"


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """Give the database the environment names, or else the file in the instance folder."""
    if url := environ.get("ROPA_DATABASE_URL"):
        return url
    INSTANCE.mkdir(exist_ok=True)
    return f"sqlite:///{INSTANCE / 'ropa.db'}"
