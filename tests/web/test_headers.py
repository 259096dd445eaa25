from __future__ import annotations

import pytest

from ropa import app as application
from ropa.vocabulary import UserRole
from tests.web.conftest import Site, read_once
from tests.web.signing import person, plain, signed_in


def test_every_answer_says_what_the_browser_must_not_do(ocktra: Site) -> None:
    for address in ("/", "/legal/subprocessors", "/legal/subprocessors.json", "/nowhere"):
        headers = ocktra.client.get(address).headers
        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers


def test_only_pages_behind_the_sign_in_may_load_our_scripts(ocktra: Site) -> None:
    person(ocktra, "ann@a.example", ("ocktra", UserRole.READER))
    client = signed_in(plain(ocktra), "ann@a.example")
    inside = client.get("/o/ocktra/").headers["Content-Security-Policy"]
    assert inside.endswith("frame-ancestors 'none'; script-src 'self'; connect-src 'self'")
    for address in ("/legal/subprocessors", "/nowhere"):
        assert "script-src" not in client.get(address).headers["Content-Security-Policy"]
    assert "script-src" not in ocktra.client.get("/sign-in").headers["Content-Security-Policy"]


def test_https_is_demanded_only_where_it_is_set_up(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROPA_SECRET_KEY", "a key for tests")
    monkeypatch.setenv("ROPA_HTTPS", "1")
    monkeypatch.setattr(application, "read_law", read_once)
    site = Site(database_url)
    plain = site.client.get("/", base_url="http://ropa.example/")
    assert (plain.status_code, plain.location) == (302, "https://ropa.example/")
    safe = site.client.get("/", base_url="https://ropa.example/")
    assert safe.status_code == 200
    assert safe.headers["Strict-Transport-Security"] == "max-age=31556926"
    assert site.app.config["SESSION_COOKIE_SECURE"] is True
    site.close()
