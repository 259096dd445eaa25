"""Who reads a register for an authority, and what they opened."""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from ropa.models.reviewer import ReviewerLink, ReviewerVisit
from ropa.store.accounts import hash_fits, hashed_password
from ropa.store.journal import text_of, write_lock, writing
from ropa.store.tokens import digest_of, new_token
from ropa.vocabulary import VisitKind

MOST_FAILURES = 5
"""After so many wrong codes the code is worth nothing: another one is made."""

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What nobody mistakes for another when it is read out."""

_CODE = 10
"""Letters of a code: 50 bits."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody may read, and for how long.

    `activities` is None for all of the organisation's; `sequence` is the last entry of the journal
    that counts, None for the register as it becomes. Days are the organisation's, both included.
    """

    name: str
    authority: str
    activities: tuple[str, ...] | None
    sequence: int | None
    documents: bool
    first_day: datetime.date
    last_day: datetime.date


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person of an authority as the rows say now; `awaited` is whether a code can be used."""

    id: str
    organisation: str
    terms: Terms
    awaited: bool
    failures: int
    opened_at: datetime.datetime | None
    made_by: str
    made_at: datetime.datetime
    revoked_by: str | None
    revoked_at: datetime.datetime | None

    def open_on(self, day: datetime.date) -> bool:
        """Whether the door is open on a day of the organisation."""
        terms = self.terms
        return self.revoked_at is None and terms.first_day <= day <= terms.last_day


@dataclass(frozen=True, slots=True)
class Issued:
    """A new link: its token and the code of its first use are known to nobody else from now on."""

    id: str
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One thing a reviewer did; `file` is the name of what was downloaded."""

    at: datetime.datetime
    kind: VisitKind
    address: str
    file: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """How much a reviewer looked at and downloaded, and when last."""

    viewed: int
    downloaded: int
    last: datetime.datetime


def issue(
    session: Session, actor: str, organisation: str, terms: Terms, at: datetime.datetime
) -> Issued:
    """Open the door to somebody."""
    issued = Issued(f"r-{secrets.token_hex(4)}", new_token(), _new_code())
    hashed = hashed_password(_plain(issued.code))
    connection, _ = write_lock(session)
    connection.execute(
        insert(ReviewerLink).values(
            id=issued.id,
            organisation=organisation,
            digest=digest_of(issued.token),
            name=terms.name,
            authority=terms.authority,
            activities=None if terms.activities is None else json.dumps(terms.activities),
            sequence=terms.sequence,
            documents=terms.documents,
            first_day=terms.first_day,
            last_day=terms.last_day,
            code=hashed,
            failures=0,
            made_by=actor,
            made_at=text_of(at),
        )
    )
    session.commit()
    return issued


def new_code(session: Session, organisation: str, id: str) -> str | None:
    """Make another code for a first use; what was opened before closes. None if revoked."""
    code = _new_code()
    hashed = hashed_password(_plain(code))
    connection, _ = write_lock(session)
    changed = connection.execute(
        _changed(id, code=hashed, failures=0, browser=None).where(*_still(organisation))
    )
    session.commit()
    return code if changed.rowcount else None


def revoke(session: Session, actor: str, organisation: str, id: str, at: datetime.datetime) -> None:
    """Close the door at once; once it is closed nothing happens."""
    connection, _ = write_lock(session)
    values = {"revoked_by": actor, "revoked_at": text_of(at), "code": None, "browser": None}
    connection.execute(_changed(id, **values).where(*_still(organisation)))
    session.commit()


def admit(session: Session, id: str, code: str, at: datetime.datetime) -> str | None:
    """Give the secret that a browser keeps, for the right code; it is used up by that.

    Counted before it is looked at, so that guesses made at once count each.
    """
    connection, _ = write_lock(session)
    hashed = connection.execute(
        select(ReviewerLink.code).where(
            ReviewerLink.id == id, ReviewerLink.failures < MOST_FAILURES
        )
    ).scalar_one_or_none()
    connection.execute(_changed(id, failures=ReviewerLink.failures + 1))
    session.commit()
    if hashed is None or not hash_fits(hashed, _plain(code)):
        note(session, id, VisitKind.WRONG, "", None, at)
        return None
    secret = new_token()
    connection, _ = write_lock(session)
    values = {"code": None, "failures": 0, "browser": digest_of(secret), "opened_at": text_of(at)}
    taken = connection.execute(_changed(id, **values).where(ReviewerLink.code == hashed))
    session.commit()
    if not taken.rowcount:
        return None
    note(session, id, VisitKind.OPENED, "", None, at)
    return secret


def by_token(session: Session, token: str) -> Reviewer | None:
    """Find whose link a token is, whether the door is open or not."""
    return _one(session, ReviewerLink.digest == digest_of(token))


def by_browser(session: Session, id: str, secret: str) -> Reviewer | None:
    """Find a reviewer by the secret of the browser the code was used in."""
    return _one(session, ReviewerLink.id == id, ReviewerLink.browser == digest_of(secret))


def reviewer_of(session: Session, organisation: str, id: str) -> Reviewer | None:
    """Read one reviewer of an organisation's register."""
    return _one(session, ReviewerLink.id == id, ReviewerLink.organisation == organisation)


