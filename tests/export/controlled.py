"""Controllers' activities, their export and the states of its cells."""

from __future__ import annotations

from typing import Any

from ropa.core.register import Register
from ropa.export.ico import ico_controller
from ropa.export.ico_controller import controller_rows
from ropa.export.ico_facts import Facts
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.purpose import Purpose
from tests.build import activity, build
from tests.export.reading import (
    CONTEXT,
    DAY,
    reference,
    register,
    table,
)

UK = {"country": "GB", "regimes": ["uk-gdpr"]}
WORDS: tuple[Record, ...] = (
    build(Purpose),
    build(Purpose, id="support", name="Support"),
    build(DataSubjectCategory),
    build(DataSubjectCategory, id="staff", name="Staff"),
    build(DataCategory, special=[], criminal=False),
    build(DataCategory, id="health", name="Health data", special=["health"], criminal=False),
    build(DataCategory, id="convictions", name="Convictions", special=[], criminal=True),
    build(DataCategory, id="usage", name="Usage data"),
)


def controlled(**fields: Any) -> Activity:
    return activity(**{"role": "controller", **fields})


def catalogue(*records: Record, **organisation: Any) -> Register:
    return register(build(Organisation, **{**UK, **organisation}), *WORDS, *records)


def export(*records: Record, **organisation: Any) -> bytes:
    return ico_controller(catalogue(*records, **organisation), "acme", CONTEXT, reference())


def rows(*records: Record, **organisation: Any) -> list[dict[str, str]]:
    return table(export(*records, **organisation))


def row(*records: Record, **organisation: Any) -> dict[str, str]:
    (only,) = rows(*records, **organisation)
    return only


def states(letters: str, *records: Record, **organisation: Any) -> dict[str, list[str]]:
    """The state of each cell in some columns, row by row."""
    held = catalogue(*records, **organisation)
    facts = Facts.of(held, "acme", reference(), DAY)
    found = [
        cells for record in held.activities.values() for cells in controller_rows(facts, record)
    ]
    column = {row.column: row.order - 1 for row in reference().ico_controller_columns}
    return {name: [cells[column[name]].state.name for cells in found] for name in letters.split()}


def line(purpose: str = "billing", **fields: Any) -> dict[str, Any]:
    return {"purpose": purpose, **fields}


def data(subjects: str | None = None, data: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"subjects": subjects, "data": data, **fields}


def served(*records: Record, **fields: Any) -> Activity:
    """An activity with every engagement among the records, and no other recipients."""
    ids = [record.id for record in records if isinstance(record, Engagement)]
    return controlled(**{"engagements": ids, "recipient_categories": [], **fields})


def with_engagement(*others: Record, **fields: Any) -> dict[str, str]:
    held = build(Engagement, **fields)
    return row(held, served(held), *others)


DPA = build(Document, id="dpa", name="DPA", url="https://acme.example/dpa")


def sensitive(kind: str | None = "health", **fields: Any) -> Activity:
    return controlled(purposes=[line(bases=["contract"], **fields)], data=[data("customers", kind)])


NA, U, A = "NOT_APPLICABLE", "UNKNOWN", "ANSWERED"
