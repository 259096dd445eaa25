"""The nodes and edges of one activity's data flow, made from the records they stand for."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

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
from ropa.records.activity import Activity
from ropa.records.base import Provenance, Record
from ropa.records.organisation import Organisation
from ropa.vocabulary import EngagementRole, Standing

Known = tuple[Standing | None, tuple[str, ...]]
"""How an answer stands to its source, and the places in documents that say it."""

NOBODY_SAID: Known = (None, ())


class Places(Protocol):
    """The names of places, as `ropa.core.reference.Reference` has them."""

    @property
    def countries(self) -> Mapping[str, str]:
        """Country codes and names, without `EU`, `EEA` and `GLOBAL`."""

    def place_name(self, code: str) -> str:
        """Give the name of a country or of another place."""


@dataclass
class Sketch:
    """What is found while the records of one activity are walked.

    The methods that name a record add its node where it is missing and give the node's key.
    Where flows are declared their data label the lines, so each node says itself what it does.
    """

    register: Register
    activity: Activity
    reference: Places
    day: datetime.date
    declared: bool
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    _sources: dict[Key, dict[str, list[Provenance]]] = field(default_factory=dict)

    def edge(
        self,
        origin: str,
        destination: str,
        known: Known,
        data: Iterable[str] | None = None,
        job: str | None = None,
    ) -> None:
        """Add a movement; `data` are names, None where they are not known."""
        names = None if data is None else tuple(dict.fromkeys(data))
        self.edges.append(Edge(origin, destination, names, job or "", *known, self.declared))

    def known(self, record: Record, *paths: str) -> Known:
        """Give how an answer is known: by the first of the paths that has a source."""
        by_path = self._sources.get((record.KIND, record.id))
        if by_path is None:
            by_path = self._sources[record.KIND, record.id] = defaultdict(list)
            for source in record.provenance:
                by_path[source.field].append(source)
        for path in paths:
            if not (sources := by_path.get(path)):
                continue
            stated = any(source.standing is Standing.STATED for source in sources)
            evidence = []
            for source in sources:
                document = self.register.documents.get(source.document or "")
                words = (document.title if document else None, source.place)
                evidence.append(" ".join(word for word in words if word))
            named = tuple(dict.fromkeys(words for words in evidence if words))
            return (Standing.STATED if stated else Standing.INFERRED), named
        return Standing.STATED, ()

    def runs(self, engagement: str) -> bool:
        """Whether an engagement is in force on the day; one the register lacks is shown so."""
        found = self.register.engagements.get(engagement)
        return found is None or found.in_force(self.day)

    def own_activity(self) -> str:
        """Add the activity itself."""
        key = f"activity/{self.activity.id}"
        return self._node(key, NodeKind.ACTIVITY, (self.activity.title,), self._own)

    def subjects(self, slug: str | None) -> str:
        """Add a category of people; None is people nobody has named."""
        if slug is None:
            return self.unknown("people", NodeKind.SUBJECT, "People unknown", ORIGINS)
        found = self.register.data_subject_categories.get(slug)
        return self._record("subjects", slug, NodeKind.SUBJECT, found, ORIGINS)

    def source(self, words: str) -> str:
        """Add a source other than the people themselves."""
        return self._node(f"source/{words}", NodeKind.SOURCE, (words,), ORIGINS)

    def system(self, slug: str) -> str:
        """Add a system, among our own unless it is held elsewhere."""
        found = self.register.systems.get(slug)
        own_country = self._organisation and self._organisation.country
        elsewhere = found is not None and found.places and found.places != (own_country,)
        cluster = self._stored(found.places) if found and elsewhere else self._own
        return self._record("system", slug, NodeKind.SYSTEM, found, cluster)

    def unknown_systems(self) -> str:
        """Add the systems nobody has named."""
        return self.unknown("systems", NodeKind.SYSTEM, "Systems unknown", self._own)

    def engagement(self, slug: str) -> str:
        """Add a party in its job, in the places where it stores the data."""
        found = self.register.engagements.get(slug)
        if found is None:
            return self._record("engagement", slug, NodeKind.PARTY, None, PLACE_UNKNOWN)
        party = self.register.parties.get(found.party or "")
        name = party.name if party else _nameless(found.role)
        job = found.category or found.service if found.purpose or self.declared else None
        lines = (name, job or found.name) if self.declared else (name, job)
        cluster = self._stored(found.stored_in)
        return self._node(f"engagement/{slug}", NodeKind.PARTY, lines, cluster, party is not None)

    def recipients(self, slug: str) -> str:
        """Add a category of recipients; of processors, the vendor is what is not known."""
        found = self.register.recipient_categories.get(slug)
        if found is None or found.role is not EngagementRole.PROCESSOR:
            return self._record("recipients", slug, NodeKind.RECIPIENT, found, PLACE_UNKNOWN)
        lines = (_nameless(found.role), found.name if self.declared else None)
        return self._node(f"recipients/{slug}", NodeKind.RECIPIENT, lines, PLACE_UNKNOWN, False)

    def internal(self, words: str) -> str:
        """Add recipients inside the organisation."""
        return self._node(f"internal/{words}", NodeKind.RECIPIENT, (words,), self._own)

    def unknown(self, key: str, kind: NodeKind, words: str, cluster: Cluster) -> str:
        """Add what nobody has answered."""
        return self._node(f"unknown/{key}", kind, (words,), cluster, False)

    def _record(
        self, prefix: str, slug: str, kind: NodeKind, found: Record | None, cluster: Cluster
    ) -> str:
        lines = (found.title,) if found else (slug, "not in the register")
        return self._node(f"{prefix}/{slug}", kind, lines, cluster, found is not None)

    def _node(
        self,
        key: str,
        kind: NodeKind,
        lines: Iterable[str | None],
        cluster: Cluster,
        known: bool = True,
    ) -> str:
        words = tuple(dict.fromkeys(line for line in lines if line))
        return self.nodes.setdefault(key, Node(key, kind, words, cluster, known)).key

    @property
    def _organisation(self) -> Organisation | None:
        return self.register.organisations.get(self.activity.organisation)

    @property
    def _own(self) -> Cluster:
        organisation = self._organisation
        if organisation is None:
            return Cluster(OWN, self.activity.organisation)
        country = organisation.country
        place = self.reference.place_name(country) if country else "country unknown"
        return Cluster(OWN, f"{organisation.name} · {place}")

    def _stored(self, codes: tuple[str, ...] | None) -> Cluster:
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


def _nameless(role: EngagementRole | None) -> str:
    return "Vendor unknown" if role is EngagementRole.PROCESSOR else "Recipient unknown"
