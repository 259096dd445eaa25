"""What a bundle says of itself, and the entries of its journal, as values and as text."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import msgspec

from ropa.core.journal import Entry

FORMAT = "ropa-bundle"
VERSION = 1

MANIFEST, SIGNATURE, KEY = "MANIFEST.json", "MANIFEST.sig", "signing-key.pem"
JOURNAL = "journal.jsonl"

Hash = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""A SHA-256, in hexadecimal."""

_Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
_Short = Annotated[str, msgspec.Meta(max_length=1000)]

_ENCODER = msgspec.json.Encoder(order="sorted")


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value that is read from a bundle anybody may have made."""


class Whose(_Strict, frozen=True):
    """The organisation whose record it is."""

    id: _Short
    name: _Short


class Position(_Strict, frozen=True):
    """The entry of the journal that a register stands at; 0 and `GENESIS` before the first."""

    sequence: _Number
    hash: Hash


class Listed(_Strict, frozen=True):
    """A file as it has to be."""

    sha256: Hash
    size: _Number


class Manifest(_Strict, frozen=True):
    """What is signed: whose register, at which clocks, by which law and product, and each file.

    `activities` are the only ones it is about; None for the whole organisation. `key` is the
    fingerprint of the public key. `files` are all but the manifest and its signature.
    """

    format: str
    format_version: int
    version: _Short
    organisation: Whose
    activities: tuple[_Short, ...] | None
    as_recorded: _Short
    about: datetime.date
    law: _Short
    journal: Position
    key: Hash
    files: dict[str, Listed]


class Withheld(StrEnum):
    """Why an entry stands without the state it once had."""

    OTHERS = "others"
    """The state names records that are not in the bundle."""
    REDACTED = "redacted"
    """It was taken out of the journal later than the entry the bundle stands at."""


class Told(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An entry of a record in the bundle."""

    withheld: Withheld | None = None


class Sealed(_Strict, frozen=True):
    """An entry of any other record: that there is one, and what the chain needs of it."""

    envelope: Hash
    sequence: _Number


def listed(files: Mapping[str, bytes]) -> dict[str, Listed]:
    """Say how each file has to be."""
    return {
        name: Listed(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        for name, content in sorted(files.items())
    }


def manifest_text(manifest: Manifest) -> bytes:
    """Write a manifest as JSON, each file on a line of its own for tools that read by line."""
    told = msgspec.to_builtins(manifest)
    files = told.pop("files")
    lines = [f'  "{name}": {_text(value)},' for name, value in told.items()]
    each = ",\n".join(f"    {_text(name)}: {_text(value)}" for name, value in files.items())
    return "\n".join(["{", *lines, '  "files": {', each, "  }", "}", ""]).encode()


def _text(value: object) -> str:
    return _ENCODER.encode(value).decode()


def line_of(entry: Told | Sealed) -> bytes:
    """Write an entry as a line of JSON."""
    return _ENCODER.encode(entry) + b"\n"
