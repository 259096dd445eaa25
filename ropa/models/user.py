"""Accounts, their roles, their passwords and what they prefer."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from ropa.models.base import Base, Recorded, part_of, provenance, refers, word
from ropa.vocabulary import Theme, UserRole


class User(Recorded, Base):
    """A row for each user. Flask-Login's four members stand here, so that nothing imports Flask."""

    __tablename__ = "user"

    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str | None]
    active: Mapped[bool | None]

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the user may sign in."""
        return bool(self.active) and not self.retired

    def get_id(self) -> str:
        """Give the id the session keeps."""
        return self.id


provenance("user")


class Credential(Base):
    """The argon2id hash of a user's password. Never journalled."""

    __tablename__ = "credential"

    record: Mapped[str] = part_of("user")
    password_hash: Mapped[str]


class Preference(Base):
    """How a user wants the pages to look. Never journalled."""

    __tablename__ = "preference"

    record: Mapped[str] = part_of("user")
    theme: Mapped[str] = word("theme", Theme)


class Membership(Recorded, Base):
    """A row for each user's role in an organisation."""

    __tablename__ = "membership"

    user: Mapped[str] = refers("user")
    organisation: Mapped[str] = refers("organisation")
    role: Mapped[str] = word("role", UserRole)


provenance("membership")
