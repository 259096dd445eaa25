from __future__ import annotations

import datetime
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ropa.core.answers import State
from ropa.core.columns import columns_of
from ropa.core.facets import FACETS
from ropa.core.filters import PER_PAGE, Query
from ropa.core.gaps import gaps, unanswered
from ropa.core.index import view
from ropa.core.listing import Listing, listing, matching, number
from ropa.core.register import Moment, Register, Stamp
from ropa.core.search import folded, natural
from ropa.core.setting import Setting
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.spec import CLASSES, REGISTER_KINDS
from ropa.records.system import System
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind
from tests.build import activity, build, register
from tests.core.registers import DAY, any_record, any_register, reference

A = Kind.ACTIVITY
ALL = ("no", "yes")


def listed(made: Register, query: Query, **options: Any) -> Listing:
    return listing(made, query.kind, query, DAY, reference(), **options)


def ids(found: Listing) -> list[str]:
    return [row.key[1] for row in found.rows]


def cells(found: Listing, name: str) -> list[tuple[State, tuple[str, ...], int]]:
    place = [head.name for head in found.heads].index(name)
    answers = [row.cells[place] for row in found.rows]
    return [(one.state, tuple(part.text for part in one.parts), one.gaps) for one in answers]


def counts(found: Listing, name: str) -> dict[str, int]:
    (one,) = (facet for facet in found.facets if facet.name == name)
    return {value.value: value.count for value in one.values}


# ---- against brute force -------------------------------------------------------------------------


def values_of(record: Record, made: Register) -> dict[str, set[str]]:
    setting = Setting(made, reference(), DAY)
    found = {}
    for facet in FACETS[record.KIND]:
        found[facet.name] = set(facet.kept(record, made))
        if facet.dated is not None:
            found[facet.name] |= set(facet.dated(record, setting))
    return found


def a_query(made: Register, kind: Kind, random: Random) -> Query:
    """Ask for values that some records have, and for a word some record contains."""
    query = Query(kind)
    records = list(made.of_kind(kind).values())
    for facet in random.sample(FACETS[kind], min(2, len(FACETS[kind]))):
        held = [value for record in records for value in values_of(record, made)[facet.name]]
        chosen = random.sample(sorted(set(held)), min(len(set(held)), random.randrange(3)))
        query = query.with_values(facet.name, chosen)
    if random.random() < 0.3:
        query = query.with_text(random.choice(("HOST", "é", "yes bold", "café", "acme", "-1")))
    return query


def chosen_of(query: Query) -> dict[str, set[str]]:
    return {"retired": {"no"}, **{name: set(values) for name, values in query.chosen}}


def fits(values: dict[str, set[str]], query: Query, but: str = "") -> bool:
    return all(values[name] & some for name, some in chosen_of(query).items() if name != but)


@given(st.integers(min_value=0), st.sampled_from(REGISTER_KINDS))
def test_what_is_listed_and_counted_is_what_fits(seed: int, kind: Kind) -> None:
    random = Random(seed)
    made = any_register(random)
    query = a_query(made, kind, random)
    found = listed(made, query, whole=True)
    values = {record.id: values_of(record, made) for record in made.of_kind(kind).values()}
    texts = set(ids(listed(made, Query(kind, query.text).with_values("retired", ALL), whole=True)))
    assert set(ids(found)) == {id for id in texts if fits(values[id], query)}
    assert found.matched == len(found.rows) == number(made, query, DAY, reference())
    assert {key[1] for key in matching(made, query, DAY, reference())} == set(ids(found))
    assert found.total == sum(
        bool(v["retired"] & chosen_of(query)["retired"]) for v in values.values()
    )
    for facet in FACETS[kind]:
        if not facet.shown and not query.values(facet.name):
            continue
        expected = Counter(
            value
            for id in texts
            if fits(values[id], query, facet.name)
            for value in values[id][facet.name]
        )
        shown = {value: count for value, count in counts(found, facet.name).items() if count}
        assert shown == expected, facet.name


@settings(max_examples=40)
@given(st.integers(min_value=0))
def test_a_list_brought_on_is_the_list_made_anew(seed: int) -> None:
    random = Random(seed)
    made = any_register(random)
    for kind in REGISTER_KINDS:
        listed(made, Query(kind))
    for _ in range(3):
        put, gone = [], []
        for _ in range(random.randrange(1, 4)):
            kind = random.choice(REGISTER_KINDS)
            id = random.choice([*made.of_kind(kind), f"{kind}-new"])
            if random.random() < 0.3:
                gone.append((kind, id))
            else:
                put.append(any_record(CLASSES[kind], id, random))
        made = made.changed(put, gone, {}, Moment())
        anew = Register.of(made)
        for kind in REGISTER_KINDS:
            query = a_query(anew, kind, random)
            assert listed(made, query) == listed(anew, query)


