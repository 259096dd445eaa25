"""A picture as its page places it: conditions, the picture, what stands in it, and the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import abort, request

from ropa.core.flows.counts import counted
from ropa.core.flows.graph import FlowMap, flows_of
from ropa.core.flows.query import EVERYTHING
from ropa.core.flows.showing import RADIUS
from ropa.core.flows.view import View
from ropa.export.pictures import FORMATS
from ropa.vocabulary import Kind
from ropa.web.access import Action, Desk
from ropa.web.flows_asked import (
    ACTIVITY,
    AROUND,
    BEGINS,
    CHAINS,
    DATA,
    PATHS,
    REACH,
    Asked,
    Question,
    number,
)
from ropa.web.flows_filters import Filters, filters, read
from ropa.web.flows_links import HEADS, Link, NodeLine, addresses, node_lines, record_links
from ropa.web.flows_table import Twin, twin
from ropa.web.picture import Inline, inline
from ropa.web.tables import Head
from ropa.web.transfer_list import judged_by

EXTENSIONS: Mapping[str, str] = {"mmd" if form == "mermaid" else form: form for form in FORMATS}
"""The formats of files by how their addresses end."""


@dataclass(frozen=True, slots=True)
class FlowPage:
    """All that a page with a picture places.

    `up` leads to what it is about, `beside` to other pictures of it, `turns` choose how far it
    goes, `fold` closes what is open, and `files` are its downloads.
    """

    title: str
    origin: str
    up: Link | None
    count: str
    problems: tuple[str, ...]
    filters: Filters
    picture: Inline
    fold: str | None
    nodes: tuple[NodeLine, ...]
    heads: tuple[Head, ...]
    empty: str
    twin: Twin
    turns: tuple[tuple[str, str, bool], ...]
    beside: tuple[Link, ...]
    files: tuple[Link, ...]


def own_flows(desk: Desk) -> FlowMap:
    """Give the graph of the organisation, about the clock's day."""
    return flows_of(judged_by(desk), desk.organisation.id)


def asked_here(flows: FlowMap, name: str, of: str = "") -> Asked:
    """Read what the address asks of a question; `of` is what its path says that it is about."""
    args = request.args
    of = of or args.get(BEGINS.get(name, "of"), "")
    to = args.get("to", "") if name == PATHS else ""
    far = number(args.get("radius", ""), RADIUS[-1]) or RADIUS[0]
    return read(flows, Question(name, of, to, far), args.items(multi=True))


def answered(flows: FlowMap, asked: Asked) -> View:
    """Give the view that an address asks for; 404 where there is nothing that it is about."""
    return asked.sort.view(flows, asked.question, asked.query) or abort(404)


def flow_page(desk: Desk, flows: FlowMap, asked: Asked, view: View) -> FlowPage:
    """Give the page of a view."""
    shown = inline(
        view,
        asked.query.opened,
        lambda drawn: addresses(desk, flows, asked, drawn),
    )
    opened = bool(asked.query.opened)
    return FlowPage(
        title=view.title,
        origin=view.origin,
        up=_up(desk, asked.question),
        count=counted(len(view.edges), "movement"),
        problems=asked.problems,
        filters=filters(desk, flows, asked),
        picture=shown,
        fold=asked.with_query(asked.query.closed()).url(desk) if opened else None,
        nodes=node_lines(desk, flows, shown.drawn, shown.links),
        heads=HEADS,
        empty="" if view.nodes else _empty(asked),
        twin=twin(desk, asked, view),
        turns=_turns(desk, asked),
        beside=_beside(desk, asked),
        files=_files(desk, asked) if view.nodes else (),
    )


def _files(desk: Desk, asked: Asked) -> tuple[Link, ...]:
    """Give the downloads, for whoever may take anything out."""
    if not desk.may(Action.EXPORT):
        return ()
    return tuple(
        (FORMATS[form].label, asked.file_url(desk, extension))
        for extension, form in EXTENSIONS.items()
    )


def _empty(asked: Asked) -> str:
    """Say why there is nothing to draw."""
    if asked.question.changes:
        return "Nothing that this picture shows differs between the two moments."
    if asked.query.narrowed:
        return "Nothing in force on this day is like that. Clear a filter to see more."
    return "Nothing of it is in force on this day, so there is nothing to draw."


def _up(desk: Desk, question: Question) -> Link | None:
    """Give the record that a picture is about."""
    plural, _, id = question.of.partition("/")
    if question.name in (DATA, ACTIVITY):
        kind = Kind.DATA_CATEGORY if question.name == DATA else Kind.ACTIVITY
        return _record(desk, kind, question.of)
    if question.name in (REACH, CHAINS):
        kinds = (kind for kind in Kind if kind.plural == plural)
        return next((_record(desk, kind, id) for kind in kinds), None)
    return None


def _record(desk: Desk, kind: Kind, id: str) -> Link | None:
    record = desk.register.get(kind, id)
    return (record.title, desk.url_of((kind, id))) if record else None


def _turns(desk: Desk, asked: Asked) -> tuple[tuple[str, str, bool], ...]:
    """Give how far what is around a node may go."""
    question = asked.question
    if question.name != AROUND or question.changes:
        return ()
    return tuple(
        (
            "1 link away" if far == 1 else f"{far} links away",
            replace(asked, question=replace(question, radius=far)).url(desk),
            far == question.radius,
        )
        for far in RADIUS
    )


def _beside(desk: Desk, asked: Asked) -> tuple[Link, ...]:
    """Give other pictures of the same, and what changed in this one."""
    question = asked.question
    here = replace(asked, order="", page=1, query=EVERYTHING).url(desk)
    if question.changes:
        return (("The picture as it is", Asked(replace(question, changes=False)).url(desk)),)
    plural, _, id = question.of.partition("/")
    kind = next((kind for kind in Kind if kind.plural == plural), None)
    if question.name in (DATA, ACTIVITY):
        kind = Kind.DATA_CATEGORY if question.name == DATA else Kind.ACTIVITY
        id = question.of
    others = record_links(desk, (kind, id)) if kind else ()
    changed = replace(question, changes=True)
    return (
        *(link for link in others if link[1] != here),
        ("What changed in it", replace(asked, question=changed, order="", page=1).url(desk)),
    )
