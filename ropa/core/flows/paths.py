"""Every way that personal data takes from one end to another, the shortest first."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ropa.core.flows import links
from ropa.core.flows.counts import they_do
from ropa.core.flows.graph import PLACE_UNKNOWN, FlowMap, place_key
from ropa.core.flows.links import Relation
from ropa.core.flows.named import Named
from ropa.core.flows.reach import steps
from ropa.core.flows.showing import paths_between, view_of
from ropa.core.flows.view import View
from ropa.core.reference import GROUPS

MOST = 20
"""How many ways are told one by one; the view has all that stands on any."""

_MOST_STEPS = 50_000
"""How many beginnings of ways are followed: in a tangle of circles there is no end of them."""

READING: Mapping[Relation, str] = {
    Relation.COLLECTED: "collected for",
    Relation.HELD: "held in",
    Relation.DISCLOSED: "disclosed to",
    Relation.HANDED_ON: "handed on to",
    Relation.OPERATED: "operated by",
    Relation.LOCATED: "located in",
    Relation.DECLARED: "sent to",
}
"""How a link reads along the way that data takes."""


@dataclass(frozen=True, slots=True)
class Path:
    """One way: its nodes from end to end, and the relations between each and the next."""

    nodes: tuple[str, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, eq=False)
class Paths:
    """The ways from one thing to another.

    `paths` are the first of them, without circles and without passing a second beginning or end;
    with `more` there are others. `unsure` are the nodes reached, from which data goes on to a
    place that is not known, or not closely enough to tell whether it is the one asked for.
    """

    flows: FlowMap
    origin: Named
    destination: Named
    paths: tuple[Path, ...]
    more: bool
    unsure: tuple[str, ...]

    @cached_property
    def view(self) -> View:
        """All that stands on any way."""
        flows = self.flows
        between = paths_between(flows, self.origin.nodes, self.destination.nodes)
        order = [node for node in flows.graph if node in between]
        title = f"Ways from {self.origin.name} to {self.destination.name}"
        return view_of(flows, title, "as the records state them", order, self.notes)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What is not known, and may hide further ways."""
        return tuple(_notes(self))


def paths(flows: FlowMap, origin: Named, destination: Named, most: int = MOST) -> Paths:
    """Find the ways from one thing to another, the shortest first; at most so many of them."""
    ends = frozenset(node for node in destination.nodes if node in flows.graph)
    starts = [node for node in origin.nodes if node in flows.graph and node not in ends]
    far = _distances(flows, ends, frozenset(starts))
    found: list[Path] = []
    more = False
    for nodes in _ways(flows, starts, ends, far):
        if nodes is None or len(found) == most:
            more = True
            break
        found.append(Path(nodes, tuple(_relations(flows, nodes))))
    unsure = tuple(_unsure(flows, starts, destination.nodes))
    return Paths(flows, origin, destination, tuple(found), more, unsure)


def _distances(flows: FlowMap, ends: Collection[str], starts: Collection[str]) -> Mapping[str, int]:
    """Give how far each node is from the nearest end, by ways that lead through no beginning."""
    far, waiting = dict.fromkeys(ends, 0), [node for node in flows.graph if node in ends]
    for node in waiting:
        for before in flows.graph.pred[node] if node not in starts else ():
            if before not in far:
                far[before] = far[node] + 1
                waiting.append(before)
    return far


def _ways(
    flows: FlowMap, starts: list[str], ends: Collection[str], far: Mapping[str, int]
) -> Iterator[tuple[str, ...] | None]:
    """Give the ways, the shortest first; None at last where not all could be followed.

    What is followed next is the beginning with the least whole length there can be, so that each
    way that is given is no longer than any that is given later.
    """
    open_: list[tuple[int, tuple[str, ...]]]
    open_ = [(far[node], (node,)) for node in starts if node in far]
    heapq.heapify(open_)
    for _ in range(_MOST_STEPS):
        if not open_:
            return
        _, way = heapq.heappop(open_)
        last = way[-1]
        if last in ends:
            yield way
            continue
        for node in flows.graph.succ[last]:
            if node in far and node not in way and node not in starts:
                heapq.heappush(open_, (len(way) + far[node], (*way, node)))
    yield None


def _relations(flows: FlowMap, nodes: tuple[str, ...]) -> Iterator[Relation]:
    order = list(Relation)
    for begin, end in itertools.pairwise(nodes):
        held = flows.graph.get_edge_data(begin, end).values()
        yield min((one["link"].relation for one in held), key=order.index)


def _unsure(flows: FlowMap, starts: list[str], ends: Collection[str]) -> Iterator[str]:
    """Give what is reached and stands in places of which one may be among the ends."""
    codes = {links.parts(node)[1] for node in ends if links.parts(node)[0] == links.PLACE}
    if not codes:
        return
    day, reference = flows.day, flows.reference
    wide = [group for group in GROUPS if codes & reference.members(group, day)]
    wider = {PLACE_UNKNOWN, place_key("GLOBAL"), *map(place_key, wide)} - set(ends)
    for node in steps(flows, starts, back=False):
        if not wider.isdisjoint(flows.graph.succ[node]):
            yield node


def _notes(found: Paths) -> Iterator[str]:
    flows = found.flows
    if found.more:
        yield f"There are more ways; told are {len(found.paths)} of the shortest."
    if found.unsure:
        yield (
            f"{len(found.unsure)} of those reached {'do' if len(found.unsure) > 1 else 'does'} not "
            f"say closely enough where data goes: it may be {found.destination.name}."
        )
    reached = steps(flows, [n for n in found.origin.nodes if n in flows.graph], back=False)
    ids = (links.parts(node)[1] for node in reached if links.parts(node)[0] == links.ACTIVITY)
    activities = [flows.activities[id] for id in ids if id in flows.activities]
    for field, said in (("engagements", "whom they engage"), ("systems", "which systems they use")):
        silent = sum(getattr(one, field) is None for one in activities)
        if silent:
            yield f"{they_do(silent, 'activity')} not say {said}: there may be further ways."
