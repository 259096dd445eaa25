"""Drafts as pages offer and keep them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import msgspec
from flask import request

from ropa.core.moments import zone_of
from ropa.records.organisation import Organisation
from ropa.store import drafts
from ropa.store.drafts import Draft, Slot
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.forms.faults import REASON
from ropa.web.forms.posted import PREFIX, Posted
from ropa.web.forms.steps import tidy
from ropa.web.pages import day
from ropa.web.parts import parts
from ropa.web.records.envelope import Envelope, sealed
from ropa.web.records.task import Task


@dataclass(frozen=True, slots=True)
class OfferedDraft:
    """A draft somebody may go on with: when it was kept, what it is called, where it goes on."""

    when: str
    title: str
    go_on: str
    discard: str


def keep(task: Task, posted: Posted, envelope: Envelope) -> str | None:
    """Keep what was typed; give the time of it in the organisation's day, None where it failed."""
    draft = _draft(task.slot, posted, envelope)
    kept = drafts.keep(parts().session(), draft)
    return when(task.desk.organisation, draft.saved_at) if kept else None


def keep_for_the_signed_out() -> None:
    """Keep what somebody posts whose session has ended, for the person the form was made for."""
    posted, envelope = Posted.of(request.form.items(multi=True)), Envelope()
    seal = sealed(request.form.get("seal", ""))
    if seal is not None and posted.values:
        user, organisation, kind, record = seal
        slot = Slot(user, organisation, Kind(kind), record)
        drafts.keep(parts().session(), _draft(slot, posted, envelope))


def resumed(task: Task) -> tuple[Posted, int | None] | None:
    """Give what the draft of a record holds, and the sequence it began from."""
    draft = drafts.find(parts().session(), task.slot)
    # The script keeps a form as it stands, with cells ticked that are no lines yet.
    return None if draft is None else (tidy(task.cls, posted_in(draft)), draft.base)


def posted_in(draft: Draft) -> Posted:
    """Give what a draft holds; nothing where it cannot be read."""
    try:
        return Posted.from_json(draft.data)
    except msgspec.MsgspecError:
        return Posted()


def offered(task: Task) -> tuple[OfferedDraft, ...]:
    """Give the drafts to go on with: that of the record, or those of new ones of its kind."""
    session, slot = parts().session(), task.slot
    if task.creating:
        found = drafts.begun(session, slot.user, slot.organisation, slot.kind)
    else:
        one = drafts.find(session, slot)
        found = () if one is None else (one,)
    return tuple(_offer(task.desk, draft) for draft in found)


def when(organisation: Organisation, instant: datetime.datetime) -> str:
    """Say when something was kept: the time today, the day as well on any other."""
    zone = zone_of(organisation)
    at, now = instant.astimezone(zone), parts().now().astimezone(zone)
    return f"{at:%H:%M}" if at.date() == now.date() else f"{day(at.date())}, {at:%H:%M}"


def _offer(desk: Desk, draft: Draft) -> OfferedDraft:
    plural, record = draft.slot.kind.plural, draft.slot.record
    new = record.startswith(drafts.NEW)
    values = {"plural": plural, "draft": record} if new else {"plural": plural, "id": record}
    endpoint = "editing.new" if new else "editing.edit"
    return OfferedDraft(
        when=when(desk.organisation, draft.saved_at),
        title=posted_in(draft).one(f"{PREFIX}name") if new else "",
        go_on=desk.url(endpoint, **{"draft": record, **values}),
        discard=desk.url("editing.discard", plural=plural, id=record),
    )


def _draft(slot: Slot, posted: Posted, envelope: Envelope) -> Draft:
    reason = (envelope.reason.data or "",)
    whole = Posted({**posted.values, REASON: reason})
    return Draft(slot, envelope.sequence(), whole.to_json(), parts().now())
