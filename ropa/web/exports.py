"""The record in every format, to take out."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, redirect, request
from werkzeug.wrappers import Response as Answer

from ropa.store import works
from ropa.store.works import Work
from ropa.vocabulary import WorkState
from ropa.web import access
from ropa.web.access import Action, Desk
from ropa.web.exports_asked import Scope, scope_asked
from ropa.web.exports_order import (
    Order,
    bundle_asked,
    bundle_order,
    format_asked,
    format_order,
)
from ropa.web.exports_page import MEDIA, exports_page
from ropa.web.frame import inside, shown
from ropa.web.parts import parts
from ropa.web.work_page import work_page

blueprint = Blueprint("exports", __name__, url_prefix="/o/<organisation>/exports")

_NOTHING = "Choose at least one of what the bundle can hold."
_NO_FORMAT = "There is no such format for these readers: choose one of those below."
_ANOTHER = "This one of yours is not over yet: begin the next one when it is, or cancel it."
_ELSEWHERE = (
    "An export of yours is being made of another organisation: begin the next one when it is over, "
    "or cancel it there."
)


@blueprint.get("")
def index(organisation: str) -> Response:
    """Offer the record in every format, for an authority or for the public."""
    desk = access.open(organisation, Action.EXPORT)
    return _offered(desk, scope_asked(desk))


@blueprint.post("")
def make(organisation: str) -> Answer:
    """Make the record in one format."""
    desk = access.open(organisation, Action.EXPORT)
    scope, asked = scope_asked(desk), format_asked(request.form)
    if scope.problems or asked is None:
        return _offered(desk, scope, "" if scope.problems else _NO_FORMAT, 422)
    return _answer(desk, scope, format_order(desk, scope, *asked))


@blueprint.post("/bundle")
def bundle(organisation: str) -> Answer:
    """Make the record with its journal in one signed file; the key is made on first use."""
    desk = access.open(organisation, Action.EXPORT)
    scope, chosen = scope_asked(desk), bundle_asked(request.form.getlist("format"))
    if scope.problems or not chosen:
        return _offered(desk, scope, "" if scope.problems else _NOTHING, 422)
    return _answer(desk, scope, bundle_order(desk, scope, chosen))


@blueprint.get("/work/<id>")
def work(organisation: str, id: str) -> Response:
    """Show how far an export is; 404 for all but whoever had it begun."""
    desk = access.open(organisation, Action.EXPORT)
    return _shown(desk, scope_asked(desk), _found(desk, id))


@blueprint.post("/work/<id>/stop")
def stop(organisation: str, id: str) -> Answer:
    """End an export; one that is over stays as it is."""
    desk, its = access.open(organisation, Action.EXPORT), parts()
    works.stop(its.session(), _found(desk, id).id, its.now())
    return redirect(scope_asked(desk).url(desk, "exports.work", id=id), 303)


@blueprint.get("/work/<id>/file")
def file(organisation: str, id: str) -> Response:
    """Give the file of an export that is ready."""
    desk = access.open(organisation, Action.EXPORT)
    return _file(_found(desk, id))


def _answer(desk: Desk, scope: Scope, order: Order) -> Answer:
    """Begin an export and give its file where it is made at once, or else the page of the work."""
    its = parts()
    its.session().rollback()  # nothing is held while the work is waited for
    given = its.workshop.begin(order.begun, order.make)
    if isinstance(given, Work):
        return _already(desk, scope, given)
    if its.workshop.wait(given):
        found = _found(desk, given)
        if not found.active:
            answer = (
                _file(found)
                if found.state is WorkState.DONE
                else _offered(desk, scope, f"{found.what}: {found.problem}", 503)
            )
            works.forget(its.session(), given)
            return answer
    return redirect(scope.url(desk, "exports.work", id=given), 303)


def _already(desk: Desk, scope: Scope, work: Work) -> Answer:
    """Show the export that somebody waits for already, before a next one can be begun."""
    if work.organisation != desk.organisation.id:
        return _offered(desk, scope, _ELSEWHERE, 409)
    return _shown(desk, scope, work, _ANOTHER, 409)


def _found(desk: Desk, id: str) -> Work:
    its = parts()
    found = works.find(its.session(), id, str(desk.user.id), desk.organisation.id, its.now())
    return found or abort(404)


def _offered(desk: Desk, scope: Scope, problem: str = "", code: int = 200) -> Response:
    page = exports_page(desk, scope, problem)
    return shown(inside(desk), "exports/index.html", code, page=page)


def _shown(desk: Desk, scope: Scope, work: Work, notice: str = "", code: int = 200) -> Response:
    page = work_page(desk, work, scope, notice)
    return shown(inside(desk), "exports/work.html", code, page=page)


def _file(work: Work) -> Response:
    """Give the file of a work; 404 where there is none (yet)."""
    content = works.content(parts().session(), work.id)
    if content is None:
        abort(404)
    response = make_response(content)
    response.mimetype = MEDIA[work.file.rpartition(".")[2]]
    response.cache_control.no_store = True
    response.headers["Content-Disposition"] = f'attachment; filename="{work.file}"'
    return response
