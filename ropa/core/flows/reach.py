"""What a party, a system or a place touches: all that a breach there may reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap, place_key
from ropa.core.flows.links import Relation, key
from ropa.core.register import Key
from ropa.core.search import natural
from ropa.records.activity import Activity, ActivityData
from ropa.vocabulary import ActivityRole, Kind


@dataclass(frozen=True, slots=True)
class Touched:
    """One node that is touched, and how many steps away it is.

    Steps are counted along the links: to where the data came from (`before`), or went on to.
    """

    node: str
    distance: int
    before: bool


@dataclass(frozen=True)
class Reach:
    """All that is touched from one party, engagement, system or place.

    `starts` are the nodes it is about, none where nothing of it is in force; `touched` stands in
    order of distance. `place` is the code of a place, else `record` what it is about.
    """

    flows: FlowMap
    title: str
    record: Key | None
    place: str | None
    starts: tuple[str, ...]
    touched: tuple[Touched, ...]

    def of(self, *prefixes: str) -> tuple[Touched, ...]:
        """Give what is touched whose node begins with one of these."""
        return tuple(one for one in self.touched if links.parts(one.node)[0] in prefixes)

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The activities touched, the nearest first."""
        held = self.flows.activities
        return tuple(held[links.parts(one.node)[1]] for one in self.of(links.ACTIVITY))

    @cached_property
    def stated(self) -> frozenset[str] | None:
        """The data that all it is about is recorded to hold; None where that is not said of all."""
        found: set[str] = set()
        for node in self.starts:
            record = links.record_of(node)
            held = self.flows.register.get(*record) if record else None
            categories = getattr(held, "data_categories", None)
            if categories is None:
                return None
            found.update(categories)
        return frozenset(found) if self.starts else None

    @cached_property
    def data(self) -> Mapping[str, tuple[str, ...]]:
        """The categories of data touched by id, each with the people it is of.

        What is recorded to be held there; else at most what the activities touched process.
        """
        found: dict[str, dict[str, None]] = {id: {} for id in self.stated or ()}
        for line in self._lines():
            if line.data is not None:
                whose = found.setdefault(line.data, {})
                whose.update({line.subjects: None} if line.subjects else {})
        return {id: tuple(found[id]) for id in sorted(found)}

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The categories of people whose data is touched, by id."""
        ids = {line.subjects for line in self._lines() if line.subjects}
        for one in self.of(links.SUBJECTS):
            out = self.flows.links_from(one.node)
            if any(link.relation is Relation.DECLARED for link in out):
                ids.add(links.parts(one.node)[1])
        return tuple(sorted(ids))

    @cached_property
    def purposes(self) -> tuple[str, ...]:
        """The purposes of the activities touched, by id."""
        lines = (line for activity in self.activities for line in activity.purposes or ())
        return tuple(dict.fromkeys(line.purpose for line in lines if line.purpose))

    @cached_property
    def roles(self) -> Mapping[ActivityRole | None, tuple[Activity, ...]]:
        """The activities touched by the organisation's role in them."""
        found: dict[ActivityRole | None, list[Activity]] = defaultdict(list)
        for activity in self.activities:
            found[activity.role].append(activity)
        return {role: tuple(held) for role, held in found.items()}

    @cached_property
    def controllers(self) -> tuple[str, ...]:
        """The parties for whom data is processed that is touched, by id."""
        processing = self.roles.get(ActivityRole.PROCESSOR, ())
        return tuple(dict.fromkeys(id for one in processing for id in one.on_behalf_of or ()))

    @cached_property
    def downstream(self) -> tuple[Touched, ...]:
        """The engagements to which the data goes on."""
        return tuple(one for one in self.of(links.ENGAGEMENT) if not one.before)

    def _lines(self) -> Iterator[ActivityData]:
        """Give the lines of the activities touched that may be of data held there."""
        for activity in self.activities:
            for line in activity.data or ():
                if self.stated is None or line.data is None or line.data in self.stated:
                    yield line


def reach(flows: FlowMap, about: Key) -> Reach:
    """Give all that is touched from a party, an engagement or a system.

    That is where its data came from, as far back as the links lead, and where it went on to. A
    link that several activities share is followed for each of them: what may be touched is told.
    """
    kind, id = about
    if kind is Kind.PARTY:
        held = flows.engagements.values()
        starts = tuple(key(links.ENGAGEMENT, e.id) for e in held if e.party == id)
    else:
        starts = (key(links.SYSTEM if kind is Kind.SYSTEM else links.ENGAGEMENT, id),)
    record = flows.register.get(kind, id)
    return _reach(flows, record.title if record else id, about, None, starts)


def reach_of_place(flows: FlowMap, code: str) -> Reach:
    """Give all that is touched in a place and in what lies in it, given by its code."""
    name = flows.reference.place_name(code)
    return _reach(flows, name, None, code, map(place_key, flows.within(code)))


def _reach(
    flows: FlowMap, title: str, record: Key | None, place: str | None, starts: Iterable[str]
) -> Reach:
    found = tuple(node for node in starts if node in flows.graph)
    before, after = steps(flows, found, back=True), steps(flows, found, back=False)
    touched = [Touched(node, far, True) for node, far in before.items() if far]
    touched += [Touched(node, far, False) for node, far in after.items() if node not in before]
    names = {one.node: natural(flows.words.node(one.node).name) for one in touched}
    touched.sort(key=lambda one: (one.distance, names[one.node], one.node))
    return Reach(flows, title, record, place, found, tuple(touched))


def steps(flows: FlowMap, starts: Iterable[str], *, back: bool) -> dict[str, int]:
    """Give how many links away each node is, in one direction; breadth first, each once."""
    beyond = flows.graph.pred if back else flows.graph.succ
    far = dict.fromkeys(starts, 0)
    waiting = list(far)
    for node in waiting:
        for other in beyond[node]:
            if other not in far:
                far[other] = far[node] + 1
                waiting.append(other)
    return far
