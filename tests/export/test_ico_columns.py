from __future__ import annotations

from typing import Any

import pytest

from ropa.records.data_category import DataCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.party import Party
from ropa.records.recipient_category import RecipientCategory
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.records.system import System
from tests.build import activity, build
from tests.export.controlled import (
    DPA,
    controlled,
    data,
    line,
    row,
    rows,
    served,
    states,
    with_engagement,
)


def test_what_an_activity_says_of_itself() -> None:
    found = row(
        controlled(
            function="Finance",
            measures=["tls", "training"],
            automated_decisions="profiling",
            dpia_needed=True,
            dpia_state="in-progress",
            dpia="dpia",
            breaches=["breach"],
        ),
        build(SecurityMeasure, kind="technical"),
        build(SecurityMeasure, id="training", name="Training", kind="organisational"),
        build(Document, id="dpia", name="DPIA 7"),
        build(Document, id="breach", name="Breach 1", url="https://acme.example/b/1"),
    )
    assert found == {
        "A": "Finance",
        "K": "Technical: TLS\nOrganisational: Training",
        "Q": "Profiling without significant decisions",
        "U": "Yes",
        "V": "In progress",
        "W": "DPIA 7",
        "X": "Yes",
        "Y": "Breach 1 (https://acme.example/b/1)",
    }


def test_a_recorded_none_is_written_and_an_unknown_is_blank() -> None:
    found = row(
        controlled(
            purposes=[],
            data=[],
            recipient_categories=[],
            engagements=[],
            internal_recipients=[],
            measures=[],
            automated_decisions="none",
            sources=[],
            systems=[],
            dpia_needed=False,
            breaches=[],
        )
    )
    assert found == {**dict.fromkeys("BDEFKQRT", "None"), "U": "No", "X": "No"}
    assert row(controlled()) == {}


def test_joint_controllers_are_named_with_their_contact_details() -> None:
    partner = build(Party, address="2 Low Road", email="dpo@vendor.example", country="GB")
    found = with_engagement(partner, party="vendor", role="joint-controller")
    assert found["C"] == "Vendor\n2 Low Road\ndpo@vendor.example"


@pytest.mark.parametrize(
    ("role", "party", "expected"),
    [
        ("controller", None, "NOT_APPLICABLE"),
        ("joint-controller", None, "UNKNOWN"),
        ("joint-controller", "vendor", "PARTLY"),
    ],
)
def test_an_unknown_joint_controller(role: str, party: str | None, expected: str) -> None:
    held = build(Engagement, party=party, role="joint-controller" if party else "processor")
    record = activity(role=role, engagements=["hosting"])
    assert states("C", held, build(Party), record) == {"C": [expected]}


def test_recipients_are_categories_past_and_future() -> None:
    held = (
        build(Engagement, category="Cloud hosting", end="2020-01-01"),
        build(Engagement, id="next", category="Analytics", start="2030-01-01"),
        build(Engagement, id="gone", category="Fax", retired=True),
        build(RecipientCategory),
    )
    found = row(
        *held, served(*held, recipient_categories=["advisers"], internal_recipients=["Finance"])
    )
    assert found["F"] == "Professional advisers; Cloud hosting; Analytics; Finance"


@pytest.mark.parametrize("unknown", ["recipient_categories", "internal_recipients"])
def test_recipients_known_in_part(unknown: str) -> None:
    held = build(Engagement, category="Cloud hosting")
    known: dict[str, Any] = {"recipient_categories": [], "internal_recipients": []}
    assert states("F", held, served(held, **known)) == {"F": ["ANSWERED"]}
    assert states("F", held, served(held, **{**known, unknown: None})) == {"F": ["PARTLY"]}


def test_contracts_are_those_with_processors() -> None:
    held = (
        build(Engagement, role="processor", contracts=["dpa"]),
        build(Engagement, id="email", name="Email", role="processor", contracts=[]),
        build(Engagement, id="partner", role="independent-controller", contracts=["other"]),
        build(Engagement, id="ended", role="processor", contracts=["other"], end="2026-11-22"),
        DPA,
        build(Document, id="other", name="Other"),
    )
    assert row(*held, served(*held))["G"] == "Email: None\nDPA (https://acme.example/dpa)"


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"role": "processor"}, "UNKNOWN"),
        ({"role": None, "contracts": ["dpa"]}, "UNKNOWN"),
        ({"role": "recipient"}, "NOT_APPLICABLE"),
        ({"role": "processor", "contracts": ["dpa"]}, "ANSWERED"),
    ],
)
def test_a_contract_that_is_missing(fields: dict[str, Any], state: str) -> None:
    held = build(Engagement, **fields)
    assert states("G", held, DPA, served(held)) == {"G": [state]}


