"""Graphs as text: whatever they hold comes back."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.compare import isomorphic

from ropa.export.rdf import Graph as Written
from ropa.export.rdf import Iri
from ropa.export.rdf import Literal as Value
from ropa.export.rdf import json_ld as written_json_ld
from ropa.export.rdf import turtle as written_turtle
from tests.export.linking import parsed

DPV_23 = Path(__file__).parents[1] / "law" / "dpv_terms.txt"
"""Terms that were each found in the Turtle files of DPV 2.3 (W3C DPVCG, w3c/dpv at GitHub)."""

FORMAT = tuple(map(str, (RDF, RDFS, SKOS, XSD)))
"""The namespaces of RDF itself and of the explanations."""


def test_whatever_a_text_holds_comes_back() -> None:
    """Every character XML could not hold, quotes in threes, and IRIs that no prefix can shorten."""
    texts = ["".join(map(chr, range(1, 128))), '"""', "\\", "\\u0041", "]]", "\r\n", "\x85\u2028"]
    graph = Written()
    for number, text in enumerate(texts):
        for name in ("a.", "a/b", "%41", "-", "é", "~", ""):
            graph.add(f"urn:x:{name}{number}", "urn:x:p", Value(text, language="en-GB"))
            graph.add(f"urn:x:{number}{name}", "urn:x:q", Iri(f"urn:x:{name}"))
            graph.add(f"urn:x:{number}", "urn:x:r", Value(text))
    prefixes = {"x": "urn:x:"}
    one = parsed(written_turtle(graph, prefixes), "turtle")
    other = parsed(written_json_ld(graph, prefixes), "json-ld")
    assert isomorphic(one, other)
    assert {str(text) for text in one.objects(URIRef("urn:x:3"), URIRef("urn:x:r"))} == {texts[3]}
    assert {str(text) for text in one.objects() if isinstance(text, Literal)} == set(texts)
    assert URIRef("urn:x:a.") in set(one.objects())
