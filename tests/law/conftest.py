from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ropa.core.reference import Reference
from ropa.importing.law import parse_law

FOLDER = Path(__file__).parents[2] / "data" / "law"


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in FOLDER.glob("*.yml")}


@pytest.fixture(scope="session")
def reference(texts: dict[str, str]) -> Reference:
    found, problems = parse_law(texts)
    assert problems == ()
    assert found is not None
    return found


@pytest.fixture
def day() -> date:
    """The day the facts were checked."""
    return date(2026, 11, 23)
