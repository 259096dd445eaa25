"""What every template can use."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import quote

from flask import Flask, url_for
from jinja2 import StrictUndefined

from ropa.core.names import spoken_day

_STATIC = Path(__file__).parents[1] / "static"


def prepare_pages(app: Flask) -> None:
    """Make templates strict: a name that is not there fails, and all text is escaped."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["mailto"] = mailto
    app.jinja_env.filters["article"] = with_article
    app.jinja_env.filters["capitalize_first"] = capitalised
    app.jinja_env.globals["asset"] = asset


day = spoken_day


def with_article(noun: str) -> str:
    """Put the indefinite article before a noun."""
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def capitalised(sentence: str) -> str:
    """Begin a sentence with a capital, and leave the rest as it is."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def mailto(email: str) -> str:
    """Give the address that writes to an email address, and does nothing else."""
    return f"mailto:{quote(email, safe='@')}"


def asset(filename: str) -> str:
    """Give the address of a static file; it changes with the content, so copies keep for long."""
    return url_for("static", filename=filename, v=_fingerprint(filename))


@cache
def _fingerprint(filename: str) -> str:
    return hashlib.sha256((_STATIC / filename).read_bytes()).hexdigest()[:12]
