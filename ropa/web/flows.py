"""The pictures of data flows, each the answer to a question: pages, and files to take out."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as Answer

from ropa.vocabulary import Kind
from ropa.web import access
from ropa.web.access import Action
from ropa.web.flows_asked import (
    ACTIVITY,
    AROUND,
    CHAINS,
    DATA,
    ORGANISATION,
    Asked,
    Question,
    sort_of,
)
from ropa.web.flows_asks import holders_page, points_page, unused_page
from ropa.web.flows_changes import changes_page
from ropa.web.flows_files import file_of, sheet_of
from ropa.web.flows_index import index_page
from ropa.web.flows_page import answered, asked_here, flow_page, own_flows
from ropa.web.flows_paths import paths_page
from ropa.web.flows_reach import reach_page
from ropa.web.frame import inside, shown

blueprint = Blueprint("flows", __name__, url_prefix="/o/<organisation>/graphs")

HERE = Kind.FLOW.plural
"""The tab these pages belong to."""


@blueprint.get("")
def index(organisation: str) -> Response:
    """Name the questions that pictures answer."""
    desk = access.open(organisation, Action.READ)
    return shown(inside(desk, HERE), "flows/index.html", page=index_page(desk, own_flows(desk)))


@blueprint.get("/go")
def go(organisation: str) -> Answer:
    """Lead on to the page of the question that a form asks; 404 where it answers nothing."""
    desk = access.open(organisation, Action.READ)
    name, of = (request.args.get(part, "") for part in ("question", "of"))
    asked = Asked(Question(name, of))
    if (
        sort_of(name) is None
        or asked.sort.view(own_flows(desk), asked.question, asked.query) is None
    ):
        abort(404)
    return redirect(asked.url(desk), 303)


@blueprint.get("/organisation")
def organisation(organisation: str) -> Response:
    """Show what leaves the organisation's jurisdiction."""
    return _page(organisation, ORGANISATION)


@blueprint.get("/chains")
def chains(organisation: str) -> Response:
    """Show who stands under whom, of all vendors or of one."""
    return _page(organisation, CHAINS)


@blueprint.get("/data/<id>")
def data(organisation: str, id: str) -> Response:
    """Show where a category of data lives and goes."""
    return _page(organisation, DATA, id)


@blueprint.get("/activity/<id>")
def activity(organisation: str, id: str) -> Response:
    """Show the data flow of an activity."""
    return _page(organisation, ACTIVITY, id)


@blueprint.get("/around")
def around(organisation: str) -> Response:
    """Show what stands around a node."""
    return _page(organisation, AROUND)


@blueprint.get("/reach/<plural>/<id>")
def reach(organisation: str, plural: str, id: str) -> Response:
    """Show what a breach there may reach, and what would have to be done."""
    desk = access.open(organisation, Action.READ)
    page = reach_page(desk, own_flows(desk), f"{plural}/{id}")
    return shown(inside(desk, HERE), "flows/reach.html", reach=page, page=page.page)


@blueprint.get("/reach/<plural>/<id>/sheet.pdf")
def sheet(organisation: str, plural: str, id: str) -> Response:
    """Give the first sheet of an incident there, to print and to send."""
    desk = access.open(organisation, Action.EXPORT)
    return sheet_of(desk, own_flows(desk), f"{plural}/{id}")


@blueprint.get("/paths")
def paths(organisation: str) -> Response:
    """Show every way that data takes from one thing to another."""
    desk = access.open(organisation, Action.READ)
    page = paths_page(desk, own_flows(desk))
    return shown(inside(desk, HERE), "flows/paths.html", ways=page, page=page.page)


@blueprint.get("/unused")
def unused(organisation: str) -> Response:
    """List what nothing uses."""
    desk = access.open(organisation, Action.READ)
    return shown(inside(desk, HERE), "flows/asked.html", page=unused_page(desk, own_flows(desk)))


@blueprint.get("/single-points")
def single_points(organisation: str) -> Response:
    """Rank the parties and systems whose loss stops most activities."""
    desk = access.open(organisation, Action.READ)
    return shown(inside(desk, HERE), "flows/asked.html", page=points_page(desk, own_flows(desk)))


@blueprint.get("/who-holds/<id>")
def who_holds(organisation: str, id: str) -> Response:
    """List who holds a category of data, surely or possibly."""
    desk = access.open(organisation, Action.READ)
    page = holders_page(desk, own_flows(desk), id)
    return shown(inside(desk, HERE), "flows/asked.html", page=page)


@blueprint.get("/difference")
def difference(organisation: str) -> Response:
    """Show what changed in a picture between two moments of the journal."""
    desk = access.open(organisation, Action.READ)
    page = changes_page(desk, own_flows(desk))
    return shown(inside(desk, HERE), "flows/difference.html", changes=page, page=page.page)


def _page(organisation: str, name: str, of: str = "") -> Response:
    """Show the picture that answers a question, with the table that says the same."""
    desk = access.open(organisation, Action.READ)
    flows = own_flows(desk)
    asked = asked_here(flows, name, of)
    page = flow_page(desk, flows, asked, answered(flows, asked))
    return shown(inside(desk, HERE), "flows/picture.html", page=page)


@blueprint.get("/<question>.<form>")
def download(organisation: str, question: str, form: str) -> Response:
    """Give a picture, or what it shows, as a file."""
    desk = access.open(organisation, Action.EXPORT)
    return file_of(desk, own_flows(desk), question, form)
