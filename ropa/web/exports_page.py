"""The page that offers the record in every format, and what an export is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from ropa.core.imprint import Redaction
from ropa.core.listing import in_use
from ropa.export.bundle import BundleProblem, Part, bundle
from ropa.export.bundle_files import files_of
from ropa.export.context import Context
from ropa.export.export import Export, export_of
from ropa.export.formats import FORMATS, Format
from ropa.export.signature import Signer
from ropa.store.annex import annex_of
from ropa.store.journal import created, entries
from ropa.store.keys import known_signer, signer
from ropa.version import VERSION
from ropa.vocabulary import Kind
from ropa.web.access import Desk
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

_DRAWN = ("pdf", "docx")
_MOST_DRAWN = 60
"""Of up to so many activities a document with a picture each is made while somebody waits."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One format: where it is, for each sort of readers, or how else it is made."""

    label: str
    file: str
    links: tuple[tuple[str, str], ...]
    command: str


@dataclass(frozen=True, slots=True)
class ExportsPage:
    """All that the page places; `problem` is why the last one could not be made."""

    offers: tuple[Offer, ...]
    activities: int
    problem: str
    bundle: str
    verify: str


def exports_page(desk: Desk, problem: str = "") -> ExportsPage:
    """Give the page, at the clock's moment."""
    activities = in_use(desk.register, Kind.ACTIVITY)
    return ExportsPage(
        tuple(_offers(desk)),
        activities,
        problem,
        bundle=desk.url("exports.bundle"),
        verify=url_for("verify.verify"),
    )


def may_be_made(desk: Desk, form: Format) -> bool:
    """Whether a format is made quickly enough to wait for."""
    return form.name not in _DRAWN or in_use(desk.register, Kind.ACTIVITY) <= _MOST_DRAWN


def export_in(desk: Desk, readers: Redaction) -> Export:
    """Give what the organisation sees at the clock's moment, for these readers."""
    its, moment = parts(), desk.register.moment
    return export_of(
        desk.register,
        desk.organisation.id,
        Context(desk.clock.about_day, moment.instant, VERSION),
        its.reference,
        activities=desk.activities,
        redaction=readers,
        created=created(its.session().connection(), Kind.ACTIVITY, moment.sequence),
    )


def export_for(desk: Desk, form: Format, readers: Redaction) -> Export:
    """Give it with what the format tells beside the register. Raises `BrokenKey`."""
    export = export_in(desk, readers)
    if not form.annexed:
        return export
    return _annexed(desk, export, known_signer(parts().keys, desk.organisation.id))


def _annexed(desk: Desk, export: Export, key: Signer | None) -> Export:
    connection = parts().session().connection()
    return export.with_annex(annex_of(connection, desk.register, desk.organisation.id, key))


def bundle_in(desk: Desk) -> bytes | BundleProblem:
    """Make the signed bundle of all that is quickly made, for an authority.

    Raises what formats raise, and `BrokenKey` where the key that signs cannot be had.
    """
    its = parts()
    key = signer(its.keys, desk.organisation.id)
    export = _annexed(desk, export_in(desk, Redaction.AUTHORITY), key)
    chosen = [form.name for form in FORMATS if may_be_made(desk, form)]
    files = dict(files_of(export, chosen))
    part = Part(
        export.register,
        desk.organisation,
        export.activities,
        export.context,
        export.reference.digest,
    )
    found = entries(its.session().connection())
    return bundle(files, found, part, key)


def _offers(desk: Desk) -> Iterator[Offer]:
    for form in FORMATS:
        command = f"scripts/ropa export {form.name} -o {form.file}"
        links = tuple(_links(desk, form)) if may_be_made(desk, form) else ()
        yield Offer(form.label, form.file, links, command)


def _links(desk: Desk, form: Format) -> Iterator[tuple[str, str]]:
    yield "For an authority", desk.url("exports.download", name=form.name)
    if Redaction.PUBLIC in form.redactions:
        yield "For the public", desk.url("exports.download", name=form.name, **{"for": "public"})
