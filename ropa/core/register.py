"""The register: everything the catalogue records, at one instant, as one frozen value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.purpose import Purpose
from ropa.records.recipient_category import RecipientCategory
from ropa.records.references import references
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.records.spec import REGISTER_KINDS
from ropa.records.system import System
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind

R = TypeVar("R", bound=Record)
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

Key = tuple[Kind, str]
"""A record's kind and id."""


class Stamp(msgspec.Struct, frozen=True, gc=False):
    """When a record last changed: journal sequence, instant (ISO 8601, UTC) and actor's id."""

    sequence: int
    instant: str
    actor: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Which state of the journal a register was read from.

    `sequence` and `digest` are those of the last entry it includes; a register read from files
    has sequence 0 and no digest. `instant` is that entry's (ISO 8601, UTC).
    """

    sequence: int = 0
    digest: str = ""
    instant: str = ""


_EMPTY: Mapping[str, Record] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Register:
    """A frozen snapshot of the catalogue; two are equal when they hold equal records.

    `records` maps every kind to its records by id, in the order of the ids. Stamps and the
    moment say where it was read from and do not count for equality. `redacted` names records
    whose state at that moment has since been redacted from the journal. `memory` holds what was
    derived from unchanged records, by whatever derived it; a register made of this one shares it.
    """

    records: Mapping[Kind, Mapping[str, Record]]
    stamps: Mapping[Key, Stamp] = field(default_factory=dict)
    moment: Moment = Moment()
    redacted: frozenset[Key] = frozenset()
    memory: dict[Any, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, records: Iterable[Record], moment: Moment = Moment()) -> Register:
        """Make a register of records given in any order."""
        return cls({}, {}, moment).changed(records, (), {}, moment)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Register):
            return NotImplemented
        return all(self.of_kind(kind) == other.of_kind(kind) for kind in REGISTER_KINDS)

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[Record]:
        for kind in REGISTER_KINDS:
            yield from self.of_kind(kind).values()

    def __len__(self) -> int:
        return sum(len(self.of_kind(kind)) for kind in REGISTER_KINDS)

    def changed(
        self,
        put: Iterable[Record],
        gone: Iterable[Key],
        stamps: Mapping[Key, Stamp],
        moment: Moment,
        redacted: frozenset[Key] = frozenset(),
    ) -> Register:
        """Give the register after records were put and others went.

        Records that did not change keep their identity, and kinds without a change their mapping.
        """
        touched: dict[Kind, dict[str, Record]] = {}
        added: set[Kind] = set()

        def held(kind: Kind) -> dict[str, Record]:
            if kind not in touched:
                touched[kind] = _copied(self.of_kind(kind))
            return touched[kind]

        for record in put:
            if record.id not in held(record.KIND):
                added.add(record.KIND)
            held(record.KIND)[record.id] = record
        gone = tuple(gone)
        for kind, id in gone:
            held(kind).pop(id, None)
        records = dict(self.records)
        for kind, found in touched.items():
            ordered = dict(sorted(found.items())) if kind in added else found
            records[kind] = MappingProxyType(ordered)
        kept = _copied(self.stamps)
        kept.update(stamps)
        for key in gone:
            kept.pop(key, None)
        now = MappingProxyType(records), MappingProxyType(kept)
        return Register(*now, moment, redacted, self.memory)

    def of_kind(self, kind: Kind) -> Mapping[str, Record]:
        """Give the records of a kind by id, in the order of the ids."""
        return self.records.get(kind, _EMPTY)

    def get(self, kind: Kind, id: str | None) -> Record | None:
        """Give one record; None where there is none."""
        return None if id is None else self.of_kind(kind).get(id)

    def all(self, cls: type[R]) -> Mapping[str, R]:
        """Give the records of one class by id, in the order of the ids."""
        return self.of_kind(cls.KIND)  # type: ignore[return-value]

    @property
    def organisations(self) -> Mapping[str, Organisation]:
        """Organisations by id."""
        return self.all(Organisation)

    @property
    def parties(self) -> Mapping[str, Party]:
        """Parties by id."""
        return self.all(Party)

    @property
    def adequacy_confirmations(self) -> Mapping[str, AdequacyConfirmation]:
        """Adequacy confirmations by id."""
        return self.all(AdequacyConfirmation)

    @property
    def recipient_categories(self) -> Mapping[str, RecipientCategory]:
        """Categories of recipients by id."""
        return self.all(RecipientCategory)

    @property
    def engagements(self) -> Mapping[str, Engagement]:
        """Engagements by id."""
        return self.all(Engagement)

    @property
    def systems(self) -> Mapping[str, System]:
        """Systems by id."""
        return self.all(System)

    @property
    def data_categories(self) -> Mapping[str, DataCategory]:
        """Categories of personal data by id."""
        return self.all(DataCategory)

    @property
    def data_subject_categories(self) -> Mapping[str, DataSubjectCategory]:
        """Categories of data subjects by id."""
        return self.all(DataSubjectCategory)

    @property
    def purposes(self) -> Mapping[str, Purpose]:
        """Purposes by id."""
        return self.all(Purpose)

    @property
    def retention_rules(self) -> Mapping[str, RetentionRule]:
        """Retention rules by id."""
        return self.all(RetentionRule)

    @property
    def security_measures(self) -> Mapping[str, SecurityMeasure]:
        """Security measures by id."""
        return self.all(SecurityMeasure)

    @property
    def activities(self) -> Mapping[str, Activity]:
        """Activities by id."""
        return self.all(Activity)

    @property
    def flows(self) -> Mapping[str, Flow]:
        """Declared flows by id."""
        return self.all(Flow)

    @property
    def transfers(self) -> Mapping[str, Transfer]:
        """Declared transfers by id."""
        return self.all(Transfer)

    @property
    def documents(self) -> Mapping[str, Document]:
        """Documents by id."""
        return self.all(Document)

    @property
    def people(self) -> Mapping[str, Person]:
        """People by id."""
        return self.all(Person)

    @cached_property
    def declared(self) -> Mapping[str, tuple[Transfer, ...]]:
        """The declared transfers that are not retired, by the engagement that imports."""
        index: dict[str, list[Transfer]] = {}
        for transfer in self.transfers.values():
            if transfer.importer is not None and not transfer.retired:
                index.setdefault(transfer.importer, []).append(transfer)
        return {id: tuple(transfers) for id, transfers in index.items()}

    def remembered(self, what: object, asked: object, make: Callable[[], T]) -> T:
        """Give what was made of these very records for what is asked; made anew for any other.

        Only the last is kept, by all registers that share the memory.
        """
        known = self.memory.get(what)
        if known is None or known[0] is not self.records or known[1] != asked:
            known = self.memory[what] = (self.records, asked, make())
        made: T = known[2]
        return made

    @cached_property
    def referrers(self) -> Mapping[Key, tuple[Record, ...]]:
        """What links to each record, once for each record that does; indexed in one pass."""
        index: dict[Key, list[Record]] = {}
        for record in self:
            for key in {(link.kind, link.id) for link in references(record)}:
                index.setdefault(key, []).append(record)
        return {key: tuple(found) for key, found in index.items()}

    def only(
        self, organisations: Iterable[str], strangers: Collection[str] | None = None
    ) -> Register:
        """Give what these organisations may see: their own records and the shared they reach.

        A shared record is everybody's, its note too; of its sources it keeps those whose document
        they may see. Where `strangers` are given, the ids of those who belong elsewhere alone, it
        adds the shared records that no organisation reaches, such as a purpose that is not used
        yet, but for those that a stranger changed last.
        """
        allowed = frozenset(organisations)
        seen = self._closure(record for record in self if owner(record) in allowed)
        unclaimed = strangers is not None
        theirs = frozenset(strangers or ())
        if unclaimed and seen:
            seen |= self._unclaimed(theirs)
        kept = [_without_foreign_sources(record, seen) for record in seen.values()]
        stamps = {key: stamp for key, stamp in self.stamps.items() if key in seen}
        redacted: frozenset[Key] = (
            frozenset()
        )  # whose organisation each belonged to is redacted too
        memory = self.memory.setdefault(("only", allowed, unclaimed, theirs), {})
        empty = Register({}, memory=memory)
        return empty.changed(kept, (), stamps, self.moment, redacted)

    def _unclaimed(self, strangers: frozenset[str]) -> dict[Key, Record]:
        """Give the shared records that no organisation reaches and no stranger changed last."""
        claimed = self._closure(record for record in self if owner(record) is not None)
        found = {(r.KIND, r.id): r for r in self if owner(r) is None}
        stamps = self.stamps
        return {
            key: record
            for key, record in found.items()
            if key not in claimed and not (key in stamps and stamps[key].actor in strangers)
        }

    def _closure(self, begin: Iterable[Record]) -> dict[Key, Record]:
        """Give records with the shared ones they lead to."""
        seen: dict[Key, Record] = {}
        todo = list(begin)
        while todo:
            record = todo.pop()
            key = (record.KIND, record.id)
            if key not in seen:
                seen[key] = record
                todo.extend(self._reached(record))
        return seen

    def _reached(self, record: Record) -> Iterator[Record]:
        for link in references(record):
            target = self.of_kind(link.kind).get(link.id)
            if target is not None and owner(target) is None:
                yield target
        if isinstance(record, Party):
            yield from self._confirmations.get(record.id, ())

    @cached_property
    def _confirmations(self) -> Mapping[str, tuple[AdequacyConfirmation, ...]]:
        index: dict[str, tuple[AdequacyConfirmation, ...]] = {}
        for confirmation in self.adequacy_confirmations.values():
            index[confirmation.party] = (*index.get(confirmation.party, ()), confirmation)
        return index


def _copied(mapping: Mapping[K, V]) -> dict[K, V]:
    # dict(proxy) would ask the proxy for every key.
    return mapping.copy() if isinstance(mapping, MappingProxyType) else dict(mapping)


def owner(record: Record) -> str | None:
    """Give the id of the organisation a record belongs to; None for shared ones."""
    if isinstance(record, Organisation):
        return record.id
    return getattr(record, "organisation", None)


def _without_foreign_sources(record: Record, seen: Mapping[Key, Record]) -> Record:
    kept = tuple(
        source
        for source in record.provenance
        if source.document is None or (Kind.DOCUMENT, source.document) in seen
    )
    if len(kept) == len(record.provenance):
        return record
    return msgspec.structs.replace(record, provenance=kept)
