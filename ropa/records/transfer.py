"""The safeguards declared for a transfer of personal data."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, ClassVar

from ropa.records.about import LawWord, Place, Prose, Slug, Text, about
from ropa.records.base import Problem, Record, in_order
from ropa.vocabulary import AssessmentOutcome, Kind


class Transfer(Record, frozen=True, kw_only=True):
    """What is declared for one importer in one place; whether it suffices is judged elsewhere."""

    KIND: ClassVar[Kind] = Kind.TRANSFER

    organisation: Annotated[Slug, about("Organisation", to=Kind.ORGANISATION)]
    name: Annotated[Text, about("Name")]
    exporter: Annotated[
        Slug | None,
        about(
            "Exporter",
            clause="UK GDPR Art 44A; GDPR Art 44",
            to=Kind.PARTY,
            optional=True,
            dpv="dpv:hasDataExporter",
            help="Empty where the organisation itself exports.",
        ),
    ] = None
    importer: Annotated[
        Slug | None,
        about(
            "Importer",
            to=Kind.ENGAGEMENT,
            dpv="dpv:hasDataImporter",
            help="The engagement whose party receives the data.",
        ),
    ] = None
    place: Annotated[
        Place | None,
        about(
            "Third country",
            clause="Art 30(1)(e)",
            columns=("transfer.country",),
            law="place",
            dpv="dpv:hasThirdCountry",
            help="Where the importer receives the data.",
        ),
    ] = None
    international_organisation: Annotated[
        Text | None, about("International organisation", clause="Art 30(1)(e)", optional=True)
    ] = None
    mechanisms: Annotated[
        tuple[LawWord, ...] | None,
        about(
            "Mechanisms",
            clause="UK GDPR Arts 45A, 46; GDPR Arts 45, 46",
            law="mechanism",
            dpv="dpv:hasLegalBasis",
            help="What the transfer relies on; several may stand side by side.",
        ),
    ] = None
    options: Annotated[
        Prose | None,
        about("Modules and options", optional=True, help="Clauses and annexes chosen."),
    ] = None
    agreement: Annotated[
        Slug | None,
        about(
            "Agreement",
            clause="Art 46",
            to=Kind.DOCUMENT,
            dpv="dpv:hasOrganisationalMeasure",
            help="The clauses or rules that were signed.",
        ),
    ] = None
    assessed_on: Annotated[
        datetime.date | None, about("Risk assessed on", clause="UK GDPR Art 46(6)")
    ] = None
    outcome: Annotated[
        AssessmentOutcome | None,
        about(
            "Outcome",
            clause="UK GDPR Art 46(1A)",
            help="Whether the data is protected well enough where it goes.",
        ),
    ] = None
    assessment: Annotated[
        Slug | None,
        about("Risk assessment", to=Kind.DOCUMENT, dpv="dpv:hasImpactAssessment"),
    ] = None
    review_by: Annotated[datetime.date | None, about("Review by")] = None
    supplementary_measures: Annotated[
        tuple[Text, ...] | None,
        about(
            "Supplementary measures",
            ordered=True,
            help="What is done beyond the clauses, such as encryption.",
        ),
    ] = None
    derogations: Annotated[
        tuple[LawWord, ...] | None,
        about(
            "Derogations",
            clause="Art 49(1)",
            law="derogation",
            dpv="dpv:hasLegalBasis",
            help="Exceptions, where nothing else allows the transfer.",
        ),
    ] = None
    occasional: Annotated[
        bool | None,
        about(
            "Occasional?",
            clause="Art 49(1), recital 111",
            optional=True,
            help="Not repeated or regular; several derogations hold for nothing else.",
        ),
    ] = None
    safeguards: Annotated[
        Slug | None,
        about(
            "Suitable safeguards and assessment",
            clause="Arts 30(1)(e), 49(1) second subparagraph, 49(6)",
            columns=("transfer.safeguards_document",),
            to=Kind.DOCUMENT,
            optional=True,
            dpv="dpv:hasOrganisationalMeasure",
            help="Only for the compelling legitimate interests of Art 49(1), second subparagraph.",
        ),
    ] = None

    def problems(self) -> Iterator[Problem]:
        """Refuse a review before the assessment."""
        yield from in_order(
            self.assessed_on, self.review_by, "review_by", "is before the assessment"
        )
