"""What one organisation has at hand for its activities."""

from __future__ import annotations

from dataclasses import dataclass, field

from ropa.records.document import Document
from ropa.sample.aims import AIMS
from ropa.sample.patterns import patterns
from ropa.sample.world import World
from ropa.vocabulary import DocumentKind


@dataclass(slots=True)
class Estate:
    """Ids by what they serve: systems by equipment, direct engagements by service.

    `assessments` are legitimate interests assessments by aim, `consents` the record of consents.
    """

    organisation: str
    systems: dict[str, list[str]] = field(default_factory=dict)
    engagements: dict[str, list[str]] = field(default_factory=dict)
    assessments: dict[str, str] = field(default_factory=dict)
    consents: str | None = None
    clients: tuple[str, ...] = ()


def assess(world: World, estate: Estate) -> None:
    """Write the assessments that most legitimate interests have, and the record of consents."""
    aims = dict.fromkeys(
        aim for pattern in patterns(estate.organisation) for aim in pattern.aims.split()
    )
    for aim in (AIMS[id] for id in aims):
        if aim.interest is None or not world.chance(0.75):
            continue
        document = world.put(
            Document(
                id=world.id(Document, f"{estate.organisation} assessment {aim.id}"),
                organisation=estate.organisation,
                name=f"Legitimate interests assessment: {aim.name}",
                kind=DocumentKind.LEGITIMATE_INTERESTS_ASSESSMENT,
                url=world.known(f"https://intranet.pennaquil.example/privacy/{aim.id}", 0.8),
                substance=world.known("The interest outweighs; people can object.", 0.6),
            )
        )
        estate.assessments[aim.id] = document.id
    consents = world.put(
        Document(
            id=world.id(Document, f"{estate.organisation} consents"),
            organisation=estate.organisation,
            name="Consents and withdrawals",
            kind=DocumentKind.CONSENT_RECORD,
            url="https://consents.pennaquil.example/",
            substance="Who agreed to what, when, to which words, and who withdrew.",
        )
    )
    estate.consents = consents.id
