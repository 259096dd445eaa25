import re
from importlib.metadata import requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LINES = [
    line
    for line in (ROOT / "requirements.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
PINNED = {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in LINES}


def test_every_line_pins_one_version() -> None:
    assert [line for line in LINES if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert len(PINNED) == len(LINES)


def test_what_is_installed_is_what_is_pinned() -> None:
    assert {name: version(name) for name in PINNED} == PINNED


def test_whatever_a_distribution_needs_is_pinned_too() -> None:
    needed = {
        (name, canonicalize_name(requirement.name))
        for name in PINNED
        for requirement in map(Requirement, requires(name) or ())
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    }
    assert {(name, other) for name, other in needed if other not in PINNED} == set()
