"""What becomes of a posted form: shown again, stored, or held against what others stored."""

from __future__ import annotations

import datetime
from dataclasses import replace

from flask import Response, flash, redirect, request
from werkzeug.wrappers import Response as Answer

from ropa.core.change import Conflict
from ropa.store import drafts
from ropa.store.accounts import account_of
from ropa.web.forms.faults import FORM, REASON, Fault
from ropa.web.forms.focus import focus_after
from ropa.web.forms.picks import Picked, settle, typed_to_find
from ropa.web.forms.posted import Posted
from ropa.web.forms.reading import posted_of
from ropa.web.forms.steps import step_in, taken
from ropa.web.parts import parts
from ropa.web.records import drafting
from ropa.web.records.conflict import choices, latest, merged
from ropa.web.records.envelope import FOREIGN, Envelope
from ropa.web.records.page import Saving, Sheet, conflict_page, draft_sheet, form_page
from ropa.web.records.saving import Saved, save
from ropa.web.records.task import Task, is_sealed

_UNSOURCED = "As the answer changed, its source no longer stands for all of:"
_SOMEBODY = "Somebody else"
_GONE = (
    "Somebody deleted this record while you were editing it. If you save once more, it is made "
    "anew from what stands here."
)


def opened(task: Task, begun: Posted | None = None) -> Response:
    """Show the form of a record as it is stored, of a new one, or as its draft holds it."""
    if request.args.get("draft") and (sheet := draft_sheet(task)) is not None:
        return form_page(task, sheet)
    posted = begun or (posted_of(task.cls, task.stored) if task.stored else Posted())
    return form_page(task, Sheet(posted, task.base, offered=drafting.offered(task)))


def answered(task: Task) -> Answer:
    """Answer a posted form."""
    envelope, form = Envelope(), request.form
    posted = Posted.of(form.items(multi=True))
    if form.get("do") == "settle" and task.stored and envelope.sequence() == task.base:
        posted = merged(posted, task.stored, form)
    step = step_in(form.get("do", ""), posted)
    done = taken(task.cls, posted, step)
    picked = settle(task.cls, done, task.offers, adding=step.act == "add")
    waiting = (*picked.waiting, *typed_to_find(done))
    sheet = Sheet(
        posted=picked.posted,
        base=envelope.sequence(),
        reason=envelope.reason.data or "",
        waiting=picked.waiting,
        focus=focus_after(task.cls, step, posted, picked.posted, waiting),
    )
    if not envelope.validate():
        return _refused(task, sheet, envelope)
    if not step.saves:
        kept = drafting.keep(task, sheet.posted, envelope)
        return form_page(task, replace(sheet, kept=kept))
    return _saved(task, sheet, picked, envelope)


def _saved(task: Task, sheet: Sheet, picked: Picked, envelope: Envelope) -> Answer:
    result = save(task, picked, sheet.base, envelope.why())
    if isinstance(result, Saved):
        return _done(task, result)
    kept = drafting.keep(task, sheet.posted, envelope)
    sheet = replace(sheet, kept=kept)
    if isinstance(result, Conflict):
        return _conflicting(task, sheet, result)
    return form_page(task, replace(sheet, faults=result), 422)


def _done(task: Task, saved: Saved) -> Answer:
    made = f" New with it: {', '.join(other.title for other in saved.made)}." if saved.made else ""
    lost = f" {_UNSOURCED} {'; '.join(saved.unsourced)}." if saved.unsourced else ""
    flash(f"Saved.{made}{lost}" if saved.entries else "Saved: nothing was different from before.")
    return redirect(task.desk.url_of((task.cls.KIND, saved.id)), 303)


def _conflicting(task: Task, sheet: Sheet, conflict: Conflict) -> Answer:
    """Show both versions; where the record is gone, offer to make it anew."""
    found = latest(task, conflict)
    if found is None:
        gone = replace(sheet, base=None, faults=(Fault(FORM, _GONE),))
        return form_page(task, gone, 409)
    saved, stamp = found
    differing = choices(task, conflict, saved)
    if not differing:
        drafts.discard(parts().session(), task.slot)
        return _done(task, Saved(task.key, 0))
    by, at = _name_of(stamp.actor), datetime.datetime.fromisoformat(stamp.instant)
    mine = replace(sheet, base=stamp.sequence)
    return conflict_page(task, mine, differing, Saving(by, at, conflict.base))


def _refused(task: Task, sheet: Sheet, envelope: Envelope) -> Response:
    """Show the form again that was not sent from this session, or whose reason cannot be kept."""
    foreign = "csrf_token" in envelope.errors
    reasons = [Fault(REASON, message) for message in envelope.reason.errors]
    faults = (Fault(FORM, FOREIGN),) if foreign else tuple(reasons)
    # Another site may send a form in somebody's name; only ours carries the seal.
    kept = drafting.keep(task, sheet.posted, envelope) if is_sealed(task) else None
    return form_page(task, replace(sheet, faults=faults, kept=kept), 400 if foreign else 422)


def _name_of(actor: str) -> str:
    account = account_of(parts().session(), actor)
    return account.name if account else _SOMEBODY
