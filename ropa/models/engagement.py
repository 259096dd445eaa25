"""Engagements."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from ropa.models.base import Base, Recorded, links, provenance, refers, word, words
from ropa.vocabulary import Authorisation, EngagementRole, Initiator


class Engagement(Recorded, Base):
    """A row for each engagement."""

    __tablename__ = "engagement"

    organisation: Mapped[str] = refers("organisation")
    name: Mapped[str]
    party: Mapped[str | None] = refers("party")
    role: Mapped[str | None] = word("role", EngagementRole)
    category: Mapped[str | None]
    service: Mapped[str | None]
    purpose: Mapped[str | None]
    initiated_by: Mapped[str | None] = word("initiated_by", Initiator)
    stored_in_answered: Mapped[bool]
    accessed_from_answered: Mapped[bool]
    data_categories_answered: Mapped[bool]
    contracts_answered: Mapped[bool]
    authorisation: Mapped[str | None] = word("authorisation", Authorisation)
    under: Mapped[str | None] = refers("engagement")
    start: Mapped[datetime.date | None]
    end: Mapped[datetime.date | None]
    public: Mapped[bool | None]


words("engagement", "stored_in")
words("engagement", "accessed_from")
links("engagement", "data_categories", to="data_category")
links("engagement", "contracts", to="document")
provenance("engagement")
