"""Where personal data is held or passes through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from ropa.records.about import Place, Prose, Slug, Text, about
from ropa.records.base import Problem, Record
from ropa.vocabulary import Kind, Operator, SystemKind


class System(Record, frozen=True, kw_only=True):
    """An application, database, backup or the like. Never a party to a transfer."""

    KIND: ClassVar[Kind] = Kind.SYSTEM

    organisation: Annotated[Slug, about("Organisation", to=Kind.ORGANISATION)]
    name: Annotated[Text, about("Name")]
    kind: Annotated[SystemKind | None, about("Kind of system")] = None
    description: Annotated[Prose | None, about("Description", optional=True)] = None
    owner: Annotated[Slug | None, about("Owner", to=Kind.PERSON, help="Who answers for it.")] = None
    operated_by: Annotated[
        Operator | None,
        about("Operated by", clause="Art 28", help="The organisation itself, or an engaged party."),
    ] = None
    engagement: Annotated[
        Slug | None,
        about(
            "Engagement that operates it",
            clause="Art 28",
            to=Kind.ENGAGEMENT,
            optional=True,
            help="Where an engaged party operates it.",
        ),
    ] = None
    places: Annotated[
        tuple[Place, ...] | None,
        about(
            "Places",
            columns=("activity.data_locations",),
            law="place",
            dpv="dpv:hasStorageCondition",
            help="The countries in which it holds data.",
        ),
    ] = None
    data_categories: Annotated[
        tuple[Slug, ...] | None,
        about(
            "Personal data", to=Kind.DATA_CATEGORY, help="What is held in it or passes through it."
        ),
    ] = None
    measures: Annotated[
        tuple[Slug, ...] | None,
        about("Security measures", clause="Art 32", to=Kind.SECURITY_MEASURE),
    ] = None
    retention: Annotated[
        Slug | None,
        about(
            "Retention",
            clause="Art 30(1)(f)",
            to=Kind.RETENTION_RULE,
            help="How long it keeps copies of its own, such as backups.",
        ),
    ] = None

    def problems(self) -> Iterator[Problem]:
        """Refuse an engagement where none is said to operate it."""
        if self.engagement is not None and self.operated_by is not Operator.ENGAGEMENT:
            yield Problem("operated_by", 'is "engagement" where an engagement is named')
