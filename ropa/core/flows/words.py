"""How the nodes and links of the graph read to people: words, places, and how each is known."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from ropa.core.flows import links
from ropa.core.flows.links import Link, Relation
from ropa.core.flows.view import (
    ANYWHERE,
    COUNTRIES,
    NOT_STORED,
    ORIGINS,
    OWN,
    PLACE_UNKNOWN,
    REGIONS,
    Cluster,
    Edge,
    Node,
    NodeKind,
)
from ropa.core.register import Key, Register
from ropa.core.transfers.verdicts import Verdict
from ropa.records.base import Provenance, Record
from ropa.records.engagement import Engagement
from ropa.vocabulary import EngagementRole, Standing

Known = tuple[Standing | None, tuple[str, ...]]
"""How an answer stands to its source, and the places in documents that say it."""

NOBODY_SAID: Known = (None, ())

_PLAIN: Mapping[str, NodeKind] = {
    links.ACTIVITY: NodeKind.ACTIVITY,
    links.SUBJECTS: NodeKind.SUBJECT,
    links.PEOPLE: NodeKind.SUBJECT,
    links.SYSTEM: NodeKind.SYSTEM,
}
_UNKNOWN: Mapping[str, tuple[NodeKind, str]] = {
    links.PEOPLE: (NodeKind.SUBJECT, "People unknown"),
    "systems": (NodeKind.SYSTEM, "Systems unknown"),
    links.RECIPIENTS: (NodeKind.RECIPIENT, "Recipients unknown"),
    links.PLACE: (NodeKind.PLACE, "Place unknown"),
}


class Places(Protocol):
    """The names of places, as `ropa.core.reference.Reference` has them."""

    @property
    def countries(self) -> Mapping[str, str]:
        """Country codes and names, without `EU`, `EEA` and `GLOBAL`."""

    def place_name(self, code: str) -> str:
        """Give the name of a country or of another place."""


class Words:
    """The words for one organisation's part of a register on a day.

    With `jobs` a party's node says what it does; otherwise the line to it does.
    """

    def __init__(
        self,
        register: Register,
        organisation: str,
        reference: Places,
        day: datetime.date,
        *,
        jobs: bool = True,
    ) -> None:
        self.register, self.reference, self.day = register, reference, day
        self._jobs = jobs
        self._nodes: dict[str, Node] = {}
        self._sources: dict[Key, dict[str, list[Provenance]]] = {}
        held = register.organisations.get(organisation)
        self._country = held.country if held else None
        place = reference.place_name(self._country) if self._country else "country unknown"
        self.own = Cluster(OWN, f"{held.name} · {place}" if held else organisation)

    def node(self, key: str) -> Node:
        """Give the node of a key."""
        if key not in self._nodes:
            self._nodes[key] = self._made(key, *links.parts(key))
        return self._nodes[key]

    def edge(self, link: Link, job: str | None = None, verdict: Verdict | None = None) -> Edge:
        """Give the edge of a link; `job` says what it is for where the link does not."""
        standing, evidence = self.known(link)
        return Edge(
            origin=link.origin,
            destination=link.destination,
            data=None if link.data is None else tuple(dict.fromkeys(self.names(link.data))),
            job=link.job if job is None else job,
            standing=standing,
            evidence=evidence,
            declared=link.relation is Relation.DECLARED,
            verdict=verdict,
        )

    def names(self, data: Iterable[str]) -> list[str]:
        """Name categories of data; one that the register lacks reads as its id."""
        held = self.register.data_categories
        return [held[id].name if id in held else id for id in data]

    def known(self, link: Link) -> Known:
        """Give how a link is known: by the first of its paths that has a source."""
        record = self.register.get(*link.record)
        if record is None or not record.provenance:
            return Standing.STATED, ()
        by_path = self._sources.get(link.record)
        if by_path is None:
            by_path = self._sources[link.record] = defaultdict(list)
            for source in record.provenance:
                by_path[source.field].append(source)
        sources = next((by_path[path] for path in link.paths if path in by_path), None)
        if sources is None:
            return Standing.STATED, ()
        stated = any(source.standing is Standing.STATED for source in sources)
        named = dict.fromkeys(words for source in sources if (words := self._place(source)))
        return (Standing.STATED if stated else Standing.INFERRED), tuple(named)

    def job(self, engagement: str) -> str:
        """Say what a party does in an engagement."""
        found = self.register.engagements.get(engagement)
        if found is None:
            return ""
        return found.purpose or found.category or found.service or found.name

    def stored(self, codes: tuple[str, ...] | None) -> Cluster:
        """Give the cluster of all these places together; the least certain one ranks it."""
        if codes is None:
            return PLACE_UNKNOWN
        if not codes:
            return NOT_STORED
        names = ", ".join(sorted(self.reference.place_name(code) for code in codes))
        if "GLOBAL" in codes:
            return Cluster(ANYWHERE, names)
        certain = all(code in self.reference.countries for code in codes)
        return Cluster(COUNTRIES if certain else REGIONS, names)

    def _place(self, source: Provenance) -> str:
        document = self.register.documents.get(source.document or "")
        words = (document.title if document else None, source.place)
        return " ".join(word for word in words if word)

    def _made(self, key: str, prefix: str, id: str) -> Node:
        if prefix in _PLAIN:
            record = links.record_of(key)
            found = self.register.get(*record) if record else None
            return self._titled(key, _PLAIN[prefix], found, id)
        if prefix == links.ENGAGEMENT:
            return self._engagement(key, id)
        if prefix == links.RECIPIENTS:
            return self._recipients(key, id)
        if prefix == links.UNKNOWN:
            kind, words = _UNKNOWN[id]
            return Node(key, kind, (words,), self._cluster(kind, None), known=False)
        if prefix == links.PLACE:
            return Node(key, NodeKind.PLACE, (self.reference.place_name(id),), self.stored((id,)))
        kind, cluster = (NodeKind.SOURCE, ORIGINS)
        if prefix == links.INTERNAL:
            kind, cluster = NodeKind.RECIPIENT, self.own
        return Node(key, kind, (id,), cluster)

    def _titled(self, key: str, kind: NodeKind, found: Record | None, id: str) -> Node:
        lines = (found.title,) if found else (id, "not in the register")
        record = (found.KIND, found.id) if found else None
        return Node(key, kind, lines, self._cluster(kind, found), found is not None, record)

    def _cluster(self, kind: NodeKind, found: Record | None) -> Cluster:
        """Give where a node is drawn: a system among our own unless it is held elsewhere."""
        if kind in (NodeKind.SUBJECT, NodeKind.SOURCE):
            return ORIGINS
        if kind in (NodeKind.ACTIVITY, NodeKind.SYSTEM):
            places = getattr(found, "places", None)
            return self.stored(places) if places and places != (self._country,) else self.own
        return PLACE_UNKNOWN

    def _engagement(self, key: str, id: str) -> Node:
        found = self.register.engagements.get(id)
        if found is None:
            return self._titled(key, NodeKind.PARTY, None, id)
        party = self.register.parties.get(found.party or "")
        name = party.name if party else _nameless(found.role)
        lines = [name, *([job] if (job := self._told(found)) and job != name else ())]
        return Node(
            key=key,
            kind=NodeKind.PARTY,
            lines=tuple(lines),
            cluster=self.stored(found.stored_in),
            known=party is not None,
            record=(found.KIND, found.id),
        )

    def _told(self, engagement: Engagement) -> str | None:
        """Give the job that a party's node says; the line to it tells the purpose."""
        if self._jobs:
            return engagement.category or engagement.service or engagement.name
        return (engagement.category or engagement.service) if engagement.purpose else None

    def _recipients(self, key: str, id: str) -> Node:
        """Give a category of recipients; of processors, the vendor is what is not known."""
        found = self.register.recipient_categories.get(id)
        if found is None or found.role is not EngagementRole.PROCESSOR:
            return self._titled(key, NodeKind.RECIPIENT, found, id)
        lines = (_nameless(found.role), *((found.name,) if self._jobs else ()))
        record = (found.KIND, found.id)
        return Node(key, NodeKind.RECIPIENT, lines, PLACE_UNKNOWN, known=False, record=record)


def _nameless(role: EngagementRole | None) -> str:
    return "Vendor unknown" if role is EngagementRole.PROCESSOR else "Recipient unknown"
