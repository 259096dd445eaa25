"""Ways, what is unused, single points and who holds what: against lists made in another way."""

from __future__ import annotations

import itertools
from typing import Any

import networkx as nx
from hypothesis import given, settings

from ropa.core.flows.graph import FlowMap
from ropa.core.flows.named import ANYTHING, PLACE, Misnamed, Named, find_named
from ropa.core.flows.paths import READING, Paths, paths
from ropa.core.flows.reach import reach
from ropa.core.flows.single_points import single_points
from ropa.core.flows.unused import KINDS, unused
from ropa.core.flows.who_holds import who_holds
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.recipient_category import RecipientCategory
from ropa.records.system import System
from ropa.vocabulary import Kind
from tests.build import build
from tests.core.test_reach import flows_in, graphs, records_of


def engaged(id: str, **fields: Any) -> Engagement:
    plain = {"party": "vendor", "stored_in": ["US"], "accessed_from": [], "category": "Hosting"}
    return build(Engagement, id=id, **{"name": f"Job {id}", **plain, **fields})


SHARED: tuple[Record, ...] = (
    build(Organisation, country="GB"),
    build(DataSubjectCategory),
    build(DataCategory),
    build(DataCategory, id="usage", name="Usage data"),
    build(Party, country="US"),
    build(Party, id="other", name="Other", country="US"),
)
USED: tuple[Record, ...] = (
    *SHARED,
    build(
        System,
        name="Vault",
        engagement="sub",
        operated_by="engagement",
        data_categories=["contact"],
    ),
    build(System, id="idle", name="Idle", places=["IE"]),
    engaged("host", data_categories=["usage"]),
    engaged("sub", party="other", under="host"),
    engaged("spare", party="other", category=None, stored_in=None),
    build(
        Activity,
        data=[{"subjects": "customers", "data": "contact"}],
        systems=["crm"],
        engagements=["host"],
    ),
    build(Activity, id="a2", name="Second", engagements=["sub", "spare"]),
)


def one(flows: FlowMap, text: str) -> Named:
    found = find_named(flows, text, ANYTHING)
    assert isinstance(found, Named), found
    return found


def ways(flows: FlowMap, origin: str, destination: str, **fields: Any) -> Paths:
    return paths(flows, one(flows, origin), one(flows, destination), **fields)


def test_the_ways_read_from_people_to_a_country_the_shortest_first() -> None:
    found = ways(flows_in(*USED), "customers", "US")
    assert [path.nodes for path in found.paths] == [
        ("subjects/customers", "activity/a1", "engagement/host", "place/US"),
        ("subjects/customers", "activity/a1", "engagement/host", "engagement/sub", "place/US"),
        (
            "subjects/customers",
            "activity/a1",
            "system/crm",
            "engagement/sub",
            "place/US",
        ),
    ]
    read = [READING[relation] for relation in found.paths[2].relations]
    assert read == ["collected for", "held in", "operated by", "located in"]
    assert not found.more
    assert {node.key for node in found.view.nodes} == {n for p in found.paths for n in p.nodes}


def test_too_many_ways_are_cut_and_it_is_said() -> None:
    found = ways(flows_in(*USED), "customers", "US", most=2)
    assert [len(path.nodes) for path in found.paths] == [4, 5]
    assert found.more
    assert found.notes[0] == "There are more ways; told are 2 of the shortest."


def test_no_way_is_found_and_what_may_be_one_is_told() -> None:
    found = ways(flows_in(*USED), "activity:a2", "Germany")
    assert found.paths == ()
    assert found.unsure == ("engagement/spare",)
    assert any("it may be Germany" in note for note in found.notes)
    assert any("1 activity does not say which systems they use" in note for note in found.notes)


def test_a_country_within_a_group_is_reached_by_the_group_only_perhaps() -> None:
    flows = flows_in(*SHARED, build(System, places=["EU"]), build(Activity, systems=["crm"]))
    assert ways(flows, "a1", "Ireland").unsure == ("system/crm",)
    assert ways(flows, "a1", "EU").paths
    assert ways(flows, "a1", "EEA").paths
    assert ways(flows, "a1", "US").unsure == ()


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_the_ways_are_the_simple_paths_of_a_plain_graph(made: list[dict[str, Any]]) -> None:
    flows = flows_in(*records_of(made))
    plain = nx.DiGraph(flows.graph)
    origin, destination = one(flows, "data-subject-category:d0"), one(flows, "party:p0")
    ends = set(destination.nodes) & set(plain)
    expected = set()
    for start, end in itertools.product(origin.nodes, ends):
        for path in nx.all_simple_paths(plain, start, end):
            if not ends & set(path[:-1]):
                expected.add(tuple(path))
    found = paths(flows, origin, destination, most=10_000)
    assert {path.nodes for path in found.paths} == expected
    assert [len(p.nodes) for p in found.paths] == sorted(len(p) for p in expected)
    assert len(found.paths) == len(expected)


def test_a_tangle_of_circles_ends() -> None:
    systems = [build(System, id=f"s{n}", name=f"S{n}") for n in range(14)]
    tangle = [
        build(Flow, id=f"f{a}-{b}", from_subjects=None, from_system=f"s{a}", to_system=f"s{b}")
        for a, b in itertools.permutations(range(14), 2)
    ]
    flows = flows_in(*SHARED, *systems, *tangle)
    found = ways(flows, "s0", "s1", most=10**9)
    assert found.more
    assert found.paths[0].nodes == ("system/s0", "system/s1")
    assert len(found.paths) > 1000
    assert all(len(set(path.nodes)) == len(path.nodes) for path in found.paths)


