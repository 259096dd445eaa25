"""Finding anything in the register."""

from __future__ import annotations

from flask import Blueprint, Response

from ropa.web import access
from ropa.web.access import Action
from ropa.web.frame import inside, shown

blueprint = Blueprint("search", __name__, url_prefix="/o/<organisation>")


@blueprint.get("/search")
def search(organisation: str) -> Response:
    """Find records of every kind by their words."""
    desk = access.open(organisation, Action.READ)
    return shown(inside(desk), "home/home.html", desk=desk, counts=[])
