"""The home page of an organisation."""

from __future__ import annotations

from flask import Blueprint, Response

from ropa.core.overview import overview
from ropa.vocabulary import Kind
from ropa.web import access
from ropa.web.access import Action
from ropa.web.charts import PROGRESS_KEY
from ropa.web.frame import inside, shown
from ropa.web.home_page import ITEMS, KINDS, TWIN, home_page
from ropa.web.list_page import add_url
from ropa.web.parts import parts
from ropa.web.telling import last_changes

blueprint = Blueprint("home", __name__, url_prefix="/o/<organisation>")


@blueprint.get("/")
def home(organisation: str) -> Response:
    """Show what is recorded, what is unknown, and what changed last."""
    desk = access.open(organisation, Action.READ)
    day = desk.clock.about_day
    found = overview(desk.register, desk.organisation.id, parts().reference, day)
    journal = desk.url("journal.journal") if desk.opens("journal.journal") else None
    return shown(
        inside(desk, "home"),
        "home/home.html",
        title=desk.organisation.name,
        page=home_page(desk, found) if found else None,
        changes=last_changes(desk) if journal else None,
        journal=journal,
        add=add_url(desk, Kind.ACTIVITY),
        heads={"items": ITEMS, "kinds": KINDS, "twin": TWIN},
        key=PROGRESS_KEY,
        url_of=desk.url_of,
    )
