"""The journal, and the undoing of a batch."""

from __future__ import annotations

from flask import Blueprint, Response

from ropa.web import access
from ropa.web.access import Action
from ropa.web.frame import inside, shown

blueprint = Blueprint("journal", __name__, url_prefix="/o/<organisation>")


@blueprint.get("/journal")
def journal(organisation: str) -> Response:
    """List the changes."""
    desk = access.open(organisation, Action.READ)
    return shown(inside(desk, "journal"), "home/home.html", desk=desk, counts=[])
