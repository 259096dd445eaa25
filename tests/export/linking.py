"""Reading linked data with rdflib, whose parsers and comparison are not ours."""

from __future__ import annotations

import warnings

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ropa.export.export import Export
from ropa.export.linked import base_of, json_ld, turtle
from ropa.export.linked_data.own import NAMESPACE

PREFIXES = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-gb": "https://w3id.org/dpv/legal/gb#",
    "loc": "https://w3id.org/dpv/loc#",
    "dpcat": "https://w3id.org/dpcat#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "ropa": NAMESPACE,
}


def parsed(data: bytes, format: str) -> Graph:
    """Parse Turtle or JSON-LD. rdflib's own JSON-LD parser uses what rdflib has deprecated."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return Graph().parse(data=data, format=format)


class Read:
    """A parsed export, asked in short names; `record:` is the base of its records."""

    def __init__(self, export: Export, base: str | None = None) -> None:
        self.base = base or base_of(export)
        self.turtle, self.json_ld = turtle(export, base), json_ld(export, base)
        self.graph = parsed(self.turtle, "turtle")
        self._long = {**PREFIXES, "record": self.base}

    def iri(self, short: str) -> URIRef:
        prefix, _, name = short.partition(":")
        return URIRef(self._long[prefix] + name)

    def short(self, node: Node) -> str:
        """Give a node by its short name, a value as its text with language or type."""
        if isinstance(node, Literal):
            kind = node.datatype.rpartition("#")[2] if node.datatype else node.language
            return f"{node}@{kind}" if kind else str(node)
        fits = [(whole, name) for name, whole in self._long.items() if str(node).startswith(whole)]
        whole, name = max(fits)
        return f"{name}:{str(node)[len(whole) :]}"

    def of(self, subject: str, property: str) -> set[str]:
        """Give what stands under a property of a record."""
        found = self.graph.objects(self.iri(f"record:{subject}"), self.iri(property))
        return {self.short(node).removeprefix("record:") for node in found}

    def types(self, subject: str) -> set[str]:
        return {self.short(one) for one in self.graph.objects(self.iri(subject), RDF.type)}

    def in_class(self, cls: str) -> set[str]:
        found = self.graph.subjects(RDF.type, self.iri(cls))
        return {self.short(one).removeprefix("record:") for one in found}
