"""Files of documents: sent, kept, given out."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from ropa import app as application
from ropa.importing.media import DOCX, LARGEST, PDF
from ropa.models.document import Blob
from ropa.records.document import Document
from ropa.records.system import System
from ropa.store import blobs
from ropa.vocabulary import Kind
from tests.build import build
from tests.files import A_DOCX, A_PDF, A_PNG, zipped
from tests.web.browsing import form_in, sent
from tests.web.conftest import Site
from tests.web.editing import Editor, last_entry, prepared, stored
from tests.web.reading import text

PAGE = "/o/acme/documents/terms/file"
GIVEN = f"{PAGE}/download"
TERMS = build(Document, id="terms", organisation="acme", name="Terms")


@pytest.fixture
def acme(site: Site) -> Site:
    return prepared(site, TERMS, build(Document, id="secret", organisation="beta", name="Of Beta"))


class Sender(Editor):
    """Somebody's browser that sends files."""

    def upload(
        self, content: bytes | None, name: str = "terms.pdf", page: str = PAGE, **values: str
    ) -> TestResponse:
        """Open the page and send a file from it."""
        self.open(page)
        return self.again(content, name, **values)

    def again(self, content: bytes | None, name: str = "terms.pdf", **values: str) -> TestResponse:
        """Send a file from the page as it stands."""
        assert self.answer is not None
        data: dict[str, Any] = {**dict(sent(form_in(self.page))), **values}
        data.pop("file", None)
        if content is not None:
            data["file"] = FileStorage(io.BytesIO(content), name, "file", "image/gif")
        # In memory: Flask's client does not close the file it would write a large one to.
        boundary, body = encode_multipart(data)
        type = f"multipart/form-data; boundary={boundary}"
        self.answer = self.client.post(self.answer.request.path, data=body, content_type=type)
        return self.answer

    def uploads(self, content: bytes, **values: str) -> None:
        """Send a file that is taken."""
        answer = self.upload(content, **values)
        assert answer.status_code == 303, text(self.page.find(".//main"))
        assert answer.location == "/o/acme/documents/terms"

    @property
    def errors(self) -> str:
        return text(self.page.find(".//div[@class='errors']"))


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def number_kept(site: Site) -> int:
    with site.app.app_context():
        return int(application.db.session.scalar(select(func.count()).select_from(Blob)) or 0)


def test_a_file_is_given_out_as_it_was_sent(acme: Site) -> None:
    ed = Sender(acme)
    ed.uploads(A_PDF, reason="Signed at last")
    assert stored(acme, Kind.DOCUMENT, "terms").sha256 == sha(A_PDF)
    entry = last_entry(acme, Kind.DOCUMENT, "terms")
    assert entry.reason == "Signed at last"
    assert json.loads(entry.state)["sha256"] == sha(A_PDF)
    page = ed.open("/o/acme/documents/terms")
    assert "The file is kept: PDF, 196 bytes." in text(page)
    link = next(a for a in page.iter("a") if text(a) == "Download")
    assert link.attrib["href"] == GIVEN
    ria = Sender(acme, "ria@a.example")
    answer = ria.client.get(GIVEN)
    assert answer.data == A_PDF
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_browser_keeps_what_is_given_out_to_itself_and_runs_nothing_of_it(acme: Site) -> None:
    ed = Sender(acme)
    ed.uploads(A_PDF)
    headers = ed.client.get(GIVEN).headers
    assert headers["Content-Disposition"] == "attachment; filename=Terms.pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'"} <= set(policy)
    assert not any(part.startswith("script-src") for part in policy)
    control = set(headers["Cache-Control"].split(", "))
    assert {"private", "no-cache"} <= control
    assert "public" not in control
    assert "Cookie" in headers["Vary"]
    known = {"If-None-Match": headers["ETag"]}
    assert ed.client.get(GIVEN, headers=known).status_code == 304


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ('"; filename="x.html', 'attachment; filename="; filename=-x.html.pdf"'),
        ("../..\u202e\U0001f98a", f"filename*=UTF-8''{quote('🦊')}.pdf"),
        ("Vertrag für Zürich", "filename*=UTF-8''Vertrag%20f%C3%BCr%20Z%C3%BCrich.pdf"),
    ],
)
def test_the_name_of_a_file_is_the_document_s_and_does_no_harm(
    acme: Site, title: str, expected: str
) -> None:
    acme.put(build(Document, id="terms", organisation="acme", name=title))
    ed = Sender(acme)
    ed.uploads(A_PDF)
    assert expected in ed.client.get(GIVEN).headers["Content-Disposition"]


