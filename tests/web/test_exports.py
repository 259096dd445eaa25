"""The record in every format, from its page."""

from __future__ import annotations

import io
import json
import zipfile

import docx as reader
import pytest
from flask.testing import FlaskClient

from ropa.export.bundle_check import KnownKey, check
from ropa.export.formats import FORMATS
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.store.keys import known_signer
from ropa.vocabulary import UserRole
from ropa.web.parts import NAME
from tests.build import build
from tests.web.conftest import Site
from tests.web.reading import page_of, text
from tests.web.signing import person, plain, signed_in

PAGE = "/o/ocktra/exports"
BEGINS = {
    "json": b"{",
    "jsonld": b"{",
    "ttl": b"@prefix",
    "pdf": b"%PDF",
    "zip": b"PK",
    "docx": b"PK",
    "xlsx": b"PK",
    "ods": b"PK",
}


@pytest.fixture
def dpo(ocktra: Site) -> FlaskClient:
    person(plain(ocktra), "dpo@ocktra.example", ("ocktra", UserRole.DPO))
    return signed_in(ocktra, "dpo@ocktra.example")


def words(docx: bytes) -> str:
    read = reader.Document(io.BytesIO(docx))
    cells = (cell.text for table in read.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(one.text for one in read.paragraphs), *cells))


def test_every_format_is_offered_and_comes_as_a_file(dpo: FlaskClient) -> None:
    page = page_of(dpo, PAGE)
    links = [one.attrib["href"] for one in page.iterfind(".//main//dl//a")]
    assert len(links) == sum(len(one.redactions) for one in FORMATS)
    for address in links:
        answer = dpo.get(address)
        assert answer.status_code == 200, address
        file = answer.headers["Content-Disposition"].rpartition('"')[0].rpartition('"')[2]
        assert file.startswith("ocktra-")
        assert answer.data.startswith(BEGINS[file.rpartition(".")[2]]), address
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_public_gets_what_is_named_for_it(dpo: FlaskClient) -> None:
    whole, public = (json.loads(dpo.get(f"{PAGE}/json{more}").data) for more in ("", "?for=public"))
    assert whole["ropa"]["redaction"] == "authority"
    assert public["ropa"]["redaction"] == "public"
    assert len(json.dumps(public)) < len(json.dumps(whole))
    assert dpo.get(f"{PAGE}/pdf?for=public").status_code == 404
    assert dpo.get(f"{PAGE}/nothing").status_code == 404


def test_an_export_is_of_the_moment_the_page_shows(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(build(Activity, organisation="ocktra", id="later", name="Later"))
    assert "later" in json.loads(dpo.get(f"{PAGE}/json").data)["records"]["activities"]
    earlier = json.loads(dpo.get(f"{PAGE}/json?as_of=1").data)
    assert "later" not in earlier["records"]["activities"]
    with zipfile.ZipFile(io.BytesIO(dpo.get(f"{PAGE}/docx?as_of=1").data)) as document:
        assert b"Later" not in document.read("word/document.xml")


def test_a_document_tells_what_changed_up_to_its_moment(site: Site) -> None:
    site.put(build(Organisation), build(Activity))
    person(plain(site), "dpo@acme.example", ("acme", UserRole.DPO))
    for name in ("Second name", "Third name"):
        site.later(days=40)
        site.put(build(Activity, name=name))
    dpo = signed_in(site, "dpo@acme.example")
    moments = ("?as_of=2026-11-23", "?as_of=2027-01-10", "")
    first, then, now = (words(dpo.get(f"/o/acme/exports/docx{at}").data) for at in moments)
    assert "kept since 23 November 2026 only. It is given as it stood on that day" in first
    assert "is now “Second name”" in then
    assert "Third name" not in then
    assert "was “Billing customers”, is now “Third name”" in now


def test_a_document_of_many_pictures_is_for_the_command_line(
    ocktra: Site, dpo: FlaskClient
) -> None:
    ocktra.put(
        *(build(Activity, organisation="ocktra", id=f"x{n}", name=f"X {n}") for n in range(60))
    )
    assert "scripts/ropa export pdf" in text(page_of(dpo, PAGE).find(".//main"))
    assert dpo.get(f"{PAGE}/pdf").status_code == 404
    assert dpo.get(f"{PAGE}/json").status_code == 200


def test_the_bundle_of_everything_is_whole_signed_and_stands_in_the_journal(
    ocktra: Site, dpo: FlaskClient
) -> None:
    form = next(page_of(dpo, PAGE).iterfind(".//main//form"))
    answer = dpo.post(form.attrib["action"])
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    with ocktra.app.app_context():
        key = known_signer(ocktra.app.extensions[NAME].keys, "ocktra")
    assert key is not None
    found = check(answer.data, [KnownKey(key.fingerprint, "Ocktra", "ocktra")])
    assert found.good, found
    names = set(zipfile.ZipFile(io.BytesIO(answer.data)).namelist())
    assert {one.file for one in FORMATS} | {"journal.jsonl", "MANIFEST.json"} <= names
    assert dpo.get(f"{PAGE}/bundle").status_code == 404
