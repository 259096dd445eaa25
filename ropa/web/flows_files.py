"""Pictures, and what they show, as files to take out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, make_response, request
from flask.wrappers import Response

from ropa.core.flows.graph import FlowMap
from ropa.core.flows.query import FlowQuery
from ropa.core.flows.view import View
from ropa.export.context import Context
from ropa.export.drawing import DrawingProblem
from ropa.export.made import clocks, made_from
from ropa.export.pictures import FORMATS, picture
from ropa.export.reach_sheet import reach_sheet
from ropa.export.told import csv_of, json_of
from ropa.export.typeset import DocumentProblem
from ropa.version import VERSION
from ropa.web.access import Desk
from ropa.web.flows_asked import CHANGES, reach_asked, sort_of
from ropa.web.flows_asks import TOLD
from ropa.web.flows_changes import changed, compared, flows_at
from ropa.web.flows_page import EXTENSIONS, answered, asked_here

_UNNAMED = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is taken out: its name, the view, the folds that are open, and what it is made of."""

    name: str
    view: View
    query: FlowQuery
    caption: Sequence[str]


def file_of(desk: Desk, flows: FlowMap, name: str, extension: str) -> Response:
    """Give a picture that an address asks for as a file; 404 for what there is not.

    A picture that cannot be drawn is an answer in words.
    """
    if name in TOLD:
        return _told(desk, flows, name, extension)
    form = EXTENSIONS.get(extension) or abort(404)
    shown = _changes(desk, flows) if name == CHANGES else _shown(desk, flows, name)
    made = picture(shown.view, form, opened=shown.query.opened, caption=shown.caption)
    if isinstance(made, DrawingProblem):
        return _refused(f"{made.message} The CSV has all of it.")
    return _file(desk, made, FORMATS[form].media, shown.name, extension)


def sheet_of(desk: Desk, flows: FlowMap, of: str) -> Response:
    """Give the first sheet of an incident as PDF; 404 for what there is not."""
    found = reach_asked(flows, of) or abort(404)
    made = reach_sheet(found, _context(desk, flows))
    if isinstance(made, DocumentProblem):
        return _refused(f"{made.message} The page has all of it.")
    return _file(desk, made, "application/pdf", _named("reach-sheet", of), "pdf")


def _told(desk: Desk, flows: FlowMap, name: str, extension: str) -> Response:
    """Give the answer of a list, as CSV or as JSON."""
    told = TOLD[name](flows)
    if extension == "csv":
        return _file(desk, csv_of(told, _clocks(desk, flows)), "text/csv", name, extension)
    if extension != "json":
        abort(404)
    context = _context(desk, flows)
    made = made_from(flows.register, desk.organisation, flows.reference, context)
    return _file(desk, json_of(told, made).encode(), "application/json", name, extension)


def _refused(message: str) -> Response:
    """Say in words why there is no file."""
    response = make_response(f"{message}\n", 422)
    response.mimetype = "text/plain"
    response.cache_control.no_store = True
    return response


def _file(desk: Desk, content: bytes, media: str, name: str, extension: str) -> Response:
    response = make_response(content)
    response.mimetype = media
    response.cache_control.no_store = True
    file = f"{desk.organisation.id}-{name}-{desk.clock.sequence}.{extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _shown(desk: Desk, flows: FlowMap, name: str) -> _Shown:
    if sort_of(name) is None:
        abort(404)
    asked = asked_here(flows, name, request.args.get("of", ""))
    view = answered(flows, asked)
    return _Shown(
        _named(name, asked.question.of, asked.question.to),
        view,
        asked.query,
        [_clocks(desk, flows)],
    )


def _changes(desk: Desk, flows: FlowMap) -> _Shown:
    asked, since, until = compared(desk, flows)
    view = changed(desk, asked, since, until)
    before, after = flows_at(desk, since), flows_at(desk, until)
    if view is None or before is None or after is None:
        abort(404)
    name = _named(CHANGES, asked.question.name, asked.question.of)
    moments = (f"Before: {_clocks(desk, before)}", f"After: {_clocks(desk, after)}")
    return _Shown(name, view, asked.query, moments)


def _clocks(desk: Desk, flows: FlowMap) -> str:
    """Say what a picture was made from, so that it can be made again."""
    return clocks(flows.register, flows.reference, _context(desk, flows))


def _context(desk: Desk, flows: FlowMap) -> Context:
    return Context(desk.clock.about_day, flows.register.moment.instant, VERSION)


def _named(*words: str) -> str:
    """Give a name of letters and digits for a file."""
    return _UNNAMED.sub("-", "-".join(filter(None, words)).lower()).strip("-")[:_LONGEST]
