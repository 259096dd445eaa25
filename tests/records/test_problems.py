from typing import Any

import pytest

from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.canonical import canonical
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.system import System
from ropa.records.transfer import Transfer
from tests.build import DEFAULTS, build

EARLY, LATE = "2026-01-01", "2026-01-02"
ORDERED: list[tuple[type[Record], str, str]] = [
    (Activity, "start", "end"),
    (Activity, "reviewed_on", "review_by"),
    (Engagement, "start", "end"),
    (Document, "date", "expiry"),
    (AdequacyConfirmation, "checked_on", "valid_until"),
    (Transfer, "assessed_on", "review_by"),
]


def paths(cls: type[Record], **fields: Any) -> list[str]:
    return [problem.path for problem in canonical(cls, {**DEFAULTS[cls], **fields})[1]]


@pytest.mark.parametrize(("cls", "first", "last"), ORDERED)
def test_days_stand_in_their_order(cls: type[Record], first: str, last: str) -> None:
    assert paths(cls, **{first: LATE, last: EARLY}) == [last]
    assert paths(cls, **{first: EARLY, last: EARLY}) == []
    assert paths(cls, **{first: EARLY, last: LATE}) == []
    assert paths(cls, **{first: LATE}) == []
    assert paths(cls, **{last: EARLY}) == []


def test_data_serve_only_purposes_of_their_activity() -> None:
    purposes = [{"purpose": "billing"}]
    foreign = [{"data": "contact"}, {"data": "orders", "purposes": ["billing", "selling"]}]
    assert paths(Activity, purposes=purposes, data=foreign) == ["data[1].purposes"]
    assert paths(Activity, data=[{"data": "contact", "purposes": ["billing"]}]) == [
        "data[0].purposes"
    ]
    assert paths(Activity, purposes=purposes, data=[{"data": "contact", "purposes": []}]) == []


def test_a_line_of_data_names_people_or_data() -> None:
    assert paths(Activity, data=[{"source": "web"}]) == ["data[0].data"]
    assert paths(Activity, data=[{"subjects": "customers"}]) == []
    assert paths(Activity, data=[{"data": "contact"}]) == []


@pytest.mark.parametrize("combination", ["all", "either"])
def test_several_bases_say_how_they_stand_together(combination: str) -> None:
    line = {"purpose": "billing", "bases": ["contract", "consent"]}
    assert paths(Activity, purposes=[line]) == ["purposes[0].combination"]
    assert paths(Activity, purposes=[{**line, "combination": combination}]) == []
    assert paths(Activity, purposes=[{**line, "bases": ["contract"]}]) == []
    assert paths(Activity, purposes=[{**line, "bases": []}]) == []


def test_an_engagement_is_not_under_itself() -> None:
    assert paths(Engagement, id="hosting", under="hosting") == ["under"]
    assert paths(Engagement, id="hosting", under="other") == []


@pytest.mark.parametrize("operator", [None, "own"])
def test_a_system_with_an_engagement_is_operated_by_it(operator: str | None) -> None:
    assert paths(System, engagement="hosting", operated_by=operator) == ["operated_by"]
    assert paths(System, engagement="hosting", operated_by="engagement") == []
    assert paths(System, operated_by=operator) == []


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({}, ["from_subjects", "to_subjects"]),
        ({"from_system": "crm"}, ["to_subjects"]),
        ({"to_system": "crm"}, ["from_subjects"]),
        ({"from_system": "crm", "from_source": "web", "to_system": "crm"}, ["from_system"]),
        ({"from_source": "web", "to_system": "crm", "to_engagement": "e"}, ["to_engagement"]),
        ({"from_engagement": "e", "to_recipients": "advisers"}, []),
    ],
)
def test_a_flow_has_one_origin_and_one_destination(
    ends: dict[str, str], expected: list[str]
) -> None:
    flow = {"id": "f1", "organisation": "acme", "name": "Flow", **ends}
    assert [problem.path for problem in canonical(Flow, flow)[1]] == expected


def test_titles_stand_for_records() -> None:
    assert build(Activity, reference="A-1", name="Billing").title == "A-1 Billing"
    assert build(Activity, name="Billing").title == "Billing"
    assert build(AdequacyConfirmation).title == "vendor: uk-us"
    assert build(Document, name="Notice").title == "Notice"


@pytest.mark.parametrize("zone", ["Mars/Base", "../etc/passwd", "x" * 300, "Europe", "\N{SNOWMAN}"])
def test_a_time_zone_is_one_that_days_can_be_counted_in(zone: str) -> None:
    plain = {"id": "acme", "name": "Acme Ltd", "time_zone": zone}
    record, problems = canonical(Organisation, plain)
    assert record is None
    assert [problem.path for problem in problems] == ["time_zone"]
