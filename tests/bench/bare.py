"""The floor under a page: a Flask view that returns its bytes and does nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response


def create_app() -> Flask:
    """Make an application that answers every path with the file that `BENCH_BODY` names."""
    body = Path(os.environ["BENCH_BODY"]).read_bytes()
    app = Flask(__name__)

    @app.get("/<path:path>")
    def page(path: str) -> Response:
        return Response(body, mimetype="text/html")

    return app
