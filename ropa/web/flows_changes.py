"""What changed in a picture between two moments of the journal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort, request

from ropa.core.flows.difference import difference
from ropa.core.flows.graph import FlowMap, flows_of
from ropa.core.flows.view import View
from ropa.core.moments import parse_as_of, zone_of
from ropa.core.register import Register
from ropa.core.transfers.judge import transfers_of
from ropa.web.access import Desk, seen
from ropa.web.clock import moment_words, register_at
from ropa.web.flows_asked import ORGANISATION, Asked, Pairs, sort_of
from ropa.web.flows_page import FlowPage, asked_here, flow_page
from ropa.web.parts import parts


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that was asked for: as typed, in words, and the flows of it where it is one."""

    typed: str
    words: str
    flows: FlowMap | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """All that the page of a difference places; `page` is None until two moments are given."""

    title: str
    subject: str
    back: str
    since: Moment
    until: Moment
    action: str
    kept: Pairs
    page: FlowPage | None


def compared(desk: Desk, flows: FlowMap) -> tuple[Asked, Moment, Moment]:
    """Read what the address compares: a question, and two moments; 404 for no question."""
    name = request.args.get("question", "") or ORGANISATION
    if sort_of(name) is None:
        abort(404)
    asked = asked_here(flows, name, request.args.get("of", ""))
    since, until = (request.args.get(part, "").strip() for part in ("before", "after"))
    question = replace(asked.question, changes=True, since=since, until=until)
    now = parts().register()
    return (
        replace(asked, question=question),
        _moment(desk, now, since) if since else Moment("", "", None),
        _moment(desk, now, until) if until else Moment("", desk.clock.recorded, flows),
    )


def changed(asked: Asked, since: Moment, until: Moment) -> View | None:
    """Give what changed between two moments; None where one is unknown, 404 where both lack it."""
    if since.flows is None or until.flows is None:
        return None
    question = replace(asked.question, changes=False)
    views = [asked.sort.view(flows, question, asked.query) for flows in (since.flows, until.flows)]
    known = next((view for view in reversed(views) if view), None) or abort(404)
    nothing = View.of(known.title, known.origin, (), ())
    before, after = (view or nothing for view in views)
    found = difference(before, after)
    return replace(found, origin=f"from {since.words} to {until.words}")


def changes_page(desk: Desk, flows: FlowMap) -> ChangesPage:
    """Give the page of what changed in the answer to a question."""
    asked, since, until = compared(desk, flows)
    view = changed(asked, since, until)
    question = asked.question
    subject = asked.sort.view(flows, replace(question, changes=False), asked.query)
    title = subject.title if subject else asked.sort.label
    kept = (*desk.clock.asked.items(), ("question", question.name))
    kept += tuple(pair for pair in question.pairs() if pair[0] in ("of", "to", "radius"))
    return ChangesPage(
        title=view.title if view else f"What changed: {title}",
        subject=title,
        back=Asked(replace(question, changes=False)).url(desk),
        since=since,
        until=until,
        action=asked.url(desk).partition("?")[0],
        kept=(*kept, *asked.query.closed().to_args()),
        page=flow_page(desk, flows, asked, view) if view else None,
    )


def _moment(desk: Desk, now: Register, typed: str) -> Moment:
    zone = zone_of(desk.organisation)
    moment = parse_as_of(typed, zone)
    if isinstance(moment, str):
        return Moment(typed, "", None, moment)
    its = parts()
    then = register_at(its, now, moment)
    held = seen(its, now, then, desk.organisation.id)
    flows = flows_of(transfers_of(held, its.reference, desk.clock.about_day), desk.organisation.id)
    return Moment(typed, "now" if then is now else moment_words(moment, then, zone), flows)
