"""Where personal data is held or passes through."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ropa.records.about import Place, Prose, Slug, Text, about
from ropa.records.base import Record
from ropa.vocabulary import Kind, SystemKind


class System(Record, frozen=True, kw_only=True):
    """An application, database, backup or the like. Never a party to a transfer."""

    KIND: ClassVar[Kind] = Kind.SYSTEM

    organisation: Annotated[Slug, about("Organisation", to=Kind.ORGANISATION)]
    name: Annotated[Text, about("Name", dpv="dpv:isImplementedUsingTechnology")]
    kind: Annotated[SystemKind | None, about("Kind of system")] = None
    description: Annotated[Prose | None, about("Description", optional=True)] = None
    owner: Annotated[Slug | None, about("Owner", to=Kind.PERSON)] = None
    engagement: Annotated[
        Slug | None,
        about(
            "Operated by the engagement",
            clause="Art 28",
            to=Kind.ENGAGEMENT,
            help="Empty where the organisation runs it itself or nobody has said.",
        ),
    ] = None
    places: Annotated[
        tuple[Place, ...] | None,
        about("Places", columns=("activity.data_locations",), law="place", dpv="dpv:hasLocation"),
    ] = None
    data_categories: Annotated[
        tuple[Slug, ...] | None, about("Personal data", to=Kind.DATA_CATEGORY)
    ] = None
    measures: Annotated[
        tuple[Slug, ...] | None,
        about("Security measures", clause="Art 32", to=Kind.SECURITY_MEASURE),
    ] = None
    retention: Annotated[
        Slug | None, about("Retention", clause="Art 30(1)(f)", to=Kind.RETENTION_RULE)
    ] = None
