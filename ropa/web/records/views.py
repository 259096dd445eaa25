"""The views that make, change, retire and delete records of every kind."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as Answer

from ropa.store import drafts
from ropa.web import access
from ropa.web.access import Action
from ropa.web.forms.posted import Posted
from ropa.web.parts import parts
from ropa.web.records import drafting
from ropa.web.records.acts import ACTS, acted, asked
from ropa.web.records.answer import answered, opened
from ropa.web.records.copying import copy_of
from ropa.web.records.envelope import Envelope
from ropa.web.records.prefilled import prefilled
from ropa.web.records.task import is_sealed, lesser_task, new_task, slot_task, task_of
from ropa.web.session import who

blueprint = Blueprint("editing", __name__, url_prefix="/o/<organisation>/<plural>")

_RETIRE, _RESTORE, _DELETE = ACTS


@blueprint.before_request
def keep_what_was_typed() -> None:
    """Keep what is posted after the session has ended, before anybody is sent to sign in."""
    if request.method == "POST" and who() is None:
        drafting.keep_for_the_signed_out()


@blueprint.route("/new", methods=["GET", "POST"])
def new(organisation: str, plural: str) -> Answer:
    """Make a record; its form may begin with answers of the address."""
    task = new_task(access.open(organisation, Action.EDIT), plural)
    return answered(task) if request.method == "POST" else opened(task, prefilled(task))


@blueprint.route("/<id>/edit", methods=["GET", "POST"])
def edit(organisation: str, plural: str, id: str) -> Answer:
    """Change a record."""
    task = task_of(access.open(organisation, Action.EDIT), plural, id)
    return answered(task) if request.method == "POST" else opened(task)


@blueprint.get("/<id>/duplicate")
def duplicate(organisation: str, plural: str, id: str) -> Response:
    """Begin a new record from the answers of another; nothing is stored yet."""
    desk = access.open(organisation, Action.EDIT)
    begun = copy_of(lesser_task(desk, plural, id))
    return opened(new_task(desk, plural), begun)


@blueprint.route("/<id>/retire", methods=["GET", "POST"])
def retire(organisation: str, plural: str, id: str) -> Answer:
    """Put a record out of use."""
    task = lesser_task(access.open(organisation, Action.RETIRE), plural, id)
    return acted(task, _RETIRE) if request.method == "POST" else asked(task, _RETIRE)


@blueprint.route("/<id>/restore", methods=["GET", "POST"])
def restore(organisation: str, plural: str, id: str) -> Answer:
    """Put a retired record back into use."""
    task = lesser_task(access.open(organisation, Action.RETIRE), plural, id)
    return acted(task, _RESTORE) if request.method == "POST" else asked(task, _RESTORE)


@blueprint.route("/<id>/delete", methods=["GET", "POST"])
def delete(organisation: str, plural: str, id: str) -> Answer:
    """Delete a record to which nothing refers."""
    task = lesser_task(access.open(organisation, Action.DELETE), plural, id)
    return acted(task, _DELETE) if request.method == "POST" else asked(task, _DELETE)


@blueprint.post("/<id>/draft")
def draft(organisation: str, plural: str, id: str) -> Answer:
    """Keep what is typed in a form that was made for this person and record."""
    task = slot_task(access.open(organisation, Action.EDIT), plural, id)
    if not is_sealed(task):
        abort(400)
    drafting.keep(task, Posted.of(request.form.items(multi=True)), Envelope())
    return Response(status=204)


@blueprint.post("/<id>/discard")
def discard(organisation: str, plural: str, id: str) -> Answer:
    """Let a draft go."""
    task = slot_task(access.open(organisation, Action.EDIT), plural, id)
    if not Envelope().validate():
        abort(400)
    drafts.discard(parts().session(), task.slot)
    return redirect(task.action, 303)
