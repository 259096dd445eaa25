"""What a page is a function of: the register, the law and the day, with what derives from them."""

from __future__ import annotations

import datetime
from functools import cached_property

from ropa.core.abroad import Abroad
from ropa.core.links import Inbound, inbound
from ropa.core.names import Names
from ropa.core.reference import Reference
from ropa.core.register import Register


class Setting:
    """The register, the law and the day that values may depend on, with what derives from them."""

    def __init__(self, register: Register, reference: Reference, day: datetime.date) -> None:
        self.register = register
        self.reference = reference
        self.day = day
        self.names = Names(register, reference, day)

    @cached_property
    def inbound(self) -> Inbound:
        """What links to each record."""
        return inbound(self.register)

    @cached_property
    def abroad(self) -> Abroad:
        """The third countries of the engagements."""
        return Abroad(self.register, self.reference, self.day)
