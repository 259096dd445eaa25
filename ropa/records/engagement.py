"""One party doing one job for one organisation."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, ClassVar

from ropa.records.about import Place, Slug, Text, about
from ropa.records.base import Problem, Record, in_order
from ropa.vocabulary import Authorisation, EngagementRole, Initiator, Kind


class Engagement(Record, frozen=True, kw_only=True):
    """A party, or one not yet known, in one role and one job.

    A processor that serves an activity in which the organisation is itself a processor is a
    subprocessor there; the same engagement is a plain processor in controller activities.
    """

    KIND: ClassVar[Kind] = Kind.ENGAGEMENT

    organisation: Annotated[Slug, about("Organisation", to=Kind.ORGANISATION)]
    name: Annotated[Text, about("Name", help="The party and its job, such as AWS cloud hosting.")]
    party: Annotated[
        Slug | None, about("Party", clause="Art 30(1)(d)", to=Kind.PARTY, dpv="dpv:hasRecipient")
    ] = None
    role: Annotated[
        EngagementRole | None,
        about(
            "Role",
            clause="Arts 4(7)-(9), 26, 28",
            help="What the party is to the organisation in this job.",
        ),
    ] = None
    category: Annotated[Text | None, about("Category", help="Such as Cloud hosting.")] = None
    service: Annotated[Text | None, about("Service", help="The product used.")] = None
    purpose: Annotated[Text | None, about("Purpose", help="What it does for us.")] = None
    initiated_by: Annotated[
        Initiator | None,
        about(
            "Who initiates the sending",
            clause="Chapter V",
            help="Who begins to send the data, or to give access to it.",
        ),
    ] = None
    stored_in: Annotated[
        tuple[Place, ...] | None,
        about(
            "Where it is stored",
            clause="Art 30(1)(e)",
            law="place",
            dpv="dpv:hasStorageCondition",
            help="Countries, or the EEA as a whole.",
        ),
    ] = None
    accessed_from: Annotated[
        tuple[Place, ...] | None,
        about(
            "From where it is accessed",
            clause="Art 30(1)(e)",
            law="place",
            help="Countries from which the party's people reach the data.",
        ),
    ] = None
    data_categories: Annotated[
        tuple[Slug, ...] | None,
        about("Personal data", to=Kind.DATA_CATEGORY, help="What the party receives."),
    ] = None
    contracts: Annotated[
        tuple[Slug, ...] | None,
        about(
            "Contract",
            clause="Art 28(3)",
            columns=("activity.processor_contract_links",),
            to=Kind.DOCUMENT,
            dpv="dpv:hasLegalMeasure",
            help="The agreement with the party.",
        ),
    ] = None
    authorisation: Annotated[Authorisation | None, about("Authorisation", clause="Art 28(2)")] = (
        None
    )
    under: Annotated[
        Slug | None,
        about(
            "Works under",
            clause="Art 28(4)",
            to=Kind.ENGAGEMENT,
            optional=True,
            help="The engagement whose processor engaged this one; empty where it is direct.",
        ),
    ] = None
    start: Annotated[datetime.date | None, about("Start")] = None
    end: Annotated[datetime.date | None, about("End", optional=True)] = None
    public: Annotated[
        bool | None, about("List on the public subprocessor page?", clause="Art 28(2)")
    ] = None

    def in_force(self, day: datetime.date) -> bool:
        """Whether it runs on a day: by its own dates, an unknown one not standing against it."""
        begun = self.start is None or self.start <= day
        return not self.retired and begun and (self.end is None or self.end >= day)

    def problems(self) -> Iterator[Problem]:
        """Refuse an end before the start, and an engagement under itself."""
        yield from in_order(self.start, self.end, "end", "is before the start")
        if self.under == self.id:
            yield Problem("under", "an engagement cannot work under itself")
