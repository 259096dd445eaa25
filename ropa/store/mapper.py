"""Records to rows and back, driven by the annotations of the records.

A scalar field is a column, a field of links or words a table with a row for each, a field of
lines a table with a row for each line, which may have such tables of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update
from sqlalchemy import bindparam as bind

from ropa.models import Base
from ropa.records.base import Record
from ropa.records.spec import CLASSES, FieldSpec, Many, fields
from ropa.vocabulary import Kind

Row = dict[str, Any]
Rows = dict[Table, list[Row]]

_ANSWERED = "_answered"


@dataclass(frozen=True, slots=True)
class Collection:
    """A field of several values: its table and, for lines, what a line is made of."""

    spec: FieldSpec
    table: Table
    line: Shape | None


@dataclass(frozen=True, slots=True)
class Shape:
    """How a record or a line lies in tables."""

    cls: type[msgspec.Struct]
    scalars: tuple[FieldSpec, ...]
    collections: tuple[Collection, ...]


def table_of(kind: Kind) -> Table:
    """Give the table of a kind's records."""
    return Base.metadata.tables[kind.value.replace("-", "_")]


@cache
def shape_of(kind: Kind) -> Shape:
    """Give the shape of a kind."""
    return _shape(CLASSES[kind], table_of(kind).name)


def _shape(cls: type[msgspec.Struct], name: str) -> Shape:
    scalars, collections = [], []
    for spec in fields(cls):
        if spec.many is Many.ONE:
            scalars.append(spec)
            continue
        table = Base.metadata.tables[f"{name}_{spec.name}"]
        line = _shape(spec.line, table.name) if spec.many is Many.LINES else None
        collections.append(Collection(spec, table, line))
    return Shape(cls, tuple(scalars), tuple(collections))


# ---- to rows -----------------------------------------------------------------------------------


def insert_records(connection: Connection, records: Iterable[Record]) -> None:
    """Write new records, one statement a table."""
    rows: Rows = defaultdict(list)
    for record in records:
        rows[table_of(record.KIND)].append(_scalars(record, shape_of(record.KIND)))
        _collect(record, shape_of(record.KIND), {"record": record.id}, rows, None)
    _insert(connection, rows)


def update_records(connection: Connection, changes: Iterable[tuple[Record, Record]]) -> None:
    """Write records over earlier values `(before, after)`; only tables that differ are touched."""
    mains: Rows = defaultdict(list)
    rows: Rows = defaultdict(list)
    cleared: dict[Table, list[str]] = defaultdict(list)
    for before, after in changes:
        shape = shape_of(after.KIND)
        main = _scalars(after, shape)
        mains[table_of(after.KIND)].append({f"b_{name}": item for name, item in main.items()})
        differing = {
            item.spec.name
            for item in shape.collections
            if getattr(before, item.spec.name) != getattr(after, item.spec.name)
        }
        for item in shape.collections:
            if item.spec.name in differing:
                cleared[item.table].append(after.id)
        _collect(after, shape, {"record": after.id}, rows, differing)
    for table, items in mains.items():
        columns: Row = {column.name: bind(f"b_{column.name}") for column in table.c}
        del columns["id"]
        connection.execute(update(table).where(table.c.id == bind("b_id")).values(columns), items)
    for table, ids in cleared.items():
        connection.execute(
            delete(table).where(table.c.record == bind("b_id")), [{"b_id": id} for id in ids]
        )
    _insert(connection, rows)


def delete_records(connection: Connection, keys: Iterable[tuple[Kind, str]]) -> None:
    """Take records out; what is part of them goes with them."""
    by_table: dict[Table, list[str]] = defaultdict(list)
    for kind, id in keys:
        by_table[table_of(kind)].append(id)
    for table, ids in by_table.items():
        connection.execute(
            delete(table).where(table.c.id == bind("b_id")), [{"b_id": i} for i in ids]
        )


def _insert(connection: Connection, rows: Rows) -> None:
    # In any order: foreign keys are checked at the commit.
    for table, items in rows.items():
        connection.execute(insert(table), items)


