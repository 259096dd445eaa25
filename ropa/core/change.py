"""What a person or an import asks of the catalogue, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.register import Key, Stamp
from ropa.records.base import Problem, Record
from ropa.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Put:
    """A new value of a record. `base` is the sequence it began from; None for a new record."""

    record: Record
    base: int | None = None

    @property
    def key(self) -> Key:
        """The record it is about."""
        return self.record.KIND, self.record.id


@dataclass(frozen=True, slots=True)
class Retire:
    """That a record is no longer used; it stays, and what refers to it too."""

    kind: Kind
    id: str
    base: int

    @property
    def key(self) -> Key:
        """The record it is about."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Delete:
    """That a record goes; refused while anything refers to it."""

    kind: Kind
    id: str
    base: int

    @property
    def key(self) -> Key:
        """The record it is about."""
        return self.kind, self.id


Change = Put | Retire | Delete


@dataclass(frozen=True, slots=True)
class Applied:
    """The batch is stored: the journal's last sequence and hash, and how many entries it wrote."""

    sequence: int
    hash: str
    entries: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed the record since `base`.

    `theirs` is the stored value (None: deleted, or never there), `yours` the one not stored,
    `began` the value both began from (None where it is unknown or redacted).
    """

    kind: Kind
    id: str
    base: int | None
    began: Record | None
    theirs: Record | None
    stamp: Stamp | None
    yours: Record | None


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Nothing is stored: these records were changed by others."""

    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that keeps a batch from being stored."""

    kind: Kind
    id: str
    problem: Problem

    def __str__(self) -> str:
        where = f", {self.problem.path}" if self.problem.path else ""
        return f"{self.kind.label} {self.id}{where}: {self.problem.message}"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing is stored: this is what is wrong."""

    refusals: tuple[Refusal, ...]


Outcome = Applied | Conflicts | Refused
