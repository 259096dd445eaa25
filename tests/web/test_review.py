"""The door for an authority's reviewers: what is open, to whom, until when, and who sees it."""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from ropa import app as application
from ropa.core.moments import AsOf
from ropa.export.bundle_files import CHOICES
from ropa.records.activity import Activity
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.system import System
from ropa.store import reviewers
from ropa.store.blobs import keep
from ropa.store.reviewers import MOST_FAILURES
from ropa.vocabulary import UserRole
from ropa.web.parts import NAME
from tests.build import build
from tests.files import A_PDF
from tests.web.conftest import Site
from tests.web.exporting import LONG, making, patient
from tests.web.reading import parse, text
from tests.web.signing import person, plain, reviewer, reviewing, signed_in
from tests.web.test_access import ROUTES, ask

SCOPES = ("whole", "closed", "some", "past")
"""All of it; all but the files of documents; one activity; all as it stood earlier."""

PUBLIC = {
    "GET /.well-known/ropa-signing-key",
    "GET /bootstrap/static/<path:filename>",
    "GET /calendar/<token>.ics",
    "GET /first/<token>",
    "POST /first/<token>",
    "GET /invitation/<token>",
    "POST /invitation/<token>",
    "GET /legal/subprocessors",
    "GET /legal/subprocessors.json",
    "GET /legal/<organisation>/subprocessors",
    "GET /legal/<organisation>/subprocessors.json",
    "GET /marks",
    "GET /review/<token>",
    "POST /review/<token>",
    "GET /review/left",
    "GET /sign-in",
    "POST /sign-in",
    "GET /static/<path:filename>",
    "GET /verify",
    "POST /verify",
}
"""What anybody may open, with a link or without: it answers as if there were none."""

OPEN = {
    "GET /": "303 303 303 303",
    "POST /sign-out": "303 303 303 303",
    "POST /review/leave": "303 303 303 303",
    "GET /o/<organisation>/": "200 200 200 200",
    "GET /o/<organisation>/journal": "200 200 404 200",
    "GET /o/<organisation>/journal/compare": "200 200 404 200",
    "GET /o/<organisation>/journal/compare.csv?before=1": "200 200 404 200",
    "GET /o/<organisation>/exports": "200 200 200 200",
    "POST /o/<organisation>/exports": "422 422 422 422",  # in no format
    "POST /o/<organisation>/exports/bundle": "422 422 422 422",  # of nothing
    "GET /o/<organisation>/search": "200 200 200 200",
    "GET /o/<organisation>/vocabularies": "200 200 200 200",
    "GET /o/<organisation>/<plural>": "200 200 200 200",
    "GET /o/<organisation>/<plural>.csv": "200 200 200 200",
    "GET /o/<organisation>/<plural>/<id>": "200 200 200 200",
    "GET /o/<organisation>/graphs": "200 200 200 200",
    "GET /o/<organisation>/graphs/<question>.<form>": "200 200 200 200",
    "GET /o/<organisation>/graphs/activity/<id>": "200 200 200 200",
    "GET /o/<organisation>/graphs/around?node=activity/a1": "200 200 200 200",
    "GET /o/<organisation>/graphs/chains": "200 200 200 200",
    "GET /o/<organisation>/graphs/difference": "200 200 200 200",
    "GET /o/<organisation>/graphs/go?question=chains": "303 303 303 303",
    "GET /o/<organisation>/graphs/organisation": "200 200 200 200",
    "GET /o/<organisation>/graphs/paths": "200 200 200 200",
    "GET /o/<organisation>/graphs/reach/parties/acme-hosting": "200 200 200 200",
    "GET /o/<organisation>/graphs/reach/parties/acme-hosting/sheet.pdf": "200 200 200 200",
    "GET /o/<organisation>/graphs/single-points": "200 200 200 200",
    "GET /o/<organisation>/graphs/unused": "200 200 200 200",
    "GET /o/<organisation>/hops": "200 200 200 200",
    "GET /o/<organisation>/hops.csv": "200 200 200 200",
    "GET /o/<organisation>/hops/matrix": "200 200 200 200",
    "GET /o/<organisation>/hops/chains": "200 200 200 200",
    "GET /o/<organisation>/hops/<hop>": "200 200 200 200",
    "GET /o/<organisation>/law": "200 200 200 200",
    "GET /o/<organisation>/documents/a1/file/download": "200 404 200 200",
}
"""What a link of each scope opens; for everything that is neither here nor public it is 404."""

