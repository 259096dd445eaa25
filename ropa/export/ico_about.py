"""The last sheet and the properties of the ICO's workbooks: what the record was made of.

With the two clocks, the journal's hash, the digest of the law data and the version it can be
made again; with the counts its reader knows how much of it nobody has answered.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ropa.core import wording
from ropa.core.law import Template, TemplateColumn
from ropa.export.cell import State
from ropa.export.context import EXTRACT, Context
from ropa.export.ico_facts import Facts
from ropa.export.ico_scope import LeftOut, Scope
from ropa.export.table import Note, Notes, Style, Tally

_STATES = (
    (State.ANSWERED, "Answered"),
    (State.PARTLY, "Unknown in part"),
    (State.NONE, "Recorded as none"),
    (State.UNKNOWN, "Unknown (blank)"),
    (State.ELSEWHERE, "On other rows (blank)"),
    (State.NOT_APPLICABLE, "Not applicable (blank)"),
)

_READING = (
    (
        "Blank cell",
        "Nobody has answered, unless the table below counts it as on other rows or not applicable.",
    ),
    ("None, or No", "A recorded answer, not a gap."),
    (
        "Unknown in part",
        "The cell says what is recorded; something else that belongs in it is unknown.",
    ),
    (
        "On other rows",
        "Where nobody has stated which data serve which purpose, each has rows of its own.",
    ),
    (
        "Not applicable",
        "Another recorded answer settles that there is nothing to say in the cell.",
    ),
)


@dataclass(frozen=True, slots=True)
class Export:
    """One workbook: the facts, the two clocks, the template and the activities it takes.

    `starts` says which row of the table is the first of each activity, counted from 0.
    """

    facts: Facts
    context: Context
    template: Template
    article: str
    columns: tuple[TemplateColumn, ...]
    scope: Scope
    starts: tuple[int, ...]

    @property
    def journal(self) -> str:
        """The journal's sequence and hash, to hold the record against."""
        moment = self.facts.register.moment
        return f"{moment.sequence}:{moment.digest}" if moment.digest else "not from a journal"

    @property
    def footer(self) -> str:
        """One line for each printed page."""
        what = "record" if self.context.chosen is None else "extract of the record"
        return (
            f"{self.facts.organisation.name}: {what} under {self.article}, as recorded at "
            f"{self.context.as_recorded}, about {self.context.about}"
        )


def about_sheet(export: Export, tally: Tally) -> Notes:
    """Say what the workbook is, how to read it and what is unknown in it."""
    stamps = dict(_stamps(export, tally))
    title = f"{export.template.heading} record: {export.facts.organisation.name}"
    instant = export.facts.register.moment.instant
    return Notes(
        name="About this record",
        lines=tuple(_lines(export, tally, stamps)),
        footer=export.footer,
        properties={
            "title": title[:255],
            "subject": f"Record of processing activities under {export.article} of the GDPR",
            "author": export.facts.organisation.name[:255],
            "comments": "; ".join(f"{label}: {said}" for label, said in stamps.items()),
            "created": _created(instant, export.context.about),
        },
        custom=stamps,
    )


def _created(instant: str, about: datetime.date) -> datetime.datetime:
    """Give the register's own instant, never the clock's, or else the day it is about."""
    if not instant:
        return datetime.datetime.combine(about, datetime.time())
    return datetime.datetime.fromisoformat(instant).astimezone(datetime.UTC).replace(tzinfo=None)


def _stamps(export: Export, tally: Tally) -> Iterator[tuple[str, str]]:
    context = export.context
    yield "As recorded at", context.as_recorded or "not from a journal"
    yield "About", context.about.isoformat()
    yield "Journal sequence and hash", export.journal
    yield "Law data digest", export.facts.reference.digest
    yield "Product version", f"ropa {context.version}"
    if context.chosen is not None:
        yield "An extract of the record", f"{len(context.chosen):,} chosen activities"
    yield "Unknown cells", str(tally.unknown)


