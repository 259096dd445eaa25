"""What of a register an export tells: all of it to an authority, to the public what is named here.

A field or a kind of record that is not named in `PUBLIC` cannot appear: the records themselves are
made anew with nothing but the named fields, and every format walks the named fields only. An
engagement is in it by the DPO's decision to list it, with the transfers declared for it, as on the
public subprocessor page; an activity while it runs.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from ropa.core.imprint import Redaction
from ropa.core.register import Key, Register
from ropa.export.ico_scope import runs
from ropa.records.activity import Activity, ActivityData, ActivityPurpose
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.recipient_category import RecipientCategory
from ropa.records.references import references
from ropa.records.retention_rule import RetentionRule
from ropa.records.spec import REGISTER, FieldSpec, Many, fields
from ropa.records.transfer import Transfer
from ropa.vocabulary import EngagementRole

S = TypeVar("S", bound=msgspec.Struct)

PUBLIC: Mapping[type[msgspec.Struct], tuple[str, ...]] = {
    Organisation: (
        *("id", "name", "trading_names", "company_number", "address", "country", "email"),
        *("website", "dpo_email", "representative_name", "representative_address"),
    ),
    Party: ("id", "name", "legal_name", "country", "website", "privacy_url"),
    RecipientCategory: ("id", "name"),
    Engagement: (
        *("id", "organisation", "name", "party", "role", "category", "service", "purpose"),
        *("stored_in", "accessed_from", "data_categories", "start", "end"),
    ),
    DataCategory: ("id", "name"),
    DataSubjectCategory: ("id", "name"),
    Purpose: ("id", "name"),
    RetentionRule: (
        *("id", "name", "trigger", "minimum", "maximum", "rolling", "criterion", "disposal"),
    ),
    Activity: (
        *("id", "organisation", "name", "role", "purposes", "data", "recipient_categories"),
        "automated_decisions",
    ),
    ActivityPurpose: ("purpose", "bases", "combination", "condition"),
    ActivityData: ("subjects", "data", "purposes", "retention"),
    Transfer: ("id", "organisation", "name", "importer", "place", "mechanisms"),
}
"""The fields of each kind of record and of line that the public may read."""


def told(cls: type[msgspec.Struct], redaction: Redaction) -> tuple[FieldSpec, ...]:
    """Give the fields of a record or a line that an export tells; none where it tells of none."""
    if redaction is Redaction.AUTHORITY:
        return fields(cls)
    named = PUBLIC.get(cls, ())
    return tuple(spec for spec in fields(cls) if spec.name in named)


def kinds(redaction: Redaction) -> tuple[type[Record], ...]:
    """Give the kinds of records that an export tells of."""
    return tuple(cls for cls in REGISTER if told(cls, redaction))


def redacted(register: Register, about: datetime.date, redaction: Redaction) -> Register:
    """Give the register as an export for these readers may tell it, about a day.

    A field that may not be told is unknown in it, and must not be shown as such: see `told`.
    """
    if redaction is Redaction.AUTHORITY:
        return register
    kept: dict[Key, Record] = {}
    todo = list(_open(register, about))
    while todo:
        record = todo.pop()
        key = (record.KIND, record.id)
        if key in kept or type(record) not in PUBLIC:
            continue
        kept[key] = told_of = _only_named(record)
        for link in references(told_of):
            target = register.get(link.kind, link.id)
            if target is not None:
                todo.append(target)
    stamps = {key: stamp for key, stamp in register.stamps.items() if key in kept}
    return Register({}).changed(kept.values(), (), stamps, register.moment)


def _open(register: Register, about: datetime.date) -> Iterator[Record]:
    """Give the records an export for the public begins with."""
    yield from (one for one in register.organisations.values() if not one.retired)
    yield from (one for one in register.activities.values() if runs(one, about))
    for engagement in register.engagements.values():
        if _listed(engagement, about):
            yield engagement
            yield from register.declared.get(engagement.id, ())


def _listed(engagement: Engagement, about: datetime.date) -> bool:
    listed = engagement.public is True and engagement.role is EngagementRole.PROCESSOR
    over = engagement.end is not None and engagement.end < about
    return listed and not over and not engagement.retired


def _only_named(value: S) -> S:
    """Make a record or a line anew with the named fields only."""
    given: dict[str, Any] = {}
    for spec in told(type(value), Redaction.PUBLIC):
        held = getattr(value, spec.name)
        lines = spec.many is Many.LINES and held
        given[spec.name] = tuple(map(_only_named, held)) if lines else held
    return type(value)(**given)
