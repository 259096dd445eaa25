"""A register as one JSON document, in the shape of the files that `load` takes.

It holds every record an export tells of, each under its kind and id, without what is unknown. What
is not in a register is not in it: accounts and roles, drafts, the journal, and the content of
files, of which it has the SHA-256.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from ropa.export.export import Export
from ropa.records.stated import plain


def json_of(export: Export) -> bytes:
    """Write the document; the same register always gives the same bytes."""
    records = _records(export)
    head = {**msgspec.to_builtins(export.imprint), "records": digest(records)}
    document = msgspec.json.encode({"ropa": head, "records": records})
    return msgspec.json.format(document, indent=2) + b"\n"


def digest(records: dict[str, Any]) -> str:
    """Give the SHA-256 of the records as compact JSON with sorted names.

    It stays the same where they are restored from the document, whatever journal they come to.
    """
    return hashlib.sha256(msgspec.json.encode(records, order="sorted")).hexdigest()


def _records(export: Export) -> dict[str, Any]:
    return {
        cls.KIND.plural: {id: plain(record) for id, record in held.items()}
        for cls in export.kinds
        if (held := export.register.all(cls))
    }
