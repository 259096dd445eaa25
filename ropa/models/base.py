"""The base of all tables, and how each kind of column and collection is written.

Names follow the record: a scalar field is a column of its name, a collection the table
`<owner>_<field>` with the columns `record` and `value`, and `<field>_answered` on the owner
tells "none" from "unknown".
"""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from ropa.vocabulary import Standing, Word

ID = String(80)


class Base(DeclarativeBase):
    """All tables of the catalogue."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way of declaring it
        str: Text,
        int: Integer,
        bool: Boolean,
        datetime.date: Date,
    }


class Recorded:
    """The columns every record has."""

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    note: Mapped[str | None]
    retired: Mapped[bool]


def _foreign(target: str, *, owned: bool = False) -> ForeignKey:
    # Deferred, so that a batch may write records that name one another in any order.
    return ForeignKey(
        f"{target}.id",
        deferrable=True,
        initially="DEFERRED",
        ondelete="CASCADE" if owned else None,
    )


def refers(target: str) -> MappedColumn[Any]:
    """Make a column that names a record of another table."""
    return mapped_column(ID, _foreign(target), index=True)


def word(name: str, words: type[Word]) -> MappedColumn[Any]:
    """Make a column that holds a word of a closed list."""
    return mapped_column(String(40), _allowed(name, words))


def _allowed(name: str, words: type[Word]) -> CheckConstraint:
    listed = ", ".join(f"'{item.value}'" for item in words)
    return CheckConstraint(f'"{name}" IN ({listed})', name=name)


def part_of(owner: str) -> MappedColumn[Any]:
    """Make the column `record` of a line or of what belongs to a record alone."""
    return mapped_column(ID, _foreign(owner, owned=True), primary_key=True)


def links(owner: str, field: str, *, to: str) -> Table:
    """Make the join table of a field of links."""
    return _collection(
        owner, field, Column("value", ID, _foreign(to), primary_key=True, index=True)
    )


def words(owner: str, field: str, closed: type[Word] | None = None) -> Table:
    """Make the table of a field of words: of a closed list, of the law, or places."""
    allowed = [_allowed("value", closed)] if closed else []
    return _collection(owner, field, Column("value", String(80), *allowed, primary_key=True))


def texts(owner: str, field: str) -> Table:
    """Make the table of a field of texts in their stated order."""
    return _collection(
        owner,
        field,
        Column("position", Integer, primary_key=True),
        Column("value", Text, nullable=False),
    )


def _collection(owner: str, field: str, *columns: Column[Any]) -> Table:
    key = Column("record", ID, _foreign(owner, owned=True), primary_key=True)
    return Table(f"{owner}_{field}", Base.metadata, key, *columns)


def line_links(owner: str, lines: str, field: str, *, to: str) -> Table:
    """Make the join table of a field of links that stands in a line."""
    return _in_line(owner, lines, field, Column("value", ID, _foreign(to), primary_key=True))


def line_words(
    owner: str, lines: str, field: str, closed: type[Word] | None = None, *, ordered: bool = False
) -> Table:
    """Make the table of a field of words that stands in a line."""
    allowed = [_allowed("value", closed)] if closed else []
    if ordered:
        position = Column("position", Integer, primary_key=True)
        return _in_line(
            owner, lines, field, position, Column("value", String(80), *allowed, nullable=False)
        )
    return _in_line(owner, lines, field, Column("value", String(80), *allowed, primary_key=True))


def _in_line(owner: str, lines: str, field: str, *columns: Column[Any]) -> Table:
    return Table(
        f"{owner}_{lines}_{field}",
        Base.metadata,
        Column("record", ID, primary_key=True),
        Column("line", Integer, primary_key=True),
        *columns,
        ForeignKeyConstraint(
            ["record", "line"],
            [f"{owner}_{lines}.record", f"{owner}_{lines}.position"],
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def provenance(owner: str) -> Table:
    """Make the table of a record's sources."""
    return _collection(
        owner,
        "provenance",
        Column("position", Integer, primary_key=True),
        Column("field", Text, nullable=False),
        Column("document", ID, _foreign("document"), index=True),
        Column("place", Text),
        Column("standing", String(40), _allowed("standing", Standing), nullable=False),
    )
