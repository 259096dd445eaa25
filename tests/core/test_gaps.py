from __future__ import annotations

from typing import Any

import pytest

from ropa.core.gaps import SETTLED, counts, gaps
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.person import Person
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.records.spec import REGISTER, fields
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind
from tests.build import activity, build


def paths(record: Record) -> set[str]:
    return {gap.path for gap in gaps(record)}


def test_an_unanswered_field_is_a_gap_and_says_what_it_is() -> None:
    (gap,) = gaps(build(SecurityMeasure))
    assert (gap.kind, gap.id, gap.path, gap.field) == (
        Kind.SECURITY_MEASURE,
        "tls",
        "kind",
        "kind",
    )
    assert (gap.label, gap.clause) == ("Technical or organisational", "Art 32(1)")


def test_an_answer_leaves_no_gap_a_recorded_none_neither() -> None:
    assert paths(build(SecurityMeasure, kind="technical")) == set()
    unknown = paths(activity(breaches=None, measures=None))
    assert {"breaches", "measures"} <= unknown
    answered = paths(activity(breaches=[], measures=[], dpia_needed=False))
    assert not {"breaches", "measures", "dpia_needed"} & answered


@pytest.mark.parametrize("cls", REGISTER)
def test_only_fields_that_leave_gaps_are_asked(cls: type[Record]) -> None:
    asked = {spec.name for spec in fields(cls) if spec.gap and not spec.about.personal} - {
        name for (kind, name) in SETTLED if kind is cls
    }
    found = {path for path in paths(build(cls)) if "." not in path and "[" not in path}
    empty = {name for name in asked if getattr(build(cls), name) is None}
    assert empty <= found
    assert found <= {spec.name for spec in fields(cls) if spec.gap}


def test_what_is_kept_in_rows_only_is_no_gap_of_the_register() -> None:
    assert paths(build(Person)) == set()


def test_lines_have_gaps_of_their_own() -> None:
    record = activity(
        purposes=[{"purpose": "billing"}, {"purpose": "support", "bases": ["contract"]}],
        data=[{"subjects": "customers", "source": "Themselves"}, {"data": "contact"}],
    )
    found = {path for path in paths(record) if "[" in path}
    assert found == {
        "purposes[billing].bases",
        "data[customers/?].data",
        "data[customers/?].purposes",
        "data[customers/?].retention",
        "data[?/contact].subjects",
        "data[?/contact].purposes",
        "data[?/contact].source",
        "data[?/contact].retention",
    }
    assert {"purposes", "data"}.isdisjoint(paths(record))
    assert {"purposes", "data"} <= paths(activity())


@pytest.mark.parametrize(
    ("cls", "without", "settling", "gone"),
    [
        (Organisation, {}, {"dpo_none": "not required"}, {"dpo_name"}),
        (
            Organisation,
            {},
            {"representative_none": "established here"},
            {"representative_name"},
        ),
        (Activity, {}, {"role": "controller"}, {"role", "on_behalf_of", "operations"}),
        (Activity, {}, {"role": "joint-controller"}, {"role", "on_behalf_of", "operations"}),
        (
            Activity,
            {"purposes": [{"purpose": "billing"}]},
            {"role": "processor"},
            {"role", "purposes[billing].bases", "automated_decisions", "dpia_needed"},
        ),
        (
            RetentionRule,
            {},
            {"criterion": "as the law asks"},
            {"trigger", "minimum", "maximum"},
        ),
        (RetentionRule, {}, {"minimum": "P6Y"}, {"minimum", "maximum"}),
        (RetentionRule, {}, {"maximum": "P6Y"}, {"minimum", "maximum"}),
        (RetentionRule, {}, {"rolling": True}, {"trigger"}),
        (Transfer, {}, {"international_organisation": "EPO"}, {"place"}),
        (Transfer, {}, {"mechanisms": ["uk_idta"]}, {"mechanisms", "derogations"}),
        (
            Transfer,
            {},
            {"derogations": ["art49_1_b"]},
            {"derogations", "mechanisms", "agreement"},
        ),
    ],
)
def test_one_answer_settles_other_questions(
    cls: type[Record], without: dict[str, Any], settling: dict[str, Any], gone: set[str]
) -> None:
    before, after = build(cls, **without), build(cls, **without, **settling)
    assert paths(before) - paths(after) == gone
    assert paths(after) <= paths(before)


def test_settled_questions_are_fields_that_leave_gaps() -> None:
    for cls, path in SETTLED:
        own: Any = cls
        *outer, name = path.split(".")
        for step in outer:
            own = next(spec.line for spec in fields(own) if spec.name == step)
        spec = next(spec for spec in fields(own) if spec.name == name)
        assert spec.gap, path


def test_counts_tell_how_often_a_field_is_asked_and_unanswered() -> None:
    records = [
        activity(role="controller", measures=[]),
        activity(id="a2", role="controller", data=[{"data": "contact"}, {"subjects": "staff"}]),
        build(Engagement),
    ]
    found = {(count.kind, count.field): (count.asked, count.unknown) for count in counts(records)}
    assert found[Kind.ACTIVITY, "measures"] == (2, 1)
    assert found[Kind.ACTIVITY, "data"] == (2, 1)
    assert found[Kind.ACTIVITY, "data.subjects"] == (2, 1)
    assert found[Kind.ACTIVITY, "data.retention"] == (2, 2)
    assert found[Kind.ENGAGEMENT, "party"] == (1, 1)
    assert (Kind.ACTIVITY, "on_behalf_of") not in found
    assert (Kind.PARTY, "country") not in found


@pytest.mark.parametrize("cls", REGISTER)
def test_counts_add_up_to_the_gaps(cls: type[Record]) -> None:
    record = build(cls)
    assert sum(count.unknown for count in counts([record])) == len(list(gaps(record)))
    assert counts([]) == ()
