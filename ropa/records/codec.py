"""A record as the text of a journal state, and back."""

from __future__ import annotations

import msgspec

from ropa.records.base import Record
from ropa.records.spec import CLASSES, personal
from ropa.records.upgrade import VERSION, upgrade
from ropa.vocabulary import Kind

_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODERS = {kind: msgspec.json.Decoder(cls) for kind, cls in CLASSES.items()}


def journalled(record: Record) -> Record:
    """Give the record without what must be erasable, as the journal holds it."""
    held = [name for name in personal(type(record)) if getattr(record, name) is not None]
    return msgspec.structs.replace(record, **dict.fromkeys(held)) if held else record


def encode(record: Record) -> str:
    """Write the canonical JSON text of a record's state: sorted keys, no unknowns."""
    return _ENCODER.encode(journalled(record)).decode()


def decode(kind: Kind, version: int, state: str) -> Record:
    """Read a state written by this version or an earlier one.

    Raises `msgspec.ValidationError` where the text does not hold such a record, and
    `ValueError` for a version newer than this code.
    """
    if version == VERSION:
        return _DECODERS[kind].decode(state)
    if version > VERSION:
        raise ValueError(f"the state was written by a newer version ({version}) of the product")
    plain = upgrade(kind, version, msgspec.json.decode(state))
    return msgspec.convert(plain, CLASSES[kind])
