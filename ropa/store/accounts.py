"""Users, their roles and their passwords."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from ropa.core.change import Outcome, Put
from ropa.models.user import Credential
from ropa.models.user import Membership as MembershipRow
from ropa.models.user import User as UserRow
from ropa.records.user import Membership, User
from ropa.store.apply import apply
from ropa.store.engine import WRITES
from ropa.store.journal import latest
from ropa.vocabulary import Action, Kind, UserRole

_LONGEST = 80
"""Characters of an id."""

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody")


def new_user_id() -> str:
    """Make an id that says nothing of the person: it stays in the journal for good."""
    return f"u-{secrets.token_hex(4)}"


def normal(email: str) -> str:
    """Give an address as it is kept and looked for: whatever its case, it is one."""
    return email.strip().casefold()


def add_user(
    session: Session,
    actor: str,
    user: User,
    organisation: str,
    role: UserRole,
    at: datetime.datetime,
) -> Outcome:
    """Add a user with a role, who may sign in once there is a password."""
    membership = membership_of(user.id, organisation, role)
    return apply(session, actor, [Put(user), Put(membership)], None, at)


def membership_of(user: str, organisation: str, role: UserRole) -> Membership:
    """Make the record that gives a user a role in an organisation."""
    id = f"{user}-{organisation}"
    if len(id) > _LONGEST:
        id = f"{user}-{hashlib.sha256(organisation.encode()).hexdigest()[:16]}"
    return Membership(id=id, user=user, organisation=organisation, role=role)


def give_role(
    session: Session,
    actor: str,
    user: str,
    organisation: str,
    role: UserRole,
    at: datetime.datetime,
) -> Outcome:
    """Give a user a role in an organisation, in place of the one held there."""
    membership = membership_of(user, organisation, role)
    held = list(latest(session.connection(), [Kind.MEMBERSHIP], records=[membership.id]))
    base = held[0].sequence if held and held[0].action is not Action.DELETED else None
    return apply(session, actor, [Put(membership, base)], None, at)


def find_user(session: Session, email: str) -> UserRow | None:
    """Find a user by address, whatever its case."""
    query = select(UserRow).where(UserRow.email == normal(email))
    return session.execute(query).scalar_one_or_none()


def memberships(session: Session, user: str) -> list[MembershipRow]:
    """Read the roles of a user, always from rows: a revocation takes effect at once."""
    query = select(MembershipRow).where(
        MembershipRow.user == user, MembershipRow.retired.is_(False)
    )
    return list(session.execute(query.order_by(MembershipRow.organisation)).scalars())


def hashed_password(password: str) -> str:
    """Give the argon2id hash of a password; slow on purpose."""
    return _HASHER.hash(password)


def set_password(session: Session, user: str, hashed: str) -> None:
    """Keep the hash of a new password."""
    session.rollback()
    session.connection(execution_options={WRITES: True})
    session.merge(Credential(record=user, password_hash=hashed))
    session.commit()


def password_fits(session: Session, user: str | None, password: str) -> bool:
    """Whether the password is the user's. As slow for somebody who does not exist."""
    held = session.get(Credential, user) if user is not None else None
    try:
        _HASHER.verify(held.password_hash if held else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return held is not None
