"""A bundle that is not as it was made is refused, and the reason names what is wrong."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.journal import Head, digest_of
from ropa.export.bundle_check import KnownKey, Standing, Verdict, check, standing
from ropa.export.bundle_words import report
from ropa.export.manifest import JOURNAL, KEY, MANIFEST, SIGNATURE, Position
from ropa.export.signature import fingerprint_of, in_groups, signed_by
from ropa.export.strict_zip import packed
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.records.system import System
from tests.build import build
from tests.export.bundling import (
    OURS,
    THEIRS,
    Journal,
    contents,
    lines,
    made,
    manifest_of,
    part,
    signed_again,
)

KNOWN = KnownKey(OURS.fingerprint, "Acme Ltd", "acme")
FILES = {"register.json": b'{"records": 1}', "diagrams/a1.svg": b"<svg/>"}
RECORDS = [
    build(Organisation),
    build(System, id="mailer"),
    build(System, id="vault"),
    build(Activity, id="a1", systems=["mailer"]),
]


def journal() -> Journal:
    journal = Journal()
    journal.put(*RECORDS)
    return journal


JOURNALLED = journal()
GOOD = made(FILES, JOURNALLED, part(RECORDS, JOURNALLED.moment(), activities=["a1"]))


def judged(content: bytes, *known: KnownKey) -> Verdict:
    return check(content, known or [KNOWN])


def reasons(content: bytes) -> list[str]:
    found = judged(content)
    assert not found.good
    said = report(found, None)
    assert not said.good
    return list(said.reasons)


def test_a_good_bundle_is_told_good() -> None:
    found = judged(GOOD)
    assert found.good, found.faults
    assert found.signer is KNOWN
    said = report(found, JOURNALLED_HEAD)
    assert said.good
    assert said.headline == "Whole and unchanged"
    facts = dict(said.facts)
    assert facts["Record of"] == "Acme Ltd (acme)"
    assert facts["Only the activities"] == "a1"
    assert facts["As recorded"] == "5 January 2026, 09:00:04 UTC"
    assert facts["In force on"] == "23 November 2026"
    assert facts["Journal entry"] == f"4:{JOURNALLED.entries[-1].hash}"
    assert facts["In the journal here"] == "the same entry"
    assert facts["Signed by"] == "Acme Ltd"
    assert facts["Fingerprint of the key"] == in_groups(OURS.fingerprint)
    assert dict(report(found, None).facts)["In the journal here"] == "not compared"


JOURNALLED_HEAD = Head(4, JOURNALLED.entries[-1].hash, JOURNALLED.entries[-1].instant)


def test_a_journal_that_tells_otherwise_is_told() -> None:
    position = Position(sequence=4, hash=JOURNALLED.entries[-1].hash)
    assert standing(position, JOURNALLED_HEAD) is Standing.SAME
    other = Head(4, "0" * 64)
    assert standing(position, other) is Standing.DIFFERS
    assert standing(position, Head()) is Standing.NOT_REACHED
    said = report(judged(GOOD), other)
    assert (said.good, said.headline) == (False, "This does not fit the journal")
    assert "has another entry 4" in said.reasons[0]
    said = report(judged(GOOD), Head())
    assert not said.good
    assert "ends before entry 4" in said.reasons[0]


@given(st.data())
def test_one_byte_changed_anywhere_is_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda value: value != GOOD[at]))
    found = judged(GOOD[:at] + bytes([value]) + GOOD[at + 1 :])
    assert found.faults
    assert all(fault.message for fault in found.faults)


def test_every_bit_of_every_byte_counts() -> None:
    for at in range(len(GOOD)):
        changed = bytearray(GOOD)
        changed[at] ^= 1 << at % 8
        assert judged(bytes(changed)).faults, at


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=30))
def test_what_is_cut_short_or_added_to_is_refused(length: int, more: bytes) -> None:
    assert judged(GOOD[:length]).faults
    assert judged(GOOD + more).faults
    assert judged(GOOD[:length] + more + GOOD[length:]).faults


@given(st.binary(max_size=200))
def test_whatever_else_is_given_is_refused_in_words(given: bytes) -> None:
    for content in (given, b"PK\3\4" + given, b"PK\5\6" + given):
        (first, *_) = reasons(content)
        assert first


@pytest.mark.parametrize("name", [*FILES, JOURNAL, KEY, MANIFEST, SIGNATURE])
def test_a_changed_file_is_named(name: str) -> None:
    body = contents(GOOD)[name]
    first = reasons(packed({**contents(GOOD), name: body[:-2] + b"X" + body[-1:]}))[0]
    assert name in first
    assert "changed" in first or "does not hold the public half" in first


def test_a_byte_that_changed_on_the_way_is_told_by_its_file_alone() -> None:
    at = GOOD.index(FILES["register.json"])
    assert reasons(GOOD[:at] + b"X" + GOOD[at + 1 :]) == [
        "register.json: It was changed after the signing: its SHA-256 differs."
    ]


@pytest.mark.parametrize("name", [*FILES, JOURNAL, KEY, MANIFEST, SIGNATURE])
def test_a_missing_file_is_named(name: str) -> None:
    less = {one: body for one, body in contents(GOOD).items() if one != name}
    assert reasons(packed(less))[0].startswith(f"{name}: It is missing")


def test_an_added_and_a_renamed_file_are_named() -> None:
    assert reasons(packed({**contents(GOOD), "more.txt": b""})) == [
        "more.txt: It was added: the signed list does not have it."
    ]
    renamed = contents(GOOD)
    renamed["report.json"] = renamed.pop("register.json")
    assert reasons(packed(renamed)) == [
        "register.json: It is missing.",
        "report.json: It was added: the signed list does not have it.",
    ]


def test_another_key_is_refused_by_its_fingerprint() -> None:
    forged = signed_again(GOOD, {"register.json": b"forged"}, THEIRS)
    found = judged(forged)
    assert found.unchanged
    assert (found.signer, found.fingerprint) == (None, THEIRS.fingerprint)
    (reason,) = reasons(forged)
    assert "a key that is not known here" in reason
    assert in_groups(THEIRS.fingerprint) in reason
    assert dict(report(found, None).facts)["Signed by"] == "nobody known here"
    # Our key beside their signature does not help.
    mixed = packed({**contents(forged), KEY: OURS.public})
    assert "The signature does not fit" in reasons(mixed)[0]
    assert (
        "The signature does not fit"
        in reasons(packed({**contents(GOOD), SIGNATURE: contents(forged)[SIGNATURE]}))[0]
    )


def test_nobody_signs_for_another_organisation() -> None:
    beta = KnownKey(THEIRS.fingerprint, "Beta Ltd", "beta")
    found = judged(signed_again(GOOD, {}, THEIRS), beta)
    assert not found.good
    assert found.faults[0].message == (
        "It says it is the record of Acme Ltd, but it is signed with the key of Beta Ltd."
    )
    anybody = KnownKey(THEIRS.fingerprint, "theirs.pem")
    assert judged(signed_again(GOOD, {}, THEIRS), anybody).good


def with_journal(*found: bytes, **fields: Any) -> list[str]:
    """Give what is said of a bundle with other lines in its journal, signed anew by us."""
    return reasons(signed_again(GOOD, {JOURNAL: b"".join(found)}, **fields))


def changed(line: bytes, **fields: Any) -> bytes:
    return msgspec.json.encode({**json.loads(line), **fields}, order="sorted") + b"\n"


def test_a_journal_that_does_not_lead_there_is_refused_even_if_signed() -> None:
    first, second, sealed, last = lines(GOOD)
    assert b"envelope" in sealed
    assert (
        "It ends at entry 3, and the bundle says that it stands at 4"
        in with_journal(first, second, sealed)[0]
    )
    assert with_journal(first, second, sealed, last[:-1]) == [
        f"{JOURNAL}: It ends in the middle of an entry."
    ]
    assert f"{JOURNAL}, entry 3: An entry is missing: after 2 comes 4." in with_journal(
        first, second, last
    )
    assert "entry 2: It is not in the form" in with_journal(first, b"{}\n", sealed, last)[0]
    for nested in (b"[" * 100_000, b'{"a":' * 100_000, b'{"envelope":' + b"[" * 100_000, b"\xff"):
        assert "not in the form" in with_journal(nested + b"\n")[0]
    assert (
        "entry 4: It, or the one before it, was changed"
        in with_journal(first, second, changed(sealed, envelope="0" * 64), last)[0]
    )
    actor = changed(second, actor="somebody else")
    assert "entry 2: It, or the one before it" in with_journal(first, actor, sealed, last)[0]
    assert "form of an entry" in with_journal(first, second, changed(sealed, more=1), last)[0]


def test_a_journal_of_another_register_is_refused() -> None:
    other = Journal()
    other.put(*(build(System, id=f"other-{number}") for number in range(4)))
    alien = made(FILES, other, part([build(Organisation)], other.moment()))
    assert with_journal(*lines(alien)) == [
        f"{JOURNAL}: It is of another register: it leads to another entry."
    ]
    assert judged(signed_again(GOOD, {}, journal=Position(sequence=4, hash="1" * 64))).faults


def test_an_export_made_at_another_entry_is_told_even_if_signed() -> None:
    entry = JOURNALLED.entries[-1]
    head = {
        "organisation": "acme",
        "activities": ["a1"],
        "journal": f"{entry.sequence}:{entry.hash}",
        "about": "2026-11-23",
        "law": manifest_of(GOOD).law,
        "version": "9",
    }

    def found(**said: Any) -> list[str]:
        text = json.dumps({"ropa": {**head, **said}, "records": {}}).encode()
        held = part(RECORDS, JOURNALLED.moment(), activities=["a1"])
        verdict = judged(made({"register.json": text}, JOURNALLED, held))
        assert verdict.good is not bool(said)
        return [f"{fault.where}: {fault.message}" for fault in verdict.faults]

    assert found() == []
    assert found(journal="3:" + "0" * 64) == [
        f"register.json: It tells of another journal entry than {MANIFEST} does: 3:{'0' * 64}."
    ]
    assert "another organisation" in found(organisation=None)[0]
    assert "another day" in found(about="2020-01-01")[0]
    assert "another choice of activities" in found(activities=None)[0]
    assert "\x1b" not in found(law="\x1b[2J" * 100)[0]


def test_a_state_is_held_against_its_digest() -> None:
    first, second, sealed, last = lines(GOOD)
    assert with_journal(first, changed(second, state='{"id":"mailer"}'), sealed, last) == [
        f"{JOURNAL}, entry 2: Its state was changed: the digest does not fit."
    ]
    gone = changed(second, state=None, salt=None)
    assert with_journal(first, gone, sealed, last) == [
        f"{JOURNAL}, entry 2: It lacks its state, and nothing says why."
    ]
    assert "half of a state" in with_journal(first, changed(second, salt=None), sealed, last)[0]
    assert "digest does not fit" in with_journal(first, changed(second, salt="x"), sealed, last)[0]


def test_a_redaction_has_to_be_of_what_is_gone() -> None:
    journal = Journal()
    journal.put(*RECORDS)
    journal.put(RECORDS[1])
    state = journal.entries[1].state
    salt = journal.entries[1].salt
    assert state is not None
    assert salt is not None
    journal.redact(2)
    whole = made(FILES, journal, part(RECORDS, journal.moment()))
    assert judged(whole).good
    back = lines(whole)
    back[1] = changed(back[1], state=state, salt=salt)
    back[1] = back[1].replace(b',"withheld":"redacted"', b"")
    found = judged(signed_again(whole, {JOURNAL: b"".join(back)}))
    assert "says that the state of entry 2 was taken out" in found.faults[0].message
    assert digest_of(salt, state) == journal.entries[1].digest


def manifest(text: bytes) -> bytes:
    """Give a bundle with any text as its manifest, signed by us."""
    return packed({**contents(GOOD), MANIFEST: text, SIGNATURE: OURS.sign(text)})


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 1_000_000,
        b'{"a":' * 100_000,
        b'{"format":"x","format_version":1}',
        b'{"format_version":9' + b"9" * 10_000 + b"}",
    ],
)
def test_a_signed_manifest_of_any_text_is_refused(text: bytes) -> None:
    (reason,) = reasons(manifest(text))
    assert reason.startswith(f"{MANIFEST}: It is not what a bundle says of itself")


def test_a_manifest_is_read_strictly() -> None:
    good = json.loads(contents(GOOD)[MANIFEST])
    for wrong in (
        {**good, "more": 1},
        {**good, "key": good["key"] + "\n"},
        {**good, "about": "some day"},
        {**good, "files": {**good["files"], "x": {"sha256": "0" * 64, "size": -1}}},
    ):
        assert "not what a bundle says" in reasons(manifest(json.dumps(wrong).encode()))[0]
    newer = json.dumps({"format": "ropa-bundle", "format_version": 2, "new": {}}).encode()
    assert "made by a newer version" in reasons(manifest(newer))[0]
    other = json.dumps({**good, "format": "other"}).encode()
    assert "not the list of a bundle" in reasons(manifest(other))[0]
    another = json.dumps({**good, "key": THEIRS.fingerprint}).encode()
    assert "another key signed" in reasons(manifest(another))[0]
    less = {name: file for name, file in good["files"].items() if name != JOURNAL}
    assert any(
        "does not have journal.jsonl" in reason
        for reason in reasons(manifest(json.dumps({**good, "files": less}).encode()))
    )
    assert "larger than the list" in reasons(manifest(b" " * 9_000_000))[0]


def test_names_in_a_manifest_cannot_steer_a_terminal() -> None:
    good = json.loads(contents(GOOD)[MANIFEST])
    good["files"]["\x1b[2J"] = {"sha256": "0" * 64, "size": 0}
    good["organisation"]["name"] = "\x1b]0;x\x07\u202eAcme"
    found = judged(manifest(json.dumps(good).encode()))
    said = report(found, None)
    assert all(text.isprintable() for text in (*said.reasons, *dict(said.facts).values()))


def zip_with(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """Give a ZIP file as another program makes it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        change(pack)
    return target.getvalue()


