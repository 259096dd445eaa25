from __future__ import annotations

from typing import Any

import pytest

from ropa.core.flows.view import table
from ropa.records.flow import Flow
from ropa.vocabulary import Standing
from tests.build import build
from tests.core.test_flows import CENTRE, EVERYTHING, engagement, flow_of, said

DECLARED = {
    "id": "f1",
    "activities": ["a1"],
    "data_categories": ["contact"],
    "method": "Web form",
    "encrypted": True,
}


def test_declared_flows_replace_the_derived_ones() -> None:
    flow = flow_of(build(Flow, **DECLARED), **EVERYTHING)
    assert flow.origin == "as its flows are declared"
    assert [(row.basis, row.edge.data, row.edge.job) for row in table(flow)] == [
        ("Declared", ("Contact data",), "Web form, encrypted in transit")
    ]
    assert said(flow) == {("Customers", "CRM")}


@pytest.mark.parametrize(
    "fields", [{"activities": ["other"]}, {"activities": None}, {"retired": True}]
)
def test_flows_of_other_activities_and_retired_ones_are_not_used(fields: dict[str, Any]) -> None:
    flow = flow_of(build(Flow, **{**DECLARED, **fields}), **EVERYTHING)
    assert flow.origin.startswith("derived")
    assert said(flow) == {("Customers", CENTRE)}


def test_what_no_declared_flow_reaches_is_noted() -> None:
    flow = flow_of(
        build(Flow, **DECLARED),
        engagement("hosting", category="Hosting"),
        **{**EVERYTHING, "engagements": ["hosting"], "systems": ["crm"], "sources": None},
    )
    assert flow.notes[:2] == (
        "In the record, but in no declared flow: Vendor, Hosting.",
        "Not answered in the record: Sources of the data.",
    )


@pytest.mark.parametrize(
    ("field", "standing"), [("to_system", Standing.INFERRED), ("method", Standing.STATED)]
)
def test_a_declared_flow_may_be_inferred(field: str, standing: Standing) -> None:
    provenance = [{"field": field, "standing": "inferred"}]
    flow = flow_of(build(Flow, **DECLARED, provenance=provenance), **EVERYTHING)
    assert table(flow)[0].edge.standing is standing


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ({"to_subjects": "staff"}, "Staff"),
        ({"to_engagement": "hosting"}, "Vendor, Job hosting"),
        ({"to_recipients": "support"}, "Vendor unknown, Support desk"),
        ({"to_recipients": "advisers"}, "Professional advisers"),
    ],
)
def test_a_declared_flow_leads_to_any_kind_of_destination(end: dict[str, str], name: str) -> None:
    declared = build(Flow, **{**DECLARED, "to_system": None, **end})
    flow = flow_of(declared, engagement("hosting"), **EVERYTHING)
    assert said(flow) == {("Customers", name)}
