from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import networkx as nx
import pytest

from ropa.core.flows.activity import activity_flow
from ropa.core.flows.view import (
    PLACE_UNKNOWN,
    Node,
    Row,
    View,
    table,
)
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.recipient_category import RecipientCategory
from ropa.records.system import System
from ropa.vocabulary import Standing
from tests.build import activity, build, register

DAY = datetime.date(2026, 11, 23)


class Atlas:
    countries: Mapping[str, str] = MappingProxyType(
        {"DE": "Germany", "FR": "France", "GB": "United Kingdom"}
    )

    def place_name(self, code: str) -> str:
        return {**self.countries, "EU": "European Union", "GLOBAL": "Global"}.get(code, code)


SHARED: tuple[Record, ...] = (
    build(Organisation, country="GB"),
    build(Document, id="notice", name="Notice"),
    build(DataSubjectCategory),
    build(DataSubjectCategory, id="staff", name="Staff"),
    build(DataCategory),
    build(DataCategory, id="usage", name="Usage data"),
    build(Party),
    build(System),
    build(RecipientCategory),
    build(RecipientCategory, id="support", name="Support desk", role="processor"),
)


def engagement(id: str, **fields: Any) -> Engagement:
    plain = {"party": "vendor", "role": "processor", "name": f"Job {id}"}
    return build(Engagement, id=id, **{**plain, **fields})


def flow_of(*records: Record, **fields: Any) -> View:
    held = register(*SHARED, *records, activity(**fields))
    return activity_flow(held, "a1", Atlas(), DAY)


def said(flow: View) -> set[tuple[str, str]]:
    return {(row.origin.name, row.destination.name) for row in table(flow)}


def row(flow: View, origin: str, destination: str) -> Row:
    (found,) = [
        row
        for row in table(flow)
        if (row.origin.name, row.destination.name) == (origin, destination)
    ]
    return found


def node(flow: View, name: str) -> Node:
    (found,) = [node for node in flow.nodes if node.name == name]
    return found


CENTRE = "Billing customers"
EVERYTHING: dict[str, Any] = {
    "data": [{"subjects": "customers", "data": "contact"}],
    "sources": [],
    "systems": [],
    "engagements": [],
    "recipient_categories": [],
    "internal_recipients": [],
}


def test_people_systems_and_recipients_are_drawn_in_one_chain() -> None:
    flow = flow_of(
        engagement("hosting"),
        data=[{"subjects": "customers", "data": "contact"}],
        sources=["Credit agency"],
        systems=["crm"],
        engagements=["hosting"],
        recipient_categories=["advisers"],
        internal_recipients=["Finance"],
    )
    assert said(flow) == {
        ("Customers", CENTRE),
        ("Credit agency", CENTRE),
        (CENTRE, "CRM"),
        (CENTRE, "Vendor"),
        (CENTRE, "Professional advisers"),
        (CENTRE, "Finance"),
    }
    assert flow.notes == ()
    assert flow.origin.startswith("derived")
    assert row(flow, "Customers", CENTRE).edge.data == ("Contact data",)
    assert row(flow, "Credit agency", CENTRE).edge.data is None
    assert row(flow, "Customers", CENTRE).basis == "Derived"


def test_the_graph_is_a_frozen_networkx_graph_with_the_same_parts() -> None:
    flow = flow_of(**EVERYTHING)
    assert isinstance(flow.graph, nx.MultiDiGraph)
    assert nx.is_frozen(flow.graph)
    assert set(flow.graph) == {node.key for node in flow.nodes}
    assert flow.graph.number_of_edges() == len(flow.edges) == len(table(flow))


def test_stated_and_inferred_data_of_the_same_people_are_two_lines() -> None:
    flow = flow_of(
        **{
            **EVERYTHING,
            "data": [
                {"subjects": "customers", "data": "contact"},
                {"subjects": "customers", "data": "usage"},
            ],
        },
        provenance=[
            {"field": "data[customers/contact]", "document": "notice", "place": "§2"},
            {"field": "data[customers/usage]", "standing": "inferred"},
        ],
    )
    assert {(row.edge.standing, row.edge.data, row.edge.how) for row in table(flow)} == {
        (Standing.STATED, ("Contact data",), "Stated: Notice §2"),
        (Standing.INFERRED, ("Usage data",), "Inferred"),
    }


