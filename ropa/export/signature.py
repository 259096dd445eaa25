"""Ed25519 signatures, and the PEM texts and fingerprints of the keys that make them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

LENGTH = 64
"""Bytes of a signature."""

_LONGEST_KEY = 10_000


@dataclass(frozen=True)
class Signer:
    """A private key that signs and tells nothing of itself but its public half.

    `public` is that half as PEM, `fingerprint` the SHA-256 of its DER form, in hexadecimal.
    """

    public: bytes
    fingerprint: str
    _key: Ed25519PrivateKey = field(repr=False)

    def sign(self, content: bytes) -> bytes:
        """Give the raw signature of some bytes, the same each time."""
        return self._key.sign(content)


def new_key() -> bytes:
    """Make a private key, as unencrypted PEM."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def signer_of(private: bytes) -> Signer | None:
    """Read a private key from its PEM text; None where it is none of Ed25519."""
    try:
        key = load_pem_private_key(private, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    if not isinstance(key, Ed25519PrivateKey):
        return None
    public = key.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return Signer(pem, _fingerprint(public), key)


def fingerprint_of(public: bytes) -> str | None:
    """Give the fingerprint of a public key in PEM; None where it is none of Ed25519."""
    key = _public(public)
    return _fingerprint(key) if key else None


def in_groups(fingerprint: str) -> str:
    """Write a fingerprint as people compare it, four digits at a time."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def signed_by(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether a signature is that of some bytes by the key whose public half is given as PEM."""
    key = _public(public)
    if key is None or len(signature) != LENGTH:
        return False
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _public(pem: bytes) -> Ed25519PublicKey | None:
    if len(pem) > _LONGEST_KEY:
        return None
    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    if not isinstance(key, Ed25519PublicKey):
        return None
    # The reader finds a key in the middle of anything, even of a bundle given in its place.
    alone = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    # Printed in a document, its lines are shorter.
    return key if b"".join(pem.split()) == b"".join(alone.split()) else None


def _fingerprint(key: Ed25519PublicKey) -> str:
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()