@given(st.integers(min_value=0), st.sampled_from(REGISTER_KINDS), st.booleans())
def test_any_column_sorts_and_what_is_unknown_stands_last(
    seed: int, kind: Kind, descending: bool
) -> None:
    random = Random(seed)
    made = any_register(random)
    name = random.choice(list(columns_of(kind)))
    query = Query(kind, sort=name, descending=descending, columns=(name,))
    known = [
        bool(texts) or state is State.NONE for state, texts, _ in cells(listed(made, query), name)
    ]
    assert known == sorted(known, reverse=True)
    assert sorted(ids(listed(made, query))) == sorted(ids(listed(made, Query(kind))))


@given(st.integers(min_value=0))
def test_the_fields_of_gaps_are_told_without_their_paths(seed: int) -> None:
    for record in any_register(Random(seed)):
        assert Counter(unanswered(record)) == Counter(gap.field for gap in gaps(record))


# ---- facets --------------------------------------------------------------------------------------


def small() -> Register:
    return register(
        build(Party, id="aws", name="AWS"),
        build(Engagement, id="hosting", party="aws", stored_in=["IE"], accessed_from=[]),
        build(Engagement, id="vendor", stored_in=None),
        build(System, id="crm", places=["GB"]),
        build(DataCategory, id="health", special=["health"]),
        build(DataCategory, id="contact", special=[]),
        build(DataCategory, id="open"),
        build(Purpose, id="billing"),
        activity(
            id="c1",
            reference="C1",
            role="controller",
            purposes=[
                {"purpose": "billing", "bases": ["contract", "consent"], "combination": "all"}
            ],
            data=[{"data": "health"}, {"data": "open"}],
            engagements=["hosting"],
            systems=["crm"],
        ),
        activity(
            id="c2", reference="C2", role="controller", data=[{"data": "contact"}], systems=[]
        ),
        activity(id="c10", reference="C10", role="processor", purposes=[{"purpose": "billing"}]),
        activity(id="c11", reference="C11", data=[{"data": "open"}], engagements=[], systems=[]),
        activity(id="old", name="Old", retired=True, role="controller", engagements=["vendor"]),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("role", {"controller": 2, "processor": 1, "~unknown": 1}),
        ("basis", {"contract": 1, "consent": 1, "~unknown": 2}),
        ("category", {"health": 1, "open": 2, "contact": 1, "~unknown": 1}),
        ("special", {"yes": 1, "no": 1, "~unknown": 2}),
        ("recipient", {"aws": 1, "~none": 1, "~unknown": 2}),
        ("place", {"IE": 1, "GB": 1, "~none": 1, "~unknown": 2}),
        ("retired", {"no": 4, "yes": 1}),
    ],
)
def test_facets_of_activities(name: str, expected: dict[str, int]) -> None:
    assert counts(listed(small(), Query(A)), name) == expected


def test_what_a_role_is_not_asked_is_no_value() -> None:
    made = register(activity(role="processor"), activity(id="a2", role="controller"))
    assert counts(listed(made, Query(A)), "automated_decisions") == {"~unknown": 1}
    assert counts(listed(made, Query(A)), "basis") == {"~unknown": 2}


def test_words_of_the_law_read_as_on_the_day() -> None:
    made = register(build(Transfer, mechanisms=["uk_adequacy"]))
    query = Query(Kind.TRANSFER, columns=("mechanisms",))
    days = (datetime.date(2026, 2, 4), datetime.date(2026, 2, 5))
    found = [listing(made, Kind.TRANSFER, query, day, reference()) for day in days]
    assert [cells(one, "mechanisms")[0][1] for one in found] == [
        ("UK adequacy regulations",),
        ("UK adequacy regulations (transfers approved by regulations)",),
    ]
    assert [value.label for one in found for value in one.facets[2].values] == [
        "UK adequacy regulations",
        "UK adequacy regulations (transfers approved by regulations)",
    ]


