"""Pages behind the sign-in, in this process, and the floor: the same HTML from ready values."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Flask, before_render_template
from flask.testing import FlaskClient

from ropa.app import create_app, db
from ropa.core.change import Applied
from ropa.records.user import User
from ropa.store.accounts import account_of, add_user, hashed_password, new_user_id
from ropa.vocabulary import UserRole
from tests.bench.catalogue import RETAILER, Catalogue
from tests.bench.measure import Measure, median, once

_FLOOR = "the same HTML from ready values"


def screens(catalogue: Catalogue, runs: int) -> Iterator[Measure]:
    """Measure a list, a filtered list, a record and the overview, in milliseconds a request."""
    os.environ.setdefault("ROPA_SECRET_KEY", "bench")
    app = create_app(catalogue.url)
    client = _signed_in(app)
    activities = f"/o/{RETAILER}/activities"
    first = _first(client, activities)
    pages = {
        "list of activities": activities,
        "the same, searched and filtered": f"{activities}?q=a&basis=consent&sort=name",
        "page of an activity": first,
        "page of the organisation": f"/o/{RETAILER}/organisations/{RETAILER}",
        "overview": f"/o/{RETAILER}/",
        "journal page": f"/o/{RETAILER}/journal",
        "search of everything": f"/o/{RETAILER}/search?q=data",
        "picture of the organisation": f"/o/{RETAILER}/graphs/organisation",
        "picture of all chains": f"/o/{RETAILER}/graphs/chains",
    }
    for what, address in pages.items():
        if what.startswith("picture"):  # the graph, the layout and the drawing are kept
            yield catalogue.measure(f"{what}, first look", once(_asking(client, address)))
        ms = median(runs, _asking(client, address))
        yield catalogue.measure(what, ms, _floor(app, client, address, runs), _FLOOR)
    with app.app_context():
        db.engine.dispose()


def _signed_in(app: Flask) -> FlaskClient:
    now = datetime.datetime.now(datetime.UTC)
    id = new_user_id()
    user = User(id=id, email=f"{id}@bench.example", name="Bench", active=True)
    with app.app_context():
        session = db.session()
        hashed = hashed_password("a password for the bench")
        added = add_user(session, "bench", user, RETAILER, UserRole.DPO, now, hashed)
        assert isinstance(added, Applied), added
        account = account_of(session, id)
        assert account is not None
    client = app.test_client()
    with client.session_transaction() as held:
        held |= {"_user_id": id, "stamp": account.stamp, "seen": int(now.timestamp())}
    return client


def _first(client: FlaskClient, address: str) -> str:
    page = client.get(address).text
    start = page.index('class="rowlink" href="') + len('class="rowlink" href="')
    return page[start : page.index('"', start)]


def _asking(client: FlaskClient, address: str) -> Callable[[], object]:
    def ask() -> object:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.data

    return ask


def _floor(app: Flask, client: FlaskClient, address: str, runs: int) -> float:
    """Render the page's template again from the values it was rendered from."""
    caught: list[tuple[Any, Mapping[str, Any]]] = []

    def catch(sender: object, template: Any, context: Mapping[str, Any], **_: object) -> None:
        caught.append((template, dict(context)))

    with before_render_template.connected_to(catch, app):
        client.get(address)
    (template, context) = caught[-1]
    with app.test_request_context(address):
        return median(runs, lambda: template.render(context))
