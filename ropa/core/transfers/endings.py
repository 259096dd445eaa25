"""Which adequacy decisions that hops rest on end soon."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from ropa.core.law import Adequacy
from ropa.core.names import spoken_day
from ropa.core.transfers.judge import Transfers
from ropa.core.transfers.verdicts import Judged, Verdict

SOON = datetime.timedelta(days=180)
"""How long before its end a decision is told of."""


_RESTING = (Verdict.ADEQUATE, Verdict.CONDITIONAL)
"""Under a regime that says so, a hop rests on a decision, whatever another regime says."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A decision with its last day, and the hops that are adequate by it."""

    row: Adequacy
    last: datetime.date
    hops: tuple[Judged, ...]

    @property
    def said(self) -> str:
        """Say what ends when."""
        return f"The decision it rests on, {self.row.instrument}, ends on {spoken_day(self.last)}."


def endings(transfers: Transfers, within: datetime.timedelta = SOON) -> tuple[Ending, ...]:
    """Give the decisions that end within a time from the day, the first to end first."""
    day = transfers.day
    relied: dict[str, list[Judged]] = defaultdict(list)
    for judged in transfers.judged:
        resting = (one for one in judged.judgements if one.verdict in _RESTING)
        for word in dict.fromkeys(word for one in resting for word in one.decisions):
            relied[word].append(judged)
    found = []
    for word, hops in relied.items():
        row = transfers.reference.adequacy_row(word, day)
        if row is not None and row.valid_until is not None and row.valid_until <= day + within:
            found.append(Ending(row, row.valid_until, tuple(hops)))
    return tuple(sorted(found, key=lambda ending: (ending.last, ending.row.id)))