def test_a_facet_counts_without_its_own_choice_and_with_all_others() -> None:
    found = listed(small(), Query.of(A, role="controller", special="no"))
    assert counts(found, "role") == {"controller": 1}
    assert counts(found, "special") == {"yes": 1, "no": 1}
    assert ids(found) == ["c2"]
    assert (found.matched, found.total) == (1, 4)


def test_values_of_one_facet_are_alternatives() -> None:
    found = listed(small(), Query.of(A, special=["no", "yes"]))
    assert ids(found) == ["c1", "c2"]


def test_values_are_named_and_stand_by_count_and_label() -> None:
    found = listed(small(), Query.of(A, recipient="gone"))
    (one,) = (facet for facet in found.facets if facet.name == "recipient")
    assert [(v.label, v.count, v.chosen, v.state) for v in one.values] == [
        ("Unknown", 2, False, "unknown"),
        ("AWS", 1, False, ""),
        ("None", 1, False, "none"),
        ("gone", 0, True, ""),
    ]
    assert ids(found) == []


def test_unknown_fields_and_completeness_are_filters() -> None:
    complete = build(Document, kind="contract", date="2026-01-01", substance="All")
    made = register(complete, build(Document, id="open", kind="contract"))
    asked = Query(Kind.DOCUMENT)
    assert ids(listed(made, asked.with_values("unknown", ["~none"]))) == ["notice"]
    assert ids(listed(made, asked.with_values("unknown", ["~some"]))) == ["open"]
    assert ids(listed(made, asked.with_values("unknown", ["substance"]))) == ["open"]
    assert ids(listed(made, asked.with_values("unknown", ["kind"]))) == []


def test_what_links_to_a_record_is_a_filter() -> None:
    made = small()
    assert number(made, Query.of(Kind.DATA_CATEGORY, used="yes"), DAY, reference()) == 3
    assert number(made, Query.of(Kind.SYSTEM, used="no"), DAY, reference()) == 0
    assert ids(listed(made, Query.of(Kind.PARTY, engaged="yes"))) == ["aws"]
    after = made.changed((), [(Kind.ENGAGEMENT, "hosting")], {}, Moment())
    assert ids(listed(after, Query.of(Kind.PARTY, engaged="no"))) == ["aws"]
    assert ids(listed(made, Query.of(Kind.PARTY, engaged="no"))) == []


def test_engagements_are_in_force_by_the_day() -> None:
    made = register(build(Engagement, start="2026-01-01", end="2026-01-31"))
    asked = Query.of(Kind.ENGAGEMENT, in_force="yes")
    days = [datetime.date(2025, 12, 31), datetime.date(2026, 1, 31), datetime.date(2026, 2, 1)]
    found = [number(made, asked, day, reference()) for day in days]
    assert found == [0, 1, 0]


# ---- rows ----------------------------------------------------------------------------------------


def test_rows_stand_in_the_order_people_count_in() -> None:
    assert ids(listed(small(), Query(A))) == ["c1", "c2", "c10", "c11"]
    turned = Query(A, sort="reference", descending=True)
    assert ids(listed(small(), turned.with_values("retired", ALL))) == [
        "c11",
        "c10",
        "c2",
        "c1",
        "old",
    ]


def test_cells_say_how_the_answer_stands() -> None:
    names = ("role", "purposes.bases", "recipients", "place", "start", "on_behalf_of")
    found = listed(small(), Query(A, columns=names))
    assert cells(found, "purposes.bases") == [
        (State.ANSWERED, ("Contract", "Consent"), 0),
        (State.UNKNOWN, (), 1),
        (State.NOT_ASKED, (), 0),
        (State.UNKNOWN, (), 1),
    ]
    assert cells(found, "recipients")[0] == (State.ANSWERED, ("AWS",), 1)
    assert cells(found, "place")[3] == (State.NONE, (), 0)
    assert cells(found, "start")[0] == (State.OPTIONAL, (), 0)
    assert cells(found, "on_behalf_of")[0] == (State.NOT_ASKED, (), 0)
    hosting = found.rows[0].cells[2].parts[0]
    assert (hosting.key, hosting.detail) == ((Kind.ENGAGEMENT, "hosting"), "Hosting")


def test_a_cell_that_is_partly_answered_counts_its_gaps() -> None:
    made = register(activity(data=[{"data": "contact", "retention": "six"}, {"data": "other"}]))
    found = listed(made, Query(A, columns=("data.retention", "data.subjects", "data.purposes")))
    assert cells(found, "data.retention") == [(State.ANSWERED, ("six",), 1)]
    assert cells(found, "data.subjects") == [(State.UNKNOWN, (), 2)]


