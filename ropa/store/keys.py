"""The keys that sign bundles: one for each organisation, beside the database and never in it.

A key is made the first time it is asked for, and kept as an unencrypted PEM file that only its
owner may read. It stands in no dump of the database, so it has a backup of its own.

Whoever has a copy of a key can sign whatever they like in the organisation's name, with any date
of before or after: move the file away, so that a new one is made, say publicly which fingerprint
no longer counts, and hold bundles of before against the journal. Whoever loses a key can sign no
more with it; what it signed stays as good as ever for those who kept the public half, so that is
worth keeping in another place. This register knows its present keys only.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ropa.export.bundle_check import KnownKey
from ropa.export.signature import Signer, new_key, signer_of
from ropa.records.organisation import Organisation
from ropa.store.home import kept_once


class BrokenKey(Exception):
    """A key that can be neither read nor made, in words that name its file."""


def signer(folder: Path, organisation: str) -> Signer:
    """Give what signs for an organisation, of those on record; the key is made where there is none.

    Raises `BrokenKey`.
    """
    path = _path(folder, organisation)
    try:
        content = kept_once(path, new_key)
    except OSError as error:
        raise BrokenKey(f"{path} cannot be read or made: {error.strerror}") from error
    found = signer_of(content)
    if found is None:
        raise BrokenKey(f"{path} does not hold an Ed25519 key.")
    return found


def known_signer(folder: Path, organisation: str) -> Signer | None:
    """Give what signs for an organisation, if it ever did. Raises `BrokenKey`."""
    return signer(folder, organisation) if _path(folder, organisation).exists() else None


def known_keys(folder: Path, organisations: Iterable[Organisation]) -> list[KnownKey]:
    """Give the keys that organisations sign with, of those that ever did. Raises `BrokenKey`."""
    held = ((one, known_signer(folder, one.id)) for one in organisations)
    return [KnownKey(key.fingerprint, one.name, one.id) for one, key in held if key]


def _path(folder: Path, organisation: str) -> Path:
    if organisation in ("", "..") or organisation != Path(organisation).name:
        raise ValueError(f"no organisation has the id {organisation!r}")
    return folder / f"{organisation}.pem"
