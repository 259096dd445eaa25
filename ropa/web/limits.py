"""How much may be sent, and that whoever sends too much hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_FORM = 8 * 1024 * 1024
"""Bytes of a form; Flask alone would take any number in a usual one, and keep it in memory."""

_MOST_READ = 256 * 1024 * 1024
_CHUNK = 256 * 1024


class ReadToTheEnd:
    """An application that reads what was sent to it before it answers, wanted or not.

    A server ends the connection of somebody who is still sending when the answer is ready, and
    a browser then shows an error of its own instead of the answer. What goes on for much longer
    than any file is not read.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; the application's answer is not held back further."""
        answer = self.app(environ, start_response)
        # Of other servers nobody knows where the request ends, and they read on by themselves.
        if environ["REQUEST_METHOD"] == "POST" and environ.get("wsgi.input_terminated"):
            left = _MOST_READ
            while left > 0 and (chunk := environ["wsgi.input"].read(_CHUNK)):
                left -= len(chunk)
        return answer
