"""The door for an authority's reviewers: who of them is in, what is open, and what they opened."""

from __future__ import annotations

import datetime
from urllib.parse import quote

from flask import Flask, Response, abort, current_app, g, request, session
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Response as Answer

from ropa.core.moments import zone_of
from ropa.core.register import Register
from ropa.store import reviewers
from ropa.store.reviewers import Reviewer, Terms
from ropa.vocabulary import VisitKind
from ropa.web.parts import parts
from ropa.web.session import IDLE, RENEWED

_REVIEWING, _SEEN = "reviewing", "seen"
_LONGEST = 8_000
"""Letters of an address that are kept; nothing is shown at a longer one."""

_CUT = "…"
_PLAIN = "!$&'()*+,-./:;=?@[]_~%"
"""What stands in an address as it is, beside letters and digits."""

_PAGES = frozenset(
    (
        *("home.home", "lists.listed", "lists.vocabularies", "record.page", "search.search"),
        *("transfers.hops", "transfers.hop", "transfers.matrix", "transfers.chains"),
        "transfers.law",
        *("flows.index", "flows.go", "flows.organisation", "flows.chains", "flows.data"),
        *("flows.activity", "flows.around", "flows.reach", "flows.paths", "flows.unused"),
        *("flows.single_points", "flows.who_holds", "flows.difference"),
        *("exports.index", "exports.work", "exports.stop"),
    )
)
_FILES = frozenset(
    (
        *("lists.download", "transfers.download", "flows.download", "flows.sheet"),
        *("exports.make", "exports.bundle", "exports.file"),
    )
)
_HISTORY = frozenset(("journal.journal", "compare.compare", "compare.download"))
"""The journal also tells of what was deleted, which belongs to no activity any more."""

_OF_NO_RECORD = frozenset(("exports.work",))
"""A page that tells nothing of the register: how far an export is, asked for every second."""

_DOCUMENTS = frozenset(("files.download",))


class Ended(Exception):
    """A reviewer whose door is closed by now, or was opened in another browser."""


def opens(terms: Terms, endpoint: str) -> bool:
    """Whether what somebody may read has a page; what is not named here is closed."""
    if endpoint in _HISTORY:
        return terms.activities is None
    if endpoint in _DOCUMENTS:
        return terms.documents
    return endpoint in _PAGES or endpoint in _FILES


def inside() -> Reviewer | None:
    """Give the reviewer whose session this is, always from rows; None for anybody else.

    Raises `Ended` where the door was closed meanwhile.
    """
    id = session.get(_REVIEWING)
    if id is None:
        return None
    if "reviewer" not in g:
        reviewer = known(id)
        if reviewer is None or not is_open(reviewer) or _unseen() > IDLE.total_seconds():
            session.clear()
            raise Ended
        # Not each time: what takes long would bring back a session that another answer ended.
        if _unseen() > RENEWED.total_seconds():
            session[_SEEN] = _now()
        g.reviewer = reviewer
        if len(_address()) > _LONGEST:
            abort(414)
    found: Reviewer = g.reviewer
    return found


def known(id: str) -> Reviewer | None:
    """Give the reviewer who used the code in this browser."""
    secret = request.cookies.get(_cookie(id))
    return reviewers.by_browser(parts().session(), id, secret) if secret else None


def is_open(reviewer: Reviewer) -> bool:
    """Whether the door is open now, in the organisation's days."""
    return reviewer.open_on(today(reviewer))


def today(reviewer: Reviewer) -> datetime.date:
    """Give the day it is now for the organisation that is read."""
    its = parts()
    zone = zone_of(its.register().organisations.get(reviewer.organisation))
    return its.now().astimezone(zone).date()


def begin(reviewer: Reviewer) -> None:
    """Begin a session that has nothing in common with the one before."""
    session.clear()
    session.permanent = True
    session[_REVIEWING], session[_SEEN] = reviewer.id, _now()


def remember(answer: Answer, reviewer: Reviewer, secret: str, *, long: bool) -> None:
    """Let this browser keep the secret: until the last day, or until it is closed."""
    left = (reviewer.terms.last_day - today(reviewer)).days + 1
    answer.set_cookie(
        _cookie(reviewer.id),
        secret,
        max_age=datetime.timedelta(days=left) if long else None,
        secure=_https(),
        httponly=True,
        samesite="Lax",
    )


def narrowed(terms: Terms, register: Register) -> frozenset[str] | None:
    """Give the activities of a register that may be read; None for all of them."""
    if terms.activities is None:
        return None
    return frozenset(terms.activities).intersection(register.activities)


def prepare_door(app: Flask) -> None:
    """Keep what reviewers look at: what cannot be kept is not shown."""
    app.after_request(_kept)


def _kept(response: Response) -> Response:
    reviewer: Reviewer | None = g.get("reviewer")
    if reviewer is not None and request.endpoint not in _OF_NO_RECORD:
        its = parts()
        kind, file = _what(response)
        address = _address()
        kept = address if len(address) <= _LONGEST else address[:_LONGEST] + _CUT
        reviewers.note(its.session(), reviewer.id, kind, kept, file, its.now())
    return response


def _address() -> str:
    """Give what is asked for in letters that all can be seen: the others as an address has them."""
    asked = quote(request.query_string, _PLAIN)
    return quote(request.path) + (f"?{asked}" if asked else "")


def _what(response: Response) -> tuple[VisitKind, str | None]:
    if response.status_code >= 400:
        return VisitKind.REFUSED, None
    sent, options = parse_options_header(response.headers.get("Content-Disposition"))
    if sent == "attachment":
        return VisitKind.DOWNLOADED, options.get("filename", "")
    return VisitKind.VIEWED, None


def _cookie(id: str) -> str:
    return f"{'__Host-' if _https() else ''}ropa-{id}"


def _https() -> bool:
    return str(current_app.config["SESSION_COOKIE_NAME"]).startswith("__Host-")


def _unseen() -> int:
    """Give the seconds since a page was last said to be looked at."""
    seen: int = session.get(_SEEN, 0)
    return _now() - seen


def _now() -> int:
    return int(parts().now().timestamp())