GIVEN = {
    "organisation": "acme",
    "token": "x",
    "digest": "x",
    "user": "u-1",
    "reviewer": "r-1",
    "plural": "activities",
    "id": "a1",
    "batch": "1",
    "hop": "hosting~unknown",
    "question": "organisation",
    "form": "json",
}


@pytest.fixture
def register(site: Site) -> Site:
    """Two activities of one organisation, and another organisation."""
    with site.app.app_context():
        file = keep(application.db.session(), A_PDF, "application/pdf")
    site.put(
        build(Organisation),
        build(Organisation, id="beta", name="Beta Ltd"),
        build(Party, id="acme-hosting", name="Acme Hosting"),
        build(Document, id="a1", organisation="acme", sha256=file),
        build(Engagement, id="hosting", party="acme-hosting", contracts=["a1"]),
        build(Activity, engagements=["hosting"]),
    )
    site.later(hours=1)
    site.put(
        build(Activity, id="zebra", name="Zebra counting"),
        build(DataSubjectCategory),
        build(System),
        build(Flow, activities=["a1", "zebra"], name="Sign-up form"),
        build(Activity, id="b1", organisation="beta", name="A secret of Beta"),
    )
    site.later(hours=1)
    person(site, "dpo@acme.example", ("acme", UserRole.DPO))
    return plain(patient(site))


def sequence_before_zebras(site: Site) -> int:
    with site.app.app_context():
        stamps = site.app.extensions[NAME].register().stamps
        return min(stamp.sequence for (_, id), stamp in stamps.items() if id in ("zebra", "b1")) - 1


def by_scope(site: Site) -> dict[str, FlaskClient]:
    """Give a browser for each scope."""
    terms: dict[str, dict[str, object]] = {
        "whole": {},
        "closed": {"documents": False},
        "some": {"activities": ("a1",)},
        "past": {"sequence": sequence_before_zebras(site)},
    }
    return {scope: reviewing(site, reviewer(site, **terms[scope])) for scope in SCOPES}


def filled(route: str) -> tuple[str, str]:
    method, rule = route.split()
    styles = "css/bootstrap.min.css" if "bootstrap" in rule else "theme.css"
    address = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)
    return method, address.format(**GIVEN, filename=styles)


def pattern(route: str) -> str:
    """Name the rule that an address of `OPEN` is one of."""
    method, address = route.split()
    given = {
        "reach/parties/acme-hosting": "reach/<plural>/<id>",
        "documents/a1/file": "documents/<id>/file",
    }
    rule = address.partition("?")[0]
    for particular, general in given.items():
        rule = rule.replace(particular, general)
    return f"{method} {rule}"


def test_a_link_opens_what_the_table_says_and_nothing_else(register: Site) -> None:
    sessions = {}
    for scope, client in by_scope(register).items():
        with client.session_transaction() as session:
            sessions[scope] = dict(session), client
    opened = {pattern(route) for route in OPEN}
    assert opened | PUBLIC <= set(ROUTES)
    routes = [*OPEN, *(route for route in ROUTES if route not in opened)]
    expected, found = {}, {}
    for route in routes:
        method, address = filled(route)
        codes = [_ask(sessions[scope][1], sessions[scope][0], method, address) for scope in SCOPES]
        found[route] = " ".join(map(str, codes))
        as_out = ask(register, {}, method, address) if route in PUBLIC else 404
        expected[route] = OPEN.get(route, " ".join([str(as_out)] * 4))
    assert found == expected


