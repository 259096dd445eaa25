"""The legal entity whose record of processing activities this is."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from functools import cache
from typing import Annotated, ClassVar

from ropa.records.about import Count, Email, Place, Prose, Slug, Text, Url, about
from ropa.records.base import Line, Problem, Record
from ropa.vocabulary import Authorisation, Kind, Regime, StatementTopic


class Statement(Line, frozen=True, kw_only=True):
    """Words the organisation publishes, with the document and the section they stand in."""

    KEY: ClassVar[tuple[str, ...]] = ("topic", "section")

    topic: Annotated[StatementTopic, about("Topic")]
    words: Annotated[Prose, about("Words")]
    document: Annotated[Slug | None, about("Document", to=Kind.DOCUMENT, optional=True)] = None
    section: Annotated[Text | None, about("Section", optional=True)] = None


class Organisation(Record, frozen=True, kw_only=True):
    """A controller or processor that keeps its record here.

    It may name its own `party`, so that a sister company can engage it.
    """

    KIND: ClassVar[Kind] = Kind.ORGANISATION

    name: Annotated[
        Text, about("Name", clause="Art 30(1)(a)", columns=("org.name",), dpv="dpv:hasName")
    ]
    trading_names: Annotated[
        tuple[Text, ...] | None, about("Trading names", optional=True, ordered=True)
    ] = None
    company_number: Annotated[Text | None, about("Company number")] = None
    address: Annotated[
        Text | None, about("Address", clause="Art 30(1)(a)", dpv="dpv:hasAddress")
    ] = None
    country: Annotated[
        Place | None, about("Country of establishment", clause="Art 3(1)", law="place")
    ] = None
    email: Annotated[
        Email | None,
        about("Email", clause="Art 30(1)(a)", columns=("org.contact",), dpv="dpv:hasContact"),
    ] = None
    telephone: Annotated[Text | None, about("Telephone", clause="Art 30(1)(a)")] = None
    website: Annotated[Url | None, about("Website", optional=True)] = None
    regimes: Annotated[
        tuple[Regime, ...] | None,
        about(
            "Regimes",
            clause="Art 3",
            dpv="dpv:hasApplicableLaw",
            help="The laws its processing is under.",
        ),
    ] = None
    party: Annotated[
        Slug | None,
        about(
            "Itself as a party",
            to=Kind.PARTY,
            optional=True,
            help="So that a sister company can engage it.",
        ),
    ] = None
    time_zone: Annotated[
        Text | None, about("Time zone", optional=True, help="Such as Europe/London.")
    ] = None
    public_authority: Annotated[
        bool | None, about("Public authority or body?", clause="Arts 6(1), 37(1)(a)")
    ] = None
    headcount: Annotated[
        Count | None, about("Persons employed", clause="Art 30(5)", columns=("org.headcount",))
    ] = None
    occasional_only: Annotated[
        bool | None, about("Processing is occasional only?", clause="Art 30(5)")
    ] = None
    ico_registration: Annotated[
        Text | None,
        about("ICO registration number", clause="Data Protection (Charges) Regulations 2018"),
    ] = None
    dpo_name: Annotated[
        Text | None,
        about(
            "Data protection officer",
            clause="Art 30(1)(a)",
            columns=("org.dpo",),
            dpv="dpv:hasDataProtectionOfficer",
        ),
    ] = None
    dpo_address: Annotated[
        Text | None, about("DPO's address", clause="Art 30(1)(a)", optional=True)
    ] = None
    dpo_email: Annotated[
        Email | None, about("DPO's email", clause="Art 30(1)(a)", optional=True)
    ] = None
    dpo_telephone: Annotated[
        Text | None, about("DPO's telephone", clause="Art 30(1)(a)", optional=True)
    ] = None
    dpo_none: Annotated[
        Text | None,
        about(
            "Why there is no DPO",
            clause="Art 37(1)",
            optional=True,
            help="Recorded instead of a DPO: there is none, and this is why.",
        ),
    ] = None
    representative_name: Annotated[
        Text | None,
        about(
            "Representative",
            clause="Arts 27, 30(1)(a)",
            columns=("org.representative",),
            dpv="dpv:hasRepresentative",
        ),
    ] = None
    representative_address: Annotated[
        Text | None, about("Representative's address", clause="Art 30(1)(a)", optional=True)
    ] = None
    representative_email: Annotated[
        Email | None, about("Representative's email", clause="Art 30(1)(a)", optional=True)
    ] = None
    representative_telephone: Annotated[
        Text | None, about("Representative's telephone", clause="Art 30(1)(a)", optional=True)
    ] = None
    representative_none: Annotated[
        Text | None,
        about("Why there is no representative", clause="Art 27(1), (2)", optional=True),
    ] = None
    authorisation: Annotated[
        Authorisation | None,
        about(
            "Authorisation to use subprocessors",
            clause="Art 28(2)",
            help="What its customers, as controllers, have given it.",
        ),
    ] = None
    notice_days: Annotated[
        Count | None, about("Notice of a new subprocessor, in days", clause="Art 28(2)")
    ] = None
    objection_days: Annotated[
        Count | None, about("Time to object, in days", clause="Art 28(2)")
    ] = None
    recipient_categories: Annotated[
        tuple[Slug, ...] | None,
        about(
            "Recipients of the organisation as a whole",
            clause="Art 30(1)(d)",
            to=Kind.RECIPIENT_CATEGORY,
            optional=True,
            help="Disclosures that belong to no single activity.",
        ),
    ] = None
    statements: Annotated[
        tuple[Statement, ...] | None,
        about("Published statements", clause="Arts 13, 14", optional=True),
    ] = None

    def problems(self) -> Iterator[Problem]:
        """Refuse a time zone that nobody knows."""
        if self.time_zone is not None and not _is_zone(self.time_zone):
            yield Problem("time_zone", "is not a time zone: give one such as Europe/London")


@cache
def _is_zone(name: str) -> bool:
    """Whether days can be counted in it; names are those of the IANA time zone database."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
