"""What the log of a reviewer's looks says, whatever was asked for and however it was written."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from ropa import app as application
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.store import reviewers
from ropa.store.reviewers import Issued, Visit
from ropa.vocabulary import UserRole, VisitKind
from tests.build import build
from tests.web.conftest import Site
from tests.web.reading import parse, text
from tests.web.signing import person, plain, reviewer, reviewing, signed_in

DPO = "dpo@acme.example"


@pytest.fixture
def register(site: Site) -> Site:
    """One activity, and somebody who answers for it."""
    site.put(build(Organisation), build(Activity))
    person(site, DPO, ("acme", UserRole.DPO))
    return plain(site)


def kept(site: Site, issued: Issued) -> list[Visit]:
    """Read what was kept since the reviewer came in, newest first."""
    with site.app.app_context():
        return reviewers.visits_of(application.db.session(), issued.id, 0, 100)[:-1]


def rows(site: Site, issued: Issued) -> list[str]:
    """Read what the page says of it."""
    page = parse(signed_in(site, DPO).get(f"/o/acme/reviewers/{issued.id}").text)
    found = page.iterfind(".//section[@aria-labelledby='visits']//tbody/tr")
    return [text(row) for row in found][:-1]


def raw(client: FlaskClient, path: str, query: bytes) -> int:
    """Ask with the very bytes of a query, which not every client would send."""
    sent = {"QUERY_STRING": query.decode("latin-1")}
    return client.get(path, environ_overrides=sent).status_code


def test_no_address_can_break_or_turn_round_what_the_page_says(register: Site) -> None:
    issued = reviewer(register)
    client = reviewing(register, issued)
    asked = (
        ("/o/acme/search", b"q=%00a", "Search for “�a”"),
        ("/o/acme/search", "q=\u202eé".encode(), "Search for “�é”"),
        ("/o/acme/search", b"q=%E2%80%AEfdp.exe%0Ac%20d", "Search for “�fdp.exe�c d”"),
        ("/o/acme/search", b"q=<script>e</script>", "Search for “<script>e</script>”"),
        ("/o/acme/activities/[%E2%80%AEf%0Ag", b"", "activities/[�f�g"),
        ("/o/acme/activities", b"q=&%5B", "List"),
    )
    codes = [raw(client, path, query) for path, query, _ in asked]
    assert codes == [200, 200, 200, 200, 404, 200]
    for visit in kept(register, issued):
        assert visit.address.isascii()
        assert visit.address.isprintable()
    said = rows(register, issued)
    for line, (_, _, words) in zip(reversed(said), asked, strict=True):
        assert words in line


def test_an_address_that_is_no_text_is_refused_before_anything_is_shown(register: Site) -> None:
    issued = reviewer(register)
    for client in (reviewing(register, issued), register.client):
        assert raw(client, "/o/acme/search", b"q=\xff") == 400
    assert kept(register, issued) == []


def test_nothing_is_shown_at_an_address_too_long_to_be_kept(register: Site) -> None:
    issued = reviewer(register)
    client = reviewing(register, issued)
    hidden = client.get("/o/acme/search", query_string={"x": "a" * 9_000, "q": "billing"})
    assert hidden.status_code == 414
    assert "Billing" not in hidden.text
    assert "too long" in hidden.text
    (visit,) = kept(register, issued)
    assert visit.kind is VisitKind.REFUSED
    assert visit.address.endswith("a…")
    assert client.get("/o/acme/search", query_string={"q": "ж" * 500}).status_code == 200


def test_every_way_to_ask_is_kept(register: Site) -> None:
    issued = reviewer(register)
    client = reviewing(register, issued)
    client.head("/o/acme/activities")
    client.get("/")
    client.post("/o/acme/activities/a1/retire")
    client.get("/o/acme/activities.csv?status=live")
    found = [(visit.kind, visit.address) for visit in reversed(kept(register, issued))]
    assert found == [
        (VisitKind.VIEWED, "/o/acme/activities"),
        (VisitKind.VIEWED, "/"),
        (VisitKind.REFUSED, "/o/acme/activities/a1/retire"),
        (VisitKind.DOWNLOADED, "/o/acme/activities.csv?status=live"),
    ]


def test_what_fails_is_kept_as_not_shown(register: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    issued = reviewer(register)
    client = reviewing(register, issued)
    monkeypatch.setattr("ropa.web.search.find", lambda *_: 1 / 0)
    register.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/o/acme/search?q=x").status_code == 500
    (visit,) = kept(register, issued)
    assert visit.kind is VisitKind.REFUSED
    assert "Was not shown" in rows(register, issued)[0]


def test_what_is_of_another_organisation_is_not_told_by_ones_own_names(register: Site) -> None:
    issued = reviewer(register)
    assert reviewing(register, issued).get("/o/beta/activities/a1").status_code == 404
    (said,) = rows(register, issued)
    assert "Billing" not in said
    assert "/o/beta/activities/a1" in said


def test_a_look_leads_to_the_page_as_it_was_read(register: Site) -> None:
    with register.app.app_context():
        sequence = (
            application.db.session()
            .connection()
            .exec_driver_sql("select sequence from journal_head")
            .scalar()
        )
    issued = reviewer(register, sequence=sequence)
    reviewing(register, issued).get("/o/acme/activities/a1?about=2026-01-01")
    register.put(build(Activity, name="Renamed since"))
    page = parse(signed_in(register, DPO).get(f"/o/acme/reviewers/{issued.id}").text)
    (link,) = page.iterfind(".//section[@aria-labelledby='visits']//tbody//a")
    assert link.attrib["href"] == f"/o/acme/activities/a1?about=2026-01-01&as_of={sequence}"
    assert "Renamed since" in text(link)


def test_the_log_tells_of_what_is_there_no_more(register: Site) -> None:
    issued = reviewer(register)
    client = reviewing(register, issued)
    client.get("/o/acme/activities/a1")
    register.delete(*[(Activity.KIND, "a1")])
    assert "activities/a1" in rows(register, issued)[0]