def test_the_content_decides_and_not_the_name(acme: Site) -> None:
    ed = Sender(acme)
    ed.upload(A_PDF, "picture.png")
    assert ed.client.get(GIVEN).headers["Content-Type"] == PDF.type
    ed.upload(A_DOCX, "terms.pdf")
    answer = ed.client.get(GIVEN)
    assert answer.headers["Content-Type"] == DOCX.type
    assert answer.headers["Content-Disposition"] == "attachment; filename=Terms.docx"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!doctype html><script>alert(1)</script>", "seems to be a web page"),
        (b"MZ\x90\x00\x03", "seems to be a Windows program"),
        (b"", "The file is empty"),
        (A_PDF + zipped({"a": b"b"}), "two kinds of file at once"),
        (None, "Choose a file first"),
        (bytes(LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_what_is_not_accepted_is_told_and_not_kept(
    acme: Site, content: bytes | None, words: str
) -> None:
    ed = Sender(acme)
    answer = ed.upload(content, reason="My reason")
    assert answer.status_code == 422
    assert words in ed.errors
    assert content is None or "Accepted are PDF, DOCX, XLSX" in ed.errors
    assert dict(sent(form_in(ed.page)))["reason"] == "My reason"
    assert text(ed.page.find(".//title")).startswith("Error:")
    assert stored(acme, Kind.DOCUMENT, "terms") == TERMS
    assert number_kept(acme) == 0


def test_a_request_that_is_too_long_is_told_on_the_page(acme: Site) -> None:
    ed = Sender(acme)
    answer = ed.upload(bytes(LARGEST + 2 * 1024 * 1024))
    assert answer.status_code == 413
    assert "larger than 20 MB" in ed.errors
    assert number_kept(acme) == 0
    assert "At most 20 MB" in text(ed.open(PAGE))


def test_a_file_is_replaced_and_removed_and_the_past_still_has_it(acme: Site) -> None:
    ed = Sender(acme)
    ed.uploads(A_PDF)
    first = last_entry(acme, Kind.DOCUMENT, "terms").sequence
    ed.uploads(A_PNG)
    second = last_entry(acme, Kind.DOCUMENT, "terms").sequence
    assert ed.client.get(GIVEN).data == A_PNG
    answer = ed.upload(None, do="remove", reason="Not ours")
    assert answer.status_code == 303
    assert stored(acme, Kind.DOCUMENT, "terms") == TERMS
    assert last_entry(acme, Kind.DOCUMENT, "terms").reason == "Not ours"
    assert ed.client.get(GIVEN).status_code == 404
    assert ed.client.get(f"{GIVEN}?as_of={first}").data == A_PDF
    assert ed.client.get(f"{GIVEN}?as_of={second}").data == A_PNG
    assert ed.client.get(f"{GIVEN}?as_of={first - 1}").status_code == 404
    page = ed.open(f"/o/acme/documents/terms?as_of={first}")
    assert f"{GIVEN}?as_of={first}" in {a.attrib.get("href") for a in page.iter("a")}
    assert PAGE not in {a.attrib.get("href", "").partition("?")[0] for a in page.iter("a")}
    assert ed.client.get(f"{PAGE}?as_of={first}").status_code == 403


def test_the_same_file_again_changes_nothing(acme: Site) -> None:
    ed = Sender(acme)
    ed.uploads(A_PDF)
    before = last_entry(acme, Kind.DOCUMENT, "terms").sequence
    ed.uploads(A_PDF)
    assert "Nothing was different from before." in text(ed.open("/o/acme/documents/terms"))
    assert last_entry(acme, Kind.DOCUMENT, "terms").sequence == before
    assert number_kept(acme) == 1


def test_of_two_people_the_second_is_told_and_loses_nothing(acme: Site) -> None:
    ed, al = Sender(acme), Sender(acme, "al@a.example")
    al.open(PAGE)
    ed.uploads(A_PDF)
    answer = al.again(A_PNG, reason="Mine")
    assert answer.status_code == 409
    said = text(al.page.find(".//section[@class='conflict diff']"))
    assert "Ed Itor saved this document after you opened this page" in said
    assert f"Is now: {sha(A_PDF)}" in said
    assert stored(acme, Kind.DOCUMENT, "terms").sha256 == sha(A_PDF)
    assert dict(sent(form_in(al.page)))["reason"] == "Mine"
    assert al.again(None).status_code == 303
    assert al.client.get(GIVEN).data == A_PNG
    assert last_entry(acme, Kind.DOCUMENT, "terms").reason == "Mine"


def test_a_file_waits_until_the_rest_is_right(acme: Site) -> None:
    ed = Sender(acme)
    answer = ed.upload(A_PDF, reason="x" * 501)
    assert answer.status_code == 422
    assert "Reason for this change: use at most 500 characters" in ed.errors
    assert "Your file was received (PDF, 196 bytes) and waits" in text(ed.page)
    assert stored(acme, Kind.DOCUMENT, "terms").sha256 is None
    assert ed.again(None, reason="Short").status_code == 303
    assert stored(acme, Kind.DOCUMENT, "terms").sha256 == sha(A_PDF)


def test_a_file_that_waits_is_for_one_person_and_one_document(acme: Site) -> None:
    """Nobody gets a file by its digest, or by what somebody else was given."""
    acme.put(build(Document, id="other", organisation="acme", name="Other"))
    ed, al = Sender(acme), Sender(acme, "al@a.example")
    ed.upload(A_PDF, reason="x" * 501)
    held = dict(sent(form_in(ed.page)))["held"]
    other = "/o/acme/documents/other/file"
    forged = json.dumps(["x", "acme", "terms", sha(A_PDF)])
    for sender, page, token in (
        (al, PAGE, held),
        (ed, other, held),
        (ed, PAGE, held[:-1]),
        (ed, PAGE, sha(A_PDF)),
        (ed, PAGE, forged),
    ):
        assert sender.upload(None, page=page, held=token).status_code == 422
        assert "Choose a file first" in sender.errors
    acme.later(hours=1)
    assert ed.upload(None, held=held).status_code == 303


def test_a_reader_may_download_and_not_upload(acme: Site) -> None:
    Sender(acme).uploads(A_PDF)
    ria = Sender(acme, "ria@a.example")
    assert ria.client.get(PAGE).status_code == 403
    data = {"file": (io.BytesIO(A_PNG), "a.png")}
    assert ria.client.post(PAGE, data=data).status_code == 403
    assert ria.client.get(GIVEN).data == A_PDF
    page = ria.open("/o/acme/documents/terms")
    assert PAGE not in {a.attrib.get("href") for a in page.iter("a")}


def test_another_organisation_finds_nothing(acme: Site) -> None:
    bo = Sender(acme, "bo@b.example")
    Sender(acme).uploads(A_PDF)
    for address in (
        *(GIVEN, PAGE, GIVEN.replace("acme", "beta"), PAGE.replace("acme", "beta")),
        f"{GIVEN.replace('acme', 'beta')}?as_of=99",
    ):
        assert bo.client.get(address).status_code == 404, address
    data = {"file": (io.BytesIO(A_PNG), "a.png")}
    assert bo.client.post(PAGE.replace("acme", "beta"), data=data).status_code == 404
    assert Sender(acme).client.get("/o/acme/documents/secret/file/download").status_code == 404


def test_a_shared_document_s_file_is_for_those_who_see_it(acme: Site) -> None:
    shared = build(Document, id="terms", name="Of all")
    acme.delete((Kind.DOCUMENT, "terms"))
    source = [{"field": "name", "document": "terms"}]
    acme.put(shared, build(System, provenance=source), build(Document, id="idle", name="Idle"))
    ed, bo = Sender(acme), Sender(acme, "bo@b.example")
    ed.open(PAGE)
    assert "each that uses it gets the file" in text(ed.page)
    ed.uploads(A_PDF)
    beta = GIVEN.replace("acme", "beta")
    assert bo.client.get(beta).status_code == 404
    acme.put(build(System, id="b", organisation="beta", provenance=source))
    assert bo.client.get(beta).data == A_PDF


def test_what_only_others_may_see_of_a_shared_document_stays(acme: Site) -> None:
    hidden = [{"field": "name", "document": "secret", "place": "§1"}]
    acme.delete((Kind.DOCUMENT, "terms"))
    shared = build(Document, id="terms", name="Of all", provenance=hidden)
    acme.put(shared, build(System, provenance=[{"field": "name", "document": "terms"}]))
    ed = Sender(acme)
    ed.uploads(A_PDF)
    assert "secret" not in ed.client.get("/o/acme/documents/terms").text
    kept = stored(acme, Kind.DOCUMENT, "terms")
    assert (kept.sha256, kept.provenance) == (sha(A_PDF), shared.provenance)


def test_a_source_of_the_file_goes_with_it(acme: Site) -> None:
    ed = Sender(acme)
    ed.uploads(A_PDF)
    sources = [{"field": "name", "document": "terms"}, {"field": "sha256", "document": "terms"}]
    fields = {"organisation": "acme", "name": "Terms", "sha256": sha(A_PDF)}
    acme.put(build(Document, id="terms", **fields, provenance=sources))
    ed.uploads(A_PNG)
    left = stored(acme, Kind.DOCUMENT, "terms").provenance
    assert [source.field for source in left] == ["name"]


def test_a_form_of_another_session_is_shown_again(acme: Site) -> None:
    ed = Sender(acme)
    answer = ed.upload(A_PDF, csrf_token="forged", reason="My reason")
    assert answer.status_code == 400
    assert "Your session ended after this page was opened" in ed.errors
    assert number_kept(acme) == 0
    assert dict(sent(form_in(ed.page)))["reason"] == "My reason"
    assert ed.again(A_PDF).status_code == 303
    ed.open(PAGE)
    ed.client.delete_cookie("ropa")
    assert ed.again(A_PDF).location == f"/sign-in?next={PAGE}"


def test_a_document_that_was_deleted_has_no_page(acme: Site) -> None:
    ed = Sender(acme)
    ed.open(PAGE)
    acme.delete((Kind.DOCUMENT, "terms"))
    assert ed.again(A_PDF).status_code == 404
    assert ed.client.get("/o/acme/documents/nowhere/file").status_code == 404
    assert ed.client.get("/o/acme/activities/terms/file").status_code == 404


def test_the_form_of_a_document_leads_to_its_file_and_keeps_it(acme: Site) -> None:
    ed = Sender(acme)
    ed.uploads(A_PDF)
    page = ed.open("/o/acme/documents/terms/edit")
    assert PAGE in {a.attrib.get("href") for a in page.iter("a")}
    ed.saves(**{"f-name": "New terms"})
    assert stored(acme, Kind.DOCUMENT, "terms").sha256 == sha(A_PDF)
    assert ed.client.get(GIVEN).headers["Content-Disposition"].endswith('filename="New terms.pdf"')


def test_a_kind_that_is_no_longer_known_is_given_out_as_bytes(acme: Site) -> None:
    with acme.app.app_context():
        name = blobs.keep(application.db.session(), b"<script>", "text/html")
    fields = {"organisation": "acme", "name": "Terms", "sha256": name}
    acme.put(build(Document, id="terms", **fields))
    headers = Sender(acme).client.get(GIVEN).headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == "attachment; filename=Terms"