def one(name: str, method: int = zipfile.ZIP_STORED) -> bytes:
    return zip_with(lambda pack: pack.writestr(zipfile.ZipInfo(name), b"x" * 100, method))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a ZIP file"),
        (b"%PDF-1.7", "not a ZIP file"),
        (zip_with(lambda _: None), "not a ZIP file that holds something"),
        (one("/etc/passwd"), "leads to a place outside"),
        (one("C:/x"), "leads to a place outside"),
        (one("\\x"), "leads to a place outside"),
        (one("a/../../x"), "leads out of the folder"),
        (one("..\\x"), "leads out of the folder"),
        (one("a b"), "No file of a bundle has such a name"),
        (one("\x1b[2J"), "No file of a bundle has such a name"),
        (one("x" * 60_000), "No file of a bundle has such a name"),
        (one("folder/"), "No file of a bundle has such a name"),
        (one("x.txt", zipfile.ZIP_DEFLATED), "x.txt: It is compressed"),
    ],
)
def test_hostile_files_are_refused_in_words(content: bytes, words: str) -> None:
    (reason,) = reasons(content)
    assert words in reason
    assert reason.isprintable()
    assert len(reason) < 500


def test_a_file_of_two_names_is_refused() -> None:
    def twice(pack: zipfile.ZipFile) -> None:
        for content in (b"one", b"two"):
            pack.writestr(zipfile.ZipInfo("a.txt"), content, zipfile.ZIP_STORED)

    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zip_with(twice)
    assert reasons(content)[-1].startswith("a.txt: Two files have this name")


