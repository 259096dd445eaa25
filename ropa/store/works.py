"""Exports that are being made, wherever that is, and those that wait to be taken.

The process that makes one says so again and again; where it no longer does, the work has failed.
Every change is a short transaction of its own, so that nobody waits for the making.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Row, delete, func, insert, select, update
from sqlalchemy.orm import Session

from ropa.export.progress import Step
from ropa.models.work import Work as WorkRow
from ropa.store.journal import text_of, write_lock, writing
from ropa.vocabulary import WorkState

KEPT = datetime.timedelta(hours=1)
"""How long a work can be seen, and its file taken, after it ended."""

SILENT = datetime.timedelta(minutes=1)
"""After so long without a word from it, the process that makes a work is gone."""

_ACTIVE = (WorkState.WAITING, WorkState.RUNNING)
_GONE = (
    "The server that was making it stopped before it was ready, and nothing of it was kept: "
    "make it again."
)
_SEEN = (
    *(WorkRow.id, WorkRow.organisation, WorkRow.what, WorkRow.file, WorkRow.state),
    *(WorkRow.done, WorkRow.total, WorkRow.words, WorkRow.problem, WorkRow.touched),
    func.length(WorkRow.content).label("size"),
)


@dataclass(frozen=True, slots=True)
class Begun:
    """What is to be made: for whom, of which organisation, what in words, and its file's name."""

    owner: str
    organisation: str
    what: str
    file: str
    total: int


@dataclass(frozen=True, slots=True)
class Work:
    """How far a work is; `size` are the bytes of its file, `touched` when it was last heard of."""

    id: str
    organisation: str
    what: str
    file: str
    state: WorkState
    done: int
    total: int
    words: str
    problem: str
    touched: datetime.datetime
    size: int | None

    @property
    def active(self) -> bool:
        """Whether it is not over yet."""
        return self.state in _ACTIVE


def begin(session: Session, begun: Begun, at: datetime.datetime) -> Work | str:
    """Note a work and give its id; or, where its owner has one that is not over, give that.

    Those that ended long ago go.
    """
    connection, _ = write_lock(session)
    connection.execute(delete(WorkRow).where(WorkRow.touched < text_of(at - KEPT)))
    query = select(*_SEEN).where(WorkRow.owner == begun.owner)
    held = [_work(row, at) for row in connection.execute(query)]
    given = next((work for work in held if work.active), None) or secrets.token_hex(16)
    if isinstance(given, str):
        connection.execute(insert(WorkRow).values(_row(given, begun, at)))
    session.commit()
    return given


def _row(id: str, begun: Begun, at: datetime.datetime) -> dict[str, object]:
    return {
        "id": id,
        "organisation": begun.organisation,
        "owner": begun.owner,
        "what": begun.what,
        "file": begun.file,
        "state": WorkState.WAITING.value,
        "done": 0,
        "total": begun.total,
        "words": "",
        "problem": "",
        "touched": text_of(at),
    }


def find(
    session: Session, id: str, owner: str, organisation: str, at: datetime.datetime
) -> Work | None:
    """Find a work of somebody in an organisation; None for anybody else, and once it is old."""
    found = session.execute(select(*_SEEN).where(_whose(owner, organisation), WorkRow.id == id))
    row = found.one_or_none()
    work = None if row is None else _work(row, at)
    return work if work and work.touched >= at - KEPT else None


def found(
    session: Session, owner: str, organisation: str, at: datetime.datetime
) -> tuple[Work, ...]:
    """Give the works of somebody in an organisation that are not over or ready, the last first."""
    query = select(*_SEEN).where(_whose(owner, organisation), WorkRow.touched >= text_of(at - KEPT))
    works = (_work(row, at) for row in session.execute(query.order_by(WorkRow.touched.desc())))
    return tuple(work for work in works if work.active or work.state is WorkState.DONE)


def content(session: Session, id: str) -> bytes | None:
    """Give the file of a work that is ready."""
    return session.execute(select(WorkRow.content).where(WorkRow.id == id)).scalar_one_or_none()


def start(session: Session, id: str, at: datetime.datetime) -> bool:
    """Note that a work is being made; False where it is to be made no more."""
    return _changed(session, id, at, WorkState.WAITING, state=WorkState.RUNNING.value)


def advance(session: Session, id: str, step: Step, at: datetime.datetime) -> bool:
    """Note how far a work is; False where it is to be made no more."""
    values = {"done": step.done, "total": step.total, "words": step.words}
    return _changed(session, id, at, WorkState.RUNNING, **values)


def finish(session: Session, id: str, made: bytes, at: datetime.datetime) -> bool:
    """Keep the file of a work that is ready; False where nobody wants it any more."""
    return _changed(session, id, at, WorkState.RUNNING, state=WorkState.DONE.value, content=made)


def fail(session: Session, id: str, problem: str, at: datetime.datetime) -> bool:
    """Note why a work failed; False where it is over already."""
    values = {"state": WorkState.FAILED.value, "problem": problem}
    return _changed(session, id, at, *_ACTIVE, **values)


def stop(session: Session, id: str, at: datetime.datetime) -> bool:
    """End a work, which its maker hears of at its next step; False where it is over already."""
    return _changed(session, id, at, *_ACTIVE, state=WorkState.STOPPED.value)


def heard(session: Session, ids: Iterable[str], at: datetime.datetime) -> None:
    """Note that the process that makes some works is there."""
    connection = writing(session)
    still = WorkRow.id.in_(ids) & WorkRow.state.in_(_ACTIVE)
    connection.execute(update(WorkRow).where(still).values(touched=text_of(at)))
    session.commit()


def forget(session: Session, id: str) -> None:
    """Let a work go, whose file was taken at once."""
    writing(session).execute(delete(WorkRow).where(WorkRow.id == id))
    session.commit()


def _changed(
    session: Session, id: str, at: datetime.datetime, *states: WorkState, **values: object
) -> bool:
    """Change a work that is in one of some states; False where it is not."""
    connection = writing(session)
    there = (WorkRow.id == id) & WorkRow.state.in_(states)
    result: CursorResult[Any] = connection.execute(
        update(WorkRow).where(there).values(touched=text_of(at), **values)
    )
    session.commit()
    return result.rowcount > 0


def _whose(owner: str, organisation: str) -> ColumnElement[bool]:
    return (WorkRow.owner == owner) & (WorkRow.organisation == organisation)


def _work(row: Row[Any], at: datetime.datetime) -> Work:
    touched = datetime.datetime.fromisoformat(row.touched)
    values = {**row._mapping, "state": WorkState(row.state), "touched": touched}
    work = Work(**values)
    if work.active and touched < at - SILENT:
        return replace(work, state=WorkState.FAILED, problem=_GONE)
    return work
