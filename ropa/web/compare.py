"""Two moments of the register compared: a page, and a file."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, request

from ropa.web import access
from ropa.web.access import Action
from ropa.web.compare_page import all_changes, compare_page, compared
from ropa.web.frame import inside, shown

blueprint = Blueprint("compare", __name__, url_prefix="/o/<organisation>/journal")


@blueprint.get("/compare")
def compare(organisation: str) -> Response:
    """Show what changed between two moments, record by record, with who and why."""
    desk = access.open(organisation, Action.READ)
    page = compare_page(desk, request.args)
    return shown(inside(desk, "journal"), "journal/compare.html", page=page)


@blueprint.get("/compare.csv")
def download(organisation: str) -> Response:
    """Give everything that changed between two moments as CSV; 404 where one is not known."""
    desk = access.open(organisation, Action.EXPORT)
    since, until = compared(desk, request.args)
    if since.register is None or until.register is None:
        abort(404)
    response = make_response(all_changes(desk, since.register, until.register))
    response.mimetype = "text/csv"
    response.cache_control.no_store = True
    ends = (since.register.moment.sequence, until.register.moment.sequence)
    name = f"{organisation}-changes-{ends[0]}-{ends[1]}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