def test_systems_that_no_activity_uses_and_who_did_not_answer() -> None:
    found = unused(flows_in(*USED), Kind.SYSTEM)
    assert [record.id for record in found.records] == ["idle"]
    assert found.of == 2
    assert found.notes == (
        "1 activity does not say which systems they use, and may use some of these.",
    )


def test_an_engagement_is_used_where_another_of_its_chain_is() -> None:
    top, middle, low, beside = (
        engaged("top"),
        engaged("middle", under="top"),
        engaged("low", under="middle"),
        engaged("beside", under="top"),
    )
    flows = flows_in(*SHARED, top, middle, low, beside, build(Activity, engagements=["middle"]))
    found = unused(flows, Kind.ENGAGEMENT)
    assert [record.id for record in found.records] == ["beside"]


def test_what_is_shared_is_unused_where_only_the_retired_name_it() -> None:
    flows = flows_in(
        *SHARED,
        build(Purpose),
        build(Purpose, id="idle", name="Idle"),
        build(Purpose, id="gone", name="Gone", retired=True),
        build(RecipientCategory),
        build(Activity, purposes=[{"purpose": "billing"}]),
        build(Activity, id="a2", retired=True, purposes=[{"purpose": "idle"}]),
    )
    assert [record.id for record in unused(flows, Kind.PURPOSE).records] == ["idle"]
    assert [r.id for r in unused(flows, Kind.RECIPIENT_CATEGORY).records] == ["advisers"]
    for kind in KINDS:
        assert unused(flows, kind).rule


def test_parties_are_ranked_by_what_depends_on_them_and_alone_in_their_category() -> None:
    found = single_points(flows_in(*USED))
    assert [(p.record[1], list(p.depending), list(p.alone)) for p in found.parties] == [
        ("other", ["a1", "a2"], ["a2"]),
        ("vendor", ["a1"], []),
    ]
    assert found.parties[0].categories == ("Hosting",)
    assert [(p.record[1], list(p.depending)) for p in found.systems] == [("crm", ["a1"])]
    assert found.of == 2
    assert any("category" in note for note in found.notes)


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_what_depends_on_a_party_is_what_its_reach_comes_from(made: list[dict[str, Any]]) -> None:
    flows = flows_in(*records_of(made))
    found = single_points(flows)
    parties = {point.record[1]: set(point.depending) for point in found.parties}
    for id in ("p0", "p1", "p2"):
        back = {
            touched.node.partition("/")[2]
            for touched in reach(flows, (Kind.PARTY, id)).of("activity")
        }
        assert parties.get(id, set()) == back
    numbers = [len(point.depending) for point in found.parties]
    assert numbers == sorted(numbers, reverse=True)


def test_who_holds_a_category_surely_or_perhaps() -> None:
    flows = flows_in(*USED)
    found = who_holds(flows, "contact")
    assert [(h.node.key, h.surely, h.stored, h.accessed) for h in found.holdings] == [
        ("system/crm", True, None, None),
        ("engagement/sub", False, ("United States",), ()),
    ]
    assert found.holdings[1].verdict is flows.verdict_of("engagement/sub")
    assert found.activities == ("a1",)
    assert "1 activity does not say which data they process: it may be this." in found.notes


def test_a_declared_flow_states_what_is_held() -> None:
    flows = flows_in(
        *SHARED,
        build(System),
        build(Flow, to_system="crm", data_categories=["contact"], activities=["a1"]),
        build(Activity, data=[{"subjects": "customers", "data": "contact"}], systems=["crm"]),
    )
    assert [holding.surely for holding in who_holds(flows, "contact").holdings] == [True]


def test_names_are_found_by_id_or_name_whatever_the_case() -> None:
    flows = flows_in(*USED, build(Activity, id="a3", reference="C3", name="Third"))
    for text in ("VENDOR", " vendor ", "party:Vendor"):
        assert one(flows, text).id == "vendor"
    for text in ("c3", "C3 Third", "third", "a3"):
        assert one(flows, text).id == "a3"
    assert one(flows, "united states").nodes == ("place/US",)
    assert one(flows, "us").sort == PLACE
    assert one(flows, "Customers").nodes == ("subjects/customers",)


def test_a_name_that_leads_nowhere_or_to_several_is_answered_in_words() -> None:
    flows = flows_in(
        *USED,
        build(Party, id="twin", name="Vendor"),
        build(System, id="vendor", name="V"),
        build(System, id="old", name="Old", retired=True),
    )

    def told(text: str, *sorts: str) -> str:
        found = find_named(flows, text, sorts or ANYTHING)
        assert isinstance(found, Misnamed)
        return found.message

    assert told("vendr", "party") == "There is no party “vendr”; did you mean “Vendor”?"
    hint = "Give an id or a name, such as “Vault” or “Idle”."
    assert told("xyzzy", "system") == f"There is no system “xyzzy”. {hint}"
    assert "say which, party:vendor, system:vendor" in told("vendor")
    assert "it is retired" in told("old", "system")
    assert told("", "system").startswith("There is no system “”")
    # The id of one comes before the name of another.
    assert isinstance(find_named(flows, "vendor", ("party",)), Named)
