"""The type of a file by its content, whatever it is called."""

from __future__ import annotations

import io
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.importing import media
from ropa.importing.media import (
    ACCEPTED,
    DOCX,
    EMAIL,
    JPEG,
    LARGEST,
    ODS,
    ODT,
    PDF,
    PNG,
    TEXT,
    XLSX,
    Media,
    NotAccepted,
    file_name,
    in_words,
    media_of,
)
from tests.files import (
    A_DOCX,
    A_JPEG,
    A_PDF,
    A_PNG,
    A_XLSX,
    AN_EMAIL,
    AN_ODS,
    AN_ODT,
    office,
    types,
    zipped,
)

GOOD = {
    "pdf": (A_PDF, PDF),
    "png": (A_PNG, PNG),
    "jpeg": (A_JPEG, JPEG),
    "docx": (A_DOCX, DOCX),
    "xlsx": (A_XLSX, XLSX),
    "odt": (AN_ODT, ODT),
    "ods": (AN_ODS, ODS),
    "email": (AN_EMAIL, EMAIL),
    "email with odd bytes": (AN_EMAIL + b"\r\n\xe9\xff", EMAIL),
    "text": ("Naïve – “quoted” 🦊\r\n\tindented\f".encode(), TEXT),
    "text after a mark": ("\ufeffNaïve".encode(), TEXT),
    "text about a page": (b"The page said <script>alert(1)</script>.", TEXT),
    "text that begins with an address": (b"<jo@example.org> wrote:", TEXT),
    "text like a program's mark": (b"MZ is how we call the vendor.", TEXT),
    "a memo is no email": (b"From: The DPO\nDate: 3 March 2026\n\nText.\n", TEXT),
}

TYPES = {
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}

REFUSED = {
    "empty": (b"", "is empty"),
    "blank": (b" \r\n\t", "nothing but blanks"),
    "html": (b"<!DOCTYPE html><p>Hello", "a web page"),
    "html later": (b"\xef\xbb\xbf\n  <script >alert(1)</script>", "a web page"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a web page"),
    "xml": (b'<?xml version="1.0"?><a/>', "a web page"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "a program (a script)"),
    "rtf": (b"{\\rtf1 hello}", "rich text"),
    "program": (b"MZ\x90\x00\x03\x00", "a Windows program"),
    "word of 1997": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Save it as DOCX"),
    "gif": (b"GIF89a\x01\x00\x01\x00", "a GIF picture"),
    "webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a WebP picture"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00", "Save it as JPEG"),
    "mp4": (b"\x00\x00\x00\x18ftypisom\x00\x00", "a film"),
    "latin-1": ("Müller".encode("latin-1"), "Save it as UTF-8"),
    "utf-16": ("Müller".encode("utf-16"), "Save it as UTF-8"),
    "noise": (b"\x01\x02\x03\x04", "no kind that is known"),
    "text with NUL": (b"text\x00text", "no kind that is known"),
    "a PDF cut off": (A_PDF[:20], "not complete"),
    "a PDF in name": (b"%PDF-1.7\n<html><script>alert(1)</script>", "not complete"),
    "a PDF after bytes": (b"\x00\x01\n" + A_PDF, "a PDF with something before it"),
    "a PNG cut off": (A_PNG[:-4], "not complete"),
    "zip": (zipped({"word/document.xml": b"x", "evil.exe": b"MZ"}), "a ZIP archive"),
    "docm": (office(TYPES["docm"]), "with macros"),
    "pptx": (office(TYPES["pptx"]), "a presentation"),
    "epub": (zipped({"mimetype": b"application/epub+zip"}), "EPUB"),
    "odp": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
        "a presentation",
    ),
    "docx cut off": (A_DOCX[:-30], "damaged"),
    "odt and docx": (zipped({"mimetype": ODT.type.encode(), **types(DOCX)}), "two kinds of file"),
    "pdf and zip": (A_PDF + zipped({"a": b"b"}), "PDF and ZIP archive"),
    "png and zip": (A_PNG + A_DOCX, "PNG picture and ZIP archive"),
    "jpeg and pdf": (A_JPEG[:4] + b"\n" + A_PDF + A_JPEG, "JPEG picture and PDF"),
    "text and pdf": (b"text\n" + A_PDF, "two kinds of file"),
    "too large": (b"a" * (LARGEST + 1), "larger than 20 MB"),
}


@pytest.mark.parametrize("name", GOOD)
def test_files_are_what_they_hold(name: str) -> None:
    content, expected = GOOD[name]
    assert media_of(content) == expected


def test_each_accepted_kind_is_found_in_some_file() -> None:
    assert {expected for _, expected in GOOD.values()} == set(ACCEPTED)


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_told_what_they_seem_to_be(name: str) -> None:
    content, words = REFUSED[name]
    found = media_of(content)
    assert isinstance(found, NotAccepted), found
    assert words in found.why
    assert found.why.endswith(".")


