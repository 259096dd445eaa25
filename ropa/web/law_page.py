"""The law data as its page places it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ropa.core.law import Source
from ropa.core.law_check import LawCheck, LawRow

_ADDRESS = re.compile(r"https://[^\s)\"';,]+")


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where something was read. `where` is the whole address where it is no link alone."""

    title: str
    url: str | None
    where: str
    read: str


@dataclass(frozen=True, slots=True)
class LawRowView:
    """One row that is in force, with its sources."""

    row: LawRow
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class LawGroupView:
    """The rows of one table, under an id for the page."""

    id: str
    title: str
    doubtful: int
    rows: tuple[LawRowView, ...]


def law_groups(found: LawCheck) -> tuple[LawGroupView, ...]:
    """Give the tables, each row with its sources."""
    return tuple(
        LawGroupView(
            f"law-{number}",
            group.title,
            sum(not row.verified or bool(row.doubt) for row in group.rows),
            tuple(LawRowView(row, tuple(map(_source, row.sources))) for row in group.rows),
        )
        for number, group in enumerate(found.groups)
    )


def _source(source: Source) -> SourceView:
    found = _ADDRESS.search(source.address)
    url = found[0] if found else None
    return SourceView(
        source.title, url, "" if url == source.address else source.address, source.read
    )
