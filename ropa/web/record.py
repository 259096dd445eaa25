"""The page of a record, and how it stood earlier."""

from __future__ import annotations

from flask import Blueprint, Response

from ropa.web import access
from ropa.web.access import Action
from ropa.web.frame import inside, shown

blueprint = Blueprint("record", __name__, url_prefix="/o/<organisation>")


@blueprint.get("/<plural>/<id>")
def page(organisation: str, plural: str, id: str) -> Response:
    """Show a record."""
    desk = access.open(organisation, Action.READ)
    return shown(inside(desk, plural), "home/home.html", desk=desk, counts=[])