def test_a_docx_may_hold_other_office_files() -> None:
    embedded = b'<Default Extension="xlsx" ContentType="%s"/>' % XLSX.type.encode()
    slides = b'<Default Extension="pptx" ContentType="%s"/>' % TYPES["pptx"][:-9].encode()
    content = types(DOCX)["[Content_Types].xml"] + embedded + slides
    assert media_of(zipped({"[Content_Types].xml": content})) == DOCX


def test_a_docx_without_its_folder_and_in_any_order_is_one() -> None:
    parts = {"word/document2.xml": b"<w/>", "_rels/.rels": b"<r/>", **types(DOCX)}
    assert media_of(zipped(parts)) == DOCX
    assert media_of(zipped({"word/document.xml": b"<w/>"})) != DOCX


def test_what_would_unfold_to_much_is_refused() -> None:
    said = A_DOCX.index(b"PK\x01\x02") + 24
    bomb = A_DOCX[:said] + (2**31).to_bytes(4, "little") + A_DOCX[said + 4 :]
    found = media_of(bomb)
    assert isinstance(found, NotAccepted)
    assert "unfold to more than 1 GB" in found.why


def test_no_more_than_a_bounded_part_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    blanks = b" " * (50 * 1024 * 1024)
    bomb = zipped({"[Content_Types].xml": types(DOCX)["[Content_Types].xml"] + blanks})
    assert len(bomb) < 100_000
    read: list[int] = []
    real = zipfile.ZipExtFile.read

    def counted(self: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        got = real(self, n)
        read.append(len(got))
        return got

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    assert media_of(bomb) == DOCX
    assert sum(read) <= 1024 * 1024


def test_an_archive_of_very_many_files_is_not_even_opened() -> None:
    content = b"PK\x03\x04" + b"PK\x01\x02" * 10_001
    found = media_of(content)
    assert isinstance(found, NotAccepted)
    assert "more than 10,000 files" in found.why


@pytest.mark.parametrize("shape", [b"a: b\n", b"a:\n ", b"a", b"<", b"PK\x05\x06", b"\n"])
def test_no_file_takes_long(shape: bytes) -> None:
    content = (b"From: x\n" + shape * LARGEST)[:LARGEST]
    began = time.perf_counter()
    media_of(content)
    assert time.perf_counter() - began < 3


@given(
    st.sampled_from([A_DOCX, A_PDF, A_PNG, AN_EMAIL, AN_ODT]),
    st.lists(st.tuples(st.integers(0), st.binary(max_size=6)), max_size=4),
)
def test_no_damage_is_more_than_a_refusal(content: bytes, damage: list[tuple[int, bytes]]) -> None:
    for place, given_bytes in damage:
        at = place % len(content)
        content = content[:at] + given_bytes + content[at + len(given_bytes) :]
    assert isinstance(media_of(content), Media | NotAccepted)


@given(st.binary())
def test_any_bytes_get_an_answer(content: bytes) -> None:
    assert isinstance(media_of(content), Media | NotAccepted)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_only_what_office_programs_write_is_unpacked(method: int) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        archive.writestr("[Content_Types].xml", types(DOCX)["[Content_Types].xml"])
    found = media_of(content.getvalue())
    assert isinstance(found, NotAccepted)


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("Transfer agreement", PDF, "Transfer agreement.pdf"),
        ("Agreement.PDF", PDF, "Agreement.pdf"),
        ("Vertrag für Zürich", DOCX, "Vertrag für Zürich.docx"),
        ("../../etc/passwd", TEXT, "etc-passwd.txt"),
        ("C:\\Windows\\system32", TEXT, "C-Windows-system32.txt"),
        ('a"; filename="b.exe', PNG, "a-; filename=-b.exe.png"),
        ("evil\u202efdp.exe", PDF, "evil fdp.exe.pdf"),
        ("two\r\nlines\x00", PDF, "two lines.pdf"),
        ("...", PDF, "document.pdf"),
        ("\u202e", PDF, "document.pdf"),
        ("契約書" * 60, PDF, "契約書" * 22 + ".pdf"),
        ("unknown", None, "unknown"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(
    title: str, kind: Media | None, expected: str
) -> None:
    assert file_name(title, kind) == expected


@given(st.text(min_size=1, max_size=500))
def test_no_title_makes_a_dangerous_name(title: str) -> None:
    name = file_name(title, PDF)
    assert name.endswith(".pdf")
    assert name.isprintable()
    assert not set(name) & set('\\/:*?"<>|')
    assert not name.startswith((".", " "))
    assert len(name.encode()) <= 255


def test_sizes_are_told_in_words() -> None:
    sizes = (0, 1, 1023, 2048, LARGEST, LARGEST + 400_000)
    assert [in_words(size) for size in sizes] == [
        *("0 bytes", "1 byte", "1023 bytes", "2 kB", "20 MB", "20.4 MB")
    ]


def test_the_example_files_are_what_other_readers_take_them_for() -> None:
    """The PNG is one by its own checksums; the archives are whole."""
    assert zlib.crc32(A_PNG[12:29]) == int.from_bytes(A_PNG[29:33])
    for content in (A_DOCX, A_XLSX, AN_ODT, AN_ODS):
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert media.LARGEST == 20 * 1024 * 1024
