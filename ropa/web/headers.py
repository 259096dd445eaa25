"""What every answer tells the browser not to do."""

from __future__ import annotations

from flask import Flask, Response, g
from flask_talisman import Talisman

_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

_OUR_SCRIPTS = "; script-src 'self'; connect-src 'self'"
_NOTHING = "; sandbox"

_FEATURES = {
    "accelerometer": "()",
    "browsing-topics": "()",
    "camera": "()",
    "display-capture": "()",
    "geolocation": "()",
    "gyroscope": "()",
    "magnetometer": "()",
    "microphone": "()",
    "payment": "()",
    "usb": "()",
}


def protect(app: Flask, *, https: bool) -> None:
    """Set the security headers of every answer; HTTPS is demanded only where it is set up."""
    app.after_request(_let_help)  # runs after what is registered later
    Talisman(
        app,
        force_https=https,
        strict_transport_security=https,
        strict_transport_security_include_subdomains=False,
        session_cookie_secure=https,
        frame_options="DENY",
        referrer_policy="no-referrer",
        content_security_policy=_POLICY,
        permissions_policy=_FEATURES,
    )
    app.after_request(_isolate)


def with_scripts(response: Response) -> Response:
    """Let a page load our own scripts and let these send to us; no other page may."""
    g.policy = _OUR_SCRIPTS
    return response


def sandboxed(response: Response) -> Response:
    """Let what somebody uploaded do nothing at all, should a browser show it."""
    g.policy = _NOTHING
    return response


def _let_help(response: Response) -> Response:
    response.headers["Content-Security-Policy"] += g.get("policy", "")
    return response


def _isolate(response: Response) -> Response:
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response