def test_inference_is_marked_item_by_item() -> None:
    sources = [
        {"field": "systems[crm]", "standing": "inferred"},
        {"field": "data[?/a]", "standing": "inferred"},
        {"field": "data[?/b]", "standing": "stated"},
    ]
    data = [{"data": "a"}, {"data": "b"}]
    made = register(activity(systems=["crm", "web"], data=data, provenance=sources))
    found = listed(made, Query(A, columns=("systems", "data.data")))
    marks = [[(part.value, part.inferred) for part in cell.parts] for cell in found.rows[0].cells]
    assert marks == [[("crm", True), ("web", False)], [("a", True), ("b", False)]]


def test_a_value_that_one_line_states_is_not_inferred() -> None:
    sources = [
        {"field": "data[a/x]", "standing": "inferred"},
        {"field": "data[b/x]", "standing": "stated"},
    ]
    data = [{"subjects": "a", "data": "x"}, {"subjects": "b", "data": "x"}]
    made = register(activity(data=data, provenance=sources))
    found = listed(made, Query(A, columns=("data.data", "data.subjects")))
    marks = [[(part.value, part.inferred) for part in cell.parts] for cell in found.rows[0].cells]
    assert marks == [[("x", False)], [("a", True), ("b", False)]]


def test_gaps_and_the_last_change_are_columns() -> None:
    made = Register(
        register(build(Document)).records,
        {(Kind.DOCUMENT, "notice"): Stamp(3, "2026-11-23T09:00:00.000000Z", "dpo")},
    )
    found = listed(made, Query(Kind.DOCUMENT, columns=("gaps", "changed")))
    assert cells(found, "gaps") == [(State.ANSWERED, ("3",), 3)]
    assert cells(found, "changed") == [(State.ANSWERED, ("2026-11-23",), 0)]
    assert found.rows[0].gaps == 3


def test_numbers_sort_as_numbers() -> None:
    made = register(*(build(Document, id=f"d{n}", name=f"D{n}") for n in (1, 2)), build(Purpose))
    complete = build(Document, id="d3", kind="contract", date="2026-01-01", substance="All")
    made = made.changed([complete], (), {}, Moment())
    assert ids(listed(made, Query(Kind.DOCUMENT, sort="gaps"))) == ["d3", "d1", "d2"]


@pytest.mark.parametrize(("page", "rows"), [(1, 25), (2, 5), (3, 5), (99, 5)])
def test_a_page_beyond_the_last_is_the_last(page: int, rows: int) -> None:
    made = register(*(build(Purpose, id=f"p{n}", name=f"P {n}") for n in range(30)))
    found = listed(made, Query(Kind.PURPOSE, page=page))
    assert (found.query.page, found.pages, len(found.rows)) == (min(page, 2), 2, rows)
    assert (found.first, found.last) == ((1, 25) if page == 1 else (26, 30))
    assert len(listed(made, Query(Kind.PURPOSE, page=page), whole=True).rows) == 30


def test_an_empty_list_has_a_first_page() -> None:
    found = listed(register(), Query(A))
    assert (found.pages, found.first, found.last, found.sentence) == (1, 0, 0, "0 of 0 activities")


@pytest.mark.parametrize("per_page", PER_PAGE)
def test_pages_together_are_the_whole_list(per_page: int) -> None:
    made = register(*(build(Purpose, id=f"p{n}", name=f"P {n}") for n in range(230)))
    query = Query(Kind.PURPOSE, per_page=per_page)
    pages = listed(made, query).pages
    found = [id for page in range(pages) for id in ids(listed(made, query.on_page(page + 1)))]
    assert found == [f"p{n}" for n in range(230)]


# ---- sentences and search ------------------------------------------------------------------------


def test_each_filter_is_part_of_a_sentence_and_can_be_removed() -> None:
    query = Query.of(A, role="controller", basis=["consent", "contract"]).with_text("bill")
    found = listed(small(), query)
    assert found.sentence == (
        "1 of 4 activities where the text has “bill”, and the role is Controller, "
        "and a lawful basis is Consent or Contract"
    )
    text, role, basis = found.conditions
    assert text.query == Query.of(A, role="controller", basis=["consent", "contract"])
    assert role.query == query.without("role")
    assert dict(basis.values)["Consent"] == query.with_values("basis", ["contract"])


