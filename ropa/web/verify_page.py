"""The page that checks a bundle. Nothing of what is sent is stored."""

from __future__ import annotations

from flask import Response
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge

from ropa.export.bundle_check import check
from ropa.export.bundle_words import Report, report
from ropa.importing.media import in_words
from ropa.store.journal import head_at
from ropa.store.keys import known_keys
from ropa.web.forms_accounts import errors_of, say
from ropa.web.frame import outside, shown
from ropa.web.parts import parts
from ropa.web.session import who

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest bundle that is checked here; the command line checks larger ones."""

_MOST = in_words(LARGEST)
_NONE_CHOSEN = "Choose a file first."
_TOO_LARGE = (
    f"What was sent is larger than {_MOST}, the most that this page takes. The command line checks "
    "it: scripts/ropa verify FILE."
)
_FOREIGN = "You signed in or out, or your session ended, since this page was opened: send it again."


class BundleForm(FlaskForm):
    """A bundle to be checked."""

    file = FileField(
        "Bundle",
        description=f"The ZIP file as it was given to you, at most {_MOST}.",
        render_kw={"accept": ".zip,application/zip"},
    )


def asked() -> Response:
    """Ask for a bundle."""
    return _page(BundleForm(formdata=None))


def answered() -> Response:
    """Check the bundle that was sent, or say why it cannot be."""
    try:
        form = BundleForm()
    except RequestEntityTooLarge:
        form = BundleForm(formdata=None)
        say(form, "file", _TOO_LARGE)
        return _page(form, 413)
    form.validate()
    if "csrf_token" in form.errors:
        form.csrf_token.errors = []
        say(form, "", _FOREIGN)
        return _page(form, 400)
    if form.file.data is None:
        say(form, "file", _NONE_CHOSEN)
        return _page(form, 422)
    its = parts()
    keys = known_keys(its.keys, its.register().organisations.values())
    found = check(form.file.data.read(), keys)
    at = found.stands_at
    live = head_at(its.session().connection(), at) if at is not None else None
    return _page(form, report=report(found, live))


def _page(form: BundleForm, code: int = 200, report: Report | None = None) -> Response:
    response = shown(
        outside(who()),
        "public/verify.html",
        code,
        form=form,
        errors=errors_of(form),
        report=report,
    )
    response.cache_control.no_store = True
    return response
