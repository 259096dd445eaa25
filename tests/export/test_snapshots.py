"""The DOT of three views as it was when it was last looked at.

To write them anew: `ROPA_SNAPSHOTS=write scripts/test tests/export/test_snapshots.py`.
Then look at the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ropa.export.pictures import picture
from tests.export.views import VIEWS

SNAPSHOTS = Path(__file__).with_name("snapshots")


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_drawn_as_it_was(name: str) -> None:
    path = SNAPSHOTS / f"{name}.dot"
    found = picture(VIEWS[name](), "dot", caption=["As recorded at journal 24."])
    assert isinstance(found, bytes)
    if os.environ.get("ROPA_SNAPSHOTS") == "write":
        path.write_bytes(found)
    assert found.decode() == path.read_text()
