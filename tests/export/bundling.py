"""Journals and bundles for tests, made without a database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import msgspec

from ropa.core.journal import GENESIS, Entry, chained, digest_of
from ropa.core.register import Moment, Register
from ropa.core.scope import scoped
from ropa.export.bundle import Part, bundle
from ropa.export.context import Context
from ropa.export.manifest import JOURNAL, KEY, MANIFEST, SIGNATURE, Manifest, listed, manifest_text
from ropa.export.signature import Signer, new_key, signer_of
from ropa.export.strict_zip import packed, unpacked
from ropa.records.base import Record
from ropa.records.codec import encode
from ropa.records.upgrade import VERSION
from ropa.vocabulary import Action, Kind


def key() -> Signer:
    found = signer_of(new_key())
    assert found is not None
    return found


OURS, THEIRS = key(), key()


class Journal:
    """A chain of entries that grows, a second apart."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def put(self, *records: Record, action: Action = Action.CREATED) -> None:
        """Store records, each by an entry of its own."""
        for record in records:
            self.add(action, record.KIND, record.id, encode(record))

    def delete(self, record: Record) -> None:
        self.add(Action.DELETED, record.KIND, record.id, None)

    def redact(self, sequence: int) -> None:
        """Take out a state and say so."""
        gone = self.entries[sequence - 1]
        self.entries[sequence - 1] = msgspec.structs.replace(gone, state=None, salt=None)
        self.add(Action.REDACTED, gone.kind, gone.record, f'{{"sequence":{sequence}}}')

    def add(self, action: Action, kind: Kind, record: str, state: str | None) -> None:
        sequence = len(self.entries) + 1
        at = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
        at += datetime.timedelta(seconds=sequence)
        salt = None if state is None else f"{sequence:032x}"
        entry = Entry(
            sequence=sequence,
            batch=sequence,
            instant=at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            actor=f"actor-{kind}-{record}",
            action=action,
            kind=kind,
            record=record,
            version=0 if action is Action.REDACTED else VERSION,
            reason=f"about {record}",
            digest=None if state is None else digest_of(salt or "", state),
            salt=salt,
            state=state,
            hash="",
        )
        before = self.entries[-1].hash if self.entries else GENESIS
        self.entries.append(msgspec.structs.replace(entry, hash=chained(before, entry)))

    def moment(self, sequence: int | None = None) -> Moment:
        if sequence == 0 or not self.entries:
            return Moment()
        last = self.entries[(sequence or len(self.entries)) - 1]
        return Moment(last.sequence, last.hash, last.instant)


def part(
    records: Iterable[Record],
    moment: Moment,
    organisation: str = "acme",
    activities: Iterable[str] | None = None,
) -> Part:
    """Cut a register to an organisation, or to some of its activities."""
    whole = Register.of(records, moment)
    chosen = None if activities is None else tuple(activities)
    return Part(
        scoped(whole, organisation, chosen),
        whole.organisations[organisation],
        chosen,
        Context(datetime.date(2026, 11, 23), moment.instant, "0.1.0"),
        "1" * 64,
    )


def made(files: Mapping[str, bytes], journal: Journal, part: Part, signer: Signer = OURS) -> bytes:
    found = bundle(files, journal.entries, part, signer)
    assert isinstance(found, bytes), found
    return found


def contents(bundle: bytes) -> dict[str, bytes]:
    return {name: bytes(body) for name, body in unpacked(bundle).files.items()}


def manifest_of(bundle: bytes) -> Manifest:
    return msgspec.json.decode(contents(bundle)[MANIFEST], type=Manifest)


def signed_again(
    bundle: bytes, files: Mapping[str, bytes | None], signer: Signer = OURS, **fields: object
) -> bytes:
    """Give a bundle with other files or none instead of some, listed and signed anew."""
    held = {**contents(bundle), **files, KEY: signer.public}
    kept = {name: body for name, body in held.items() if body is not None}
    body = {name: each for name, each in kept.items() if name not in (MANIFEST, SIGNATURE)}
    changes = {"files": listed(body), "key": signer.fingerprint, **fields}
    text = manifest_text(msgspec.structs.replace(manifest_of(bundle), **changes))
    return packed({**body, MANIFEST: text, SIGNATURE: signer.sign(text)})


def lines(bundle: bytes) -> list[bytes]:
    return contents(bundle)[JOURNAL].splitlines(keepends=True)
