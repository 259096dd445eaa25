"""A category of data subjects."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ropa.records.about import Count, Prose, Text, about
from ropa.records.base import Record
from ropa.vocabulary import Kind


class DataSubjectCategory(Record, frozen=True, kw_only=True):
    """The people whose data it is, such as customers' end users."""

    KIND: ClassVar[Kind] = Kind.DATA_SUBJECT_CATEGORY
    SHARED: ClassVar[bool] = True

    name: Annotated[Text, about("Name", clause="Art 30(1)(c)")]
    description: Annotated[Prose | None, about("Description", optional=True)] = None
    vulnerable: Annotated[bool | None, about("Vulnerable people?", clause="Art 35")] = None
    children: Annotated[bool | None, about("Children?", clause="Art 8")] = None
    approximate_number: Annotated[Count | None, about("Approximate number")] = None
    dpv: Annotated[Text | None, about("DPV term", optional=True)] = None