def test_items_of_article_30_read_in_sentences() -> None:
    found = listed(small(), Query.of(A, article30="a30_1_b:not-applicable"))
    assert (
        found.conditions[0].text
        == "of Article 30 30(1)(b) Purposes of the processing: not applicable"
    )


def searched(made: Register, kind: Kind, text: str) -> list[str]:
    return ids(listed(made, Query(kind, text)))


@pytest.mark.parametrize(
    "text",
    ["CAFÉ", "cafe", "caf", "afe", "zurich cafe", "ZÜRICH", "c12", "strasse", "lodz", "soren"],
)
def test_search_takes_no_notice_of_case_and_accents(text: str) -> None:
    name = "Café Zürich, Straße, Łódź, Søren"
    assert searched(register(activity(name=name, reference="C12")), A, text) == ["a1"]
    assert searched(register(activity(name="Something else")), A, text) == []


@pytest.mark.parametrize(
    "text", ["aws", "hosting", "billing", "cited law", "crm", "remark", "customers billing"]
)
def test_search_reads_texts_and_the_titles_of_links(text: str) -> None:
    made = register(
        build(Party, id="p", name="AWS"),
        build(Engagement, id="e", name="Cloud hosting", party="p"),
        build(Purpose, id="x", name="Billing"),
        build(System, id="s", name="CRM"),
        activity(
            name="Customers",
            note="A remark",
            engagements=["e"],
            systems=["s"],
            purposes=[{"purpose": "x", "law_cited": "The cited law"}],
        ),
    )
    assert searched(made, A, text) == ["a1"]
    assert searched(made, A, f"{text} zebra") == []


def test_search_follows_a_link_that_was_renamed() -> None:
    made = register(build(Party, name="Old"), build(Engagement, party="vendor"))
    assert searched(made, Kind.ENGAGEMENT, "old") == ["hosting"]
    after = made.changed([build(Party, name="New")], (), {}, Moment())
    assert searched(after, Kind.ENGAGEMENT, "old") == []
    assert searched(after, Kind.ENGAGEMENT, "new") == ["hosting"]
    assert searched(made, Kind.ENGAGEMENT, "old") == ["hosting"]


@given(st.lists(st.text(), min_size=2))
def test_any_texts_can_be_sorted_and_folded(texts: list[str]) -> None:
    assert len(sorted(texts, key=natural)) == len(texts)
    assert all(folded(folded(text)) == folded(text) for text in texts)


def test_numbers_in_texts_sort_as_people_count() -> None:
    texts = ["C10", "c2", "C1", "C02", "B", "C", "C2a", "9" * 5000, "10"]
    assert sorted(texts, key=natural) == [
        "10",
        "9" * 5000,
        "B",
        "C",
        "C1",
        "c2",
        "C02",
        "C2a",
        "C10",
    ]


def test_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from ropa.core import index

    read: list[str] = []
    whole = index.searchable

    def noted(record: Record, title: Any) -> str:
        read.append(record.id)
        return whole(record, title)

    made = register(
        *(activity(id=f"a{n}", purposes=[{"purpose": f"p{n}"}]) for n in range(40)),
        *(build(Purpose, id=f"p{n}") for n in range(40)),
    )
    listed(made, Query(A))
    monkeypatch.setattr(index, "searchable", noted)
    after = made.changed([activity(id="a7", name="New")], (), {}, Moment())
    listed(after, Query(A))
    assert read == ["a7"]
    renamed = after.changed([build(Purpose, id="p9", name="New")], (), {}, Moment())
    listed(renamed, Query(A))
    assert read == ["a7", "a9"]
    listed(renamed.changed([build(Document)], (), {}, Moment()), Query(A))
    assert read == ["a7", "a9"]


def test_views_of_a_few_days_are_kept() -> None:
    made = small()
    first = view(made, A, reference(), DAY)
    assert view(made, A, reference(), DAY) is first
    days = [DAY + datetime.timedelta(days=number) for number in range(1, 9)]
    assert len({id(view(made, A, reference(), day).index) for day in days}) == 1
    assert len(made.memory["views", A]) == 4
    assert view(made, A, reference(), DAY) is not first


def test_what_an_organisation_may_see_is_remembered_with_it() -> None:
    made = small()
    own = made.only(["acme"])
    listed(own, Query(A))
    after = made.changed([activity(id="c2", name="New")], (), {}, Moment()).only(["acme"])
    assert after.memory is own.memory
    assert after.memory is not made.memory
    assert listed(after, Query(A)).rows == listed(Register.of(after), Query(A)).rows
