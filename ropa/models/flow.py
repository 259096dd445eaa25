"""Declared flows."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from ropa.models.base import Base, Recorded, links, provenance, refers


class Flow(Recorded, Base):
    """A row for each declared flow."""

    __tablename__ = "flow"

    organisation: Mapped[str] = refers("organisation")
    name: Mapped[str]
    activities_answered: Mapped[bool]
    from_subjects: Mapped[str | None] = refers("data_subject_category")
    from_source: Mapped[str | None]
    from_system: Mapped[str | None] = refers("system")
    from_engagement: Mapped[str | None] = refers("engagement")
    to_subjects: Mapped[str | None] = refers("data_subject_category")
    to_system: Mapped[str | None] = refers("system")
    to_engagement: Mapped[str | None] = refers("engagement")
    to_recipients: Mapped[str | None] = refers("recipient_category")
    data_categories_answered: Mapped[bool]
    method: Mapped[str | None]
    encrypted: Mapped[bool | None]


links("flow", "activities", to="activity")
links("flow", "data_categories", to="data_category")
provenance("flow")
