"""The addresses at which people subscribe to the calendar of an organisation."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.orm import Session

from ropa.models.feed import CalendarFeed
from ropa.models.user import Membership, User
from ropa.store.journal import text_of, write_lock
from ropa.store.tokens import digest_of, new_token
from ropa.vocabulary import UserRole


@dataclass(frozen=True, slots=True)
class Feed:
    """Whose calendar an address gives, and the role its owner has there now."""

    user: str
    organisation: str
    role: UserRole


def make(session: Session, user: str, organisation: str, at: datetime.datetime) -> str:
    """Make a user's address and give its token, of which only a digest is kept.

    An earlier address of the user in the organisation ends.
    """
    token = new_token()
    connection, _ = write_lock(session)
    forget(connection, user, organisation)
    connection.execute(
        insert(CalendarFeed).values(
            user=user, organisation=organisation, digest=digest_of(token), made_at=text_of(at)
        )
    )
    session.commit()
    return token


def made(session: Session, user: str, organisation: str) -> datetime.datetime | None:
    """Read when a user's address was made; None where there is none."""
    query = select(CalendarFeed.made_at).where(
        CalendarFeed.user == user, CalendarFeed.organisation == organisation
    )
    at = session.execute(query).scalar_one_or_none()
    return datetime.datetime.fromisoformat(at) if at else None


def find(session: Session, token: str) -> Feed | None:
    """Find the feed of a token, always from rows: who may no longer come in has none."""
    query = (
        select(CalendarFeed.user, CalendarFeed.organisation, Membership.role)
        .join(User, User.id == CalendarFeed.user)
        .join(
            Membership,
            (Membership.user == CalendarFeed.user)
            & (Membership.organisation == CalendarFeed.organisation),
        )
        .where(
            CalendarFeed.digest == digest_of(token),
            User.active.is_(True),
            User.retired.is_(False),
            Membership.retired.is_(False),
        )
    )
    row = session.execute(query.limit(1)).one_or_none()
    return Feed(row.user, row.organisation, UserRole(row.role)) if row else None


def withdraw(session: Session, user: str, organisation: str) -> None:
    """End a user's address; nothing happens where there is none."""
    connection, _ = write_lock(session)
    forget(connection, user, organisation)
    session.commit()


def forget(connection: Connection, user: str, organisation: str) -> None:
    """End a user's address in the transaction at hand."""
    connection.execute(
        delete(CalendarFeed).where(
            CalendarFeed.user == user, CalendarFeed.organisation == organisation
        )
    )
