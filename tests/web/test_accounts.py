"""Coming in, going out, and everything about an account."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie

import pytest
from flask.testing import FlaskClient

from ropa import app as application
from ropa.records.organisation import Organisation
from ropa.store.accounts import account_of, find_user, memberships
from ropa.store.invitations import offer_first
from ropa.store.journal import entries
from ropa.vocabulary import Kind, UserRole
from tests.build import build
from tests.web.conftest import Site, read_once
from tests.web.reading import parse, text
from tests.web.signing import PASSWORD, person, plain, signed_in

ADMIN = "administrator@a.example"
NEWCOMER = {"name": "Ann Ode", "password": PASSWORD, "again": PASSWORD}
OTHER_PASSWORD = "another good password"


@pytest.fixture
def acme(site: Site) -> Site:
    """One organisation with its administrator."""
    site.put(build(Organisation))
    person(site, ADMIN, ("acme", UserRole.ADMINISTRATOR), name="Ada Min")
    return plain(site)


def first_link(site: Site) -> str:
    with site.app.app_context():
        token = offer_first(application.db.session(), site.now)
    assert token is not None
    return f"/first/{token}"


def sign_in(site: Site, email: str, password: str = PASSWORD) -> tuple[int, str]:
    answer = site.app.test_client().post("/sign-in", data={"email": email, "password": password})
    return answer.status_code, answer.text


def invite(client: FlaskClient, email: str, role: str = "editor") -> str:
    made = client.post("/o/acme/users/invite", data={"email": email, "role": role})
    assert made.status_code == 200
    assert made.headers["Cache-Control"].endswith("no-store")
    link = parse(made.text).find(".//input[@id='link']")
    assert link is not None
    return link.attrib["value"].removeprefix("http://localhost")


# ---- the first administrator -------------------------------------------------------------------


def test_the_first_link_makes_an_administrator_and_an_organisation(site: Site) -> None:
    plain(site)
    link = first_link(site)
    assert "Your organisation" in site.client.get(link).text
    data = {**NEWCOMER, "email": "ann@a.example", "organisation": "Ćmę & Co."}
    assert site.client.post(link, data=data).status_code == 303
    page = site.client.get("/", follow_redirects=True)
    assert page.request.path == "/o/cme-co/"
    assert text(parse(page.text).find(".//h1")) == "Ćmę & Co."
    assert site.app.test_client().get(link).status_code == 404
    assert sign_in(site, "ANN@a.example")[0] == 303


def test_the_first_link_opens_every_organisation(site: Site) -> None:
    plain(site).put(build(Organisation), build(Organisation, id="beta", name="Beta Ltd"))
    link = first_link(site)
    assert "Your organisation" not in site.client.get(link).text
    site.client.post(link, data={**NEWCOMER, "email": "ann@a.example"})
    page = site.client.get("/", follow_redirects=True).text
    assert "Acme Ltd" in page
    assert "Beta Ltd" in page
    with site.app.app_context():
        session = application.db.session()
        user = find_user(session, "ann@a.example")
        assert user is not None
        roles = [(m.organisation, m.role) for m in memberships(session, user.id)]
        assert roles == [("acme", "administrator"), ("beta", "administrator")]
        states = " ".join(entry.state or "" for entry in entries(session.connection()))
        assert "ann@" not in states


def test_the_first_link_ends_with_time_a_newer_one_or_any_user(site: Site) -> None:
    plain(site).put(build(Organisation))
    old = first_link(site)
    link = first_link(site)
    assert site.client.get(old).status_code == 404
    assert site.client.get(link).status_code == 200
    site.later(hours=25)
    assert site.client.get(link).status_code == 404
    link = first_link(site)
    person(site, "somebody@a.example")
    assert site.client.get(link).status_code == 404
    assert site.client.post(link, data={**NEWCOMER, "email": "x@a.example"}).status_code == 404
    with site.app.app_context():
        assert offer_first(application.db.session(), site.now) is None


def test_a_wrong_first_form_comes_back_as_it_was_typed(site: Site) -> None:
    link = first_link(plain(site))
    data = {"organisation": "Acme & <Co>", "name": " ", "email": "ann", "password": "short"}
    answer = site.client.post(link, data=data)
    assert answer.status_code == 422
    page = parse(answer.text)
    assert text(page.find(".//title")).startswith("Error: ")
    assert [text(item) for item in page.iterfind(".//div[@role='alert']//li")] == [
        "Give your name",
        "Give an email address, such as name@company.example",
        "Take at least 12 characters",
        "The two passwords differ: type the same one twice",
    ]
    typed = {i.attrib["name"]: i.attrib.get("value") for i in page.iterfind(".//input[@name]")}
    assert (typed["organisation"], typed["email"]) == ("Acme & <Co>", "ann")
    assert not typed["password"]
    assert site.client.get(link).status_code == 200


# ---- signing in and out ------------------------------------------------------------------------


def test_an_unknown_account_and_a_wrong_password_get_the_same_answer(acme: Site) -> None:
    wrong = sign_in(acme, ADMIN, "not the password")
    unknown = sign_in(acme, "nobody@a.example", "not the password")
    assert wrong == (422, unknown[1].replace("nobody@a.example", ADMIN))
    assert "do not go together" in wrong[1]


def test_guessing_is_slowed_down_for_an_account_known_or_not(acme: Site) -> None:
    for email in (ADMIN, "nobody@a.example"):
        answers = [sign_in(acme, email, "not the password") for _ in range(6)]
        assert ["Too many attempts" in page for _, page in answers] == [False] * 5 + [True]
        assert "Wait 30 seconds, then try again." in answers[-1][1]
    assert sign_in(acme, ADMIN)[0] == 422
    acme.later(seconds=31)
    assert sign_in(acme, ADMIN, "not the password")[0] == 422
    assert "Wait a minute" in sign_in(acme, ADMIN)[1]
    acme.later(seconds=61)
    assert sign_in(acme, ADMIN)[0] == 303
    assert "Too many" not in sign_in(acme, ADMIN, "not the password")[1]


def test_guessing_is_slowed_down_for_an_address(acme: Site) -> None:
    answers = [sign_in(acme, f"n{n}@a.example", "not the password")[1] for n in range(31)]
    assert ["Too many attempts" in page for page in answers] == [False] * 30 + [True]
    assert "Too many attempts" in sign_in(acme, ADMIN)[1]
    acme.later(hours=2)
    assert sign_in(acme, ADMIN)[0] == 303


def test_the_session_is_renewed_at_sign_in_and_kept_from_scripts(acme: Site) -> None:
    client = acme.app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "before"
    answer = client.post("/sign-in", data={"email": ADMIN, "password": PASSWORD})
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["ropa"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")
    with client.session_transaction() as session:
        assert "planted" not in session


def test_the_cookie_is_secure_where_https_is(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROPA_SECRET_KEY", "a key for tests")
    monkeypatch.setenv("ROPA_HTTPS", "1")
    monkeypatch.setattr(application, "read_law", read_once)
    site = Site(database_url)
    site.put(build(Organisation))
    person(site, ADMIN, ("acme", UserRole.ADMINISTRATOR))
    asked = site.client.get("/sign-in", base_url="https://ropa.example/")
    token = parse(asked.text).find(".//input[@name='csrf_token']")
    assert token is not None
    data = {"email": ADMIN, "password": PASSWORD, "csrf_token": token.attrib["value"]}
    answer = site.client.post("/sign-in", data=data, base_url="https://ropa.example/")
    assert answer.status_code == 303
    assert answer.headers["Set-Cookie"].startswith("__Host-ropa=")
    assert "; Secure;" in answer.headers["Set-Cookie"]
    site.close()


def test_signing_out_ends_the_session(acme: Site) -> None:
    client = signed_in(acme, ADMIN)
    assert client.get("/account").status_code == 200
    assert client.post("/sign-out").headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/account").status_code == 303


def test_a_session_ends_when_it_is_not_used(acme: Site) -> None:
    client = signed_in(acme, ADMIN)
    for _ in range(3):
        acme.later(hours=11)
        assert client.get("/account").status_code == 200
    acme.later(hours=13)
    assert client.get("/account").status_code == 303


def test_public_pages_know_nothing_of_sessions(acme: Site) -> None:
    statement = {"topic": "subprocessors", "words": "We have none."}
    acme.put(build(Organisation, statements=[statement]))
    for client in (acme.app.test_client(), signed_in(acme, ADMIN)):
        for address in ("/legal/subprocessors", "/legal/subprocessors.json", "/nowhere"):
            headers = client.get(address).headers
            assert "Set-Cookie" not in headers
            assert "Vary" not in headers
    assert "Set-Cookie" not in acme.app.test_client().get("/").headers
    assert "/sign-in" in acme.app.test_client().get("/").text


# ---- one's own account -------------------------------------------------------------------------


def test_a_changed_password_ends_the_other_sessions(acme: Site) -> None:
    here, elsewhere = signed_in(acme, ADMIN), signed_in(acme, ADMIN)
    new = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    wrong = here.post("/account/password", data={"old": "not the password", **new})
    assert wrong.status_code == 422
    assert "not your present password" in wrong.text
    changed = here.post("/account/password", data={"old": PASSWORD, **new})
    assert "Everywhere else you are signed out" in here.get(changed.location).text
    assert elsewhere.get("/account").status_code == 303
    assert sign_in(acme, ADMIN)[0] == 422
    assert sign_in(acme, ADMIN, OTHER_PASSWORD)[0] == 303


def test_the_theme_is_kept_with_the_account(acme: Site) -> None:
    client = signed_in(acme, ADMIN)
    assert 'data-bs-theme="auto"' in client.get("/account").text
    client.post("/account/theme", data={"theme": "dark"})
    client.post("/account/theme", data={"theme": '"><script>'})
    assert 'data-bs-theme="dark"' in signed_in(acme, ADMIN).get("/o/acme/").text


# ---- invitations and roles ---------------------------------------------------------------------


def test_somebody_new_comes_in_by_an_invitation(acme: Site) -> None:
    link = invite(signed_in(acme, ADMIN), "ed@a.example")
    client = acme.app.test_client()
    shown = client.get(link).text
    assert "Welcome to Acme Ltd" in shown
    assert "invited as editor with the address ed@a.example" in shown
    assert client.post(link, data={**NEWCOMER, "name": "Ed Itor"}).status_code == 303
    assert client.get("/", follow_redirects=True).request.path == "/o/acme/"
    assert acme.app.test_client().post(link, data=NEWCOMER).status_code == 404
    listed = signed_in(acme, ADMIN).get("/o/acme/users").text
    assert "Ed Itor" in listed
    assert "Nobody has an open invitation" in listed


def test_somebody_known_comes_in_with_the_password_of_the_account(acme: Site) -> None:
    person(acme, "ed@a.example")
    link = invite(signed_in(acme, ADMIN), "Ed@A.example", "dpo")
    client = acme.app.test_client()
    assert client.post(link, data={"password": "not the password"}).status_code == 422
    assert client.post(link, data={"password": PASSWORD}).status_code == 303
    assert client.get("/o/acme/").status_code == 200


def test_an_invitation_ends_when_it_is_withdrawn_replaced_or_old(acme: Site) -> None:
    admin = signed_in(acme, ADMIN)
    first = invite(admin, "ed@a.example")
    second = invite(admin, "ED@a.example")
    assert acme.client.get(first).status_code == 404
    assert acme.client.get(second).status_code == 200
    (action,) = re.findall(
        r"/o/acme/users/invitations/\w+/withdraw", admin.get("/o/acme/users").text
    )
    assert admin.post(action).status_code == 303
    assert acme.client.get(second).status_code == 404
    third = invite(admin, "ed@a.example")
    acme.later(days=8)
    assert acme.client.get(third).status_code == 404


def test_the_last_administrator_stays(acme: Site) -> None:
    admin = signed_in(acme, ADMIN)
    with acme.app.app_context():
        me = find_user(application.db.session(), ADMIN)
        assert me is not None
        id = me.id
    demoted = admin.post(f"/o/acme/users/{id}", data={"role": "reader"})
    assert demoted.status_code == 422
    assert "is the last administrator" in demoted.text
    assert admin.post(f"/o/acme/users/{id}/deactivate").status_code == 422
    person(acme, "second@a.example", ("acme", UserRole.ADMINISTRATOR))
    assert admin.post(f"/o/acme/users/{id}", data={"role": "reader"}).status_code == 303
    assert admin.get("/o/acme/users").status_code == 403


def test_an_account_with_a_role_elsewhere_outlives_this_one(acme: Site) -> None:
    acme.put(build(Organisation, id="beta", name="Beta Ltd"))
    both = (("acme", UserRole.EDITOR), ("beta", UserRole.EDITOR))
    id = person(acme, "ed@a.example", *both)
    client = signed_in(acme, "ed@a.example")
    signed_in(acme, ADMIN).post(f"/o/acme/users/{id}/deactivate")
    assert client.get("/o/acme/").status_code == 404
    assert client.get("/o/beta/").status_code == 200
    with acme.app.app_context():
        session = application.db.session()
        assert account_of(session, id) is not None
        told = [e for e in entries(session.connection()) if e.kind is Kind.MEMBERSHIP][-1]
        assert (told.action, told.actor.startswith("u-")) == ("retired", True)
