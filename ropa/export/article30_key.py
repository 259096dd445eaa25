"""The key that signs bundles of a record, as a part of the record, and how to check one."""

from __future__ import annotations

from collections.abc import Iterator

from ropa.core.answers import State
from ropa.export.document import Block, Fact, Facts, Prose, Section, Words
from ropa.export.signature import fingerprint_of, in_groups
from ropa.records.organisation import Organisation

_FINGERPRINT = "Fingerprint of the key"
_TITLE = "How to check a bundle of this record"
_NONE_YET = "No bundle has been signed yet"
_LINE = 22
"""Letters of a line of the key: no column breaks them, so they can be copied as they stand."""


def key_fact(public: bytes | None) -> Fact:
    """Name the key by its fingerprint, for the cover."""
    if public is None:
        return Fact(_FINGERPRINT, "", (Words(_NONE_YET, State.NONE),))
    return Fact(_FINGERPRINT, "It signs bundles", (Words(_fingerprint(public)),))


def key_section(public: bytes | None, organisation: Organisation) -> Section:
    """Give the public key, and say where to have it from and how to check a bundle with it."""
    return Section("key", _TITLE, tuple(_blocks(public, organisation)))


def _blocks(public: bytes | None, organisation: Organisation) -> Iterator[Block]:
    yield Prose(
        "A bundle is a ZIP file with this record, the journal behind it and a list of all its "
        "files, signed with the organisation’s Ed25519 key. Whoever checks one learns whether it "
        "is whole, unchanged and signed with that key."
    )
    if public is None:
        yield Prose(f"{_NONE_YET}, so there is no key. The first bundle makes it.")
        return
    key = f"/.well-known/ropa-signing-key?organisation={organisation.id}"
    yield Facts(
        (
            Fact(_FINGERPRINT, "SHA-256 of its DER form", (Words(_fingerprint(public)),)),
            Fact("Public key", "PEM", tuple(map(Words, _lines(public)))),
            Fact("Where the key is published", "", (Words(f"{key} of this register"),)),
            Fact(
                "Where to check",
                "",
                (Words("/verify of this register"), Words("scripts/ropa verify FILE.zip")),
            ),
        )
    )


def _fingerprint(public: bytes) -> str:
    found = fingerprint_of(public)
    assert found is not None, public
    return in_groups(found)


def _lines(public: bytes) -> Iterator[str]:
    """Give a key as PEM in short lines, which any reader of PEM takes."""
    first, *body, last = public.decode("ascii").split("\n")[:-1]
    held = "".join(body)
    yield first
    for start in range(0, len(held), _LINE):
        yield held[start : start + _LINE]
    yield last
