from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.answers import State
from ropa.core.diff import Difference, LineChange, differences
from ropa.core.names import Names
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.engagement import Engagement
from ropa.records.purpose import Purpose
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.records.spec import REGISTER, Many, by_name
from tests.build import activity, build, register
from tests.core.registers import DAY, any_record, reference


def names(*records: Record) -> Names:
    return Names(register(*records), reference(), DAY)


def between(before: Record | None, after: Record | None, *held: Record) -> dict[str, Difference]:
    return {one.field: one for one in differences(before, after, names(*held))}


def texts(difference: Difference) -> tuple[str, str]:
    assert difference.was is not None
    assert difference.now is not None
    return difference.was.text, difference.now.text


# ---- differences applied to one state give the other ---------------------------------------------


def applied(before: Record, found: tuple[Difference, ...]) -> Record:
    """Apply differences by what they say of items and lines, not by the state after."""
    plain = msgspec.to_builtins(before)
    for one in found:
        apply_to(plain, one, by_name(type(before))[one.field].scalar)
    # Values are texts here: numbers and answers to questions are read from them.
    return msgspec.convert(plain, type(before), strict=False)


def apply_to(plain: dict[str, Any], one: Difference, scalar: type) -> None:
    assert one.now is not None
    old = plain.get(one.field)
    if one.now.state in (State.UNKNOWN, State.OPTIONAL):
        plain.pop(one.field, None)
    elif one.now.state is State.NONE and one.many is not Many.ONE:
        plain[one.field] = []
    elif one.many is Many.ONE:
        (plain[one.field],) = (part.value for part in one.now.parts)
    elif one.many is Many.SET:
        gone = {part.value for part in one.removed}
        kept = [item for item in old or () if item not in gone]
        plain[one.field] = sorted([*kept, *(part.value for part in one.added)])
    elif one.many is Many.LIST:
        plain[one.field] = [part.value for part in one.now.parts]
    else:
        plain[one.field] = lines_after(old or [], one, scalar)


def lines_after(old: list[dict[str, Any]], one: Difference, scalar: Any) -> list[dict[str, Any]]:
    def key_of(line: dict[str, Any]) -> str:
        return "/".join(str(line.get(name, "?")) for name in scalar.KEY)

    held = {key_of(line): line for line in old}
    for line in one.lines:
        inner = {} if line.change is LineChange.ADDED else held.pop(line.key)
        if line.change is not LineChange.REMOVED:
            for field in line.fields:
                apply_to(inner, field, by_name(scalar)[field.field].scalar)
            held[line.key] = inner
    assert one.now is not None
    return [held[part.value] for part in one.now.parts]


@given(st.integers(min_value=0), st.sampled_from(REGISTER))
def test_differences_applied_to_before_give_after(seed: int, cls: type[Record]) -> None:
    random = Random(seed)
    before, after = any_record(cls, "x", random), any_record(cls, "x", random)
    found = differences(before, after, names())
    assert applied(before, found) == after
    assert differences(after, after, names()) == ()
    changed = [n for n in cls.__struct_fields__ if getattr(before, n) != getattr(after, n)]
    assert {one.field for one in found} == set(changed)


@given(st.integers(min_value=0), st.sampled_from(REGISTER))
def test_what_comes_and_what_goes_differ_in_every_answer(seed: int, cls: type[Record]) -> None:
    record = any_record(cls, "x", Random(seed))
    came, went = differences(None, record, names()), differences(record, None, names())
    nothing = {"retired": False, "provenance": ()}
    said = {n for n in cls.__struct_fields__ if getattr(record, n) != nothing.get(n)}
    assert {one.field for one in came} == {one.field for one in went} == said
    assert all(one.was is None and one.now is not None for one in came)
    assert all(one.now is None and one.was is not None for one in went)


def test_nothing_and_nothing_do_not_differ() -> None:
    assert differences(None, None, names()) == ()


# ---- how they read -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cls", "before", "after", "said"),
    [
        (Activity, {}, {"role": "controller"}, ("Unknown", "Controller")),
        (Activity, {"measures": ["tls"]}, {"measures": []}, ("TLS", "None")),
        (Activity, {"measures": []}, {}, ("None", "Unknown")),
        (Activity, {"start": "2026-01-31"}, {}, ("31 January 2026", "Not recorded")),
        (Activity, {"dpia_needed": True}, {"dpia_needed": False}, ("Yes", "No")),
        (Activity, {"name": "Old"}, {"name": "New"}, ("Old", "New")),
        (Engagement, {"stored_in": ["GB"]}, {"stored_in": ["FR"]}, ("United Kingdom", "France")),
        (RetentionRule, {"minimum": "P6Y"}, {"minimum": "P30D"}, ("6 years", "30 days")),
        (DataCategory, {"special": ["health"]}, {}, ("Data concerning health", "Unknown")),
    ],
)
def test_values_read_as_people_say_them(
    cls: type[Record], before: dict[str, Any], after: dict[str, Any], said: tuple[str, str]
) -> None:
    (one,) = between(build(cls, **before), build(cls, **after), build(SecurityMeasure)).values()
    assert texts(one) == said
    assert one.label == by_name(cls)[one.field].about.label


def test_sets_say_what_came_and_what_went() -> None:
    before, after = activity(systems=["a", "b"]), activity(systems=["b", "c", "d"])
    one = between(before, after)["systems"]
    assert [part.value for part in one.added] == ["c", "d"]
    assert [part.value for part in one.removed] == ["a"]


def test_texts_in_another_order_say_so() -> None:
    before, after = activity(operations=["x", "y", "z"]), activity(operations=["z", "x", "y"])
    one = between(before, after)["operations"]
    assert (one.added, one.removed, one.reordered) == ((), (), True)
    added = between(activity(operations=["x"]), activity(operations=["y", "x"]))["operations"]
    assert ([part.text for part in added.added], added.reordered) == (["y"], False)


def test_lines_are_told_by_their_keys() -> None:
    before = activity(
        purposes=[
            {"purpose": "billing", "bases": ["contract"]},
            {"purpose": "gone", "bases": ["consent"]},
        ]
    )
    after = activity(
        purposes=[
            {"purpose": "new"},
            {"purpose": "billing", "bases": ["contract", "consent"], "combination": "all"},
        ]
    )
    one = between(before, after, build(Purpose))["purposes"]
    assert [(line.title, line.change) for line in one.lines] == [
        ("new", LineChange.ADDED),
        ("Billing", LineChange.CHANGED),
        ("gone", LineChange.REMOVED),
    ]
    bases, combination = one.lines[1].fields
    assert [part.text for part in bases.added] == ["Consent"]
    assert texts(combination) == ("Not recorded", "and")
    assert [field.label for field in one.lines[2].fields] == ["Purpose", "Lawful bases"]


def test_a_line_whose_key_is_not_known_says_so() -> None:
    one = between(activity(), activity(data=[{"data": "contact"}]), build(DataCategory))["data"]
    assert one.lines[0].title == "people unknown, Contact data"


def test_lines_in_another_order_differ() -> None:
    lines = [{"purpose": "a"}, {"purpose": "b"}]
    one = between(activity(purposes=lines), activity(purposes=lines[::-1]))["purposes"]
    assert (one.lines, one.reordered) == ((), True)
