"""Answers a process keeps, so that a page that did not change is not worked out again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")


class Memory:
    """Answers by all that they depend on. Threads share it; two may work out the same answer."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._answers: dict[Hashable, object] = {}

    def recall(self, key: Hashable, answer: Callable[[], T]) -> T:
        """Give what was answered for the key, asking only where nothing was."""
        known = self._answers
        if key in known:
            return cast("T", known[key])
        fresh = answer()
        if len(known) >= self._most:
            self._answers = known = {}
        known[key] = fresh
        return fresh