def test_an_encrypted_file_is_refused() -> None:
    content = bytearray(GOOD)
    content[6] |= 1
    assert reasons(bytes(content)) == [f"{MANIFEST}: It is encrypted, and nothing in a bundle is."]


def test_a_bundle_packed_anew_is_told_so() -> None:
    def again(pack: zipfile.ZipFile) -> None:
        for name, body in contents(GOOD).items():
            pack.writestr(name, body)

    assert "it was packed anew. Ask for the file as it was exported." in reasons(zip_with(again))[0]


def test_files_in_another_order_are_told() -> None:
    def backwards(pack: zipfile.ZipFile) -> None:
        for name, body in reversed(contents(GOOD).items()):
            pack.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_STORED)

    assert any("the files were packed anew" in reason for reason in reasons(zip_with(backwards)))


def test_nothing_grows_in_memory() -> None:
    """A bomb is refused before anything of it is unpacked, and so are very many files."""
    bomb = zip_with(lambda pack: pack.writestr("x.txt", b"\0" * 50_000_000))
    nothing = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0)
    many = (nothing + b"x") * 300_000
    huge = (
        struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, 2**32 - 1, 2**32 - 1, 1, 0) + b"x"
    )
    named = b"".join(
        struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, 6, 0) + b"%06d" % number
        for number in range(30_000)
    )
    tracemalloc.start()
    assert "compressed" in reasons(bomb)[0]
    assert "Two files have this name" in reasons(many)[0]
    assert "cut short" in reasons(huge)[0]
    assert "more than 20,000 files" in reasons(named)[-1]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


def test_of_many_faults_the_first_are_told() -> None:
    many = {f"f{number}": b"" for number in range(100)}
    found = judged(packed({**contents(GOOD), **many}))
    assert len(found.faults) == 51
    assert found.faults[-1].message == "And 50 more of the like."


@given(st.binary(max_size=100))
def test_no_text_is_a_key_and_no_bytes_a_signature(text: bytes) -> None:
    assert fingerprint_of(text) is None
    assert not signed_by(text, b"\0" * 64, b"")
    assert not signed_by(OURS.public, text, b"content")


def test_a_key_of_another_kind_is_none_of_ours() -> None:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = generate_private_key(SECP256R1()).public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert fingerprint_of(pem) is None
    assert "public half of an Ed25519 key" in reasons(packed({**contents(GOOD), KEY: pem}))[0]
    assert "PrivateKey" not in repr(OURS)
    # Nor is a bundle a key, although one stands in the middle of it.
    assert OURS.public in GOOD
    assert fingerprint_of(GOOD) is None
    assert fingerprint_of(b"words\n" + OURS.public) is None
    assert fingerprint_of(OURS.public.replace(b"\n", b"\r\n")) == OURS.fingerprint
    assert manifest_of(GOOD).key == fingerprint_of(OURS.public)
