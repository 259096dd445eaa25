"""The journal, and the undoing of a batch."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request
from werkzeug.wrappers import Response as Answer

from ropa.web import access
from ropa.web.access import Action
from ropa.web.frame import inside, shown
from ropa.web.journal_page import journal_page
from ropa.web.records.envelope import Reasoned
from ropa.web.undoing import Undoing, undo, undoing

blueprint = Blueprint("journal", __name__, url_prefix="/o/<organisation>/journal")


@blueprint.get("")
def journal(organisation: str) -> Response:
    """List the changes that the address asks for, newest first."""
    desk = access.open(organisation, Action.READ)
    page = journal_page(desk, request.args)
    return shown(inside(desk, "journal"), "journal/journal.html", page=page)


@blueprint.route("/<int:batch>/undo", methods=["GET", "POST"])
def undo_batch(organisation: str, batch: int) -> Answer:
    """Ask whether a batch is to be undone, or undo it."""
    desk = access.open(organisation, Action.UNDO)
    form, found = Reasoned(), undoing(desk, batch)
    if found is None:
        abort(404)
    if form.validate_on_submit():
        reasons = undo(desk, found, form.why())
        if not reasons:
            flash(f"Batch {batch} is undone.")
            return redirect(desk.url("journal.journal"), 303)
        found = Undoing(batch, reasons=reasons)
    code = 409 if request.method == "POST" and found.reasons else 422 if form.errors else 200
    back = desk.url("journal.journal", batch=batch)
    frame = inside(desk, "journal")
    return shown(frame, "journal/undo.html", code, undoing=found, form=form, back=back)
