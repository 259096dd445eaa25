"""Systems."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from ropa.models.base import Base, Recorded, links, provenance, refers, word, words
from ropa.vocabulary import Operator, SystemKind


class System(Recorded, Base):
    """A row for each system."""

    __tablename__ = "system"

    organisation: Mapped[str] = refers("organisation")
    name: Mapped[str]
    kind: Mapped[str | None] = word("kind", SystemKind)
    description: Mapped[str | None]
    owner: Mapped[str | None] = refers("person")
    operated_by: Mapped[str | None] = word("operated_by", Operator)
    engagement: Mapped[str | None] = refers("engagement")
    places_answered: Mapped[bool]
    data_categories_answered: Mapped[bool]
    measures_answered: Mapped[bool]
    retention: Mapped[str | None] = refers("retention_rule")


words("system", "places")
links("system", "data_categories", to="data_category")
links("system", "measures", to="security_measure")
provenance("system")
