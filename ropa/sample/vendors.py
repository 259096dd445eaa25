"""Vendors of the invented group, and what each does for whom, four deep."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.party import Party
from ropa.sample.equipment import EQUIPMENT
from ropa.sample.names import slug
from ropa.sample.patterns import HAULAGE, RETAIL, patterns
from ropa.sample.services import SERVICES, SISTER, Service
from ropa.sample.transfers import Hop, declare
from ropa.sample.world import World
from ropa.vocabulary import (
    Authorisation,
    DocumentKind,
    EngagementRole,
    Initiator,
    PartyKind,
    Regime,
)

DEEPEST = 4
_DEPTHS = (1, 1, 2, 2, 3, DEEPEST)

_LEGAL = {"IE": "DAC", "DE": "GmbH", "US": "Inc.", "NL": "B.V.", "IN": "Pvt Ltd", "JP": "K.K."}


@dataclass(frozen=True, slots=True)
class Job:
    """What is bought for an organisation, and below which engagement (None: by itself).

    `depth` says how many engagements stand below one another, this one among them.
    """

    organisation: str
    service: Service
    above: Engagement | None = None
    depth: int = 1
    from_sister: bool = False


def jobs(world: World) -> Iterator[Job]:
    """Give what both organisations buy: several times over in a large register."""
    for organisation in (RETAIL, HAULAGE):
        named: dict[str, None] = {}
        for pattern in patterns(organisation):
            named.update(dict.fromkeys(pattern.services.split()))
            equipment = (EQUIPMENT[id].service for id in pattern.systems.split())
            named.update(dict.fromkeys(service for service in equipment if service))
        for number in range(1 + world.activities // 1000):
            for place, id in enumerate(named):
                sister = number == 0 and id == SISTER and organisation == RETAIL
                depth = DEEPEST if number == place == 0 else world.one(_DEPTHS)
                yield Job(organisation, SERVICES[id], depth=depth, from_sister=sister)


def engage(world: World, job: Job, day: datetime.date) -> Engagement:
    """Engage a vendor, and those below it as far as they buy anything themselves."""
    party = world.get(Party, HAULAGE) if job.from_sister else _vendor(world, job.service, 0.3)
    contract = _contract(world, job.organisation, party, day)
    direct = above = _engagement(world, job, party, contract, day)
    declare(world, Hop(direct, party, None), day)
    service, exporter = job.service, party
    for _ in range(job.depth - 1):
        if not service.below:
            break
        service = SERVICES[world.one(service.below.split())]
        party = _vendor(world, service, 0.9)
        above = _engagement(world, Job(job.organisation, service, above), party, None, day)
        declare(world, Hop(above, party, exporter), day)
        exporter = party
    return direct


def _vendor(world: World, service: Service, again: float) -> Party:
    """Choose a vendor that is there already, in a share of cases, or make one up."""
    known = world.vendors.setdefault(service.id, [])
    if known and world.chance(again):
        return world.get(Party, world.one(known))
    name = next(world.companies)
    country = world.one(service.countries.split())
    domain = f"{slug(name)}.example"
    party = Party(
        id=world.id(Party, name),
        name=name,
        kind=PartyKind.COMPANY,
        legal_name=world.known(f"{name} {_LEGAL.get(country, 'Ltd')}", 0.85),
        address=world.known(f"9 Example Park, {next(world.sites)}", 0.6),
        country=world.known(country, 0.96),
        regimes=world.known((Regime.UK_GDPR,) if world.chance(0.1) else (), 0.7),
        email=world.known(f"dpo@{domain}", 0.6),
        website=f"https://www.{domain}/",
        privacy_url=world.known(f"https://www.{domain}/privacy", 0.7),
        terms_url=world.known(f"https://www.{domain}/data-processing-terms", 0.4),
    )
    known.append(party.id)
    return world.put(party)


def _contract(world: World, organisation: str, party: Party, day: datetime.date) -> Document | None:
    """Give the contract with a vendor, if anybody has found it."""
    if not world.chance(0.88):
        return None
    signed = day - datetime.timedelta(days=world.random.randint(0, 1500))
    name = f"Data processing agreement with {party.name}"
    return world.put(
        Document(
            id=world.id(Document, name),
            organisation=organisation,
            name=name,
            kind=DocumentKind.CONTRACT,
            date=world.known(signed, 0.9),
            url=world.known(f"https://contracts.pennaquil.example/{party.id}", 0.8),
            substance=world.known("Terms of Art 28(3), with general authorisation.", 0.6),
        )
    )


def _engagement(
    world: World, job: Job, party: Party, contract: Document | None, day: datetime.date
) -> Engagement:
    service, above = job.service, job.above
    start = day - datetime.timedelta(days=world.random.randint(0, 1500))
    processor = service.role is EngagementRole.PROCESSOR or above is not None
    name = f"{party.name} – {service.product}"
    initiator = Initiator.OTHER_PARTY if above else Initiator.ORGANISATION
    return world.put(
        Engagement(
            id=world.id(Engagement, name),
            organisation=job.organisation,
            name=name,
            party=world.known(party.id, 0.99),
            role=EngagementRole.PROCESSOR if above else world.known(service.role, 0.97),
            category=service.category,
            service=service.product,
            purpose=world.known(service.purpose, 0.9),
            initiated_by=world.known(initiator, 0.85),
            stored_in=_stored_in(world, party.country),
            accessed_from=_accessed_from(world, party.country),
            data_categories=world.known(tuple(sorted(service.data.split())), 0.85),
            contracts=(contract.id,) if contract else world.known((), 0.1),
            authorisation=world.known(Authorisation.GENERAL, 0.7) if processor else None,
            under=above.id if above else None,
            start=world.known(start, 0.9),
            public=world.known(job.organisation == HAULAGE and processor, 0.9),
        )
    )


def _stored_in(world: World, country: str | None) -> tuple[str, ...] | None:
    if country is None or world.chance(0.08):
        return None
    if world.chance(0.25):
        return ("GB", "IE")
    return ("EEA",) if country == "IE" and world.chance(0.1) else (country,)


def _accessed_from(world: World, country: str | None) -> tuple[str, ...] | None:
    if country is None or world.chance(0.2):
        return None
    places = {country, *(("IN",) if world.chance(0.15) else ())}
    return () if world.chance(0.15) else tuple(sorted(places))
