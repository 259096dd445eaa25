"""Small files of the kinds that are accepted, for tests."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from ropa.importing.media import DOCX, ODS, ODT, XLSX, Media


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Make an archive of parts by name."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def office(type: str) -> bytes:
    """Make an office file whose main part is of a type."""
    said = f'<Types><Override PartName="/word/document.xml" ContentType="{type}"/></Types>'
    parts = {"[Content_Types].xml": said.encode(), "word/document.xml": b"<w/>"}
    return zipped({**parts, "_rels/.rels": b"<r/>"})


def types(media: Media) -> dict[str, bytes]:
    """Make the part of an office file that says what it is."""
    said = f'<Types><Override PartName="/x.xml" ContentType="{media.type}.main+xml"/></Types>'
    return {"[Content_Types].xml": said.encode()}


def _chunk(name: bytes, content: bytes) -> bytes:
    sum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", sum)


A_PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""
A_PNG = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\x00\x00")),
        _chunk(b"IEND", b""),
    )
)
A_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
A_DOCX, A_XLSX = (office(f"{media.type}.main+xml") for media in (DOCX, XLSX))
AN_ODT, AN_ODS = (
    zipped({"mimetype": media.type.encode(), "content.xml": b"<o/>"}) for media in (ODT, ODS)
)
AN_EMAIL = (
    b"Received: from mx.example\r\n\tby mail.example\r\n"
    b'From: "Jo Rae"\r\n <jo@example.org>\r\nDate: Mon, 23 Nov 2026 09:30:00 +0000\r\n'
    b"Subject: Approval\r\n\r\n<p>We approve.</p>\r\n"
)
