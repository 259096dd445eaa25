"""What opens something to whoever knows it, and what is kept of it."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """Make a token nobody can guess: 256 bits, as a part of an address has them."""
    return secrets.token_urlsafe(32)


def digest_of(text: str) -> str:
    """Give the SHA-256 of a text, by which it is known again and from which it cannot be told."""
    return hashlib.sha256(text.encode()).hexdigest()
