"""The first page: how to begin, or what is published."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, url_for

from ropa.core.register import Register
from ropa.export.public import default_organisation
from ropa.version import VERSION
from ropa.web.parts import parts

EXAMPLE = """\
your-company:
  name: Your Company Ltd
  address: 1 High Street, Anytown, AB1 2CD
  country: GB
  email: privacy@your-company.example"""
"""A whole `organisations.yml`, as small as it can usefully be."""

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
def start() -> Response:
    """Say how to begin where nothing is recorded yet; otherwise what is published."""
    register = parts().register()
    page = _contents(register) if len(register) else _first_run()
    response = make_response(page)
    response.cache_control.no_cache = True
    return response


def _first_run() -> str:
    return render_template("start/first_run.html", example=EXAMPLE, version=VERSION)


def _contents(register: Register) -> str:
    """Say no more than the published page does: nobody has signed in."""
    return render_template(
        "start/contents.html",
        public_url=url_for("public.subprocessors") if default_organisation(register) else None,
        version=VERSION,
    )
