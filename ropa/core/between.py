"""What changed in a register between two moments, record by record and field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ropa.core.diff import Difference, differences
from ropa.core.names import Names
from ropa.core.register import Key, Register
from ropa.core.search import natural
from ropa.records.base import Record
from ropa.records.spec import REGISTER_KINDS
from ropa.vocabulary import Kind, Word


class Became(Word):
    """What became of a record between two moments."""

    ADDED = "added", "Added"
    REMOVED = "removed", "Removed"
    RETIRED = "retired", "Retired"
    RESTORED = "restored", "Put back into use"
    CHANGED = "changed", "Changed"


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that differs: what became of it, and the fields that do."""

    key: Key
    title: str
    became: Became
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that differs, before its fields are compared; None where it was or is not there."""

    key: Key
    title: str
    was: Record | None
    now: Record | None

    @property
    def became(self) -> Became:
        """What became of it."""
        if self.was is None:
            return Became.ADDED
        if self.now is None:
            return Became.REMOVED
        if self.was.retired != self.now.retired:
            return Became.RETIRED if self.now.retired else Became.RESTORED
        return Became.CHANGED


def changed(before: Register, after: Register, names: Names) -> tuple[Changed, ...]:
    """Give the records that differ, kind by kind in the order of their names.

    A record that went through the same states and back is not among them.
    """
    return tuple(found for kind in REGISTER_KINDS for found in _of_kind(kind, before, after, names))


def between(found: Iterable[Changed], names: Names) -> Iterator[RecordChange]:
    """Compare the fields of records that differ."""
    for one in found:
        yield RecordChange(one.key, one.title, one.became, differences(one.was, one.now, names))


def _of_kind(kind: Kind, before: Register, after: Register, names: Names) -> list[Changed]:
    old, new = before.of_kind(kind), after.of_kind(kind)
    if old is new:
        return []
    found = [_changed(kind, id, old, new, names) for id in old.keys() | new.keys()]
    return sorted(
        (one for one in found if one is not None), key=lambda one: (natural(one.title), one.key[1])
    )


def _changed(
    kind: Kind, id: str, old: Mapping[str, Record], new: Mapping[str, Record], names: Names
) -> Changed | None:
    was, now = old.get(id), new.get(id)
    shown = now if now is not None else was
    if was is now or was == now or shown is None:
        return None
    return Changed((kind, id), names.of(shown), was, now)
