"""People for tests of pages behind the sign-in."""

from __future__ import annotations

from flask.testing import FlaskClient

from ropa import app as application
from ropa.core.change import Applied, Put
from ropa.records.user import User
from ropa.store.accounts import give_role, hashed_password, new_user_id, normal, set_password
from ropa.store.apply import apply
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
