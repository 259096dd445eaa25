"""The application: the only place where its parts are wired."""

from __future__ import annotations

import datetime
import gc
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_sqlalchemy import SQLAlchemy
from werkzeug.middleware.proxy_fix import ProxyFix

from ropa.store.catalogue import Catalogue
from ropa.store.engine import is_sqlite, prepare
from ropa.store.home import INSTANCE, LAW, database_url, kept_once, signing_keys
from ropa.store.law import read_law
from ropa.web import (
    accounts,
    calendar,
    compare,
    exports,
    files,
    flows,
    home,
    journal,
    lists,
    public,
    record,
    review,
    reviewers,
    search,
    start,
    transfers,
    users,
    verify,
    what_if,
)
from ropa.web.door import prepare_door
from ropa.web.errors import register_errors
from ropa.web.headers import protect
from ropa.web.limits import LARGEST_FORM, ReadToTheEnd
from ropa.web.pages import prepare_pages
from ropa.web.parts import NAME, Parts
from ropa.web.records import views as records
from ropa.web.session import prepare_sessions
from ropa.web.workshop import Workshop

_YEAR = 365 * 24 * 60 * 60

_TRANSFERS = (transfers, calendar, what_if)
_INSIDE = (
    home,
    users,
    reviewers,
    journal,
    compare,
    exports,
    search,
    *_TRANSFERS,
    flows,
    lists,
    record,
    records,
    files,
)
_MODULES = (public, verify, start, accounts, review, *_INSIDE)

db = SQLAlchemy()

_COLLECT = (50_000, 20, 50)
"""How seldom garbage is sought, since a register is many small values that stay."""


def create_app(url: str | None = None, *, law: Path | None = None) -> Flask:
    """Make the application for a database, by default the one the environment names.

    Reads `ROPA_DATABASE_URL`, `ROPA_SECRET_KEY`, `ROPA_SIGNING_KEYS`, `ROPA_POOL_SIZE`,
    `ROPA_HTTPS` and `ROPA_PROXIES` (how many proxies stand before it, each of which names whom it
    answers). Its clock is
    `app.config["NOW"]`. Raises `BrokenLaw` where the law data cannot be read. The database has
    its tables already (`ropa.store.migrate`).
    """
    gc.set_threshold(*_COLLECT)
    reference = read_law(law or LAW)
    url = url or database_url()
    https = os.environ.get("ROPA_HTTPS") == "1"
    app = Flask(__name__, instance_path=str(INSTANCE))
    app.config.update(
        SECRET_KEY=os.environ.get("ROPA_SECRET_KEY") or secret_key(INSTANCE),
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=_pool(url),
        SEND_FILE_MAX_AGE_DEFAULT=_YEAR,
        NOW=lambda: datetime.datetime.now(datetime.UTC),
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
    )
    app.wsgi_app = ReadToTheEnd(app.wsgi_app)  # type: ignore[method-assign]
    if proxies := int(os.environ.get("ROPA_PROXIES") or 0):
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        workshop = Workshop(db.engine, _clock_of(app), app.logger)
    app.extensions[NAME] = Parts(db.session, Catalogue(), reference, signing_keys(), workshop)
    prepare_pages(app)
    protect(app, https=https)
    prepare_sessions(app, https=https)
    prepare_door(app)
    Bootstrap5(app)
    register_errors(app)
    for module in _MODULES:
        app.register_blueprint(module.blueprint)
    # These check the token themselves: a form that was not sent from this session is shown again.
    for module in (records, files, verify):
        app.extensions["csrf"].exempt(module.blueprint)
    return app


def secret_key(folder: Path) -> str:
    """Give the key that signs sessions, kept in a folder; made the first time it is asked for."""
    return kept_once(folder / "secret-key", lambda: secrets.token_hex(32).encode()).decode("ascii")


def _clock_of(app: Flask) -> Callable[[], datetime.datetime]:
    """Give the clock of an application as it is set whenever it is read."""

    def now() -> datetime.datetime:
        read: datetime.datetime = app.config["NOW"]()
        return read

    return now


def _pool(url: str) -> dict[str, object]:
    """Give each thread of the server and of the workshop a living connection to PostgreSQL."""
    if is_sqlite(url):
        return {}
    size = int(os.environ.get("ROPA_POOL_SIZE") or 12)
    return {"pool_size": size, "max_overflow": 0, "pool_pre_ping": True}
