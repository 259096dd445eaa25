"""Into which sections the page and the form of a record are divided: one visible table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ropa.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Plan:
    """A section: its id in the page, its heading, its clause and its fields in order."""

    id: str
    label: str
    clause: str
    fields: tuple[str, ...]


SECTIONS: Mapping[Kind, tuple[Plan, ...]] = MappingProxyType(
    {
        Kind.ACTIVITY: (
            Plan(
                "identity",
                "Identity",
                "",
                (
                    "organisation",
                    "reference",
                    "name",
                    "function",
                    "owner",
                    "role",
                    "on_behalf_of",
                    "operations",
                    "status",
                    "start",
                    "end",
                ),
            ),
            Plan("purposes", "Purposes and lawful bases", "Arts 6(1), 30(1)(b)", ("purposes",)),
            Plan("data", "People and personal data", "Art 30(1)(c), (f)", ("data", "sources")),
            Plan(
                "recipients",
                "Recipients",
                "Art 30(1)(d)",
                ("engagements", "recipient_categories", "internal_recipients"),
            ),
            Plan("transfers", "Transfers", "Art 30(1)(e), Chapter V", ()),
            Plan(
                "security",
                "Security and risk",
                "Arts 30(1)(g), 32, 35",
                (
                    "systems",
                    "measures",
                    "automated_decisions",
                    "dpia_screening",
                    "dpia_needed",
                    "dpia_state",
                    "dpia",
                    "breaches",
                    "reviewed_on",
                    "review_by",
                ),
            ),
        ),
        Kind.ORGANISATION: (
            Plan(
                "identity",
                "Identity",
                "Art 30(1)(a)",
                (
                    "name",
                    "trading_names",
                    "company_number",
                    "address",
                    "country",
                    "email",
                    "telephone",
                    "website",
                    "time_zone",
                    "party",
                ),
            ),
            Plan(
                "law",
                "Law and size",
                "Arts 3, 30(5), 37",
                (
                    "regimes",
                    "public_authority",
                    "headcount",
                    "occasional_only",
                    "ico_registration",
                ),
            ),
            Plan(
                "officers",
                "Data protection officer and representative",
                "Arts 27, 30(1)(a), 37",
                (
                    "dpo_name",
                    "dpo_address",
                    "dpo_email",
                    "dpo_telephone",
                    "dpo_none",
                    "representative_name",
                    "representative_address",
                    "representative_email",
                    "representative_telephone",
                    "representative_none",
                ),
            ),
            Plan(
                "disclosures",
                "Subprocessors and disclosures",
                "Arts 28(2), 30(1)(d)",
                ("authorisation", "notice_days", "objection_days", "recipient_categories"),
            ),
            Plan("statements", "Published statements", "Arts 13, 14", ("statements",)),
        ),
        Kind.ENGAGEMENT: (
            Plan(
                "identity",
                "Party and job",
                "Art 30(1)(d)",
                (
                    "organisation",
                    "name",
                    "party",
                    "role",
                    "category",
                    "service",
                    "purpose",
                    "under",
                    "start",
                    "end",
                ),
            ),
            Plan(
                "data",
                "Data and places",
                "Art 30(1)(e)",
                ("data_categories", "initiated_by", "stored_in", "accessed_from"),
            ),
            Plan(
                "contract",
                "Contract and publication",
                "Art 28",
                ("contracts", "authorisation", "public"),
            ),
        ),
        Kind.TRANSFER: (
            Plan(
                "identity",
                "Who and where",
                "Art 30(1)(e)",
                (
                    "organisation",
                    "name",
                    "exporter",
                    "importer",
                    "place",
                    "international_organisation",
                ),
            ),
            Plan(
                "safeguards",
                "Safeguards",
                "Chapter V",
                (
                    "mechanisms",
                    "options",
                    "agreement",
                    "supplementary_measures",
                    "derogations",
                    "occasional",
                    "safeguards",
                ),
            ),
            Plan(
                "assessment",
                "Risk assessment",
                "UK GDPR Art 46; EU SCC clause 14",
                ("assessed_on", "outcome", "assessment", "review_by"),
            ),
        ),
    }
)
"""The sections of the kinds that have several; any other kind has one with all its fields."""

LAST = ("id", "note")
"""Fields that end the first section of every kind."""
