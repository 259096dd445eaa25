"""The journal's entries, how they are chained, and what is wrong with a chain.

`hash = SHA-256(previous hash ‖ SHA-256(envelope))`, where the envelope is the canonical JSON of
everything but the state, its salt and the hash. The envelope holds `digest = SHA-256(salt ‖
state)`, so that a state and its salt can be taken out and the chain still verifies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from ropa.vocabulary import Action, Kind

GENESIS = "0" * 64
"""The hash before the first entry."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One change of one record.

    `batch` is the sequence of the first entry written with it, `instant` ISO 8601 in UTC with
    microseconds, `state` the canonical JSON text of the record after it (None where the record
    was deleted, or the state redacted). The state of a redaction names the `sequence` redacted.
    """

    sequence: int
    batch: int
    instant: str
    actor: str
    action: Action
    kind: Kind
    record: str
    version: int
    reason: str | None
    digest: str | None
    salt: str | None
    state: str | None
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry's sequence, hash and instant; sequence 0 before the first."""

    sequence: int = 0
    hash: str = GENESIS
    instant: str = ""


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first entry that does not fit, and why."""

    sequence: int
    message: str


_ENVELOPE = (
    "sequence",
    "batch",
    "instant",
    "actor",
    "action",
    "kind",
    "record",
    "version",
    "reason",
    "digest",
)
_ENCODER = msgspec.json.Encoder(order="sorted")


def digest_of(salt: str, state: str) -> str:
    """Give the salted digest of a state, in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(salt) + state.encode()).hexdigest()


def enveloped(entry: Entry) -> str:
    """Give the digest of an entry's envelope, in hexadecimal: all that the chain needs of it."""
    envelope = _ENCODER.encode({name: getattr(entry, name) for name in _ENVELOPE})
    return hashlib.sha256(envelope).hexdigest()


def linked(previous: str, envelope: str) -> str:
    """Give the hash of the entry with such an envelope after the one whose hash is `previous`."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(envelope)).hexdigest()


def chained(previous: str, entry: Entry) -> str:
    """Give the hash an entry has after the one whose hash is `previous`."""
    return linked(previous, enveloped(entry))


def verify(
    entries: Iterable[Entry], head: Head | None, expect: Head | None = None
) -> Misfit | None:
    """Walk the chain in order and give the first entry that does not fit, or None.

    `head` is None where the journal has lost it.

    `expect` is a sequence and hash noted earlier: an intact chain that lacks them has lost its
    tail, or was computed anew.
    """
    walk = _Walk()
    for entry in entries:
        if message := walk.misfit(entry):
            return Misfit(entry.sequence, message)
        if expect and entry.sequence == expect.sequence and entry.hash != expect.hash:
            return Misfit(entry.sequence, "is not the entry noted earlier: its hash differs")
    return walk.ending(head, expect)


class _Walk:
    """The state of one walk along the chain."""

    def __init__(self) -> None:
        self.last = Head()
        self.batch: tuple[object, ...] = ()
        self.missing: dict[int, Entry] = {}

    def misfit(self, entry: Entry) -> str | None:
        """Say what is wrong with the next entry, or take it in."""
        try:
            message = self._order(entry) or self._state(entry)
        except (AttributeError, TypeError, ValueError, msgspec.MsgspecError):
            return "was changed: it is not in the form of an entry"
        if message is None:
            self.last = Head(entry.sequence, entry.hash, entry.instant)
        return message

    def _order(self, entry: Entry) -> str | None:
        if entry.sequence != self.last.sequence + 1:
            return f"does not follow entry {self.last.sequence}"
        if entry.instant < self.last.instant:
            return "is dated before the entry that precedes it"
        if chained(self.last.hash, entry) != entry.hash:
            return "was changed, or stands in another's place: its hash does not fit"
        batch = (entry.batch, entry.instant, entry.actor, entry.reason)
        if entry.batch != entry.sequence and batch != self.batch:
            return "does not belong to the batch it names"
        self.batch = batch
        return None

    def _state(self, entry: Entry) -> str | None:
        if entry.digest is None:
            return None if entry.state is None else "holds a state although it deleted its record"
        if entry.state is None or entry.salt is None:
            self.missing[entry.sequence] = entry
            return None
        if not fits(entry.salt, entry.state, entry.digest):
            return "holds a state that was changed: its digest does not fit"
        return self._redaction(entry) if entry.action is Action.REDACTED else None

    def _redaction(self, entry: Entry) -> str | None:
        number = redacted_by(entry)
        gone = self.missing.pop(number, None)
        if gone is None:
            return f"says that the state of entry {number} was taken out, but it was not"
        if (gone.kind, gone.record) != (entry.kind, entry.record):
            return f"says that it redacts its own record, but entry {number} is of another"
        return None

    def ending(self, head: Head | None, expect: Head | None) -> Misfit | None:
        """Say what is wrong with the chain as a whole."""
        last = self.last
        if self.missing:
            return Misfit(min(self.missing), "lacks its state, and no redaction says why")
        if expect and expect.sequence > last.sequence:
            return Misfit(
                expect.sequence,
                f"was noted earlier and is gone: the journal ends at {last.sequence}",
            )
        if expect and expect.sequence == 0 and expect.hash != GENESIS:
            return Misfit(0, "is not what every journal begins with")
        if head is None:
            return Misfit(last.sequence + 1, "cannot be looked for: the journal has lost its head")
        if head != last:
            known = isinstance(head.sequence, int)
            return Misfit(
                (min(head.sequence, last.sequence) if known else last.sequence) + 1,
                f"does not fit the head: the journal ends at {last.sequence} ({last.instant}), "
                f"its head says {head.sequence} ({head.instant})",
            )
        return None


def fits(salt: str, state: str, digest: str) -> bool:
    """Whether a state and its salt are those of a digest; not where the salt is no salt."""
    try:
        return digest_of(salt, state) == digest
    except ValueError:
        return False


class _Redaction(msgspec.Struct):
    """The state of a redaction."""

    sequence: int


def redacted_by(entry: Entry) -> int:
    """Give the sequence whose state a redaction took out. Raises `msgspec.MsgspecError`."""
    return msgspec.json.decode(entry.state or "", type=_Redaction).sequence
