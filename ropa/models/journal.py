"""The journal and its head."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import ID, Base, word
from ropa.vocabulary import Action


class JournalEntry(Base):
    """One change of one record; `ropa.core.journal` says what the columns mean."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_record", "kind", "record", "sequence"),
        Index("ix_journal_entry_instant", "instant"),
        Index("ix_journal_entry_batch", "batch", "sequence"),
        Index("ix_journal_entry_actor", "actor", "sequence"),
        Index("ix_journal_entry_kind", "kind", "sequence"),
        # Only a deletion has no digest: there are few, and they say where a record's life ends.
        Index(
            "ix_journal_entry_deletion",
            *("kind", "record", "sequence"),
            sqlite_where=text("digest IS NULL"),
            postgresql_where=text("digest IS NULL"),
        ),
    )

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    batch: Mapped[int] = mapped_column(BigInteger)
    instant: Mapped[str] = mapped_column(String(27))
    actor: Mapped[str] = mapped_column(ID)
    action: Mapped[str] = word("action", Action)
    kind: Mapped[str] = mapped_column(String(40))
    record: Mapped[str] = mapped_column(ID)
    version: Mapped[int]
    reason: Mapped[str | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    salt: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str | None]
    hash: Mapped[str] = mapped_column(String(64))


class JournalHead(Base):
    """The single row every writer locks: the last entry's sequence, hash and instant."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    instant: Mapped[str] = mapped_column(String(27))
