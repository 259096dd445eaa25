"""What changed in a picture between two moments of the journal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort, request

from ropa.core.flows.difference import difference
from ropa.core.flows.graph import FlowMap, flows_of
from ropa.core.flows.view import View
from ropa.core.transfers.judge import transfers_of
from ropa.web.access import Desk
from ropa.web.flows_asked import ORGANISATION, Asked, Pairs, sort_of
from ropa.web.flows_page import FlowPage, asked_here, flow_page
from ropa.web.moments import Moment, moment_of, own_moment
from ropa.web.parts import parts


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
    later = moment_of(desk, until) if until else own_moment(desk)
    return replace(asked, question=question), moment_of(desk, since), later


def changed(desk: Desk, asked: Asked, since: Moment, until: Moment) -> View | None:
    """Give what changed between two moments; None where one is unknown, 404 where both lack it."""
    before, after = flows_at(desk, since), flows_at(desk, until)
    if before is None or after is None:
        return None
    question = replace(asked.question, changes=False)
    views = [asked.sort.view(flows, question, asked.query) for flows in (before, after)]
    known = next((view for view in reversed(views) if view), None) or abort(404)
    nothing = View.of(known.title, known.origin, (), ())
    found = difference(*(view or nothing for view in views))
    return replace(found, origin=f"from {since.words} to {until.words}")


def changes_page(desk: Desk, flows: FlowMap) -> ChangesPage:
    """Give the page of what changed in the answer to a question."""
    asked, since, until = compared(desk, flows)
    view = changed(desk, asked, since, until)
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


def flows_at(desk: Desk, moment: Moment) -> FlowMap | None:
    """Give the flows of a moment about the clock's day; None where it is no moment."""
    if moment.register is None:
        return None
    judged = transfers_of(moment.register, parts().reference, desk.clock.about_day)
    return flows_of(judged, desk.organisation.id)
