"""What the law data holds for a day, from which sources, and how old its last check is."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ropa.core.law import Adequacy, Membership, Row, Source
from ropa.core.names import spoken_day
from ropa.core.reference import Reference
from ropa.core.transfers.verdicts import cite

OLD = datetime.timedelta(days=90)
"""A check is old after so long."""


@dataclass(frozen=True, slots=True)
class LawRow:
    """One row that is in force: what it is about, what it says, and where that was read.

    `verified` is False where the row is not; `doubt` says what in it nobody has checked.
    """

    label: str
    said: str
    verified: bool
    doubt: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class LawGroup:
    """The rows of one table."""

    title: str
    rows: tuple[LawRow, ...]


@dataclass(frozen=True, slots=True)
class LawCheck:
    """What is in force on a day. `old` are files with the day of a check that is long past."""

    day: datetime.date
    digest: str
    groups: tuple[LawGroup, ...]
    old: tuple[tuple[str, datetime.date], ...]

    @property
    def warning(self) -> str:
        """Say which files were last checked too long before the day; empty where none was."""
        if not self.old:
            return ""
        files = ", ".join(f"{file} on {spoken_day(checked)}" for file, checked in self.old)
        return (
            f"Last checked more than {OLD.days} days before {spoken_day(self.day)}: {files}. "
            "The law may have changed since."
        )


def law_check(reference: Reference, day: datetime.date) -> LawCheck:
    """Give the law of transfers and regulators that is in force on a day."""
    tables = reference.tables
    groups = (
        LawGroup("Regulator", tuple(_named(reference, tables.regulators, day))),
        LawGroup("Adequacy under the UK GDPR", tuple(_adequacy(reference, "UK", day))),
        LawGroup("Adequacy under the EU GDPR", tuple(_adequacy(reference, "EU", day))),
        LawGroup("Regimes, and what is no third country", tuple(_near(reference, day))),
        LawGroup("Mechanisms", tuple(_words(reference, tables.mechanisms, day))),
        LawGroup("Derogations", tuple(_words(reference, tables.derogations, day))),
        LawGroup("Lawful bases", tuple(_words(reference, tables.article6, day))),
    )
    old = tuple((c.file, c.checked) for c in tables.checks if c.checked + OLD < day)
    return LawCheck(day, reference.digest, groups, old)


def _named(reference: Reference, rows: Iterable[Row], day: datetime.date) -> Iterator[LawRow]:
    for row in rows:
        if row.in_force(day):
            yield _row(reference, row, getattr(row, "name", ""), _period(row))


def _words(reference: Reference, rows: Iterable[Row], day: datetime.date) -> Iterator[LawRow]:
    for row in rows:
        article, named = getattr(row, "article", ""), getattr(row, "regimes", ())
        # Where a row has no first day of its own, it begins with its regime.
        regimes = [regime for regime in named if reference.regime(regime, day)]
        if row.in_force(day) and regimes:
            cited = "; ".join(cite(regime, article) for regime in regimes)
            yield _row(reference, row, getattr(row, "label", ""), f"{cited}, {_period(row)}")


def _adequacy(reference: Reference, regime: str, day: datetime.date) -> Iterator[LawRow]:
    for row in reference.tables.adequacy:
        if row.regime == regime and row.in_force(day):
            where = reference.place_name(row.place) if row.place else row.organisation or ""
            yield _row(reference, row, where, _decision(row))


def _near(reference: Reference, day: datetime.date) -> Iterator[LawRow]:
    """Give the regimes, the members of the EU and the EEA, and the territories held as theirs."""
    tables, name = reference.tables, reference.place_name
    for regime in tables.regimes:
        if regime.in_force(day):
            places = ", ".join(map(name, regime.domestic))
            yield _row(reference, regime, regime.label, f"{places}, {_period(regime)}")
    for group in ("EU", "EEA"):
        members = [m for m in tables.memberships if m.group == group and m.in_force(day)]
        if members:
            yield _members(reference, group, members)
    for territory in tables.territories:
        if territory.in_force(day):
            said = f"part of {name(territory.part_of)}, {_period(territory)}"
            yield _row(reference, territory, name(territory.code), said)


def _members(reference: Reference, group: str, members: list[Membership]) -> LawRow:
    """Give the members of a group in one row, as each is read in much the same places."""
    said = "; ".join(f"{reference.place_name(m.country)} {_period(m)}" for m in members)
    doubts = dict.fromkeys(
        f"{reference.place_name(m.country)}: {m.unverified}" for m in members if m.unverified
    )
    words = dict.fromkeys(word for m in members for word in m.source)
    return LawRow(
        label=reference.place_name(group),
        said=f"{len(members)} members: {said}",
        verified=all(m.verified for m in members),
        doubt=" ".join(doubts),
        sources=tuple(map(reference.source, words)),
    )


def _decision(row: Adequacy) -> str:
    scope = "in part" if row.scope == "partial" else "in full"
    condition = f"; {row.condition}" if row.condition else ""
    return f"{scope}, {row.instrument}, {_period(row)}{condition}"


def _period(row: Row) -> str:
    begins = (
        f"since {spoken_day(row.valid_from)}" if row.valid_from else "without a known first day"
    )
    return f"{begins} until {spoken_day(row.valid_until)}" if row.valid_until else begins


def _row(reference: Reference, row: Row, label: str, said: str) -> LawRow:
    sources = tuple(reference.source(word) for word in row.source)
    return LawRow(label, said, row.verified, row.unverified or "", sources)
