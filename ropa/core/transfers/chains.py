"""Who hands personal data to whom below each engagement, down to the last that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ropa.core.transfers.judge import Transfers
from ropa.core.transfers.verdicts import Judged, Verdict, worst
from ropa.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Chain:
    """One way from the organisation to the last known engagement.

    `engagements` stand from the first to the last, `hops` are theirs in the same order. `circle`
    says that the last works under one that stands in the chain already; `broken` names what the
    first works under where that is not in force, so that the way down to it is not known.
    """

    organisation: str
    engagements: tuple[str, ...]
    hops: tuple[Judged, ...]
    circle: bool
    broken: str | None

    @property
    def verdict(self) -> Verdict:
        """As good as its worst hop; unknown where a link is missing, or nothing better is known."""
        held = [judged.verdict for judged in self.hops]
        if self.circle or self.broken:
            held.append(Verdict.UNKNOWN)
        return worst(held)

    @property
    def worst(self) -> Judged:
        """The first of its worst hops."""
        bad = worst(judged.verdict for judged in self.hops)
        return next(judged for judged in self.hops if judged.verdict is bad)


class Chains:
    """The chains of judged hops, worked out once for each engagement they begin with."""

    def __init__(self, transfers: Transfers) -> None:
        self.transfers = transfers
        self._register = transfers.register
        self._from: dict[str, tuple[Chain, ...]] = {}

    @cached_property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """What works under each engagement, of those in force."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in self.transfers.by_engagement:
            above = self._register.engagements[id].under
            if above is not None:
                found[above].append(id)
        return {id: tuple(under) for id, under in found.items()}

    def of(self, engagement: str) -> tuple[Chain, ...]:
        """Give the chains that an engagement stands at the head of, with what stands above it.

        There is none for an engagement that is not in force.
        """
        if engagement not in self.transfers.by_engagement:
            return ()
        if engagement not in self._from:
            self._from[engagement] = tuple(self._chains(engagement))
        return self._from[engagement]

    def of_activity(self, activity: str) -> tuple[Chain, ...]:
        """Give the chains of an activity, each once."""
        record = self._register.activities.get(activity)
        named = (record.engagements or ()) if record else ()
        found = {chain.engagements: chain for id in named for chain in self.of(id)}
        return tuple(found.values())

    def verdict(self, chains: Iterable[Chain]) -> Verdict | None:
        """Give the worst of some chains; None where there is none."""
        held = [chain.verdict for chain in chains]
        return worst(held) if held else None

    def _chains(self, engagement: str) -> Iterable[Chain]:
        head = tuple(reversed(self.transfers.map.chain(engagement)))
        first = self._register.engagements[head[0]]
        in_force = self.transfers.by_engagement
        # What stands above and is not in force is a link that is missing.
        gone = [id for id in head if id not in in_force]
        start = tuple(id for id in head if id in in_force)
        broken = self._title(gone[-1]) if gone else None
        circling = first.under is not None
        waiting = [start]
        while waiting:
            path = waiting.pop()
            under = [id for id in self.below.get(path[-1], ()) if id not in path]
            waiting += [(*path, id) for id in reversed(under)]
            if not under:
                turns = circling or any(id in path for id in self.below.get(path[-1], ()))
                hops = tuple(judged for id in path for judged in in_force[id])
                yield Chain(first.organisation, path, hops, turns, broken)

    def _title(self, engagement: str) -> str:
        record = self._register.get(Kind.ENGAGEMENT, engagement)
        return record.title if record else engagement
