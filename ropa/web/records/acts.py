"""Retiring, restoring and deleting a record: asked once, with what depends on it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from flask import Response, flash, redirect
from werkzeug.wrappers import Response as Answer

from ropa.core.change import Applied, Change, Conflicts, Delete, Put
from ropa.core.filters import Query
from ropa.store import drafts
from ropa.store.apply import apply
from ropa.vocabulary import Kind
from ropa.web.frame import inside, shown
from ropa.web.parts import parts
from ropa.web.records.envelope import FOREIGN, Envelope, fresh
from ropa.web.records.page import title_of
from ropa.web.records.task import Task, everything

_CHANGED = "Somebody changed this record after you opened this page. Look at it again first."


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a whole record: its words, and what it asks of the store."""

    name: str
    verb: str
    done: str
    says: str


ACTS: tuple[Act, ...] = (
    Act(
        "retire",
        "Retire",
        "Retired.",
        "It stays in the register with everything that refers to it, but no form offers it any "
        "more. It can be restored.",
    ),
    Act("restore", "Restore", "Restored.", "Forms offer it again."),
    Act(
        "delete",
        "Delete",
        "Deleted.",
        "It goes from the register. The journal keeps what it was.",
    ),
)
"""What can be done to a whole record."""


@dataclass(frozen=True, slots=True)
class Referrer:
    """A record that refers to the one at hand."""

    kind: str
    title: str
    url: str


def asked(task: Task, act: Act, problem: str = "", reason: str = "", code: int = 200) -> Response:
    """Ask whether an act is meant, and show what refers to the record."""
    found = _referrers(task)
    hidden = act.name == "delete" and not found and _elsewhere(task)
    return shown(
        inside(task.desk, task.cls.KIND.plural),
        "records/act.html",
        code,
        act=act,
        title=title_of(task)[1],
        kind=task.cls.KIND.label,
        referrers=found,
        elsewhere=hidden,
        refused=act.name == "delete" and bool(found or hidden),
        problem=problem,
        envelope=fresh(task.slot, task.base, reason),
        back=task.back,
    )


def acted(task: Task, act: Act) -> Answer:
    """Do what was asked, unless the record changed meanwhile or something refers to it."""
    envelope = Envelope()
    reason = envelope.reason.data or ""
    if not envelope.validate():
        foreign = "csrf_token" in envelope.errors
        problem = FOREIGN if foreign else f"Reason: {next(iter(envelope.reason.errors))}"
        return asked(task, act, problem, reason, 400 if foreign else 422)
    its = parts()
    change = _change(task, act, envelope.sequence())
    outcome = apply(its.session(), task.desk.user.id, [change], envelope.why(), its.now())
    if isinstance(outcome, Conflicts):
        return asked(task, act, _CHANGED, reason, 409)
    if not isinstance(outcome, Applied):
        return asked(task, act, "", reason, 422)
    return _done(task, act)


def _done(task: Task, act: Act) -> Answer:
    kind = task.cls.KIND
    flash(act.done)
    if act.name != "delete":
        return redirect(task.desk.url_of((kind, task.key)), 303)
    drafts.discard_all(parts().session(), kind, task.key)
    return redirect(task.desk.list_url(Query(kind)), 303)


def _change(task: Task, act: Act, base: int | None) -> Change:
    if act.name == "delete":
        return Delete(task.cls.KIND, task.key, base or 0)
    # The whole record: the organisation may not see every source of a shared one, and the journal
    # does not hold what identifies a person.
    whole = everything().get(task.cls.KIND, task.key)
    assert whole is not None
    return Put(msgspec.structs.replace(whole, retired=act.name == "retire"), base)


def _referrers(task: Task) -> tuple[Referrer, ...]:
    """Give what refers to the record, as far as the organisation may see it."""
    organisation = task.desk.organisation.id
    found = task.desk.register.referrers.get((task.cls.KIND, task.key), ())
    return tuple(
        Referrer(
            record.KIND.label,
            task.offers.names.of(record),
            task.desk.url_of((record.KIND, record.id)),
        )
        for record in found
        if record.KIND is not Kind.ORGANISATION or record.id == organisation
    )


def _elsewhere(task: Task) -> bool:
    """Whether anything refers to the record that the organisation may not see."""
    return bool(everything().referrers.get((task.cls.KIND, task.key)))
