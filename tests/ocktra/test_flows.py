"""What the flows of the example show, written from the policy and its reading by hand."""

from __future__ import annotations

import datetime

import pytest

from ropa.core.flows.activity import activity_flow
from ropa.core.flows.graph import FlowMap, flows_of
from ropa.core.flows.organisation import organisation_flow
from ropa.core.flows.view import View, table
from ropa.core.register import Register
from ropa.core.transfers.judge import transfers_of
from ropa.core.transfers.verdicts import Verdict
from ropa.store.home import LAW
from ropa.vocabulary import Standing
from tests.web.conftest import read_once

DAY = datetime.date(2026, 11, 25)
USERS = "Users of the Services"


@pytest.fixture
def flows(ocktra: Register) -> FlowMap:
    return flows_of(transfers_of(ocktra, read_once(LAW), DAY), "ocktra")


def flow_of(ocktra: Register, activity: str) -> View:
    return activity_flow(ocktra, activity, read_once(LAW), DAY)


def clusters(view: View) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for node in view.nodes:
        found.setdefault(node.cluster.label, set()).add(node.name)
    return found


def lines(view: View) -> set[tuple[str, str, tuple[str, ...] | None, str]]:
    return {
        (row.origin.name, row.destination.name, row.edge.data, row.edge.job) for row in table(view)
    }


def test_what_activity_c1_takes_in_and_passes_on(ocktra: Register) -> None:
    view = flow_of(ocktra, "c1")
    c1 = "C1 Provide, maintain and secure the Services; account creation; support"
    stated = ("Account & Identity Data", "Authentication Data", "Support Data")
    assert lines(view) == {
        (USERS, c1, stated, ""),
        (USERS, c1, ("Device/Technical Data",), ""),
        ("identity providers (SSO)", c1, None, ""),
        (c1, "Cookies/SDKs", None, ""),
        (c1, "AWS, Cloud hosting", None, "Hosting & storage"),
        (c1, "Sentry, Error monitoring", None, "Error tracking"),
        (c1, "Vendor unknown", None, "Support/CRM"),
    }
    assert clusters(view) == {
        "People and sources": {USERS, "identity providers (SSO)"},
        "OCKTRA.IO LTD · United Kingdom": {c1, "Cookies/SDKs"},
        "European Union": {"Sentry, Error monitoring"},
        "Global": {"AWS, Cloud hosting"},
        "Place unknown": {"Vendor unknown"},
    }
    inferred = {r.destination.name for r in table(view) if r.edge.standing is Standing.INFERRED}
    assert inferred == {c1, "AWS, Cloud hosting", "Sentry, Error monitoring"}


def test_what_activity_c5_takes_in_and_passes_on(ocktra: Register) -> None:
    view = flow_of(ocktra, "c5")
    c5 = "C5 Service/transactional communications"
    assert lines(view) == {
        (USERS, c5, ("Account & Identity Data",), ""),
        (c5, "Systems unknown", None, ""),
        (c5, "Brevo, Email delivery", None, "Transactional email"),
    }
    assert clusters(view)["European Union"] == {"Brevo, Email delivery"}


def test_what_activity_p1_takes_in_and_passes_on(ocktra: Register) -> None:
    view = flow_of(ocktra, "p1")
    p1, content = "P1 Process Customer Content for customers", ("Customer Content",)
    assert lines(view) == {
        ("Customers' customers", p1, content, ""),
        ("Customers' users", p1, content, ""),
        ("Customers' staff", p1, content, ""),
        (p1, "Systems unknown", None, ""),
        (p1, "AWS, Cloud hosting", None, "Hosting & storage"),
        (p1, "Brevo, Email delivery", None, "Transactional email"),
        (p1, "Sentry, Error monitoring", None, "Error tracking"),
    }


def test_what_leaves_the_organisations_jurisdiction(flows: FlowMap) -> None:
    view = organisation_flow(flows)
    own = "OCKTRA.IO LTD"
    assert clusters(view) == {
        "United Kingdom": {own},
        "European Union": {"Brevo", "Sentry"},
        "Global": {"AWS"},
        "Place unknown": {
            "Backups",
            "Cookies/SDKs",
            "Recipient unknown, Integration providers",
        },
    }
    assert {
        (row.origin.name, row.destination.name, row.edge.weight, row.edge.verdict)
        for row in table(view)
    } == {
        (own, "AWS", 2, Verdict.UNKNOWN),  # C1, P1
        (own, "Brevo", 2, Verdict.UNKNOWN),  # C5, P1
        (own, "Sentry", 3, Verdict.UNKNOWN),  # C1, C4, P1
        (own, "Recipient unknown, Integration providers", 1, Verdict.INITIATED_BY_ANOTHER),  # P2
        (own, "Cookies/SDKs", 3, None),  # C1, C3, C6
    }
