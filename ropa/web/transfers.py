"""International transfers as derived: lists, the page of a hop, and the law behind them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, request

from ropa.core.law_check import law_check
from ropa.core.transfers.hop_list import hop_listing
from ropa.core.transfers.hop_query import HopQuery, parse_hops
from ropa.core.transfers.verdicts import Judged
from ropa.export.hops_csv import hops_csv
from ropa.vocabulary import Kind
from ropa.web import access
from ropa.web.access import Action, Desk
from ropa.web.frame import inside, shown
from ropa.web.law_page import law_groups
from ropa.web.parts import parts
from ropa.web.tables import heads
from ropa.web.transfer_chains import chain_page
from ropa.web.transfer_list import EXPANDED, HEADS, hop_page, index_of, judged_by
from ropa.web.transfer_matrix import matrix_page
from ropa.web.transfer_page import assessment_page, page_of

blueprint = Blueprint("transfers", __name__, url_prefix="/o/<organisation>")

HERE = Kind.TRANSFER.plural
"""The tab these pages belong to."""

_CLOCK = ("as_of", "about")


@blueprint.get("/hops")
def hops(organisation: str) -> Response:
    """List the hops that the address asks for, the worst first."""
    desk = access.open(organisation, Action.READ)
    query, problems = _asked(EXPANDED)
    page = hop_page(desk, query, problems, request.args.get(EXPANDED, ""))
    return shown(inside(desk, HERE), "transfers/hops.html", page=page, heads=HEADS)


@blueprint.get("/hops.csv")
def download(organisation: str) -> Response:
    """Give all hops that the address asks for, as CSV."""
    desk = access.open(organisation, Action.EXPORT)
    index = index_of(desk)
    found = hop_listing(index, _asked(EXPANDED)[0], whole=True)
    response = make_response(hops_csv(index.transfers, found.rows))
    response.mimetype = "text/csv"
    response.cache_control.no_store = True
    name = f"{organisation}-hops-{desk.clock.sequence}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/hops/matrix")
def matrix(organisation: str) -> Response:
    """Show to which places the data of each activity goes, with the worst verdict."""
    desk = access.open(organisation, Action.READ)
    page = matrix_page(desk, _asked()[0].page)
    return shown(inside(desk, HERE), "transfers/matrix.html", page=page)


@blueprint.get("/hops/chains")
def chains(organisation: str) -> Response:
    """Show the chains of each activity, or of each engagement on the public page."""
    desk = access.open(organisation, Action.READ)
    page = chain_page(desk, request.args.get("of", ""), _asked("of")[0].page)
    return shown(inside(desk, HERE), "transfers/chains.html", page=page)


@blueprint.get("/hops/<hop>")
def hop(organisation: str, hop: str) -> Response:
    """Show one hop: its verdicts, what they rest on, and what would cover it."""
    desk = access.open(organisation, Action.READ)
    page = page_of(desk, _found(desk, hop))
    return shown(inside(desk, HERE), "transfers/hop.html", page=page)


@blueprint.get("/hops/<hop>/assessment")
def assessment(organisation: str, hop: str) -> Response:
    """Show the questions of a risk assessment, to be printed; nothing of it is kept."""
    desk = access.open(organisation, Action.READ)
    page = assessment_page(desk, _found(desk, hop))
    return shown(inside(desk, HERE), "transfers/assessment.html", page=page)


@blueprint.get("/law")
def law(organisation: str) -> Response:
    """Show what law is in force on the clock's day, and where it was read."""
    desk = access.open(organisation, Action.READ)
    found = law_check(parts().reference, desk.clock.about_day)
    groups = law_groups(found)
    named = heads("What", "Says", "Sources")
    return shown(inside(desk, HERE), "transfers/law.html", found=found, groups=groups, heads=named)


def _asked(*others: str) -> tuple[HopQuery, tuple[str, ...]]:
    return parse_hops(request.args.items(multi=True), (*_CLOCK, *others))


def _found(desk: Desk, hop: str) -> Judged:
    """Give a hop of the organisation; 404 where there is none on the clock's day."""
    return judged_by(desk).by_key.get((desk.organisation.id, hop)) or abort(404)
