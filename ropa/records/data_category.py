"""A category of personal data."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ropa.records.about import Prose, Slug, Text, about
from ropa.records.base import Record
from ropa.vocabulary import Kind, SpecialCategory


class DataCategory(Record, frozen=True, kw_only=True):
    """A category of personal data, with the elements it is made of."""

    KIND: ClassVar[Kind] = Kind.DATA_CATEGORY
    SHARED: ClassVar[bool] = True

    name: Annotated[Text, about("Name", clause="Art 30(1)(c)")]
    description: Annotated[Prose | None, about("Description", optional=True)] = None
    elements: Annotated[tuple[Text, ...] | None, about("Elements", ordered=True)] = None
    special: Annotated[
        tuple[SpecialCategory, ...] | None, about("Special category data", clause="Art 9(1)")
    ] = None
    criminal: Annotated[
        bool | None, about("Criminal convictions and offences?", clause="Art 10")
    ] = None
    retention: Annotated[
        Slug | None,
        about("Default retention", clause="Art 30(1)(f)", to=Kind.RETENTION_RULE, optional=True),
    ] = None
    dpv: Annotated[Text | None, about("DPV term", optional=True)] = None
