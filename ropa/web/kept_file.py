"""The file of a document as pages tell of it, and as it is given out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from flask import Response, abort, send_file

from ropa.importing.media import file_name, in_words, media_named
from ropa.store import blobs
from ropa.web.access import Action, Desk
from ropa.web.headers import sandboxed
from ropa.web.parts import parts


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file: what it is, in words, its digest, and where it is given out to this person."""

    label: str
    sha256: str
    url: str | None


def kept_file(desk: Desk, id: str) -> KeptFile | None:
    """Tell of the file that a document has at the desk's moment."""
    document = desk.register.documents.get(id)
    if document is None or document.sha256 is None:
        return None
    url = desk.url("files.download", id=id) if desk.opens("files.download") else None
    return KeptFile(label_of(document.sha256), document.sha256, url)


@dataclass(frozen=True, slots=True)
class FileRow:
    """What stands beside “File” on the page of a document; `change` is where one is sent."""

    kept: KeptFile | None
    change: str | None


def file_row(desk: Desk, id: str) -> FileRow:
    """Tell of a document's file, and where this person may change it."""
    change = desk.url("files.page", id=id) if desk.may(Action.EDIT) else None
    return FileRow(kept_file(desk, id), change)


def label_of(sha256: str) -> str:
    """Say what kind of file is kept under a digest, and how large it is."""
    found = blobs.measure(parts().session(), sha256)
    if found is None:
        return "not kept here any more"
    size, type = found
    media = media_named(type)
    return f"{media.label if media else type}, {in_words(size)}"


def given_out(desk: Desk, id: str) -> Response:
    """Give out the file of a document the organisation sees; 404 where there is none."""
    document = desk.register.documents.get(id)
    if document is None or document.sha256 is None:
        abort(404)
    content, type = blobs.fetch(parts().session(), document.sha256) or abort(404)
    media = media_named(type)
    response = send_file(
        BytesIO(content),
        mimetype=media.type if media else "application/octet-stream",
        as_attachment=True,
        download_name=file_name(document.name, media),
        etag=document.sha256,
        max_age=0,
    )
    response.cache_control.private = True
    response.vary.add("Cookie")
    return sandboxed(response)
