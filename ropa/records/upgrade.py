"""How states written by earlier versions of the records are read today.

Stored text is never rewritten. Each step takes the plain state of one version and gives that of
the next; a new step is added at the end of `STEPS`, with a corpus of the version before it in
`tests/corpus`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ropa.vocabulary import Kind

State = dict[str, Any]
Step = Callable[[Kind, State], State]


def _say_who_operates(kind: Kind, state: State) -> State:
    """From 1 to 2: a system that names an engagement is operated by it; else nobody has said."""
    if kind is Kind.SYSTEM and "engagement" in state:
        return {**state, "operated_by": "engagement"}
    return state


def _ask_whether_occasional(_kind: Kind, state: State) -> State:
    """From 2 to 3: a transfer may say whether it is occasional; nobody has said so far."""
    return state


STEPS: tuple[Step, ...] = (_say_who_operates, _ask_whether_occasional)

VERSION = 1 + len(STEPS)
"""The version of the records that this code writes."""


def upgrade(kind: Kind, version: int, state: State) -> State:
    """Bring a state of an earlier version to the present one."""
    for step in STEPS[version - 1 :]:
        state = step(kind, state)
    return state
