"""Loading and dumping a register from the command line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import OCKTRA, Run


def texts(folder: Path) -> dict[str, str]:
    return {
        path.name: re.sub(r"(?m)^#.*\n", "", path.read_text("utf-8")) for path in folder.iterdir()
    }


def test_what_was_loaded_is_dumped_as_it_was(loaded: Run, tmp_path: Path) -> None:
    loaded("dump", str(tmp_path / "out"))
    assert texts(tmp_path / "out") == texts(OCKTRA)


def test_loading_twice_changes_nothing(loaded: Run) -> None:
    assert "0 records added, 0 changed, 65 as they were" in loaded("load", str(OCKTRA)).output


def test_a_changed_file_brings_its_records_up_to_date(loaded: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ocktra"
    shutil.copytree(OCKTRA, folder)
    parties = folder / "parties.yml"
    parties.write_text(
        parties.read_text("utf-8") + "  note: Asked for the legal entity.\n", "utf-8"
    )
    assert "0 records added, 1 changed, 64 as they were" in loaded("load", str(folder)).output
    first = tmp_path / "first"
    loaded("dump", str(first), "--as-of", "65")
    assert texts(first) == texts(OCKTRA)


def test_a_folder_in_use_is_not_written_over(loaded: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert "is not empty" in loaded("dump", str(tmp_path), code=1).output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("role: controller", "role: boss", ("activities.yml, line ", "c1.role", "Controller")),
        ("stored_in: [EU]", "stored_in: [ZZ]", ("engagements.yml, line ", "stored_in", "ZZ")),
        ("party: brevo", "party: brevi", ("engagements.yml, line ", "brevi", "brevo")),
        ("  name: AWS\n", "\tname: AWS\n", ("parties.yml, line ",)),
        ("name: Brevo", "name: Brevo\n  name: Brevo", ("parties.yml, line ", "name")),
    ],
)
def test_what_is_wrong_is_named_by_file_line_and_path_and_nothing_is_stored(
    run: Run, tmp_path: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    folder = tmp_path / "ocktra"
    shutil.copytree(OCKTRA, folder)
    (path,) = [path for path in folder.iterdir() if path.name == words[0].partition(",")[0]]
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    output = run("load", str(folder), code=1).output
    assert "Nothing was stored." in output
    for word in words:
        assert word.casefold() in output.casefold()
    assert "0 entries" in run("journal", "verify").output


def test_a_file_that_is_not_text_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "parties.yml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in run("load", str(tmp_path), code=1).output


def test_a_file_it_does_not_know_is_not_passed_over(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ocktra"
    shutil.copytree(OCKTRA, folder)
    (folder / "parties.yml").rename(folder / "parties.yaml")
    output = run("load", str(folder), code=1).output
    assert "parties.yaml" in output
    assert "parties.yml" in output


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_a_file_that_is_none_is_not_passed_over(run: Run, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "ocktra"
    shutil.copytree(OCKTRA, folder)
    if kind == "link":
        (folder / "flows.yml").symlink_to("/nowhere/flows.yml")
    else:
        (folder / "flows.yml").mkdir()
    assert "flows.yml cannot be read" in run("load", str(folder), code=1).output


def test_a_folder_that_cannot_be_made_is_told(loaded: Run) -> None:
    assert "cannot be written" in loaded("dump", "/proc/nope/out", code=1).output
