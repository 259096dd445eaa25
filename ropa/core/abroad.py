"""To which third countries each engagement takes personal data, as far as that is recorded."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core import wording
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.transfers.entities import regimes_of
from ropa.records.engagement import Engagement

EXCEPTIONAL = "art49_1_compelling"
"""The derogation of Art 49(1), second subparagraph, in `data/law`."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Third countries and international organisations data goes to, and whether all are known."""

    named: tuple[str, ...]
    unknown: bool


class Abroad:
    """The third countries seen from each organisation on one day, engagement by engagement.

    Those of its declared transfers, and the places of storage and access that are third countries
    to the organisation. A place that could be anywhere names none: it stays unknown.
    """

    def __init__(self, register: Register, reference: Reference, day: datetime.date) -> None:
        self.register = register
        self.reference = reference
        self.day = day
        self._reach: dict[str, Reach | None] = {}
        self._regimes: dict[str, tuple[str, ...] | None] = {}

    def reach(self, engagement: str) -> Reach | None:
        """Give where one engagement takes data; None where it is not in force on the day."""
        if engagement not in self._reach:
            record = self.register.engagements.get(engagement)
            if record is None:
                self._reach[engagement] = Reach((), unknown=True)
            else:
                self._reach[engagement] = self.of(record) if record.in_force(self.day) else None
        return self._reach[engagement]

    def regimes(self, organisation: str) -> tuple[str, ...] | None:
        """Give the regimes an organisation is under; None where that cannot be told."""
        if organisation not in self._regimes:
            record = self.register.organisations.get(organisation)
            under = regimes_of(record, self.reference, self.day) if record else None
            self._regimes[organisation] = under
        return self._regimes[organisation]

    def third_country(self, organisation: str, place: str) -> bool | None:
        """Tell whether a place is a third country under any of an organisation's regimes."""
        regimes = self.regimes(organisation)
        if regimes is None:
            return None
        seen = {self.reference.third_country(place, regime, self.day) for regime in regimes}
        return True if True in seen else None if None in seen else False

    def of(self, record: Engagement) -> Reach:
        """Give where an engagement takes data, whether or not it is in force."""
        unknown = record.stored_in is None or record.accessed_from is None
        named: dict[str, None] = {}
        for place in self._declared(record):
            unknown = unknown or place is None
            named.update({place: None} if place else {})
        for code in (*(record.stored_in or ()), *(record.accessed_from or ())):
            third = self.third_country(record.organisation, code)
            unknown = unknown or third is None
            named.update({wording.place(code, self.reference): None} if third else {})
        return Reach(tuple(named), unknown)

    def _declared(self, record: Engagement) -> Iterator[str | None]:
        """Give where its declared transfers go; None where that is unknown or could be anywhere."""
        for transfer in self.register.declared.get(record.id, ()):
            if transfer.international_organisation:
                yield transfer.international_organisation
            elif transfer.place is None or not self.reference.is_specific(transfer.place):
                yield None
            else:
                yield wording.place(transfer.place, self.reference)
