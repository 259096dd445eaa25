"""The home page of an organisation."""

from __future__ import annotations

from flask import Blueprint, Response

from ropa.records.spec import REGISTER_KINDS
from ropa.web import access
from ropa.web.access import Action
from ropa.web.frame import inside, shown

blueprint = Blueprint("home", __name__, url_prefix="/o/<organisation>")


@blueprint.get("/")
def home(organisation: str) -> Response:
    """Show what is recorded, by kind."""
    desk = access.open(organisation, Action.READ)
    counts = [(kind, len(desk.register.of_kind(kind))) for kind in REGISTER_KINDS]
    return shown(inside(desk, "home"), "home/home.html", desk=desk, counts=counts)
