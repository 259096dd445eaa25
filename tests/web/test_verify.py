"""The page that checks a bundle, and the public keys."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from ropa import app as application
from ropa.core.register import Register
from ropa.core.scope import scoped
from ropa.export.bundle import Part, bundle
from ropa.export.context import Context
from ropa.export.manifest import JOURNAL, Position
from ropa.export.signature import Signer, in_groups
from ropa.records.organisation import Organisation
from ropa.store.journal import entries, read_head
from ropa.store.keys import signer
from ropa.web.parts import NAME
from ropa.web.verify_page import LARGEST
from tests.build import build
from tests.export.bundling import THEIRS, contents, signed_again
from tests.web.conftest import MONDAY, Site
from tests.web.reading import parse, text
from tests.web.signing import person, plain, signed_in

PAGE, KEY = "/verify", "/.well-known/ropa-signing-key"


def key_of(site: Site, organisation: str) -> Signer:
    return signer(site.app.extensions[NAME].keys, organisation)


def exported(site: Site, organisation: str = "ocktra") -> bytes:
    """Make a bundle of what is recorded now."""
    with site.app.app_context():
        register: Register = site.app.extensions[NAME].register()
        context = Context(MONDAY.date(), register.moment.instant, "0.1.0")
        whose = register.organisations[organisation]
        part = Part(scoped(register, organisation), whose, None, context, "1" * 64)
        held = entries(application.db.session().connection())
        made = bundle({"a.txt": b"words"}, held, part, key_of(site, organisation))
    assert isinstance(made, bytes)
    return made


def send(client: FlaskClient, content: bytes | None, **values: str) -> TestResponse:
    """Send a file from the page as a browser does, with the token that stands on it."""
    token = parse(client.get(PAGE).text).find(".//form[@id='form']//input[@name='csrf_token']")
    assert token is not None
    data: dict[str, Any] = {"csrf_token": token.attrib["value"], **values}
    if content is not None:
        data["file"] = FileStorage(io.BytesIO(content), "register.zip", "file")
    boundary, body = encode_multipart(data)
    return client.post(PAGE, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def said(answer: TestResponse) -> str:
    return text(parse(answer.text).find(".//main"))


def test_a_bundle_is_checked_without_a_login(ocktra: Site) -> None:
    made = exported(ocktra)
    answer = send(ocktra.client, made)
    assert answer.status_code == 200
    words = said(answer)
    assert "Whole and unchanged" in words
    assert "OCKTRA.IO LTD (ocktra)" in words
    assert "the same entry" in words
    assert "Nothing of what is sent is stored" in words
    assert answer.headers["Cache-Control"] == "private, no-cache, no-store"
    ocktra.put(build(Organisation, id="ocktra", name="Renamed Ltd"))
    words = said(send(ocktra.client, made))
    assert "OCKTRA.IO LTD (ocktra)" in words
    assert "signed with the key of Renamed Ltd" in words
    assert "the same entry" in words


def test_what_was_changed_is_refused_with_the_reason(ocktra: Site) -> None:
    made = exported(ocktra)
    at = made.index(b"words")
    words = said(send(ocktra.client, made[:at] + b"W" + made[at + 1 :]))
    assert "This was changed" in words
    assert "a.txt: It was changed after the signing" in words
    words = said(send(ocktra.client, signed_again(made, {}, THEIRS)))
    assert "Unchanged, but nobody known signed it" in words
    assert in_groups(THEIRS.fingerprint) in words
    assert "which nobody known vouches for" in words
    assert "This is not a ZIP file" in said(send(ocktra.client, b"<script>alert(1)</script>"))


def test_a_strangers_bundle_learns_nothing_of_the_journal(ocktra: Site) -> None:
    """Otherwise anybody could find out how long it is, and which hashes it holds."""
    made = exported(ocktra)
    for position in (Position(sequence=1, hash="0" * 64), Position(sequence=10**9, hash="0" * 64)):
        for key in (THEIRS, key_of(ocktra, "ocktra")):
            words = said(send(ocktra.client, signed_again(made, {}, key, journal=position)))
            assert "not compared" in words
            assert "The journal here" not in words


def test_a_journal_of_before_a_restored_copy_is_told(ocktra: Site) -> None:
    made = exported(ocktra)
    with ocktra.app.app_context():
        head = read_head(application.db.session().connection())
    journal = contents(made)[JOURNAL]
    sealed = b'{"envelope":"%s","sequence":%d}\n' % (b"0" * 64, head.sequence + 1)
    from ropa.core.journal import linked

    later = Position(sequence=head.sequence + 1, hash=linked(head.hash, "0" * 64))
    key = key_of(ocktra, "ocktra")
    ahead = signed_again(made, {JOURNAL: journal + sealed}, key, journal=later)
    words = said(send(ocktra.client, ahead))
    assert "This does not fit the journal" in words
    assert f"The journal here ends before entry {head.sequence + 1}" in words


def test_nothing_chosen_too_large_and_a_foreign_form_are_told(ocktra: Site) -> None:
    client = ocktra.client
    answer = send(client, None)
    assert answer.status_code == 422
    assert "Choose a file first." in said(answer)
    answer = send(client, b"x" * (LARGEST + 2 * 1024 * 1024))
    assert answer.status_code == 413
    assert "larger than 64 MB" in said(answer)

    answer = send(client, b"x", csrf_token="of another session")
    assert answer.status_code == 400
    assert "send it again" in said(answer)
    large = send(client, b"PK\3\4" + b"x" * (9 * 1024 * 1024))  # more than other forms take
    assert large.status_code == 200


def test_nothing_is_stored(ocktra: Site, tmp_path: Path) -> None:
    made = exported(ocktra)
    before = head_of(ocktra)
    send(ocktra.client, made)
    assert head_of(ocktra) == before
    assert [path.name for path in tmp_path.iterdir()] == ["signing-keys"]


def head_of(site: Site) -> object:
    with site.app.app_context():
        return read_head(application.db.session().connection())


def test_somebody_signed_in_keeps_their_bar(ocktra: Site) -> None:
    person(ocktra, "ann@b.example", name="Ann Ode")
    plain(ocktra)
    assert "Ann Ode" in signed_in(ocktra, "ann@b.example").get(PAGE).text


def test_the_public_key_of_an_organisation_is_given(ocktra: Site) -> None:
    assert ocktra.client.get(KEY).status_code == 404
    key = key_of(ocktra, "ocktra")
    for address in (KEY, f"{KEY}?organisation=ocktra"):
        answer = ocktra.client.get(address)
        assert answer.status_code == 200
        assert answer.data == key.public
        assert answer.headers["Content-Type"] == "application/x-pem-file"
        assert "Set-Cookie" not in answer.headers
    for other in ("beta", "", "..", "../signing-keys/ocktra", "%00", "ocktra.pem"):
        assert ocktra.client.get(f"{KEY}?organisation={other}").status_code == 404


def test_of_several_organisations_one_has_to_be_named(ocktra: Site) -> None:
    ocktra.put(build(Organisation, id="beta", name="Beta Ltd"))
    key = key_of(ocktra, "ocktra")
    assert ocktra.client.get(KEY).status_code == 404
    assert ocktra.client.get(f"{KEY}?organisation=ocktra").data == key.public
    # Whether there is an organisation that never signed is nobody's business.
    assert ocktra.client.get(f"{KEY}?organisation=beta").status_code == 404
    assert [path.name for path in ocktra.app.extensions[NAME].keys.iterdir()] == ["ocktra.pem"]


def test_a_key_of_another_organisation_vouches_for_itself_only(ocktra: Site) -> None:
    ocktra.put(build(Organisation, id="beta", name="Beta Ltd"))
    forged = signed_again(exported(ocktra), {}, key_of(ocktra, "beta"))
    words = said(send(ocktra.client, forged))
    assert "it is signed with the key of Beta Ltd" in words
    assert "Whole and unchanged" not in words


@pytest.mark.parametrize("times", [4])
def test_several_people_check_at_once(ocktra: Site, times: int) -> None:
    made, found = exported(ocktra), []
    clients = [ocktra.app.test_client() for _ in range(times)]
    threads = [
        threading.Thread(target=lambda one=one: found.append(said(send(one, made))))  # type: ignore[misc]
        for one in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == times
    assert all("Whole and unchanged" in words for words in found)
