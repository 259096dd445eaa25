"""Whether the links between records hold after a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    literal,
    null,
    select,
    true,
    union_all,
)

from ropa.core.change import Refusal
from ropa.core.register import Key, owner
from ropa.models import Base
from ropa.records.base import Problem, Record
from ropa.records.references import references
from ropa.records.spec import CLASSES, fields
from ropa.store.mapper import table_of
from ropa.vocabulary import Kind

if TYPE_CHECKING:
    from ropa.store.apply import Step

FEW = 500
"""Up to so many ids are named in a query; beyond that a kind is read whole."""

_SOURCES = "provenance.document"


def refusals(connection: Connection, steps: Sequence[Step]) -> tuple[Refusal, ...]:
    """Give every link that would lead nowhere, or into another organisation's records."""
    puts = {step.key: step.after for step in steps if step.after is not None}
    gone = {step.key for step in steps if step.after is None}
    targets = {
        (link.kind, link.id) for record in puts.values() for link in references(record)
    } - puts.keys()
    owners = _owners(connection, targets - gone)
    owners.update({key: owner(record) for key, record in puts.items()})
    found = [refusal for key, record in puts.items() for refusal in _of_record(key, record, owners)]
    found += [refusal for step in steps for refusal in _moved(step)]
    found += _of_deletions(connection, gone, puts)
    return tuple(found)


def _of_record(key: Key, record: Record, owners: Mapping[Key, str | None]) -> Iterable[Refusal]:
    own = owner(record)
    for link in references(record):
        target = (link.kind, link.id)
        if target not in owners:
            message = f"there is no {link.kind.label.lower()} “{link.id}”"
            yield Refusal(*key, Problem(link.field, message))
        elif owners[target] not in (None, own) and (own is not None or link.field != _SOURCES):
            message = f"{link.kind.label.lower()} “{link.id}” belongs to another organisation"
            yield Refusal(*key, Problem(link.field, message))


def _moved(step: Step) -> Iterable[Refusal]:
    before, after = step.before, step.after
    if before is not None and after is not None and owner(before) != owner(after):
        message = "cannot change: a record stays with its organisation"
        yield Refusal(*step.key, Problem("organisation", message))


def _owners(connection: Connection, targets: Iterable[Key]) -> dict[Key, str | None]:
    """Read which of the records exist and whose they are, one query a kind."""
    by_kind: dict[Kind, list[str]] = {}
    for kind, id in targets:
        by_kind.setdefault(kind, []).append(id)
    found: dict[Key, str | None] = {}
    for kind, ids in by_kind.items():
        table = table_of(kind)
        query = select(table.c.id, _whose(kind, table))
        if len(ids) <= FEW:
            query = query.where(table.c.id.in_(ids))
        found.update({(kind, id): organisation for id, organisation in connection.execute(query)})
    return found


def _whose(kind: Kind, table: Table) -> ColumnElement[Any]:
    if kind is Kind.ORGANISATION:
        return table.c.id
    return table.c.organisation if "organisation" in table.c else null()


def _of_deletions(
    connection: Connection, gone: set[Key], puts: Mapping[Key, Record]
) -> Iterable[Refusal]:
    by_kind: dict[Kind, list[str]] = {}
    for kind, id in gone:
        by_kind.setdefault(kind, []).append(id)
    for kind, ids in by_kind.items():
        for referrer, field, id in referrers(connection, kind, ids):
            if referrer in gone or referrer in puts:
                continue
            where = f"{referrer[0].label} {referrer[1]} refers to it ({field})"
            yield Refusal(kind, id, Problem("", where))


def referrers(connection: Connection, kind: Kind, ids: Iterable[str]) -> list[tuple[Key, str, str]]:
    """Read who refers to records of a kind: the referrer, its field's label, the id; one query."""
    wanted = set(ids)
    few = len(wanted) <= FEW
    queries = [
        select(literal(of.value), literal(field), _record_of(table), column).where(
            column.in_(sorted(wanted)) if few else true()
        )
        for of, field, table, column in _incoming(kind)
    ]
    if not queries or not wanted:
        return []
    rows = connection.execute(union_all(*queries))
    return sorted(((Kind(of), record), field, id) for of, field, record, id in rows if id in wanted)


def _record_of(table: Table) -> Column[str]:
    return table.c.record if "record" in table.c else table.c.id


@cache
def _incoming(kind: Kind) -> tuple[tuple[Kind, str, Table, Column[str]], ...]:
    """Give every column that may name a record of a kind, with the kind and field it is of."""
    target = table_of(kind)
    roots = {table_of(other): other for other in Kind}
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            names_it = any(key.column.table is target for key in column.foreign_keys)
            if not names_it or column.name == "record":
                continue
            root = next(
                (r for r in sorted(roots, key=lambda r: -len(r.name)) if _within(table, r)), None
            )
            if root is None:
                continue
            field = table.name.removeprefix(root.name).strip("_") or column.name
            found.append((roots[root], _label(roots[root], field), table, column))
    return tuple(found)


def _label(kind: Kind, field: str) -> str:
    """Give the label of a field, or of the field of lines its table hangs on."""
    specs = [s for s in fields(CLASSES[kind]) if field == s.name or field.startswith(s.name + "_")]
    return max(specs, key=lambda spec: len(spec.name)).about.label


def _within(table: Table, root: Table) -> bool:
    return table is root or table.name.startswith(root.name + "_")
