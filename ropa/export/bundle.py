"""A bundle: exported files with the journal behind them, listed and signed.

It holds the files, `journal.jsonl`, the public key, and `MANIFEST.json` with the signature of its
very bytes. The same register gives the same bytes: no clock is read, and Ed25519 signs alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from ropa.core.journal import GENESIS, Entry, enveloped, linked
from ropa.core.register import Key, Register, owner
from ropa.export.context import Context
from ropa.export.manifest import (
    FORMAT,
    JOURNAL,
    KEY,
    MANIFEST,
    SIGNATURE,
    VERSION,
    Manifest,
    Position,
    Sealed,
    Told,
    Whose,
    Withheld,
    line_of,
    listed,
    manifest_text,
)
from ropa.export.signature import Signer
from ropa.export.strict_zip import MOST_BYTES, MOST_FILES, packed
from ropa.records.codec import decode
from ropa.records.organisation import Organisation
from ropa.records.references import references
from ropa.vocabulary import Action


@dataclass(frozen=True, slots=True)
class Part:
    """What is exported: a register cut to it, whose it is, and what it is read by.

    `activities` are those it was cut to; None for all that the organisation may see. `law` is the
    digest of the law data.
    """

    register: Register
    organisation: Organisation
    activities: tuple[str, ...] | None
    context: Context
    law: str


@dataclass(frozen=True, slots=True)
class BundleProblem:
    """Why there is no bundle, in words."""

    message: str


def bundle(
    files: Mapping[str, bytes], entries: Iterable[Entry], part: Part, signer: Signer
) -> bytes | BundleProblem:
    """Pack files, named by their paths in the bundle, with the journal up to the part's moment.

    `entries` are those of the whole journal, from the first on; what comes after the moment is
    left out. ValueError where files have names of the bundle's own.
    """
    if taken := files.keys() & {JOURNAL, KEY, MANIFEST, SIGNATURE}:
        raise ValueError(f"{sorted(taken)[0]} is the bundle's own")
    journal = journal_of(entries, part)
    if isinstance(journal, BundleProblem):
        return journal
    held = {**files, JOURNAL: journal, KEY: signer.public}
    if len(held) > MOST_FILES - 2 or sum(map(len, held.values())) > MOST_BYTES // 2:
        return BundleProblem("This is more than a bundle may hold: choose fewer formats.")
    text = manifest_text(_manifest(held, part, signer))
    return packed({**held, MANIFEST: text, SIGNATURE: signer.sign(text)})


def _manifest(files: Mapping[str, bytes], part: Part, signer: Signer) -> Manifest:
    moment = part.register.moment
    return Manifest(
        format=FORMAT,
        format_version=VERSION,
        version=part.context.version,
        organisation=Whose(id=part.organisation.id, name=part.organisation.name),
        activities=part.activities,
        as_recorded=part.context.as_recorded,
        about=part.context.about,
        law=part.law,
        journal=Position(sequence=moment.sequence, hash=moment.digest or GENESIS),
        key=signer.fingerprint,
        files=listed(files),
    )


def journal_of(entries: Iterable[Entry], part: Part) -> bytes | BundleProblem:
    """Write the journal up to the part's moment, a line of JSON for each entry.

    An entry of an exported record stands in full. Any other stands as its sequence and the digest
    of its envelope: the chain of hashes still verifies, and neither kind, record, actor, time nor
    reason is told, nor guessed from the digest, for the envelope holds a digest salted at random.
    Only a deletion has none: whoever knows everything else of it, to the microsecond, could make
    sure of that. What sealed entries do tell is how many there are and between which told ones,
    so roughly when others were at work; the last one's time, where it is sealed, is the moment
    as recorded, which every export says; and a told entry's `batch` and reason are those of the
    whole batch, whatever else it changed.

    The state of an exported record is left out (its digest stays) where it names a record that
    is not exported, as an earlier state may. Where the whole of an organisation is exported, what
    its own records name is its own to tell. Entries of an earlier record that was deleted, and
    whose id was given again, are sealed.
    """
    moment = part.register.moment
    writing = _Writing(part)
    for entry in entries:
        if entry.sequence > moment.sequence:
            break
        if entry.sequence != len(writing.lines) + 1 or not writing.take(entry):
            return BundleProblem(
                f"Entry {entry.sequence} of the journal does not fit, so there is nothing to "
                "vouch for: `journal verify` says what is wrong with it."
            )
    if (len(writing.lines), writing.hash) != (moment.sequence, moment.digest or GENESIS):
        return BundleProblem(
            f"The journal does not lead to entry {moment.sequence}, at which the register stands."
        )
    return b"".join(writing.lines)


@dataclass
class _Writing:
    """The lines written so far; `told` says which are of an exported record."""

    part: Part
    hash: str = GENESIS
    lines: list[bytes] = field(default_factory=list)
    envelopes: list[str] = field(default_factory=list)
    told: dict[Key, list[int]] = field(default_factory=dict)
    without: dict[int, Told] = field(default_factory=dict)

    def take(self, entry: Entry) -> bool:
        """Write the next entry; False where it does not fit the chain."""
        envelope = enveloped(entry)
        self.hash = linked(self.hash, envelope)
        self.envelopes.append(envelope)
        key = (entry.kind, entry.record)
        exported = self.part.register.get(*key) is not None
        if exported and entry.action is not Action.DELETED:
            self.told.setdefault(key, []).append(len(self.lines))
            self.lines.append(line_of(self._told(entry)))
        else:
            self.lines.append(self._sealed(len(self.lines)))
            for index in self.told.pop(key, ()):
                self.lines[index] = self._sealed(index)
        return self.hash == entry.hash

    def _sealed(self, index: int) -> bytes:
        return line_of(Sealed(envelope=self.envelopes[index], sequence=index + 1))

    def _told(self, entry: Entry) -> Told:
        told = Told(**msgspec.structs.asdict(entry))
        if entry.digest is None or entry.action is Action.REDACTED:
            return told
        if entry.state is None:
            return msgspec.structs.replace(told, withheld=Withheld.REDACTED)
        if self._tells_of_others(entry):
            return msgspec.structs.replace(told, state=None, salt=None, withheld=Withheld.OTHERS)
        return told

    def _tells_of_others(self, entry: Entry) -> bool:
        """Whether a state names what is not exported, or cannot be read to find out."""
        assert entry.state is not None
        try:
            record = decode(entry.kind, entry.version, entry.state)
        except (ValueError, TypeError, msgspec.MsgspecError):
            return True
        if self.part.activities is None and owner(record) == self.part.organisation.id:
            return False
        register = self.part.register
        return any(register.get(link.kind, link.id) is None for link in references(record))
