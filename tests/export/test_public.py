from __future__ import annotations

import datetime
import json
from typing import Any

import msgspec
import pytest

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export import public
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.store.home import LAW
from ropa.store.law import read_law
from tests.build import build, register

DAY = datetime.date(2026, 11, 23)
UTC = datetime.UTC


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_law(LAW)


def listed(**fields: Any) -> Engagement:
    return build(Engagement, **{"role": "processor", "public": True, "party": "vendor", **fields})


def catalogue(*records: Record) -> Register:
    return register(build(Organisation), build(Party), *records)


def page(held: Register, reference: Reference, about: datetime.date = DAY) -> public.PublicPage:
    found = public.subprocessors(held, "acme", about, reference)
    assert found is not None
    return found


def only_row(reference: Reference, *records: Record, **fields: Any) -> public.Subprocessor:
    (row,) = page(catalogue(listed(**fields), *records), reference).current
    return row


# Which engagements are listed


@pytest.mark.parametrize(
    "fields",
    [
        {"public": False},
        {"public": None},
        {"role": "recipient"},
        {"role": "independent-controller"},
        {"role": None},
        {"retired": True},
        {"organisation": "other"},
    ],
)
def test_lists_only_what_the_dpo_put_on_the_list(
    reference: Reference, fields: dict[str, Any]
) -> None:
    other = build(Organisation, id="other")
    held = catalogue(other, listed(id="a", category="Listed"), listed(id="b", **fields))
    assert [row.category for row in page(held, reference).current] == ["Listed"]


@pytest.mark.parametrize(
    ("start", "end", "current", "upcoming"),
    [
        (None, None, 1, 0),
        ("2026-11-23", None, 1, 0),
        ("2026-11-24", None, 0, 1),
        (None, "2026-11-23", 1, 0),
        (None, "2026-11-22", 0, 0),
        ("2027-01-01", "2027-06-30", 0, 1),
    ],
)
def test_dates_decide_what_is_current(
    reference: Reference, start: str | None, end: str | None, current: int, upcoming: int
) -> None:
    found = page(catalogue(listed(start=start, end=end)), reference)
    assert (len(found.current), len(found.upcoming)) == (current, upcoming)


def test_rows_stand_by_provider_and_changes_by_date(reference: Reference) -> None:
    held = catalogue(
        build(Party, id="b", name="bee"),
        listed(id="1"),
        listed(id="2", party=None),
        listed(id="3", party="b"),
        listed(id="4", start="2027-02-01", end="2027-03-01"),
        listed(id="5", start="2027-01-01", party=None),
        listed(id="6", category="soon", end="2026-12-01"),
        listed(id="7", category="now", end="2026-11-23"),
    )
    found = page(held, reference)
    assert [row.provider for row in found.current] == ["bee", "Vendor", "Vendor", "Vendor", None]
    assert [str(row.since) for row in found.upcoming] == ["2027-01-01", "2027-02-01"]
    assert [row.category for row in found.ending] == ["now", "soon"]


# What a row says


def test_unknown_is_not_none(reference: Reference) -> None:
    unknown = only_row(reference, party=None)
    assert set(msgspec.structs.astuple(unknown)) == {None}
    none = only_row(reference, data_categories=[], stored_in=[], accessed_from=[])
    assert (none.data, none.places, none.accessed_from) == ((), (), ())


def test_names_places_as_published_lists_do(reference: Reference) -> None:
    row = only_row(reference, stored_in=["EU", "EEA", "GLOBAL", "GB"], accessed_from=["IN"])
    assert row.places == ("EEA", "EU", "United Kingdom", "Global")
    assert row.accessed_from == ("India",)


def test_names_the_data_and_the_legal_entity(reference: Reference) -> None:
    party = build(Party, id="aws", name="AWS", legal_name="AWS EMEA SARL")
    data = build(DataCategory, name="Customer Content")
    row = only_row(reference, party, data, party="aws", data_categories=["contact"])
    assert (row.provider, row.legal_entity) == ("AWS", "AWS EMEA SARL")
    assert row.data == ("Customer Content",)


