"""What a view works with, put together once by `ropa.app`."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.store.catalogue import Catalogue
from ropa.web.memory import Memory
from ropa.web.workshop import Workshop

NAME = "ropa"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one application; `session` gives the request's own.

    `keys` is the folder of the keys that sign bundles. `workshop` makes exports.
    `registers` keeps what single organisations may see, which is large: only a few of them.
    `pictures` keeps those that were drawn, by what they show, so that none pushes out the rest.
    """

    session: Callable[[], Session]
    catalogue: Catalogue
    reference: Reference
    keys: Path
    workshop: Workshop
    memory: Memory = field(default_factory=Memory)
    registers: Memory = field(default_factory=lambda: Memory(16))
    pictures: Memory = field(default_factory=lambda: Memory(128))

    def register(self) -> Register:
        """Give the register as it stands at the beginning of the call."""
        return self.catalogue.now(self.session())

    def now(self) -> datetime.datetime:
        """Read the application's only clock; the instant knows its zone."""
        return cast("datetime.datetime", current_app.config["NOW"]())


def parts() -> Parts:
    """Give the parts of the application that answers this request."""
    return cast("Parts", current_app.extensions[NAME])
