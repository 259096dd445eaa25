"""The list, the matrix and the chains of hops, and what would cover one."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.facet_values import NOTHING, UNKNOWN
from ropa.core.findings import findings_in
from ropa.core.register import Register
from ropa.core.transfers.assessment import PARTS, parts_for
from ropa.core.transfers.chain_list import (
    activities_with_chains,
    chains_of,
    listed_with_chains,
)
from ropa.core.transfers.covers import covers
from ropa.core.transfers.hop_facets import HOP_FACETS
from ropa.core.transfers.hop_list import PER_PAGE, HopIndex, hop_index, hop_listing, standing
from ropa.core.transfers.hop_matrix import COLUMNS, ROWS, hop_matrix
from ropa.core.transfers.hop_query import HopQuery, parse_hops
from ropa.core.transfers.verdicts import Verdict
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.store.home import LAW
from ropa.vocabulary import Kind
from tests.build import build
from tests.core.hopping import judged_of
from tests.web.conftest import read_once

DAY = "2026-11-23"


def engaged(id: str, party: str | None, **fields: object) -> Engagement:
    known = {"role": "processor", "initiated_by": "organisation"}
    places = {"stored_in": [], "accessed_from": []}
    return build(Engagement, id=id, name=id.title(), party=party, **{**known, **places, **fields})


def party(country: str | None) -> Party:
    id = (country or "nowhere").lower()
    return build(Party, id=id, name=f"Party {country}", country=country)


HEALTH = build(DataCategory, id="health", name="Health", special=["health"])
PLAIN = build(DataCategory, id="plain", name="Plain", special=[])

RECORDS: tuple[Record, ...] = (
    build(Organisation, country="GB"),
    *map(party, ("GB", "FR", "IN", "US", None)),
    HEALTH,
    PLAIN,
    engaged("home", "gb", data_categories=["plain"]),
    engaged("france", "fr", public=True),
    engaged("india", "in", data_categories=["health"], public=True),
    engaged("states", "us", public=False, under="france"),
    engaged("nobody", None, stored_in=["GLOBAL"], accessed_from=None),
    engaged("customers", "in", initiated_by="customer", role=None),
    build(Activity, id="a1", name="A", role="controller", engagements=["home", "france"]),
    build(Activity, id="a2", name="B", role="controller", engagements=["india"]),
    build(Activity, id="a3", name="C", role="controller", engagements=["nobody", "customers"]),
    build(Document, id="idta", name="IDTA", date="2026-03-01"),
    build(
        Transfer,
        importer="india",
        place="IN",
        mechanisms=["uk_idta"],
        agreement="idta",
        assessed_on="2026-03-01",
        outcome="favourable",
    ),
)


def index_of(*records: Record) -> HopIndex:
    return hop_index(judged_of(Register.of(records or RECORDS), DAY), "acme")


INDEX = index_of()


def hops(query: HopQuery, index: HopIndex = INDEX) -> list[str]:
    return [judged.hop.id for judged in hop_listing(index, query).rows]


def test_the_worst_hops_stand_first_and_those_apart_last() -> None:
    assert hops(HopQuery()) == [
        "nobody~unknown",
        "states~US",
        "india~IN",
        "france~FR",
        "home~GB",
        "customers~IN",
    ]
    ranks = [judged.verdict.rank for judged in INDEX.order]
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize(
    ("facet", "value", "found"),
    [
        ("verdict", "safeguarded", ["india~IN"]),
        ("verdict", "initiated-by-another", ["customers~IN"]),
        ("acts", "nobody", ["india~IN", "france~FR", "home~GB", "customers~IN"]),
        ("acts", "own", ["nobody~unknown"]),
        ("acts", "above", ["states~US"]),
        ("regime", "EU", ["states~US"]),
        ("regime", NOTHING, ["customers~IN"]),
        ("place", UNKNOWN, ["nobody~unknown"]),
        ("how", "established", ["states~US", "india~IN", "france~FR", "home~GB", "customers~IN"]),
        ("how", "accessed", ["nobody~unknown"]),
        ("importer", "in", ["india~IN", "customers~IN"]),
        ("importer", UNKNOWN, ["nobody~unknown"]),
        ("exporter", "fr", ["states~US"]),
        ("role", UNKNOWN, ["customers~IN"]),
        ("tool", "mechanism:uk_idta", ["india~IN"]),
        ("tool", "adequacy:uk-fr", ["france~FR"]),
        ("tool", NOTHING, ["nobody~unknown", "home~GB", "customers~IN"]),
        ("activity", "a1", ["states~US", "france~FR", "home~GB"]),
        ("engagement", "india", ["india~IN"]),
        ("data", "health", ["india~IN"]),
        ("special", "yes", ["india~IN"]),
        ("special", "no", ["home~GB"]),
        ("public", "yes", ["india~IN", "france~FR"]),
        ("public", "no", ["states~US"]),
    ],
)
def test_each_facet_chooses_its_hops(facet: str, value: str, found: list[str]) -> None:
    if facet == "exporter":
        assert hops(HopQuery.of(exporter="own")) == [
            id for id in hops(HopQuery()) if id not in found
        ]
    if (facet, value) == ("how", "established"):
        found = ["nobody~unknown", *found]  # where it is established is not stated either
    assert hops(HopQuery.of(**{facet: value})) == found


def test_a_clause_chooses_the_hops_it_is_cited_for() -> None:
    clause = next(j for j in INDEX.order if j.hop.id == "india~IN").deciding.clause
    assert hops(HopQuery.of(clause=clause)) == ["india~IN"]


CHOICES = [(f.name, value) for f in HOP_FACETS for value in INDEX.bits(f.name)]


@given(st.lists(st.sampled_from(CHOICES), max_size=4), st.sampled_from(["", "in", "party f", "z"]))
def test_counts_are_what_one_more_choice_leaves(chosen: list[tuple[str, str]], text: str) -> None:
    query = HopQuery().with_text(text)
    for name, value in chosen:
        query = query.with_values(name, (*query.values(name), value))
    listing = hop_listing(INDEX, query)
    assert listing.matched == len(hops(query)) <= listing.total == len(INDEX.order)
    for facet in listing.facets:
        for value in facet.values:
            assert value.chosen == (value.value in query.values(facet.name))
            assert value.count == len(hops(query.with_values(facet.name, [value.value])))
    again, problems = parse_hops(query.to_args())
    assert (again, problems) == (query, ())


def test_words_are_looked_for_in_names_and_places() -> None:
    assert hops(HopQuery(text="INDIA")) == ["india~IN", "customers~IN"]
    assert hops(HopQuery(text="states party")) == ["states~US"]
    assert hops(HopQuery(text="zeppelin")) == []


def test_active_filters_are_said_and_can_be_removed() -> None:
    query = HopQuery.of(place=["IN", "US"], verdict="safeguarded").with_text("in")
    said = hop_listing(INDEX, query).conditions
    assert [(one.phrase, [label for label, _ in one.values]) for one in said] == [
        ("the names have", ["“in”"]),
        ("the verdict is", ["Safeguarded"]),
        ("the place is", ["India", "United States"]),
    ]
    assert said[2].values[0][1] == query.with_values("place", ["US"])
    assert said[0].values[0][1] == query.with_text("")


@pytest.mark.parametrize(
    ("pair", "problem"),
    [
        (("verdict", "splendid"), "“splendid” is nothing “Verdict” can be"),
        (("colour", "red"), "there is no filter “colour” for this list"),
        (("page", "0"), "the page is a number from 1, not “0”"),
        (("page", "٣"), "the page is a number from 1, not “٣”"),
        (("q", "a\x00b"), "“q” has a value that cannot be searched for"),
        (("place", "x" * 501), "“place” has a value that cannot be searched for"),
    ],
)
def test_what_cannot_be_asked_is_said(pair: tuple[str, str], problem: str) -> None:
    assert parse_hops([pair, ("as_of", "4")], ["as_of"]) == (HopQuery(), (problem,))


def test_a_page_beyond_the_last_is_the_last() -> None:
    many = [engaged(f"e{n:03}", "fr") for n in range(PER_PAGE + 3)]
    index = index_of(build(Organisation, country="GB"), party("FR"), *many)
    found = hop_listing(index, HopQuery(page=9))
    assert (found.query.page, found.pages, found.first, found.last) == (2, 2, 51, 53)
    assert len(hop_listing(index, HopQuery(), whole=True).rows) == PER_PAGE + 3
    none = hop_listing(index, HopQuery(text="zeppelin"))
    assert (none.first, none.last, none.pages) == (0, 0, 1)


def test_how_it_stands_is_said() -> None:
    assert standing(INDEX) == (
        "3 of 6 hops are clean (1 safeguarded, 1 adequate, 1 not restricted); 2 are open "
        "(1 unknown, 1 conditional, not confirmed); 1 stands apart (1 initiated by another)."
    )
    one = index_of(build(Organisation, country="GB"), party("IN"), engaged("india", "in"))
    assert standing(one) == "0 of 1 hop is clean; 1 is open (1 unsafeguarded)."


def test_the_index_is_made_once_for_the_same_hops() -> None:
    register = Register.of(RECORDS)
    first = hop_index(judged_of(register, DAY), "acme")
    assert hop_index(judged_of(register, DAY), "acme") is first
    assert hop_index(judged_of(register, "2026-01-02"), "acme") is not first


def test_the_matrix_holds_the_worst_verdict_of_each_activity_and_place() -> None:
    found = hop_matrix(INDEX, 1)
    assert found.places == ("FR", "IN", "GB", "US", None)
    assert {row.activity: row.cells for row in found.rows} == {
        "a1": (Verdict.ADEQUATE, None, Verdict.NOT_RESTRICTED, Verdict.CONDITIONAL, None),
        "a2": (None, Verdict.SAFEGUARDED, None, None, None),
        "a3": (None, Verdict.INITIATED_BY_ANOTHER, None, None, Verdict.UNKNOWN),
    }
    assert [row.activity for row in found.rows] == ["a3", "a1", "a2"]


def test_the_matrix_is_bounded() -> None:
    codes = list(read_once(LAW).countries)[: COLUMNS + 5]
    spread = engaged("spread", None, stored_in=codes)
    acts = [
        build(Activity, id=f"a{n:03}", name=f"Activity {n}", engagements=["spread"])
        for n in range(ROWS + 1)
    ]
    index = index_of(build(Organisation, country="GB"), spread, *acts)
    first, last = hop_matrix(index, 1), hop_matrix(index, 99)
    assert (len(first.rows), first.pages, first.total) == (ROWS, 2, ROWS + 1)
    assert (last.page, [row.title for row in last.rows]) == (2, [f"Activity {ROWS}"])
    assert len(first.places) == COLUMNS + 1
    assert first.places[-1] is None
    assert len(first.left_out) == 5


def test_chains_are_listed_the_worst_first() -> None:
    found = activities_with_chains(INDEX, 1)
    assert [(head.key[1], head.verdict) for head in found.heads] == [
        ("a3", Verdict.UNKNOWN),
        ("a1", Verdict.CONDITIONAL),
        ("a2", Verdict.SAFEGUARDED),
    ]
    for head in found.heads:
        assert chains_of(INDEX, head.key)[0].verdict is head.verdict
    listed = listed_with_chains(INDEX, 1).heads
    assert [(head.key[1], head.verdict) for head in listed] == [
        ("france", Verdict.CONDITIONAL),
        ("india", Verdict.SAFEGUARDED),
    ]
    assert [c.engagements for c in chains_of(INDEX, (Kind.ENGAGEMENT, "france"))] == [
        ("france", "states")
    ]


def test_a_circle_is_listed_and_unknown() -> None:
    index = index_of(
        build(Organisation, country="GB"),
        party("FR"),
        engaged("one", "fr", under="two"),
        engaged("two", "fr", under="one"),
        build(Activity, engagements=["one"]),
    )
    (head,) = activities_with_chains(index, 1).heads
    assert head.verdict is Verdict.UNKNOWN
    assert chains_of(index, head.key)[0].circle


def covering(id: str) -> dict[str, list[str]]:
    judged = INDEX.transfers.by_key["acme", id]
    day = datetime.date.fromisoformat(DAY)
    return {
        one.regime: [c.label for c in covers(judged.hop, one, read_once(LAW), day) if c.usual]
        for one in judged.judgements
    }


def test_what_would_cover_a_hop_fits_the_regime_and_the_two_ends() -> None:
    assert covering("nobody~unknown")["UK"] == [
        "International Data Transfer Agreement (IDTA), version A1.0",
        "International Data Transfer Addendum to the EU SCCs, version B1.0",
    ]
    framework, clauses = covering("states~US")["EU"]
    assert "2023/1795" in framework
    assert "Module 3 (processor to processor)" in clauses
    for clean in ("india~IN", "france~FR", "home~GB", "customers~IN"):
        assert not any(covering(clean).values()), clean


def test_the_questions_are_those_of_the_regimes() -> None:
    assert parts_for(()) == PARTS == parts_for(["UK", "EU"])
    assert all("UK" in part.regimes for part in parts_for(["UK"]))
    assert len(parts_for(["EU"])) == len(PARTS) - 1


def test_findings_are_found_by_their_record_once() -> None:
    register, day = Register.of(RECORDS), datetime.date.fromisoformat(DAY)
    found = findings_in(register, read_once(LAW), day)
    assert set(found.by_key) == {(Kind.ENGAGEMENT, "nobody"), (Kind.ENGAGEMENT, "states")}
    assert [one.rule for one in found.by_key[Kind.ENGAGEMENT, "nobody"]] == ["transfer-unknown"]
    assert findings_in(register, read_once(LAW), day) is found
    assert findings_in(register, read_once(LAW), day.replace(year=2020)) is not found


def test_findings_are_told_by_rule_and_record_the_most_serious_first() -> None:
    register, day = Register.of(RECORDS), datetime.date.fromisoformat(DAY)
    found = findings_in(register, read_once(LAW), day)
    (organisation,) = register.organisations
    assert [(rule.id, len(of)) for rule, of in found.of(organisation)] == [
        ("transfer-unknown", 1),
        ("transfer-conditional", 1),
    ]
    assert found.of("another") == ()
    asked = [(Kind.ENGAGEMENT, "states"), (Kind.ENGAGEMENT, "nobody"), (Kind.ENGAGEMENT, "states")]
    assert [one.key[1] for one in found.about(asked)] == ["nobody", "states"]


def test_what_a_branch_hands_on_is_for_the_organisation_to_act_on() -> None:
    index = index_of(
        build(Organisation, country="GB", party="own"),
        build(Party, id="own", name="Acme Ltd", country="GB"),
        party("IN"),
        engaged("branch", "own"),
        engaged("below", "in", under="branch"),
    )
    query = HopQuery.of(acts="own")
    assert [judged.hop.id for judged in hop_listing(index, query).rows] == ["below~IN"]
