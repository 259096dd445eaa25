"""Random valid records, driven by a `random.Random` (hypothesis supplies a shrinking one)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from ropa.records.base import Record
from ropa.records.canonical import canonical
from ropa.records.flow import DESTINATIONS, ORIGINS, Flow
from ropa.records.paths import line_key
from ropa.records.spec import FieldSpec, Many, fields, is_date, is_word
from ropa.records.system import System
from ropa.vocabulary import Kind

Ids = Mapping[Kind, Sequence[str]]

TEXTS = (
    "Hosting & storage",
    "NO",
    "cafe\u0301",
    "=1+1",
    "<b>bold</b>",
    "two\nlines",
    " leading",
    "trailing ",
    'it\'s "quoted": yes',
    "\N{GRINNING FACE}",
    "a\u2028b",
    "~",
)
LAW = {
    "place": ("GB", "FR", "EU", "EEA", "GLOBAL", "NO"),
    "article6": ("contract", "consent", "legitimate_interests"),
    "annex1": ("rli_crime",),
    "article9": ("9_2_a", "9_2_b"),
    "schedule1": ("sch1_1", "sch1_18"),
    "mechanism": ("uk_idta", "eu_scc_m2"),
    "derogation": ("art49_1_a",),
    "adequacy": ("uk-us", "eu-us"),
}
FIXED = {
    "email": "a@b.example",
    "time_zone": "Europe/London",
    "url": "https://a.example/?q=1&b",
    "website": "https://a.example/",
    "minimum": "P1Y",
    "maximum": "P2Y",
}


def record_of(cls: type[Record], id: str, organisation: str, ids: Ids, random: Random) -> Record:
    """Make a record of a class that links only to the given ids."""
    values = _values(cls, organisation, ids, random)
    values["id"] = id
    for names in (ORIGINS, DESTINATIONS) if cls.KIND is Kind.FLOW else ():
        _keep_one(values, names, ids, random)
    if cls.KIND is Kind.ACTIVITY:
        own = {line["purpose"] for line in values.get("purposes") or ()}
        for line in values.get("data") or ():
            line["purposes"] = [purpose for purpose in line.get("purposes") or () if purpose in own]
    record, problems = canonical(cls, values)
    assert record is not None, (problems, values)
    answered = [
        {"field": spec.name, "place": "§1", "standing": random.choice(("stated", "inferred"))}
        for spec in fields(cls)
        if spec.answerable and getattr(record, spec.name) is not None and random.random() < 0.2
    ]
    sourced, problems = canonical(cls, {**values, "provenance": answered})
    assert sourced is not None, problems
    return sourced


def _values(cls: type[Any], organisation: str, ids: Ids, random: Random) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for spec in fields(cls):
        if spec.name in ("id", "provenance", "sha256", "under"):
            continue
        if spec.about.to is Kind.ORGANISATION:
            values[spec.name] = organisation
        elif not spec.answerable or random.random() < 0.6:
            value = _value(spec, organisation, ids, random)
            if value is not None:
                values[spec.name] = value
    if cls is System and "engagement" in values:
        values["operated_by"] = "engagement"
    if values.get("bases"):
        values["combination"] = "all"
    dates = sorted(value for value in values.values() if isinstance(value, datetime.date))
    for name, value in zip([n for n, v in values.items() if v in dates], dates, strict=False):
        values[name] = value.isoformat()
    return values


def _value(spec: FieldSpec, organisation: str, ids: Ids, random: Random) -> Any:
    if spec.many is Many.ONE:
        return _one(spec, ids, random)
    if spec.many is not Many.LINES:
        some = [_one(spec, ids, random) for _ in range(random.randrange(4))]
        return [value for value in some if value is not None]
    lines: dict[str, Any] = {}
    for _ in range(random.randrange(3)):
        plain = _values(spec.scalar, organisation, ids, random)
        key = line_key(spec.scalar(**plain)) if all(k in plain for k in spec.line.KEY) else None
        if key is not None:
            lines[key] = plain
    return list(lines.values())


def _one(spec: FieldSpec, ids: Ids, random: Random) -> Any:
    if spec.about.to is not None:
        known = ids.get(spec.about.to, ())
        return random.choice(known) if known else None
    if spec.about.law:
        return random.choice(LAW[spec.about.law])
    if is_word(spec.scalar):
        return random.choice(list(spec.scalar)).value
    if is_date(spec.scalar):
        return datetime.date(2020, 1, 1) + datetime.timedelta(days=random.randrange(3000))
    if spec.scalar is bool:
        return random.random() < 0.5
    if spec.scalar is int:
        return random.randrange(1000)
    fixed = next((value for name, value in FIXED.items() if spec.name.endswith(name)), None)
    return fixed or random.choice(TEXTS)


def _keep_one(values: dict[str, Any], names: Sequence[str], ids: Ids, random: Random) -> None:
    possible = {
        spec.name: value
        for spec in fields(Flow)
        if spec.name in names and (value := _one(spec, ids, random)) is not None
    }
    kept = random.choice(list(possible))
    for name in names:
        values.pop(name, None)
    values[kept] = possible[kept]
