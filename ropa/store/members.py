"""The people of an organisation: who has which role there, and changes of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from ropa.core.change import Change, Outcome, Put, Refusal
from ropa.models.user import Credential
from ropa.models.user import Membership as MembershipRow
from ropa.models.user import User as UserRow
from ropa.records.base import Problem
from ropa.records.user import User
from ropa.store.accounts import base_of, membership_of, memberships
from ropa.store.apply import Beside, apply
from ropa.store.feeds import forget
from ropa.store.mapper import read_records
from ropa.vocabulary import Kind, UserRole

LAST = "is the last administrator: make somebody else one first"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role in an organisation; `active` where it still lets them in."""

    user: str
    name: str
    email: str
    role: UserRole
    active: bool


def members_of(session: Session, organisation: str) -> list[Member]:
    """Read the people of an organisation by name, those who may no longer come in last."""
    query = (
        select(UserRow, MembershipRow)
        .join(MembershipRow, MembershipRow.user == UserRow.id)
        .where(MembershipRow.organisation == organisation)
    )
    found = [
        Member(
            user=user.id,
            name=user.name or user.email or user.id,
            email=user.email or "",
            role=UserRole(membership.role),
            active=user.is_active and not membership.retired,
        )
        for user, membership in session.execute(query)
    ]
    return sorted(found, key=lambda member: (not member.active, member.name.casefold()))


def member_of(session: Session, organisation: str, user: str) -> Member | None:
    """Read one of the people of an organisation."""
    return next((m for m in members_of(session, organisation) if m.user == user), None)


def strangers(session: Session, organisation: str) -> frozenset[str]:
    """Read the ids of those who have had a role in other organisations alone."""
    here = select(MembershipRow.user).where(MembershipRow.organisation == organisation)
    query = select(MembershipRow.user).where(MembershipRow.user.not_in(here))
    return frozenset(session.scalars(query))


def change_role(
    session: Session,
    actor: str,
    user: str,
    organisation: str,
    role: UserRole,
    at: datetime.datetime,
) -> Outcome:
    """Give a member another role; refused where no administrator would be left."""
    connection = session.connection()
    change = _membership(connection, user, organisation, role, retired=False)
    guard = _with_an_administrator(organisation, change.record.id)
    return apply(session, actor, [change], None, at, beside=guard)


def deactivate(
    session: Session, actor: str, member: Member, organisation: str, at: datetime.datetime
) -> Outcome:
    """End a member's access; refused where no administrator would be left.

    Somebody who has a role in another organisation keeps the account for that. The address of the
    member's calendar does not come back with the role.
    """
    connection = session.connection()
    change = _membership(connection, member.user, organisation, member.role, retired=True)
    guard = _with_an_administrator(organisation, change.record.id)

    def beside(connection: Connection) -> Sequence[Refusal]:
        forget(connection, member.user, organisation)
        return guard(connection)

    changes: list[Change] = [change]
    if all(m.organisation == organisation for m in memberships(session, member.user)):
        changes.append(_user(connection, member.user, active=False))
    return apply(session, actor, changes, None, at, beside=beside)


def activate(
    session: Session, actor: str, member: Member, organisation: str, at: datetime.datetime
) -> Outcome:
    """Let a member in again, with the role held before."""
    return admit(session, actor, member.user, organisation, member.role, at)


def admit(  # noqa: PLR0913 - a role is all of these
    session: Session,
    actor: str,
    user: str,
    organisation: str,
    role: UserRole,
    at: datetime.datetime,
    *,
    reason: str | None = None,
    beside: Beside = lambda _: (),
) -> Outcome:
    """Let somebody who has an account into an organisation."""
    connection = session.connection()
    changes = [
        _membership(connection, user, organisation, role, retired=False),
        _user(connection, user, active=True),
    ]
    return apply(session, actor, changes, reason, at, beside=beside)


def _membership(
    connection: Connection, user: str, organisation: str, role: UserRole, *, retired: bool
) -> Put:
    fresh = membership_of(user, organisation, role)
    changed = msgspec.structs.replace(fresh, retired=retired)
    return Put(changed, base_of(connection, Kind.MEMBERSHIP, fresh.id))


def _user(connection: Connection, id: str, *, active: bool) -> Put:
    """Change whether a user may sign in; all else stays as the rows have it."""
    (held,) = (r for r in read_records(connection, [Kind.USER]) if r.id == id)
    assert isinstance(held, User)
    return Put(msgspec.structs.replace(held, active=active), base_of(connection, Kind.USER, id))


def _with_an_administrator(organisation: str, membership: str) -> Beside:
    """Make the check that somebody who can sign in still administers the organisation."""
    query = (
        select(func.count())
        .select_from(MembershipRow)
        .join(UserRow, UserRow.id == MembershipRow.user)
        .join(Credential, Credential.record == UserRow.id)
        .where(
            MembershipRow.organisation == organisation,
            MembershipRow.role == UserRole.ADMINISTRATOR,
            MembershipRow.retired.is_(False),
            UserRow.active.is_(True),
            UserRow.retired.is_(False),
        )
    )

    def check(connection: Connection) -> tuple[Refusal, ...]:
        if connection.execute(query).scalar_one():
            return ()
        return (Refusal(Kind.MEMBERSHIP, membership, Problem("role", LAST)),)

    return check
