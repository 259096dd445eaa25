"""A security measure."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ropa.records.about import Prose, Text, about
from ropa.records.base import Record
from ropa.vocabulary import Kind, MeasureKind


class SecurityMeasure(Record, frozen=True, kw_only=True):
    """A technical or organisational measure under Article 32(1)."""

    KIND: ClassVar[Kind] = Kind.SECURITY_MEASURE
    SHARED: ClassVar[bool] = True

    name: Annotated[Text, about("Name", clause="Art 30(1)(g)")]
    kind: Annotated[
        MeasureKind | None, about("Technical or organisational", clause="Art 32(1)")
    ] = None
    description: Annotated[Prose | None, about("Description", optional=True)] = None
