"""What is asked of the graph: chains, categories, neighbours, differences and conditions."""

from __future__ import annotations

from typing import Any

from ropa.core.flows.category import category_flow, holders
from ropa.core.flows.chain import chain_flow
from ropa.core.flows.difference import difference
from ropa.core.flows.folding import bounded
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.organisation import organisation_flow
from ropa.core.flows.query import FlowQuery, kept, parse_flows
from ropa.core.flows.showing import neighbourhood, paths_between, reach_view
from ropa.core.flows.view import Change, View, table
from ropa.core.transfers.verdicts import Verdict
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.system import System
from ropa.vocabulary import Kind
from tests.build import build
from tests.core.test_reach import flows_in, reached

WORLD: tuple[Record, ...] = (
    build(Organisation, country="GB"),
    build(Party, id="home", name="Home Ltd", country="GB"),
    build(Party, id="irish", name="Irish Ltd", country="IE"),
    build(Party, id="indian", name="Indian Ltd", country="IN"),
    build(DataSubjectCategory),
    build(DataCategory, special=["health"]),
    build(DataCategory, id="usage", name="Usage data", special=[]),
    build(System, places=["GB"]),
    build(System, id="vault", name="Vault", places=["IE"], data_categories=["usage"]),
)


def engagement(id: str, party: str, place: str, **fields: Any) -> Engagement:
    held = {"stored_in": [place], "accessed_from": [place], "initiated_by": "organisation"}
    return build(Engagement, **{"id": id, "name": id, "party": party, **held, **fields})


CHAINS: tuple[Record, ...] = (
    engagement("desk", "home", "GB", category="Desk"),
    engagement("host", "irish", "IE", category="Hosting"),
    engagement("sub", "indian", "IN", under="host", category="Support"),
    build(
        Activity,
        function="Sales",
        data=[{"subjects": "customers", "data": "contact"}],
        systems=["crm"],
        engagements=["host"],
    ),
    build(
        Activity,
        id="a2",
        name="Watching",
        function="Product",
        data=[{"subjects": "customers", "data": "usage"}],
        systems=["vault"],
        engagements=["desk"],
    ),
)


def world(*more: Record) -> FlowMap:
    return flows_in(*WORLD, *CHAINS, *more)


def ends(view: View) -> set[tuple[str, str]]:
    return {(row.origin.name, row.destination.name) for row in table(view)}


def names(view: View) -> set[str]:
    return {node.name for node in view.nodes}


def test_only_what_crosses_from_one_jurisdiction_to_another_has_a_line() -> None:
    view = organisation_flow(world())
    assert names(view) == {"Acme Ltd", "CRM", "Vault", "Home Ltd", "Irish Ltd", "Indian Ltd"}
    assert ends(view) == {
        ("Acme Ltd", "Vault"),
        ("Acme Ltd", "Irish Ltd"),
        ("Irish Ltd", "Indian Ltd"),
    }
    assert {row.destination.name: row.edge.weight for row in table(view)} == {
        "Vault": 1,
        "Irish Ltd": 1,
        "Indian Ltd": 1,
    }
    verdicts = {row.destination.name: row.edge.verdict for row in table(view)}
    assert verdicts["Irish Ltd"] is Verdict.ADEQUATE
    assert verdicts["Vault"] is None


def test_conditions_leave_whole_ways_and_stand_in_the_title() -> None:
    flows = world()
    for query, said, left in (
        (FlowQuery(function="Sales"), "function Sales", {"CRM", "Irish Ltd", "Indian Ltd"}),
        (FlowQuery(data="usage"), "with Usage data", {"Vault", "Home Ltd"}),
        (
            FlowQuery(special=True),
            "special category data only",
            {"CRM", "Irish Ltd", "Indian Ltd"},
        ),
        (FlowQuery(country="IN"), "to India", {"Irish Ltd", "Indian Ltd"}),
        (FlowQuery(verdict=Verdict.ADEQUATE), "verdict Adequate", {"Irish Ltd"}),
        (FlowQuery(function="Product", country="IN"), "function Product, to India", set()),
    ):
        view = organisation_flow(flows, query)
        assert view.title == f"Flows of Acme Ltd: {said}"
        assert names(view) - {"Acme Ltd"} == left, said
    assert kept(flows, FlowQuery()) == set(flows.graph)


