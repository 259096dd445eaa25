from typing import Any

import pytest

from ropa.records.base import Problem
from ropa.records.canonical import canonical
from ropa.records.retention_rule import RetentionRule
from tests.build import build


@pytest.mark.parametrize(
    ("fields", "reading"),
    [
        ({}, None),
        ({"trigger": "subscription term", "minimum": "P6Y", "maximum": "P6Y"},
         "subscription term + 6 years"),
        ({"minimum": "P30D", "maximum": "P60D", "rolling": True}, "rolling 30–60 days"),
        ({"minimum": "P12M", "maximum": "P24M"}, "12–24 months"),
        ({"minimum": "P1Y", "maximum": "P1Y"}, "1 year"),
        ({"minimum": "P1D", "maximum": "P1D"}, "1 day"),
        ({"minimum": "P2W", "maximum": "P2W"}, "2 weeks"),
        ({"minimum": "P6M"}, "at least 6 months"),
        ({"maximum": "P13M"}, "at most 13 months"),
        ({"minimum": "P30D", "maximum": "P1Y"}, "30 days to 1 year"),
        ({"minimum": "P1Y6M", "maximum": "P1Y6M"}, "1 year, 6 months"),
        ({"minimum": "P1Y6M", "maximum": "P2Y"}, "1 year, 6 months to 2 years"),
        ({"trigger": "end of the contract"}, "end of the contract"),
        ({"criterion": "As long as it is needed"}, "As long as it is needed"),
        ({"trigger": "last login", "criterion": "Until inactive"}, "last login"),
        ({"trigger": "last login", "maximum": "P90D"}, "last login + at most 90 days"),
        ({"rolling": True}, None),
        ({"minimum": "P30D", "maximum": "P30D", "rolling": False}, "30 days"),
        ({"minimum": "P0D", "maximum": "P0D"}, "0 days"),
    ],
)  # fmt: skip
def test_a_rule_reads_as_it_is_said(fields: dict[str, Any], reading: str | None) -> None:
    assert build(RetentionRule, **fields).reading == reading


@pytest.mark.parametrize(
    ("minimum", "maximum"),
    [("P2Y", "P1Y"), ("P13M", "P1Y"), ("P366D", "P1Y"), ("P5W", "P30D"), ("P1Y1D", "P1Y")],
)
def test_a_maximum_below_the_minimum_is_refused(minimum: str, maximum: str) -> None:
    values = {"id": "rule", "name": "Rule", "minimum": minimum, "maximum": maximum}
    assert canonical(RetentionRule, values) == (
        None,
        (Problem("maximum", "is shorter than the minimum"),),
    )


@pytest.mark.parametrize(
    ("minimum", "maximum"),
    [("P1Y", "P12M"), ("P12M", "P1Y"), ("P1Y", "P366D"), ("P4W", "P28D"), ("P0D", "P0D")],
)
def test_a_maximum_of_the_same_length_is_taken(minimum: str, maximum: str) -> None:
    assert build(RetentionRule, minimum=minimum, maximum=maximum).maximum == maximum
