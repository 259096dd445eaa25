"""The key that signs bundles, as the documents name it."""

from __future__ import annotations

import io
import re

import pypdf

from ropa.export.annex import NO_ANNEX, Annex
from ropa.export.article30 import article30
from ropa.export.document import Document
from ropa.export.pdf import pdf
from ropa.export.signature import fingerprint_of, in_groups
from ropa.records.organisation import Organisation
from tests.build import build
from tests.export.bundling import OURS
from tests.export.reading import CONTEXT, MOMENT, reference, register
from tests.export.test_article30 import said, section, walked

TITLE = "How to check a bundle of this record"
PEM = re.compile(r"-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----")


def record(annex: Annex) -> Document:
    made = register(build(Organisation))
    assert made.moment == MOMENT
    return article30(made, "acme", CONTEXT, reference(), annex)


def on_cover(document: Document) -> list[str]:
    (fact,) = [one for one in document.cover.facts if one.label == "Fingerprint of the key"]
    return [one.text for one in fact.words]


def test_the_cover_and_the_last_part_name_it() -> None:
    document = record(Annex(key=OURS.public))
    groups = in_groups(OURS.fingerprint)
    assert re.fullmatch("([0-9a-f]{4} ){15}[0-9a-f]{4}", groups)
    assert on_cover(document) == [groups]
    told = [one.text for one in said(section(document, TITLE))]
    assert groups in told
    assert "/.well-known/ropa-signing-key?organisation=acme of this register" in told
    assert "/verify of this register" in told


def test_the_key_can_be_copied_from_the_pdf() -> None:
    made = pdf(record(Annex(key=OURS.public)), CONTEXT)
    assert isinstance(made, bytes)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    found = PEM.search(text)
    assert found is not None
    assert fingerprint_of(found[0].encode("ascii")) == OURS.fingerprint


def test_where_none_signed_yet_it_says_so() -> None:
    document = record(NO_ANNEX)
    assert on_cover(document) == ["No bundle has been signed yet"]
    assert [one.text for one in said(section(document, TITLE))][1].startswith("No bundle has been")


def test_a_register_of_files_has_no_bundles() -> None:
    files = type(register()).of([build(Organisation)])
    document = article30(files, "acme", CONTEXT, reference())
    assert TITLE not in [one.title for one in walked(document.sections)]
    assert "Fingerprint of the key" not in [one.label for one in document.cover.facts]
