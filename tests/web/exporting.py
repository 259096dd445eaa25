"""Exports from their page, for tests: asked for, held in the middle, and waited for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ropa.export.export import Export
from ropa.export.formats import BY_NAME
from ropa.web.parts import NAME
from ropa.web.workshop import Workshop
from tests.web.conftest import Site

LONG = 60.0
"""Seconds that nothing here takes."""


def workshop(site: Site) -> Workshop:
    made: Workshop = site.app.extensions[NAME].workshop
    return made


def patient(site: Site) -> Site:
    """Let requests wait until their export is made."""
    workshop(site).patience = LONG
    return site


def ask(client: FlaskClient, name: str, readers: str = "authority", more: str = "") -> TestResponse:
    """Press the button of a format."""
    return client.post(f"/o/ocktra/exports{more}", data={readers: name})


@dataclass
class Held:
    """A format that is in the middle of its work until it is let go, and then does `last`."""

    last: Callable[[Export], bytes]
    begun: Event = field(default_factory=Event)
    go: Event = field(default_factory=Event)

    def write(self, export: Export) -> bytes:
        export.tell("holding on")
        self.begun.set()
        assert self.go.wait(LONG)
        export.tell("going on")
        return self.last(export)


@dataclass
class Making:
    """A site on which JSON is held, and no request waits for it."""

    site: Site
    held: Held

    def begin(self, client: FlaskClient, more: str = "") -> str:
        """Begin an export, give the address of its page, and see that it is being made."""
        answer = ask(client, "json", more=more)
        assert answer.status_code == 303, answer.text
        assert self.held.begun.wait(LONG)
        return answer.headers["Location"]

    def end(self, address: str) -> None:
        """Let it go, and wait until it is over."""
        self.held.go.set()
        id = address.partition("?")[0].rpartition("/")[2]
        assert workshop(self.site).wait(id, LONG)


def making(
    site: Site, monkeypatch: pytest.MonkeyPatch, last: Callable[[Export], bytes] | None = None
) -> Making:
    """Hold JSON in the middle of its work, and what it does then."""
    shop, form = workshop(site), BY_NAME["json"]
    shop.patience = shop.pace = 0
    held = Held(last or form.write)
    monkeypatch.setitem(BY_NAME, "json", replace(form, write=held.write, more=lambda _export: 2))
    return Making(site, held)