def _scalars(value: msgspec.Struct, shape: Shape) -> Row:
    row: Row = {spec.name: getattr(value, spec.name) for spec in shape.scalars}
    for item in shape.collections:
        if item.spec.answerable:
            row[item.spec.name + _ANSWERED] = getattr(value, item.spec.name) is not None
    return row


def _collect(
    value: msgspec.Struct, shape: Shape, key: Row, rows: Rows, only: set[str] | None
) -> None:
    for item in shape.collections:
        if only is not None and item.spec.name not in only:
            continue
        for position, held in enumerate(getattr(value, item.spec.name) or ()):
            if item.line is not None:
                rows[item.table].append({**key, "position": position, **_scalars(held, item.line)})
                _collect(held, item.line, {**key, "line": position}, rows, None)
            elif item.spec.many is Many.LIST:
                rows[item.table].append({**key, "position": position, "value": held})
            else:
                rows[item.table].append({**key, "value": held})


# ---- from rows ---------------------------------------------------------------------------------


def read_records(connection: Connection, kinds: Iterable[Kind]) -> Iterator[Record]:
    """Read all records of the kinds, one query a table."""
    for kind in kinds:
        shape = shape_of(kind)
        held = _read_collections(connection, shape, 1)
        for row in connection.execute(select(table_of(kind))).mappings():
            record = _build(shape, row, held, (row["id"],))
            assert isinstance(record, Record)
            yield record


def stray_rows(connection: Connection, kind: Kind) -> set[str]:
    """Give the records with rows no record says: of an unanswered field, or out of count."""
    return _strays(connection, shape_of(kind), table_of(kind))


def _strays(connection: Connection, shape: Shape, owner: Table) -> set[str]:
    found: set[str] = set()
    for item in shape.collections:
        key = [column.name for column in item.table.primary_key.columns]
        own = [name for name in ("record", "line") if name in key]
        whose = [owner.c.id] if "id" in owner.c else [owner.c.record, owner.c.position]
        if item.spec.answerable:
            joined = and_(*(item.table.c[n] == o for n, o in zip(own, whose, strict=False)))
            answered = owner.c[item.spec.name + _ANSWERED]
            query = select(item.table.c.record).join(owner, joined).where(answered.is_(False))
            found.update(connection.execute(query.distinct()).scalars())
        if "position" in key:
            by = [item.table.c[name] for name in own]
            counted = func.max(item.table.c.position) != func.count() - 1
            query = select(item.table.c.record).group_by(*by).having(counted)
            found.update(connection.execute(query).scalars())
        if item.line is not None:
            found |= _strays(connection, item.line, item.table)
    return found


_Held = dict[str, dict[tuple[Any, ...], list[Any]]]


def _read_collections(connection: Connection, shape: Shape, depth: int) -> _Held:
    """Read the collections of a shape: by field, then by the `depth` columns of the owner's key."""
    held: _Held = {}
    for item in shape.collections:
        by_owner: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        nested = _read_collections(connection, item.line, depth + 1) if item.line else {}
        query = select(item.table).order_by(*item.table.primary_key.columns)
        for row in connection.execute(query).mappings():
            owner = tuple(row.values())[:depth]
            if item.line is not None:
                value = _build(item.line, row, nested, (*owner, row["position"]))
            else:
                value = _word(item.spec, row["value"])
            by_owner[owner].append(value)
        held[item.spec.name] = by_owner
    return held


def _build(
    shape: Shape, row: Mapping[Any, Any], held: _Held, key: tuple[Any, ...]
) -> msgspec.Struct:
    values: Row = {spec.name: _word(spec, row[spec.name]) for spec in shape.scalars}
    for item in shape.collections:
        if item.spec.answerable and not row[item.spec.name + _ANSWERED]:
            continue
        items = held[item.spec.name].get(key, ())
        # A database sorts by its own collation.
        values[item.spec.name] = tuple(sorted(items) if item.spec.many is Many.SET else items)
    return shape.cls(**values)


def _word(spec: FieldSpec, value: Any) -> Any:
    return spec.scalar(value) if value is not None and issubclass(spec.scalar, StrEnum) else value
