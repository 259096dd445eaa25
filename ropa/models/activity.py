"""Activities and their lines."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import (
    Base,
    Recorded,
    line_links,
    line_words,
    links,
    part_of,
    provenance,
    refers,
    texts,
    word,
)
from ropa.vocabulary import (
    ActivityRole,
    ActivityStatus,
    AutomatedDecisions,
    Combination,
    DpiaState,
    PecrChannel,
    PecrMarketing,
    PecrStorage,
)


class Activity(Recorded, Base):
    """A row for each processing activity."""

    __tablename__ = "activity"

    organisation: Mapped[str] = refers("organisation")
    reference: Mapped[str | None]
    name: Mapped[str]
    function: Mapped[str | None]
    owner: Mapped[str | None] = refers("person")
    role: Mapped[str | None] = word("role", ActivityRole)
    status: Mapped[str | None] = word("status", ActivityStatus)
    start: Mapped[datetime.date | None]
    end: Mapped[datetime.date | None]
    on_behalf_of_answered: Mapped[bool]
    operations_answered: Mapped[bool]
    purposes_answered: Mapped[bool]
    data_answered: Mapped[bool]
    sources_answered: Mapped[bool]
    systems_answered: Mapped[bool]
    engagements_answered: Mapped[bool]
    recipient_categories_answered: Mapped[bool]
    internal_recipients_answered: Mapped[bool]
    measures_answered: Mapped[bool]
    automated_decisions: Mapped[str | None] = word("automated_decisions", AutomatedDecisions)
    dpia_screening: Mapped[str | None]
    dpia_needed: Mapped[bool | None]
    dpia_state: Mapped[str | None] = word("dpia_state", DpiaState)
    dpia: Mapped[str | None] = refers("document")
    breaches_answered: Mapped[bool]
    reviewed_on: Mapped[datetime.date | None]
    review_by: Mapped[datetime.date | None]


class ActivityPurpose(Base):
    """A row for each purpose of an activity."""

    __tablename__ = "activity_purposes"

    record: Mapped[str] = part_of("activity")
    position: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = refers("purpose")
    bases_answered: Mapped[bool]
    combination: Mapped[str | None] = word("combination", Combination)
    condition: Mapped[str | None]
    law_cited: Mapped[str | None]
    interest: Mapped[str | None]
    assessment: Mapped[str | None] = refers("document")
    recognised_interest: Mapped[str | None]
    article9_answered: Mapped[bool]
    schedule1_answered: Mapped[bool]
    policy: Mapped[str | None] = refers("document")
    policy_followed: Mapped[bool | None]
    policy_reasons: Mapped[str | None]
    policy_keep_until: Mapped[datetime.date | None]
    consent_record: Mapped[str | None] = refers("document")
    pecr_channels_answered: Mapped[bool]
    pecr_marketing_answered: Mapped[bool]
    pecr_condition: Mapped[str | None]
    pecr_storage_answered: Mapped[bool]


line_words("activity", "purposes", "bases", ordered=True)
line_words("activity", "purposes", "article9")
line_words("activity", "purposes", "schedule1")
line_words("activity", "purposes", "pecr_channels", PecrChannel)
line_words("activity", "purposes", "pecr_marketing", PecrMarketing)
line_words("activity", "purposes", "pecr_storage", PecrStorage)


class ActivityData(Base):
    """A row for each category of people and of data an activity processes."""

    __tablename__ = "activity_data"

    record: Mapped[str] = part_of("activity")
    position: Mapped[int] = mapped_column(primary_key=True)
    subjects: Mapped[str | None] = refers("data_subject_category")
    data: Mapped[str | None] = refers("data_category")
    purposes_answered: Mapped[bool]
    source: Mapped[str | None]
    retention: Mapped[str | None] = refers("retention_rule")


line_links("activity", "data", "purposes", to="purpose")

links("activity", "on_behalf_of", to="party")
texts("activity", "operations")
texts("activity", "sources")
links("activity", "systems", to="system")
links("activity", "engagements", to="engagement")
links("activity", "recipient_categories", to="recipient_category")
texts("activity", "internal_recipients")
links("activity", "measures", to="security_measure")
links("activity", "breaches", to="document")
provenance("activity")
