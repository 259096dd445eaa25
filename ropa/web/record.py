"""The page of a record."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from ropa.core.filters import Query
from ropa.core.record_page import record_page
from ropa.vocabulary import Kind
from ropa.web import access
from ropa.web.access import Action
from ropa.web.flows_links import record_links
from ropa.web.frame import inside, shown
from ropa.web.kept_file import file_row
from ropa.web.kinds import kind_of
from ropa.web.list_page import title_of
from ropa.web.parts import parts
from ropa.web.picture import picture
from ropa.web.record_mending import mending
from ropa.web.record_view import MOVEMENTS, SOURCES, acts, links, sections
from ropa.web.telling import record_history

blueprint = Blueprint("record", __name__, url_prefix="/o/<organisation>/<plural>/<id>")


@blueprint.get("")
def page(organisation: str, plural: str, id: str) -> Response:
    """Show a record at the clock's moment, which may be an earlier one."""
    desk, kind = access.open(organisation, Action.READ), kind_of(plural)
    found = record_page(desk.register, kind, id, parts().reference, desk.clock.about_day)
    if found is None:
        abort(404)
    return shown(
        inside(desk, plural),
        "record/record.html",
        page=found,
        acts=acts(desk, found),
        sections=sections(found),
        links=links(desk, found),
        picture=picture(desk, id) if kind is Kind.ACTIVITY else None,
        file=file_row(desk, id) if kind is Kind.DOCUMENT else None,
        mending=mending(desk, found.key),
        pictures=record_links(desk, found.key),
        told=record_history(desk, found.key) if desk.opens("journal.journal") else None,
        back=(title_of(kind), desk.list_url(Query(kind))),
        heads={"sources": SOURCES, "movements": MOVEMENTS},
        url_of=desk.url_of,
    )
