"""Organisations."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import Base, Recorded, links, part_of, provenance, refers, texts, word, words
from ropa.vocabulary import Authorisation, Regime, StatementTopic


class Organisation(Recorded, Base):
    """A row for each organisation."""

    __tablename__ = "organisation"

    name: Mapped[str]
    trading_names_answered: Mapped[bool]
    company_number: Mapped[str | None]
    address: Mapped[str | None]
    country: Mapped[str | None]
    email: Mapped[str | None]
    telephone: Mapped[str | None]
    website: Mapped[str | None]
    regimes_answered: Mapped[bool]
    party: Mapped[str | None] = refers("party")
    time_zone: Mapped[str | None]
    public_authority: Mapped[bool | None]
    headcount: Mapped[int | None]
    occasional_only: Mapped[bool | None]
    ico_registration: Mapped[str | None]
    dpo_name: Mapped[str | None]
    dpo_address: Mapped[str | None]
    dpo_email: Mapped[str | None]
    dpo_telephone: Mapped[str | None]
    dpo_none: Mapped[str | None]
    representative_name: Mapped[str | None]
    representative_address: Mapped[str | None]
    representative_email: Mapped[str | None]
    representative_telephone: Mapped[str | None]
    representative_none: Mapped[str | None]
    authorisation: Mapped[str | None] = word("authorisation", Authorisation)
    notice_days: Mapped[int | None]
    objection_days: Mapped[int | None]
    recipient_categories_answered: Mapped[bool]
    statements_answered: Mapped[bool]


class Statement(Base):
    """A row for each published statement."""

    __tablename__ = "organisation_statements"

    record: Mapped[str] = part_of("organisation")
    position: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = word("topic", StatementTopic)
    words: Mapped[str]
    document: Mapped[str | None] = refers("document")
    section: Mapped[str | None]


texts("organisation", "trading_names")
words("organisation", "regimes", Regime)
links("organisation", "recipient_categories", to="recipient_category")
provenance("organisation")
