"""Checking a bundle, and the public keys to check one with: no login."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as Answer

from ropa.store.keys import known_signer
from ropa.web.parts import parts
from ropa.web.verify_page import LARGEST, answered, asked

blueprint = Blueprint("verify", __name__)

_BESIDE = 1024 * 1024
"""Bytes of what is sent with a bundle."""


@blueprint.before_request
def let_bundles_in() -> None:
    """Take more than other forms may send."""
    request.max_content_length = LARGEST + _BESIDE


@blueprint.teardown_request
def close_files(_error: BaseException | None) -> None:
    """Let go of what was written to the disk of the server meanwhile."""
    request.close()


@blueprint.route("/verify", methods=["GET", "POST"])
def verify() -> Answer:
    """Ask for a bundle, and say whether it is whole, unchanged and signed by whom."""
    return answered() if request.method == "POST" else asked()


@blueprint.get("/.well-known/ropa-signing-key")
def signing_key() -> Response:
    """Give the public key of an organisation that ever signed, or of the only one there is.

    Which organisations there are is not told: those that never signed are not found either.
    """
    its = parts()
    organisations = list(its.register().organisations)
    named = request.args.get("organisation")
    if named is None and len(organisations) == 1:
        named = organisations[0]
    signer = known_signer(its.keys, named) if named in organisations and named else None
    if signer is None:
        abort(404)
    response = Response(signer.public, mimetype="application/x-pem-file")
    response.cache_control.no_cache = True
    return response