def test_a_source_of_one_line_says_nothing_about_another() -> None:
    flow = flow_of(
        **{
            **EVERYTHING,
            "data": [
                {"subjects": "customers", "data": "contact", "source": "Credit agency"},
                {"subjects": "staff", "data": "usage"},
            ],
            "sources": ["Credit agency"],
        },
    )
    assert {(row.origin.name, row.edge.data) for row in table(flow)} == {
        ("Customers", ("Contact data",)),
        ("Credit agency", ("Contact data",)),
        ("Staff", ("Usage data",)),
    }


def test_the_source_of_one_answer_or_of_the_whole_list_decides_the_standing() -> None:
    flow = flow_of(
        engagement("hosting"),
        engagement("mail", category="Mail"),
        **{**EVERYTHING, "engagements": ["hosting", "mail"]},
        provenance=[
            {"field": "engagements", "standing": "inferred"},
            {"field": "engagements[mail]", "document": "notice", "standing": "stated"},
        ],
    )
    assert {
        row.edge.job: row.edge.standing for row in table(flow) if row.destination.name == "Vendor"
    } == {
        "Job hosting": Standing.INFERRED,
        "Mail": Standing.STATED,
    }


def test_an_answer_without_a_source_is_recorded_not_stated_by_a_document() -> None:
    assert row(flow_of(**EVERYTHING), "Customers", CENTRE).edge.how == "Recorded, no source named"


def test_what_nobody_answered_is_drawn_as_unknown() -> None:
    flow = flow_of()
    assert said(flow) == {
        ("People unknown", CENTRE),
        (CENTRE, "Systems unknown"),
        (CENTRE, "Recipients unknown"),
    }
    assert {row.edge.how for row in table(flow)} == {"Unknown"}
    assert {node.name for node in flow.nodes if node.known} == {CENTRE}
    assert flow.notes == ("Not answered in the record: Sources of the data.",)


def test_a_recorded_none_is_said_and_not_drawn_as_unknown() -> None:
    flow = flow_of(**{**EVERYTHING, "data": []})
    assert said(flow) == set()
    assert flow.notes == (
        (
            "Recorded as none: People and personal data; Sources of the data; Systems; Named "
            "recipients and processors; Categories of recipients; Internal recipients."
        ),
    )


def test_a_list_of_recipients_left_open_beside_a_known_one_is_noted() -> None:
    flow = flow_of(**{**EVERYTHING, "recipient_categories": ["advisers"], "engagements": None})
    assert "Recipients unknown" not in {node.name for node in flow.nodes}
    assert flow.notes[0] == "Not answered in the record: Named recipients and processors."


@pytest.mark.parametrize(
    ("line", "origin", "data"),
    [
        ({"data": "contact"}, "People unknown", ("Contact data",)),
        ({"subjects": "customers"}, "Customers", None),
    ],
)
def test_half_a_line_keeps_its_other_half_unknown(
    line: dict[str, str], origin: str, data: tuple[str, ...] | None
) -> None:
    flow = flow_of(**{**EVERYTHING, "data": [line]})
    assert row(flow, origin, CENTRE).edge.data == data


def test_places_are_clusters_from_certain_to_unknown() -> None:
    flow = flow_of(
        engagement("a", stored_in=None, category="A", purpose="a"),
        engagement("b", stored_in=["GLOBAL"], category="B", purpose="b"),
        engagement("c", stored_in=["EU"], category="C", purpose="c"),
        engagement("d", stored_in=["FR", "DE"], category="D", purpose="d"),
        engagement("e", stored_in=["GLOBAL", "FR"], category="E", purpose="e"),
        engagement("f", stored_in=[], category="F", purpose="f"),
        **{**EVERYTHING, "engagements": ["a", "b", "c", "d", "e", "f"]},
    )
    clusters = list(dict.fromkeys(node.cluster.label for node in flow.nodes))
    assert clusters == [
        "People and sources",
        "Acme Ltd · United Kingdom",
        "France, Germany",
        "European Union",
        "France, Global",
        "Global",
        "Not stored",
        "Place unknown",
    ]
    assert node(flow, "Vendor, D").cluster.label == "France, Germany"


@pytest.mark.parametrize(
    ("places", "cluster"),
    [
        (None, "Acme Ltd · United Kingdom"),
        (["GB"], "Acme Ltd · United Kingdom"),
        (["DE"], "Germany"),
        (["DE", "GB"], "Germany, United Kingdom"),
    ],
)
def test_a_system_stands_with_us_unless_it_is_held_elsewhere(
    places: list[str] | None, cluster: str
) -> None:
    flow = flow_of(
        build(System, id="vault", name="Vault", places=places),
        **{**EVERYTHING, "systems": ["vault"]},
    )
    assert node(flow, "Vault").cluster.label == cluster


