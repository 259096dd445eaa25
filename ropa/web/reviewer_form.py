"""What may be read by whom, as the form of a reviewer's link asks it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ropa.core.moments import AsOf, parse_as_of, parse_day, zone_of
from ropa.store.reviewers import Terms
from ropa.web.access import Desk
from ropa.web.clock import register_at
from ropa.web.forms_accounts import say
from ropa.web.forms_reviewers import SOME, ReviewerForm
from ropa.web.pages import day
from ropa.web.parts import parts

_USUAL = datetime.timedelta(days=30)
_LONGEST = datetime.timedelta(days=366)
_BOTH = "Some are ticked here, and all chosen above: choose only those ticked, or untick them"


@dataclass(frozen=True, slots=True)
class Offer:
    """An activity that may be chosen."""

    id: str
    title: str
    chosen: bool


def fresh_form(desk: Desk) -> ReviewerForm:
    """Give the form as it is before anything is typed: from today, for a month."""
    today = desk.clock.today
    days = {"first_day": today.isoformat(), "last_day": (today + _USUAL).isoformat()}
    return ReviewerForm(formdata=None, **days)


def offered(desk: Desk, form: ReviewerForm) -> tuple[Offer, ...]:
    """Give the activities to choose from, by title."""
    chosen = set(form.activities.data or ())
    held = desk.register.activities.values()
    by_title = sorted(held, key=lambda one: (one.title.casefold(), one.id))
    return tuple(Offer(one.id, one.title, one.id in chosen) for one in by_title)


def terms_of(desk: Desk, form: ReviewerForm) -> Terms | None:
    """Read the terms; None where the form is told what is wrong."""
    first, last = _days(desk, form)
    sequence = _sequence(desk, form)
    activities = _activities(desk, form)
    if first is None or last is None or form.errors or form.form_errors:
        return None
    return Terms(
        name=form.name.data.strip(),
        authority=form.authority.data.strip(),
        activities=activities,
        sequence=sequence,
        documents=form.documents.data,
        first_day=first,
        last_day=last,
    )


def _days(
    desk: Desk, form: ReviewerForm
) -> tuple[datetime.date, datetime.date] | tuple[None, None]:
    first, last = (parse_day(form[name].data or "") for name in ("first_day", "last_day"))
    for name, found in (("first_day", first), ("last_day", last)):
        if isinstance(found, str):
            say(form, name, found)
    if isinstance(first, str) or isinstance(last, str):
        return None, None
    if last < first:
        say(form, "last_day", "This lies before the first day")
    elif last < desk.clock.today:
        say(form, "last_day", "This day is over: the link would never work")
    elif last - first > _LONGEST:
        say(form, "last_day", f"Give a day until {day(first + _LONGEST)}")
    return first, last


def _sequence(desk: Desk, form: ReviewerForm) -> int | None:
    """Read the last entry of the journal that counts."""
    typed = (form.recorded.data or "").strip()
    if not typed:
        return None
    moment = parse_as_of(typed, zone_of(desk.organisation))
    if isinstance(moment, str):
        say(form, "recorded", moment)
        return None
    its = parts()
    now = its.register()
    if _to_come(moment, now.moment.sequence, its.now()):
        say(form, "recorded", "This moment is not over yet: give an earlier one, or leave it empty")
        return None
    then = register_at(its, now, moment)
    if desk.organisation.id not in then.organisations:
        say(form, "recorded", "Nothing was recorded by then: give a later moment")
        return None
    return then.moment.sequence


def _to_come(moment: AsOf, last: int, now: datetime.datetime) -> bool:
    if moment.instant is not None:
        return moment.instant > now
    return (moment.sequence or 0) > last


def _activities(desk: Desk, form: ReviewerForm) -> tuple[str, ...] | None:
    chosen = tuple(sorted(set(form.activities.data or ()) & desk.register.activities.keys()))
    if form.extent.data != SOME:
        if chosen:
            say(form, "activities", _BOTH)
        return None
    if not chosen:
        say(form, "activities", "Tick the activities that may be read")
    return chosen
