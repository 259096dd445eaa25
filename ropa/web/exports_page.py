"""The page that offers the record in every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from ropa.core.imprint import Redaction
from ropa.core.moments import zone_of
from ropa.export.bundle_files import DIAGRAMS
from ropa.export.formats import FORMATS, Format
from ropa.importing.media import in_words
from ropa.store import works
from ropa.store.works import KEPT, Work
from ropa.web.access import Action, Desk
from ropa.web.exports_asked import Scope
from ropa.web.parts import parts

MEDIA: Mapping[str, str] = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "zip": "application/zip",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
"""The media type of each extension."""

_READERS = {Redaction.AUTHORITY: "For an authority", Redaction.PUBLIC: "For the public"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One format, and a button for each sort of readers: its words and its name."""

    name: str
    label: str
    file: str
    buttons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WorkLink:
    """An export of this person that is being made or ready: its state in words, and its page."""

    what: str
    file: str
    said: str
    url: str


@dataclass(frozen=True, slots=True)
class ExportsPage:
    """All that the page places.

    `scope` is what an export would hold, `whole` the address where that is all. `problem` is why
    the last one could not be made; `reviewers` is where a DPO lets an authority read instead.
    """

    scope: Scope
    whole: str | None
    problem: str
    works: tuple[WorkLink, ...]
    offers: tuple[Offer, ...]
    contents: tuple[tuple[str, str], ...]
    make: str
    bundle: str
    verify: str
    reviewers: str | None


def exports_page(desk: Desk, scope: Scope, problem: str = "") -> ExportsPage:
    """Give the page, at the clock's moment."""
    return ExportsPage(
        scope,
        whole=desk.url("exports.index") if scope.pairs else None,
        problem=problem,
        works=tuple(_works(desk)),
        offers=tuple(_offer(form) for form in FORMATS),
        contents=(
            *((form.name, form.label) for form in FORMATS),
            (DIAGRAMS, "A picture of each activity"),
        ),
        make=scope.url(desk, "exports.make"),
        bundle=scope.url(desk, "exports.bundle"),
        verify=url_for("verify.verify"),
        reviewers=desk.url("reviewers.reviewers") if desk.may(Action.REVIEWERS) else None,
    )


def _offer(form: Format) -> Offer:
    buttons = tuple((one.value, _READERS[one]) for one in Redaction if one in form.redactions)
    return Offer(form.name, form.label, form.file, buttons)


def _works(desk: Desk) -> Iterator[WorkLink]:
    its = parts()
    held = works.found(its.session(), str(desk.user.id), desk.organisation.id, its.now())
    for work in held:
        said = f"{work.state.label}: {kept_words(desk, work)}" if work.size else work.state.label
        yield WorkLink(work.what, work.file, said, desk.url("exports.work", id=work.id))


def kept_words(desk: Desk, work: Work) -> str:
    """Say of a work that is ready how large its file is, and how long it can be had."""
    until = (work.touched + KEPT).astimezone(zone_of(desk.organisation))
    return f"{in_words(work.size or 0)}, kept until {until:%H:%M}"
