"""Finding anything in the register."""

from __future__ import annotations

import unicodedata

from flask import Blueprint, Response, request

from ropa.core.finds import find
from ropa.web import access
from ropa.web.access import Action
from ropa.web.frame import inside, shown
from ropa.web.list_page import title_of
from ropa.web.parts import parts

blueprint = Blueprint("search", __name__, url_prefix="/o/<organisation>")

_LONGEST = 500


@blueprint.get("/search")
def search(organisation: str) -> Response:
    """Find records of every kind by their words."""
    desk = access.open(organisation, Action.READ)
    text = unicodedata.normalize("NFC", request.args.get("q", ""))[:_LONGEST].strip()
    found = find(desk.register, text, parts().reference, desk.clock.about_day)
    return shown(
        inside(desk),
        "search/search.html",
        text=text,
        total=sum(one.number for one in found),
        found=[(title_of(one.kind), desk.list_url(one.query), one) for one in found],
        url_of=desk.url_of,
        action=desk.url("search.search").partition("?")[0],
        kept=tuple(desk.clock.asked.items()),
    )
