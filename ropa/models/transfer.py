"""Declared transfers."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped

from ropa.models.base import Base, Recorded, provenance, refers, texts, word, words
from ropa.vocabulary import AssessmentOutcome


class Transfer(Recorded, Base):
    """A row for each declared transfer."""

    __tablename__ = "transfer"

    organisation: Mapped[str] = refers("organisation")
    name: Mapped[str]
    exporter: Mapped[str | None] = refers("party")
    importer: Mapped[str | None] = refers("engagement")
    place: Mapped[str | None]
    international_organisation: Mapped[str | None]
    mechanisms_answered: Mapped[bool]
    options: Mapped[str | None]
    agreement: Mapped[str | None] = refers("document")
    assessed_on: Mapped[datetime.date | None]
    outcome: Mapped[str | None] = word("outcome", AssessmentOutcome)
    assessment: Mapped[str | None] = refers("document")
    review_by: Mapped[datetime.date | None]
    supplementary_measures_answered: Mapped[bool]
    derogations_answered: Mapped[bool]
    occasional: Mapped[bool | None]
    safeguards: Mapped[str | None] = refers("document")


words("transfer", "mechanisms")
texts("transfer", "supplementary_measures")
words("transfer", "derogations")
provenance("transfer")
