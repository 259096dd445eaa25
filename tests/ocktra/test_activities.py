"""The activities hold what the policy says, what it suggests is marked, the rest is unknown."""

from __future__ import annotations

import pytest

from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.vocabulary import (
    ActivityRole,
    AutomatedDecisions,
    Combination,
    PecrMarketing,
    PecrStorage,
    Standing,
)

CONTROLLER = ("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8")
PROCESSOR = ("p1", "p2")
USERS = "users-of-the-services"
ACCOUNT = "account-identity-data"
AUTHENTICATION = "authentication-data"
DEVICE = "device-technical-data"
USAGE = "usage-product-analytics"
MEASURES = {
    "TLS encryption in transit",
    "Encryption at rest (AES-256 or equivalent)",
    "Access controls, least privilege, role‑based permissions",
    "MFA for admin access",
    "Network security, monitoring, patching and vulnerability management",
    "Backups & disaster recovery",
    "Staff confidentiality and security training",
}


def standing(activity: Activity, path: str) -> Standing:
    (found,) = {source.standing for source in activity.provenance if source.field == path}
    return found


def inferred(activity: Activity) -> set[str]:
    return {source.field for source in activity.provenance if source.standing is Standing.INFERRED}


def test_eight_activities_as_controller_and_two_as_processor(ocktra: Register) -> None:
    roles = {one.id: one.role for one in ocktra.activities.values()}

    assert roles == {
        **dict.fromkeys(CONTROLLER, ActivityRole.CONTROLLER),
        **dict.fromkeys(PROCESSOR, ActivityRole.PROCESSOR),
    }
    assert [one.reference for one in ocktra.activities.values()] == [
        "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "P1", "P2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("id", "name", "bases", "combination"),
    [
        (
            "c1",
            "Provide, maintain and secure the Services; account creation; support",
            ("contract", "legitimate_interests"),
            Combination.ALL,
        ),
        (
            "c2",
            "Payments, billing, accounting, tax",
            ("contract", "legal_obligation"),
            Combination.ALL,
        ),
        (
            "c3",
            "Product analytics & improvement",
            ("legitimate_interests", "consent"),
            Combination.EITHER,
        ),
        (
            "c4",
            "Security monitoring, fraud/abuse prevention, incident response",
            ("legitimate_interests", "legal_obligation"),
            Combination.ALL,
        ),
        (
            "c5",
            "Service/transactional communications",
            ("contract", "legitimate_interests"),
            Combination.ALL,
        ),
        ("c6", "Marketing communications", ("consent",), None),
        (
            "c7",
            "Enable and operate integrations you connect",
            ("contract", "legitimate_interests"),
            Combination.ALL,
        ),
        (
            "c8",
            "Compliance with law and legal claims",
            ("legal_obligation", "legitimate_interests"),
            Combination.ALL,
        ),
    ],
)
def test_purpose_and_lawful_bases(
    ocktra: Register, id: str, name: str, bases: tuple[str, ...], combination: Combination | None
) -> None:
    activity = ocktra.activities[id]
    (line,) = activity.purposes or ()

    assert activity.name == ocktra.purposes[line.purpose].name == name
    assert (line.bases, line.combination) == (bases, combination)
    assert line.law_cited is None
    assert line.assessment is None
    assert line.consent_record is None


def test_conditions_of_the_bases(ocktra: Register) -> None:
    lines = {id: ocktra.activities[id].purposes[0] for id in CONTROLLER}  # type: ignore[index]

    assert {id: line.condition for id, line in lines.items() if line.condition} == {
        "c3": "as configured"
    }
    assert {id: line.interest for id, line in lines.items() if line.interest} == {
        "c7": "service functionality at your request"
    }
    assert lines["c6"].pecr_marketing == (PecrMarketing.SOFT_OPT_IN,)
    assert lines["c6"].pecr_condition == "where applicable"
    assert lines["c6"].pecr_storage == (PecrStorage.CONSENT,)
    for id in set(CONTROLLER) - {"c6"}:
        assert lines[id].pecr_marketing is None
        assert lines[id].pecr_storage is None


def test_processor_activities_have_no_purpose_or_basis_of_their_own(ocktra: Register) -> None:
    assert [ocktra.activities[id].purposes for id in PROCESSOR] == [None, None]


DATA: dict[str, dict[str | None, str | None]] = {
    "c1": {
        ACCOUNT: "account-billing",
        AUTHENTICATION: None,
        DEVICE: None,
        "support-data": "support-tickets",
    },
    "c2": {"contact-billing-data": "account-billing"},
    "c3": {USAGE: "analytics-logs", DEVICE: "analytics-logs"},
    "c4": {AUTHENTICATION: None, DEVICE: "analytics-logs", USAGE: "analytics-logs"},
    "c5": {ACCOUNT: "account-billing"},
    "c6": {"marketing-preferences": None, ACCOUNT: None},
    "c7": {"integration-data": None, AUTHENTICATION: None},
    "c8": {None: None},
}


@pytest.mark.parametrize("id", CONTROLLER)
def test_data_and_retention(ocktra: Register, id: str) -> None:
    lines = ocktra.activities[id].data or ()

    assert {line.data: line.retention for line in lines} == DATA[id]
    assert {line.subjects for line in lines} == {USERS}
    assert {line.purposes for line in lines} == {None}


