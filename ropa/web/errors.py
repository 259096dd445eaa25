"""Pages for what went wrong, in plain words; the traceback goes to the log."""

from __future__ import annotations

import logging
import re

from flask import Flask, Response, abort, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ropa.importing.media import in_words
from ropa.web.limits import LARGEST_FORM

_TOO_LARGE = (
    f"What was sent is larger than {in_words(LARGEST_FORM)}, the most that this page takes, so "
    "nothing was stored. Go back and shorten it: your browser still holds what was typed."
)

_WORDS = {
    403: ("Not allowed", "Your role in this organisation does not allow this here and now."),
    404: ("Page not found", "There is no page at this address. Check that it is complete."),
    405: ("Not possible here", "This address can be read, but nothing can be sent to it."),
    413: ("Too large", _TOO_LARGE),
    414: ("Too long", "This address is too long to be answered. Ask for less of it at once."),
    500: (
        "Something went wrong",
        "The fault is on our side, and it has been logged. Please try again later.",
    ),
}
_FOREIGN_FORM = (
    "Please send it again",
    "Nothing was stored: you signed in or out since the form was opened. Go back and load it anew.",
)
_OTHER = ("Not possible", "The request could not be answered as it was sent.")

_TOKEN = re.compile(r"(/(?:calendar|first|invitation|review)/)[^\s/]+")


class _Discreet(logging.Filter):
    """Keeps the tokens of addresses, which open what they name, out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub(r"\1…", record.getMessage()), ()
        return True


_DISCREET = _Discreet()


def register_errors(app: Flask) -> None:
    """Answer every error of an application with a page of its own."""
    app.logger.addFilter(_DISCREET)
    app.before_request(_refuse_unreadable)
    app.register_error_handler(HTTPException, _page)


def _refuse_unreadable() -> None:
    """Find nothing at an address with a NUL, which no database would take, or not of UTF-8."""
    if "\x00" in request.path:
        abort(404)
    try:
        request.query_string.decode()
    except UnicodeDecodeError:
        abort(400)


def _page(error: HTTPException) -> Response:
    code = error.code or 500
    title, words = _WORDS.get(code, _WORDS[500] if code > 500 else _OTHER)
    if isinstance(error, CSRFError):
        title, words = _FOREIGN_FORM
    page = render_template("error.html", title=title, words=words)
    # What the error itself says in headers stays, such as the methods a 405 allows.
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    response = Response(page, code, headers)
    response.cache_control.no_store = True
    return response
