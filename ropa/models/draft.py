"""What people have typed and not saved yet."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import ID, Base


class Draft(Base):
    """What one user has typed for one record, or for a new one. Never journalled.

    `record` is the record's id or, for a new record, a token that is no id. `data` is JSON,
    `saved_at` written as the instants of the journal.
    """

    __tablename__ = "draft"

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
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    record: Mapped[str] = mapped_column(ID, primary_key=True)
    base: Mapped[int | None] = mapped_column(BigInteger)
    data: Mapped[str]
    saved_at: Mapped[str] = mapped_column(String(27))
