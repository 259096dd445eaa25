"""The drawing engine in a child process, within limits."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from xml.sax.saxutils import escape

import font_source_sans_pro

SECONDS, PROCESSOR_SECONDS, MEMORY = 15, 10, 1 << 30
"""How long the engine may take, start and waiting included; its processor time; its bytes."""

AT_ONCE, WAIT = 2, 10
"""How many pictures a process draws at the same time; how many seconds another one waits."""

_ENGINE = Path(__file__).with_name("engine.py")
_FONT_FILE = Path(font_source_sans_pro.font_files_ttf["SourceSansPro"])
_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class DrawingProblem:
    """Why there is no picture, in words.

    A `passing` one may be gone at the next try, so that it is not worth keeping.
    """

    message: str
    passing: bool = False


FAILED = DrawingProblem("The drawing engine could not draw this picture.")
BUSY = DrawingProblem("Too many pictures are being drawn just now: try again.", passing=True)


def run(dot: str, *forms: str, heading: str = "") -> bytes | DrawingProblem:
    """Give a graph, and the label of another above it, as `ropa.export.engine` says."""
    order = json.dumps({"dot": dot, "heading": heading, "forms": forms})
    if not _turns.acquire(timeout=WAIT):
        return BUSY
    try:
        return _run(order)
    finally:
        _turns.release()


def _run(order: str) -> bytes | DrawingProblem:
    """Run the engine in a process that knows nothing of this one's environment."""
    command = [sys.executable, "-I", str(_ENGINE), str(PROCESSOR_SECONDS), str(MEMORY)]
    try:
        with tempfile.TemporaryDirectory(prefix="ropa-drawing-") as folder:
            done = subprocess.run(  # noqa: S603 - our own program, by its path
                command,
                input=order.encode(),
                capture_output=True,
                check=False,
                cwd=folder,
                env={"HOME": folder, "FONTCONFIG_FILE": _font_settings(Path(folder))},
                timeout=SECONDS,
            )
    except subprocess.TimeoutExpired:
        return DrawingProblem(f"The picture was not ready after {SECONDS} seconds.", passing=True)
    except OSError as error:
        reason = error.strerror
        return DrawingProblem(f"The drawing engine could not be started: {reason}.", passing=True)
    stopped = done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
    if stopped or (done.returncode and b"out of memory" in done.stderr):
        return DrawingProblem("The picture needs more time or memory than it may take.")
    if done.returncode:
        return FAILED
    return done.stdout


def _font_settings(folder: Path) -> str:
    """Let the engine measure with the one font of the product, whatever the machine has."""
    fonts = folder / "fonts"
    fonts.mkdir()
    (fonts / _FONT_FILE.name).symlink_to(_FONT_FILE)
    settings = folder / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(folder))}</cachedir></fontconfig>"
    )
    return str(settings)
