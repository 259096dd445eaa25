"""Exports that take longer than a request: their page, their end, and who sees them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from ropa import app as application
from ropa.export.export import Export, ExportFailed
from ropa.models.work import Work
from ropa.records.activity import Activity
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.exporting import LONG, Making, ask, making, patient, workshop
from tests.web.reading import page_of, text
from tests.web.signing import person, plain, signed_in

PAGE = "/o/ocktra/exports"


@pytest.fixture
def held(ocktra: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Making]:
    """A site on which exports as JSON are held in the middle; let go in the end in any case."""
    for name in ("ann", "bob", "cay"):
        person(plain(ocktra), f"{name}@ocktra.example", ("ocktra", UserRole.READER))
    found = making(ocktra, monkeypatch)
    yield found
    found.held.go.set()


def client_of(held: Making, name: str) -> FlaskClient:
    return signed_in(held.site, f"{name}@ocktra.example")


def said(client: FlaskClient, address: str) -> str:
    return text(page_of(client, address).find(".//main"))


def links(client: FlaskClient, address: str) -> dict[str, str]:
    found = page_of(client, address).iterfind(".//main//a")
    return {text(link): link.attrib["href"] for link in found}


def kept(site: Site) -> list[bytes]:
    """Give all files that are kept."""
    with site.app.app_context():
        session = application.db.session()
        return [one for (one,) in session.query(Work.content) if one is not None]


def test_a_long_export_shows_how_far_it_is_and_ends_in_a_file(held: Making) -> None:
    ann = client_of(held, "ann")
    address = held.begin(ann)
    page = page_of(ann, address)
    assert "Being made" in text(page.find(".//main"))
    assert "1 of 3 steps done. register.json: holding on" in text(page.find(".//main"))
    bar = page.find(".//progress")
    assert bar is not None
    assert (bar.attrib["value"], bar.attrib["max"]) == ("1", "3")
    assert links(ann, address)["Look again"] == address
    assert ann.get(f"{address}/file").status_code == 404
    assert links(ann, PAGE)["JSON, which can be loaded again"] == address
    held.end(address)
    assert "Ready" in said(ann, address)
    assert "kept until 10:30" in said(ann, address)
    assert page_of(ann, address).find(".//progress") is None
    file = ann.get(links(ann, address)["Download"])
    assert json.loads(file.data)["ropa"]["redaction"] == "authority"
    assert file.headers["Content-Disposition"].startswith('attachment; filename="ocktra-')
    assert file.headers["Cache-Control"] == "no-store"
    held.site.later(hours=1, seconds=1)
    assert ann.get(f"{address}/file").status_code == 404
    assert ann.get(address).status_code == 404


def test_nobody_else_sees_stops_or_takes_it(held: Making) -> None:
    ann, bob = client_of(held, "ann"), client_of(held, "bob")
    address = held.begin(ann)
    assert bob.get(address).status_code == 404
    assert bob.post(f"{address}/stop").status_code == 404
    assert "Being made" in said(ann, address)
    held.end(address)
    assert bob.get(f"{address}/file").status_code == 404
    assert "JSON" not in said(bob, PAGE).partition("What it will hold")[0]
    assert ann.get(f"{address}/file").status_code == 200


def test_it_is_of_the_moment_at_which_it_began(held: Making) -> None:
    ann = client_of(held, "ann")
    address = held.begin(ann)
    held.site.put(build(Activity, organisation="ocktra", id="later", name="Later"))
    held.end(address)
    assert "later" not in json.loads(ann.get(f"{address}/file").data)["records"]["activities"]


def test_what_is_cancelled_ends_and_nothing_of_it_is_kept(held: Making) -> None:
    ann = client_of(held, "ann")
    address = held.begin(ann)
    answer = ann.post(f"{address}/stop")
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert "nothing of it was kept" in said(ann, address)
    held.end(address)
    assert "nothing of it was kept" in said(ann, address)
    assert ann.get(f"{address}/file").status_code == 404
    assert kept(held.site) == []
    assert ann.post(f"{address}/stop").status_code == 303


def test_one_person_has_one_made_at_a_time(held: Making) -> None:
    ann = client_of(held, "ann")
    address = held.begin(ann)
    again = ask(ann, "csv")
    assert again.status_code == 409
    assert "This one of yours is not over yet" in again.text
    assert f'action="{address}/stop"' in again.text
    held.end(address)
    assert ask(ann, "csv").status_code == 303


def test_a_third_waits_its_turn_and_may_be_cancelled_before(held: Making) -> None:
    ann, bob, cay = (client_of(held, name) for name in ("ann", "bob", "cay"))
    first, second = held.begin(ann), held.begin(bob)
    third = held.begin(cay)
    assert "this one waits its turn" in said(cay, third)
    assert cay.post(f"{third}/stop").status_code == 303
    for address in (first, second, third):
        held.end(address)
    assert "Ready" in said(ann, first)
    assert "Ready" in said(bob, second)
    assert "It was cancelled" in said(cay, third)


def failing(held: Making, error: Exception) -> None:
    def fail(_export: Export) -> bytes:
        raise error

    held.held.last = fail


def test_a_failed_one_says_why_and_keeps_nothing(held: Making) -> None:
    ann = client_of(held, "ann")
    failing(held, ExportFailed("Data flow of C1: it was not ready"))
    address = held.begin(ann)
    held.end(address)
    assert "Failed" in said(ann, address)
    assert "Data flow of C1: it was not ready" in said(ann, address)
    assert links(ann, address)["Back to the exports"] == PAGE
    assert ann.get(f"{address}/file").status_code == 404
    patient(held.site)
    at_once = ask(ann, "json")
    assert at_once.status_code == 503
    assert "JSON, which can be loaded again: Data flow of C1" in at_once.text
    assert kept(held.site) == []


def test_a_fault_is_logged_and_told_without_its_details(
    held: Making, caplog: pytest.LogCaptureFixture
) -> None:
    ann = client_of(held, "ann")
    failing(held, ZeroDivisionError("a secret"))
    address = held.begin(ann)
    with caplog.at_level(logging.ERROR):
        held.end(address)
    assert "ZeroDivisionError: a secret" in caplog.text
    page = said(ann, address)
    assert "Something went wrong on our side" in page
    assert "secret" not in page


def test_one_whose_server_died_says_so(held: Making) -> None:
    ann = client_of(held, "ann")
    address = held.begin(ann)
    held.site.later(seconds=61)
    assert "make it again" in said(ann, address)
    again = held.begin(ann)
    assert again != address


def test_works_end_with_the_server(held: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ropa.web.workshop._GRACE", LONG)
    ann, bob, cay = (client_of(held, name) for name in ("ann", "bob", "cay"))
    addresses = [held.begin(client) for client in (ann, bob, cay)]
    shop = workshop(held.site)
    shop._closing.set()
    held.held.go.set()
    shop.close()
    for client, address in zip((ann, bob, cay), addresses, strict=True):
        assert "The server was stopped before it was ready" in said(client, address)
    assert kept(held.site) == []


def test_what_is_taken_at_once_is_not_kept(held: Making) -> None:
    ann = client_of(held, "ann")
    held.held.go.set()
    patient(held.site)
    assert ask(ann, "json").status_code == 200
    assert "Yours, of the last hour" not in said(ann, PAGE)
    assert kept(held.site) == []


def test_the_moment_and_the_activities_are_kept_on_the_way(held: Making) -> None:
    ann = client_of(held, "ann")
    address = held.begin(ann, "?as_of=1&role=processor")
    assert address.endswith("?as_of=1&role=processor")
    assert links(ann, address)["Exports"] == f"{PAGE}?as_of=1&role=processor"
