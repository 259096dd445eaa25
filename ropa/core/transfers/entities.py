"""The legal entities at the two ends of a hop, and the law each of them is under."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ropa.core.reference import Reference
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.vocabulary import PartyKind, Regime

REGIMES: Mapping[Regime, str] = {Regime.UK_GDPR: "UK", Regime.EU_GDPR: "EU"}
"""The regimes that `data/law` has rows for."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One legal entity; what is None is not recorded.

    `regimes` are those with rows in `data/law` that its processing is under; the empty set is
    none of them, and then `elsewhere` says that it is recorded as under another law. `country`
    is that of its establishment.
    """

    title: str
    organisation: str | None = None
    party: str | None = None
    country: str | None = None
    regimes: frozenset[str] | None = None
    elsewhere: bool = False
    public: bool | None = None
    international: bool = False


NOBODY_KNOWN = Entity("a body that is not named")


def of_organisation(organisation: Organisation, reference: Reference, day: datetime.date) -> Entity:
    """Give an organisation under its recorded regimes, or else those of its establishment.

    One established elsewhere may still be under them by Article 3(2): that is not known.
    """
    recorded = organisation.regimes
    if recorded is None:
        regimes = _by_establishment(organisation.country, reference, day) or None
    else:
        regimes = _known(recorded)
    return Entity(
        title=organisation.title,
        organisation=organisation.id,
        party=organisation.party,
        country=organisation.country,
        regimes=regimes,
        elsewhere=recorded is not None and not regimes,
        public=organisation.public_authority,
    )


def regimes_of(
    organisation: Organisation, reference: Reference, day: datetime.date
) -> tuple[str, ...] | None:
    """Give the regimes with rows in `data/law` that an organisation is under.

    None where they are not known, or only another law is recorded.
    """
    entity = of_organisation(organisation, reference, day)
    if entity.regimes:
        return tuple(regime for regime in REGIMES.values() if regime in entity.regimes)
    return () if organisation.regimes == () else None


def of_party(party: Party | None, reference: Reference, day: datetime.date) -> Entity:
    """Give a party under the law of its establishment and the further regimes recorded."""
    if party is None:
        return NOBODY_KNOWN
    regimes = _by_establishment(party.country, reference, day)
    if regimes is not None or party.regimes:
        regimes = (regimes or frozenset()) | _known(party.regimes or ())
    return Entity(
        title=party.title,
        party=party.id,
        country=party.country,
        regimes=regimes,
        elsewhere=Regime.OTHER in (party.regimes or ()),
        public=None if party.kind is None else party.kind is PartyKind.PUBLIC_AUTHORITY,
        international=party.kind is PartyKind.INTERNATIONAL_ORGANISATION,
    )


def _known(regimes: Iterable[Regime]) -> frozenset[str]:
    return frozenset(REGIMES[regime] for regime in regimes if regime in REGIMES)


def _by_establishment(
    country: str | None, reference: Reference, day: datetime.date
) -> frozenset[str] | None:
    """Give the regimes to which a country is no third country; None where it is not specific."""
    if country is None or not reference.is_specific(country):
        return None
    return frozenset(
        regime
        for regime in REGIMES.values()
        if reference.third_country(country, regime, day) is False
    )
