"""The addresses at which people subscribe to the calendar."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import ID, Base


class CalendarFeed(Base):
    """One user's feed of one organisation, known by the SHA-256 of its token. Never journalled.

    `made_at` is written as the instants of the journal.
    """

    __tablename__ = "calendar_feed"

    user: Mapped[str] = mapped_column(
        ID,
        ForeignKey("user.id", deferrable=True, initially="DEFERRED", ondelete="CASCADE"),
        primary_key=True,
    )
    organisation: Mapped[str] = mapped_column(
        ID,
        ForeignKey("organisation.id", deferrable=True, initially="DEFERRED", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[str] = mapped_column(String(27))
