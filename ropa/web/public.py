"""The public subprocessor page: no login, no cookie, no script."""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template, request, url_for
from sqlalchemy import Connection

from ropa.core.journal import Entry
from ropa.core.moments import zone_of
from ropa.core.register import Register
from ropa.export import public
from ropa.records.organisation import Organisation
from ropa.store.journal import changes, latest
from ropa.web.parts import Parts, parts

blueprint = Blueprint("public", __name__, url_prefix="/legal")

_FRESH = 300
"""Seconds for which a copy may be shown without asking again."""


@dataclass(frozen=True, slots=True)
class Published:
    """A page, the instant from which it reads so, and the organisation's day of that instant.

    `key` is all that it depends on.
    """

    key: Hashable
    page: public.PublicPage
    since: datetime.datetime
    changed: datetime.date


@blueprint.get("/subprocessors", defaults={"organisation": None})
@blueprint.get("/<organisation>/subprocessors")
def subprocessors(organisation: str | None) -> Response:
    """Show the subprocessors of an organisation."""
    found = _published(organisation)
    json_url = url_for("public.subprocessors_json", organisation=organisation)
    body = parts().memory.recall(
        (found.key, json_url),
        lambda: render_template(
            "public/subprocessors.html", page=found.page, changed=found.changed, json_url=json_url
        ),
    )
    return _conditional(Response(body), found)


@blueprint.get("/subprocessors.json", defaults={"organisation": None})
@blueprint.get("/<organisation>/subprocessors.json")
def subprocessors_json(organisation: str | None) -> Response:
    """Give the facts of the page as JSON."""
    found = _published(organisation)
    body = public.as_json(found.page, found.changed)
    return _conditional(Response(body, mimetype="application/json"), found)


def _published(organisation: str | None) -> Published:
    """Give the page of an organisation, or of the default one; 404 where none is published."""
    its = parts()
    register = its.register()
    named = organisation or its.memory.recall(
        ("default", register.moment), lambda: public.default_organisation(register)
    )
    publisher = register.organisations.get(named or "")
    if publisher is None:
        abort(404)
    now = its.now()
    about = now.astimezone(zone_of(publisher)).date()
    key = ("published", register.moment, publisher.id, about)
    found = its.memory.recall(key, lambda: _publish(its, register, publisher, now, key))
    if found is None:
        abort(404)
    return found


def _publish(
    its: Parts, register: Register, publisher: Organisation, now: datetime.datetime, key: Hashable
) -> Published | None:
    zone = zone_of(publisher)
    page = public.subprocessors(register, publisher.id, now.astimezone(zone).date(), its.reference)
    if page is None:
        return None
    steps = public.steps_back(register, _entries(its.session().connection()))
    since = public.last_changed(steps, publisher.id, now, zone, its.reference)
    return Published(key, page, since, since.astimezone(zone).date())


def _entries(connection: Connection) -> list[Entry]:
    """Read all entries of the kinds the page is made of, newest first."""
    ever = [(last.kind, last.record) for last in latest(connection, public.READS)]
    return changes(connection, ever)


def _conditional(response: Response, found: Published) -> Response:
    """Let whoever holds the present page keep it."""
    response.add_etag()
    response.last_modified = found.since
    response.cache_control.public = True
    response.cache_control.max_age = _FRESH
    response.cache_control.must_revalidate = True
    response.make_conditional(request)
    return response