def reviewers_of(session: Session, organisation: str) -> list[Reviewer]:
    """Read all reviewers of an organisation's register, the newest first."""
    query = select(ReviewerLink).where(ReviewerLink.organisation == organisation)
    rows = session.execute(query.order_by(ReviewerLink.made_at.desc(), ReviewerLink.id)).scalars()
    return [_reviewer(row) for row in rows]


def seen_by(session: Session, ids: Collection[str]) -> Mapping[str, Seen]:
    """Sum up what reviewers did; whoever did nothing is not there."""
    kinds = (VisitKind.VIEWED, VisitKind.DOWNLOADED)
    viewed, downloaded = (func.count().filter(ReviewerVisit.kind == kind) for kind in kinds)
    query = (
        select(ReviewerVisit.reviewer, viewed, downloaded, func.max(ReviewerVisit.at))
        .where(ReviewerVisit.reviewer.in_(sorted(ids)))
        .group_by(ReviewerVisit.reviewer)
    )
    return {
        id: Seen(looked, taken, _instant(last))
        for id, looked, taken, last in session.execute(query)
    }


def visits_by(session: Session, id: str) -> int:
    """Count what a reviewer did."""
    mine = ReviewerVisit.reviewer == id
    return session.execute(select(func.count()).select_from(ReviewerVisit).where(mine)).scalar_one()


def visits_of(session: Session, id: str, skip: int, most: int) -> list[Visit]:
    """Read what a reviewer did, newest first."""
    mine = ReviewerVisit.reviewer == id
    query = select(ReviewerVisit).where(mine).order_by(ReviewerVisit.id.desc())
    rows = session.execute(query.offset(skip).limit(most)).scalars()
    return [Visit(_instant(one.at), VisitKind(one.kind), one.address, one.file) for one in rows]


def note(
    session: Session,
    id: str,
    kind: VisitKind,
    address: str,
    file: str | None,
    at: datetime.datetime,
) -> None:
    """Keep what a reviewer did; that is never changed."""
    # Without the journal's lock: whoever only reads must not wait for a long import.
    writing(session).execute(
        insert(ReviewerVisit).values(
            reviewer=id, at=text_of(at), kind=kind, address=address, file=file
        )
    )
    session.commit()


def _changed(id: str, **values: Any) -> Any:
    return update(ReviewerLink).where(ReviewerLink.id == id).values(**values)


def _still(organisation: str) -> tuple[Any, ...]:
    """Give the conditions of a link into an organisation that was not revoked."""
    return ReviewerLink.organisation == organisation, ReviewerLink.revoked_at.is_(None)


def _one(session: Session, *conditions: Any) -> Reviewer | None:
    row = session.execute(select(ReviewerLink).where(*conditions)).scalar_one_or_none()
    return _reviewer(row) if row is not None else None


def _reviewer(row: ReviewerLink) -> Reviewer:
    terms = Terms(
        name=row.name,
        authority=row.authority,
        activities=None if row.activities is None else tuple(json.loads(row.activities)),
        sequence=row.sequence,
        documents=row.documents,
        first_day=row.first_day,
        last_day=row.last_day,
    )
    return Reviewer(
        id=row.id,
        organisation=row.organisation,
        terms=terms,
        awaited=row.code is not None and row.failures < MOST_FAILURES,
        failures=row.failures,
        opened_at=_instant(row.opened_at) if row.opened_at else None,
        made_by=row.made_by,
        made_at=_instant(row.made_at),
        revoked_by=row.revoked_by,
        revoked_at=_instant(row.revoked_at) if row.revoked_at else None,
    )


def _new_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE))
    return f"{letters[: _CODE // 2]}-{letters[_CODE // 2 :]}"


def _plain(code: str) -> str:
    """Give the letters of a code, however somebody typed it."""
    return "".join(letter for letter in code.upper() if letter in _LETTERS)


def _instant(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
