"""The links by which an authority's people read a register, and what they opened."""

from __future__ import annotations

import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import ID, Base, word
from ropa.vocabulary import VisitKind


class ReviewerLink(Base):
    """What one named person of an authority may read, and for how long. Never journalled.

    The link, the code of the first use and the browser it was used in are known only by digests;
    `code` is empty once it was used. `activities` is a JSON list of ids, empty for all of them;
    `sequence` the last entry of the journal that counts, empty for the register as it becomes.
    Days are the organisation's, both of them included; instants are written as in the journal.
    """

    __tablename__ = "reviewer_link"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    organisation: Mapped[str] = mapped_column(
        ID,
        ForeignKey("organisation.id", deferrable=True, initially="DEFERRED", ondelete="CASCADE"),
        index=True,
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    authority: Mapped[str]
    activities: Mapped[str | None]
    sequence: Mapped[int | None]
    documents: Mapped[bool]
    first_day: Mapped[datetime.date]
    last_day: Mapped[datetime.date]
    code: Mapped[str | None]
    failures: Mapped[int]
    browser: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[str | None] = mapped_column(String(27))
    made_by: Mapped[str] = mapped_column(ID)
    made_at: Mapped[str] = mapped_column(String(27))
    revoked_by: Mapped[str | None] = mapped_column(ID)
    revoked_at: Mapped[str | None] = mapped_column(String(27))


class ReviewerVisit(Base):
    """One thing a reviewer did: what, when, and at which address."""

    __tablename__ = "reviewer_visit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    reviewer: Mapped[str] = mapped_column(
        ID,
        ForeignKey("reviewer_link.id", deferrable=True, initially="DEFERRED", ondelete="CASCADE"),
        index=True,
    )
    at: Mapped[str] = mapped_column(String(27))
    kind: Mapped[str] = word("kind", VisitKind)
    address: Mapped[str]
    file: Mapped[str | None]
