"""Lists of records, as pages and as CSV."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request

from ropa.core.filters import Query, parse_query
from ropa.core.listing import Listing, listing
from ropa.export.csv import csv_of
from ropa.vocabulary import Kind
from ropa.web import access
from ropa.web.access import Action, Desk
from ropa.web.frame import VOCABULARIES, inside, shown
from ropa.web.kinds import kind_of
from ropa.web.list_page import EXPANDED, kind_counts, list_page
from ropa.web.parts import parts
from ropa.web.tables import heads

blueprint = Blueprint("lists", __name__, url_prefix="/o/<organisation>")

_OTHERS = ("as_of", "about", EXPANDED)


@blueprint.get("/<plural>")
def listed(organisation: str, plural: str) -> Response:
    """List the records of a kind that the address asks for."""
    desk = access.open(organisation, Action.READ)
    query, problems = _asked(kind_of(plural))
    found = _listing(desk, query)
    page = list_page(desk, found, problems, request.args.get(EXPANDED, ""))
    return shown(inside(desk, plural), "lists/list.html", page=page, desk=desk)


@blueprint.get("/<plural>.csv")
def download(organisation: str, plural: str) -> Response:
    """Give the whole list that the address asks for, as CSV."""
    desk = access.open(organisation, Action.EXPORT)
    query, _ = _asked(kind_of(plural))
    response = make_response(csv_of(_listing(desk, query, whole=True)))
    response.mimetype = "text/csv"
    response.cache_control.no_store = True
    name = f"{organisation}-{plural}-{desk.clock.sequence}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/vocabularies")
def vocabularies(organisation: str) -> Response:
    """List the kinds that others choose from."""
    desk = access.open(organisation, Action.READ)
    counts = kind_counts(desk, VOCABULARIES)
    labels = ("Vocabulary", "Recorded", "Incomplete", *(("Add",) if desk.may(Action.EDIT) else ()))
    named = heads(*labels, numbers=len(labels) - 1)
    frame = inside(desk, "vocabularies")
    return shown(frame, "lists/vocabularies.html", counts=counts, heads=named)


def _asked(kind: Kind) -> tuple[Query, tuple[str, ...]]:
    return parse_query(kind, request.args.items(multi=True), _OTHERS)


def _listing(desk: Desk, query: Query, *, whole: bool = False) -> Listing:
    register, day = desk.register, desk.clock.about_day
    return listing(register, query.kind, query, day, parts().reference, whole=whole)
