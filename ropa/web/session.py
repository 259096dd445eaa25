"""Who is signed in: the session holds an id, and the rows say what it is still worth."""

from __future__ import annotations

import datetime

from flask import Flask, Response, session
from flask_login import LoginManager, current_user, login_user
from flask_wtf.csrf import CSRFProtect

from ropa.store.accounts import Account, account_of
from ropa.web.parts import parts

IDLE = datetime.timedelta(hours=12)
"""A session ends so long after the last page."""

RENEWED = datetime.timedelta(minutes=10)
"""So long is a page not said to be the last one, while others are."""

_STAMP, _SEEN = "stamp", "seen"


class _Manager(LoginManager):
    """Flask-Login without its remember cookie.

    That would read the session on every page, and a public page must not depend on a cookie.
    """

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def prepare_sessions(app: Flask, *, https: bool) -> None:
    """Let an application know who is signed in, and refuse forms that are not its own."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-ropa" if https else "ropa",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=IDLE,
        # A form lives as long as the session. No page of ours tells where it was reached from,
        # so that there is no referrer to compare either.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    manager = _Manager()
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_load)
    CSRFProtect(app)


def begin(account: Account) -> None:
    """Begin a session that has nothing in common with the one before."""
    session.clear()
    session.permanent = True
    login_user(account)
    session[_STAMP] = account.stamp
    session[_SEEN] = _now()


def end() -> None:
    """End the session of this browser."""
    session.clear()


def who() -> Account | None:
    """Give who is signed in, and keep the session alive."""
    if not current_user.is_authenticated:
        return None
    if _now() - session[_SEEN] > RENEWED.total_seconds():
        session[_SEEN] = _now()
    account: Account = current_user._get_current_object()  # noqa: SLF001 - the value itself
    return account


def _load(user: str) -> Account | None:
    if _now() - session.get(_SEEN, 0) > IDLE.total_seconds():
        return None
    account = account_of(parts().session(), user)
    return account if account and account.stamp == session.get(_STAMP) else None


def _now() -> int:
    return int(parts().now().timestamp())
