"""Whether the journal in a bundle is a chain that leads to the entry the bundle stands at."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from ropa.core.journal import GENESIS, enveloped, fits, linked, redacted_by
from ropa.export.manifest import JOURNAL, Position, Sealed, Told, Withheld
from ropa.export.strict_zip import Fault
from ropa.vocabulary import Action

_SEALED = b'{"envelope":'
_TOLD, _SEAL = msgspec.json.Decoder(Told), msgspec.json.Decoder(Sealed)

_WITHHELD = {
    Withheld.OTHERS: "Its state is left out, because it names records that are not in this bundle.",
    Withheld.REDACTED: "Its state was taken out of the journal after the bundle's moment.",
}


def journal_faults(text: bytes, position: Position) -> tuple[list[Fault], list[Fault]]:
    """Give the first thing that is wrong with a journal, and the entries without their state."""
    walk = _Walk()
    start = 0
    while start < len(text):
        end = text.find(b"\n", start)
        if end < 0:
            return [Fault(JOURNAL, "It ends in the middle of an entry.")], []
        message = walk.misfit(text[start:end])
        if message:
            return [Fault(f"{JOURNAL}, entry {walk.sequence + 1}", message)], []
        start = end + 1
    return walk.ending(position), walk.notes


@dataclass
class _Walk:
    """The state of one walk along the chain."""

    sequence: int = 0
    hash: str = GENESIS
    instant: str = ""
    sealed: set[int] = field(default_factory=set)
    missing: dict[int, Told] = field(default_factory=dict)
    notes: list[Fault] = field(default_factory=list)

    def misfit(self, line: bytes) -> str | None:
        """Say what is wrong with the next line, or take it in."""
        try:
            message = self._sealed(line) if line.startswith(_SEALED) else self._told(line)
        except (msgspec.MsgspecError, ValueError, TypeError, AttributeError, RecursionError):
            return "It is not in the form of an entry."
        self.sequence += message is None
        return message

    def _sealed(self, line: bytes) -> str | None:
        entry = _SEAL.decode(line)
        if message := self._follows(entry.sequence):
            return message
        self.hash = linked(self.hash, entry.envelope)
        self.sealed.add(entry.sequence)
        return None

    def _told(self, line: bytes) -> str | None:
        entry = _TOLD.decode(line)
        if message := self._follows(entry.sequence):
            return message
        if entry.instant < self.instant:
            return "It is dated before an entry that precedes it."
        hash = linked(self.hash, enveloped(entry))
        if hash != entry.hash:
            return (
                "It, or the one before it, was changed or is of another journal: its hash does "
                "not fit."
            )
        if message := self._state(entry):
            return message
        self.hash, self.instant = hash, entry.instant
        return None

    def _follows(self, sequence: int) -> str | None:
        if sequence == self.sequence + 1:
            return None
        return f"An entry is missing: after {self.sequence} comes {sequence}."

    def _state(self, entry: Told) -> str | None:
        if entry.digest is None:
            return None if entry.state is None else "It has a state where its digest says none."
        if entry.state is not None and entry.salt is not None and entry.withheld is None:
            if not fits(entry.salt, entry.state, entry.digest):
                return "Its state was changed: the digest does not fit."
            return self._redaction(entry) if entry.action is Action.REDACTED else None
        if entry.state is not None or entry.salt is not None:
            return "It has half of a state."
        self.missing[entry.sequence] = entry
        return None

    def _redaction(self, entry: Told) -> str | None:
        number = redacted_by(entry)
        gone = self.missing.pop(number, None)
        if gone is None:
            sealed = number in self.sealed
            return None if sealed else f"It says that the state of entry {number} was taken out."
        if (gone.kind, gone.record) != (entry.kind, entry.record):
            return f"It redacts entry {number}, which is of another record."
        words = f"Its state was taken out of the journal later, by entry {entry.sequence}."
        self.notes.append(Fault(f"entry {number}", words))
        return None

    def ending(self, position: Position) -> list[Fault]:
        """Say what is wrong with the chain as a whole."""
        for number, entry in self.missing.items():
            if entry.withheld is None:
                words = "It lacks its state, and nothing says why."
                return [Fault(f"{JOURNAL}, entry {number}", words)]
            self.notes.append(Fault(f"entry {number}", _WITHHELD[entry.withheld]))
        if self.sequence != position.sequence:
            words = (
                f"It ends at entry {self.sequence}, and the bundle says that it stands at "
                f"{position.sequence}."
            )
            return [Fault(JOURNAL, words)]
        if self.hash != position.hash:
            return [Fault(JOURNAL, "It is of another register: it leads to another entry.")]
        return []
