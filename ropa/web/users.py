"""Who may do what in an organisation, for its administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from ropa.core.change import Applied, Outcome
from ropa.store import invitations, members
from ropa.store.accounts import normal
from ropa.store.members import Member
from ropa.vocabulary import UserRole
from ropa.web import access
from ropa.web.access import PERMISSIONS, Action, Desk
from ropa.web.forms_accounts import ButtonForm, InviteForm, RoleForm, errors_of, refuse, say
from ropa.web.frame import inside, shown
from ropa.web.parts import parts
from ropa.web.tables import Head, heads

_WITHDRAW = Head("Withdraw", number=True, hidden=True)

_HEADS = {
    "members": heads("Name", "Email", "Role", "May sign in"),
    "invited": (*heads("Email", "Role", "The link works until"), _WITHDRAW),
    "roles": heads("Action", *(role.label for role in UserRole)),
}

blueprint = Blueprint("users", __name__, url_prefix="/o/<organisation>/users")


@blueprint.get("")
def users(organisation: str) -> Response:
    """List who has a role, and who is invited."""
    desk = access.open(organisation, Action.USERS)
    session, now = parts().session(), parts().now()
    found = members.members_of(session, organisation)
    invited = invitations.invitations(session, organisation, now)
    return _page(
        desk,
        "users.html",
        members=[(member, _url("user", desk, user=member.user)) for member in found],
        invited=[(link, _url("withdraw", desk, digest=link.digest)) for link in invited],
        invite_url=_url("invite", desk),
        permissions=PERMISSIONS,
        roles=tuple(UserRole),
        heads=_HEADS,
    )


@blueprint.route("/invite", methods=["GET", "POST"])
def invite(organisation: str) -> Response:
    """Make a link for somebody, and show it once."""
    desk = access.open(organisation, Action.USERS)
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(desk, "invite.html", form, form=form)
    role = UserRole(form.role.data)
    its = parts()
    email = form.email.data.strip()
    held = members.members_of(its.session(), organisation)
    if any(member.active and member.email == normal(email) for member in held):
        say(form, "email", "Somebody with this address has a role here: change it on their page")
        return _page(desk, "invite.html", form, form=form)
    token = invitations.invite(its.session(), desk.user.id, organisation, email, role, its.now())
    url = url_for("accounts.invitation", token=token, _external=True)
    response = _page(desk, "invited.html", url=url, email=email, role=role)
    response.cache_control.no_store = True
    return response


@blueprint.post("/invitations/<digest>/withdraw")
def withdraw(organisation: str, digest: str) -> Answer:
    """End an invitation that was not used."""
    access.open(organisation, Action.USERS)
    invitations.withdraw(parts().session(), organisation, digest)
    return redirect(url_for("users.users", organisation=organisation), 303)


@blueprint.route("/<user>", methods=["GET", "POST"])
def user(organisation: str, user: str) -> Answer:
    """Show one member, and give another role."""
    desk, member = _open(organisation, user)
    form = RoleForm(role=member.role.value)
    if not form.validate_on_submit():
        return _member(desk, member, form)
    its = parts()
    role = UserRole(form.role.data)
    outcome = members.change_role(its.session(), desk.user.id, user, organisation, role, its.now())
    return _done(desk, member, form, outcome)


@blueprint.post("/<user>/deactivate")
def deactivate(organisation: str, user: str) -> Answer:
    """End a member's access."""
    desk, member = _open(organisation, user)
    form, its = ButtonForm(), parts()
    outcome = members.deactivate(its.session(), desk.user.id, member, organisation, its.now())
    return _done(desk, member, form, outcome)


@blueprint.post("/<user>/activate")
def activate(organisation: str, user: str) -> Answer:
    """Let a member in again."""
    desk, member = _open(organisation, user)
    form, its = ButtonForm(), parts()
    outcome = members.activate(its.session(), desk.user.id, member, organisation, its.now())
    return _done(desk, member, form, outcome)


def _open(organisation: str, user: str) -> tuple[Desk, Member]:
    desk = access.open(organisation, Action.USERS)
    member = members.member_of(parts().session(), organisation, user)
    if member is None:
        abort(404)
    return desk, member


def _done(desk: Desk, member: Member, form: FlaskForm, outcome: Outcome) -> Answer:
    """Go back to the list, or say on the member's page why nothing was stored."""
    if isinstance(outcome, Applied):
        return redirect(url_for("users.users", organisation=desk.organisation.id), 303)
    refuse(form, outcome)
    return _member(desk, member, form)


def _member(desk: Desk, member: Member, form: FlaskForm) -> Response:
    role = form if isinstance(form, RoleForm) else RoleForm(role=member.role.value)
    verb = "deactivate" if member.active else "activate"
    return _page(
        desk,
        "user.html",
        form,
        form=role,
        member=member,
        role_url=_url("user", desk, user=member.user),
        own=member.user == desk.user.id,
        verb=verb.capitalize(),
        verb_url=_url(verb, desk, user=member.user),
    )


def _url(view: str, desk: Desk, **values: Any) -> str:
    return url_for(f"users.{view}", organisation=desk.organisation.id, **values)


def _page(
    desk: Desk, template: str, checked: FlaskForm | None = None, **values: object
) -> Response:
    errors = errors_of(checked) if checked is not None else None
    code = 422 if errors else 200
    frame = inside(desk)
    list_url = _url("users", desk)
    values |= {"desk": desk, "errors": errors, "list_url": list_url}
    return shown(frame, f"accounts/{template}", code, **values)
