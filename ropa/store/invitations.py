"""One-time links: the first administrator's, and invitations."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.orm import Session

from ropa.core.change import Outcome, Put, Refusal, Refused
from ropa.core.naming import id_of
from ropa.models.link import OneTimeLink
from ropa.models.organisation import Organisation as OrganisationRow
from ropa.models.user import User as UserRow
from ropa.records.base import Problem
from ropa.records.organisation import Organisation
from ropa.records.user import User
from ropa.store.accounts import (
    any_user,
    hashed_password,
    keep_password,
    membership_of,
    new_user_id,
    normal,
)
from ropa.store.apply import Beside, apply
from ropa.store.journal import text_of, write_lock
from ropa.store.members import admit, member_of
from ropa.store.tokens import digest_of, new_token
from ropa.vocabulary import Kind, LinkPurpose, UserRole

FIRST_LASTS = datetime.timedelta(days=1)
INVITATION_LASTS = datetime.timedelta(days=7)

SPENT = "has been used already or has run out: ask for a new one"


_A_MEMBER = "You have a role here already: an administrator can change it"


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link that can still be used; `digest` is all the catalogue knows of its token."""

    digest: str
    purpose: LinkPurpose
    organisation: str | None
    email: str | None
    role: UserRole | None
    made_by: str
    expires: datetime.datetime


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody who comes in by a link says of themselves."""

    email: str
    name: str
    password: str


def offer_first(session: Session, at: datetime.datetime) -> str | None:
    """Make the first administrator's link and give its token; earlier ones end.

    Gives None where the catalogue has a user: whoever can sign in invites the others.
    """
    if any_user(session):
        return None
    link = Link("", LinkPurpose.FIRST, None, None, None, "command-line", at + FIRST_LASTS)
    return _make(session, link)


def invite(
    session: Session,
    actor: str,
    organisation: str,
    email: str,
    role: UserRole,
    at: datetime.datetime,
) -> str:
    """Make a link for an address and give its token; an earlier one for the address ends."""
    expires = at + INVITATION_LASTS
    email = email.strip()
    link = Link("", LinkPurpose.INVITATION, organisation, email, role, actor, expires)
    return _make(session, link)


def _make(session: Session, link: Link) -> str:
    token = new_token()
    connection, _ = write_lock(session)
    # A comparison with None is no match in SQL, and the first administrator's links name nobody.
    same = OneTimeLink.purpose == link.purpose
    if link.email is not None:
        same &= OneTimeLink.organisation == link.organisation
        same &= func.lower(OneTimeLink.email) == link.email.lower()
    connection.execute(delete(OneTimeLink).where(same))
    connection.execute(
        insert(OneTimeLink).values(
            digest=digest_of(token),
            purpose=link.purpose,
            organisation=link.organisation,
            email=link.email and normal(link.email),
            role=link.role,
            made_by=link.made_by,
            expires=text_of(link.expires),
        )
    )
    session.commit()
    return token


def find_link(
    session: Session, token: str, purpose: LinkPurpose, at: datetime.datetime
) -> Link | None:
    """Find the link of a token; None where it was used, has run out or never was."""
    query = select(OneTimeLink).where(
        OneTimeLink.digest == digest_of(token),
        OneTimeLink.purpose == purpose,
        OneTimeLink.expires > text_of(at),
    )
    row = session.execute(query).scalar_one_or_none()
    if row is None or (purpose is LinkPurpose.FIRST and any_user(session)):
        return None
    return _link(row)


def invitations(session: Session, organisation: str, at: datetime.datetime) -> list[Link]:
    """Read the invitations into an organisation that can still be used, by address."""
    query = select(OneTimeLink).where(
        OneTimeLink.organisation == organisation, OneTimeLink.expires > text_of(at)
    )
    rows = session.execute(query.order_by(OneTimeLink.email)).scalars()
    return [_link(row) for row in rows]


def withdraw(session: Session, organisation: str, digest: str) -> None:
    """End an invitation into an organisation."""
    connection, _ = write_lock(session)
    connection.execute(
        delete(OneTimeLink).where(
            OneTimeLink.digest == digest, OneTimeLink.organisation == organisation
        )
    )
    session.commit()


def organisations_of(session: Session) -> list[str]:
    """Read the ids of all organisations of the catalogue."""
    return list(session.execute(select(OrganisationRow.id).order_by(OrganisationRow.id)).scalars())


def make_first(
    session: Session, link: Link, who: Newcomer, organisation: str | None, at: datetime.datetime
) -> tuple[str, Outcome]:
    """Make the first administrator of every organisation, and give the user's id.

    Where there is no organisation yet, the one named is made too.
    """
    user = User(id=new_user_id(), email=normal(who.email), name=who.name.strip(), active=True)
    changes: list[Put] = [Put(user)]
    ids = organisations_of(session)
    if not ids and organisation:
        made = Organisation(id=id_of(organisation, (), "organisation"), name=organisation.strip())
        changes.append(Put(made))
        ids = [made.id]
    changes += [Put(membership_of(user.id, id, UserRole.ADMINISTRATOR)) for id in ids]
    beside = _spending(link, user.id, hashed_password(who.password), alone=True)
    return user.id, apply(session, user.id, changes, "First administrator", at, beside=beside)


def join(session: Session, link: Link, who: Newcomer, at: datetime.datetime) -> tuple[str, Outcome]:
    """Make the account of somebody invited, and give the user's id."""
    assert link.organisation is not None
    assert link.role is not None
    user = User(
        id=new_user_id(),
        email=link.email and normal(link.email),
        name=who.name.strip(),
        active=True,
    )
    changes = [Put(user), Put(membership_of(user.id, link.organisation, link.role))]
    beside = _spending(link, user.id, hashed_password(who.password))
    return user.id, apply(session, user.id, changes, _reason(link), at, beside=beside)


def accept(session: Session, link: Link, user: str, at: datetime.datetime) -> Outcome:
    """Let somebody invited in who has an account already."""
    assert link.organisation is not None
    assert link.role is not None
    held = member_of(session, link.organisation, user)
    if held is not None and held.active:
        return Refused((Refusal(Kind.USER, user, Problem("", _A_MEMBER)),))
    return admit(
        session,
        user,
        user,
        link.organisation,
        link.role,
        at,
        reason=_reason(link),
        beside=_spending(link, user, None),
    )


def _spending(link: Link, user: str, hashed: str | None, *, alone: bool = False) -> Beside:
    """Make the step that spends a link, and keeps a new account's password.

    `alone` refuses it where there is any other user.
    """

    def spend(connection: Connection) -> tuple[Refusal, ...]:
        spent = connection.execute(delete(OneTimeLink).where(OneTimeLink.digest == link.digest))
        others = select(func.count()).select_from(UserRow).where(UserRow.id != user)
        if spent.rowcount != 1 or (alone and connection.execute(others).scalar_one()):
            return (Refusal(Kind.USER, user, Problem("", f"This link {SPENT}.")),)
        if hashed is not None:
            keep_password(connection, user, hashed)
        return ()

    return spend


def _reason(link: Link) -> str:
    return f"Invited by {link.made_by}"


def _link(row: OneTimeLink) -> Link:
    return Link(
        digest=row.digest,
        purpose=LinkPurpose(row.purpose),
        organisation=row.organisation,
        email=row.email,
        role=UserRole(row.role) if row.role else None,
        made_by=row.made_by,
        expires=datetime.datetime.fromisoformat(row.expires),
    )
