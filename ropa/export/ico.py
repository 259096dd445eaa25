"""The records of Article 30 in the ICO's documentation templates, as XLSX workbooks.

The headings, their order, the contact block and the colours are those of the templates
(`data/law/ico_*.yml`). A blank cell is unknown unless the last sheet counts it as something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from ropa.core.law import TemplateColumn
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.cell import Cell
from ropa.export.context import Context
from ropa.export.ico_about import Export, about_sheet
from ropa.export.ico_contacts import contact_blocks
from ropa.export.ico_controller import ROLES as CONTROLLER_ROLES
from ropa.export.ico_controller import controller_rows
from ropa.export.ico_facts import Facts
from ropa.export.ico_processor import ROLES as PROCESSOR_ROLES
from ropa.export.ico_processor import processor_rows
from ropa.export.ico_scope import scope
from ropa.export.table import Heading, Table
from ropa.export.workbook import workbook
from ropa.records.activity import Activity
from ropa.vocabulary import ActivityRole


class _Record(NamedTuple):
    """One of the two records: its template, its roles, its rows and how it is printed."""

    template: str
    article: str
    roles: tuple[ActivityRole, ...]
    columns: Callable[[Reference], tuple[TemplateColumn, ...]]
    rows: Callable[[Facts, Activity], Iterator[tuple[Cell, ...]]]
    by_band: bool


_CONTROLLER = _Record(
    "ico_controller",
    "Article 30(1)",
    CONTROLLER_ROLES,
    lambda reference: reference.ico_controller_columns,
    controller_rows,
    by_band=True,
)
_PROCESSOR = _Record(
    "ico_processor",
    "Article 30(2)",
    PROCESSOR_ROLES,
    lambda reference: reference.ico_processor_columns,
    processor_rows,
    by_band=False,
)


def ico_controller(
    register: Register, organisation: str, context: Context, reference: Reference
) -> bytes:
    """Write the controller's record; KeyError where there is no such organisation."""
    return _export(_CONTROLLER, register, organisation, context, reference)


def ico_processor(
    register: Register, organisation: str, context: Context, reference: Reference
) -> bytes:
    """Write the processor's record; KeyError where there is no such organisation."""
    return _export(_PROCESSOR, register, organisation, context, reference)


def _export(
    record: _Record,
    register: Register,
    organisation: str,
    context: Context,
    reference: Reference,
) -> bytes:
    facts = Facts.of(register, organisation, reference, context.about)
    template = next(row for row in reference.tables.ico_templates if row.id == record.template)
    taken = scope(register, organisation, record.roles, context.about)
    columns = record.columns(reference)
    rows: list[tuple[Cell, ...]] = []
    starts: list[int] = []
    for activity in taken.activities:
        starts.append(len(rows))
        rows.extend(record.rows(facts, activity))
    export = Export(facts, context, template, record.article, columns, taken, tuple(starts))
    table = Table(
        name=template.heading,
        title=template.heading,
        lines=template.contact_lines,
        blocks=contact_blocks(facts.organisation, template),
        headings=tuple(
            Heading(column.header, column.section, column.required_by != "optional")
            for column in columns
        ),
        rows=tuple(rows),
        frozen=2,
        by_band=record.by_band,
        footer=export.footer,
    )
    return workbook(table, partial(about_sheet, export))
