"""Whether a bundle is whole, unchanged and signed by somebody known, and why not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

import msgspec

from ropa.core.journal import Head
from ropa.export.bundle_claims import EXPORTED, misfits
from ropa.export.bundle_journal import journal_faults
from ropa.export.manifest import (
    FORMAT,
    JOURNAL,
    KEY,
    MANIFEST,
    SIGNATURE,
    VERSION,
    Manifest,
    Position,
)
from ropa.export.signature import fingerprint_of, signed_by
from ropa.export.strict_zip import Fault, printable, unpacked

_LARGEST_MANIFEST = 8 * 1024 * 1024
_MOST_FAULTS = 50

_DECODER = msgspec.json.Decoder(Manifest)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A public key somebody has reason to trust, by its fingerprint, and whose it is.

    `organisation` is the id of the only organisation whose records it may sign; None where that
    is not known.
    """

    fingerprint: str
    whose: str
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a bundle, and what it says of itself.

    `manifest` and `fingerprint` are given where the signature fits, by whatever key; what they
    say is vouched for by the `signer`, who is None where nobody known signed. `notes` are entries
    that stand without their state, which is no fault.
    """

    faults: tuple[Fault, ...]
    manifest: Manifest | None = None
    fingerprint: str | None = None
    signer: KnownKey | None = None
    notes: tuple[Fault, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether it is as it was signed, by whomever."""
        return not self.faults

    @property
    def good(self) -> bool:
        """Whether it is as it was signed by somebody known."""
        return self.unchanged and self.signer is not None

    @property
    def stands_at(self) -> int | None:
        """The journal's entry that a good one stands at; of any other nothing is asked."""
        return self.manifest.journal.sequence if self.good and self.manifest else None


class Standing(Enum):
    """How the entry a bundle stands at compares with a journal."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_REACHED = "not reached"


def standing(position: Position, found: Head) -> Standing:
    """Hold a position against what a journal has at that sequence (`Head()` for nothing)."""
    if position.sequence != found.sequence:
        return Standing.NOT_REACHED
    return Standing.SAME if position.hash == found.hash else Standing.DIFFERS


def check(content: bytes, trusted: Iterable[KnownKey]) -> Verdict:
    """Judge a bundle; whatever else it is given is told what it lacks, and never raises."""
    pack = unpacked(content)
    if not pack.complete:
        return Verdict(pack.faults)
    files = pack.files
    signed = _signed(files)
    if isinstance(signed, Fault):
        return Verdict((*pack.faults, signed))
    manifest, fingerprint = signed
    signer = {key.fingerprint: key for key in trusted}.get(fingerprint)
    changed = list(_compared(files, manifest))
    named = {fault.where for fault in changed}
    faults = [fault for fault in pack.faults if fault.where not in named] + changed
    if signer and signer.organisation not in (None, manifest.organisation.id):
        faults.append(Fault(SIGNATURE, _anothers(manifest, signer)))
    notes: list[Fault] = []
    if EXPORTED in files and EXPORTED not in named:
        faults += misfits(files[EXPORTED], manifest)
    if JOURNAL in files:
        found, notes = journal_faults(bytes(files[JOURNAL]), manifest.journal)
        faults += found
    return Verdict(_few(faults), manifest, fingerprint, signer, tuple(notes))


def _anothers(manifest: Manifest, signer: KnownKey) -> str:
    name = printable(manifest.organisation.name)
    return f"It says it is the record of {name}, but it is signed with the key of {signer.whose}."


def _signed(files: Mapping[str, memoryview]) -> tuple[Manifest, str] | Fault:
    """Give a manifest and the key that signed it, or say why nobody did."""
    for name in (MANIFEST, SIGNATURE, KEY):
        if name not in files:
            return Fault(name, "It is missing: this is no bundle of a register, or not all of one.")
    if len(files[MANIFEST]) > _LARGEST_MANIFEST:
        return Fault(MANIFEST, "It is larger than the list of any bundle's files.")
    text, public = bytes(files[MANIFEST]), bytes(files[KEY][:20_000])
    fingerprint = fingerprint_of(public)
    if fingerprint is None:
        return Fault(KEY, "It does not hold the public half of an Ed25519 key.")
    if not signed_by(public, bytes(files[SIGNATURE][:100]), text):
        return Fault(
            SIGNATURE,
            f"The signature does not fit: {MANIFEST}, {SIGNATURE} or {KEY} was changed after the "
            "signing.",
        )
    manifest = _read(text)
    if isinstance(manifest, Fault):
        return manifest
    if manifest.key != fingerprint:
        return Fault(MANIFEST, f"It says that another key signed than the one in {KEY}.")
    return manifest, fingerprint


def _read(text: bytes) -> Manifest | Fault:
    try:
        said = msgspec.json.decode(text, type=_Format)
        if said.format == FORMAT and said.format_version > VERSION:
            return Fault(MANIFEST, "It was made by a newer version of ropa: check it with that.")
        manifest = _DECODER.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return Fault(MANIFEST, "It is not what a bundle says of itself, although it is signed.")
    if manifest.format != FORMAT:
        return Fault(MANIFEST, "It is not the list of a bundle of ropa.")
    return manifest


class _Format(msgspec.Struct):
    """What every version says first."""

    format: str
    format_version: int


def _compared(files: Mapping[str, memoryview], manifest: Manifest) -> Iterator[Fault]:
    """Compare files with the list of them."""
    found = files.keys() - {MANIFEST, SIGNATURE}
    for name in sorted(manifest.files.keys() - found):
        yield Fault(printable(name[:200]), "It is missing.")
    for name in sorted(found - manifest.files.keys()):
        yield Fault(name, "It was added: the signed list does not have it.")
    for name in (JOURNAL, KEY):
        if name not in manifest.files:
            yield Fault(MANIFEST, f"Its list does not have {name}, as that of any bundle.")
    for name in sorted(found & manifest.files.keys()):
        due, body = manifest.files[name], files[name]
        if len(body) != due.size or hashlib.sha256(body).hexdigest() != due.sha256:
            yield Fault(name, "It was changed after the signing: its SHA-256 differs.")


def _few(faults: list[Fault]) -> tuple[Fault, ...]:
    """Give the first of many, and how many more there are."""
    if len(faults) <= _MOST_FAULTS:
        return tuple(faults)
    more = Fault("", f"And {len(faults) - _MOST_FAULTS:,} more of the like.")
    return (*faults[:_MOST_FAULTS], more)
