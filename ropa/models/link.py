"""One-time links."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import ID, Base, word
from ropa.vocabulary import LinkPurpose, UserRole


class OneTimeLink(Base):
    """A link somebody was given, known by the SHA-256 of its token; it goes when it is used.

    The first administrator's names neither organisation nor address. Instants are written as in
    the journal.
    """

    __tablename__ = "one_time_link"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = word("purpose", LinkPurpose)
    organisation: Mapped[str | None] = mapped_column(
        ID,
        ForeignKey("organisation.id", deferrable=True, initially="DEFERRED", ondelete="CASCADE"),
        index=True,
    )
    email: Mapped[str | None]
    role: Mapped[str | None] = word("role", UserRole)
    made_by: Mapped[str] = mapped_column(ID)
    expires: Mapped[str] = mapped_column(String(27))
