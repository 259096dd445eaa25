"""Documents as PDF, typeset in a child process within limits.

They are tagged for those who do not see them (PDF/UA-1), and to be kept (PDF/A-2a). Texts are
data to the template, never markup.
"""

from __future__ import annotations

import datetime
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from ropa.export import glyphs

SECONDS, PROCESSOR_SECONDS, MEMORY = 30, 20, 2 << 30
"""How long a document may take, start and waiting included; its processor time; its bytes."""

AT_ONCE, WAIT = 2, 15
"""How many documents a process makes at the same time; how many seconds another one waits."""

_TYPESETTER = Path(__file__).with_name("typesetter.py")
_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """Why there is no document, in words."""

    message: str


_BUSY = DocumentProblem("Too many documents are being made just now: try again.")


def typeset(
    template: Path, data: Mapping[str, Any], made: datetime.datetime
) -> bytes | DocumentProblem:
    """Make a PDF of a template: the same bytes for the same data and the same moment of making.

    Every text in the data is one that the font can show (`glyphs.Letters`).
    """
    order = {
        "template": str(template),
        "root": str(template.parent),
        "fonts": str(glyphs.folder()),
        "data": data,
        "timestamp": int(made.timestamp()),
    }
    if not _turns.acquire(timeout=WAIT):
        return _BUSY
    try:
        return _run(json.dumps(order))
    finally:
        _turns.release()


def _run(order: str) -> bytes | DocumentProblem:
    """Run the compiler in a process that knows nothing of this one's environment."""
    command = [sys.executable, "-I", str(_TYPESETTER), str(PROCESSOR_SECONDS), str(MEMORY)]
    try:
        with tempfile.TemporaryDirectory(prefix="ropa-document-") as folder:
            done = subprocess.run(  # noqa: S603 - our own program, by its path
                command,
                input=order.encode(),
                capture_output=True,
                check=False,
                cwd=folder,
                env={"HOME": folder},
                timeout=SECONDS,
            )
    except subprocess.TimeoutExpired:
        return DocumentProblem(f"The document was not ready after {SECONDS} seconds.")
    except OSError as error:
        return DocumentProblem(f"The typesetter could not be started: {error.strerror}.")
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return DocumentProblem("The document needs more time or memory than it may take.")
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        return DocumentProblem("The typesetter could not make this document.")
    return done.stdout
