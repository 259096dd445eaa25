"""How an authority's reviewer comes in, and leaves."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from ropa.store import reviewers
from ropa.store.reviewers import MOST_FAILURES, Reviewer
from ropa.web import door, session
from ropa.web.access import last_of
from ropa.web.forms_accounts import ButtonForm, errors_of, say
from ropa.web.forms_reviewers import CodeForm
from ropa.web.frame import outside, shown
from ropa.web.pages import day
from ropa.web.parts import parts
from ropa.web.session import who

blueprint = Blueprint("review", __name__, url_prefix="/review")

_WRONG = "This is not the code"


@blueprint.route("/<token>", methods=["GET", "POST"])
def enter(token: str) -> Answer:
    """Ask for the code of the first use; later, let the same browser in again."""
    reviewer = _invited(token)
    known = door.known(reviewer.id) is not None
    form = ButtonForm() if known else CodeForm()
    shut = _shut(reviewer, known=known)
    if shut or not form.validate_on_submit():
        return _page(reviewer, form, shut)
    if known:
        return _let_in(reviewer)
    now = parts().now()
    secret = reviewers.admit(parts().session(), reviewer.id, form.code.data, now)
    if secret is None:
        say(form, "code", _WRONG)
        return _page(reviewer, form, _shut(_invited(token), known=False))
    answer = _let_in(reviewer)
    door.remember(answer, reviewer, secret, long=form.remember.data)
    return answer


@blueprint.post("/leave")
def leave() -> Answer:
    """End the session, and let the browser forget the pages it keeps."""
    session.end()
    response = redirect(url_for("review.left"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.get("/left")
def left() -> Response:
    """Say goodbye, and how to come back."""
    return shown(outside(None), "review/left.html")


@blueprint.app_errorhandler(door.Ended)
def ended(_error: door.Ended) -> Response:
    """Say that the door is closed now."""
    return _closed()


def _invited(token: str) -> Reviewer:
    """Find whose link it is; what is over, or never was, is not told apart."""
    reviewer = reviewers.by_token(parts().session(), token)
    over = reviewer is None or reviewer.revoked_at is not None
    if reviewer is None or over or door.today(reviewer) > reviewer.terms.last_day:
        abort(_closed())
    return reviewer


def _shut(reviewer: Reviewer, *, known: bool) -> str:
    """Say why somebody cannot come in now; empty where they can."""
    whose = _name(reviewer)
    user = who()
    if user is not None:
        return (
            f"You are signed in as {user.name}, and this link is for {reviewer.terms.name}. Sign "
            "out first, or open it in a private window: the code works only once."
        )
    first = reviewer.terms.first_day
    if door.today(reviewer) < first:
        return f"The link works from {day(first)}."
    if known or reviewer.awaited:
        return ""
    if reviewer.failures >= MOST_FAILURES:
        return f"A wrong code was given {MOST_FAILURES} times. Ask {whose} for another code."
    return f"The code was used already, in another browser. Ask {whose} for another code."


def _let_in(reviewer: Reviewer) -> Answer:
    door.begin(reviewer)
    return redirect(url_for("home.home", organisation=reviewer.organisation), 303)


def _name(reviewer: Reviewer) -> str:
    return last_of(parts(), reviewer.terms).organisations[reviewer.organisation].name


def _page(reviewer: Reviewer, form: ButtonForm | CodeForm, shut: str) -> Response:
    errors = errors_of(form) if request.method == "POST" else ()
    response = shown(
        outside(None),
        "review/enter.html",
        422 if errors else 200,
        form=form,
        errors=() if shut else errors,
        shut=shut,
        terms=reviewer.terms,
        organisation=_name(reviewer),
    )
    response.cache_control.no_store = True
    return response


def _closed() -> Response:
    return shown(outside(None), "review/closed.html", 404)
