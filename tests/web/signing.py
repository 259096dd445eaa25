"""People for tests of pages behind the sign-in."""

from __future__ import annotations

import datetime

from flask.testing import FlaskClient

from ropa import app as application
from ropa.core.change import Applied, Put
from ropa.records.user import User
from ropa.store.accounts import give_role, hashed_password, new_user_id, normal, set_password
from ropa.store.apply import apply
from ropa.store.reviewers import Issued, Terms, issue
from ropa.vocabulary import UserRole
from tests.web.conftest import Site

PASSWORD = "correct horse battery staple"


def person(site: Site, email: str, *roles: tuple[str, UserRole], name: str = "Ann Ode") -> str:
    """Make an account with roles in organisations; give its id."""
    with site.app.app_context():
        session = application.db.session()
        user = User(id=new_user_id(), email=normal(email), name=name, active=True)
        assert isinstance(apply(session, "tester", [Put(user)], None, site.now), Applied)
        id = user.id
        for organisation, role in roles:
            given = give_role(session, "tester", id, organisation, role, site.now)
            assert isinstance(given, Applied)
        set_password(session, id, hashed_password(PASSWORD))
    return id


def plain(site: Site) -> Site:
    """Let forms through without their token, which has a test of its own."""
    site.app.config["WTF_CSRF_ENABLED"] = False
    return site


def signed_in(site: Site, email: str, password: str = PASSWORD) -> FlaskClient:
    """Give a browser in which somebody signed in."""
    client = site.app.test_client()
    answer = client.post("/sign-in", data={"email": email, "password": password})
    assert answer.status_code == 303, answer.text
    return client


def reviewer(site: Site, organisation: str = "acme", **terms: object) -> Issued:
    """Let somebody of an authority read a register, by default all of it, for a month."""
    usual: dict[str, object] = {
        "name": "Rae Viewer",
        "authority": "The Authority",
        "activities": None,
        "sequence": None,
        "documents": True,
        "first_day": site.now.date(),
        "last_day": site.now.date() + datetime.timedelta(days=30),
    }
    with site.app.app_context():
        held = Terms(**(usual | terms))  # type: ignore[arg-type]
        return issue(application.db.session(), "tester", organisation, held, site.now)


def reviewing(site: Site, issued: Issued) -> FlaskClient:
    """Give a browser in which a reviewer came in by the link and the code."""
    client = site.app.test_client()
    sent = {"code": issued.code, "remember": "y"}
    answer = client.post(f"/review/{issued.token}", data=sent)
    assert answer.status_code == 303, answer.text
    return client
