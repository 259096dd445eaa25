"""Every route for every role: this table is the specification."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ropa import app as application
from ropa.records.activity import Activity
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.store.blobs import keep
from ropa.vocabulary import UserRole
from ropa.web.access import PERMISSIONS, Action, safe_next
from tests.build import build
from tests.files import A_PDF
from tests.web.conftest import Site
from tests.web.reading import parse, text
from tests.web.signing import PASSWORD, person, plain, reviewer, signed_in

COLUMNS = ("out", "other", "reader", "editor", "dpo", "administrator")
"""Signed out, the administrator of another organisation, and each role of this one."""

ROUTES = {
    "GET /.well-known/ropa-signing-key": "404 404 404 404 404 404",  # nobody ever signed
    "GET /": "200 303 303 303 303 303",
    "GET /account": "303 200 200 200 200 200",
    "POST /account/password": "303 422 422 422 422 422",
    "POST /account/theme": "303 303 303 303 303 303",
    "GET /bootstrap/static/<path:filename>": "200 200 200 200 200 200",
    "GET /calendar/<token>.ics": "404 404 404 404 404 404",
    "GET /first/<token>": "404 404 404 404 404 404",
    "POST /first/<token>": "404 404 404 404 404 404",
    "GET /invitation/<token>": "404 404 404 404 404 404",
    "POST /invitation/<token>": "404 404 404 404 404 404",
    "GET /legal/subprocessors": "404 404 404 404 404 404",  # which of the two is not said
    "GET /legal/subprocessors.json": "404 404 404 404 404 404",
    "GET /legal/<organisation>/subprocessors": "200 200 200 200 200 200",
    "GET /legal/<organisation>/subprocessors.json": "200 200 200 200 200 200",
    "GET /marks": "200 200 200 200 200 200",
    "GET /o/<organisation>/": "303 404 200 200 200 200",
    "GET /o/<organisation>/calendar": "303 404 200 200 200 200",
    "POST /o/<organisation>/calendar/feed": "303 404 200 200 200 200",
    "POST /o/<organisation>/calendar/feed/withdraw": "303 404 303 303 303 303",
    "GET /o/<organisation>/what-if": "303 404 200 200 200 200",
    "GET /o/<organisation>/what-if.xlsx": "303 404 200 200 200 200",
    "GET /o/<organisation>/users": "303 404 403 403 403 200",
    "GET /o/<organisation>/users/invite": "303 404 403 403 403 200",
    "POST /o/<organisation>/users/invite": "303 404 403 403 403 422",
    "POST /o/<organisation>/users/invitations/<digest>/withdraw": "303 404 403 403 403 303",
    "GET /o/<organisation>/users/<user>": "303 404 403 403 403 200",
    "POST /o/<organisation>/users/<user>": "303 404 403 403 403 303",
    "POST /o/<organisation>/users/<user>/deactivate": "303 404 403 403 403 303",
    "POST /o/<organisation>/users/<user>/activate": "303 404 403 403 403 303",
    "GET /o/<organisation>/reviewers": "303 404 403 403 200 200",
    "GET /o/<organisation>/reviewers/new": "303 404 403 403 200 200",
    "POST /o/<organisation>/reviewers/new": "303 404 403 403 422 422",
    "GET /o/<organisation>/reviewers/<reviewer>": "303 404 403 403 200 200",
    "POST /o/<organisation>/reviewers/<reviewer>/code": "303 404 403 403 200 200",
    "POST /o/<organisation>/reviewers/<reviewer>/revoke": "303 404 403 403 303 303",
    "GET /o/<organisation>/journal": "303 404 200 200 200 200",
    "GET /o/<organisation>/journal/compare": "303 404 200 200 200 200",
    "GET /o/<organisation>/journal/compare.csv": "303 404 404 404 404 404",
    "GET /o/<organisation>/journal/<int:batch>/undo": "303 404 403 403 404 404",
    "POST /o/<organisation>/journal/<int:batch>/undo": "303 404 403 403 404 404",
    "GET /o/<organisation>/exports": "303 404 200 200 200 200",
    "POST /o/<organisation>/exports": "303 404 422 422 422 422",  # in no format
    "POST /o/<organisation>/exports/bundle": "303 404 422 422 422 422",  # of nothing
    "GET /o/<organisation>/exports/work/<id>": "303 404 404 404 404 404",  # nobody's
    "GET /o/<organisation>/exports/work/<id>/file": "303 404 404 404 404 404",
    "POST /o/<organisation>/exports/work/<id>/stop": "303 404 404 404 404 404",
    "GET /o/<organisation>/search": "303 404 200 200 200 200",
    "GET /o/<organisation>/vocabularies": "303 404 200 200 200 200",
    "GET /o/<organisation>/<plural>": "303 404 200 200 200 200",
    "GET /o/<organisation>/<plural>.csv": "303 404 200 200 200 200",
    "GET /o/<organisation>/<plural>/<id>": "303 404 200 200 200 200",
    "GET /o/<organisation>/<plural>/new": "303 404 403 200 200 200",
    "POST /o/<organisation>/<plural>/new": "303 404 403 422 422 422",
    "GET /o/<organisation>/<plural>/<id>/edit": "303 404 403 200 200 200",
    "POST /o/<organisation>/<plural>/<id>/edit": "303 404 403 422 422 422",
    "GET /o/<organisation>/<plural>/<id>/duplicate": "303 404 403 200 200 200",
    "GET /o/<organisation>/<plural>/<id>/retire": "303 404 403 200 200 200",
    "POST /o/<organisation>/<plural>/<id>/retire": "303 404 403 409 409 409",
    "GET /o/<organisation>/<plural>/<id>/restore": "303 404 403 200 200 200",
    "POST /o/<organisation>/<plural>/<id>/restore": "303 404 403 409 409 409",
    "GET /o/<organisation>/<plural>/<id>/delete": "303 404 403 403 200 200",
    "POST /o/<organisation>/<plural>/<id>/delete": "303 404 403 403 409 409",
    "POST /o/<organisation>/<plural>/<id>/draft": "303 404 403 400 400 400",
    "POST /o/<organisation>/<plural>/<id>/discard": "303 404 403 303 303 303",
    "GET /o/<organisation>/graphs": "303 404 200 200 200 200",
    "GET /o/<organisation>/graphs/<question>.<form>": "303 404 200 200 200 200",
    "GET /o/<organisation>/graphs/activity/<id>": "303 404 200 200 200 200",
    "GET /o/<organisation>/graphs/around": "303 404 404 404 404 404",  # of no node
    "GET /o/<organisation>/graphs/chains": "303 404 200 200 200 200",
    "GET /o/<organisation>/graphs/data/<id>": "303 404 404 404 404 404",  # of no category
    "GET /o/<organisation>/graphs/difference": "303 404 200 200 200 200",
    "GET /o/<organisation>/graphs/go": "303 404 404 404 404 404",  # to no question
    "GET /o/<organisation>/graphs/organisation": "303 404 200 200 200 200",
    "GET /o/<organisation>/graphs/paths": "303 404 200 200 200 200",
    "GET /o/<organisation>/graphs/reach/<plural>/<id>/sheet.pdf": "303 404 404 404 404 404",
    "GET /o/<organisation>/graphs/single-points": "303 404 200 200 200 200",
    "GET /o/<organisation>/graphs/unused": "303 404 200 200 200 200",
    "GET /o/<organisation>/graphs/who-holds/<id>": "303 404 404 404 404 404",  # of no category
    "GET /o/<organisation>/graphs/reach/<plural>/<id>": "303 404 404 404 404 404",  # of no party
    "GET /o/<organisation>/hops": "303 404 200 200 200 200",
    "GET /o/<organisation>/hops.csv": "303 404 200 200 200 200",
    "GET /o/<organisation>/hops/matrix": "303 404 200 200 200 200",
    "GET /o/<organisation>/hops/chains": "303 404 200 200 200 200",
    "GET /o/<organisation>/hops/<hop>": "303 404 200 200 200 200",
    "GET /o/<organisation>/hops/<hop>/assessment": "303 404 200 200 200 200",
    "GET /o/<organisation>/law": "303 404 200 200 200 200",
    "GET /o/<organisation>/documents/<id>/file": "303 404 403 200 200 200",
    "POST /o/<organisation>/documents/<id>/file": "303 404 403 422 422 422",
    "GET /o/<organisation>/documents/<id>/file/download": "303 404 200 200 200 200",
    "GET /organisations": "303 200 200 200 200 200",
    "GET /review/<token>": "404 404 404 404 404 404",
    "POST /review/<token>": "404 404 404 404 404 404",
    "POST /review/leave": "303 303 303 303 303 303",
    "GET /review/left": "200 200 200 200 200 200",
    "GET /sign-in": "200 200 200 200 200 200",
    "POST /sign-in": "422 422 422 422 422 422",
    "POST /sign-out": "303 303 303 303 303 303",
    "GET /static/<path:filename>": "200 200 200 200 200 200",
    "GET /verify": "200 200 200 200 200 200",
    "POST /verify": "422 422 422 422 422 422",
}

STATEMENT = {"topic": "subprocessors", "words": "We have none."}


@pytest.fixture
def group(site: Site) -> Site:
    """Two organisations, with somebody in each role of the first."""
    site.put(
        build(Organisation, statements=[STATEMENT]),
        build(Organisation, id="beta", name="Beta Ltd"),
        build(Activity),
        build(Engagement),
        build(Activity, id="b1", organisation="beta", name="A secret of Beta"),
    )
    with site.app.app_context():
        file = keep(application.db.session(), A_PDF, "application/pdf")
    site.put(build(Document, id="a1", organisation="acme", sha256=file))
    person(site, "other@b.example", ("beta", UserRole.ADMINISTRATOR))
    for role in UserRole:
        person(site, f"{role}@a.example", ("acme", role))
    return plain(site)


def routes(site: Site) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in site.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_has_a_row(site: Site) -> None:
    assert routes(site) == set(ROUTES)


def test_every_route_answers_every_role_as_the_table_says(group: Site) -> None:
    sessions = sessions_of(group)
    target = person(group, "target@a.example", ("acme", UserRole.READER))
    given = {"organisation": "acme", "user": target, "token": "x", "digest": "x"}
    given["reviewer"] = reviewer(group).id
    given |= {"plural": "activities", "id": "a1", "batch": "999999", "hop": "hosting~unknown"}
    given |= {"question": "organisation", "form": "json"}
    found = {}
    for route in ROUTES:
        method, rule = route.split()
        styles = {"filename": "css/bootstrap.min.css" if "bootstrap" in rule else "theme.css"}
        address = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)
        address = address.format(**given, **styles)
        codes = [ask(group, sessions[who], method, address) for who in COLUMNS]
        found[route] = " ".join(map(str, codes))
    assert found == ROUTES


def sessions_of(site: Site) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = {"out": {}}
    for who in COLUMNS[1:]:
        email = "other@b.example" if who == "other" else f"{who}@a.example"
        with signed_in(site, email).session_transaction() as session:
            kept[who] = dict(session)
    return kept


def ask(site: Site, session: dict[str, Any], method: str, address: str) -> int:
    client = site.app.test_client()
    with client.session_transaction() as fresh:
        fresh.update(session)
    with client.open(address, method=method) as answer:
        return answer.status_code


def test_every_form_needs_its_token(group: Site) -> None:
    sessions = sessions_of(group)
    group.app.config["WTF_CSRF_ENABLED"] = True
    for route in ROUTES:
        method, rule = route.split()
        if method == "POST":
            address = rule.replace("<organisation>", "acme").replace("<plural>", "activities")
            address = address.replace("<id>", "a1").replace("<int:batch>", "3")
            assert ask(group, sessions["administrator"], method, address) == 400, route


def test_an_organisation_sees_nothing_of_another(group: Site) -> None:
    client = signed_in(group, "administrator@a.example")
    home = client.get("/", follow_redirects=True).text
    assert "Acme Ltd" in home
    assert "Beta" not in home
    for address in ("/o/acme/users", "/organisations", "/marks", "/account"):
        assert "other@b.example" not in client.get(address).text
        assert "Beta" not in client.get(address).text


def test_a_revoked_role_ends_at_once(group: Site) -> None:
    client = signed_in(group, "reader@a.example")
    admin = signed_in(group, "administrator@a.example")
    assert client.get("/o/acme/").status_code == 200
    listed = parse(admin.get("/o/acme/users").text)
    member = next(
        row.find(".//a").attrib["href"]  # type: ignore[union-attr]
        for row in listed.iterfind(".//tbody/tr")
        if "reader@a.example" in text(row)
    )
    assert admin.post(f"{member}/deactivate").status_code == 303
    assert client.get("/o/acme/").status_code == 303
    again = client.post("/sign-in", data={"email": "reader@a.example", "password": PASSWORD})
    assert again.status_code == 422
    assert admin.post(f"{member}/activate").status_code == 303
    assert signed_in(group, "reader@a.example").get("/o/acme/").status_code == 200


def test_the_past_can_be_read_and_not_changed(group: Site) -> None:
    client = signed_in(group, "administrator@a.example")
    page = client.get("/o/acme/?as_of=4&about=2027-01-31")
    assert page.status_code == 200
    assert "It can be read here, not changed." in page.text
    assert "31 January 2027" in page.text
    assert client.get("/o/acme/users?as_of=4").status_code == 403
    assert "not changed" not in client.get("/o/acme/?as_of=999999").text
    wrong = client.get("/o/acme/?as_of=yesterday")
    assert "“yesterday” is not a moment" in wrong.text
    assert wrong.status_code == 200


def test_the_table_of_rights_covers_every_action() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert all(UserRole.ADMINISTRATOR in roles for roles in PERMISSIONS.values())


@pytest.mark.parametrize(
    "address",
    [
        *("https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example"),
        *("javascript:alert(1)", "/\t/evil.example", " /o/acme", "o/acme", "", None),
        "/\n/evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(address: str | None) -> None:
    assert safe_next(address) is None


def test_signing_in_leads_back(group: Site) -> None:
    assert safe_next("/o/acme/?as_of=4&q=a%20b") == "/o/acme/?as_of=4&q=a%20b"
    client = group.app.test_client()
    sent = client.get("/o/acme/?as_of=4")
    assert sent.location == "/sign-in?next=/o/acme/?as_of%3D4"
    data = {"email": "reader@a.example", "password": PASSWORD}
    assert client.post(sent.location, data=data).location == "/o/acme/?as_of=4"
