"""The sheet of a workbook that says what it is, how to read it and what was cut."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ropa.export.book import (
    MOST_LINKS,
    Book,
    CutText,
    Held,
    Look,
    Place,
    Row,
    Sheet,
    fitted,
)
from ropa.export.export import Export

NAME = "About this workbook"


@dataclass(frozen=True, slots=True)
class Guide:
    """What a workbook is called and how it is read.

    `reading` has each mark with its meaning, `more` what else is to be said below. Without
    `contents` the workbook has a list of its sheets elsewhere.
    """

    title: str
    subject: str
    reading: tuple[tuple[Held, str], ...]
    more: tuple[Row, ...] = ()
    contents: bool = True


def explained(export: Export, sheets: Sequence[Sheet], guide: Guide, *, first: bool = True) -> Book:
    """Add the explanation to the sheets, and cut them to what a spreadsheet holds."""
    kept: list[Sheet] = []
    cut: list[CutText] = []
    unlinked: dict[str, int] = {}
    for sheet in sheets:
        fitting, texts, links = fitted(sheet)
        kept.append(fitting)
        cut.extend(texts)
        if links:
            unlinked[sheet.name] = links
    title = f"{guide.title}: {export.whose}"
    rows = (
        *_about(export, title),
        *(_contents(kept) if guide.contents else ()),
        *section("How to read it"),
        *((mark, Held(meaning)) for mark, meaning in guide.reading),
        *guide.more,
        *_cut(cut, unlinked),
    )
    about, _, _ = fitted(Sheet(NAME, tuple(rows), widths=(40, 90, 20)))
    return Book(
        sheets=(about, *kept) if first else (*kept, about),
        title=title,
        subject=guide.subject,
        author=export.whose,
        created=_created(export),
        facts=dict(export.imprint.said()),
        footer=_footer(export),
    )


def _created(export: Export) -> datetime.datetime:
    """Give the register's own instant, never the clock's, or else the day it is about."""
    instant = export.register.moment.instant
    if not instant:
        return datetime.datetime.combine(export.context.about, datetime.time())
    return datetime.datetime.fromisoformat(instant).astimezone(datetime.UTC).replace(tzinfo=None)


def _footer(export: Export) -> str:
    said = dict(export.imprint.said())
    return f"{export.whose}: as recorded at {said['As recorded at']}, about {said['About']}"


def _about(export: Export, title: str) -> Iterator[Row]:
    yield (Held(title, Look.TITLE),)
    for label, said in export.imprint.said():
        yield Held(label, Look.LABEL), Held(said)


def _contents(sheets: Sequence[Sheet]) -> Iterator[Row]:
    yield from section("Sheets")
    yield Held("Sheet", Look.HEAD), Held("Rows below its head", Look.HEAD)
    for sheet in sheets:
        rows = Held(len(sheet.rows) - sheet.frozen[0])
        yield Held(sheet.name, Look.LINK, Place(sheet.name, 0)), rows


def _cut(cut: Sequence[CutText], unlinked: dict[str, int]) -> Iterator[Row]:
    """List what a spreadsheet does not hold, and say so where that is nothing."""
    yield from section("Cut, because a spreadsheet does not hold it")
    if not cut and not unlinked:
        yield (Held("Nothing."),)
    for text in cut:
        where = f"{text.place.sheet}, row {text.place.row + 1}"
        said = f"{text.heading}: {text.length:,} characters"
        yield Held(where, Look.LINK, text.place), Held(said)
    for name, number in unlinked.items():
        said = f"{number:,} cells name a record without leading to it: {MOST_LINKS:,} can"
        yield Held(name, Look.LINK, Place(name, 0)), Held(said)


def section(title: str) -> Iterator[Row]:
    """Begin another part of the sheet."""
    yield ()
    yield (Held(title, Look.SECTION),)
