from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ropa.core.charts import MOST_BARS, Bar
from ropa.core.filters import Query, parse_query
from ropa.core.gaps import gaps
from ropa.core.listing import listing
from ropa.core.overview import Count, ItemCount, Overview, overview
from ropa.core.register import Moment, Register, owner
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.spec import REGISTER_KINDS
from ropa.vocabulary import Kind
from tests.build import activity, build, register
from tests.core.registers import DAY, any_register, reference

A = Kind.ACTIVITY


def of(made: Register, organisation: str = "acme") -> Overview:
    found = overview(made, organisation, reference(), DAY)
    assert found is not None
    return found


def length(made: Register, query: Query) -> int:
    """Count the rows of the list that the query's own address asks for."""
    again, problems = parse_query(query.kind, query.to_args())
    assert (again, problems) == (query, ())
    return len(listing(made, query.kind, query, DAY, reference(), whole=True).rows)


def counts(found: Overview) -> list[Count | Bar]:
    every: list[Count | Bar] = [*found.bases.bars, *found.places.bars, found.roleless]
    for kind in found.kinds:
        every += [kind.recorded, kind.retired, kind.with_gaps]
    for item in found.items:
        every += [item.answered, item.partly, item.unknown, item.not_applicable]
    return every


def item(found: Overview, id: str) -> ItemCount:
    (one,) = (one for one in found.items if one.id == id)
    return one


def two(made: Register) -> Register:
    other = build(Organisation, id="umbrella", name="Umbrella")
    theirs = [
        activity(id="theirs", organisation="umbrella", role="controller"),
        build(Document, id="theirs", organisation="umbrella"),
    ]
    return made.changed([other, *theirs], (), {}, Moment())


@given(st.integers(min_value=0), st.booleans())
def test_each_number_is_the_length_of_its_list(seed: int, several: bool) -> None:
    made = any_register(Random(seed))
    made = two(made) if several else made
    found = of(made)
    for count in counts(found):
        assert length(made, count.query) == count.number
    for _, cells in found.people_and_data.rows:
        for cell in cells:
            assert length(made, cell.query) == cell.number


@given(st.integers(min_value=0), st.booleans())
def test_numbers_are_those_of_the_organisation(seed: int, several: bool) -> None:
    made = any_register(Random(seed))
    found = of(two(made) if several else made)
    for kind in found.kinds:
        own = [r for r in made.of_kind(kind.kind).values() if owner(r) in (None, "acme")]
        open_ones = [sum(1 for _ in gaps(record)) for record in own if not record.retired]
        assert kind.recorded.number == len(open_ones)
        assert kind.retired.number == len(own) - len(open_ones)
        assert kind.with_gaps.number == sum(1 for number in open_ones if number)
        assert kind.unanswered == sum(open_ones)
    assert [kind.kind for kind in found.kinds] == list(REGISTER_KINDS)


def test_there_is_no_overview_of_a_stranger() -> None:
    assert overview(register(), "acme", reference(), DAY) is None


def test_items_are_counted_by_how_far_they_are_answered() -> None:
    found = of(
        register(
            build(Organisation),
            activity(id="a", name="A", role="controller", data=[]),
            activity(id="b", name="B", role="controller"),
            activity(id="c", name="C", role="controller", data=[{"data": "x"}, {"subjects": "y"}]),
            activity(id="d", name="D", role="processor"),
            activity(id="e", name="E", role="controller", retired=True),
            activity(id="f", name="F"),
        )
    )
    data = item(found, "a30_1_c_data")
    numbers = (data.answered, data.partly, data.unknown, data.not_applicable)
    assert [count.number for count in numbers] == [1, 1, 1, 0]
    assert (data.asked, data.clause) == (3, "30(1)(c)")
    assert [title for _, title in data.named] == ["B", "C"]
    assert item(found, "a30_1_a_joint").not_applicable.number == 3
    assert item(found, "a30_2_b").unknown.number == 1
    assert item(found, "a30_1_a_controller").partly.number == 1
    assert found.roleless.number == 1
    assert found.answers == (
        sum(one.answered.number for one in found.items),
        sum(one.partly.number for one in found.items),
        sum(one.unknown.number for one in found.items),
    )


def test_bases_tell_what_is_only_inferred() -> None:
    def on(id: str, *bases: str, **more: object) -> Record:
        line = {"purpose": "p", "bases": list(bases), "combination": "all"}
        return activity(id=id, role="controller", purposes=[line], **more)

    def source(standing: str, field: str = "purposes[p].bases") -> dict[str, object]:
        return {"provenance": [{"field": field, "standing": standing}]}

    found = of(
        register(
            build(Organisation),
            on("a", "contract", "consent"),
            on("b", "contract", **source("inferred")),
            on("c", "contract", **source("stated")),
            on("d", "contract", **source("inferred", "purposes")),
            activity(id="e", role="controller"),
            activity(id="f", role="controller", purposes=[]),
            on("g", "contract", retired=True, **source("inferred")),
        )
    )
    bars = [
        (bar.label, bar.number, bar.inferred, bar.recorded, bar.state) for bar in found.bases.bars
    ]
    assert bars == [
        ("Contract", 4, 2, 2, ""),
        ("Consent", 1, 0, 1, ""),
        ("None", 1, 0, 1, "none"),
        ("Unknown", 1, 0, 0, "unknown"),
    ]


def test_bases_are_counted_of_those_that_need_one() -> None:
    records = [
        build(Organisation),
        activity(id="a", role="controller"),
        activity(id="b", role="processor"),
        activity(id="c"),
    ]
    (bar,) = of(register(*records)).bases.bars
    assert (bar.label, bar.number) == ("Unknown", 2)
    assert len(bar.query.values("role")) == 2
    assert of(register(records[0], records[2])).bases.bars == ()


def test_people_and_data_are_counted_by_the_lines_that_name_both() -> None:
    def on(id: str, *pairs: tuple[str, str]) -> Record:
        return activity(id=id, data=[{"subjects": s, "data": d} for s, d in pairs])

    found = of(
        register(
            build(Organisation),
            build(DataCategory),
            build(DataSubjectCategory),
            on("a", ("customers", "contact"), ("staff", "contact")),
            on("b", ("customers", "contact"), ("customers", "health")),
            activity(id="c", data=[{"data": "contact"}]),
        )
    ).people_and_data
    assert found.heads == ("Customers", "staff")
    rows = [(title, [cell.number for cell in cells]) for title, cells in found.rows]
    assert rows == [("Contact data", [2, 1]), ("health", [1, 0])]
    assert (found.most, found.others) == (2, 0)


def test_a_chart_leaves_out_what_is_rare_and_says_how_much() -> None:
    codes = ("AT", "BE", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "HU", "IE", "IT", "NL", "PL")
    engagement = build(Engagement, stored_in=codes, accessed_from=[])
    activities = activity(engagements=["hosting"]), activity(id="b", name="B")
    found = of(register(build(Organisation), engagement, *activities)).places
    assert (len(found.bars), found.others) == (MOST_BARS, len(codes) + 1 - MOST_BARS)
    assert [bar.state for bar in found.bars] == [""] * (MOST_BARS - 1) + ["unknown"]


def test_an_overview_is_remembered_until_something_changes() -> None:
    made = any_register(Random(3))
    before = of(made)
    assert of(made) is before
    after = made.changed([activity(id="a-0")], (), {}, Moment())
    assert of(after) == of(Register.of(after))
    assert of(made) == before
