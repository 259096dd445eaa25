"""Identifiers made of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

_LONGEST = 70


def id_of(name: str, taken: Container[str], otherwise: str = "record") -> str:
    """Make an identifier of a name: lower case, hyphens, and a number where it is taken.

    A name without a Latin letter or a digit gives `otherwise`.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or otherwise
    if made not in taken:
        return made
    return next(f"{made}-{n}" for n in count(2) if f"{made}-{n}" not in taken)
