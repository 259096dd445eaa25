"""Where a catalogue lives: its database, its law data, its folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
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


def signing_keys(environ: Mapping[str, str] = os.environ) -> Path:
    """Give the folder of the keys that sign bundles, which is never inside the database."""
    given = environ.get("ROPA_SIGNING_KEYS")
    return Path(given).absolute() if given else INSTANCE / "signing-keys"


def kept_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """Read what a file keeps for its owner alone; made the first time it is asked for.

    Raises `OSError` where it can be neither read nor made.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Linked in place whole: of two processes that start at once, one content wins for both.
        with tempfile.NamedTemporaryFile("wb", dir=path.parent) as fresh:  # made with mode 0600
            fresh.write(make())
            fresh.flush()
            os.fsync(fresh.fileno())
            _link(Path(fresh.name), path)
    return path.read_bytes()


def _link(fresh: Path, kept: Path) -> None:
    try:
        kept.hardlink_to(fresh)
    except FileExistsError:
        return


def _absolute(url: str) -> str:
    """Give the URL with a relative file named from here: the server stands elsewhere."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return url
    if parsed.database in (None, "", ":memory:"):
        raise ValueError("a catalogue in memory would be gone with the command")
    file = Path(parsed.database).absolute()
    return parsed.set(database=str(file)).render_as_string(hide_password=False)
