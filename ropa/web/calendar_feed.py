"""What the feed of a calendar holds, for whoever has its address."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from flask import abort, request, url_for

from ropa.core.deadlines import Deadline, deadlines
from ropa.core.moments import zone_of
from ropa.core.register import Register
from ropa.export.ics import Event, calendar
from ropa.records.organisation import Organisation
from ropa.store import feeds
from ropa.version import VERSION
from ropa.web.access import PERMISSIONS, Action, seen
from ropa.web.parts import parts


@dataclass(frozen=True, slots=True)
class Subscription:
    """What an address opens at the moment of asking; `day` is the organisation's."""

    organisation: Organisation
    register: Register
    day: datetime.date


def subscribed(token: str) -> Subscription:
    """Fetch what the owner of an address may see, in one step with the right to; or 404."""
    its = parts()
    held = feeds.find(its.session(), token)
    if held is None or held.role not in PERMISSIONS[Action.READ]:
        abort(404)
    now = its.register()
    organisation = now.organisations.get(held.organisation)
    if organisation is None:
        abort(404)
    day = its.now().astimezone(zone_of(organisation)).date()
    return Subscription(organisation, seen(its, now, now, organisation.id), day)


def etag_of(found: Subscription) -> str:
    """Name the bytes of a feed by all that they depend on, so that they need not be made."""
    its = parts()
    moment = found.register.moment
    depends = (
        *(VERSION, request.url_root, its.reference.digest),
        *(str(moment.sequence), moment.digest, found.organisation.id, found.day.isoformat()),
    )
    return hashlib.sha256("\n".join(depends).encode()).hexdigest()


def feed_of(found: Subscription) -> bytes:
    """Write the feed."""
    held = deadlines(found.register, parts().reference, found.day)
    stamp = datetime.datetime.fromisoformat(found.register.moment.instant)
    events = (_event(found.organisation, one) for one in held)
    return calendar(f"{found.organisation.name}: what ends", events, stamp)


def _event(organisation: Organisation, deadline: Deadline) -> Event:
    url = _url(organisation, deadline)
    return Event(
        id=f"ropa:{organisation.id}/{deadline.id}",
        day=deadline.day,
        summary=f"{deadline.sort.label}: {deadline.title}",
        description=f"{deadline.sentence}\n{url}",
        url=url,
        category=deadline.sort.label,
    )


def _url(organisation: Organisation, deadline: Deadline) -> str:
    """Give the page of the record, or of what names the engagements, where it is of no record."""
    own = {"organisation": organisation.id, "_external": True}
    if deadline.key is None:
        return url_for("calendar.calendar", sort=deadline.sort.value, **own)  # type: ignore[arg-type]
    kind, id = deadline.key
    return url_for("record.page", plural=kind.plural, id=id, **own)  # type: ignore[arg-type]
