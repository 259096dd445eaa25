"""The first page: how to begin, what is published, or one's organisations."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from ropa.core.register import Register
from ropa.export.public import default_organisation
from ropa.store.accounts import Account
from ropa.version import VERSION
from ropa.web import access, door
from ropa.web.frame import Place, outside, shown
from ropa.web.parts import parts
from ropa.web.session import who

EXAMPLE = """\
your-company:
  name: Your Company Ltd
  address: 1 High Street, Anytown, AB1 2CD
  country: GB
  email: privacy@your-company.example"""
"""A whole `organisations.yml`, as small as it can usefully be."""

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
def start() -> Answer:
    """Say what is published or how to begin; whoever is in goes to the register."""
    user, reviewer = who(), door.inside()
    if user is not None:
        return _onward(user)
    if reviewer is not None:
        return redirect(url_for("home.home", organisation=reviewer.organisation), 303)
    register = parts().register()
    page = _contents(register) if len(register) else _first_run()
    response = make_response(page)
    response.cache_control.no_cache = True
    return response


@blueprint.get("/organisations")
def organisations() -> Response:
    """List one's organisations."""
    user = access.person()
    places = [
        Place(o.name, url_for("home.home", organisation=o.id)) for o in access.organisations(user)
    ]
    return shown(outside(user), "start/organisations.html", places=places)


@blueprint.get("/marks")
def marks() -> Response:
    """Say what the marks mean, to whoever meets them: members and reviewers alike."""
    return shown(outside(who()), "start/marks.html")


def _onward(user: Account) -> Answer:
    """Go to one's only organisation, or to the choice of them."""
    mine = access.organisations(user)
    if len(mine) == 1:
        return redirect(url_for("home.home", organisation=mine[0].id), 303)
    return redirect(url_for("start.organisations"), 303)


def _first_run() -> str:
    return render_template("start/first_run.html", example=EXAMPLE, version=VERSION)


def _contents(register: Register) -> str:
    """Say no more than the published page does: nobody has signed in."""
    return render_template(
        "start/contents.html",
        public_url=url_for("public.subprocessors") if default_organisation(register) else None,
        verify_url=url_for("verify.verify"),
        sign_in_url=url_for("accounts.sign_in"),
        version=VERSION,
    )
