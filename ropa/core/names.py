"""How single values of the register read to people: titles, labels, places and days."""

from __future__ import annotations

import datetime
from typing import Any

from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.core.wording import yes_or_no
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.engagement import Engagement
from ropa.records.retention_rule import RetentionRule
from ropa.records.spec import FieldSpec, is_date
from ropa.vocabulary import Kind, Word

_PERIODS = ("minimum", "maximum")


class Names:
    """The words for ids, as one register and the law of one day have them.

    What the register or the law data do not hold reads as its id: it is shown all the same.
    """

    def __init__(self, register: Register, reference: Reference, day: datetime.date) -> None:
        self.register = register
        self.reference = reference
        self.day = day
        self._law: dict[tuple[str, str], tuple[str, str]] = {}
        self._links: dict[Key, tuple[str, str]] = {}

    def title(self, kind: Kind, id: str) -> str:
        """Name a record by its kind and id."""
        record = self.register.get(kind, id)
        return id if record is None else self.of(record)

    def of(self, record: Record) -> str:
        """Name a record; an adequacy confirmation by its party and decision."""
        if isinstance(record, AdequacyConfirmation):
            party = self.title(Kind.PARTY, record.party)
            return f"{party}: {self.law('adequacy', record.adequacy)}"
        return record.title

    def link(self, kind: Kind, id: str) -> tuple[str, str]:
        """Name a linked record, and say what else tells it: how long a rule keeps, who engages."""
        if (kind, id) not in self._links:
            self._links[kind, id] = self.title(kind, id), self._detail(kind, id)
        return self._links[kind, id]

    def _detail(self, kind: Kind, id: str) -> str:
        record = self.register.get(kind, id)
        if isinstance(record, RetentionRule):
            said = record.reading
            return said if said and said != record.name else ""
        if isinstance(record, Engagement) and record.party:
            return self.title(Kind.PARTY, record.party)
        return ""

    def law(self, table: str, word: str) -> str:
        """Say a word of the law by its label on the day, or by its newest."""
        return self.law_word(table, word)[0]

    def item(self, id: str) -> str:
        """Name an item of Article 30: "30(1)(b) Purposes of the processing"."""
        rows = self.reference.tables.article30
        row = next((row for row in rows if row.id == id), None)
        return f"{row.clause} {row.label}" if row else id

    def law_word(self, table: str, word: str) -> tuple[str, str]:
        """Say a word of the law, and the article it stands in where it has one of its own."""
        if (table, word) not in self._law:
            found = self.reference.law_word(table, word)
            if found is None:
                return word, ""
            row = next((row for row in found.rows if row.in_force(self.day)), found.rows[-1])
            article = getattr(row, "article", None)
            label = getattr(row, "label", None) or found.label
            self._law[table, word] = label, f"Art {article}" if article else ""
        return self._law[table, word]

    def value(self, spec: FieldSpec, value: Any) -> str:
        """Say one value of a field; not of lines."""
        if spec.about.to is not None:
            return self.title(spec.about.to, value)
        if spec.about.law:
            return self.law(spec.about.law, value)
        return plain(spec, value)


def plain(spec: FieldSpec, value: Any) -> str:
    """Say one value that names nothing outside itself."""
    if isinstance(value, Word):
        return value.label
    if isinstance(value, bool):
        return str(yes_or_no(value))
    if is_date(spec.scalar):
        return spoken_day(value)
    if spec.name in _PERIODS:
        return RetentionRule(id="period", name="period", minimum=value, maximum=value).reading or ""
    return str(value)


def spoken_day(day: datetime.date) -> str:
    """Write a day out: 23 November 2026."""
    return f"{day.day} {day:%B} {day.year}"


def spoken_instant(at: datetime.datetime) -> str:
    """Write an instant out, to the second and in UTC; it knows its zone."""
    utc = at.astimezone(datetime.UTC)
    return f"{spoken_day(utc.date())}, {utc:%H:%M:%S} UTC"
