"""The record in every format, from its page."""

from __future__ import annotations

import io
import json
import zipfile

import docx as reader
import pytest
from flask.testing import FlaskClient

from ropa.export.bundle_check import KnownKey, check
from ropa.export.bundle_files import CHOICES
from ropa.export.formats import FORMATS
from ropa.export.manifest import MANIFEST
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.store.keys import known_signer
from ropa.vocabulary import UserRole
from ropa.web.parts import NAME
from tests.build import build
from tests.web.conftest import Site
from tests.web.exporting import ask, patient
from tests.web.reading import page_of, parse, text
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
    person(plain(patient(ocktra)), "dpo@ocktra.example", ("ocktra", UserRole.DPO))
    return signed_in(ocktra, "dpo@ocktra.example")


def activities(content: bytes) -> set[str]:
    return set(json.loads(content)["records"].get("activities", {}))


def test_every_format_is_offered_and_comes_as_a_file(dpo: FlaskClient) -> None:
    form = page_of(dpo, PAGE).find(".//main//form[dl]")
    assert form is not None
    buttons = list(form.iter("button"))
    assert len(buttons) == sum(len(one.redactions) for one in FORMATS)
    for button in buttons:
        asked = {button.attrib["name"]: button.attrib["value"]}
        answer = dpo.post(form.attrib["action"], data=asked)
        assert answer.status_code == 200, asked
        file = answer.headers["Content-Disposition"].rpartition('"')[0].rpartition('"')[2]
        assert file.startswith("ocktra-")
        assert answer.data.startswith(BEGINS[file.rpartition(".")[2]]), asked
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_public_gets_what_is_named_for_it(dpo: FlaskClient) -> None:
    whole, public = (json.loads(ask(dpo, "json", who).data) for who in ("authority", "public"))
    assert whole["ropa"]["redaction"] == "authority"
    assert public["ropa"]["redaction"] == "public"
    assert len(json.dumps(public)) < len(json.dumps(whole))


@pytest.mark.parametrize(("name", "readers"), [("pdf", "public"), ("no", "public"), ("pdf", "me")])
def test_what_there_is_not_is_told(dpo: FlaskClient, name: str, readers: str) -> None:
    answer = ask(dpo, name, readers)
    assert answer.status_code == 422
    assert "There is no such format for these readers" in answer.text
    assert dpo.get(f"{PAGE}/json").status_code == 404


def test_an_export_is_of_the_moment_the_page_shows(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(build(Activity, organisation="ocktra", id="later", name="Later"))
    assert "later" in activities(ask(dpo, "json").data)
    form = page_of(dpo, f"{PAGE}?as_of=1").find(".//main//form[dl]")
    assert form is not None
    earlier = dpo.post(form.attrib["action"], data={"authority": "json"})
    assert "later" not in activities(earlier.data)
    with zipfile.ZipFile(io.BytesIO(ask(dpo, "docx", more="?as_of=1").data)) as document:
        assert b"Later" not in document.read("word/document.xml")


@pytest.mark.parametrize("name", ["pdf", "json", "cnil"])
def test_a_moment_before_the_organisation_has_nothing_to_export(
    dpo: FlaskClient, name: str
) -> None:
    before = "?as_of=0"
    for answer in (dpo.get(f"{PAGE}{before}"), ask(dpo, name, more=before)):
        assert "did not have this organisation then" in answer.text
        assert "Make the bundle" not in answer.text
    assert answer.status_code == 422


def words(docx: bytes) -> str:
    read = reader.Document(io.BytesIO(docx))
    cells = (cell.text for table in read.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(one.text for one in read.paragraphs), *cells))


def test_a_document_tells_what_changed_up_to_its_moment(site: Site) -> None:
    site.put(build(Organisation), build(Activity))
    person(plain(patient(site)), "dpo@acme.example", ("acme", UserRole.DPO))
    for name in ("Second name", "Third name"):
        site.later(days=40)
        site.put(build(Activity, name=name))
    dpo = signed_in(site, "dpo@acme.example")
    moments = ("?as_of=2026-11-23", "?as_of=2027-01-10", "")
    asked = {"authority": "docx"}
    made = [dpo.post(f"/o/acme/exports{at}", data=asked).data for at in moments]
    first, then, now = map(words, made)
    assert "kept since 23 November 2026 only. It is given as it stood on that day" in first
    assert "is now “Second name”" in then
    assert "Third name" not in then
    assert "was “Billing customers”, is now “Third name”" in now


def said(client: FlaskClient, address: str) -> str:
    return text(page_of(client, address).find(".//main"))