def test_says_the_declared_safeguards_of_each_place_and_no_verdict(reference: Reference) -> None:
    row = only_row(
        reference,
        build(
            Transfer,
            id="a",
            importer="hosting",
            place="US",
            mechanisms=["uk_idta"],
            outcome="unfavourable",
        ),
        build(Transfer, id="b", importer="hosting", place="IN"),
        build(Transfer, id="c", importer="hosting", mechanisms=[]),
        build(Transfer, id="d", importer="hosting", mechanisms=["of_another_law"]),
        build(Transfer, id="e", importer="hosting", retired=True),
        build(Transfer, id="f", importer=None, mechanisms=["uk_bcr"]),
        build(Transfer, id="g", importer="other", mechanisms=["uk_bcr"]),
    )
    said = [(item.place, item.mechanisms) for item in row.safeguards or ()]
    assert said == [
        ("United States", ("International Data Transfer Agreement (IDTA), version A1.0",)),
        ("India", None),
        (None, ()),
        (None, ("of_another_law",)),
    ]


def test_publishes_the_words_of_four_topics_only(reference: Reference) -> None:
    topics = ["customer-content", "subprocessors", "integrations", "transfers", "security"]
    statements = [{"topic": topic, "words": f"on {topic}", "section": "1"} for topic in topics]
    held = register(build(Organisation, statements=statements))
    assert page(held, reference).statements == public.PublicStatements(
        customer_content=("on customer-content",),
        subprocessors=("on subprocessors",),
        integrations=("on integrations",),
        transfers=("on transfers",),
    )


# Which organisations have a page


@pytest.mark.parametrize("topic", ["integrations", "transfers", "security"])
def test_an_organisation_that_published_nothing_has_no_page(
    reference: Reference, topic: str
) -> None:
    quiet = build(Organisation, statements=[{"topic": topic, "words": "words"}])
    private = build(Engagement, role="processor")
    assert public.subprocessors(register(quiet, private), "acme", DAY, reference) is None
    assert public.subprocessors(register(), "acme", DAY, reference) is None


@pytest.mark.parametrize("topic", ["customer-content", "subprocessors"])
def test_a_statement_about_subprocessors_makes_a_page(reference: Reference, topic: str) -> None:
    held = register(build(Organisation, statements=[{"topic": topic, "words": "words"}]))
    assert page(held, reference).current == ()


def test_a_page_stays_when_its_last_subprocessor_goes(reference: Reference) -> None:
    assert page(catalogue(listed(end="2020-01-01")), reference).current == ()
    assert page(catalogue(listed(retired=True)), reference).current == ()


def test_a_retired_organisation_has_no_page(reference: Reference) -> None:
    held = register(build(Organisation, retired=True), build(Party), listed())
    assert public.subprocessors(held, "acme", DAY, reference) is None


def test_the_default_is_the_first_with_a_list_or_the_only_one_that_publishes() -> None:
    words = [{"topic": "subprocessors", "words": "words"}]
    first, second, third = (build(Organisation, id=id) for id in ("a", "b", "c"))
    stating = build(Organisation, id="a", statements=words)
    assert public.default_organisation(register()) is None
    assert public.default_organisation(register(first)) is None
    assert public.default_organisation(register(stating)) == "a"
    assert public.default_organisation(register(stating, second)) is None
    lists = [listed(id=id, organisation=id) for id in ("c", "b")]
    assert public.default_organisation(register(stating, second, third, *lists)) == "b"
    retired = build(Organisation, id="b", retired=True)
    assert public.default_organisation(register(first, retired, third, *lists)) == "c"


# JSON


def test_json_holds_the_page_and_nothing_more(reference: Reference) -> None:
    found = page(catalogue(listed(start="2026-01-05", stored_in=["EU"])), reference)
    told = json.loads(public.as_json(found, DAY))
    assert told.pop("last_changed") == "2026-11-23"
    assert msgspec.convert(told, public.PublicPage) == found
    assert list(told) == sorted(told)