def test_an_engagement_without_a_party_is_an_unknown_vendor_in_its_job() -> None:
    flow = flow_of(
        engagement("desk", party=None, category="Support desk"),
        **{**EVERYTHING, "engagements": ["desk"]},
    )
    found = row(flow, CENTRE, "Vendor unknown")
    assert not found.destination.known
    assert found.edge.job == "Support desk"
    assert found.destination.cluster == PLACE_UNKNOWN


def test_a_category_of_processors_leaves_the_vendor_unknown() -> None:
    flow = flow_of(**{**EVERYTHING, "recipient_categories": ["support"]})
    found = row(flow, CENTRE, "Vendor unknown")
    assert (found.destination.known, found.edge.job) == (False, "Support desk")


def test_a_category_whose_vendor_is_named_is_drawn_as_that_vendor() -> None:
    flow = flow_of(
        engagement("desk", category="support Desk", purpose="Tickets"),
        **{**EVERYTHING, "engagements": ["desk"], "recipient_categories": ["support"]},
    )
    assert said(flow) == {("Customers", CENTRE), (CENTRE, "Vendor, support Desk")}


def test_a_system_leads_on_to_who_operates_it() -> None:
    flow = flow_of(
        engagement("hosting"),
        build(System, id="vault", name="Vault", operated_by="engagement", engagement="hosting"),
        **{**EVERYTHING, "systems": ["vault"]},
    )
    assert said(flow) >= {(CENTRE, "Vault"), ("Vault", "Vendor")}
    assert (CENTRE, "Vendor") not in said(flow)


def test_engagements_under_another_follow_it_to_any_depth() -> None:
    flow = flow_of(
        engagement("a", category="A", purpose="a"),
        engagement("b", category="B", purpose="b", under="a"),
        engagement("c", category="C", purpose="c", under="b"),
        engagement("d", category="D", purpose="d", under="b", retired=True),
        engagement("e", category="E", purpose="e"),
        **{**EVERYTHING, "engagements": ["a", "b"]},
    )
    assert said(flow) == {
        ("Customers", CENTRE),
        (CENTRE, "Vendor, A"),
        ("Vendor, A", "Vendor, B"),
        ("Vendor, B", "Vendor, C"),
    }


def test_engagements_in_a_circle_are_all_drawn_once() -> None:
    flow = flow_of(
        engagement("a", category="A", purpose="a", under="b"),
        engagement("b", category="B", purpose="b", under="a"),
        **{**EVERYTHING, "engagements": ["a", "b"]},
    )
    assert {node.name for node in flow.nodes} >= {"Vendor, A", "Vendor, B"}
    assert {end.name for row in table(flow) for end in (row.origin, row.destination)} >= {
        "Vendor, A",
        "Vendor, B",
    }


def test_what_the_register_does_not_hold_is_unknown_and_named() -> None:
    flow = flow_of(
        **{
            **EVERYTHING,
            "systems": ["gone"],
            "engagements": ["lost"],
            "data": [{"subjects": "nobody", "data": "nothing"}],
        }
    )
    assert {node.name for node in flow.nodes if not node.known} == {
        "gone, not in the register",
        "lost, not in the register",
        "nobody, not in the register",
    }


def test_the_order_of_the_records_changes_nothing() -> None:
    records = (*SHARED, engagement("a"), engagement("b"), activity(engagements=["a", "b"]))
    flows = [
        activity_flow(register(*ordered), "a1", Atlas(), DAY)
        for ordered in (records, records[::-1])
    ]
    assert flows[0].nodes == flows[1].nodes
    assert flows[0].edges == flows[1].edges


@pytest.mark.parametrize(
    ("dates", "drawn"),
    [
        ({"start": "2026-11-23"}, True),
        ({"start": "2026-11-24"}, False),
        ({"end": "2026-11-23"}, True),
        ({"end": "2026-11-22"}, False),
        ({"retired": True}, False),
    ],
)
def test_what_is_not_in_force_on_the_day_is_not_drawn(dates: dict[str, Any], drawn: bool) -> None:
    held = [engagement("e1", **dates), engagement("e2", under="e3", **dates), engagement("e3")]
    keys = {node.key for node in flow_of(*held, engagements=["e1", "e3"]).nodes}
    assert "engagement/e3" in keys
    assert ({"engagement/e1", "engagement/e2"} <= keys) == drawn
    assert keys.isdisjoint({"engagement/e1", "engagement/e2"}) != drawn
