"""The lists organisations share: data, people, purposes, retention, measures, recipients."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from ropa.models.base import Base, Recorded, provenance, refers, texts, word, words
from ropa.vocabulary import Disposal, EngagementRole, MeasureKind, SpecialCategory


class DataCategory(Recorded, Base):
    """A row for each category of personal data."""

    __tablename__ = "data_category"

    name: Mapped[str]
    description: Mapped[str | None]
    elements_answered: Mapped[bool]
    special_answered: Mapped[bool]
    criminal: Mapped[bool | None]
    retention: Mapped[str | None] = refers("retention_rule")
    dpv: Mapped[str | None]


texts("data_category", "elements")
words("data_category", "special", SpecialCategory)
provenance("data_category")


class DataSubjectCategory(Recorded, Base):
    """A row for each category of data subjects."""

    __tablename__ = "data_subject_category"

    name: Mapped[str]
    description: Mapped[str | None]
    vulnerable: Mapped[bool | None]
    children: Mapped[bool | None]
    approximate_number: Mapped[int | None]
    dpv: Mapped[str | None]


provenance("data_subject_category")


class Purpose(Recorded, Base):
    """A row for each purpose."""

    __tablename__ = "purpose"

    name: Mapped[str]
    description: Mapped[str | None]
    dpv: Mapped[str | None]


provenance("purpose")


class RetentionRule(Recorded, Base):
    """A row for each retention rule; periods are ISO 8601 durations."""

    __tablename__ = "retention_rule"

    name: Mapped[str]
    trigger: Mapped[str | None]
    minimum: Mapped[str | None]
    maximum: Mapped[str | None]
    rolling: Mapped[bool | None]
    criterion: Mapped[str | None]
    disposal: Mapped[str | None] = word("disposal", Disposal)
    reason: Mapped[str | None]


provenance("retention_rule")


class SecurityMeasure(Recorded, Base):
    """A row for each security measure."""

    __tablename__ = "security_measure"

    name: Mapped[str]
    kind: Mapped[str | None] = word("kind", MeasureKind)
    description: Mapped[str | None]


provenance("security_measure")


class RecipientCategory(Recorded, Base):
    """A row for each category of recipients."""

    __tablename__ = "recipient_category"

    name: Mapped[str]
    description: Mapped[str | None]
    role: Mapped[str | None] = word("role", EngagementRole)


provenance("recipient_category")
