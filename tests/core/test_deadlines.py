"""What ends or falls due: each sort, and what is left out."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

import msgspec
import pytest

from ropa.core.deadlines import Deadline, Due, Sort, deadlines, due
from ropa.core.law import Adequacy
from ropa.core.reference import Reference
from ropa.core.register import Key
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind
from tests.build import build, register
from tests.core.registers import any_register, reference

DAY = datetime.date(2026, 11, 23)
TODAY, TOMORROW, YESTERDAY = DAY, DAY + datetime.timedelta(1), DAY - datetime.timedelta(1)
LAW = reference()


def found(*records: Record, law: Reference = LAW, day: datetime.date = DAY) -> list[Deadline]:
    return list(deadlines(register(*records), law, day))


def one(*records: Record, law: Reference = LAW, day: datetime.date = DAY) -> Deadline:
    (only,) = found(*records, law=law, day=day)
    return only


def policy(until: datetime.date, **fields: Any) -> Activity:
    line = {"purpose": "billing", "policy_keep_until": until.isoformat()}
    return build(Activity, purposes=[line], **fields)


def record(sort: Sort, last: datetime.date, **fields: Any) -> Record:
    """Make the record that has a deadline of a sort on a day."""
    day = last.isoformat()
    if sort is Sort.DOCUMENT:
        return build(Document, organisation="acme", expiry=day, **fields)
    if sort is Sort.ASSESSMENT:
        return build(Transfer, review_by=day, **fields)
    if sort is Sort.CONFIRMATION:
        return build(AdequacyConfirmation, valid_until=day, **fields)
    if sort is Sort.ENGAGEMENT:
        return build(Engagement, end=day, **fields)
    if sort is Sort.ACTIVITY:
        return build(Activity, review_by=day, **fields)
    return policy(last, **fields)


USER = build(Transfer, id="user", agreement="notice")
"""What refers to the document."""

OF_RECORDS = [sort for sort in Sort if sort is not Sort.DECISION]

SENTENCES = {
    Sort.DOCUMENT: (
        "The document expires on 24 November 2026.",
        "The document expired on 22 November 2026, and records in use refer to it: replace it.",
    ),
    Sort.ASSESSMENT: (
        "The risk assessment of the transfer is to be reviewed by 24 November 2026.",
        "The risk assessment of the transfer was to be reviewed by 22 November 2026.",
    ),
    Sort.CONFIRMATION: (
        "The party is confirmed as covered until 24 November 2026: check again.",
        "The party was confirmed as covered until 22 November 2026: check again.",
    ),
    Sort.ENGAGEMENT: ("The engagement ends on 24 November 2026.", None),
    Sort.ACTIVITY: (
        "The activity is to be reviewed by 24 November 2026.",
        "The activity was to be reviewed by 22 November 2026.",
    ),
    Sort.POLICY: (
        (
            "The appropriate policy document for the purpose “Billing” is to be kept until "
            "24 November 2026 at least (DPA 2018 Sch 1 para 40)."
        ),
        None,
    ),
}


@pytest.mark.parametrize("sort", OF_RECORDS)
def test_each_sort_says_what_ends(sort: Sort) -> None:
    subject = record(sort, TOMORROW)
    ahead = one(subject, build(Purpose), build(Party))
    assert (ahead.day, ahead.sort, ahead.due) == (TOMORROW, sort, Due.WITHIN_30)
    assert ahead.key == (subject.KIND, subject.id)
    assert ahead.organisation == (None if sort is Sort.CONFIRMATION else "acme")
    assert ahead.sentence == SENTENCES[sort][0]
    assert ahead.title == {
        Sort.CONFIRMATION: 'Vendor: UK to United States: SI 2023/1028 ("UK-US data bridge")',
    }.get(sort, subject.title)


@pytest.mark.parametrize("sort", OF_RECORDS)
def test_the_last_day_itself_is_not_overdue(sort: Sort) -> None:
    assert one(record(sort, TODAY)).due is Due.WITHIN_30


@pytest.mark.parametrize("sort", OF_RECORDS)
def test_what_is_past_is_overdue_or_needs_nothing_more(sort: Sort) -> None:
    past = [d for d in found(record(sort, YESTERDAY), USER) if d.sort is sort]
    said = SENTENCES[sort][1]
    assert [(d.due, d.sentence) for d in past] == ([(Due.OVERDUE, said)] if said else [])


@pytest.mark.parametrize("sort", OF_RECORDS)
def test_retired_records_have_no_deadline(sort: Sort) -> None:
    assert found(record(sort, TOMORROW, retired=True), USER) == []
    assert found(record(sort, YESTERDAY, retired=True), USER) == []


@pytest.mark.parametrize("cls", [Document, Transfer, AdequacyConfirmation, Engagement, Activity])
def test_a_day_nobody_recorded_is_no_deadline(cls: type[Record]) -> None:
    assert found(build(cls)) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Due.OVERDUE),
        (0, Due.WITHIN_30),
        (30, Due.WITHIN_30),
        (31, Due.WITHIN_90),
        (90, Due.WITHIN_90),
        (91, Due.WITHIN_180),
        (180, Due.WITHIN_180),
        (181, Due.LATER),
    ],
)
def test_how_a_day_stands_to_another(days: int, expected: Due) -> None:
    assert due(DAY + datetime.timedelta(days), DAY) is expected


def test_a_leap_day_and_the_end_of_the_calendar_are_days() -> None:
    leap = datetime.date(2028, 2, 29)
    assert one(record(Sort.ACTIVITY, leap)).sentence.endswith("by 29 February 2028.")
    assert one(record(Sort.ACTIVITY, leap), day=leap).due is Due.WITHIN_30
    assert one(record(Sort.ACTIVITY, leap), day=datetime.date(2028, 3, 1)).due is Due.OVERDUE
    assert due(leap, datetime.date(2028, 1, 30)) is Due.WITHIN_30
    assert due(leap, datetime.date(2028, 1, 29)) is Due.WITHIN_90
    last = datetime.date.max
    assert one(record(Sort.ACTIVITY, last), day=last).due is Due.WITHIN_30
    assert one(record(Sort.ACTIVITY, last), day=datetime.date.min).due is Due.LATER


def test_the_earliest_comes_first() -> None:
    records = [record(sort, TOMORROW) for sort in OF_RECORDS if sort is not Sort.POLICY]
    early = build(Activity, id="a0", review_by="2026-11-01")
    assert [d.sort for d in found(*records, early)] == [
        Sort.ACTIVITY,
        *(sort for sort in OF_RECORDS if sort is not Sort.POLICY),
    ]


def test_every_deadline_has_a_name_that_outlives_its_day() -> None:
    purposes = [
        {"purpose": id, "policy_keep_until": TOMORROW.isoformat()} for id in ("billing", "hr")
    ]
    both = build(Activity, purposes=purposes, review_by=TODAY.isoformat())
    assert [d.id for d in found(both)] == [
        "activity/activity/a1/",
        "policy/activity/a1/billing",
        "policy/activity/a1/hr",
    ]
    assert one(record(Sort.ACTIVITY, TOMORROW)).id == "activity/activity/a1/"


# What is past and superseded


def expired(*records: Record) -> list[str]:
    old = record(Sort.DOCUMENT, YESTERDAY)
    return [d.sort for d in found(old, *records) if d.key == (Kind.DOCUMENT, "notice")]


@pytest.mark.parametrize(
    "referrer",
    [
        build(Transfer, assessment="notice"),
        build(Engagement, contracts=["notice"]),
        build(Engagement, contracts=["notice"], end="2026-11-23"),
        build(AdequacyConfirmation, evidence="notice", valid_until="2026-11-23"),
        build(Activity, provenance=[{"field": "name", "document": "notice"}]),
        build(Transfer, assessment="notice", importer="hosting"),
    ],
)
def test_an_expired_document_in_use_is_overdue(referrer: Record) -> None:
    assert expired(referrer) == [Sort.DOCUMENT]


@pytest.mark.parametrize(
    "referrers",
    [
        [],
        [build(Transfer, assessment="notice", retired=True)],
        [build(Engagement, contracts=["notice"], end="2026-11-22")],
        [build(Activity, end="2026-11-22", provenance=[{"field": "name", "document": "notice"}])],
        [build(AdequacyConfirmation, evidence="notice", valid_until="2026-11-22")],
        [
            build(Transfer, assessment="notice", importer="hosting"),
            build(Engagement, end="2026-11-22"),
        ],
    ],
)
def test_an_expired_document_that_nothing_in_use_refers_to_is_left_out(
    referrers: list[Record],
) -> None:
    assert expired(*referrers) == []


def test_what_is_over_needs_no_review() -> None:
    over = build(Activity, end="2026-11-22", review_by="2026-12-01")
    assert found(over) == []
    moved = build(Transfer, importer="hosting", review_by="2026-12-01")
    assert found(moved, build(Engagement, end="2026-11-22")) == []
    assert found(moved, build(Engagement, retired=True)) == []
    assert one(moved, build(Engagement)).sort is Sort.ASSESSMENT


def test_a_policy_is_kept_also_when_the_processing_is_over() -> None:
    assert one(policy(TOMORROW, end="2026-06-01")).sort is Sort.POLICY


def test_a_newer_confirmation_takes_the_place_of_an_older() -> None:
    def confirmed(id: str, until: str, **fields: Any) -> Record:
        return build(AdequacyConfirmation, id=id, valid_until=until, **fields)

    old, new = confirmed("old", "2026-01-01"), confirmed("new", "2027-01-01")
    assert [d.key for d in found(old, new)] == [(Kind.ADEQUACY_CONFIRMATION, "new")]
    retired = confirmed("new", "2027-01-01", retired=True)
    assert [d.key for d in found(old, retired)] == [(Kind.ADEQUACY_CONFIRMATION, "old")]
    for other in ({"adequacy": "eu-us"}, {"party": "else"}, {"data_covered": "HR data"}):
        assert len(found(old, confirmed("new", "2027-01-01", **other))) == 2


# Decisions of adequacy


def decision(until: str | None, **fields: Any) -> Adequacy:
    (row,) = [row for row in LAW.tables.adequacy if row.id == "uk-il"]
    made = {"id": "made-up", "place": "AQ", "valid_until": until, **fields}
    dates = {
        name: datetime.date.fromisoformat(value) if value else None
        for name, value in made.items()
        if name.startswith("valid_")
    }
    return msgspec.structs.replace(row, **{**made, **dates})


def law(*rows: Adequacy) -> Reference:
    return Reference(msgspec.structs.replace(LAW.tables, adequacy=rows), repr(rows))


UK = build(Organisation, regimes=["uk-gdpr"])
THERE = build(Engagement, stored_in=["AQ"])
ENDING = decision("2027-03-31")
ENDS = law(ENDING)
HOSTING = ((Kind.ENGAGEMENT, "hosting"),)


def told(*records: Record, law: Reference = ENDS) -> list[tuple[Key, ...]]:
    return [d.engagements for d in found(*records, law=law) if d.sort is Sort.DECISION]


def test_a_decision_that_ends_names_the_engagements_that_lean_on_it() -> None:
    other = build(Engagement, id="support", accessed_from=["AQ", "GB"])
    ends = one(UK, THERE, other, law=ENDS)
    assert (ends.day, ends.due) == (datetime.date(2027, 3, 31), Due.WITHIN_180)
    assert (ends.key, ends.organisation, ends.id) == (None, None, "decision/made-up")
    assert ends.title == f"UK to Antarctica: {ENDING.instrument}"
    assert ends.sentence == (
        "The decision ends on 31 March 2027. "
        "2 engagements in force have their party, storage or access there."
    )
    assert ends.engagements == ((Kind.ENGAGEMENT, "hosting"), (Kind.ENGAGEMENT, "support"))


def test_one_that_ended_is_told_of_for_180_days() -> None:
    lately, earlier = decision("2026-05-27"), decision("2026-05-26")
    ended = one(UK, THERE, law=law(lately))
    assert ended.due is Due.OVERDUE
    assert ended.sentence == (
        "The decision ended on 27 May 2026. "
        "1 engagement in force has its party, storage or access there."
    )
    assert told(UK, THERE, law=law(earlier)) == []
    assert told(UK, THERE, law=law(decision(None))) == []


@pytest.mark.parametrize(
    "records",
    [
        [build(Engagement, accessed_from=["AQ"])],
        [build(Engagement, party="vendor"), build(Party, country="AQ")],
        [build(Engagement, stored_in=["AQ"], end="2027-03-31")],
        [build(Engagement, stored_in=["AQ"], start="2026-11-23")],
    ],
)
def test_an_engagement_leans_on_it_by_its_party_storage_or_access(records: list[Record]) -> None:
    assert told(UK, *records) == [HOSTING]


@pytest.mark.parametrize(
    "records",
    [
        [],
        [build(Engagement, stored_in=["GB"])],
        [build(Engagement, stored_in=["GLOBAL"])],
        [build(Engagement, party="vendor"), build(Party)],
        [build(Engagement, stored_in=["AQ"], retired=True)],
        [build(Engagement, stored_in=["AQ"], end="2026-11-22")],
        [build(Engagement, stored_in=["AQ"], end="2027-03-30")],
        [build(Engagement, stored_in=["AQ"], start="2026-11-24")],
        [build(Organisation, regimes=["eu-gdpr"]), THERE],
        [build(Organisation, regimes=[]), THERE],
    ],
)
def test_no_other_engagement_does(records: list[Record]) -> None:
    assert told(UK, *records) == []


def test_a_regime_nobody_has_said_may_be_the_one() -> None:
    assert told(build(Organisation), THERE) == [HOSTING]
    assert told(build(Organisation, country="GB"), THERE) == [HOSTING]
    assert told(build(Organisation, country="FR"), THERE) == []
    assert told(build(Organisation, regimes=["eu-gdpr", "uk-gdpr"]), THERE) == [HOSTING]


def test_a_place_within_the_eea_is_meant_by_the_eea() -> None:
    whole = build(Engagement, stored_in=["EEA"])
    union = build(Engagement, stored_in=["EU"])
    french, norwegian = (law(decision("2027-03-31", place=place)) for place in ("FR", "NO"))
    assert told(UK, whole, law=french) == told(UK, union, law=french) == [HOSTING]
    assert told(UK, whole, law=norwegian) == [HOSTING]
    assert told(UK, union, law=norwegian) == []


def test_a_decision_that_is_renewed_does_not_end() -> None:
    renewed = decision("2031-03-31", valid_from="2027-04-01")
    assert [d.day.year for d in found(UK, THERE, law=law(ENDING, renewed))] == [2031]
    gap = decision("2031-03-31", valid_from="2027-04-02")
    assert [d.day.year for d in found(UK, THERE, law=law(ENDING, gap))] == [2027, 2031]
    narrower = decision(None, valid_from="2027-04-01", scope="partial", condition="listed")
    assert [d.day.year for d in found(UK, THERE, law=law(ENDING, narrower))] == [2027]


def test_the_united_kingdoms_decision_ends_for_those_under_the_gdpr() -> None:
    here = build(Engagement, stored_in=["GB"])
    ends = one(build(Organisation, regimes=["eu-gdpr"]), here)
    assert (ends.day, ends.due) == (datetime.date(2031, 12, 27), Due.LATER)
    assert found(UK, here) == []


# Any register


def test_what_was_found_counts_only_for_the_same_records_day_and_law() -> None:
    held = register(UK, THERE, build(Activity, review_by="2026-11-23"))
    first = deadlines(held, ENDS, TODAY)
    assert deadlines(held, ENDS, TODAY) is first
    assert [d.due for d in deadlines(held, ENDS, TOMORROW)] == [Due.OVERDUE, Due.WITHIN_180]
    assert len(deadlines(held, law(), TOMORROW)) == 1
    after = held.changed([build(Activity, review_by="2026-11-24")], (), {}, held.moment)
    assert deadlines(after, ENDS, TODAY)[0].day == TOMORROW
    assert deadlines(held, ENDS, TODAY) == first


@pytest.mark.parametrize("seed", range(20))
def test_any_register_has_its_deadlines_in_order_and_each_once(seed: int) -> None:
    held = any_register(Random(seed))
    told = deadlines(held, LAW, DAY)
    assert [d.day for d in told] == sorted(d.day for d in told)
    assert len({d.id for d in told}) == len(told)
    for d in told:
        assert d.key is None or not held.get(*d.key).retired  # type: ignore[union-attr]
        assert d.due is due(d.day, DAY)
        assert d.sentence.endswith((".", ")"))
