"""Letting an authority's people read the record, and seeing what they read."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from ropa.store import reviewers as held
from ropa.store.reviewers import Issued, Reviewer
from ropa.web import access
from ropa.web.access import Action, Desk
from ropa.web.forms_accounts import errors_of
from ropa.web.forms_reviewers import ReviewerForm
from ropa.web.frame import inside, shown
from ropa.web.parts import parts
from ropa.web.reviewer_form import fresh_form, offered, terms_of
from ropa.web.reviewer_reach import Reach, reach
from ropa.web.reviewers_page import REVIEWERS, VISITS, reviewer_page, reviewers_page

blueprint = Blueprint("reviewers", __name__, url_prefix="/o/<organisation>/reviewers")


@blueprint.get("")
def reviewers(organisation: str) -> Response:
    """List who reads the record for an authority, and who did."""
    desk = access.open(organisation, Action.REVIEWERS)
    return _page(desk, "reviewers.html", page=reviewers_page(desk), heads=REVIEWERS)


@blueprint.route("/new", methods=["GET", "POST"])
def new(organisation: str) -> Response:
    """Show what somebody would see by a link, or make it and show it with its code once."""
    desk = access.open(organisation, Action.REVIEWERS)
    form = ReviewerForm() if request.method == "POST" else fresh_form(desk)
    terms = terms_of(desk, form) if form.validate_on_submit() else None
    if terms is None or "look" in request.form:
        return _asked(desk, form, reach(desk, terms) if terms else None)
    its = parts()
    issued = held.issue(its.session(), desk.user.id, organisation, terms, its.now())
    reviewer = held.reviewer_of(its.session(), organisation, issued.id) or abort(404)
    return _issued(desk, reviewer, issued.code, issued)


@blueprint.get("/<reviewer>")
def reviewer(organisation: str, reviewer: str) -> Response:
    """Show what one may read, and what was looked at and downloaded."""
    desk, found = _open(organisation, reviewer)
    page = reviewer_page(desk, found, request.args.get("page", "1"))
    return _page(desk, "reviewer.html", page=page, heads=VISITS)


@blueprint.post("/<reviewer>/code")
def code(organisation: str, reviewer: str) -> Response:
    """Make another code, for another browser; the one before is shut out."""
    desk, found = _open(organisation, reviewer)
    made = held.new_code(parts().session(), organisation, reviewer) or abort(404)
    return _issued(desk, found, made, None)


@blueprint.post("/<reviewer>/revoke")
def revoke(organisation: str, reviewer: str) -> Answer:
    """Close the door to somebody at once."""
    desk, found = _open(organisation, reviewer)
    its = parts()
    held.revoke(its.session(), desk.user.id, organisation, found.id, its.now())
    return redirect(desk.url("reviewers.reviewer", reviewer=found.id), 303)


def _open(organisation: str, reviewer: str) -> tuple[Desk, Reviewer]:
    desk = access.open(organisation, Action.REVIEWERS)
    return desk, held.reviewer_of(parts().session(), organisation, reviewer) or abort(404)


def _asked(desk: Desk, form: ReviewerForm, found: Reach | None) -> Response:
    """Ask for the terms, again where they are wrong or were to be looked at first."""
    errors = errors_of(form)
    choice = offered(desk, form)
    code = 422 if errors else 200
    return _page(desk, "new.html", code, form=form, errors=errors, offered=choice, reach=found)


def _issued(desk: Desk, reviewer: Reviewer, code: str, issued: Issued | None) -> Response:
    """Show what nobody can be told again: the code and, of a new link, its address."""
    response = _page(
        desk,
        "issued.html",
        terms=reviewer.terms,
        code_of=code,
        url=url_for("review.enter", token=issued.token, _external=True) if issued else None,
        back=desk.url("reviewers.reviewer", reviewer=reviewer.id),
    )
    response.cache_control.no_store = True
    return response


def _page(desk: Desk, template: str, code: int = 200, **values: object) -> Response:
    urls = {
        "list_url": desk.url("reviewers.reviewers"),
        "new_url": desk.url("reviewers.new"),
        "exports_url": desk.url("exports.index"),
    }
    return shown(inside(desk), f"reviewers/{template}", code, **urls, **values)
