"""Records whose every field is filled, made from the annotations alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, cast

from ropa.records.base import Line, Record
from ropa.records.canonical import canonical
from ropa.records.flow import DESTINATIONS, ORIGINS
from ropa.records.spec import FieldSpec, Many, fields, is_date, is_word
from ropa.vocabulary import Kind, Operator

LAW = {
    "place": "GB",
    "article6": "contract",
    "annex1": "rli_crime",
    "article9": "9_2_a",
    "schedule1": "sch1_1",
    "mechanism": "uk_idta",
    "derogation": "art49_1_a",
    "adequacy": "uk-us",
}
TEXTS = {
    "email": "somebody@somewhere.example",
    "url": "https://somewhere.example/",
    "website": "https://somewhere.example/",
    "minimum": "P1Y",
    "maximum": "P2Y",
    "sha256": "0" * 64,
}


def filled(cls: type[Record]) -> Record:
    """Make a record of which no field is unknown; each link has an id of its own."""
    values = {spec.name: _value(spec, spec.name) for spec in fields(cls)}
    values["id"] = "filled"
    values["provenance"] = [{"field": "id", "document": "provenance-document"}]
    if cls.KIND is Kind.SYSTEM:
        values["operated_by"] = Operator.ENGAGEMENT.value
    if cls.KIND is Kind.ORGANISATION:
        values["time_zone"] = "Europe/London"
    if cls.KIND is Kind.FLOW:
        for name in (*ORIGINS[1:], *DESTINATIONS[1:]):
            values[name] = None
    unsourced = ("id", "retired", "provenance")
    names = (spec.name for spec in fields(cls) if spec.name not in unsourced)
    answered = next(name for name in names if values[name] is not None)
    values["provenance"][0]["field"] = answered
    for line in values.get("data") or () if cls.KIND is Kind.ACTIVITY else ():
        line["purposes"] = [values["purposes"][0]["purpose"]]
    record, problems = canonical(cls, values)
    assert record is not None, problems
    return record


def links(cls: type[Record] | type[Line], prefix: str = "") -> Iterator[tuple[str, Kind]]:
    """Give every field that holds links, as its path without keys, with the kind it leads to."""
    for spec in fields(cls):
        if spec.about.to is not None:
            yield prefix + spec.name, spec.about.to
        elif spec.many is Many.LINES:
            yield from links(spec.line, f"{prefix}{spec.name}.")


def _value(spec: FieldSpec, name: str) -> Any:
    if spec.many is Many.LINES:
        return [{part.name: _value(part, f"{name}-{part.name}") for part in fields(spec.line)}]
    one = _one(spec, name)
    return one if spec.many is Many.ONE else [one]


def _one(spec: FieldSpec, name: str) -> Any:
    if spec.about.to is not None:
        return name.replace("_", "-")
    if spec.about.law:
        return LAW[spec.about.law]
    if is_word(spec.scalar):
        words = cast("type[StrEnum]", spec.scalar)
        return next(iter(words)).value
    if is_date(spec.scalar):
        return datetime.date(2026, 11, 23)
    if spec.scalar is bool:
        return True
    if spec.scalar is int:
        return 7
    return next((text for end, text in TEXTS.items() if spec.name.endswith(end)), f"Some {name}")
