"""Why personal data is processed."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ropa.records.about import Prose, Text, about
from ropa.records.base import Record
from ropa.vocabulary import Kind


class Purpose(Record, frozen=True, kw_only=True):
    """A purpose; several activities may share it."""

    KIND: ClassVar[Kind] = Kind.PURPOSE
    SHARED: ClassVar[bool] = True

    name: Annotated[Text, about("Name", clause="Art 30(1)(b)")]
    description: Annotated[Prose | None, about("Description", optional=True)] = None
    dpv: Annotated[Text | None, about("DPV term", optional=True)] = None
