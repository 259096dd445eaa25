"""Whose loss stops most activities: the parties and systems that activities depend on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from ropa.core.flows import links
from ropa.core.flows.counts import they_do
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.links import key
from ropa.core.register import Key
from ropa.core.search import natural
from ropa.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class ActivitySet:
    """Some of the activities of an organisation: a bit for each, by its place in `order`."""

    order: tuple[str, ...]
    bits: int

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[str]:
        bits = self.bits
        while bits:
            low = bits & -bits
            yield self.order[low.bit_length() - 1]
            bits ^= low


@dataclass(frozen=True, slots=True)
class Point:
    """A party or a system, and the activities that depend on it.

    These are all from which data leads to it. For those in `alone` it is the only one of its
    `categories`: of what it does as a party, or of its kind as a system. An engagement whose
    party is not `known` stands for that party.
    """

    record: Key
    name: str
    known: bool
    categories: tuple[str, ...]
    depending: ActivitySet
    alone: ActivitySet


@dataclass(frozen=True, slots=True)
class SinglePoints:
    """Parties and systems, those whose loss stops most activities first.

    What no activity depends on is left out. `of` is how many activities there are.
    """

    parties: tuple[Point, ...]
    systems: tuple[Point, ...]
    of: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One engagement or system, of the party or system that is lost with it."""

    record: Key
    name: str
    known: bool
    category: str | None
    bits: int


def single_points(flows: FlowMap) -> SinglePoints:
    """Rank the parties and the systems of an organisation, in one pass over its graph."""
    order = tuple(flows.activities)
    bits = _carried(flows, order)
    parties = _points(_engagements(flows, bits), order)
    systems = _points(_systems(flows, bits), order)
    return SinglePoints(parties, systems, len(order), tuple(_notes(flows)))


def _carried(flows: FlowMap, order: tuple[str, ...]) -> Mapping[str, int]:
    """Give the activities from which each node is reached; what stands in a circle shares them."""
    own = {key(links.ACTIVITY, id): 1 << place for place, id in enumerate(order)}
    whole: nx.DiGraph[int] = nx.condensation(nx.DiGraph(flows.graph))
    carried: dict[int, int] = defaultdict(int)
    found: dict[str, int] = {}
    for part in nx.topological_sort(whole):
        members = whole.nodes[part]["members"]
        for node in members:
            carried[part] |= own.get(node, 0)
        for below in whole.succ[part]:
            carried[below] |= carried[part]
        found.update(dict.fromkeys(members, carried[part]))
    return found


def _engagements(flows: FlowMap, bits: Mapping[str, int]) -> Iterator[_Part]:
    parties = flows.register.parties
    for one in flows.engagements.values():
        node = key(links.ENGAGEMENT, one.id)
        party = parties.get(one.party or "")
        record = (party.KIND, party.id) if party else (one.KIND, one.id)
        name = party.name if party else flows.words.node(node).name
        yield _Part(record, name, party is not None, one.category, bits[node])


def _systems(flows: FlowMap, bits: Mapping[str, int]) -> Iterator[_Part]:
    for one in flows.systems.values():
        kind = one.kind.label if one.kind else None
        found = bits[key(links.SYSTEM, one.id)]
        yield _Part((one.KIND, one.id), one.name, True, kind, found)


def _points(parts: Iterable[_Part], order: tuple[str, ...]) -> tuple[Point, ...]:
    of_record: dict[Key, list[_Part]] = defaultdict(list)
    in_category: dict[str, dict[Key, int]] = defaultdict(dict)
    for part in parts:
        of_record[part.record].append(part)
        if part.category is not None:
            held = in_category[part.category.casefold()]
            held[part.record] = held.get(part.record, 0) | part.bits
    alone: dict[Key, int] = defaultdict(int)
    for holders in in_category.values():
        for record, bits in _only(holders).items():
            alone[record] |= bits
    points = (
        Point(
            record=record,
            name=held[0].name,
            known=held[0].known,
            categories=tuple(dict.fromkeys(one.category for one in held if one.category)),
            depending=ActivitySet(order, _union(one.bits for one in held)),
            alone=ActivitySet(order, alone[record]),
        )
        for record, held in of_record.items()
    )
    return tuple(
        sorted(
            (point for point in points if len(point.depending)),
            key=lambda p: (-len(p.depending), -len(p.alone), natural(p.name), p.record),
        )
    )


def _only(holders: Mapping[Key, int]) -> Mapping[Key, int]:
    """Give the activities of each that no other has, of those who do the same."""
    once, twice = 0, 0
    for bits in holders.values():
        twice |= once & bits
        once |= bits
    return {record: bits & ~twice for record, bits in holders.items()}


def _union(parts: Iterable[int]) -> int:
    bits = 0
    for part in parts:
        bits |= part
    return bits


def _notes(flows: FlowMap) -> Iterator[str]:
    held = flows.activities.values()
    for field, said in (("engagements", "whom they engage"), ("systems", "which systems they use")):
        silent = sum(getattr(one, field) is None for one in held)
        if silent:
            yield f"{they_do(silent, 'activity')} not say {said}, and may depend on others, too."
    unsaid = sum(one.category is None for one in flows.engagements.values())
    if unsaid:
        yield (
            f"{they_do(unsaid, Kind.ENGAGEMENT.label.lower())} not say of which category it is: "
            "whether there is another of its kind is not known."
        )
