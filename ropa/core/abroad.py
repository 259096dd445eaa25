"""To which third countries each engagement takes personal data, as far as that is recorded."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.transfer import Transfer
from ropa.vocabulary import Regime

EXCEPTIONAL = "art49_1_compelling"
"""The derogation of Art 49(1), second subparagraph, in `data/law`."""

_REGIMES = {Regime.UK_GDPR: "UK", Regime.EU_GDPR: "EU"}


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
                self._reach[engagement] = self._of(record) if record.in_force(self.day) else None
        return self._reach[engagement]

    @cached_property
    def transfers(self) -> Mapping[str, tuple[Transfer, ...]]:
        """The declared transfers by the engagement that imports."""
        found: dict[str, list[Transfer]] = defaultdict(list)
        for transfer in self.register.transfers.values():
            if transfer.importer is not None and not transfer.retired:
                found[transfer.importer].append(transfer)
        return {id: tuple(transfers) for id, transfers in found.items()}

    def third_country(self, organisation: str, place: str) -> bool | None:
        """Tell whether a place is a third country under any of an organisation's regimes."""
        if organisation not in self._regimes:
            record = self.register.organisations.get(organisation)
            self._regimes[organisation] = self._under(record) if record else None
        regimes = self._regimes[organisation]
        if regimes is None:
            return None
        seen = {self.reference.third_country(place, regime, self.day) for regime in regimes}
        return True if True in seen else None if None in seen else False

    def _of(self, record: Engagement) -> Reach:
        unknown = record.stored_in is None or record.accessed_from is None
        named: dict[str, None] = {}
        for place in self._declared(record):
            unknown = unknown or place is None
            named.update({place: None} if place else {})
        for code in (*(record.stored_in or ()), *(record.accessed_from or ())):
            third = self.third_country(record.organisation, code)
            unknown = unknown or third is None
            named.update({self.reference.place_name(code): None} if third else {})
        return Reach(tuple(named), unknown)

    def _declared(self, record: Engagement) -> Iterator[str | None]:
        """Give where its declared transfers go; None where that is unknown or could be anywhere."""
        for transfer in self.transfers.get(record.id, ()):
            if transfer.international_organisation:
                yield transfer.international_organisation
            elif transfer.place is None or transfer.place in self._vague:
                yield None
            else:
                yield self.reference.place_name(transfer.place)

    @cached_property
    def _vague(self) -> frozenset[str]:
        groups = self.reference.tables.place_groups
        return frozenset(group.code for group in groups if not group.specific)

    def _under(self, record: Organisation) -> tuple[str, ...] | None:
        """Take the recorded regimes, or where they are unknown that of the establishment."""
        if record.regimes is not None:
            known = tuple(_REGIMES[regime] for regime in record.regimes if regime in _REGIMES)
            return known if known or not record.regimes else None
        if record.country is None:
            return None
        place, day = record.country, self.day
        return (
            tuple(
                regime
                for regime in _REGIMES.values()
                if self.reference.third_country(place, regime, day) is False
            )
            or None
        )
