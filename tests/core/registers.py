"""Random registers of every kind of record, and the law for what is read of them."""

from __future__ import annotations

from random import Random

import msgspec

from ropa.core.register import Register
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.spec import REGISTER
from ropa.vocabulary import Kind
from tests.export.reading import DAY, reference
from tests.randomly import record_of

__all__ = ["DAY", "any_record", "any_register", "reference"]

_SOME: dict[Kind, list[str]] = {
    cls.KIND: ["acme"] if cls.KIND is Kind.ORGANISATION else [f"{cls.KIND}-{n}" for n in range(3)]
    for cls in REGISTER
}
_SOME[Kind.ACTIVITY] = [f"a-{n}" for n in range(12)]


def any_record(cls: type[Record], id: str, random: Random) -> Record:
    """Make a record that may link to any that `any_register` holds.

    One in six is retired, one in three documents is shared.
    """
    record = record_of(cls, id, "acme", _SOME, random)
    if isinstance(record, Document) and random.random() < 1 / 3:
        record = msgspec.structs.replace(record, organisation=None)
    return msgspec.structs.replace(record, retired=random.random() < 1 / 6)


def any_register(random: Random) -> Register:
    """Make a register with a few records of every kind."""
    return Register.of(any_record(cls, id, random) for cls in REGISTER for id in _SOME[cls.KIND])
