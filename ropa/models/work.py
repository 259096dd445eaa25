"""Exports that are being made, and those that wait to be taken."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import ID, Base, word
from ropa.vocabulary import WorkState


class Work(Base):
    """The making of one export, known by an id that cannot be guessed. Never journalled.

    `owner` is whoever began it, who need not be a user. `words` say what is being done, `problem`
    why it failed, `content` is there once it is done. `touched` is when the process that makes it
    last said so, or when it ended, written as the instants of the journal.
    """

    __tablename__ = "work"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation: Mapped[str] = mapped_column(
        ID,
        ForeignKey("organisation.id", deferrable=True, initially="DEFERRED", ondelete="CASCADE"),
        index=True,
    )
    owner: Mapped[str] = mapped_column(ID, index=True)
    what: Mapped[str]
    file: Mapped[str]
    state: Mapped[str] = word("state", WorkState)
    done: Mapped[int]
    total: Mapped[int]
    words: Mapped[str]
    problem: Mapped[str]
    touched: Mapped[str] = mapped_column(String(27))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