def test_retention_is_the_lines_own_or_that_of_its_data() -> None:
    found = rows(
        controlled(
            purposes=[line()],
            data=[
                data("customers", "ids", retention="thirty"),
                data("staff", "ids"),
                data("staff", "contact"),
                data("staff"),
            ],
        ),
        build(DataCategory, id="ids", name="Ids", retention="six-years"),
        build(RetentionRule, trigger="end of contract", minimum="P6Y", maximum="P6Y"),
        build(RetentionRule, id="thirty", minimum="P30D", maximum="P30D", disposal="erased"),
    )
    expected = ["30 days; then erased", "end of contract + 6 years", "", ""]
    assert [each.get("J", "") for each in found] == expected


def test_the_basis_and_what_hangs_on_it() -> None:
    found = row(
        controlled(
            purposes=[
                line(
                    bases=["legitimate_interests", "consent"],
                    combination="either",
                    condition="as configured",
                    interest="Getting paid",
                    assessment="lia",
                    consent_record="dpa",
                )
            ]
        ),
        build(Document, id="lia", name="LIA"),
        DPA,
    )
    assert found["L"] == (
        "Legitimate interests (Art 6(1)(f)) or Consent (Art 6(1)(a)), as configured"
    )
    assert (found["N"], found["O"]) == ("Getting paid", "LIA")
    assert found["S"] == "DPA (https://acme.example/dpa)"
    rights = found["P"].split("; ")
    assert {"Right to object", "Right to withdraw consent", "Right to data portability"} <= {
        *rights
    }


def test_rights_follow_the_basis_and_the_regime() -> None:
    def rights(basis: str, **organisation: Any) -> str:
        return row(controlled(purposes=[line(bases=[basis])]), **organisation)["P"]

    assert "Right to erasure" not in rights("legal_obligation")
    assert "Right to object;" in rights("recognised_legitimate_interests")
    assert "Right to complain to the controller" in rights("contract")
    assert "Right to complain to the controller" not in rights("contract", regimes=["eu-gdpr"])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"bases": None}, "UNKNOWN UNKNOWN UNKNOWN UNKNOWN UNKNOWN"),
        ({"bases": ["contract"]}, "ANSWERED NOT_APPLICABLE NOT_APPLICABLE ANSWERED NOT_APPLICABLE"),
        ({"bases": ["consent"]}, "ANSWERED NOT_APPLICABLE NOT_APPLICABLE ANSWERED UNKNOWN"),
        (
            {"bases": ["contract"], "article9": ["9_2_a"]},
            "ANSWERED NOT_APPLICABLE NOT_APPLICABLE ANSWERED UNKNOWN",
        ),
        (
            {"bases": ["legitimate_interests"]},
            "ANSWERED UNKNOWN UNKNOWN ANSWERED NOT_APPLICABLE",
        ),
        (
            {"bases": ["recognised_legitimate_interests"]},
            "ANSWERED UNKNOWN NOT_APPLICABLE ANSWERED NOT_APPLICABLE",
        ),
        (
            {
                "bases": ["recognised_legitimate_interests"],
                "recognised_interest": "rli_crime",
            },
            "ANSWERED ANSWERED NOT_APPLICABLE ANSWERED NOT_APPLICABLE",
        ),
        (
            {"bases": None, "interest": "Getting paid"},
            "UNKNOWN ANSWERED UNKNOWN UNKNOWN UNKNOWN",
        ),
    ],
)
def test_what_a_basis_does_not_need_is_not_unknown(fields: dict[str, Any], expected: str) -> None:
    found = states("L N O P S", controlled(purposes=[line(**fields)]))
    assert " ".join(each[0] for each in found.values()) == expected


def test_the_source_is_the_lines_own_or_the_activitys() -> None:
    lines = [data("customers", source="Themselves"), data("staff")]
    found = rows(controlled(purposes=[line()], data=lines, sources=["Agents", "Registers"]))
    assert [each["R"] for each in found] == ["Themselves", "Agents; Registers"]
    assert states("R", controlled(purposes=[line()], data=lines)) == {"R": ["ANSWERED", "UNKNOWN"]}


def test_locations_are_systems_and_engagements() -> None:
    held = (
        build(System, places=["IE", "GB"]),
        build(System, id="backup", name="Backups"),
        build(System, id="old", name="Old", retired=True),
        build(Engagement, stored_in=["GLOBAL"]),
        build(Engagement, id="e2", name="Other"),
    )
    record = served(*held, systems=["crm", "backup", "old"])
    assert row(*held, record)["T"] == (
        "Backups; CRM: United Kingdom, Ireland; Hosting: Global (no single country recorded)"
    )
    assert states("T", *held, record) == {"T": ["PARTLY"]}


def test_a_dpia_that_is_not_needed() -> None:
    found = states("U V W", controlled(dpia_needed=False))
    assert found == {"U": ["ANSWERED"], "V": ["NOT_APPLICABLE"], "W": ["NOT_APPLICABLE"]}
