"""What every answer tells the browser not to do."""

from __future__ import annotations

from flask import Flask, Response
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


def _isolate(response: Response) -> Response:
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response
