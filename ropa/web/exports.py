"""The record in every format, to take out."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, request

from ropa.core.imprint import Redaction
from ropa.export.export import ExportFailed
from ropa.export.fit import TooLarge
from ropa.export.formats import BY_NAME
from ropa.web import access
from ropa.web.access import Action
from ropa.web.exports_page import MEDIA, export_in, exports_page, may_be_made
from ropa.web.frame import inside, shown

blueprint = Blueprint("exports", __name__, url_prefix="/o/<organisation>/exports")


@blueprint.get("")
def index(organisation: str) -> Response:
    """Offer the record in every format, for an authority or for the public."""
    desk = access.open(organisation, Action.EXPORT)
    return shown(inside(desk), "exports/index.html", page=exports_page(desk))


@blueprint.get("/<name>")
def download(organisation: str, name: str) -> Response:
    """Give the record in one format; 404 for one there is not, or not for these readers."""
    desk = access.open(organisation, Action.EXPORT)
    form = BY_NAME.get(name) or abort(404)
    readers = Redaction.PUBLIC if request.args.get("for") == "public" else Redaction.AUTHORITY
    if readers not in form.redactions or not may_be_made(desk, form):
        abort(404)
    try:
        content = form.write(export_in(desk, readers))
    except (ExportFailed, TooLarge) as error:
        page = exports_page(desk, f"{form.label}: {error}")
        return shown(inside(desk), "exports/index.html", 503, page=page)
    response = make_response(content)
    response.mimetype = MEDIA[form.file.rpartition(".")[2]]
    response.cache_control.no_store = True
    file = f"{organisation}-{desk.clock.sequence}-{form.file}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