def _ask(client: FlaskClient, session: dict[str, object], method: str, address: str) -> int:
    """Ask with the session as it was before anything was asked: some routes end it."""
    with client.session_transaction() as fresh:
        fresh.clear()
        fresh.update(session)
    with client.open(address, method=method) as answer:
        return answer.status_code


@pytest.mark.one_database
def test_no_link_opens_another_organisation(register: Site) -> None:
    for client in by_scope(register).values():
        for route in OPEN:
            method, address = filled(route)
            if "/o/acme" in address:
                assert (
                    client.open(address.replace("acme", "beta"), method=method).status_code == 404
                )


def pages(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Read all that a link opens, by address; also what a ZIP file of it holds."""
    for route in OPEN:
        method, address = filled(route)
        if method == "GET" and "sheet.pdf" not in address and "file/" not in address:
            yield address, client.get(address).text
    for address in (
        "/o/acme/search?q=zebra",
        "/o/acme/activities?q=zebra",
        "/o/acme/flows",
        "/o/acme/flows/f1",
    ):
        yield address, client.get(address).text
    asked = {"": {"authority": "csv"}, "/bundle": {"format": list(CHOICES)}}
    for kind, sent in asked.items():
        made = client.post(f"/o/acme/exports{kind}", data=sent)
        with zipfile.ZipFile(io.BytesIO(made.data)) as files:
            for name in files.namelist():
                yield name, _words(name, files.read(name))


def _words(name: str, content: bytes) -> str:
    """Read what a file of a bundle says, as far as it is no picture."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        return "".join(_words(inner, files.read(inner)) for inner in files.namelist())


@pytest.mark.one_database
@pytest.mark.parametrize("scope", ["some", "past"])
def test_what_lies_outside_is_told_nowhere(register: Site, scope: str) -> None:
    client = by_scope(register)[scope]
    for address, told in pages(client):
        words = told.replace("zebra”", "").replace('value="zebra"', "").replace("q=zebra", "")
        assert "zebra" not in words.lower(), address
        assert "Beta" not in told, address
    for outside in ("activities/zebra", "organisations/beta", "graphs/activity/zebra"):
        assert client.get(f"/o/acme/{outside}").status_code == 404


def test_an_export_says_what_it_is_cut_to(register: Site) -> None:
    client, asked = by_scope(register)["some"], {"authority": "json"}
    made = json.loads(client.post("/o/acme/exports", data=asked).text)
    assert made["ropa"]["activities"] == ["a1"]
    assert "The only activity there is" in client.get("/o/acme/exports").text
    for outside in ("activity=zebra", "q=zebra"):
        answer = client.post(f"/o/acme/exports?{outside}", data=asked)
        assert answer.status_code == 422


def test_a_long_export_is_made_for_a_reviewer_and_its_file_is_noted(
    register: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued, made = reviewer(register), making(register, monkeypatch)
    client, other = reviewing(register, issued), reviewing(register, reviewer(register))
    begun = client.post("/o/acme/exports", data={"authority": "json"})
    address = begun.headers["Location"]
    assert made.held.begun.wait(LONG)
    for _ in range(3):
        assert "Being made" in client.get(address).text
    assert other.get(address).status_code == 404
    assert client.post(f"{address}/stop").status_code == 303
    made.end(address)
    address = client.post("/o/acme/exports", data={"authority": "json"}).headers["Location"]
    made.end(address)
    assert client.get(f"{address}/file").status_code == 200
    assert other.get(f"{address}/file").status_code == 404
    page = parse(signed_in(register, "dpo@acme.example").get(f"/o/acme/reviewers/{issued.id}").text)
    rows = [text(row) for row in page.iterfind(".//section[@aria-labelledby='visits']//tbody/tr")]
    downloaded = [row for row in rows if "Downloaded" in row]
    assert len(downloaded) == 1
    assert "register.json" in downloaded[0]
    # The page that shows how far it is tells nothing of the register, and asks every second.
    assert len(rows) == 5


@pytest.mark.one_database
def test_every_link_that_is_shown_leads_somewhere(register: Site) -> None:
    for scope, client in by_scope(register).items():
        addresses = {
            link.attrib["href"].partition("#")[0]
            for _, told in pages(client)
            if told.lstrip().startswith("<!doctype")
            for link in parse(told).iterfind(".//a[@href]")
        }
        inside = sorted(one for one in addresses if one.startswith("/"))
        wrong = [one for one in inside if client.get(one).status_code >= 400]
        assert wrong == [], scope


@pytest.mark.one_database
def test_the_register_goes_back_but_never_beyond_what_was_given(register: Site) -> None:
    clients = by_scope(register)
    last = sequence_before_zebras(register)
    assert "Zebra" in clients["whole"].get("/o/acme/activities").text
    assert "Zebra" not in clients["whole"].get(f"/o/acme/activities?as_of={last}").text
    for moment in ("", "999999", "2026-12-31", str(last + 2)):
        page = clients["past"].get(f"/o/acme/activities?as_of={moment}").text
        assert "Zebra" not in page
        assert "As recorded <b>23 November 2026, 09:30</b>" in page
    assert "Billing customers" not in clients["past"].get("/o/acme/activities?as_of=0").text


def test_later_changes_show_through_a_live_link_only(register: Site) -> None:
    clients = by_scope(register)
    register.put(build(Activity, name="Renamed since", engagements=["hosting"]))
    assert "Renamed since" in clients["some"].get("/o/acme/activities").text
    assert "Renamed since" not in clients["past"].get("/o/acme/activities").text


def test_the_code_lets_one_browser_in_once(register: Site) -> None:
    issued = reviewer(register)
    first = reviewing(register, issued)
    assert first.get("/o/acme/").status_code == 200
    second = register.app.test_client()
    again = second.post(f"/review/{issued.token}", data={"code": issued.code})
    assert again.status_code == 422 or "used already" in again.text
    assert "The code was used already" in second.get(f"/review/{issued.token}").text
    assert second.get("/o/acme/").status_code == 303
    assert second.get("/o/acme/").headers["Location"].startswith("/sign-in")


def test_the_code_may_be_typed_in_any_way(register: Site) -> None:
    issued = reviewer(register)
    client = register.app.test_client()
    typed = f" {issued.code.lower().replace('-', ' ')} "
    assert client.post(f"/review/{issued.token}", data={"code": typed}).status_code == 303


def test_the_browser_comes_in_again_by_the_link_alone(register: Site) -> None:
    issued = reviewer(register)
    client = reviewing(register, issued)
    client.post("/review/leave")
    assert client.get("/o/acme/").status_code == 303
    assert "One-time code" not in client.get(f"/review/{issued.token}").text
    assert client.post(f"/review/{issued.token}").headers["Location"] == "/o/acme/"
    assert client.get("/o/acme/").status_code == 200


def test_a_browser_that_is_not_remembered_forgets(register: Site) -> None:
    issued = reviewer(register)
    client = register.app.test_client()
    answer = client.post(f"/review/{issued.token}", data={"code": issued.code})
    kept = next(
        c for c in answer.headers.getlist("Set-Cookie") if c.startswith(f"ropa-{issued.id}")
    )
    assert "Max-Age" not in kept
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept


def test_guessing_the_code_ends_it(register: Site) -> None:
    issued = reviewer(register)
    client = register.app.test_client()
    address = f"/review/{issued.token}"
    for _ in range(MOST_FAILURES):
        assert client.post(address, data={"code": "AAAAA-AAAAA"}).status_code in (200, 422)
    late = client.post(address, data={"code": issued.code})
    assert "A wrong code was given 5 times" in late.text
    assert client.get("/o/acme/").status_code == 303
    told = signed_in(register, "dpo@acme.example").get(f"/o/acme/reviewers/{issued.id}").text
    assert told.count("Gave a wrong code") >= MOST_FAILURES
    assert "Needs another code" in told


def test_another_code_opens_another_browser_and_shuts_the_first(register: Site) -> None:
    issued = reviewer(register)
    first = reviewing(register, issued)
    dpo = signed_in(register, "dpo@acme.example")
    made = parse(dpo.post(f"/o/acme/reviewers/{issued.id}/code").text)
    code = next(f.attrib["value"] for f in made.iterfind(".//input[@id='code']"))
    assert first.get("/o/acme/").status_code == 404
    second = register.app.test_client()
    assert second.post(f"/review/{issued.token}", data={"code": code}).status_code == 303
    assert second.get("/o/acme/").status_code == 200


def test_a_link_that_is_revoked_opens_nothing_from_then_on(register: Site) -> None:
    issued = reviewer(register)
    client = reviewing(register, issued)
    dpo = signed_in(register, "dpo@acme.example")
    assert dpo.post(f"/o/acme/reviewers/{issued.id}/revoke").status_code == 303
    closed = client.get("/o/acme/activities")
    assert closed.status_code == 404
    assert "This link does not open anything" in closed.text
    assert client.get(f"/review/{issued.token}").status_code == 404
    assert dpo.post(f"/o/acme/reviewers/{issued.id}/code").status_code == 404
    assert "Revoked" in dpo.get("/o/acme/reviewers").text


def test_a_link_works_from_its_first_day_to_its_last(register: Site) -> None:
    register.put(build(Organisation, time_zone="Pacific/Auckland"))
    day = register.now.date() + datetime.timedelta(days=3)
    issued = reviewer(register, first_day=day, last_day=day)
    early = register.app.test_client().post(f"/review/{issued.token}", data={"code": issued.code})
    assert "The link works from 26 November 2026" in early.text
    midnight = datetime.datetime(2026, 11, 25, 11, 0, tzinfo=datetime.UTC)
    register.now = midnight
    client = reviewing(register, issued)
    assert client.get("/o/acme/").status_code == 200
    register.now = midnight + datetime.timedelta(hours=11)
    assert client.get("/o/acme/").status_code == 200
    register.now = midnight + datetime.timedelta(hours=21)
    assert client.get("/o/acme/").status_code == 200
    register.now = midnight + datetime.timedelta(hours=24)
    assert client.get("/o/acme/").status_code == 404
    assert client.get(f"/review/{issued.token}").status_code == 404


def test_whoever_is_signed_in_does_not_use_up_the_code(register: Site) -> None:
    issued = reviewer(register)
    dpo = signed_in(register, "dpo@acme.example")
    refused = dpo.post(f"/review/{issued.token}", data={"code": issued.code})
    assert "You are signed in as" in refused.text
    assert reviewing(register, issued).get("/o/acme/").status_code == 200


def test_signing_in_ends_the_reading(register: Site) -> None:
    client = reviewing(register, reviewer(register, activities=("a1",)))
    sent = {"email": "dpo@acme.example", "password": "correct horse battery staple"}
    assert client.post("/sign-in", data=sent).status_code == 303
    assert "Zebra" in client.get("/o/acme/activities").text


def test_what_is_looked_at_and_downloaded_is_shown_to_the_dpo(register: Site) -> None:
    issued = reviewer(register)
    client = reviewing(register, issued)
    for address in (
        "/o/acme/activities/a1",
        "/o/acme/search?q=zebra",
        "/o/acme/exports",
        "/o/acme/documents/a1/file/download",
        "/o/acme/users",
    ):
        if address.endswith("exports"):
            client.post(address, data={"authority": "json"})
        else:
            client.get(address)
    page = parse(signed_in(register, "dpo@acme.example").get(f"/o/acme/reviewers/{issued.id}").text)
    rows = [text(row) for row in page.iterfind(".//section[@aria-labelledby='visits']//tbody/tr")]
    told = [
        ("Was not shown", "/o/acme/users"),
        ("Downloaded", "File of a document"),
        ("Downloaded", "register.json"),
        ("Looked at", "Search for “zebra”"),
        ("Looked at", "Processing activity “Billing customers”"),
        ("Opened with the code", ""),
    ]
    assert len(rows) == len(told)
    for row, (kind, words) in zip(rows, told, strict=True):
        assert kind in row
        assert words in row
    listed = signed_in(register, "dpo@acme.example").get("/o/acme/reviewers").text
    assert [text(cell) for cell in parse(listed).iterfind(".//tbody/tr/td")][-2:] == ["2", "2"]


def test_what_cannot_be_kept_is_not_shown(register: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = reviewing(register, reviewer(register))

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(reviewers, "note", full)
    register.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/o/acme/activities")
    assert answer.status_code == 500
    assert "Zebra" not in answer.text


FORM = {
    "name": "Rae Viewer",
    "authority": "The Authority",
    "extent": "some",
    "activities": ["a1"],
    "recorded": "",
    "documents": "y",
    "first_day": "2026-11-23",
    "last_day": "2026-12-23",
}


def test_the_dpo_makes_a_link_that_works(register: Site) -> None:
    dpo = signed_in(register, "dpo@acme.example")
    made = dpo.post("/o/acme/reviewers/new", data=FORM)
    assert "no-store" in made.headers["Cache-Control"]
    page = parse(made.text)
    link, code = (
        next(f.attrib["value"] for f in page.iterfind(f".//input[@id='{id}']"))
        for id in ("link", "code")
    )
    client = register.app.test_client()
    path = link.removeprefix("http://localhost")
    assert client.post(path, data={"code": code}).headers["Location"] == "/o/acme/"
    home = client.get("/o/acme/").text
    assert "You read a part of the record of Acme Ltd as Rae Viewer, The Authority" in home
    assert "Zebra" not in client.get("/o/acme/activities").text
    assert code not in dpo.get("/o/acme/reviewers").text


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Name the person"),
        ({"extent": ""}, "Choose whether all activities may be read, or only some"),
        ({"activities": []}, "Tick the activities that may be read"),
        ({"activities": ["b1"]}, "Tick the activities that may be read"),
        ({"recorded": "soon"}, "is not a moment"),
        ({"recorded": "999999"}, "This moment is not over yet"),
        ({"recorded": "2026-11-23"}, "This moment is not over yet"),
        ({"first_day": "tomorrow"}, "is not a day"),
        ({"last_day": "2026-11-22"}, "This lies before the first day"),
        ({"first_day": "2026-11-01", "last_day": "2026-11-22"}, "This day is over"),
        ({"last_day": "2027-12-23"}, "Give a day until 24 November 2027"),
    ],
)
def test_wrong_terms_are_told_and_nothing_typed_is_lost(
    register: Site, wrong: dict[str, object], said: str
) -> None:
    dpo = signed_in(register, "dpo@acme.example")
    answer = dpo.post("/o/acme/reviewers/new", data=FORM | wrong)
    assert answer.status_code == 422
    assert said in text(parse(answer.text))
    assert "The Authority" in answer.text
    with register.app.app_context():
        assert reviewers.reviewers_of(application.db.session(), "acme") == []


def test_a_link_as_of_a_moment_is_of_the_entry_that_was_last_then(register: Site) -> None:
    dpo = signed_in(register, "dpo@acme.example")
    whole = {"extent": "all", "activities": [], "recorded": "2026-11-23T10:00"}
    dpo.post("/o/acme/reviewers/new", data=FORM | whole)
    with register.app.app_context():
        (made,) = reviewers.reviewers_of(application.db.session(), "acme")
    assert made.terms.sequence == sequence_before_zebras(register)
    assert made.terms.activities is None
    assert AsOf(sequence=made.terms.sequence)


def test_the_secrets_are_kept_nowhere(register: Site) -> None:
    issued = reviewer(register)
    client = reviewing(register, issued)
    cookies = [c.value for c in client._cookies.values() if c.key.startswith("ropa-r-")]
    with register.app.app_context():
        connection = application.db.session().connection()
        stored = "".join(
            str(row)
            for table in ("reviewer_link", "reviewer_visit")
            for row in connection.exec_driver_sql(f"select * from {table}")
        )
    assert cookies
    for secret in (issued.token, issued.code, issued.code.replace("-", ""), *cookies):
        assert secret not in stored
