"""The record in every format, to take out."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, request

from ropa.core.imprint import Redaction
from ropa.export.bundle import BundleProblem
from ropa.export.export import ExportFailed
from ropa.export.fit import TooLarge
from ropa.export.formats import BY_NAME
from ropa.store.keys import BrokenKey
from ropa.web import access
from ropa.web.access import Action, Desk
from ropa.web.exports_page import MEDIA, bundle_in, export_for, exports_page, may_be_made
from ropa.web.frame import inside, shown

blueprint = Blueprint("exports", __name__, url_prefix="/o/<organisation>/exports")


@blueprint.get("")
def index(organisation: str) -> Response:
    """Offer the record in every format, for an authority or for the public."""
    return _offered(access.open(organisation, Action.EXPORT))


@blueprint.post("/bundle")
def bundle(organisation: str) -> Response:
    """Give the record with its journal in one signed file; the key is made on first use."""
    desk = access.open(organisation, Action.EXPORT)
    try:
        made = bundle_in(desk)
    except (ExportFailed, TooLarge, BrokenKey) as error:
        return _offered(desk, str(error), 503)
    if isinstance(made, BundleProblem):
        return _offered(desk, made.message, 503)
    return _file(desk, made, "register.zip")


@blueprint.get("/<name>")
def download(organisation: str, name: str) -> Response:
    """Give the record in one format; 404 for one there is not, or not for these readers."""
    desk = access.open(organisation, Action.EXPORT)
    form = BY_NAME.get(name) or abort(404)
    readers = Redaction.PUBLIC if request.args.get("for") == "public" else Redaction.AUTHORITY
    if readers not in form.redactions or not may_be_made(desk, form):
        abort(404)
    try:
        content = form.write(export_for(desk, form, readers))
    except (ExportFailed, TooLarge, BrokenKey) as error:
        return _offered(desk, f"{form.label}: {error}", 503)
    return _file(desk, content, form.file)


def _offered(desk: Desk, problem: str = "", code: int = 200) -> Response:
    page = exports_page(desk, problem)
    return shown(inside(desk), "exports/index.html", code, page=page)


def _file(desk: Desk, content: bytes, name: str) -> Response:
    response = make_response(content)
    response.mimetype = MEDIA[name.rpartition(".")[2]]
    response.cache_control.no_store = True
    file = f"{desk.organisation.id}-{desk.clock.sequence}-{name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
