"""The record as a value and as rows are one shape."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Table
from sqlalchemy.orm import Session

from ropa.core.change import Put
from ropa.models import Base
from ropa.records.base import Record
from ropa.records.codec import journalled
from ropa.records.spec import CLASSES, Many
from ropa.store.apply import apply
from ropa.store.mapper import Shape, read_records, shape_of, table_of
from ropa.vocabulary import Kind
from tests.build import DEFAULTS, build
from tests.randomly import record_of
from tests.store.batches import START, applied, foundation

OUTSIDE = {
    *("journal_entry", "journal_head", "blob"),
    *("credential", "preference", "one_time_link", "attempts"),
    *("draft", "calendar_feed", "reviewer_link", "reviewer_visit", "work"),
}
KEYS = {"record", "line", "position", "value"}


def laid_out(shape: Shape, table: Table) -> Iterator[tuple[Table, set[str]]]:
    """Give each table of a shape with the columns the record says it has."""
    columns = {spec.name for spec in shape.scalars}
    columns |= {f"{c.spec.name}_answered" for c in shape.collections if c.spec.answerable}
    yield table, columns
    for collection in shape.collections:
        if collection.line is not None:
            yield from laid_out(collection.line, collection.table)
        else:
            yield collection.table, set()


def test_every_field_has_its_column_and_every_column_its_field() -> None:
    seen = set(OUTSIDE)
    for kind in CLASSES:
        for table, columns in laid_out(shape_of(kind), table_of(kind)):
            assert {column.name for column in table.c} - columns <= KEYS, table.name
            assert columns <= {column.name for column in table.c}, table.name
            seen.add(table.name)
    assert seen == set(Base.metadata.tables)


def test_required_fields_are_required_in_rows_and_links_are_foreign_keys() -> None:
    for kind in CLASSES:
        table = table_of(kind)
        for spec in shape_of(kind).scalars:
            column = table.c[spec.name]
            assert column.nullable == spec.answerable, column
            targets = {key.column.table for key in column.foreign_keys}
            wanted = {table_of(spec.about.to)} if spec.about.to else set()
            assert targets - {Base.metadata.tables["blob"]} == wanted, column
        for collection in shape_of(kind).collections:
            if collection.spec.many is Many.SET and collection.spec.about.to is not None:
                (key,) = collection.table.c.value.foreign_keys
                assert key.column.table is table_of(collection.spec.about.to)


def test_the_migrations_make_the_tables_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("cls", CLASSES.values(), ids=lambda cls: cls.KIND.value)
def test_a_record_comes_back_from_its_rows(session: Session, cls: type[Record]) -> None:
    ids = {kind: [str(DEFAULTS[known]["id"])] for kind, known in CLASSES.items()}
    ids[Kind.USER] = []
    applied(apply(session, "dpo", [Put(record) for record in foundation()], None, START))
    if cls.KIND is Kind.MEMBERSHIP:
        applied(apply(session, "dpo", [Put(build(CLASSES[Kind.USER]))], None, START))
        ids[Kind.USER] = ["u1"]
    random = Random(cls.KIND.value)
    ids[Kind.DOCUMENT] = ["notice"]
    put = {
        id: record_of(cls, id, "acme", ids, random) for id in (f"r{number}" for number in range(12))
    }
    if cls.KIND is Kind.USER:
        put = {"r0": put["r0"]}
    applied(apply(session, "dpo", [Put(record) for record in put.values()], None, START))
    found = {record.id: record for record in read_records(session.connection(), [cls.KIND])}
    assert {id: found[id] for id in put} == put
    assert all(journalled(found[id]) == journalled(record) for id, record in put.items())