def test_some_activities_are_exported_and_the_page_says_which(dpo: FlaskClient) -> None:
    assert "All 10 activities" in said(dpo, PAGE)
    listed = page_of(dpo, "/o/ocktra/activities?role=processor&sort=-name&page=1")
    address = next(
        link.attrib["href"] for link in listed.iter("a") if text(link) == "Export these…"
    )
    assert address == f"{PAGE}?role=processor"
    assert "2 of 10 activities: the role is Processor" in said(dpo, address)
    answer = ask(dpo, "json", more="?role=processor")
    assert activities(answer.data) == {"p1", "p2"}
    assert "-2-activities-register.json" in answer.headers["Content-Disposition"]


def test_one_activity_is_exported_from_its_page(dpo: FlaskClient) -> None:
    page = page_of(dpo, "/o/ocktra/activities/c1?as_of=65")
    address = next(link.attrib["href"] for link in page.iter("a") if text(link) == "Export…")
    words = said(dpo, address)
    assert "1 of 10 activities: C1 " in words
    form = page_of(dpo, address).find(".//main//form[dl]")
    assert form is not None
    answer = dpo.post(form.attrib["action"], data={"authority": "json"})
    assert activities(answer.data) == {"c1"}
    assert '"ocktra-65-c1-register.json"' in answer.headers["Content-Disposition"]
    whole = {text(link): link.attrib["href"] for link in page_of(dpo, address).iter("a")}
    assert whole["Everything instead"] == f"{PAGE}?as_of=65"
    both = said(dpo, f"{PAGE}?activity=c1&activity=p1&role=processor")
    assert "1 of 10 activities: C1 " in both
    assert "and the role is Processor" in both


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("rôle=processor", "There is no filter “rôle” for this list."),
        ("role=emperor", "“emperor” is nothing “Role” can be."),
        ("role=", "“role” has no value."),
        ("activity=c99", "There is no activity “c99”."),
        ("activity=c1&role=processor", "No activity is like that"),
        ("q=zeppelin", "No activity is like that"),
    ],
)
def test_a_wrong_question_is_told_and_never_answered_with_everything(
    dpo: FlaskClient, asked: str, problem: str
) -> None:
    page = page_of(dpo, f"{PAGE}?{asked}")
    assert problem in text(page.find(".//main"))
    assert page.find(".//main//form") is None
    for address in (PAGE, f"{PAGE}/bundle"):
        answer = dpo.post(f"{address}?{asked}", data={"authority": "json", "format": "json"})
        assert answer.status_code == 422
        assert problem in text(parse(answer.text).find(".//main"))


def test_a_retired_activity_is_counted_in_words(ocktra: Site, dpo: FlaskClient) -> None:
    gone = build(Activity, organisation="ocktra", id="gone", name="Gone", retired=True)
    ocktra.put(gone)
    assert "1 retired, which documents leave out" in said(dpo, f"{PAGE}?activity=gone&activity=c1")


def names(content: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(content)).namelist())


def test_the_bundle_of_everything_is_whole_signed_and_stands_in_the_journal(
    ocktra: Site, dpo: FlaskClient
) -> None:
    form = page_of(dpo, PAGE).find(".//main//form[fieldset]")
    assert form is not None
    ticked = [box.attrib["value"] for box in form.iter("input") if "checked" in box.attrib]
    assert ticked == list(CHOICES)
    answer = dpo.post(form.attrib["action"], data={"format": ticked})
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    with ocktra.app.app_context():
        key = known_signer(ocktra.app.extensions[NAME].keys, "ocktra")
    assert key is not None
    found = check(answer.data, [KnownKey(key.fingerprint, "Ocktra", "ocktra")])
    assert found.good, found
    assert {one.file for one in FORMATS} | {"journal.jsonl", MANIFEST} <= names(answer.data)
    assert "diagrams/c1.svg" in names(answer.data)


def test_a_bundle_holds_what_is_ticked_of_the_activities_asked_for(dpo: FlaskClient) -> None:
    asked = {"format": ["json", "ico-processor"]}
    answer = dpo.post(f"{PAGE}/bundle?role=processor", data=asked)
    files = names(answer.data)
    assert {"register.json", "ico-processor.xlsx"} <= files
    assert not {"record.pdf", "register.ods", "diagrams/p1.svg"} & files
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        assert json.loads(pack.read(MANIFEST))["activities"] == ["p1", "p2"]
        assert activities(pack.read("register.json")) == {"p1", "p2"}
    for nothing in ([], ["no such format"]):
        refused = dpo.post(f"{PAGE}/bundle", data={"format": nothing})
        assert refused.status_code == 422
        assert "Choose at least one" in refused.text
