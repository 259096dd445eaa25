"""Signing in and out, one's own account, and coming in by a link."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from ropa.core.change import Applied
from ropa.store import accounts, invitations
from ropa.store.invitations import Link, Newcomer
from ropa.vocabulary import LinkPurpose, Theme
from ropa.web import access, session
from ropa.web.forms_accounts import (
    AcceptForm,
    FirstForm,
    JoinForm,
    PasswordForm,
    SignInForm,
    ThemeForm,
    errors_of,
    refuse,
)
from ropa.web.frame import outside, shown
from ropa.web.parts import parts
from ropa.web.signing import checked, signed_in

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Answer:
    """Ask for email and password, and go on to where one wanted to go."""
    form = SignInForm(next=request.args.get("next"))
    onward = access.safe_next(form.next.data) or url_for("start.start")
    if form.validate_on_submit():
        account = signed_in(form, form.email.data)
        if account is not None:
            session.begin(account)
            return redirect(onward, 303)
    return _form("sign_in.html", form)


@blueprint.post("/sign-out")
def sign_out() -> Answer:
    """End the session, and let the browser forget the pages it keeps."""
    session.end()
    response = redirect(url_for("accounts.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.get("/account")
def account() -> Response:
    """Show one's own account, with the forms to change it."""
    return _account(PasswordForm(formdata=None))


@blueprint.post("/account/password")
def password() -> Answer:
    """Change one's password; every other session of the account ends."""
    user = access.person()
    form = PasswordForm()
    wrong = "This is not your present password"
    if not (form.validate_on_submit() and checked(form, user.email, "old", wrong)):
        return _account(form)
    hashed = accounts.hashed_password(form.password.data)
    accounts.set_password(parts().session(), user.id, hashed)
    _begin(user.id)
    return redirect(url_for("accounts.account", changed="password"), 303)


@blueprint.post("/account/theme")
def theme() -> Answer:
    """Choose how the pages look."""
    user = access.person()
    form = ThemeForm()
    if form.validate_on_submit():
        accounts.set_theme(parts().session(), user.id, Theme(form.theme.data))
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/first/<token>", methods=["GET", "POST"])
def first(token: str) -> Answer:
    """Make the first administrator, and the first organisation where there is none."""
    link = _link(token, LinkPurpose.FIRST)
    form = FirstForm()
    if invitations.organisations_of(parts().session()):
        del form.organisation
    if form.validate_on_submit():
        who = Newcomer(form.email.data, form.name.data, form.password.data)
        named = form.organisation.data if "organisation" in form else None
        now = parts().now()
        id, outcome = invitations.make_first(parts().session(), link, who, named, now)
        if isinstance(outcome, Applied):
            return _welcome(id)
        refuse(form, outcome)
    return _form("first.html", form)


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> Answer:
    """Let somebody in who was invited."""
    link = _link(token, LinkPurpose.INVITATION)
    known = accounts.find_user(parts().session(), link.email or "") is not None
    return _accept(link) if known else _join(link)


def _join(link: Link) -> Answer:
    """Make the account of somebody invited."""
    form = JoinForm()
    if form.validate_on_submit():
        who = Newcomer(link.email or "", form.name.data, form.password.data)
        id, outcome = invitations.join(parts().session(), link, who, parts().now())
        if isinstance(outcome, Applied):
            return _welcome(id)
        refuse(form, outcome)
    return _form("join.html", form, link=link, organisation=_name(link))


def _accept(link: Link) -> Answer:
    """Give somebody invited the role with the account they have."""
    form = AcceptForm()
    wrong = "This is not the password of the account"
    if form.validate_on_submit() and (id := checked(form, link.email or "", "password", wrong)):
        outcome = invitations.accept(parts().session(), link, id, parts().now())
        if isinstance(outcome, Applied):
            return _welcome(id)
        refuse(form, outcome)
    return _form("accept.html", form, link=link, organisation=_name(link))


def _link(token: str, purpose: LinkPurpose) -> Link:
    link = invitations.find_link(parts().session(), token, purpose, parts().now())
    if link is None:
        abort(shown(outside(None), "accounts/spent.html", 404, purpose=purpose))
    return link


def _name(link: Link) -> str:
    return parts().register().organisations[link.organisation or ""].name


def _welcome(user: str) -> Answer:
    _begin(user)
    return redirect(url_for("start.start"), 303)


def _begin(user: str) -> None:
    account = accounts.account_of(parts().session(), user)
    assert account is not None
    session.begin(account)


def _account(form: PasswordForm) -> Response:
    user = access.person()
    errors = errors_of(form)
    theme = ThemeForm(formdata=None, theme=user.theme.value)
    return shown(
        outside(user),
        "accounts/account.html",
        422 if errors else 200,
        form=form,
        errors=errors,
        theme=theme,
        user=user,
        password_url=url_for("accounts.password"),
        theme_url=url_for("accounts.theme"),
        changed=request.args.get("changed") == "password",
    )


def _form(template: str, form: FlaskForm, **values: object) -> Response:
    errors = errors_of(form)
    code = 422 if errors else 200
    response = shown(
        outside(None), f"accounts/{template}", code, form=form, errors=errors, **values
    )
    response.cache_control.no_store = True
    return response
