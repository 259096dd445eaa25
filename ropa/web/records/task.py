"""One person's work on one record: what it is about, and where its draft lies."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from flask import abort, request

from ropa.core.filters import Query
from ropa.core.register import Register
from ropa.records.base import Record
from ropa.records.organisation import Organisation
from ropa.store.drafts import NEW, Slot
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.forms.offers import Offers
from ropa.web.kinds import class_of
from ropa.web.parts import parts
from ropa.web.records.envelope import sealed

_TOKEN = re.compile(NEW + "[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Task:
    """A record that is being made or changed.

    `key` is its id or the token of a new one. `stored` is the record as the organisation sees
    it, with the sequence of its last change (`base`); None for a new one.
    """

    desk: Desk
    cls: type[Record]
    key: str
    stored: Record | None
    base: int | None

    @property
    def creating(self) -> bool:
        """Whether the record has no id yet."""
        return self.key.startswith(NEW)

    @property
    def slot(self) -> Slot:
        """Where its draft lies."""
        return Slot(self.desk.user.id, self.desk.organisation.id, self.cls.KIND, self.key)

    @property
    def offers(self) -> Offers:
        """What its fields may name."""
        clock, organisation = self.desk.clock, self.desk.organisation.id
        return Offers(self.desk.register, parts().reference, clock.about_day, organisation)

    @property
    def action(self) -> str:
        """Where its form is sent to."""
        plural = self.cls.KIND.plural
        if self.creating:
            return self.desk.url("editing.new", plural=plural)
        return self.desk.url("editing.edit", plural=plural, id=self.key)

    @property
    def back(self) -> str:
        """Where to go without saving: the record's page, or the list for a new one."""
        kind = self.cls.KIND
        return (
            self.desk.list_url(Query(kind)) if self.creating else self.desk.url_of((kind, self.key))
        )


def new_task(desk: Desk, plural: str) -> Task:
    """Begin a new record, or go on with the one whose token was sent; 404 for a wrong address.

    An organisation is not made inside another one.
    """
    cls = class_of(plural)
    if cls is Organisation:
        abort(404)
    sent = request.form.get("token") or request.args.get("draft") or ""
    token = sent if _TOKEN.fullmatch(sent) else f"{NEW}{secrets.token_hex(8)}"
    return Task(desk, cls, token, None, None)


def task_of(desk: Desk, plural: str, id: str) -> Task:
    """Take up a record; 404 where there is none that the organisation may see.

    Somebody who had its form open before it was deleted may still send it.
    """
    cls = class_of(plural)
    stored = desk.register.get(cls.KIND, id)
    stamp = desk.register.stamps.get((cls.KIND, id))
    task = Task(desk, cls, id, stored, stamp.sequence if stamp else None)
    if stored is None and not is_sealed(task):
        abort(404)
    return task


def lesser_task(desk: Desk, plural: str, id: str) -> Task:
    """Take up a record to do something to the whole of it; 404 for an organisation.

    Its record is the register itself, with accounts and roles that hang on it.
    """
    task = task_of(desk, plural, id)
    if task.stored is None or task.cls is Organisation:
        abort(404)
    return task


def slot_task(desk: Desk, plural: str, key: str) -> Task:
    """Take up the draft of a record or of a new one, whether or not the record is there."""
    return Task(desk, class_of(plural), key, None, None)


def is_sealed(task: Task) -> bool:
    """Whether what was sent comes from a form that was made for this person and record."""
    slot = task.slot
    expected = (slot.user, slot.organisation, slot.kind.value, slot.record)
    return sealed(request.form.get("seal", "")) == expected


def everything() -> Register:
    """Give the whole register: what identifiers are taken, and what one edition hides."""
    return parts().register()


def is_shared(cls: type[Record]) -> bool:
    """Whether the organisations of a catalogue share records of a class."""
    return cls.SHARED or cls.KIND is Kind.DOCUMENT
