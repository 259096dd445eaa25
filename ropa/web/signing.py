"""Whether somebody is who they say, with the brake on guessing."""

from __future__ import annotations

from flask import request
from flask_wtf import FlaskForm

from ropa.store import attempts
from ropa.store.accounts import Account, account_of, find_user, password_fits
from ropa.web.forms_accounts import say, waiting
from ropa.web.parts import parts

WRONG = "The email address and the password do not go together."


def checked(form: FlaskForm, email: str, field: str, wrong: str = WRONG) -> str | None:
    """Give the id of the user whose password a field of the form holds.

    Otherwise tell the form: in the same words, after the same time, for an address without an
    account and for a wrong password.
    """
    session, address = parts().session(), request.remote_addr or ""
    wait = attempts.begin(session, email, address, parts().now())
    if wait is not None:
        say(form, "", waiting(wait))
        return None
    user = find_user(session, email)
    id = user.id if user is not None else None
    if not password_fits(session, id, form[field].data):
        say(form, "" if wrong is WRONG else field, wrong)
        return None
    attempts.succeeded(session, email, address)
    return id


def signed_in(form: FlaskForm, email: str) -> Account | None:
    """Give the account that a sign-in form opens; otherwise tell the form why not."""
    id = checked(form, email, "password")
    account = account_of(parts().session(), id) if id is not None else None
    if id is not None and account is None:
        say(form, "", WRONG)
    return account
