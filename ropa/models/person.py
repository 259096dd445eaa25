"""People: the only place where they are named."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from ropa.models.base import Base, Recorded, provenance


class Person(Recorded, Base):
    """A row for each person."""

    __tablename__ = "person"

    name: Mapped[str | None]
    job_title: Mapped[str | None]
    email: Mapped[str | None]
    telephone: Mapped[str | None]


provenance("person")
