"""How often a page asks the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from ropa import app as application
from tests.web.conftest import Site


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    """Give a list that the statements sent meanwhile are added to."""
    said: list[str] = []

    def heard(*args: object) -> None:
        said.append(str(args[2]))

    with site.app.app_context():
        engine = application.db.engine
    event.listen(engine, "before_cursor_execute", heard)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", heard)
