"""The invented register as far as it has come, and chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar, cast

import msgspec

from ropa.core.register import Key
from ropa.records.base import Record
from ropa.sample.names import companies, people, sites, slug

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done:
    """What was put, retired and deleted since it was last asked."""

    put: tuple[Record, ...]
    retire: tuple[Key, ...]
    delete: tuple[Key, ...]

    def __bool__(self) -> bool:
        return bool(self.put or self.retire or self.delete)


class World:
    """What has been put so far, and the names still to be given away.

    `staff` are the ids of those who can own something, `vendors` those of parties by service.
    """

    def __init__(self, activities: int, random: Random) -> None:
        self.activities = activities
        self.random = random
        self.companies = companies(random)
        self.people = people(random)
        self.sites = sites(random)
        self.staff: list[str] = []
        self.vendors: dict[str, list[str]] = {}
        self._held: dict[type[Record], dict[str, Record]] = {}
        self._put: dict[Key, Record] = {}
        self._retired: list[Key] = []
        self._deleted: list[Key] = []

    def put(self, record: R) -> R:
        """Take a record in, over the one it replaces."""
        held = self._held.setdefault(type(record), {})
        if held.get(record.id) != record:
            held[record.id] = record
            self._put[record.KIND, record.id] = record
        return record

    def retire(self, record: Record) -> None:
        """Mark a record retired that was put before this step."""
        self._held[type(record)][record.id] = msgspec.structs.replace(record, retired=True)
        self._retired.append((record.KIND, record.id))

    def delete(self, record: Record) -> None:
        """Take a record out that was put before this step."""
        del self._held[type(record)][record.id]
        self._deleted.append((record.KIND, record.id))

    def drain(self) -> Done:
        """Give what this step has done, and begin the next."""
        done = Done(tuple(self._put.values()), tuple(self._retired), tuple(self._deleted))
        self._put, self._retired, self._deleted = {}, [], []
        return done

    def get(self, cls: type[R], id: str) -> R:
        """Give one record."""
        return cast("R", self._held[cls][id])

    def all(self, cls: type[R]) -> Iterator[R]:
        """Give the records of a class in the order in which they were first put."""
        return cast("Iterator[R]", iter(tuple(self._held.get(cls, {}).values())))

    def id(self, cls: type[Record], name: str) -> str:
        """Make an id of a name that no record of the class has."""
        held, base = self._held.get(cls, {}), slug(name)
        if base not in held:
            return base
        number = 2
        while f"{base}-{number}" in held:
            number += 1
        return f"{base}-{number}"

    def chance(self, share: float) -> bool:
        """Say yes in a share of cases."""
        return self.random.random() < share

    def known(self, answer: T, share: float) -> T | None:
        """Give the answer in a share of cases, and otherwise "unknown"."""
        return answer if self.random.random() < share else None

    def one(self, items: Sequence[T]) -> T:
        """Choose one."""
        return self.random.choice(items)
