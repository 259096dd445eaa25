"""How much may be sent, and what whoever sends more is told."""

from __future__ import annotations

import io
from typing import Any

import pytest
from werkzeug.test import encode_multipart

from ropa.records.document import Document
from ropa.web.limits import LARGEST_FORM
from tests.build import build
from tests.web.conftest import Site
from tests.web.editing import Editor, prepared
from tests.web.reading import parse, text

PAGE = "/o/acme/documents/notice/file"


@pytest.fixture
def acme(site: Site) -> Site:
    return prepared(site, build(Document, organisation="acme"))


@pytest.mark.parametrize("type", ["multipart/form-data; boundary=x", None])
@pytest.mark.parametrize("address", ["/sign-in", "/account/password", "/o/acme/activities/new"])
def test_a_form_that_is_too_long_is_told_so(acme: Site, address: str, type: str | None) -> None:
    ed = Editor(acme)
    type = type or "application/x-www-form-urlencoded"
    answer = ed.client.post(address, data=b"a" * (LARGEST_FORM + 1), content_type=type)
    assert answer.status_code == 413
    page = parse(answer.text)
    assert text(page.find(".//h1")) == "Too large"
    assert "larger than 8 MB" in text(page)
    assert "nothing was stored" in text(page)


def test_a_long_answer_in_a_form_of_several_parts_is_taken(acme: Site) -> None:
    """Flask alone would refuse a part of more than half a megabyte."""
    boundary, body = encode_multipart({"f-name": "x" * 1_000_000})
    type = f"multipart/form-data; boundary={boundary}"
    answer = Editor(acme).client.post("/o/acme/activities/new", data=body, content_type=type)
    assert answer.status_code == 400
    assert "Your session ended" in answer.text


class Endless(io.RawIOBase):
    """A request that does not end."""

    read_so_far = 0

    def readinto(self, buffer: Any) -> int:
        self.read_so_far += len(buffer)
        return len(buffer)

    def readable(self) -> bool:
        return True

    def seek(self, *_: int) -> int:
        return 0


@pytest.mark.parametrize(("address", "code"), [("/nowhere", 404), ("/sign-in", 413), (PAGE, 303)])
def test_what_is_sent_is_read_before_it_is_answered(acme: Site, address: str, code: int) -> None:
    """Otherwise the server ends the connection, and a browser shows no answer at all."""
    whole = io.BytesIO(b"a" * 40_000_000)
    ends = {"wsgi.input_terminated": True}
    type = {"content_type": "application/x-www-form-urlencoded"}
    sized = {"content_length": 40_000_000, **type}
    answer = acme.client.post(address, input_stream=whole, environ_overrides=ends, **sized)
    assert answer.status_code == code
    assert whole.tell() == 40_000_000
    endless = Endless()
    acme.client.post(address, input_stream=endless, environ_overrides=ends, **sized)
    assert endless.read_so_far < 300_000_000
