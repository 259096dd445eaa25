"""One typed graph of all that an organisation's records say of where personal data goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import networkx as nx

from ropa.core.flows import links
from ropa.core.flows.links import Link, Relation, key
from ropa.core.flows.words import Words
from ropa.core.reference import GROUPS
from ropa.core.transfers.judge import Transfers
from ropa.core.transfers.verdicts import Verdict
from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.system import System
from ropa.vocabulary import Kind

PLACE_UNKNOWN = key(links.UNKNOWN, links.PLACE)

_ANYWHERE = "GLOBAL"

_PASSED = (links.SYSTEM, links.ENGAGEMENT, links.RECIPIENTS)
"""What an activity uses where a flow declared for it begins or ends there."""


class FlowMap:
    """The links of one organisation about a day, with the verdict of each hop to a place.

    Data runs along the links: from people and sources to activities, on to systems, to those to
    whom it is disclosed and who work under them, and to the places where it then is. Records that
    are retired or not in force are left out; what a record does not say makes no link.
    """

    def __init__(self, transfers: Transfers, organisation: str) -> None:
        self.transfers, self.organisation = transfers, organisation
        self.register, self.reference = transfers.register, transfers.reference
        self.day = transfers.day
        self.words = Words(self.register, organisation, self.reference, self.day)

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """The organisation's activities in force."""
        held = self.register.activities.values()
        return {a.id: a for a in held if self._own(a) and a.in_force(self.day)}

    @cached_property
    def ended(self) -> int:
        """How many of the organisation's activities have ended, and are left out."""
        held = self.register.activities.values()
        return sum(bool(self._own(a) and a.end and a.end < self.day) for a in held)

    @cached_property
    def engagements(self) -> Mapping[str, Engagement]:
        """The organisation's engagements in force."""
        held = self.register.engagements.values()
        return {e.id: e for e in held if self._own(e) and e.in_force(self.day)}

    @cached_property
    def systems(self) -> Mapping[str, System]:
        """The organisation's systems that are not retired."""
        return {s.id: s for s in self.register.systems.values() if self._own(s)}

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """All links, each as the `link` of an edge; frozen."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for prefix, held in (
            (links.ACTIVITY, self.activities),
            (links.SYSTEM, self.systems),
            (links.ENGAGEMENT, self.engagements),
        ):
            graph.add_nodes_from(key(prefix, id) for id in held)
        for link in self._links():
            graph.add_edge(link.origin, link.destination, link=link)
        frozen: nx.MultiDiGraph[str] = nx.freeze(graph)
        return frozen

    @cached_property
    def verdicts(self) -> Mapping[tuple[str, str], Verdict]:
        """The verdict of each hop by the engagement's node and the place's."""
        return {
            (key(links.ENGAGEMENT, id), place_key(judged.hop.place)): judged.verdict
            for id, hops in self.transfers.by_engagement.items()
            for judged in hops
        }

    @cached_property
    def _worst(self) -> Mapping[str, Verdict]:
        held = self.transfers.by_engagement
        return {key(links.ENGAGEMENT, id): self.transfers.verdict_of(id) for id in held}

    def verdict_of(self, node: str) -> Verdict | None:
        """Give the worst verdict on what goes to an engagement; None for any other node."""
        return self._worst.get(node)

    def links_from(self, node: str) -> Iterator[Link]:
        """Give the links that go out of a node."""
        return (held["link"] for _, _, held in self.graph.out_edges(node, data=True))

    def links_to(self, node: str) -> Iterator[Link]:
        """Give the links that come into a node."""
        return (held["link"] for _, _, held in self.graph.in_edges(node, data=True))

    def within(self, place: str) -> tuple[str, ...]:
        """Give the codes of a place and of all that lies in it."""
        if place not in GROUPS:
            return (place,)
        members = self._members(place)
        groups = (group for group in GROUPS if self._members(group) <= members)
        return tuple(dict.fromkeys((place, *groups, *sorted(members))))

    def wider(self, place: str) -> tuple[str, ...]:
        """Give the codes of what a place lies in, a country also where none is named."""
        lying = self._members(place) or {place}
        groups = (group for group in GROUPS if group != place and lying <= self._members(group))
        return tuple(groups) if place == _ANYWHERE else (*groups, _ANYWHERE)

    def _members(self, group: str) -> frozenset[str]:
        return self.reference.members(group, self.day)

    def _own(self, record: Activity | System | Engagement | Flow) -> bool:
        return record.organisation == self.organisation and not record.retired

    def _links(self) -> Iterator[Link]:
        for activity in self.activities.values():
            yield from links.merged(links.collected(activity))
            yield from links.held(activity)
            yield from links.disclosed(activity, self.register, self.day)
        for system in self.systems.values():
            yield from links.operated(system, self.register, self.day)
            yield from _located(system)
        for engagement in self.engagements.values():
            yield from links.handed_on(engagement, self.day)
            yield from self._hops(engagement)
        for flow in self.register.flows.values():
            if self._own(flow):
                yield from self._declared(flow)

    def _hops(self, engagement: Engagement) -> Iterator[Link]:
        record = (Kind.ENGAGEMENT, engagement.id)
        for judged in self.transfers.by_engagement.get(engagement.id, ()):
            ways = judged.hop.ways
            yield Link(
                origin=key(links.ENGAGEMENT, engagement.id),
                destination=place_key(judged.hop.place),
                relation=Relation.LOCATED,
                record=record,
                paths=("stored_in", "accessed_from"),
                job=", ".join(way.value for way in ways) if judged.hop.place else "place unknown",
            )

    def _declared(self, flow: Flow) -> Iterator[Link]:
        """Give a declared flow, and its ends as what the activities it names use."""
        link = links.declared(flow)
        if any(self._is_over(end) for end in (link.origin, link.destination)):
            return
        yield link
        for activity in flow.activities or ():
            node = key(links.ACTIVITY, activity)
            for end in (link.origin, link.destination):
                if activity in self.activities and links.parts(end)[0] in _PASSED:
                    paths = (f"activities[{activity}]", "activities")
                    yield Link(node, end, Relation.DECLARED, link.record, paths, link.data)

    def _is_over(self, end: str) -> bool:
        prefix, id = links.parts(end)
        return prefix == links.ENGAGEMENT and not links.runs(self.register, id, self.day)


def place_key(place: str | None) -> str:
    """Give the node of a place; None is the one that is unknown."""
    return PLACE_UNKNOWN if place is None else key(links.PLACE, place)


def flows_of(transfers: Transfers, organisation: str) -> FlowMap:
    """Give the graph of an organisation; made once for as long as the transfers are the same."""
    return transfers.register.remembered(
        ("flows", organisation), transfers, lambda: FlowMap(transfers, organisation)
    )


def _located(system: System) -> Iterable[Link]:
    return (
        Link(
            origin=key(links.SYSTEM, system.id),
            destination=key(links.PLACE, place),
            relation=Relation.LOCATED,
            record=(Kind.SYSTEM, system.id),
            paths=(f"places[{place}]", "places"),
            job="holds data there",
        )
        for place in system.places or ()
    )
