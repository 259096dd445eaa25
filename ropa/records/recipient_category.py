"""Recipients without a name."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ropa.records.about import Prose, Text, about
from ropa.records.base import Record
from ropa.vocabulary import EngagementRole, Kind


class RecipientCategory(Record, frozen=True, kw_only=True):
    """Recipients known by what they are, such as professional advisers."""

    KIND: ClassVar[Kind] = Kind.RECIPIENT_CATEGORY
    SHARED: ClassVar[bool] = True

    name: Annotated[Text, about("Name", clause="Art 30(1)(d)")]
    description: Annotated[Prose | None, about("Description", optional=True)] = None
    role: Annotated[EngagementRole | None, about("Role")] = None
