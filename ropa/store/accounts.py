"""Users, their roles and their passwords."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from ropa.core.change import Outcome, Put, Refusal
from ropa.models.user import Credential, Preference
from ropa.models.user import Membership as MembershipRow
from ropa.models.user import User as UserRow
from ropa.records.user import Membership, User
from ropa.store.apply import apply
from ropa.store.journal import latest, writing
from ropa.vocabulary import Action, Kind, Theme, UserRole

LEAST_PASSWORD = 12
"""Characters of a password."""

_LONGEST = 80
"""Characters of an id."""

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, as the rows say at this moment.

    `stamp` changes with the password, so that it tells the sessions begun before from the others.
    The members Flask-Login asks for stand here, so that nothing of it is imported.
    """

    id: str
    email: str
    name: str
    theme: Theme
    stamp: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Give the id the session keeps."""
        return self.id


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
    hashed: str,
) -> Outcome:
    """Add a user with a role and a hashed password, all of it or nothing."""

    def beside(connection: Connection) -> Sequence[Refusal]:
        keep_password(connection, user.id, hashed)
        return ()

    changes = [Put(user), Put(membership_of(user.id, organisation, role))]
    return apply(session, actor, changes, None, at, beside=beside)


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
    base = base_of(session.connection(), Kind.MEMBERSHIP, membership.id)
    return apply(session, actor, [Put(membership, base)], None, at)


def membership_of(user: str, organisation: str, role: UserRole) -> Membership:
    """Make the record that gives a user a role in an organisation."""
    id = f"{user}-{organisation}"
    if len(id) > _LONGEST:
        id = f"{user}-{hashlib.sha256(organisation.encode()).hexdigest()[:16]}"
    return Membership(id=id, user=user, organisation=organisation, role=role)


def base_of(connection: Connection, kind: Kind, id: str) -> int | None:
    """Give the sequence a change of a record begins from; None where there is no such record."""
    held = list(latest(connection, [kind], records=[id]))
    return held[0].sequence if held and held[0].action is not Action.DELETED else None


def find_user(session: Session, email: str) -> UserRow | None:
    """Find a user by address, whatever its case."""
    query = select(UserRow).where(UserRow.email == normal(email))
    return session.execute(query).scalar_one_or_none()


def any_user(session: Session) -> bool:
    """Whether the catalogue has a user."""
    return session.execute(select(UserRow.id).limit(1)).first() is not None


def account_of(session: Session, user: str) -> Account | None:
    """Read the account of a user who may sign in now; None for any other."""
    query = (
        select(UserRow, Credential.password_hash, Preference.theme)
        .join(Credential, Credential.record == UserRow.id)
        .outerjoin(Preference, Preference.record == UserRow.id)
        .where(UserRow.id == user)
    )
    found = session.execute(query).one_or_none()
    if found is None or not found.User.is_active:
        return None
    row, hashed, theme = found
    stamp = hashlib.sha256(hashed.encode()).hexdigest()[:16]
    email = row.email or ""
    return Account(row.id, email, row.name or email, Theme(theme or Theme.AUTO), stamp)


def memberships(session: Session, user: str) -> list[MembershipRow]:
    """Read the roles of a user, always from rows: a revocation takes effect at once."""
    query = select(MembershipRow).where(
        MembershipRow.user == user, MembershipRow.retired.is_(False)
    )
    return list(session.execute(query.order_by(MembershipRow.organisation)).scalars())


def hashed_password(password: str) -> str:
    """Give the argon2id hash of a password; slow on purpose, so never under a lock."""
    return _HASHER.hash(password)


def keep_password(connection: Connection, user: str, hashed: str) -> None:
    """Write the password of a user who has none yet, in the transaction at hand."""
    connection.execute(insert(Credential).values(record=user, password_hash=hashed))


def set_password(session: Session, user: str, hashed: str) -> None:
    """Keep the hash of a new password; sessions begun with the old one end."""
    _write(session, Credential(record=user, password_hash=hashed))


def set_theme(session: Session, user: str, theme: Theme) -> None:
    """Keep how the pages look to a user."""
    _write(session, Preference(record=user, theme=theme))


def _write(session: Session, row: Credential | Preference) -> None:
    writing(session)
    session.merge(row)
    session.commit()


def password_fits(session: Session, user: str | None, password: str) -> bool:
    """Whether the password is the user's. As slow for somebody who does not exist."""
    held = session.get(Credential, user) if user is not None else None
    fits = hash_fits(held.password_hash if held else _NOBODY, password)
    return fits and held is not None


def hash_fits(hashed: str, password: str) -> bool:
    """Whether a hash is that of a password; slow on purpose, so never under a lock."""
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
