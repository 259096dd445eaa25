from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from ropa.export import child, drawing
from ropa.export.drawing import DrawingProblem, draw
from tests.export.test_drawing import star


def test_an_engine_that_takes_too_long_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "SECONDS", 0.01)
    assert draw(star(("Vendor",))) == DrawingProblem(
        "The picture was not ready after 0.01 seconds.", passing=True
    )


HEAVY = "digraph {" + "".join(f"a{n * 7 % 4999} -> a{n * 31 % 4993};" for n in range(15_000)) + "}"


def test_an_engine_that_takes_too_much_processor_time_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child, "PROCESSOR_SECONDS", 1)
    monkeypatch.setattr(child, "MEMORY", 1 << 34)
    monkeypatch.setattr(drawing, "dot_text", lambda *flow, **options: HEAVY)
    assert draw(star(("Vendor",))) == DrawingProblem(
        "The picture needs more time or memory than it may take."
    )


def test_an_engine_that_takes_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MEMORY", 300 << 20)
    monkeypatch.setattr(drawing, "dot_text", lambda *flow, **options: HEAVY)
    assert draw(star(("Vendor",))) == DrawingProblem(
        "The picture needs more time or memory than it may take."
    )


@pytest.mark.parametrize("dot", ["digraph {", "nonsense", ""])
def test_what_the_engine_cannot_read_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, dot: str
) -> None:
    monkeypatch.setattr(drawing, "dot_text", lambda *flow, **options: dot)
    assert draw(star(("Vendor",))) == DrawingProblem(
        "The drawing engine could not draw this picture."
    )


def fake_engine(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    path = folder / "engine.py"
    path.write_text(program)
    monkeypatch.setattr(child, "_ENGINE", path)


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("", "The drawing engine gave no readable picture."),
        ("[1, 2, 3]", "The drawing engine gave no readable picture."),
        (json.dumps(["<svg", "{}"]), "The drawing engine gave no readable picture."),
        (
            json.dumps(['<!DOCTYPE s [<!ENTITY a "b">]><svg>&a;</svg>', "{}"]),
            "The drawing engine gave a picture with entities.",
        ),
    ],
)
def test_a_picture_that_is_none_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, output: str, message: str
) -> None:
    fake_engine(monkeypatch, tmp_path, f"print({output!r})")
    assert draw(star(("Vendor",))) == DrawingProblem(message)


HELD_UP = "import sys, time; sys.stdin.read(); time.sleep({seconds}); print('[1]')"


def test_a_picture_waits_for_its_turn_and_then_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_engine(monkeypatch, tmp_path, HELD_UP.format(seconds=3))
    monkeypatch.setattr(child, "WAIT", 0.2)
    with ThreadPoolExecutor() as pool:
        busy = [pool.submit(child.run, "digraph {}", "png") for _ in range(child.AT_ONCE)]
        time.sleep(0.5)
        assert draw(star(("Vendor",))) == child.BUSY
        assert [done.result() for done in busy] == [b"[1]\n"] * child.AT_ONCE
    assert child.BUSY.passing
    assert child.run("digraph {}", "png") == b"[1]\n"  # every turn was given back


def test_a_turn_is_given_back_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "SECONDS", 0.01)
    monkeypatch.setattr(child, "WAIT", 0.1)
    for _ in range(2 * child.AT_ONCE):
        assert child.run("digraph {}", "png") != child.BUSY
    monkeypatch.setattr(child, "SECONDS", 15)
    monkeypatch.setattr(child, "_font_settings", lambda folder: 1 / 0)
    for _ in range(2 * child.AT_ONCE):
        with pytest.raises(ZeroDivisionError):
            child.run("digraph {}", "png")


def children() -> set[int]:
    """Give the processes that this one started and that are not gone, dead ones too."""
    return {
        process.pid
        for process in psutil.Process().children(recursive=True)
        if "engine.py" in " ".join(process.cmdline()) or process.status() == psutil.STATUS_ZOMBIE
    }


def test_an_engine_that_is_stopped_leaves_no_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_engine(monkeypatch, tmp_path, HELD_UP.format(seconds=60))
    monkeypatch.setattr(child, "SECONDS", 0.5)
    before = children()
    began = time.monotonic()
    assert isinstance(draw(star(("Vendor",))), DrawingProblem)
    assert time.monotonic() - began < 10
    assert children() <= before


def test_pictures_that_are_too_large_take_no_memory_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child, "MEMORY", 300 << 20)
    monkeypatch.setattr(drawing, "dot_text", lambda *flow, **options: HEAVY)
    view = star(("Vendor",))
    draw(view)
    before = psutil.Process().memory_info().rss
    for _ in range(5):
        assert isinstance(draw(view), DrawingProblem)
    assert psutil.Process().memory_info().rss - before < 8 << 20


def test_the_engine_inherits_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = tmp_path / "seen.json"
    program = (
        f"import os, json; json.dump([dict(os.environ), os.getcwd()], open({str(seen)!r}, 'w'))"
    )
    fake_engine(monkeypatch, tmp_path, program)
    monkeypatch.setenv("ROPA_SECRET_KEY", "hush")
    draw(star(("Vendor",)))
    environment, folder = json.loads(seen.read_text())
    assert set(environment) <= {"HOME", "FONTCONFIG_FILE", "LC_CTYPE"}
    assert folder != os.getcwd()  # noqa: PTH109
    assert not Path(folder).exists()


def test_only_the_child_loads_the_engine() -> None:
    program = "import sys, ropa.export.drawing; sys.exit('pygraphviz' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
