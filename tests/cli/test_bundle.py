"""A bundle from the command line, and checking one."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx as reader
import pytest

from ropa.export.manifest import JOURNAL, KEY, MANIFEST
from ropa.export.signature import Signer, in_groups, signer_of
from ropa.records.organisation import Organisation
from tests.build import build
from tests.cli.conftest import Run, behind
from tests.export.bundling import OURS, THEIRS, Journal, contents, made, part, signed_again

DAY = ("--about", "2026-11-23")
SMALL = ("--formats", "ico-controller", *DAY)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "register.zip"


def test_a_bundle_of_everything_is_made_and_found_unchanged(loaded: Run, target: Path) -> None:
    output = loaded("export", "bundle", "-o", str(target), *DAY).output
    assert "OCKTRA.IO LTD, about 2026-11-23, journal 65:" in output
    with zipfile.ZipFile(target) as pack:
        names = set(pack.namelist())
        assert {
            "record.pdf",
            "record.docx",
            "register.json",
            "ico-controller.xlsx",
            JOURNAL,
            KEY,
        } <= names
        drawn = [name for name in names if name.startswith("diagrams/")]
        register = json.loads(pack.read(MANIFEST))
        assert len(pack.read(JOURNAL).splitlines()) == 65
    assert len(drawn) > 5
    assert register["organisation"] == {"id": "ocktra", "name": "OCKTRA.IO LTD"}
    found = loaded("verify", str(target)).output
    assert "Whole and unchanged." in found
    assert "In the journal here: the same entry" in found
    assert "Signed by: OCKTRA.IO LTD" in found


def words(docx: bytes) -> list[str]:
    tables = reader.Document(io.BytesIO(docx)).tables
    return [p.text for one in tables for row in one.rows for c in row.cells for p in c.paragraphs]


def test_documents_say_the_fingerprint_that_verify_says(loaded: Run, tmp_path: Path) -> None:
    def record(name: str) -> bytes:
        loaded("export", "docx", "-o", str(tmp_path / name), *DAY, "--activity", "C1")
        return (tmp_path / name).read_bytes()

    assert "No bundle has been signed yet" in words(record("before.docx"))
    assert not (tmp_path / "signing-keys").exists()
    target = tmp_path / "register.zip"
    chosen = ("--formats", "docx", "--activity", "C1", *DAY)
    loaded("export", "bundle", "-o", str(target), *chosen)
    (line,) = [one for one in loaded("verify", str(target)).output.splitlines() if "Fingerp" in one]
    fingerprint = line.partition(": ")[2]
    after = record("after.docx")
    assert words(after).count(fingerprint) == 2  # on the cover and in the last part
    assert contents(target.read_bytes())["record.docx"] == after
    # The key as it is printed is one that a bundle can be held against.
    at = words(after).index("-----BEGIN PUBLIC KEY-----")
    (tmp_path / "printed.pem").write_text("\n".join(words(after)[at : at + 5]))
    output = loaded("verify", str(target), "--key", str(tmp_path / "printed.pem")).output
    assert "Whole and unchanged" in output


def test_a_broken_key_is_told_and_no_document_made(loaded: Run, tmp_path: Path) -> None:
    (tmp_path / "signing-keys").mkdir()
    (tmp_path / "signing-keys" / "ocktra.pem").write_text("no key")
    output = loaded("export", "pdf", "-o", str(tmp_path / "x.pdf"), code=1).output
    assert "ocktra.pem does not hold an Ed25519 key." in output
    assert not (tmp_path / "x.pdf").exists()


def test_the_same_register_gives_the_same_bundle(loaded: Run, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        loaded("export", "bundle", "-o", str(tmp_path / name), *SMALL)
    loaded("user", "add", "a@b.example", "--role", "dpo", "--password", "x" * 12)
    loaded("export", "bundle", "-o", str(tmp_path / "then.zip"), *SMALL, "--as-of", "65")
    one = (tmp_path / "one.zip").read_bytes()
    assert one == (tmp_path / "two.zip").read_bytes()
    assert one == (tmp_path / "then.zip").read_bytes()
    loaded("export", "bundle", "-o", str(tmp_path / "now.zip"), *SMALL)
    assert "67:" in loaded("verify", str(tmp_path / "now.zip")).output
    assert "the same entry" in loaded("verify", str(tmp_path / "one.zip")).output


def test_one_activity_tells_nothing_of_the_others(loaded: Run, target: Path) -> None:
    loaded("export", "bundle", "-o", str(target), "--activity", "C1", *SMALL)
    manifest = json.loads(contents(target.read_bytes())[MANIFEST])
    (chosen,) = manifest["activities"]
    journal = [json.loads(line) for line in contents(target.read_bytes())[JOURNAL].splitlines()]
    told = [entry for entry in journal if "envelope" not in entry]
    assert [entry["sequence"] for entry in journal] == list(range(1, 66))
    assert 0 < len(told) < 65
    assert {entry["record"] for entry in told if entry["kind"] == "activity"} == {chosen}
    assert all(entry.get("withheld") is None for entry in told)
    assert f"Only the activities: {chosen}" in loaded("verify", str(target)).output
    processor = ("--where", "role=processor", *SMALL)
    loaded("export", "bundle", "-o", str(target), *processor)
    filtered = json.loads(contents(target.read_bytes())[MANIFEST])["activities"]
    assert len(filtered) > 1
    assert chosen not in filtered
    problem = loaded("export", "bundle", "-o", str(target), "--activity", "C99", *DAY, code=1)
    assert "There is no activity “C99”" in problem.output
    none = loaded("export", "bundle", "-o", str(target), "--activity", "C1", *processor, code=1)
    assert "No activity is like that" in none.output


def test_what_was_changed_is_refused_with_the_reason(loaded: Run, target: Path) -> None:
    loaded("export", "bundle", "-o", str(target), *SMALL)
    good = target.read_bytes()
    at = good.index(b"ico-controller.xlsx") + 1000
    target.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
    output = loaded("verify", str(target), code=1).output
    assert "This was changed." in output
    assert "ico-controller.xlsx: It was changed after the signing" in output
    target.write_bytes(signed_again(good, {}, THEIRS))
    output = loaded("verify", str(target), code=1).output
    assert (
        f"a key that is not known here, whose fingerprint is {in_groups(THEIRS.fingerprint)}"
        in output
    )
    target.write_bytes(b"nothing of the kind")
    assert "This is not a ZIP file" in loaded("verify", str(target), code=1).output


def test_a_key_is_enough_where_there_is_no_register(folder_run: Run, target: Path) -> None:
    key, other = target.with_name("key.pem"), target.with_name("other.pem")
    key.write_bytes(OURS.public)
    other.write_bytes(THEIRS.public)
    target.write_bytes(of_another_journal(3, OURS))
    output = folder_run("verify", str(target), "--key", str(key)).output
    assert "Whole and unchanged." in output
    assert "In the journal here: not compared" in output
    output = folder_run("verify", str(target), "--key", str(other), code=1).output
    assert "a key that is not known here" in output
    output = folder_run("verify", str(target), "--key", str(target), code=2).output
    assert "does not hold the public half" in output


def of_another_journal(entries: int, signer: Signer) -> bytes:
    """Make a bundle of an organisation with the same id, recorded by other entries."""
    journal = Journal()
    ocktra = build(Organisation, id="ocktra")
    journal.put(*[ocktra] * entries)
    return made({}, journal, part([ocktra], journal.moment(), "ocktra"), signer)


def test_a_journal_that_differs_is_told(loaded: Run, target: Path) -> None:
    loaded("export", "bundle", "-o", str(target), *SMALL)
    keys = target.with_name("signing-keys")
    signer = signer_of((keys / "ocktra.pem").read_bytes())
    assert signer is not None
    target.write_bytes(of_another_journal(3, signer))
    output = loaded("verify", str(target), code=1).output
    assert "This does not fit the journal." in output
    assert "The journal here has another entry 3" in output
    target.write_bytes(of_another_journal(70, signer))
    output = loaded("verify", str(target), code=1).output
    assert "The journal here ends before entry 70" in output
    # Nothing of the journal is told where nobody known signed.
    target.write_bytes(of_another_journal(70, THEIRS))
    output = loaded("verify", str(target), code=1).output
    assert "In the journal here: not compared" in output
    assert "ends before" not in output


def test_a_journal_that_was_changed_is_not_vouched_for(
    loaded: Run, target: Path, empty_url: str
) -> None:
    behind(empty_url, "UPDATE journal_entry SET actor = 'nobody' WHERE sequence = 7")
    output = loaded("export", "bundle", "-o", str(target), *SMALL, code=1).output
    assert "Entry 7 of the journal does not fit" in output
    assert not target.exists()


def test_wrong_words_are_told(loaded: Run, target: Path) -> None:
    output = loaded("export", "bundle", "-o", str(target), "--formats", "pfd", code=2).output
    assert "there is no pfd (there are pdf, docx," in output
    (target.parent / "signing-keys").mkdir()
    (target.parent / "signing-keys" / "ocktra.pem").write_text("broken")
    output = loaded("export", "bundle", "-o", str(target), *SMALL, code=1).output
    assert "ocktra.pem does not hold an Ed25519 key" in output
    assert not target.exists()
