"""One processing activity: the row of the record."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, ClassVar

from ropa.records.about import LawWord, Prose, Slug, Text, about
from ropa.records.base import Line, Problem, Record, in_order
from ropa.vocabulary import (
    ActivityRole,
    ActivityStatus,
    AutomatedDecisions,
    Combination,
    DpiaState,
    Kind,
    PecrChannel,
    PecrMarketing,
    PecrStorage,
)


class ActivityPurpose(Line, frozen=True, kw_only=True):
    """A purpose of the activity with what it rests on, and what each basis needs."""

    KEY: ClassVar[tuple[str, ...]] = ("purpose",)

    purpose: Annotated[
        Slug,
        about(
            "Purpose",
            clause="Art 30(1)(b)",
            columns=("activity.purposes",),
            to=Kind.PURPOSE,
            dpv="dpv:hasPurpose",
            help="Why the data is used.",
        ),
    ]
    bases: Annotated[
        tuple[LawWord, ...] | None,
        about(
            "Lawful bases",
            clause="Art 6(1)",
            columns=("activity.article6_basis",),
            law="article6",
            ordered=True,
            dpv="dpv:hasLegalBasis",
            help="What makes it lawful; tick all that are relied on.",
        ),
    ] = None
    combination: Annotated[
        Combination | None,
        about(
            "Several bases stand as",
            clause="Art 6(1)",
            optional=True,
            help="Whether all of them apply, or one or the other.",
        ),
    ] = None
    condition: Annotated[
        Text | None, about("Condition", optional=True, help='Such as "as configured".')
    ] = None
    law_cited: Annotated[
        Prose | None,
        about(
            "Law cited",
            clause="Art 6(1)(c), 6(3)",
            optional=True,
            help="The law that lays down the obligation or the task.",
        ),
    ] = None
    interest: Annotated[
        Prose | None,
        about(
            "Legitimate interest",
            clause="Arts 6(1)(f), 13(1)(d)",
            columns=("activity.legitimate_interests",),
            optional=True,
            help="The interest pursued, the organisation's own or somebody else's.",
        ),
    ] = None
    assessment: Annotated[
        Slug | None,
        about(
            "Legitimate interests assessment",
            clause="Art 6(1)(f)",
            columns=("activity.lia_link",),
            to=Kind.DOCUMENT,
            optional=True,
            dpv="dpv:hasAssessment",
            help="How that interest was weighed against those of the people.",
        ),
    ] = None
    recognised_interest: Annotated[
        LawWord | None,
        about(
            "Recognised legitimate interest",
            clause="UK GDPR Art 6(1)(ea), Annex 1",
            law="annex1",
            optional=True,
            help="The condition of Annex 1 that is met.",
        ),
    ] = None
    article9: Annotated[
        tuple[LawWord, ...] | None,
        about(
            "Conditions for special category data",
            clause="Art 9(2)",
            columns=("activity.article9_condition",),
            law="article9",
            optional=True,
            dpv="dpv:hasLegalBasis",
            help="What allows special category data to be used, besides a basis of Art 6.",
        ),
    ] = None
    schedule1: Annotated[
        tuple[LawWord, ...] | None,
        about(
            "Schedule 1 conditions",
            clause="DPA 2018 Sch 1 para 41(a)",
            columns=("activity.schedule1_condition",),
            law="schedule1",
            optional=True,
            help="The conditions that are met, where Art 9 or 10 calls for one in UK law.",
        ),
    ] = None
    policy: Annotated[
        Slug | None,
        about(
            "Appropriate policy document",
            clause="DPA 2018 Sch 1 para 39",
            columns=("activity.apd_link",),
            to=Kind.DOCUMENT,
            optional=True,
            dpv="dpv:hasPolicy",
            help="Says how the principles are kept to and for how long the data is kept.",
        ),
    ] = None
    policy_followed: Annotated[
        bool | None,
        about(
            "Retained and erased as the policy says?",
            clause="DPA 2018 Sch 1 para 41(c)",
            columns=("activity.apd_followed",),
            optional=True,
        ),
    ] = None
    policy_reasons: Annotated[
        Prose | None,
        about(
            "Reasons for not following it",
            clause="DPA 2018 Sch 1 para 41(c)",
            columns=("activity.apd_deviation_reason",),
            optional=True,
        ),
    ] = None
    policy_keep_until: Annotated[
        datetime.date | None,
        about(
            "Keep the policy until",
            clause="DPA 2018 Sch 1 para 40",
            optional=True,
            help="Not before six months after the processing ends.",
        ),
    ] = None
    consent_record: Annotated[
        Slug | None,
        about(
            "Record of consent",
            clause="Art 7(1)",
            columns=("activity.consent_record_link",),
            to=Kind.DOCUMENT,
            optional=True,
            dpv="dpv:hasRecordOfActivity",
            help="Where it can be shown that consent was given.",
        ),
    ] = None
    pecr_channels: Annotated[
        tuple[PecrChannel, ...] | None,
        about(
            "Marketing channels",
            clause="PECR regs 19-22",
            optional=True,
            help="How marketing is sent.",
        ),
    ] = None
    pecr_marketing: Annotated[
        tuple[PecrMarketing, ...] | None,
        about("Marketing rests on", clause="PECR reg 22", optional=True),
    ] = None
    pecr_condition: Annotated[
        Text | None, about("Marketing condition", clause="PECR reg 22", optional=True)
    ] = None
    pecr_storage: Annotated[
        tuple[PecrStorage, ...] | None,
        about(
            "Storing or reading on a device rests on",
            clause="PECR reg 6",
            optional=True,
            help="What allows cookies and the like.",
        ),
    ] = None

    def problems(self) -> Iterator[Problem]:
        """Refuse several bases that do not say how they stand together."""
        if self.bases and len(self.bases) > 1 and self.combination is None:
            yield Problem(
                "combination", 'say whether "all" of the bases apply, or "either" of them'
            )


class ActivityData(Line, frozen=True, kw_only=True):
    """That data of one category about one category of people is processed.

    Either may be unknown, not both. `purposes` is a part of the activity's own.
    """

    KEY: ClassVar[tuple[str, ...]] = ("subjects", "data")

    subjects: Annotated[
        Slug | None,
        about(
            "People",
            clause="Art 30(1)(c)",
            columns=("activity.data_subject_categories",),
            to=Kind.DATA_SUBJECT_CATEGORY,
            dpv="dpv:hasDataSubject",
        ),
    ] = None
    data: Annotated[
        Slug | None,
        about(
            "Personal data",
            clause="Art 30(1)(c)",
            columns=("activity.personal_data_categories",),
            to=Kind.DATA_CATEGORY,
            dpv="dpv:hasPersonalData",
        ),
    ] = None
    purposes: Annotated[
        tuple[Slug, ...] | None,
        about(
            "For the purposes",
            clause="Art 30(1)(b)",
            to=Kind.PURPOSE,
            help="Those of the activity that this data serves.",
        ),
    ] = None
    source: Annotated[
        Text | None,
        about(
            "Source",
            clause="Art 14(2)(f)",
            columns=("activity.data_source",),
            dpv="dpv:hasDataSource",
            help="Where it comes from, if not from the people themselves.",
        ),
    ] = None
    retention: Annotated[
        Slug | None,
        about(
            "Retention",
            clause="Art 30(1)(f)",
            to=Kind.RETENTION_RULE,
            dpv="dpv:hasStorageCondition",
            help="How long it is kept.",
        ),
    ] = None

    def problems(self) -> Iterator[Problem]:
        """Refuse a line that names neither people nor data."""
        if self.subjects is None and self.data is None:
            yield Problem("data", "a line names people, or personal data, or both")


class Activity(Record, frozen=True, kw_only=True):
    """A processing activity of an organisation, as controller or as processor."""

    KIND: ClassVar[Kind] = Kind.ACTIVITY

    organisation: Annotated[Slug, about("Organisation", to=Kind.ORGANISATION)]
    reference: Annotated[
        Text | None,
        about(
            "Reference",
            dpv="dpv:hasIdentifier",
            optional=True,
            help="Your own number for it, such as C1.",
        ),
    ] = None
    name: Annotated[Text, about("Name", dpv="dct:title", help="What is done, in a few words.")]
    function: Annotated[
        Text | None,
        about(
            "Business function",
            clause="ICO template",
            columns=("activity.business_function",),
            dpv="dpv:hasOrganisationalUnit",
            help="The team it belongs to, such as Marketing.",
        ),
    ] = None
    owner: Annotated[
        Slug | None,
        about("Owner", to=Kind.PERSON, dpv="dcat:contactPoint", help="Who answers for it."),
    ] = None
    role: Annotated[
        ActivityRole | None,
        about(
            "Role",
            clause="Arts 4(7)-(8), 26",
            help="A controller decides why and how; a processor acts for one.",
        ),
    ] = None
    status: Annotated[ActivityStatus | None, about("Status", dpv="dpv:hasActivityStatus")] = None
    start: Annotated[datetime.date | None, about("Start", optional=True)] = None
    end: Annotated[datetime.date | None, about("End", optional=True)] = None
    on_behalf_of: Annotated[
        tuple[Slug, ...] | None,
        about(
            "On behalf of",
            clause="Art 30(2)(a)",
            columns=("processor_activity.controllers",),
            to=Kind.PARTY,
            help="The controllers, where the organisation is a processor.",
        ),
    ] = None
    operations: Annotated[
        tuple[Text, ...] | None,
        about(
            "Categories of processing",
            clause="Art 30(2)(b)",
            columns=("processor_activity.categories_of_processing",),
            ordered=True,
            dpv="dpv:hasProcessing",
            help="What is done for the controllers, such as hosting.",
        ),
    ] = None
    purposes: Annotated[
        tuple[ActivityPurpose, ...] | None,
        about(
            "Purposes and lawful bases",
            clause="Arts 6(1), 30(1)(b)",
            help="Add each purpose with what makes it lawful.",
        ),
    ] = None
    data: Annotated[
        tuple[ActivityData, ...] | None,
        about("People and personal data", clause="Art 30(1)(c), (f)"),
    ] = None
    sources: Annotated[
        tuple[Text, ...] | None,
        about(
            "Sources of the data",
            clause="Art 14(2)(f)",
            ordered=True,
            dpv="dpv:hasDataSource",
            help="Whom the data comes from, if not from the people themselves.",
        ),
    ] = None
    systems: Annotated[
        tuple[Slug, ...] | None,
        about(
            "Systems",
            to=Kind.SYSTEM,
            dpv="dpv:isImplementedUsingTechnology",
            help="Where the data is held or passes through.",
        ),
    ] = None
    engagements: Annotated[
        tuple[Slug, ...] | None,
        about(
            "Named recipients and processors",
            clause="Art 30(1)(d)",
            columns=("activity.recipients",),
            to=Kind.ENGAGEMENT,
            dpv="dpv:hasRecipient",
            help="Who receives the data, by name and job.",
        ),
    ] = None
    recipient_categories: Annotated[
        tuple[Slug, ...] | None,
        about(
            "Categories of recipients",
            clause="Art 30(1)(d)",
            columns=("activity.recipient_categories",),
            to=Kind.RECIPIENT_CATEGORY,
            dpv="dpv:hasRecipient",
            help="Sorts of recipients, such as professional advisers.",
        ),
    ] = None
    internal_recipients: Annotated[
        tuple[Text, ...] | None,
        about(
            "Internal recipients",
            clause="Art 30(1)(d)",
            ordered=True,
            help="Who inside the organisation sees the data.",
        ),
    ] = None
    measures: Annotated[
        tuple[Slug, ...] | None,
        about(
            "Security measures",
            clause="Arts 30(1)(g), 30(2)(d), 32(1)",
            columns=("activity.security_measures", "processor_activity.security_measures"),
            to=Kind.SECURITY_MEASURE,
            dpv="dpv:hasTechnicalOrganisationalMeasure",
            help="What protects the data.",
        ),
    ] = None
    automated_decisions: Annotated[
        AutomatedDecisions | None,
        about(
            "Automated decisions",
            clause="UK GDPR Arts 22A-22D; EU GDPR Art 22",
            columns=("activity.automated_decision_making",),
            dpv="dpv:hasContext",
            help="Whether decisions that matter to people are made by machine alone.",
        ),
    ] = None
    dpia_screening: Annotated[
        Prose | None,
        about(
            "DPIA screening",
            clause="Art 35(1)",
            optional=True,
            help="Why an impact assessment is needed, or is not.",
        ),
    ] = None
    dpia_needed: Annotated[
        bool | None,
        about(
            "DPIA required?",
            clause="Art 35",
            columns=("activity.dpia_required",),
            dpv="dpv:hasStatus",
            help="Where a high risk to people is likely.",
        ),
    ] = None
    dpia_state: Annotated[
        DpiaState | None,
        about("DPIA progress", clause="Art 35", columns=("activity.dpia_status",), optional=True),
    ] = None
    dpia: Annotated[
        Slug | None,
        about(
            "DPIA",
            clause="Art 35",
            columns=("activity.dpia_link",),
            to=Kind.DOCUMENT,
            dpv="dpv:hasImpactAssessment",
            optional=True,
            help="The impact assessment itself.",
        ),
    ] = None
    breaches: Annotated[
        tuple[Slug, ...] | None,
        about(
            "Personal data breaches",
            clause="Art 33(5)",
            columns=("activity.breach_occurred", "activity.breach_record_link"),
            to=Kind.DOCUMENT,
            dpv="dpv:hasRecordOfActivity",
            help="The records of breaches that concerned this data.",
        ),
    ] = None
    reviewed_on: Annotated[
        datetime.date | None,
        about("Last reviewed", help="When somebody last went through this record."),
    ] = None
    review_by: Annotated[datetime.date | None, about("Next review")] = None

    @property
    def title(self) -> str:
        """The reference and the name."""
        return f"{self.reference} {self.name}" if self.reference else self.name

    def in_force(self, day: datetime.date) -> bool:
        """Whether it runs on a day: by its own dates, an unknown one not standing against it."""
        begun = self.start is None or self.start <= day
        return not self.retired and begun and (self.end is None or self.end >= day)

    def problems(self) -> Iterator[Problem]:
        """Refuse an end before the start, and a line for a purpose the activity does not have."""
        yield from in_order(self.start, self.end, "end", "is before the start")
        yield from in_order(self.reviewed_on, self.review_by, "review_by", "is before the last")
        own = {line.purpose for line in self.purposes or ()}
        for number, line in enumerate(self.data or ()):
            for purpose in line.purposes or ():
                if purpose not in own:
                    yield Problem(
                        f"data[{number}].purposes", f"{purpose} is not a purpose of this activity"
                    )
