"""The session of a reviewer: what a browser keeps, and what ends it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.signing import person, plain, reviewer, reviewing

PAGE = "/o/acme/activities"


@pytest.fixture
def register(site: Site) -> Site:
    """An activity of each of two organisations."""
    site.put(
        build(Organisation),
        build(Organisation, id="beta", name="Beta Ltd"),
        build(Activity),
        build(Activity, id="b1", organisation="beta", name="Baking"),
    )
    person(site, "dpo@acme.example", ("acme", UserRole.DPO))
    return plain(site)


def session_of(client: FlaskClient) -> dict[str, object]:
    with client.session_transaction() as session:
        return dict(session)


def test_a_late_answer_does_not_bring_back_a_session_that_ended(register: Site) -> None:
    client = reviewing(register, reviewer(register))
    client.get(PAGE)  # which makes the token of its forms
    register.later(minutes=5)
    assert "Set-Cookie" not in client.get(PAGE).headers
    register.later(minutes=6)
    assert "Set-Cookie" in client.get(PAGE).headers


def test_a_session_ends_when_nothing_was_looked_at_for_half_a_day(register: Site) -> None:
    client = reviewing(register, reviewer(register))
    register.later(hours=11)
    assert client.get(PAGE).status_code == 200
    register.later(hours=11)
    assert client.get(PAGE).status_code == 200
    register.later(hours=13)
    assert client.get(PAGE).status_code == 404


def test_the_session_alone_opens_nothing(register: Site) -> None:
    client = reviewing(register, reviewer(register))
    thief = register.app.test_client()
    with thief.session_transaction() as session:
        session.update(session_of(client))
    assert thief.get(PAGE).status_code == 404
    assert session_of(thief) == {}


def test_of_two_links_in_one_browser_the_last_one_counts(register: Site) -> None:
    acme, beta = reviewer(register), reviewer(register, "beta")
    client = reviewing(register, acme)
    client.post(f"/review/{beta.token}", data={"code": beta.code})
    assert client.get(PAGE).status_code == 404
    assert "Baking" in client.get("/o/beta/activities").text
    assert client.post(f"/review/{acme.token}").headers["Location"] == "/o/acme/"
    assert "Baking" not in client.get(PAGE).text
    assert client.get("/o/beta/activities").status_code == 404


def test_a_session_that_somebody_else_began_is_not_gone_on_with(register: Site) -> None:
    issued, client = reviewer(register), register.app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "by another"
    client.post(f"/review/{issued.token}", data={"code": issued.code})
    assert "planted" not in session_of(client)


def test_under_https_every_cookie_is_sent_to_this_host_alone(
    register: Site, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROPA_HTTPS", "1")
    secure = Site(database_url)
    issued = reviewer(plain(secure))
    client = secure.app.test_client()
    answer = client.post(
        f"/review/{issued.token}",
        data={"code": issued.code, "remember": "y"},
        base_url="https://localhost",
    )
    secure.close()
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        name, *attributes = cookie.split("; ")
        assert name.startswith("__Host-ropa")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
        assert "Domain" not in cookie


def test_a_form_of_the_link_that_another_page_sends_is_refused(register: Site) -> None:
    register.app.config["WTF_CSRF_ENABLED"] = True
    issued = reviewer(register)
    client = register.app.test_client()
    sent = client.post(f"/review/{issued.token}", data={"code": issued.code})
    assert sent.status_code == 400
    assert client.get(PAGE).status_code == 303
