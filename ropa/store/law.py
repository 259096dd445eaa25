"""Reading the law data from its folder."""

from __future__ import annotations

from pathlib import Path

from ropa.core.reference import Reference
from ropa.importing.law import parse_law


class BrokenLaw(ValueError):
    """The law data cannot be read; the message names every file and line."""


def read_law(folder: Path) -> Reference:
    """Read `data/law`. Raises `BrokenLaw` where a file does not hold what it should."""
    reference, problems = parse_law(read_texts(folder))
    if reference is None:
        raise BrokenLaw("\n".join(str(problem) for problem in problems))
    return reference


def read_texts(folder: Path) -> dict[str, str]:
    """Read the files of a folder, by name; hidden ones are no part of it.

    Raises `OSError`, `UnicodeDecodeError`.
    """
    # As bytes: their digest is of the line ends they have.
    files = (path for path in sorted(folder.iterdir()) if path.name[0] != ".")
    return {path.name: path.read_bytes().decode() for path in files}
