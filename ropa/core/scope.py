"""The part of a register that chosen activities reach."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import msgspec

from ropa.core.register import Key, Register
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.party import Party
from ropa.records.references import references
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind


def scoped(
    register: Register, organisation: str | None, activities: Collection[str] | None = None
) -> Register:
    """Give what an organisation may see or, of it, some activities and all they reach.

    Without an organisation, of the whole catalogue. The organisation itself is always there, with
    what it links to. An activity reaches what it links to and what that links to; the engagements
    that work under those its data go to; the transfers declared for them; the flows that serve
    it, which then name no other activity; and the confirmations that an adequacy holds for their
    parties. KeyError for an activity that is not there.
    """
    own = register if organisation is None else register.only([organisation])
    if activities is None:
        return own
    found = _Reach(own, frozenset(activities))
    whose = own.get(Kind.ORGANISATION, organisation)
    if whose is not None:
        found.take(whose)
    for id in sorted(found.activities):
        found.take(own.activities[id])
    kept = found.seen
    stamps = {key: stamp for key, stamp in own.stamps.items() if key in kept}
    return Register({}).changed(kept.values(), (), stamps, own.moment)


@dataclass
class _Reach:
    """What is reached so far; `onward` are the engagements that data go to from an activity."""

    register: Register
    activities: frozenset[str]
    seen: dict[Key, Record] = field(default_factory=dict)
    onward: set[str] = field(default_factory=set)

    def take(self, begin: Record) -> None:
        """Add a record and all it reaches."""
        todo = [(begin, True)]
        while todo:
            record, onward = todo.pop()
            key = (record.KIND, record.id)
            known = key in self.seen
            onward = onward and isinstance(record, Engagement)
            if known and (not onward or record.id in self.onward):
                continue
            if onward:
                self.onward.add(record.id)
                todo.extend((below, True) for below in self._below(record))
            if not known:
                self.seen[key] = record = self._trimmed(record)
                todo.extend(self._links(record))

    def _links(self, record: Record) -> Iterator[tuple[Record, bool]]:
        """Give what a record leads to, and whether data go there from the activity."""
        onward = record.KIND in (Kind.ACTIVITY, Kind.SYSTEM, Kind.FLOW)
        for link in references(record):
            target = self.register.get(link.kind, link.id)
            if target is not None:
                yield target, onward
        for referrer in self.register.referrers.get((record.KIND, record.id), ()):
            if _belongs(referrer, record):
                yield referrer, False

    def _below(self, record: Record) -> Iterator[Engagement]:
        """Give the engagements that work under one."""
        for referrer in self.register.referrers.get((record.KIND, record.id), ()):
            if isinstance(referrer, Engagement) and referrer.under == record.id:
                yield referrer

    def _trimmed(self, record: Record) -> Record:
        """Take other activities out of a flow."""
        if not isinstance(record, Flow) or not record.activities:
            return record
        kept = tuple(id for id in record.activities if id in self.activities)
        return msgspec.structs.replace(record, activities=kept)


def _belongs(referrer: Record, record: Record) -> bool:
    """Whether what links to a record is reached with it."""
    match referrer:
        case Flow():
            return isinstance(record, Activity)
        case Transfer():
            return isinstance(record, Engagement)
        case AdequacyConfirmation():
            return isinstance(record, Party)
    return False
