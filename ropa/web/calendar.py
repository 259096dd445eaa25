"""What ends, as a page and as a calendar that a person's calendar program subscribes to."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from ropa.store import feeds
from ropa.vocabulary import Kind
from ropa.web import access
from ropa.web.access import Action
from ropa.web.calendar_feed import etag_of, feed_of, subscribed
from ropa.web.calendar_page import calendar_page
from ropa.web.frame import inside, shown
from ropa.web.parts import parts

blueprint = Blueprint("calendar", __name__)

_HERE = Kind.TRANSFER.plural
"""The tab the calendar belongs to."""

_TYPE = "text/calendar; charset=utf-8"


@blueprint.get("/o/<organisation>/calendar")
def calendar(organisation: str) -> Response:
    """Show what ends or falls due, the overdue first."""
    desk = access.open(organisation, Action.READ)
    made = feeds.made(parts().session(), desk.user.id, organisation)
    page = calendar_page(desk, made, request.args)
    return shown(inside(desk, _HERE), "calendar/calendar.html", page=page)


@blueprint.post("/o/<organisation>/calendar/feed")
def make_feed(organisation: str) -> Response:
    """Make the address of a person's feed, in place of an earlier one, and show it once."""
    desk = access.open(organisation, Action.READ)
    token = feeds.make(parts().session(), desk.user.id, organisation, parts().now())
    url = url_for("calendar.feed", token=token, _external=True)
    back = desk.url("calendar.calendar")
    # An address is for good: there is no other day to look at it on.
    frame = replace(inside(desk, _HERE), clock=None)
    response = shown(frame, "calendar/feed.html", url=url, back=back, name=desk.organisation.name)
    response.cache_control.no_store = True
    return response


@blueprint.post("/o/<organisation>/calendar/feed/withdraw")
def withdraw_feed(organisation: str) -> Answer:
    """End the address of a person's feed."""
    desk = access.open(organisation, Action.READ)
    feeds.withdraw(parts().session(), desk.user.id, organisation)
    return redirect(f"{desk.url('calendar.calendar')}#feed", 303)


@blueprint.get("/calendar/<token>.ics")
def feed(token: str) -> Answer:
    """Give the calendar that an address opens, without any session; 404 for any other."""
    found = subscribed(token)
    etag = etag_of(found)
    known = request.if_none_match.contains(etag)
    response = Response(b"" if known else feed_of(found), content_type=_TYPE)
    response.set_etag(etag)
    response.cache_control.private = True
    response.cache_control.no_cache = True
    # A browser would name the file by its address.
    name = f"{found.organisation.id}-calendar.ics"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response.make_conditional(request)
