"""What would become of transfers if the law, or what is recorded, were otherwise."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request

from ropa.export.context import Context
from ropa.export.what_if import what_if_xlsx
from ropa.version import VERSION
from ropa.vocabulary import Kind
from ropa.web import access
from ropa.web.access import Action
from ropa.web.frame import inside, shown
from ropa.web.what_if_asked import read_asked
from ropa.web.what_if_page import answer_of, what_if_page

blueprint = Blueprint("what_if", __name__, url_prefix="/o/<organisation>")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/what-if")
def what_if(organisation: str) -> Response:
    """Show what would become of the hops if what the address supposes were so; keep nothing."""
    desk = access.open(organisation, Action.READ)
    page = what_if_page(desk, request.args)
    return shown(inside(desk, Kind.TRANSFER.plural), "what_if/what_if.html", page=page)


@blueprint.get("/what-if.xlsx")
def download(organisation: str) -> Response:
    """Give the whole answer as a workbook."""
    desk = access.open(organisation, Action.EXPORT)
    answer = answer_of(desk, read_asked(desk, request.args))
    moment = desk.register.moment
    context = Context(about=answer.day, as_recorded=moment.instant, version=VERSION)
    response = make_response(what_if_xlsx(answer, organisation, context))
    response.mimetype = _XLSX
    response.cache_control.no_store = True
    name = f"{organisation}-what-if-{desk.clock.sequence}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
