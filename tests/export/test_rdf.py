"""Graphs as text: whatever they hold comes back, and always in the same order."""

from __future__ import annotations

import json

import rdflib
from rdflib.compare import isomorphic

from ropa.export.rdf import TYPE, Graph, Iri, Literal, json_ld, turtle
from tests.export.linking import parsed


def test_whatever_a_text_holds_comes_back() -> None:
    """Every character XML could not hold, quotes in threes, and IRIs that no prefix can shorten."""
    texts = ["".join(map(chr, range(1, 128))), '"""', "\\", "\\u0041", "]]", "\r\n", "\x85\u2028"]
    graph = Graph()
    for number, text in enumerate(texts):
        for name in ("a.", "a/b", "%41", "-", "é", "~", ""):
            graph.add(f"urn:x:{name}{number}", "urn:x:p", Literal(text, language="en-GB"))
            graph.add(f"urn:x:{number}{name}", "urn:x:q", Iri(f"urn:x:{name}"))
            graph.add(f"urn:x:{number}", "urn:x:r", Literal(text))
    prefixes = {"x": "urn:x:"}
    one = parsed(turtle(graph, prefixes), "turtle")
    other = parsed(json_ld(graph, prefixes), "json-ld")
    assert isomorphic(one, other)
    assert {
        str(text) for text in one.objects(rdflib.URIRef("urn:x:3"), rdflib.URIRef("urn:x:r"))
    } == {texts[3]}
    assert {str(text) for text in one.objects() if isinstance(text, rdflib.Literal)} == set(texts)
    assert rdflib.URIRef("urn:x:a.") in set(one.objects())


def test_a_graph_is_written_in_order_its_classes_first() -> None:
    graph = Graph()
    for name in "hgfedcba":
        graph.add("urn:x:s", "urn:x:p", Literal(name))
        graph.add("urn:x:s", "urn:x:p", Iri(f"urn:x:{name}"))
        graph.add(f"urn:x:{name}", TYPE, Iri("urn:x:z"))
    graph.add("urn:x:s", "urn:x:a", Literal("1", "urn:x:int"))
    graph.add_type("urn:x:s", "urn:x:z")
    written = turtle(graph, {"x": "urn:x:"}).decode()
    assert written.startswith("@prefix x: <urn:x:> .\n\nx:a\n    a x:z .\n\nx:b\n    a x:z .\n")
    objects = [*(f"x:{name}" for name in "abcdefgh"), *(f'"{name}"' for name in "abcdefgh")]
    said = 'x:s\n    a x:z ;\n    x:a "1"^^x:int ;\n    x:p '
    assert written.endswith(said + ",\n        ".join(objects) + " .\n")
    node = json.loads(json_ld(graph, {"x": "urn:x:"}))["@graph"][-1]
    assert list(node) == ["@id", "@type", "x:a", "x:p"]
    assert node["x:p"] == [
        *({"@id": f"x:{name}"} for name in "abcdefgh"),
        *({"@value": name} for name in "abcdefgh"),
    ]
