"""Accounts from the command line."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from ropa.cli import desk
from ropa.records.user import User
from ropa.store.accounts import (
    LEAST_PASSWORD,
    add_user,
    find_user,
    give_role,
    hashed_password,
    new_user_id,
    normal,
    set_password,
)
from ropa.store.load import load
from ropa.vocabulary import UserRole

_ROLES = click.Choice([role.value for role in UserRole])
_PASSWORD = click.password_option(
    help=f"Asked for where not given; at least {LEAST_PASSWORD} characters."
)


@click.group()
def user() -> None:
    """Say who may sign in, and as what."""


@user.command("add")
@click.argument("email")
@click.option("--name", help="As others see it.")
@click.option("--role", type=_ROLES, required=True)
@click.option("--organisation", metavar="ID", help="Where; the only one where not given.")
@_PASSWORD
def add(email: str, name: str | None, role: str, organisation: str | None, password: str) -> None:
    """Add a user with a role in an organisation."""
    hashed = _hashed(password)
    with desk.opened() as session:
        whose = desk.chosen(load(session.connection()), organisation).id
        if find_user(session, email) is not None:
            raise click.ClickException(f"{email} is already a user: see `user role`.")
        user = User(id=new_user_id(), email=normal(email), name=name, active=True)
        given = UserRole(role)
        desk.settled(add_user(session, desk.ACTOR, user, whose, given, desk.now(), hashed))
    click.echo(f"Added {email} as {UserRole(role).label.lower()} of {whose}.")


@user.command("password")
@click.argument("email")
@_PASSWORD
def password(email: str, password: str) -> None:
    """Set a user's password."""
    hashed = _hashed(password)
    with desk.opened() as session:
        set_password(session, _found(session, email), hashed)
    click.echo(f"The password of {email} is set.")


@user.command("role")
@click.argument("email")
@click.argument("role", type=_ROLES)
@click.option("--organisation", metavar="ID", help="Where; the only one where not given.")
def role(email: str, role: str, organisation: str | None) -> None:
    """Give a user a role in an organisation."""
    with desk.opened() as session:
        whose = desk.chosen(load(session.connection()), organisation).id
        id = _found(session, email)
        desk.settled(give_role(session, desk.ACTOR, id, whose, UserRole(role), desk.now()))
    click.echo(f"{email} is {UserRole(role).label.lower()} of {whose}.")


def _hashed(password: str) -> str:
    """Hash a password before anything is stored, so that a bad one leaves nothing behind."""
    if len(password) < LEAST_PASSWORD:
        raise click.ClickException(f"A password has at least {LEAST_PASSWORD} characters.")
    try:
        return hashed_password(password)
    except UnicodeEncodeError as error:
        raise click.ClickException("The password is not text in UTF-8.") from error


def _found(session: Session, email: str) -> str:
    found = find_user(session, email)
    if found is None:
        raise click.ClickException(f"There is no user {email}: see `user add`.")
    return found.id
