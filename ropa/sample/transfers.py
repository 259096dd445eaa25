"""What the invented group declares for its transfers, not all of it complete."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.sample.patterns import RETAIL
from ropa.sample.world import World
from ropa.vocabulary import AssessmentOutcome, DocumentKind

_NO_NEED = frozenset(("GB", "EEA", "IE", "DE", "NL", "DK", "PL", "FR"))
"""Where the group declares nothing: at home and in the EEA."""

_ADEQUATE = frozenset(("NZ", "JP", "KR", "CA", "IL", "US"))

_CONFIRMED: Mapping[str, tuple[tuple[str, str, datetime.date], ...]] = {
    "US": (
        ("uk-us", "Customer data; no HR data", datetime.date(2023, 10, 12)),
        ("eu-us", "Customer data; no HR data", datetime.date(2023, 7, 10)),
    ),
    "CA": (("uk-ca", "Data in commercial activities", datetime.date(2020, 12, 31)),),
    "JP": (("uk-jp", "All data", datetime.date(2020, 12, 31)),),
    "KR": (("uk-kr", "All data but credit data", datetime.date(2022, 12, 19)),),
    "IL": (("uk-il", "Data processed by automated means", datetime.date(2020, 12, 31)),),
}
"""Conditional adequacy that has to be confirmed: the decision, the data, since when it is law."""


@dataclass(frozen=True, slots=True)
class Hop:
    """An engagement with its party, and the party above that hands the data on (None: we do)."""

    engagement: Engagement
    party: Party
    exporter: Party | None

    @property
    def places(self) -> list[str]:
        """The third countries it leads to."""
        known = {
            self.party.country,
            *(self.engagement.stored_in or ()),
            *(self.engagement.accessed_from or ()),
        }
        return sorted(place for place in known if place and place not in _NO_NEED)


def declare(world: World, hop: Hop, day: datetime.date) -> None:
    """Declare safeguards for most third countries of a hop, with the documents they name."""
    for place in hop.places:
        if world.chance(0.9):
            world.put(_transfer(world, hop, place, day))


def _transfer(world: World, hop: Hop, place: str, day: datetime.date) -> Transfer:
    mechanisms = _mechanisms(world, hop, place)
    by_contract = bool(mechanisms) and not all("adequacy" in word for word in mechanisms or ())
    agreement = assessment = assessed_on = None
    if by_contract and world.chance(0.85):
        agreement = _document(world, hop, DocumentKind.TRANSFER_AGREEMENT, day)
    if by_contract and world.chance(0.7):
        assessment = _document(world, hop, DocumentKind.TRANSFER_RISK_ASSESSMENT, day)
        assessed_on = day - datetime.timedelta(days=world.random.randint(30, 700))
    unfavourable = world.chance(0.03)
    outcome = AssessmentOutcome.UNFAVOURABLE if unfavourable else AssessmentOutcome.FAVOURABLE
    measures = ("Encryption with keys held in the United Kingdom",) if world.chance(0.3) else ()
    return Transfer(
        id=world.id(Transfer, f"{hop.engagement.id} {place}"),
        organisation=hop.engagement.organisation,
        name=f"{hop.party.name} ({place})",
        exporter=hop.exporter.id if hop.exporter else None,
        importer=hop.engagement.id,
        place=place,
        mechanisms=mechanisms,
        options=world.known("Docking clause; clause 9(a) option 2", 0.3) if by_contract else None,
        agreement=agreement.id if agreement else None,
        assessed_on=assessed_on,
        outcome=outcome if assessment else None,
        assessment=assessment.id if assessment else None,
        review_by=assessed_on + datetime.timedelta(days=730) if assessed_on else None,
        supplementary_measures=world.known(measures, 0.6),
        derogations=("art49_1_b",) if mechanisms == () else world.known((), 0.5),
    )


def _mechanisms(world: World, hop: Hop, place: str) -> tuple[str, ...] | None:
    """Choose tools for the regimes of the organisation; () where only a derogation is left."""
    if world.chance(0.08):
        return None
    if world.chance(0.03):
        return ()
    european = hop.engagement.organisation == RETAIL
    if place in _ADEQUATE and world.chance(0.6):
        return ("eu_adequacy", "uk_adequacy") if european else ("uk_adequacy",)
    if european:
        return ("eu_scc_m3" if hop.exporter else "eu_scc_m2", "uk_addendum")
    return ("uk_idta",)


def _document(world: World, hop: Hop, kind: DocumentKind, day: datetime.date) -> Document:
    signed = day - datetime.timedelta(days=world.random.randint(10, 900))
    link = f"https://contracts.pennaquil.example/{hop.party.id}/{kind.value}"
    return world.put(
        Document(
            id=world.id(Document, f"{hop.party.id} {kind.value}"),
            organisation=hop.engagement.organisation,
            name=f"{kind.label}: {hop.party.name}",
            kind=kind,
            date=world.known(signed, 0.9),
            url=world.known(link, 0.7),
            substance=world.known("Covers the transfer with its annexes.", 0.5),
        )
    )


def confirm(world: World, day: datetime.date) -> None:
    """Confirm conditional adequacy for most vendors to which a decision of the day can apply."""
    evidence = world.put(
        Document(
            id=world.id(Document, "checks of adequacy"),
            name=f"Checks of adequacy conditions, {day.year}",
            kind=DocumentKind.EVIDENCE,
            date=day,
            url="https://intranet.pennaquil.example/privacy/adequacy-checks",
            substance="A dated copy of each list or statement that was looked at.",
        )
    )
    for party in world.all(Party):
        for adequacy, data, since in _CONFIRMED.get(party.country or "", ()):
            if since > day or not world.chance(0.6):
                continue
            world.put(
                AdequacyConfirmation(
                    id=f"{party.id}-{adequacy}",
                    party=party.id,
                    adequacy=adequacy,
                    data_covered=world.known(data, 0.9),
                    evidence=world.known(evidence.id, 0.9),
                    checked_on=day,
                    valid_until=world.known(day + datetime.timedelta(days=365), 0.9),
                )
            )
