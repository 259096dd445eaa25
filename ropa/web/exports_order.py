"""What is to be made of a request for an export, once the request itself is over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ropa.core.imprint import Redaction
from ropa.core.journal import Entry
from ropa.core.register import Register
from ropa.export.bundle import BundleProblem
from ropa.export.bundle_files import CHOICES, bundle_of, steps_of
from ropa.export.context import Context
from ropa.export.export import Export, ExportFailed, export_of
from ropa.export.fit import TooLarge
from ropa.export.formats import BY_NAME, Format
from ropa.export.progress import Tell
from ropa.export.signature import Signer
from ropa.store.annex import annex_of
from ropa.store.journal import created, entries
from ropa.store.keys import BrokenKey, known_signer, signer
from ropa.store.works import Begun
from ropa.version import VERSION
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.exports_asked import Scope
from ropa.web.parts import Parts, parts

BUNDLE = "register.zip"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, and how; it knows the register of the moment at which it was given."""

    begun: Begun
    make: Callable[[Tell], bytes]


def format_asked(asked: Mapping[str, str]) -> tuple[Format, Redaction] | None:
    """Read which format for which readers a form asks for; None for what there is not."""
    for readers in Redaction:
        form = BY_NAME.get(asked.get(readers.value, ""))
        if form is not None and readers in form.redactions:
            return form, readers
    return None


def format_order(desk: Desk, scope: Scope, form: Format, readers: Redaction) -> Order:
    """Order one format of what the organisation sees at the clock's moment."""
    its, export = parts(), _export(desk, scope, readers)
    register, whose = desk.register, desk.organisation.id

    def make(tell: Tell) -> bytes:
        watched = replace(export, tell=tell)
        try:
            if form.annexed:
                watched = _annexed(its, watched, register, known_signer(its.keys, whose))
            return form.made(watched)
        except BrokenKey as error:
            raise ExportFailed(str(error)) from error
        except TooLarge as error:
            raise ExportFailed(
                f"{form.label} cannot hold it: {error}. Choose fewer activities, or JSON or CSV, "
                "which hold everything."
            ) from error

    public = ", for the public" if readers is Redaction.PUBLIC else ""
    what = f"{form.label}{public}"
    return Order(_begun(desk, scope, what, form.file, form.steps(export)), make)


def bundle_order(desk: Desk, scope: Scope, chosen: Iterable[str]) -> Order:
    """Order the signed bundle of some of `CHOICES`, for an authority."""
    its, export, files = parts(), _export(desk, scope, Redaction.AUTHORITY), tuple(chosen)
    register, whose = desk.register, desk.organisation

    def make(tell: Tell) -> bytes:
        try:
            key = signer(its.keys, whose.id)
            watched = _annexed(its, replace(export, tell=tell), register, key)
            made = bundle_of(watched, whose, files, _journal(its), key)
        except (TooLarge, BrokenKey) as error:
            raise ExportFailed(str(error)) from error
        if isinstance(made, BundleProblem):
            raise ExportFailed(made.message)
        return made

    begun = _begun(desk, scope, "The signed bundle", BUNDLE, steps_of(export, files))
    return Order(begun, make)


def bundle_asked(asked: Iterable[str]) -> tuple[str, ...]:
    """Read which files a form asks to be in the bundle, in the order in which they are offered."""
    wanted = set(asked)
    return tuple(one for one in CHOICES if one in wanted)


def _begun(desk: Desk, scope: Scope, what: str, file: str, total: int) -> Begun:
    organisation = desk.organisation.id
    name = "-".join(filter(None, (organisation, str(desk.clock.sequence), scope.short, file)))
    return Begun(str(desk.user.id), organisation, what, name, total)


def _export(desk: Desk, scope: Scope, readers: Redaction) -> Export:
    its, moment = parts(), desk.register.moment
    return export_of(
        desk.register,
        desk.organisation.id,
        Context(desk.clock.about_day, moment.instant, VERSION),
        its.reference,
        activities=desk.activities if scope.activities is None else scope.activities,
        redaction=readers,
        created=created(its.session().connection(), Kind.ACTIVITY, moment.sequence),
    )


def _annexed(its: Parts, export: Export, register: Register, key: Signer | None) -> Export:
    with its.workshop.session() as session:
        annex = annex_of(session.connection(), register, export.organisation or "", key)
    return export.with_annex(annex)


def _journal(its: Parts) -> Iterator[Entry]:
    """Read the journal when it is needed, and no transaction before."""
    with its.workshop.session() as session:
        yield from entries(session.connection())
