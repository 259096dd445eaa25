"""What is reached, held against a closure worked out in another way on a thousand graphs."""

from __future__ import annotations

import datetime
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ropa.core.flows.chain import chain_flow
from ropa.core.flows.graph import FlowMap, flows_of
from ropa.core.flows.reach import Reach, reach, reach_of_place
from ropa.core.flows.reach_gaps import reach_gaps
from ropa.core.register import Register
from ropa.core.transfers.judge import transfers_of
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
from ropa.store.home import LAW
from ropa.vocabulary import Kind
from tests.build import build
from tests.web.conftest import read_once

DAY = datetime.date(2026, 11, 25)
COUNTRIES = ("GB", "IE", "IN")
Pairs = set[tuple[str, str]]


def flows_in(*records: Record) -> FlowMap:
    register = Register.of(records)
    return flows_of(transfers_of(register, read_once(LAW), DAY), "acme")


def some(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, count - 1), unique=True, max_size=3)


@st.composite
def graphs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Make plain dictionaries of a few records that refer to one another, also in circles."""
    activities, systems, engagements = (draw(st.integers(1, 5)) for _ in range(3))
    made: list[dict[str, Any]] = [
        {
            "kind": "activity",
            "id": f"a{number}",
            "subjects": draw(some(3)),
            "systems": draw(some(systems)),
            "engagements": draw(some(engagements)),
        }
        for number in range(activities)
    ]
    for number in range(systems):
        by = draw(st.none() | st.integers(0, engagements - 1))
        places = draw(st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=2))
        made.append({"kind": "system", "id": f"s{number}", "by": by, "places": places})
    for number in range(engagements):
        under = draw(st.none() | st.integers(0, engagements - 1))
        made.append(
            {
                "kind": "engagement",
                "id": f"e{number}",
                "under": None if under == number else under,
                "party": draw(st.integers(0, 2)),
                "over": draw(st.integers(0, 5)) == 0,
                "stored": draw(st.none() | st.lists(st.sampled_from(COUNTRIES), unique=True)),
            }
        )
    return made


def records_of(made: list[dict[str, Any]]) -> list[Record]:
    records: list[Record] = [build(Organisation, country="GB")]
    records += [build(Party, id=f"p{n}", name=f"P{n}", country="GB") for n in range(3)]
    records += [build(DataSubjectCategory, id=f"d{n}", name=f"D{n}") for n in range(3)]
    for one in made:
        if one["kind"] == "activity":
            records.append(
                build(
                    Activity,
                    id=one["id"],
                    data=[{"subjects": f"d{n}"} for n in one["subjects"]],
                    systems=[f"s{n}" for n in one["systems"]],
                    engagements=[f"e{n}" for n in one["engagements"]],
                )
            )
        elif one["kind"] == "system":
            by = {} if one["by"] is None else {"engagement": f"e{one['by']}"}
            operated = {"operated_by": "engagement", **by} if by else {}
            records.append(build(System, id=one["id"], places=one["places"], **operated))
        else:
            records.append(
                build(
                    Engagement,
                    id=one["id"],
                    party=f"p{one['party']}",
                    under=None if one["under"] is None else f"e{one['under']}",
                    end="2020-01-01" if one["over"] else None,
                    stored_in=one["stored"],
                    accessed_from=[],
                )
            )
    return records


def pairs_of(made: list[dict[str, Any]]) -> Pairs:
    """Say which record hands data to which, straight from the dictionaries."""
    over = {one["id"] for one in made if one.get("over")}
    pairs: Pairs = set()
    for one in made:
        id = one["id"]
        if one["kind"] == "activity":
            pairs |= {(f"subjects/d{n}", f"activity/{id}") for n in one["subjects"]}
            pairs |= {(f"activity/{id}", f"system/s{n}") for n in one["systems"]}
            pairs |= {(f"activity/{id}", f"engagement/e{n}") for n in one["engagements"]}
        elif one["kind"] == "system":
            if one["by"] is not None:
                pairs.add((f"system/{id}", f"engagement/e{one['by']}"))
            pairs |= {(f"system/{id}", f"place/{place}") for place in one["places"]}
        elif id not in over:
            if one["under"] is not None:
                pairs.add((f"engagement/e{one['under']}", f"engagement/{id}"))
            pairs |= {(f"engagement/{id}", f"place/{p}") for p in (one["stored"] or ())}
            pairs.add((f"engagement/{id}", "place/GB"))  # where its party is established
            if one["stored"] is None:
                pairs.add((f"engagement/{id}", "unknown/place"))
    gone = {f"engagement/{id}" for id in over}
    return {(a, b) for a, b in pairs if b not in gone}


def steps_between(pairs: Pairs) -> dict[tuple[str, str], int]:
    """Give how many steps every two ends are apart: shortest ways, all at once (Floyd)."""
    ends = sorted({end for pair in pairs for end in pair})
    far = dict.fromkeys(pairs, 1)
    for by, origin, destination in product(ends, ends, ends):
        first, second = far.get((origin, by)), far.get((by, destination))
        if first is not None and second is not None:
            known = far.get((origin, destination))
            if known is None or first + second < known:
                far[origin, destination] = first + second
    return far


def expected(far: dict[tuple[str, str], int], starts: set[str]) -> dict[tuple[str, bool], int]:
    found: dict[tuple[str, bool], int] = {}
    for (origin, destination), steps in far.items():
        for start, other, before in ((destination, origin, True), (origin, destination, False)):
            if start in starts and other not in starts:
                known = found.get((other, before))
                found[other, before] = steps if known is None else min(known, steps)
    # What is both before and after stands before.
    return {
        (node, before): steps
        for (node, before), steps in found.items()
        if before or (node, True) not in found
    }


def told(found: Reach) -> dict[tuple[str, bool], int]:
    return {(one.node, one.before): one.distance for one in found.touched}


@given(graphs())
@settings(max_examples=1000, deadline=None)
def test_reach_is_all_that_ways_lead_to(made: list[dict[str, Any]]) -> None:
    flows, far = flows_in(*records_of(made)), steps_between(pairs_of(made))
    for number in range(3):
        starts = {
            f"engagement/{one['id']}"
            for one in made
            if one["kind"] == "engagement" and one["party"] == number and not one["over"]
        }
        assert told(reach(flows, (Kind.PARTY, f"p{number}"))) == expected(far, starts)
    assert told(reach(flows, (Kind.SYSTEM, "s0"))) == expected(far, {"system/s0"})
    for place in COUNTRIES:
        assert told(reach_of_place(flows, place)) == expected(far, {f"place/{place}"})


SHARED: tuple[Record, ...] = (
    build(Organisation, country="GB"),
    build(Party, country="IE"),
    build(Party, id="client", name="Client"),
    build(Purpose),
    build(DataSubjectCategory, approximate_number=1200),
    build(DataSubjectCategory, id="staff", name="Staff"),
    build(DataCategory, special=["health"]),
    build(DataCategory, id="usage", name="Usage data", special=[]),
)


def reached(*records: Record, about: tuple[Kind, str] = (Kind.PARTY, "vendor")) -> Reach:
    return reach(flows_in(*SHARED, *records), about)


def test_reach_tells_whose_data_for_what_and_for_whom() -> None:
    found = reached(
        build(Engagement, party="vendor", stored_in=["IE"], accessed_from=[]),
        build(
            Activity,
            role="processor",
            on_behalf_of=["client"],
            purposes=[{"purpose": "billing"}],
            data=[
                {"subjects": "customers", "data": "contact"},
                {"subjects": "staff", "data": "usage"},
            ],
            engagements=["hosting"],
        ),
        build(Activity, id="a2", name="Another", engagements=[], systems=[]),
    )
    assert [one.id for one in found.activities] == ["a1"]
    assert found.data == {"contact": ("customers",), "usage": ("staff",)}
    assert found.subjects == ("customers", "staff")
    assert (found.purposes, found.controllers) == (("billing",), ("client",))


def test_data_that_is_recorded_to_be_held_there_is_all_that_is_reached() -> None:
    found = reached(
        build(Engagement, party="vendor", data_categories=["contact"]),
        build(
            Activity,
            data=[
                {"subjects": "customers", "data": "contact"},
                {"subjects": "staff", "data": "usage"},
            ],
            engagements=["hosting"],
        ),
    )
    assert found.data == {"contact": ("customers",)}
    assert found.subjects == ("customers",)
    assert not any("at most" in said or "the most it can be" in said for said in reach_gaps(found))


def test_a_declared_flow_reaches_though_no_activity_names_its_end() -> None:
    records = (
        build(Engagement, party="vendor"),
        build(System),
        build(Activity, systems=[], engagements=[]),
        build(
            Flow,
            activities=["a1"],
            from_subjects=None,
            from_system="crm",
            to_system=None,
            to_engagement="hosting",
        ),
    )
    assert [one.id for one in reached(*records).activities] == ["a1"]
    assert told(reached(*records, about=(Kind.SYSTEM, "crm")))["engagement/hosting", False] == 1


def test_people_who_receive_data_lead_no_further() -> None:
    found = reached(
        build(Engagement, party="vendor"),
        build(System),
        build(Activity, systems=["crm"], engagements=[]),
        build(
            Activity, id="a2", data=[{"subjects": "customers"}], engagements=["hosting"], systems=[]
        ),
        build(
            Flow,
            activities=["a1"],
            from_subjects=None,
            from_system="crm",
            to_system=None,
            to_subjects="customers",
        ),
    )
    assert [one.id for one in found.activities] == ["a2"]


def test_what_is_not_recorded_is_told() -> None:
    found = reached(
        build(Engagement, party="vendor"),
        build(Engagement, id="nobody", name="Nobody"),
        build(Activity, engagements=["hosting"], systems=[], data=[{"subjects": "customers"}]),
        build(Activity, id="a2", role="processor", engagements=["hosting"]),
        build(Activity, id="a3", role="controller", data=[{"subjects": "staff"}]),
    )
    said = " ".join(reach_gaps(found))
    for gap in (
        "1 activity does not say whom they engage, and may be touched, too.",
        "2 activities do not say which systems they use",
        "1 engagement does not name a party: it may be this one.",
        "1 activity does not say which data and whose",
        "1 activity does not say whether we are controller or processor",
        "1 activity does not name the controllers",
    ):
        assert gap in said
    assert "Staff" not in said


def test_a_body_that_decides_for_itself_notifies_its_own_breach() -> None:
    told = [
        " ".join(reach_gaps(reached(build(Engagement, party="vendor", role=role))))
        for role in ("independent-controller", "recipient", "processor", "joint-controller")
    ]
    said = "In 1 engagement the body here decides for itself"
    assert [said in one for one in told] == [True, True, False, False]


def test_a_party_without_an_engagement_in_force_is_nowhere() -> None:
    found = reached(
        build(Engagement, party="vendor", end="2020-01-01"),
        build(Activity, engagements=["hosting"]),
    )
    assert (found.starts, found.touched, found.activities) == ((), (), ())


def test_a_group_of_countries_is_reached_in_all_that_lies_in_it() -> None:
    flows = flows_in(
        *SHARED,
        build(Engagement, party="vendor", stored_in=["EU"], accessed_from=["EU"]),
        build(System, places=["DE"]),
        build(System, id="wiki", name="Wiki", places=["NO"]),
        build(Activity, engagements=["hosting"], systems=["crm", "wiki"]),
    )
    for place, systems in (("EEA", {"crm", "wiki"}), ("EU", {"crm"}), ("NO", {"wiki"})):
        found = reach_of_place(flows, place)
        assert [one.id for one in found.activities] == ["a1"]
        held = {one.node.partition("/")[2] for one in found.touched if "system/" in one.node}
        assert held == systems


def test_what_may_be_in_a_place_is_told() -> None:
    flows = flows_in(
        *SHARED,
        build(Engagement, party="vendor", stored_in=["GLOBAL"], accessed_from=[]),
        build(Engagement, id="mail", name="Mail", party="vendor", stored_in=["EU"]),
        build(System, places=["GLOBAL"]),
        build(System, id="wiki", name="Wiki", places=None),
    )
    said = " ".join(reach_gaps(reach_of_place(flows, "DE")))
    for gap in (
        "2 engagements do not say in which places the data is, or not in all.",
        "1 system does not say where data is held.",
        "1 of the engagements and systems is recorded in European Union: that may be Germany.",
        "1 of the engagements and systems is recorded in Global: that may be Germany.",
    ):
        assert gap in said
    assert "European Union" not in " ".join(reach_gaps(reach_of_place(flows, "US")))


def test_where_a_party_may_work_unnamed_is_told() -> None:
    records = (
        build(Engagement, party="vendor"),
        build(System, operated_by=None),
        build(RecipientCategory),
        build(Activity, recipient_categories=["advisers"], engagements=[], systems=[]),
    )
    said = " ".join(reach_gaps(reached(*records)))
    assert "1 system does not say who operates it, and may be touched, too." in said
    assert "1 category of recipients names nobody: it may be one." in said
    of_system = " ".join(reach_gaps(reached(*records, about=(Kind.SYSTEM, "crm"))))
    assert "operates" not in of_system
    assert "recipients" not in of_system


def test_an_activity_counts_on_the_days_it_runs_and_an_ended_one_is_told_of() -> None:
    records = (
        *SHARED,
        build(Engagement, party="vendor"),
        build(Activity, engagements=["hosting"], systems=[], end="2026-11-25"),
        build(Activity, id="a2", engagements=["hosting"], systems=[], end="2026-11-24"),
        build(Activity, id="a3", engagements=["hosting"], systems=[], start="2026-11-26"),
    )
    found = reach(flows_in(*records), (Kind.PARTY, "vendor"))
    assert [one.id for one in found.activities] == ["a1"]
    assert "1 activity has ended: data of it may still be held." in reach_gaps(found)
    chain = chain_flow(found.flows)
    assert [edge.weight for edge in chain.edges] == [1]
