"""The file of a document: giving it out, keeping it, replacing it, taking it off."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Answer

from ropa.importing.media import LARGEST
from ropa.vocabulary import Kind
from ropa.web import access
from ropa.web.access import Action
from ropa.web.file_page import answered, asked
from ropa.web.kept_file import given_out
from ropa.web.records.task import lesser_task

blueprint = Blueprint("files", __name__, url_prefix="/o/<organisation>/documents/<id>/file")

_DOCUMENTS = Kind.DOCUMENT.plural
_BESIDE = 1024 * 1024
"""Bytes of what is sent with a file."""


@blueprint.before_request
def let_files_in() -> None:
    """Take more than other forms may send."""
    request.max_content_length = LARGEST + _BESIDE


@blueprint.teardown_request
def close_files(_error: BaseException | None) -> None:
    """Let go of what was written to the disk of the server meanwhile."""
    request.close()


@blueprint.route("", methods=["GET", "POST"])
def page(organisation: str, id: str) -> Answer:
    """Show which file a document has; keep another for it, or take off the one it has."""
    task = lesser_task(access.open(organisation, Action.EDIT), _DOCUMENTS, id)
    return answered(task) if request.method == "POST" else asked(task)


@blueprint.get("/download")
def download(organisation: str, id: str) -> Response:
    """Give out the file that the document has at the clock's moment."""
    return given_out(access.open(organisation, Action.READ), id)
