"""Documents, and the files kept for them."""

from __future__ import annotations

import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import Base, Recorded, provenance, refers, word
from ropa.vocabulary import DocumentKind


class Document(Recorded, Base):
    """A row for each document."""

    __tablename__ = "document"

    organisation: Mapped[str | None] = refers("organisation")
    name: Mapped[str]
    kind: Mapped[str | None] = word("kind", DocumentKind)
    date: Mapped[datetime.date | None]
    expiry: Mapped[datetime.date | None]
    url: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("blob.sha256", deferrable=True, initially="DEFERRED")
    )
    substance: Mapped[str | None]


provenance("document")


class Blob(Base):
    """A file, named by the SHA-256 of its bytes."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
