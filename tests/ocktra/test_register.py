"""The register around the activities holds what the policy says, and nothing else."""

from __future__ import annotations

import datetime

from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.records.spec import REGISTER, fields
from ropa.vocabulary import EngagementRole, Initiator, Regime, Standing


def test_nothing_outside_the_activities_is_inferred(ocktra: Register) -> None:
    others = [record for record in ocktra if not isinstance(record, Activity)]

    assert {source.standing for record in others for source in record.provenance} == {
        Standing.STATED
    }


def test_no_answer_is_an_invented_none(ocktra: Register) -> None:
    empty = [
        (record.KIND.value, record.id, spec.name)
        for record in ocktra
        for spec in fields(type(record))
        if getattr(record, spec.name) == ()
    ]

    assert empty == []


def test_engagements(ocktra: Register) -> None:
    said = {
        one.id: (one.party, one.role, one.category, one.purpose, one.stored_in, one.public)
        for one in ocktra.engagements.values()
    }
    processor = EngagementRole.PROCESSOR
    hosting, mail, errors = "Hosting & storage", "Transactional email", "Error tracking"

    assert said == {
        "aws-cloud-hosting": ("aws", processor, "Cloud hosting", hosting, ("GLOBAL",), True),
        "brevo-email-delivery": ("brevo", processor, "Email delivery", mail, ("EU",), True),
        "sentry-error-monitoring": ("sentry", processor, "Error monitoring", errors, ("EU",), True),
        "integration-providers": (
            None,
            EngagementRole.INDEPENDENT_CONTROLLER,
            None,
            None,
            None,
            None,
        ),
    }
    for one in ocktra.engagements.values():
        unknown = (one.service, one.accessed_from, one.contracts, one.authorisation, one.start)
        assert (*unknown, one.data_categories, one.under) == (None,) * 7


def test_who_initiates_the_sending(ocktra: Register) -> None:
    said = {one.id: one.initiated_by for one in ocktra.engagements.values() if one.initiated_by}

    assert said == {"integration-providers": Initiator.CUSTOMER}


def test_parties_are_known_by_name_only(ocktra: Register) -> None:
    assert {one.id: one.name for one in ocktra.parties.values()} == {
        "aws": "AWS",
        "brevo": "Brevo",
        "sentry": "Sentry",
    }
    for party in ocktra.parties.values():
        own = {spec.name for spec in fields(type(party)) if getattr(party, spec.name)}
        assert own == {"id", "name", "provenance"}


def test_kinds_the_policy_gives_no_record_of(ocktra: Register) -> None:
    held = {cls for cls in REGISTER if ocktra.all(cls)}

    assert {cls.KIND.value for cls in set(REGISTER) - held} == {
        "transfer",
        "flow",
        "adequacy-confirmation",
        "person",
    }


def test_recipient_categories(ocktra: Register) -> None:
    processor = EngagementRole.PROCESSOR

    assert {one.id: one.role for one in ocktra.recipient_categories.values()} == {
        "cloud-hosting": processor,
        "payments": processor,
        "analytics": processor,
        "email": processor,
        "support-crm": processor,
        "logging-monitoring": processor,
        "integration-providers": EngagementRole.INDEPENDENT_CONTROLLER,
        "professional-advisors": None,
        "authorities-courts": None,
        "corporate-transactions": None,
    }
    typical = ocktra.recipient_categories["integration-providers"].description
    assert typical is not None
    assert "typically" in typical


def test_retention_rules_read_as_the_policy_does(ocktra: Register) -> None:
    assert {one.id: one.reading for one in ocktra.retention_rules.values()} == {
        "account-billing": "subscription term + 6 years",
        "support-tickets": "closure + 3 years",
        "analytics-logs": "12–24 months",
        "backups": "rolling 30–60 days",
    }
    for rule in ocktra.retention_rules.values():
        assert (rule.criterion, rule.disposal, rule.reason) == (None, None, None)


def test_systems(ocktra: Register) -> None:
    using = {
        system: [one.id for one in ocktra.activities.values() if system in (one.systems or ())]
        for system in ocktra.systems
    }

    assert using == {"backups": [], "cookies-sdks": ["c1", "c3", "c6"]}
    assert ocktra.systems["backups"].retention == "backups"
    assert ocktra.systems["cookies-sdks"].retention is None
    assert {one.places for one in ocktra.systems.values()} == {None}


def test_organisation(ocktra: Register) -> None:
    (one,) = ocktra.organisations.values()
    statements = {"id", "statements", "note", "provenance"}

    assert {
        spec.name: getattr(one, spec.name)
        for spec in fields(type(one))
        if spec.name not in statements and getattr(one, spec.name)
    } == {
        "name": "OCKTRA.IO LTD",
        "trading_names": ("Ocktra",),
        "company_number": "15512388",
        "address": "Willow Court, Stroud, Glos, GL5 4BJ, UK",
        "country": "GB",
        "email": "privacy@ocktra.io",
        "regimes": (Regime.UK_GDPR,),
        "recipient_categories": ("corporate-transactions", "email"),
    }


def test_documents(ocktra: Register) -> None:
    said = {one.id: (one.name, one.kind, one.date, one.url) for one in ocktra.documents.values()}

    assert said == {
        "privacy-policy": (
            "Privacy Policy",
            "privacy-notice",
            datetime.date(2025, 12, 10),
            None,
        ),
        "data-processing-addendum": ("Data Processing Addendum", "contract", None, None),
        "cookie-policy": ("Cookie Policy", "cookie-policy", None, None),
    }


def test_whose_data_it_is(ocktra: Register) -> None:
    assert {one.id: one.children for one in ocktra.data_subject_categories.values()} == {
        "users-of-the-services": False,
        "customers-customers": None,
        "customers-users": None,
        "customers-staff": None,
    }


def test_categories_of_data_are_not_judged(ocktra: Register) -> None:
    for one in ocktra.data_categories.values():
        assert (one.special, one.criminal, one.retention, one.dpv) == (None, None, None, None)
