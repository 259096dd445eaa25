from __future__ import annotations

from pathlib import Path

import pytest

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.importing.files import parse_folder
from ropa.importing.law import parse_law

DATA = Path(__file__).parents[2] / "data"


def read(folder: str) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in (DATA / folder).glob("*.yml")}


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return read("ocktra")


@pytest.fixture(scope="session")
def reference() -> Reference:
    found, problems = parse_law(read("law"))
    assert found is not None, problems
    return found


@pytest.fixture(scope="session")
def ocktra(texts: dict[str, str], reference: Reference) -> Register:
    found, problems = parse_folder(texts, reference)
    assert found is not None, [str(problem) for problem in problems]
    return found


@pytest.fixture(scope="session")
def policy() -> str:
    """The words of the privacy policy, with every run of whitespace as one space."""
    text = (Path(__file__).parent / "privacy-policy.txt").read_text(encoding="utf-8")
    return " ".join(text.split())
