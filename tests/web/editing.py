"""A catalogue of two organisations with people who edit its records."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ropa import app as application
from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.person import Person
from ropa.records.spec import REGISTER
from ropa.records.system import System
from ropa.store.journal import latest
from ropa.vocabulary import Kind, UserRole
from ropa.web.parts import NAME
from tests.build import build
from tests.web.browsing import Pairs, changed, encoded, form_in, sent
from tests.web.conftest import Site
from tests.web.reading import parse, text
from tests.web.signing import person, signed_in

PEOPLE = {
    "ed@a.example": ("acme", UserRole.DPO, "Ed Itor"),
    "al@a.example": ("acme", UserRole.EDITOR, "Al So"),
    "ria@a.example": ("acme", UserRole.READER, "Ria D"),
    "bo@b.example": ("beta", UserRole.DPO, "Bo Thor"),
}
"""Who has which role where."""


def prepared(site: Site, *records: Record) -> Site:
    """Make two organisations and some records."""
    site.put(build(Organisation), build(Organisation, id="beta", name="Beta Ltd"))
    if records:
        site.put(*records)
    return site


class Editor:
    """Somebody's browser, with the page it shows."""

    def __init__(self, site: Site, email: str = "ed@a.example") -> None:
        self.site = site
        if email not in site.app.config.setdefault("PEOPLE", set()):
            site.app.config["PEOPLE"].add(email)
            organisation, role, name = PEOPLE[email]
            person(site, email, (organisation, role), name=name)
        site.app.config["WTF_CSRF_ENABLED"] = False  # only for the form that signs in
        self.client: FlaskClient = signed_in(site, email)
        site.app.config["WTF_CSRF_ENABLED"] = True
        self.answer: TestResponse | None = None

    def open(self, address: str) -> Element:
        """Open a page that is there."""
        self.answer = self.client.get(address)
        assert self.answer.status_code == 200, (address, self.answer.status_code)
        return self.page

    def open_pairs(self, address: str) -> Pairs:
        """Open a page and give what its form would send."""
        self.open(address)
        return self.pairs

    @property
    def page(self) -> Element:
        """The page as it stands."""
        assert self.answer is not None
        return parse(self.answer.text)

    @property
    def pairs(self) -> Pairs:
        """What its form would send."""
        return sent(form_in(self.page))

    def press(self, button: str = "save", **values: str | list[str] | None) -> TestResponse:
        """Change some controls of the form and press a button of it."""
        return self.send([*changed(self.pairs, **values), ("do", button)])

    def send(self, pairs: Pairs) -> TestResponse:
        """Send pairs to where the form of the page goes."""
        assert self.answer is not None
        address = form_in(self.page).attrib.get("action") or self.answer.request.path
        self.answer = self.client.post(address, data=encoded(pairs))
        return self.answer

    def saves(self, button: str = "save", **values: str | list[str] | None) -> str:
        """Change, save, and give where it leads to."""
        answer = self.press(button, **values)
        assert answer.status_code == 303, answer.text[answer.text.find("<main") :][:3000]
        return str(answer.location)


def register_of(site: Site) -> Register:
    """Give the register as it stands."""
    with site.app.app_context():
        register: Register = site.app.extensions[NAME].register()
        return register


def stored(site: Site, kind: Kind, id: str) -> Any:
    """Give a record as it stands; None where there is none."""
    return register_of(site).get(kind, id)


SPONSOR = build(
    Activity,
    id="a0",
    name="Of all",
    purposes=[{"purpose": "billing"}],
    data=[{"data": "contact", "subjects": "customers", "retention": "six-years"}],
    systems=["crm"],
    engagements=["hosting"],
    recipient_categories=["advisers"],
    measures=["tls"],
    owner="p1",
)
"""An activity that reaches a shared record of every kind."""


SOURCED = build(
    System,
    kind="database",
    data_categories=["contact"],
    provenance=[
        {"field": "name", "document": "notice", "place": "§1"},
        {"field": "kind", "document": "notice", "standing": "inferred"},
        {"field": "data_categories[contact]", "document": "notice"},
    ],
)


def furnished(site: Site) -> Site:
    """Make a record of every kind in one organisation."""
    others = [build(cls) for cls in REGISTER if cls not in (Organisation, Engagement, Person)]
    person = build(Person, name="Jo Rae")
    return prepared(site, *others, build(Engagement, party="vendor"), person, SPONSOR)


def last_entry(site: Site, kind: Kind, id: str) -> Any:
    """Give the last entry of a record in the journal."""
    with site.app.app_context():
        return next(iter(latest(application.db.session.connection(), [kind], records=[id])))


def summary(editor: Editor) -> str:
    """Give the words of the error summary."""
    return text(editor.page.find(".//div[@class='errors']"))