def test_whoever_operates_a_system_serves_the_activities_that_use_it() -> None:
    flows = flows_in(
        *WORLD,
        engagement("keeps", "indian", "IN"),
        build(
            System,
            id="files",
            name="Files",
            places=["GB"],
            operated_by="engagement",
            engagement="keeps",
        ),
        build(Activity, systems=["files"]),
        build(Activity, id="a2", name="Filing", systems=["files"]),
    )
    (edge,) = [one for one in organisation_flow(flows).edges if "indian" in one.destination]
    assert (edge.origin, edge.weight) == ("system/files", 2)


def test_conditions_are_read_from_the_address_they_write() -> None:
    query = FlowQuery("Sales", "contact", True, Verdict.ADEQUATE, "IN", ("party/India",))
    assert parse_flows(query.to_args()) == (query, ())
    assert parse_flows([("verdict", "nice"), ("other", "x"), ("function", "")]) == (
        FlowQuery(),
        ("there is no verdict “nice”",),
    )
    assert FlowQuery(opened=("a",)).opening("a").opening("b").opened == ("a", "b")
    assert not FlowQuery(opened=("a",)).narrowed
    assert query.narrowed


def test_a_chain_tells_who_stands_under_whom() -> None:
    view = chain_flow(world())
    assert ends(view) == {
        ("Acme Ltd", "Home Ltd, Desk, United Kingdom"),
        ("Acme Ltd", "Irish Ltd, Hosting, Ireland"),
        ("Irish Ltd, Hosting, Ireland", "Indian Ltd, Support, India"),
    }
    assert [node.cluster.label for node in view.nodes if "Indian" in node.name] == [
        "Link 2 of the chain"
    ]
    of_one = chain_flow(world(), (Kind.PARTY, "indian"))
    assert names(of_one) == {
        "Acme Ltd",
        "Irish Ltd, Hosting, Ireland",
        "Indian Ltd, Support, India",
    }
    assert of_one.title == "Vendor chains of Indian Ltd"


def test_circles_and_missing_links_are_drawn_and_told() -> None:
    view = chain_flow(
        world(
            engagement("one", "irish", "IE", under="two", category="One"),
            engagement("two", "irish", "IE", under="one", category="Two"),
            engagement("lost", "irish", "IE", under="gone", category="Lost"),
            engagement("gone", "irish", "IE", end="2020-01-01"),
        )
    )
    assert ("Irish Ltd, One, Ireland", "Irish Ltd, Two, Ireland") in ends(view)
    assert ("Irish Ltd, Two, Ireland", "Irish Ltd, One, Ireland") in ends(view)
    assert "Irish Ltd, Lost, Ireland" in names(view)
    assert view.notes == (
        "3 of them stand in a circle, or under an engagement that is not in force.",
    )


def test_a_category_lives_where_its_users_keep_it_unless_that_says_otherwise() -> None:
    flows = world()
    assert holders(flows, "contact") == {
        "subjects/customers",
        "activity/a1",
        "system/crm",
        "place/GB",
        "engagement/host",
        "place/IE",
        "engagement/sub",
        "place/IN",
    }
    # The desk states what it holds, and it is not this.
    stating = engagement("desk", "home", "GB", data_categories=["contact"])
    flows = flows_in(*WORLD, *(r for r in CHAINS if r.id != "desk"), stating)
    assert "engagement/desk" not in holders(flows, "usage")
    assert "engagement/desk" in holders(flows, "contact")
    view = category_flow(world(), "usage")
    assert {row.edge.data for row in table(view)} == {None, ("Usage data",)}
    assert view.title == "Where Usage data lives and goes"
    assert view.notes == (
        "1 of 2 systems and parties do not say which data they hold: they may hold it.",
    )


def test_neighbours_are_not_sought_behind_places_and_people() -> None:
    flows = world()
    assert names(neighbourhood(flows, "engagement/sub", 1)) == {
        "Indian Ltd, Support",
        "Irish Ltd, Hosting",
        "India",
    }
    wide = names(neighbourhood(flows, "engagement/host", 3))
    assert "Customers" in wide
    assert "Watching" not in wide  # it only has the same people
    assert "Watching" in names(neighbourhood(flows, "subjects/customers", 1))


