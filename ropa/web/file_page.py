"""The page of a document's file, and what becomes of a file that is sent from it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from flask import Response, abort, current_app, flash, redirect, request
from flask_wtf.file import FileField
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField

from ropa.core.change import Applied, Conflict, Conflicts, Put
from ropa.core.diff import Difference, differences
from ropa.importing.media import ACCEPTED, LARGEST, NotAccepted, in_words, media_of
from ropa.records.document import Document
from ropa.records.sources import still_true
from ropa.store import blobs, changes
from ropa.store.apply import apply
from ropa.web.forms.model import ErrorLink
from ropa.web.forms.posted import visible
from ropa.web.forms_accounts import errors_of, refuse, say
from ropa.web.frame import inside, shown
from ropa.web.kept_file import kept_file, label_of
from ropa.web.parts import parts
from ropa.web.records.conflict import latest
from ropa.web.records.envelope import Envelope
from ropa.web.records.task import Task, everything
from ropa.web.telling import names_of, reader, when_of

_A_DAY = 24 * 60 * 60
_SALT = "a file that waits for its document"
_REMOVE = "remove"

_MOST = in_words(LARGEST)
_KINDS = f"Accepted are {', '.join(media.ending[1:].upper() for media in ACCEPTED)}."
_ENDINGS = ",".join((*(media.ending for media in ACCEPTED), ".jpeg"))
_NONE_CHOSEN = "Choose a file first."
_TOO_LARGE = f"What was sent is larger than {_MOST}, so nothing was stored. Choose a smaller file."
_FOREIGN = (
    "Your session ended after this page was opened, so nothing was stored. Choose the file once "
    "more and send it."
)


class Upload(Envelope):
    """A file, and why; `held` names one that was received before and is not the document's yet.

    It is signed: nobody gets a file by knowing its digest.
    """

    token = None
    seal = None
    held = HiddenField()
    file = FileField(
        "File",
        description=f"At most {_MOST}. {_KINDS} What counts is what stands in it, not its name.",
        render_kw={"accept": _ENDINGS},
    )


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else stored after the page was opened; no differences where nobody can say."""

    by: str
    when: str
    differences: tuple[Difference, ...]


def asked(task: Task) -> Response:
    """Show which file a document has, and ask for another."""
    return _page(task, _empty(task))


def answered(task: Task) -> Answer:
    """Keep the file that was sent or take off the one there is, or show the page and say why not.

    A file that was received need not be sent again, whatever else has to be mended.
    """
    try:
        upload = Upload()
    except RequestEntityTooLarge:
        return _too_large(task)
    upload.validate()
    if "csrf_token" in upload.errors:
        return _foreign(task, upload)
    removing = request.form.get("do") == _REMOVE
    name = None if removing else _received(task, upload)
    upload.held.data = _seals().dumps(_held_for(task, name)) if name else ""
    return _page(task, upload, 422) if upload.errors else _stored(task, upload, name)


def _received(task: Task, upload: Upload) -> str | None:
    """Keep a file that is accepted and give its digest; otherwise tell the form why it is not."""
    if upload.file.data is None:
        name = _waiting(task, upload)
        if name is None:
            say(upload, "file", _NONE_CHOSEN)
        return name
    content = upload.file.data.read()
    media = media_of(content)
    if isinstance(media, NotAccepted):
        say(upload, "file", f"{media.why} {_KINDS}")
        return None
    return blobs.keep(parts().session(), content, media.type)


def _stored(task: Task, upload: Upload, name: str | None) -> Answer:
    # The whole record: the organisation may not see every source of a shared one.
    whole = everything().documents.get(task.key) or abort(404)
    its, change = parts(), Put(_with_file(whole, name), upload.sequence())
    outcome = apply(its.session(), task.desk.user.id, [change], upload.why(), its.now())
    if isinstance(outcome, Conflicts):
        return _conflicting(task, upload, outcome.conflicts[0])
    if not isinstance(outcome, Applied):
        refuse(upload, outcome)
        return _page(task, upload, 422)
    done = f"The file is kept: {label_of(name)}." if name else "The file is removed."
    flash(done if outcome.entries else "Nothing was different from before.")
    return redirect(task.back, 303)


def _with_file(document: Document, name: str | None) -> Document:
    """Give a document with another file, and with those sources that still hold."""
    changed = msgspec.structs.replace(document, sha256=name)
    kept = (one for source in document.provenance for one in still_true(source, document, changed))
    return msgspec.structs.replace(changed, provenance=tuple(kept))


def _conflicting(task: Task, upload: Upload, conflict: Conflict) -> Response:
    """Show what somebody else stored; what was sent waits to be kept on top of it."""
    saved, stamp = latest(task, conflict) or abort(404)
    told: tuple[Difference, ...] = ()
    if conflict.began is not None:
        began = changes.seen(conflict.began, task.desk.register)
        told = differences(began, saved, names_of(task.desk))
    by = reader(task.desk).people.get(stamp.actor, "Somebody else")
    upload.base.data = str(stamp.sequence)
    return _page(task, upload, 409, Meanwhile(by, when_of(task.desk, stamp.instant), told))


def _too_large(task: Task) -> Response:
    upload = _empty(task)
    say(upload, "file", _TOO_LARGE)
    return _page(task, upload, 413)


def _foreign(task: Task, upload: Upload) -> Response:
    upload.csrf_token.errors = []
    say(upload, "", _FOREIGN)
    return _page(task, upload, 400)


def _page(
    task: Task, upload: Upload, code: int = 200, meanwhile: Meanwhile | None = None
) -> Response:
    upload.reason.data = visible(upload.reason.data or "")
    waiting = _waiting(task, upload)
    shared = getattr(task.stored, "organisation", None) is None
    return shown(
        inside(task.desk, task.cls.KIND.plural),
        "files/file.html",
        code,
        upload=upload,
        errors=_errors(upload),
        meanwhile=meanwhile,
        waiting=label_of(waiting) if waiting else None,
        kept=kept_file(task.desk, task.key),
        title=task.offers.names.of(task.stored) if task.stored else task.key,
        shared=shared and len(everything().organisations) > 1,
        remove=_REMOVE,
        back=task.back,
    )


def _errors(upload: Upload) -> list[ErrorLink]:
    """Say what is wrong, each with the label of its field."""
    return [
        ErrorLink(e.href, f"{upload[e.href].label.text}: {e.text}") if e.href else e
        for e in errors_of(upload)
    ]


def _empty(task: Task) -> Upload:
    return Upload(formdata=None, data={"base": str(task.base or "")})


def _waiting(task: Task, upload: Upload) -> str | None:
    """Give the digest of the file that was received before, for this person and document."""
    try:
        *held_for, name = _seals().loads(upload.held.data or "", max_age=_A_DAY)
    except (BadData, ValueError, TypeError):
        return None
    return name if [*held_for, name] == _held_for(task, name) else None


def _held_for(task: Task, name: str) -> list[str]:
    return [task.desk.user.id, task.desk.organisation.id, task.key, name]


def _seals() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=_SALT)
