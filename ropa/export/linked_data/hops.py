"""The hops from one legal entity to another, with what the law of the day says of each.

They are our own judgement: an authority is told, the public is not.
"""

from __future__ import annotations

from ropa.core.transfers.entities import Entity
from ropa.core.transfers.hops import Hop
from ropa.core.transfers.judge import transfers_of
from ropa.core.transfers.verdicts import Judged, Judgement
from ropa.export.linked_data.own import UNKNOWN
from ropa.export.linked_data.records import Records
from ropa.export.linked_data.terms import text
from ropa.export.rdf import LABEL, Iri
from ropa.vocabulary import Kind


class Hops:
    """Writes the judged hops of an export."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.graph = records.graph
        self.terms = records.terms

    def write(self) -> None:
        """State every hop of the organisations of the export."""
        export = self.records.export
        judged = transfers_of(export.register, export.reference, export.context.about).judged
        for one in judged:
            self._hop(one)

    def _hop(self, judged: Judged) -> None:
        hop = judged.hop
        node = self._node(hop)
        self.graph.add_type(node, self.terms.own("Hop"))
        for cls in self.terms.classes("hop"):
            self.graph.add_type(node, cls)
        self.graph.add(node, LABEL, text(hop.title))
        if hop.place is not None:
            location = self.terms.properties["transfer.location"]
            self.graph.add(node, location, Iri(self.terms.place(hop.place)))
        else:
            self.records.stand_in(node, "transfer.location", UNKNOWN, "place")
        self._end(node, "exporter", hop.exporter)
        self._end(node, "importer", hop.importer)
        if hop.engagement is not None:
            self._to(node, "hop.engagement", self.records.iri(Kind.ENGAGEMENT, hop.engagement))
        for id in hop.load.activities:
            self._to(node, "hop.serves", self.records.iri(Kind.ACTIVITY, id))
        for way in hop.ways:
            self._to(node, "hop.way", self.terms.word(way))
        self._to(node, "hop.verdict", self.terms.word(judged.verdict))
        self._say(node, "hop.must_act", judged.must_act)
        for number, one in enumerate(judged.judgements, 1):
            self._judgement(node, f"{node}.judgement.{number}", one)

    def _node(self, hop: Hop) -> str:
        """Name a hop by what it is of, and where."""
        head = hop.engagement or f"_{hop.importer.party}"
        return f"{self.records.base}hop.{hop.organisation}.{head}.{hop.place or '_'}"

    def _end(self, node: str, end: str, entity: Entity) -> None:
        """Name the legal entity at one end, which may be known by its name only."""
        row = f"transfer.{end}"
        if entity.organisation is not None:
            iri = self.records.iri(Kind.ORGANISATION, entity.organisation)
        elif entity.party is not None:
            iri = self.records.iri(Kind.PARTY, entity.party)
        else:
            self.records.stand_in(node, row, UNKNOWN, end)
            return
        self.graph.add(node, self.terms.properties[row], Iri(iri))

    def _judgement(self, hop: str, node: str, one: Judgement) -> None:
        self._to(hop, "hop.judgement", node)
        self.graph.add_type(node, self.terms.own("Judgement"))
        self._to(node, "judgement.verdict", self.terms.word(one.verdict))
        said = ("regime", one.regime), ("clause", one.clause), ("why", one.why)
        for name, words in (*said, ("basis", one.basis)):
            self._say(node, f"judgement.{name}", words)
        for words in one.missing:
            self._say(node, "judgement.missing", words)
        for kind, id in one.evidence:
            self._to(node, "judgement.evidence", self.records.iri(kind, id))

    def _to(self, node: str, own: str, iri: str) -> None:
        self.graph.add(node, self.terms.own(own), Iri(iri))

    def _say(self, node: str, own: str, words: str) -> None:
        if words:
            self.graph.add(node, self.terms.own(own), text(words))