def test_ways_between_are_all_that_lies_between() -> None:
    flows = world()
    assert paths_between(flows, ["subjects/customers"], ["place/IN"]) == {
        "subjects/customers",
        "activity/a1",
        "engagement/host",
        "engagement/sub",
        "place/IN",
    }
    assert paths_between(flows, ["place/IN"], ["subjects/customers"]) == set()
    assert paths_between(flows, ["subjects/nobody"], ["place/IN"]) == set()


def test_what_became_of_a_picture_is_told_part_by_part() -> None:
    before = organisation_flow(world())
    after = organisation_flow(
        flows_in(
            *WORLD,
            *(record for record in CHAINS if record.id not in ("sub", "a2")),
            engagement("tax", "indian", "IN", category="Tax"),
            build(
                Activity,
                id="a2",
                name="Watching",
                data=[{"subjects": "customers", "data": "usage"}],
                systems=["vault"],
                engagements=["host", "tax"],
            ),
        )
    )
    view = difference(before, after)
    changes = {(r.origin.name, r.destination.name): r.edge.change for r in table(view)}
    assert changes == {
        ("Acme Ltd", "Irish Ltd"): Change.CHANGED,
        ("Acme Ltd", "Indian Ltd"): Change.ADDED,
        ("Irish Ltd", "Indian Ltd"): Change.REMOVED,
    }
    assert view.title == "What changed: Flows of Acme Ltd"
    assert view.notes == ("1 added, 1 removed, 1 changed.",)
    same = difference(after, after)
    assert (same.nodes, same.notes) == ((), ("Nothing changed between the two moments.",))


def test_a_reach_is_drawn_step_by_step() -> None:
    view = reach_view(
        reached(
            build(Engagement, party="vendor", stored_in=["IE"], accessed_from=["IE"]),
            build(Activity, data=[{"subjects": "customers"}], engagements=["hosting"]),
        )
    )
    assert {node.name: node.cluster.label for node in view.nodes} == {
        "Customers": "2 steps back",
        "Billing customers": "1 step back",
        "Vendor, Hosting": "Here",
        "Ireland": "1 step on",
    }


def many(count: int) -> FlowMap:
    made: list[Record] = [build(Organisation, country="GB")]
    for number in range(count):
        place = ("IE", "IN", "US")[number % 3]
        made.append(build(Party, id=f"p{number}", name=f"Party {number:04}", country=place))
        made.append(engagement(f"e{number}", f"p{number}", place))
    made.append(build(Activity, engagements=[f"e{number}" for number in range(count)]))
    return flows_in(*made)


def test_a_picture_folds_opens_and_says_so() -> None:
    view = organisation_flow(many(300))
    folded = bounded(view)
    assert names(folded) == {"Acme Ltd", "100 parties"}
    assert [node.cluster.label for node in folded.nodes if node.opens] == [
        "India",
        "Ireland",
        "United States",
    ]
    assert {row.edge.job for row in table(folded)} == {"100 flows"}
    assert folded.notes[-1] == (
        "300 of 301 are folded into 3 groups: open one to see what is in it; the table names all."
    )
    group = next(node.opens for node in folded.nodes if node.cluster.label == "India")
    opened = bounded(view, [group])
    runs = [node for node in opened.nodes if node.opens and node.cluster.label == "India"]
    assert [node.name for node in runs] == [
        "40 parties, Party 0001 to Party 0118",
        "40 parties, Party 0121 to Party 0238",
    ]
    assert {"Party 0241", "Party 0298"} <= names(opened)  # the rest, for which there is room
    shown = bounded(view, [group, runs[0].opens])
    assert "Party 0001" in names(shown)
    assert len(shown.nodes) <= 60
    assert len(table(view)) == 300


def test_every_opened_picture_stays_within_its_bounds() -> None:
    view = organisation_flow(many(2000))
    opened: list[str] = []
    for _ in range(12):
        shown = bounded(view, opened)
        assert len(shown.nodes) <= 60
        folds = [node.opens for node in shown.nodes if node.opens]
        if not folds:
            break
        opened.append(folds[-1])
    assert len(opened) > 3
