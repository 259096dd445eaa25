"""Whoever looks at an earlier moment and another day stays there, wherever they go."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.etree.ElementTree import Element

import msgspec
import pypdf
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ropa import app as application
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.person import Person
from ropa.store.blobs import keep
from ropa.vocabulary import UserRole
from tests.files import A_PDF
from tests.web.conftest import Site
from tests.web.reading import parse, text
from tests.web.signing import person, plain, signed_in
from tests.web.test_access import ROUTES

THEN, NOW = "Quagga", "Zebra"
"""What every name begins with, at the earlier moment and after it."""

CLOCKS = "as_of=2026-11-24&about=2027-01-31"
HERE = "/o/ocktra"
HOME = f"{HERE}/?{CLOCKS}"

ASKED = (
    "/search?q=aws",
    "/journal/compare?before=0",
    "/journal/compare.csv?before=0",
    "/graphs/difference?before=0",
    "/graphs/go?question=chains&of=parties/aws",
    "/graphs/paths?from=parties/aws&to=parties/sentry",
    "/what-if?1.what=decision-ends&1.decision=uk-us&1.day=2027-02-01",
    "/what-if.xlsx?1.what=decision-ends&1.decision=uk-us&1.day=2027-02-01",
    "/documents/privacy-policy/file/download?",
)
"""What only forms lead to, or a choice in one."""

NOT_OF_THE_PAST = {
    *("<plural>/new", "<plural>/<id>/edit", "<plural>/<id>/duplicate", "<plural>/<id>/retire"),
    *("<plural>/<id>/restore", "<plural>/<id>/delete", "documents/<id>/file"),
    *("users", "users/invite", "users/<user>", "journal/<int:batch>/undo"),
    *("reviewers", "reviewers/new", "reviewers/<reviewer>"),
}
"""What changes something, and who may."""

BEGUN = {"exports/work/<id>", "exports/work/<id>/file"}
"""An export that takes long: it is of the moment at which it was begun."""


def named(record: Record, word: str) -> Record:
    """Give a record another name; a person's is not in the journal."""
    name = getattr(record, "name", None)
    if name is None or isinstance(record, Person):
        return record
    return msgspec.structs.replace(record, name=f"{word} {name}")


@pytest.fixture
def visitor(site: Site, example: tuple[Record, ...]) -> FlaskClient:
    """A DPO of a register in which every name was changed since, and a file taken off."""
    with site.app.app_context():
        file = keep(application.db.session(), A_PDF, "application/pdf")
    then = [named(one, THEN) for one in example]
    policy = [one for one in then if isinstance(one, Document) and one.id == "privacy-policy"]
    others = [one for one in then if one not in policy]
    site.put(*others, *(msgspec.structs.replace(one, sha256=file) for one in policy))
    site.later(days=4)
    site.put(*(named(one, NOW) for one in example))
    person(plain(site), "dpo@ocktra.example", ("ocktra", UserRole.DPO))
    return signed_in(site, "dpo@ocktra.example")


def rule_of(site: Site, address: str) -> tuple[str, tuple[object, ...]]:
    """Give the route of an address and what tells one sort of its pages from another."""
    adapter = site.app.url_map.bind("localhost")
    rule, values = adapter.match(urlsplit(address).path, method="GET", return_rule=True)
    sort = tuple(values.get(name) for name in ("plural", "name", "form"))
    return rule.rule, (rule.rule, *sort)


def leads(page: Element, address: str) -> Iterator[str]:
    """Give where a page leads in the register, but for the way back to now."""
    for one in page.iter():
        href = next((v for k, v in one.attrib.items() if k.rpartition("}")[2] == "href"), None)
        if one.tag.rpartition("}")[2] == "a" and href and text(one) != "Back to now":
            to = urljoin(address, href).partition("#")[0]
            if urlsplit(to).path.startswith(HERE):
                yield to


def lost(page: Element, address: str) -> Iterator[str]:
    """Give the links and forms of a page that do not keep the two clocks."""
    for to in leads(page, address):
        if not {"as_of", "about"} <= parse_qs(urlsplit(to).query).keys():
            yield to
    for form in page.iter("form"):
        action = form.attrib.get("action", "")
        if form.attrib.get("method", "get") == "get":
            kept = {control.attrib.get("name") for control in form.iter("input")}
        else:
            kept = set(parse_qs(urlsplit(action).query)) if HERE in action else {"as_of", "about"}
        if not {"as_of", "about"} <= kept:
            yield f"the form to {action}"


def words(answer: TestResponse) -> str:
    """Give the text of a file; of the one that was there then, and of pixels, the word alone."""
    content = answer.data
    if content == A_PDF or content.startswith(b"\x89PNG"):
        return THEN
    if content.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            return "".join(pack.read(name).decode(errors="replace") for name in pack.namelist())
    return content.decode()


def faults(answer: TestResponse, address: str) -> Iterator[str]:
    """Say what an answer shows that is not of the moment, or does not keep."""
    if answer.status_code != 200:
        yield f"{answer.status_code}"
    elif answer.mimetype != "text/html":
        said = words(answer)
        if NOW in said or THEN not in said:
            yield "a file of another moment"
    else:
        page = parse(answer.text)
        said = text(page)
        expected = (THEN, "In force on 31 January 2027", "It can be read here, not changed.")
        yield from (f"without “{one}”" for one in expected if one not in said)
        if NOW in said:
            yield f"with “{NOW}”"
        yield from (f"loses them at {one}" for one in lost(page, address))


def test_every_page_and_file_is_of_the_moment_and_leads_on_at_it(
    site: Site, visitor: FlaskClient
) -> None:
    todo = [HOME, *(f"{HERE}{address}&{CLOCKS}" for address in ASKED)]
    seen: set[tuple[object, ...]] = set()
    reached: set[str] = set()
    found: list[str] = []
    while todo:
        address = todo.pop(0)
        rule, sort = rule_of(site, address)
        if sort in seen:
            continue
        seen.add(sort)
        reached.add(rule)
        answer = visitor.get(address)
        if answer.status_code == 303:
            todo.append(answer.location)
            continue
        found += [f"{address}: {fault}" for fault in faults(answer, address)]
        if answer.mimetype == "text/html":
            todo += leads(parse(answer.text), address)
    assert found == []
    every = {one.partition(" ")[2] for one in ROUTES if one.startswith("GET /o/<organisation>/")}
    apart = {f"/o/<organisation>/{one}" for one in NOT_OF_THE_PAST | BEGUN}
    assert every - reached == apart


def test_what_changes_something_is_not_of_the_past(visitor: FlaskClient) -> None:
    given = {"plural": "activities", "id": "c1", "user": "x", "reviewer": "x", "batch": "1"}
    for rule in NOT_OF_THE_PAST:
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: given[part[1]], rule)
        assert visitor.get(f"{HERE}/{path}?{CLOCKS}").status_code == 403, rule