@pytest.mark.parametrize("id", PROCESSOR)
def test_data_of_customers(ocktra: Register, id: str) -> None:
    lines = ocktra.activities[id].data or ()

    assert {(line.subjects, line.data, line.retention) for line in lines} == {
        ("customers-customers", "customer-content", None),
        ("customers-users", "customer-content", None),
        ("customers-staff", "customer-content", None),
    }


@pytest.mark.parametrize(
    ("id", "sources"),
    [
        ("c1", ("identity providers (SSO)",)),
        ("c2", ("payment processors",)),
        ("c3", ("analytics platforms",)),
        ("c4", None),
        ("c5", None),
        ("c6", None),
        ("c7", ("providers of connected third‑party services, via API or webhooks",)),
        ("c8", None),
        ("p1", None),
        ("p2", None),
    ],
)
def test_sources(ocktra: Register, id: str, sources: tuple[str, ...] | None) -> None:
    assert ocktra.activities[id].sources == sources


@pytest.mark.parametrize(
    ("id", "engagements", "categories"),
    [
        (
            "c1",
            ("aws-cloud-hosting", "sentry-error-monitoring"),
            ("cloud-hosting", "support-crm"),
        ),
        ("c2", None, ("payments",)),
        ("c3", None, ("analytics",)),
        ("c4", ("sentry-error-monitoring",), ("logging-monitoring",)),
        ("c5", ("brevo-email-delivery",), None),
        ("c6", None, None),
        ("c7", None, ("integration-providers",)),
        ("c8", None, ("authorities-courts", "professional-advisors")),
        ("p1", ("aws-cloud-hosting", "brevo-email-delivery", "sentry-error-monitoring"), None),
        ("p2", ("integration-providers",), None),
    ],
)
def test_recipients(
    ocktra: Register,
    id: str,
    engagements: tuple[str, ...] | None,
    categories: tuple[str, ...] | None,
) -> None:
    activity = ocktra.activities[id]

    assert activity.engagements == engagements
    assert activity.recipient_categories == categories


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        (
            "c1",
            {
                f"data[{USERS}/{DEVICE}]",
                "engagements[aws-cloud-hosting]",
                "engagements[sentry-error-monitoring]",
            },
        ),
        ("c2", set()),
        ("c3", {f"data[{USERS}/{DEVICE}]", f"data[{USERS}/{DEVICE}].retention"}),
        (
            "c4",
            {
                f"data[{USERS}/{AUTHENTICATION}]",
                f"data[{USERS}/{DEVICE}]",
                f"data[{USERS}/{DEVICE}].retention",
                f"data[{USERS}/{USAGE}]",
                f"data[{USERS}/{USAGE}].retention",
                "engagements[sentry-error-monitoring]",
            },
        ),
        ("c5", {f"data[{USERS}/{ACCOUNT}]", f"data[{USERS}/{ACCOUNT}].retention"}),
        ("c6", {f"data[{USERS}/{ACCOUNT}]"}),
        ("c7", {f"data[{USERS}/{AUTHENTICATION}]"}),
        (
            "c8",
            {
                "recipient_categories[authorities-courts]",
                "recipient_categories[professional-advisors]",
            },
        ),
        ("p1", set()),
        ("p2", set()),
    ],
)
def test_inferred_answers_are_marked(ocktra: Register, id: str, expected: set[str]) -> None:
    assert inferred(ocktra.activities[id]) == expected


def test_stated_recipients_of_transactional_mail(ocktra: Register) -> None:
    c5 = ocktra.activities["c5"]

    assert standing(c5, "engagements[brevo-email-delivery]") is Standing.STATED


def test_measures_and_automated_decisions(ocktra: Register) -> None:
    assert {one.name for one in ocktra.security_measures.values()} == MEASURES
    assert {one.kind for one in ocktra.security_measures.values()} == {None}
    for id in CONTROLLER:
        activity = ocktra.activities[id]
        assert activity.measures == tuple(ocktra.security_measures)
        assert activity.automated_decisions is AutomatedDecisions.NONE
    for id in PROCESSOR:
        activity = ocktra.activities[id]
        assert activity.measures is None
        assert activity.automated_decisions is None


def test_categories_of_processing(ocktra: Register) -> None:
    assert ocktra.activities["p1"].operations == ("hosting and storage",)
    assert ocktra.activities["p2"].operations == ("sending and receiving",)
    assert {ocktra.activities[id].operations for id in CONTROLLER} == {None}


UNKNOWN = (
    "function",
    "owner",
    "status",
    "start",
    "end",
    "on_behalf_of",
    "internal_recipients",
    "dpia_screening",
    "dpia_needed",
    "dpia_state",
    "dpia",
    "breaches",
    "reviewed_on",
    "review_by",
)


@pytest.mark.parametrize("field", UNKNOWN)
def test_what_the_policy_does_not_say_of_an_activity(ocktra: Register, field: str) -> None:
    assert {getattr(one, field) for one in ocktra.activities.values()} == {None}
