"""The keys that sign: made once, kept to their owner, and outside the database."""

from __future__ import annotations

import logging
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ropa.export.signature import fingerprint_of, signed_by
from ropa.store.home import INSTANCE, ROOT, signing_keys
from ropa.store.keys import BrokenKey, known_signer, signer


def test_a_key_is_made_on_first_use_and_kept_to_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "instance" / "signing-keys"
    assert known_signer(folder, "acme") is None
    assert not folder.exists()
    first = signer(folder, "acme")
    (kept,) = folder.iterdir()
    assert kept.name == "acme.pem"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    again = known_signer(folder, "acme")
    assert again is not None
    assert again.fingerprint == first.fingerprint == fingerprint_of(first.public)
    assert signed_by(first.public, again.sign(b"words"), b"words")
    assert not signed_by(first.public, again.sign(b"words"), b"other words")
    other = signer(folder, "beta")
    assert other.fingerprint != first.fingerprint
    assert not signed_by(other.public, first.sign(b"words"), b"words")


def test_a_public_half_tells_nothing_of_the_other(tmp_path: Path) -> None:
    found = signer(tmp_path, "acme")
    assert found.public.startswith(b"-----BEGIN PUBLIC KEY-----")
    private = (tmp_path / "acme.pem").read_text().splitlines()[1]
    assert private not in repr(found)
    assert private.encode() not in found.public


def test_threads_and_processes_at_once_get_one_key(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from ropa.store.keys import signer; "
        "print(signer(pathlib.Path(sys.argv[1]), 'acme').fingerprint)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    with ThreadPoolExecutor(8) as threads:
        made = {
            one.fingerprint for one in threads.map(lambda _: signer(tmp_path, "acme"), range(8))
        }
    for process in running:
        made.add(process.communicate()[0].strip())
        assert process.returncode == 0
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["acme.pem"]


@pytest.mark.parametrize("content", [b"", b"words", b"-----BEGIN PRIVATE KEY-----\nx\n"])
def test_a_broken_key_is_told_by_its_file_and_stays(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "acme.pem").write_bytes(content)
    with pytest.raises(BrokenKey, match=r"acme\.pem does not hold an Ed25519 key"):
        signer(tmp_path, "acme")
    assert (tmp_path / "acme.pem").read_bytes() == content
    assert caplog.text == ""


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BrokenKey, match="cannot be read or made"):
        signer(tmp_path / "file" / "keys", "acme")


@pytest.mark.parametrize("id", ["", "../acme", "a/b", "..", "/etc/acme"])
def test_no_id_leads_to_another_folder(tmp_path: Path, id: str) -> None:
    with pytest.raises(ValueError, match="no organisation"):
        signer(tmp_path, id)


def test_the_folder_is_named_by_the_environment_and_never_in_the_repository() -> None:
    assert signing_keys({}) == INSTANCE / "signing-keys"
    assert signing_keys({"ROPA_SIGNING_KEYS": "/srv/keys"}) == Path("/srv/keys")
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert any(line.strip("/") == INSTANCE.name for line in ignored)
