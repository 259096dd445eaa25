"""The journal's entries as what changed, and a batch of them undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from ropa.core.change import Change, Delete, Put
from ropa.core.diff import Difference, differences
from ropa.core.journal import Entry
from ropa.core.names import Names
from ropa.core.register import Key, Register, owner
from ropa.records.base import Record
from ropa.records.canonical import canonical
from ropa.records.codec import decode
from ropa.records.references import Reference, references
from ropa.records.spec import ACCOUNTS, personal
from ropa.vocabulary import Action, Kind

_OF_A_SOURCE = "provenance.document"
_ACCOUNTS = tuple(cls.KIND for cls in ACCOUNTS)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry: which record, when, who, why, what was done, and how it differs from before.

    `instant` is ISO 8601 in UTC, `actor` the id of a user. `redacted` says that the state of
    this entry is no longer in the journal, `before_redacted` that the one before it is not:
    either way there are no differences to show.
    """

    sequence: int
    batch: int
    instant: str
    actor: str
    action: Action
    reason: str | None
    key: Key
    title: str
    redacted: bool
    before_redacted: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What keeps a batch from being undone, and the record it is about."""

    key: Key
    message: str

    def __str__(self) -> str:
        return f"{self.key[0].label} {self.key[1]}: {self.message}"


@dataclass(frozen=True, slots=True)
class Undo:
    """The changes that undo a batch; none where there are `reasons` why it cannot be undone."""

    changes: tuple[Change, ...]
    reasons: tuple[Hindrance, ...]


def state(entry: Entry) -> Record | None:
    """Give the record as an entry left it; None where it was deleted or the state redacted."""
    if entry.state is None or entry.action is Action.REDACTED:
        return None
    return decode(entry.kind, entry.version, entry.state)


def history(
    entries: Iterable[Entry], names: Names, only: Collection[int] | None = None
) -> tuple[HistoryEntry, ...]:
    """Tell what each entry changed, newest first.

    `entries` hold all the entries of the records they are about, in any order, without
    redactions; `only` names the sequences that are wanted. Ids read as `names` has them today.
    """
    told = []
    for key, own in _by_record(entries).items():
        before: Entry | None = None
        for entry in own:
            if only is None or entry.sequence in only:
                told.append(_told(key, entry, before, names))
            before = entry
    return tuple(sorted(told, key=lambda one: -one.sequence))


def _by_record(entries: Iterable[Entry]) -> Mapping[Key, list[Entry]]:
    found: dict[Key, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: one.sequence):
        if entry.action is not Action.REDACTED:
            found.setdefault((entry.kind, entry.record), []).append(entry)
    return found


def _told(key: Key, entry: Entry, before: Entry | None, names: Names) -> HistoryEntry:
    was, now = (state(before) if before else None), state(entry)
    redacted, unread = _is_redacted(entry), before is not None and _is_redacted(before)
    shown = now or was
    return HistoryEntry(
        sequence=entry.sequence,
        batch=entry.batch,
        instant=entry.instant,
        actor=entry.actor,
        action=entry.action,
        reason=entry.reason,
        key=key,
        title=names.of(shown) if shown else names.title(*key),
        redacted=redacted,
        before_redacted=unread,
        differences=() if redacted or unread else differences(was, now, names),
    )


def _is_redacted(entry: Entry) -> bool:
    return entry.state is None and entry.action is not Action.DELETED


def inverse(batch: int, entries: Iterable[Entry], register: Register) -> Undo:
    """Give the changes that undo a batch, only if nothing was built on it.

    `entries` hold all the entries of the records the batch is about, in any order. Everything
    that stands in the way in the journal is said; `hindrances` says what does in the register.
    """
    changes: list[Change] = []
    reasons: list[Hindrance] = []
    for key, own in _by_record(entries).items():
        places = [number for number, entry in enumerate(own) if entry.batch == batch]
        if not places:
            continue
        undone = _undone(key, own, places[0], register)
        if isinstance(undone, str):
            reasons.append(Hindrance(key, undone))
        else:
            changes.append(undone)
    return Undo(() if reasons else tuple(changes), tuple(reasons))


def hindrances(
    changes: Iterable[Change], register: Register, names: Names
) -> tuple[Hindrance, ...]:
    """Say what forbids changes: a link that would lead nowhere, a value that is not allowed.

    `register` is the whole catalogue; what is not in that of `names` is not named.
    """
    every = tuple(changes)
    puts = {change.key: change.record for change in every if isinstance(change, Put)}
    going = {change.key for change in every if isinstance(change, Delete)}
    found: list[Hindrance] = []
    for key in going:
        held = {(r.KIND, r.id) for r in register.referrers.get(key, ())} - going - puts.keys()
        found += [Hindrance(key, message) for message in _needed(key, held, names)]
    for key, record in puts.items():
        for problem in canonical(type(record), record)[1]:
            found.append(Hindrance(key, f"{problem.path}: {problem.message}"))
        lost = {
            _called(link, record)
            for link in references(record)
            if (link.kind, link.id) not in puts and not _leads(link, record, going, register)
        }
        for called in sorted(lost):
            found.append(Hindrance(key, f"it refers to {called}, which is there no more"))
    return tuple(found)


def _needed(key: Key, referrers: Collection[Key], names: Names) -> Iterator[str]:
    """Say what keeps a record from going."""
    if key[0] is Kind.ORGANISATION:
        yield "an organisation stays once it is there"
    seen = sorted(one for one in referrers if names.register.get(*one) is not None)
    for kind, id in seen:
        yield f"the {kind.label.lower()} “{names.title(kind, id)}” refers to it"
    if len(seen) < len(referrers):
        yield "something of another organisation refers to it"


def _called(link: Reference, record: Record) -> str:
    """Name what a link led to; sources of shared records may be of other organisations."""
    if link.field == _OF_A_SOURCE and owner(record) is None:
        return "a document"
    return f"the {link.kind.label.lower()} “{link.id}”"


def _leads(link: Reference, record: Record, going: Collection[Key], register: Register) -> bool:
    """Whether a link leads to a record that the other may refer to."""
    target = register.get(link.kind, link.id)
    if target is None or (link.kind, link.id) in going:
        return False
    own = owner(record)
    shared_source = link.field == _OF_A_SOURCE and own is None
    return shared_source or owner(target) in (None, own)


def _undone(key: Key, own: Sequence[Entry], place: int, register: Register) -> Change | str:
    """Give the change that undoes one entry, or why there is none."""
    entry, before = own[place], own[place - 1] if place else None
    if key[0] in _ACCOUNTS:
        return "accounts are changed where they are kept"
    if entry is not own[-1]:
        return f"it was changed again since, in entry {own[place + 1].sequence}"
    base = None if entry.action is Action.DELETED else entry.sequence
    if before is None or before.action is Action.DELETED:
        return Delete(*key, entry.sequence)
    held = state(before)
    if held is None:
        return f"its state before, of entry {before.sequence}, was redacted"
    kept = _with_personal(held, register)
    if kept is None:
        return "what identifies a person is not in the journal, so a deletion stays"
    return Put(kept, base)


def _with_personal(record: Record, register: Register) -> Record | None:
    """Keep what identifies a person as it stands; None where nobody has it any more."""
    names = personal(type(record))
    if not names:
        return record
    present = register.get(record.KIND, record.id)
    if present is None:
        return None
    return msgspec.structs.replace(record, **{name: getattr(present, name) for name in names})
