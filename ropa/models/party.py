"""Parties, and the adequacy confirmed for them."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from ropa.models.base import Base, Recorded, provenance, refers, word, words
from ropa.vocabulary import PartyKind, Regime


class Party(Recorded, Base):
    """A row for each party."""

    __tablename__ = "party"

    name: Mapped[str]
    kind: Mapped[str | None] = word("kind", PartyKind)
    legal_name: Mapped[str | None]
    address: Mapped[str | None]
    country: Mapped[str | None]
    regimes_answered: Mapped[bool]
    representative: Mapped[str | None] = refers("party")
    email: Mapped[str | None]
    telephone: Mapped[str | None]
    website: Mapped[str | None]
    privacy_url: Mapped[str | None]
    terms_url: Mapped[str | None]


words("party", "regimes", Regime)
provenance("party")


class AdequacyConfirmation(Recorded, Base):
    """A row for each confirmation."""

    __tablename__ = "adequacy_confirmation"

    party: Mapped[str] = refers("party")
    adequacy: Mapped[str]
    data_covered: Mapped[str | None]
    evidence: Mapped[str | None] = refers("document")
    checked_on: Mapped[datetime.date | None]
    valid_until: Mapped[datetime.date | None]


provenance("adequacy_confirmation")
