"""How far the history has come, and one step of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from ropa.records.activity import Activity
from ropa.sample.estate import Estate
from ropa.sample.world import World


@dataclass(slots=True)
class Course:
    """The world on a day, with the estates of its organisations.

    `recorded` are the ids of activities that are there to be edited, `drafts` of those that
    somebody began by mistake.
    """

    world: World
    estates: dict[str, Estate]
    day: datetime.date
    recorded: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)

    def some(self, most: int = 9) -> list[Activity]:
        """Choose a few activities, fewer in a small register."""
        most = min(most, 1 + len(self.recorded) // 20)
        count = min(len(self.recorded), self.world.random.randint(1, most))
        chosen = self.world.random.sample(self.recorded, count)
        return [self.world.get(Activity, id) for id in chosen]


Step = Callable[[Course], None]
"""What somebody does on the day; nothing where there is nothing to do it to."""
