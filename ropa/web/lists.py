"""Lists of records, as pages and as CSV."""

from __future__ import annotations

from flask import Blueprint, Response

from ropa.web import access
from ropa.web.access import Action
from ropa.web.frame import inside, shown

blueprint = Blueprint("lists", __name__, url_prefix="/o/<organisation>")


@blueprint.get("/<plural>")
def listed(organisation: str, plural: str) -> Response:
    """List the records of a kind that the address asks for."""
    desk = access.open(organisation, Action.READ)
    return shown(inside(desk, plural), "home/home.html", desk=desk, counts=[])


@blueprint.get("/<plural>.csv")
def download(organisation: str, plural: str) -> Response:
    """Give the whole list that the address asks for, as CSV."""
    desk = access.open(organisation, Action.EXPORT)
    return shown(inside(desk, plural), "home/home.html", desk=desk, counts=[])


@blueprint.get("/vocabularies")
def vocabularies(organisation: str) -> Response:
    """List the kinds that others choose from."""
    desk = access.open(organisation, Action.READ)
    return shown(inside(desk, "vocabularies"), "home/home.html", desk=desk, counts=[])
