"""What people have typed and not saved yet: one draft for each person and record."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Table, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ropa.models.draft import Draft as DraftRow
from ropa.store.journal import text_of, writing
from ropa.vocabulary import Kind

DRAFT = cast("Table", DraftRow.__table__)

_KEY = ("user", "organisation", "kind", "record")
_INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

AGE = datetime.timedelta(days=90)
"""A draft goes so long after it was last kept, when its user next keeps one."""

NEW = "new_"
"""How the token of a new record begins; no id holds such a letter."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a draft lies: whose it is, and of which record or new-record token."""

    user: str
    organisation: str
    kind: Kind
    record: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed (JSON text), the sequence it began from (None: a new record), and when."""

    slot: Slot
    base: int | None
    data: str
    saved_at: datetime.datetime


def keep(session: Session, draft: Draft) -> bool:
    """Keep a draft in place of the one that lay there, in a transaction of its own.

    Those that its user forgot go. Gives False where the user or the organisation is there no more.
    """
    slot = draft.slot
    values = {
        "user": slot.user,
        "organisation": slot.organisation,
        "kind": slot.kind.value,
        "record": slot.record,
        "base": draft.base,
        "data": draft.data,
        "saved_at": text_of(draft.saved_at),
    }
    connection = writing(session)
    statement = _INSERT[connection.dialect.name](DRAFT).values(values)
    changed = {name: value for name, value in values.items() if name not in _KEY}
    connection.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=changed))
    forgotten = text_of(draft.saved_at - AGE)
    own = DRAFT.c.user == slot.user
    connection.execute(delete(DRAFT).where(own, DRAFT.c.saved_at < forgotten))
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        return False
    return True


def find(session: Session, slot: Slot) -> Draft | None:
    """Find the draft that lies in a slot."""
    row = session.execute(select(DRAFT).where(_at(slot))).one_or_none()
    return None if row is None else _draft(row)


def begun(session: Session, user: str, organisation: str, kind: Kind) -> tuple[Draft, ...]:
    """Give the drafts of a user for new records of a kind, the last saved first."""
    query = select(DRAFT).where(
        DRAFT.c.user == user,
        DRAFT.c.organisation == organisation,
        DRAFT.c.kind == kind.value,
        DRAFT.c.record.startswith(NEW, autoescape=True),
    )
    rows = session.execute(query.order_by(DRAFT.c.saved_at.desc()))
    return tuple(_draft(row) for row in rows)


def discard(session: Session, slot: Slot) -> None:
    """Let a draft go; nothing happens where there is none."""
    writing(session).execute(delete(DRAFT).where(_at(slot)))
    session.commit()


def discard_all(session: Session, kind: Kind, record: str) -> None:
    """Let everybody's drafts of a record go, since it is there no more."""
    its_own = and_(DRAFT.c.kind == kind.value, DRAFT.c.record == record)
    writing(session).execute(delete(DRAFT).where(its_own))
    session.commit()


def _at(slot: Slot) -> ColumnElement[bool]:
    return and_(
        DRAFT.c.user == slot.user,
        DRAFT.c.organisation == slot.organisation,
        DRAFT.c.kind == slot.kind.value,
        DRAFT.c.record == slot.record,
    )


def _draft(row: Row[Any]) -> Draft:
    slot = Slot(row.user, row.organisation, Kind(row.kind), row.record)
    return Draft(slot, row.base, row.data, datetime.datetime.fromisoformat(row.saved_at))
