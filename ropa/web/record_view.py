"""What the page of a record places beside its answers: what can be done, and what is linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ropa.core.lines import Table
from ropa.core.record_page import FieldRow, LinkGroup, RecordPage, Section
from ropa.vocabulary import Kind
from ropa.web.access import Action, Desk
from ropa.web.exports_asked import ACTIVITY, with_pairs
from ropa.web.list_page import title_of
from ropa.web.tables import Head, heads

MOST_HEADS = 6
"""A line with more columns is told as a block of its own."""

NOBODY_ENGAGED = (
    "Transfers are told of the named recipients, and none is named yet: name them above first."
)

_STANDS_FOR = {"engaged": "engagements"}
"""The field whose answer a table of linked records tells."""

SOURCES = heads("Answer", "How", "Document", "Place")
MOVEMENTS = heads("From", "To", "Data", "How", "Basis")


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done to the record."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Linked:
    """What one field links to, or what links here from one field; `all` lists what is left out."""

    label: str
    links: tuple[tuple[str, str, bool], ...]
    number: int
    all: str | None


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with the heads of all its columns, that of the title among them.

    `sourced` says whether a last column gives the sources of the lines.
    """

    table: Table
    heads: tuple[Head, ...]
    sourced: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as it is placed: `rows` are the fields that no table or matrix shows.

    `blocks` are tables with too many columns for a page. `said` tells why there is nothing.
    """

    section: Section
    rows: tuple[FieldRow, ...]
    tables: tuple[TableView, ...]
    blocks: tuple[Table, ...]
    said: str


def acts(desk: Desk, page: RecordPage) -> tuple[Act, ...]:
    """Give what this person may do to the record, the most usual first."""
    kind, id = page.key
    # An organisation is neither copied nor put away: its record is the register itself.
    lesser = kind is not Kind.ORGANISATION
    turn = ("editing.restore", "Restore") if page.retired else ("editing.retire", "Retire")
    offered = (
        (Action.EDIT, "Edit", "editing.edit", True),
        (Action.EDIT, "Duplicate", "editing.duplicate", lesser),
        (Action.RETIRE, turn[1], turn[0], lesser),
        (Action.DELETE, "Delete", "editing.delete", lesser),
    )
    own = [
        Act(label, desk.url(endpoint, plural=kind.plural, id=id))
        for action, label, endpoint, applies in offered
        if applies and desk.may(action)
    ]
    if kind is Kind.ACTIVITY and desk.may(Action.EXPORT):
        own.append(Act("Export…", with_pairs(desk.url("exports.index"), [(ACTIVITY, id)])))
    return tuple(own)


def sections(page: RecordPage) -> tuple[SectionView, ...]:
    """Give the sections, with each field in one place."""
    return tuple(_placed(section) for section in page.sections)


def _placed(section: Section) -> SectionView:
    told = {_STANDS_FOR.get(table.id, table.id) for table in section.tables}
    tables = [t for t in section.tables if not (section.matrix and t.id == "data")]
    return SectionView(
        section,
        tuple(row for row in section.rows if row.field not in told),
        tuple(_headed(table) for table in tables if len(table.heads) <= MOST_HEADS),
        tuple(table for table in tables if len(table.heads) > MOST_HEADS),
        "" if section.rows or tables else NOBODY_ENGAGED,
    )


def _headed(table: Table) -> TableView:
    named = (Head(head.label, hint=head.help) for head in table.heads)
    sourced = any(row.sources for row in table.rows)
    last = (Head("Source", number=True),) if sourced else ()
    return TableView(table, (Head(table.label), *named, *last), sourced)


def links(desk: Desk, page: RecordPage) -> tuple[tuple[str, tuple[Linked, ...]], ...]:
    """Give what the record links to by field, and what links to it by kind and field."""
    incoming = [replace(g, label=f"{title_of(g.kind)}, {g.label}") for g in page.links_in]
    return ("Links to", _linked(desk, page.links_out)), ("Linked from", _linked(desk, incoming))


def _linked(desk: Desk, groups: Iterable[LinkGroup]) -> tuple[Linked, ...]:
    return tuple(
        Linked(
            group.label,
            tuple((link.title, desk.url_of(link.key), link.retired) for link in group.links),
            group.number,
            desk.list_url(group.query)
            if group.query is not None and group.number > len(group.links)
            else None,
        )
        for group in groups
    )
