"""The values a record has of what lists are filtered by, as plain texts.

`UNKNOWN` is the value where nobody has answered, `NOTHING` where the answer is "none"; a record
that is not asked has no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ropa.core import article30
from ropa.core.answers import stored_text
from ropa.core.gaps import SETTLED, unanswered
from ropa.core.register import owner
from ropa.core.search import Links
from ropa.core.setting import Setting
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.engagement import Engagement
from ropa.records.paths import line_key
from ropa.records.spec import FieldSpec, Many, by_name
from ropa.vocabulary import Kind

UNKNOWN = "~unknown"
NOTHING = "~none"
SOME = "~some"
"""Any unanswered question, as a value of the facet `unknown`; `NOTHING` there means no such."""

YES, NO = "yes", "no"
_UNKNOWN, _NOTHING = (UNKNOWN,), (NOTHING,)

Alone = Callable[[Any], Iterable[str]]
Linked = Callable[[Any, Links], Iterable[str]]
Dated = Callable[[Any, Setting], Iterable[str]]


def value_of(value: object) -> str:
    """Write one value of a field as a facet has it."""
    if isinstance(value, bool):
        return YES if value else NO
    text = stored_text(value)
    return f"~{text}" if text.startswith("~") else text


def values_at(cls: type[Record], path: str) -> Alone:
    """Give what reads the values of a field (`role`) or of a field of its lines (`data.data`)."""
    head, _, tail = path.partition(".")
    spec = by_name(cls)[head]
    settled = SETTLED.get((cls, path))
    if tail:
        return _of_lines(head, by_name(spec.line)[tail], settled)

    def values(record: Any) -> Iterable[str]:
        held = getattr(record, head)
        if held is None:
            return () if settled is not None and settled(record) else _UNKNOWN
        return _items(spec, held)

    return values


def _items(spec: FieldSpec, held: Any) -> Iterable[str]:
    if spec.about.to is not None or spec.about.law:  # ids need no escape
        return (held,) if spec.many is Many.ONE else held or _NOTHING
    if spec.many is Many.ONE:
        return (value_of(held),)
    return [value_of(item) for item in held] or _NOTHING


def _of_lines(head: str, part: FieldSpec, settled: Callable[[Any], bool] | None) -> Alone:
    def values(record: Any) -> Iterable[str]:
        lines = getattr(record, head)
        if not lines:
            return _UNKNOWN if lines is None else _NOTHING
        found: dict[str, None] = {}
        for line in lines:
            held = getattr(line, part.name)
            if held is not None:
                found.update(dict.fromkeys(_items(part, held)))
            elif settled is None or not settled(record):
                found[UNKNOWN] = None
        return found

    return values


def special(activity: Activity, links: Links) -> Iterable[str]:
    """Tell whether any of its data is of a special category; unknown data may be."""
    if activity.data is None:
        return _UNKNOWN
    unknown = False
    for line in activity.data:
        category = links.get(Kind.DATA_CATEGORY, line.data)
        found = getattr(category, "special", None)
        if found:
            return (YES,)
        unknown = unknown or found is None
    return _UNKNOWN if unknown else (NO,)


def recipients(activity: Activity, links: Links) -> Iterable[str]:
    """Give the parties engaged; an engagement of nobody known has an unknown one."""
    if not activity.engagements:
        return _UNKNOWN if activity.engagements is None else _NOTHING
    found = (links.get(Kind.ENGAGEMENT, id) for id in activity.engagements)
    return dict.fromkeys(getattr(one, "party", None) or UNKNOWN for one in found)


def places(activity: Activity, links: Links) -> Iterable[str]:
    """Give where its engagements store and access data, and where its systems are."""
    found: dict[str, None] = {}
    if activity.engagements is None or activity.systems is None:
        found[UNKNOWN] = None
    for id in activity.engagements or ():
        record = links.get(Kind.ENGAGEMENT, id)
        for name in ("stored_in", "accessed_from"):
            held = getattr(record, name, None)
            found.update(dict.fromkeys(_UNKNOWN if held is None else held))
    for id in activity.systems or ():
        held = getattr(links.get(Kind.SYSTEM, id), "places", None)
        found.update(dict.fromkeys(_UNKNOWN if held is None else held))
    return found or _NOTHING


def pairs(activity: Activity) -> Iterable[str]:
    return [line_key(line) for line in activity.data or () if line.subjects and line.data]


def status(record: Record, links: Links) -> Iterable[str]:
    return [f"{item.id}:{found}" for item, found in article30.known(record, links)]


def dated_status(record: Record, setting: Setting) -> Iterable[str]:
    return [f"{item.id}:{found}" for item, found in article30.dated(record, setting.abroad)]


def unknown_fields(record: Record) -> Iterable[str]:
    """Give the fields that have gaps, and that there are any or none."""
    found = dict.fromkeys(unanswered(record))
    return [*found, SOME] if found else _NOTHING


def owners(record: Record) -> Iterable[str]:
    return (owner(record) or NOTHING,)


def retired(record: Record) -> Iterable[str]:
    return (YES if record.retired else NO,)


def used(record: Record, setting: Setting) -> Iterable[str]:
    return (YES if (record.KIND, record.id) in setting.inbound else NO,)


def linked_from(kind: Kind) -> Dated:
    def values(record: Record, setting: Setting) -> Iterable[str]:
        linking = setting.inbound.get((record.KIND, record.id), ())
        return (YES if any(key[0] is kind for key in linking) else NO,)

    return values


def in_force(engagement: Engagement, setting: Setting) -> Iterable[str]:
    return (YES if engagement.in_force(setting.day) else NO,)