def _lines(export: Export, tally: Tally, stamps: dict[str, str]) -> Iterator[Note]:
    organisation, register = export.facts.organisation, export.facts.register
    yield Style.TITLE, ("About this record",)
    yield Style.PLAIN, ("Organisation", organisation.name)
    yield Style.PLAIN, ("Record", f"{export.template.heading}, {export.article}")
    for label, said in stamps.items():
        if label != "Unknown cells":
            yield Style.PLAIN, (label, said)
    if only := export.context.extract(register.activities):
        yield Style.PLAIN, (EXTRACT, "; ".join(only))
    yield Style.PLAIN, ("Activities in this record", len(export.scope.activities))
    yield Style.PLAIN, ("Rows", tally.rows)
    yield Style.PLAIN, ("Unknown cells, which are blank", tally.unknown)
    if organisation.recipient_categories:
        held = register.recipient_categories
        named = (held[id].name for id in organisation.recipient_categories if id in held)
        yield Style.PLAIN, ("Recipients of the organisation as a whole", "; ".join(named))
    yield from _section("Activities left out of this record")
    for why in LeftOut:
        yield Style.PLAIN, (why.value, export.scope.left_out.get(why, 0))
    yield from _section("How to read it")
    yield Style.REQUIRED, ("Heading on green", "Required by Article 30 or by DPA 2018 Schedule 1.")
    yield Style.OPTIONAL, ("Heading on blue", "Optional: the ICO's template asks for it.")
    yield from ((Style.PLAIN, reading) for reading in _READING)
    yield from _counts(export, tally)
    yield from _lists(export, tally)


def _section(title: str) -> Iterator[Note]:
    yield Style.PLAIN, ()
    yield Style.SECTION, (title,)


def _counts(export: Export, tally: Tally) -> Iterator[Note]:
    """Count the cells of each column by what their answer is."""
    yield from _section("Cells by column")
    yield Style.HEAD, ("Column", "Asked for by", *(label for _, label in _STATES), "Cells")
    whole = [*tally.columns, tally.blocks]
    clause = f"Required: {export.article.removeprefix('Article ')}(a)"
    yield Style.PLAIN, ("Contact details", clause, *_by_state(tally.blocks))
    for column, counts in zip(export.columns, tally.columns, strict=True):
        required = column.required_by != "optional"
        asked = "Required" if required else "Optional"
        clause = f"{asked}: {column.clause}" if column.clause else asked
        style = Style.REQUIRED if required else Style.OPTIONAL
        yield style, (f"{column.column}  {column.header}", clause, *_by_state(counts))
    yield Style.PLAIN, ("All", "", *_by_state([sum(each) for each in zip(*whole, strict=True)]))


def _by_state(counts: Sequence[int]) -> tuple[int, ...]:
    return (*(counts[state] for state, _ in _STATES), sum(counts))


def _lists(export: Export, tally: Tally) -> Iterator[Note]:
    """List what the table itself cannot show, such as which of its rows are which activity."""
    if export.scope.without_role:
        yield from _section("Activities in neither record, because their role is unknown")
        for activity in export.scope.without_role:
            yield Style.PLAIN, (activity.title,)
    if export.facts.to_nobody:
        yield from _section("Declared transfers on no row, because their importer is unknown")
        for transfer in export.facts.to_nobody:
            place = transfer.place and wording.place(transfer.place, export.facts.reference)
            yield Style.PLAIN, (transfer.name, place or transfer.international_organisation or "")
    if tally.cut:
        yield from _section("Texts too long for a cell")
        for cut in tally.cut:
            yield Style.PLAIN, (cut.heading, f"{cut.cell}: {cut.length:,} characters")
    yield from _section("Rows of each activity")
    first = export.template.header_row + 1
    ends = (*export.starts, tally.rows)[1:]
    for activity, start, end in zip(export.scope.activities, export.starts, ends, strict=True):
        yield Style.PLAIN, (activity.title, _rows(first + start, first + end - 1))


def _rows(first: int, last: int) -> str:
    return f"Row {first}" if first == last else f"Rows {first} to {last}"
