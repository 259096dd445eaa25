"""Attempts to sign in."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import Base


class Attempts(Base):
    """How often signing in failed of late for one account or from one address.

    `subject` is a digest of either; instants are written as in the journal.
    """

    __tablename__ = "attempts"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last: Mapped[str] = mapped_column(String(27))
    refused_until: Mapped[str] = mapped_column(String(27))
