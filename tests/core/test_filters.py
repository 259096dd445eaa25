from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.columns import DEFAULTS, columns_of
from ropa.core.facets import FACETS
from ropa.core.filters import PER_PAGE, Query, parse_query
from ropa.records.spec import CLASSES, REGISTER_KINDS
from ropa.vocabulary import Kind

A = Kind.ACTIVITY


def parsed(*pairs: tuple[str, str]) -> Query:
    query, problems = parse_query(A, pairs)
    assert problems == ()
    return query


def problems(*pairs: tuple[str, str]) -> tuple[str, ...]:
    query, found = parse_query(A, pairs)
    assert query == Query(A)
    return found


@st.composite
def pairs(draw: st.DrawFn) -> list[tuple[str, str]]:
    names = [one.name for one in FACETS[A]]
    known = st.one_of(
        st.tuples(st.sampled_from(names), st.sampled_from(["~unknown", "~none", "yes", "a"])),
        st.tuples(st.sampled_from(["sort", "column"]), st.sampled_from(list(columns_of(A)))),
        st.tuples(st.just("sort"), st.sampled_from([f"-{name}" for name in columns_of(A)])),
        st.tuples(st.just("page"), st.integers(1, 99).map(str)),
        st.tuples(st.just("per_page"), st.sampled_from(PER_PAGE).map(str)),
        st.tuples(st.sampled_from([*names, "q", "sort", "page", "column", "x"]), st.text()),
    )
    return draw(st.lists(known, max_size=8))


@given(pairs())
def test_a_query_comes_back_from_its_own_pairs(given: list[tuple[str, str]]) -> None:
    query, _ = parse_query(A, given)
    again, wrong = parse_query(A, query.to_args())
    assert (again, wrong) == (query, ())
    assert again.to_args() == query.to_args()


@given(st.lists(st.tuples(st.text(), st.text())), st.sampled_from(REGISTER_KINDS))
def test_no_pairs_raise(given: list[tuple[str, str]], kind: Kind) -> None:
    query, wrong = parse_query(kind, given)
    assert len(wrong) <= len(given)
    assert query.kind is kind


def test_pairs_are_canonical() -> None:
    query = parsed(
        ("page", "2"),
        ("basis", "contract"),
        ("role", "controller"),
        ("basis", "consent"),
        ("basis", "consent"),
        ("q", "  two   words "),
        ("sort", "-reference"),
        ("per_page", "100"),
        ("column", "name"),
    )
    assert query.to_args() == (
        ("q", "two words"),
        ("role", "controller"),
        ("basis", "consent"),
        ("basis", "contract"),
        ("sort", "-reference"),
        ("column", "name"),
        ("per_page", "100"),
        ("page", "2"),
    )


@pytest.mark.parametrize(
    "pair",
    [
        ("page", "1"),
        ("per_page", "25"),
        ("retired", "no"),
        ("q", ""),
        ("q", "  "),
        ("role", ""),
        ("sort", ""),
    ],
)
def test_what_need_not_be_said_is_not(pair: tuple[str, str]) -> None:
    assert parsed(pair) == Query(A)
    assert parsed(pair).to_args() == ()


def test_the_default_columns_need_not_be_said() -> None:
    assert parsed(*(("column", name) for name in DEFAULTS[A])) == Query(A)
    assert parsed(("column", "name"), ("column", "role"), ("column", "name")).shown == (
        "name",
        "role",
    )


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (("colour", "red"), "there is no filter “colour” for this list"),
        (("role", "king"), "“king” is nothing “Role” can be"),
        (("unknown", "name"), "“name” is nothing “Unknown answers” can be"),
        (("sort", "-weight"), "this list cannot be sorted by “weight”"),
        (("column", "weight"), "there is no column “weight” in this list"),
        (("page", "0"), "the page is a number from 1, not “0”"),
        (("page", "٣"), "the page is a number from 1, not “٣”"),
        (("page", "9" * 5000), "has a value that cannot be searched for"),
        (
            ("per_page", "26"),
            "the number of rows on a page is one of 25, 50, 100, 200, not “26”",
        ),
        (("q", "a\x00b"), "has a value that cannot be searched for"),
        (("q", "\ud800"), "has a value that cannot be searched for"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_in_words(pair: tuple[str, str], message: str) -> None:
    (found,) = problems(pair)
    assert message in found


def test_what_belongs_to_others_is_left_alone() -> None:
    query, found = parse_query(A, [("at", "24"), ("role", "processor")], also=("at", "day"))
    assert (query, found) == (Query.of(A, role="processor"), ())
    assert parse_query(A, {"role": "processor"})[0] == query


def test_a_value_is_chosen_and_the_choice_taken_back() -> None:
    query = Query(A, page=3).toggled("role", "controller")
    assert (query.values("role"), query.page) == (("controller",), 1)
    both = query.toggled("role", "processor")
    assert both.values("role") == ("controller", "processor")
    assert both.toggled("role", "controller").toggled("role", "processor") == Query(A)
    assert both.toggled("basis", "consent").without("role") == Query.of(A, basis="consent")


def test_retired_ones_can_be_added_or_be_alone() -> None:
    both = Query(A).toggled("retired", "yes")
    assert both.values("retired") == ("no", "yes")
    assert both.toggled("retired", "no").values("retired") == ("yes",)
    assert both.toggled("retired", "yes") == Query(A)


def test_sorting_again_turns_the_order() -> None:
    once = Query(A).sorted_by("name")
    assert (once.sort, once.descending) == ("name", False)
    assert once.sorted_by("name").descending
    assert not once.sorted_by("name").sorted_by("name").descending


@pytest.mark.parametrize("kind", REGISTER_KINDS)
def test_every_kind_can_be_filtered_and_shown(kind: Kind) -> None:
    names = [one.name for one in FACETS[kind]]
    assert {"unknown", "retired"} <= set(names)
    assert len(set(names)) == len(names)
    assert not {"q", "sort", "column", "page", "per_page"} & set(names)
    assert set(DEFAULTS[kind]) <= set(columns_of(kind))
    own = set(CLASSES[kind].__struct_fields__) - {"provenance"}
    assert own <= set(columns_of(kind))
