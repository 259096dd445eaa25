"""What long exports show at a terminal, and what is left of those that end early."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event

import click
import pytest

from ropa.cli import exports, waiting
from ropa.cli.desk import write_folder
from ropa.export.export import ExportFailed
from ropa.export.formats import BY_NAME
from tests.cli.conftest import Run


class Terminal(io.StringIO):
    """Somebody who watches."""

    def isatty(self) -> bool:
        return True


def test_long_work_shows_a_bar_to_whoever_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = Event()

    class Watched(Terminal):
        def write(self, text: str) -> int:
            begun.set()
            return super().write(text)

    monkeypatch.setattr(sys, "stderr", watched := Watched())
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    with waiting.waiting(2) as tell:
        tell("record.pdf: drawing “Data flow of C1”")
        assert begun.wait(60)
        tell("record.pdf: setting the pages")
    said = watched.getvalue()
    assert "Exporting" in said
    assert "50%" in said
    assert "record.pdf: s" in said
    assert "100%" in said
    assert said.endswith("\n")


@pytest.mark.parametrize(("watching", "patience"), [(Terminal(), 600), (io.StringIO(), 0)])
def test_short_work_shows_none_and_neither_does_a_pipe(
    watching: io.StringIO, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", watching)
    monkeypatch.setattr(waiting, "PATIENCE", patience)
    with waiting.waiting(1) as tell:
        tell("register.json: collecting what is recorded")
    assert watching.getvalue() == ""


def ending(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    """Let a format end early."""

    def write(_export: object) -> bytes:
        raise error

    broken = replace(BY_NAME[name], write=write)
    formats = tuple(broken if one.name == name else one for one in BY_NAME.values())
    formats = tuple(one for one in formats if one.name in ("json", "ods", name))
    monkeypatch.setattr(exports, "FORMATS", formats)
    monkeypatch.setitem(BY_NAME, name, broken)


ASKED = (("export", "ods"), ("export", "all"), ("export", "bundle", "--formats", "json,ods"))


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked[1])
def test_what_is_stopped_leaves_nothing_and_changes_no_file(
    loaded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    ending(monkeypatch, "ods", KeyboardInterrupt())
    target = tmp_path / "new" / "target" if asked[1] == "all" else tmp_path / "target"
    stopped = loaded(*asked, "-o", str(target), code=130)
    assert "Stopped: nothing was written." in stopped.stderr
    assert stopped.stdout == ""
    assert not [path for path in tmp_path.iterdir() if path.name != "signing-keys"]
    if asked[1] != "all":
        target.write_text("before")
        loaded(*asked, "-o", str(target), code=130)
        assert target.read_text() == "before"


def test_a_format_that_fails_is_named_and_leaves_nothing(
    loaded: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending(monkeypatch, "ods", ExportFailed("the picture of “C1”: it was not ready"))
    failed = loaded("export", "all", "-o", str(tmp_path / "new" / "folder"), code=1)
    assert "ods: the picture of “C1”: it was not ready" in failed.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "a" / "b"
    if there:
        folder.mkdir(parents=True)
    # The second file cannot be written: its folder is not there.
    with pytest.raises(click.ClickException, match="cannot be written"):
        write_folder(folder, {"one": b"1", "no/two": b"2"})
    assert folder.exists() is there
    assert list(tmp_path.rglob("one")) == []
    assert (tmp_path / "a").exists() is there
    write_folder(folder, {"one": b"1", "two": b"2"})
    assert {path.name for path in folder.iterdir()} == {"one", "two"}
