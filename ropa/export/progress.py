"""How far a piece of work is, told step by step to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Tell = Callable[[str], None]
"""Is told in words what comes next, once for each step. May raise, which ends the work."""


@dataclass(frozen=True, slots=True)
class Step:
    """How many steps are done, of how many, and what is being done now, in words."""

    done: int
    total: int
    words: str


class Stopped(Exception):
    """The work was told to end before it was done."""


def untold(_words: str) -> None:
    """Tell nobody."""


class Counter:
    """Counts the steps of work as it is told of them, and passes them on."""

    def __init__(self, total: int, pass_on: Callable[[Step], None]) -> None:
        self._done, self._total, self._pass_on = 0, total, pass_on

    def __call__(self, words: str) -> None:
        """Begin the next step, which ends the one before."""
        self._pass_on(Step(self._done, self._total, words))
        self._done = min(self._done + 1, self._total)
