"""Whether the exported JSON in a bundle tells of itself what the bundle tells of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import msgspec

from ropa.export.manifest import MANIFEST, Manifest
from ropa.export.strict_zip import Fault, printable

EXPORTED = "register.json"
"""The only file that a program reads back into a register."""

_LONGEST = 100


class _Head(msgspec.Struct):
    """What the export says of itself, as far as the bundle says it, too."""

    organisation: str | None
    activities: tuple[str, ...] | None
    journal: str | None
    about: datetime.date
    law: str


class _Exported(msgspec.Struct):
    ropa: _Head


_DECODER = msgspec.json.Decoder(_Exported)


def misfits(text: memoryview, manifest: Manifest) -> Iterator[Fault]:
    """Give what an exported JSON says otherwise than the manifest; nothing where it has no head."""
    try:
        head = _DECODER.decode(text).ropa
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return
    position = manifest.journal
    entry = f"{position.sequence}:{position.hash}" if position.sequence else None
    for what, said, due in (
        ("organisation", head.organisation, manifest.organisation.id),
        ("choice of activities", head.activities, manifest.activities),
        ("journal entry", head.journal, entry),
        ("day", head.about, manifest.about),
        ("law data", head.law, manifest.law),
    ):
        if said != due:
            told = printable(str("nothing" if said is None else said))[:_LONGEST]
            yield Fault(EXPORTED, f"It tells of another {what} than {MANIFEST} does: {told}.")
