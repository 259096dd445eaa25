"""A graph of statements, and its two texts: Turtle and JSON-LD.

Every node has an IRI (there are no blank nodes) and everything is written in order, so that equal
graphs give the same bytes, and two texts can be compared line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import msgspec

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

TYPE = RDF + "type"
LABEL = RDFS + "label"
DEFINITION = SKOS + "definition"

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""The local names that both texts can write after a prefix as they are."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NEXT = ",\n        "
_TO_ESCAPE = re.compile(r"[\x00-\x1f\x7f\"\\]")


class Iri(NamedTuple):
    """A node, by its IRI."""

    iri: str


class Literal(NamedTuple):
    """A value with its type (an IRI), or a text with its language; a plain one has neither."""

    text: str
    datatype: str = ""
    language: str = ""


Term: TypeAlias = Iri | Literal


class Graph:
    """Statements, each kept once: subject and property are IRIs, the object a node or a value."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, set[Term]]] = {}

    def add(self, subject: str, property: str, object: Term) -> None:
        """State something."""
        self._held.setdefault(subject, {}).setdefault(property, set()).add(object)

    def add_type(self, subject: str, cls: str) -> None:
        """State that a node is in a class."""
        self.add(subject, TYPE, Iri(cls))

    def has(self, subject: str, property: str) -> bool:
        """Whether anything is stated of a subject with this property."""
        return property in self._held.get(subject, {})

    def nodes(self) -> Iterator[tuple[str, list[tuple[str, list[Term]]]]]:
        """Give each subject with its properties and their objects in order, its classes first."""
        for subject, held in sorted(self._held.items()):
            names = sorted(held, key=lambda name: (name != TYPE, name))
            yield subject, [(name, sorted(held[name], key=_order)) for name in names]


def _order(term: Term) -> tuple[bool, tuple[str, ...]]:
    return isinstance(term, Literal), tuple(term)


class _Short:
    """Writes an IRI as prefix and local name, where a prefix fits and the name is a plain one."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda one: (-len(one[1]), one[0]))
        self._known: dict[str, str | None] = {}

    def of(self, iri: str) -> str | None:
        if iri not in self._known:
            self._known[iri] = self._find(iri)
        return self._known[iri]

    def _find(self, iri: str) -> str | None:
        for prefix, whole in self._prefixes:
            if iri.startswith(whole) and _LOCAL.fullmatch(iri, len(whole)):
                return f"{prefix}:{iri[len(whole) :]}"
        return None


def turtle(graph: Graph, prefixes: Mapping[str, str]) -> bytes:
    """Write a graph as Turtle 1.1."""
    short = _Short(prefixes)

    def named(iri: str) -> str:
        return short.of(iri) or f"<{iri}>"

    def written(term: Term) -> str:
        if isinstance(term, Iri):
            return named(term.iri)
        text = f'"{_TO_ESCAPE.sub(_escaped, term.text)}"'
        if term.language:
            return f"{text}@{term.language}"
        return f"{text}^^{named(term.datatype)}" if term.datatype else text

    lines = [f"@prefix {name}: <{iri}> ." for name, iri in sorted(prefixes.items())]
    for subject, held in graph.nodes():
        said = (
            f"    {'a' if name == TYPE else named(name)} {_NEXT.join(map(written, objects))}"
            for name, objects in held
        )
        lines += ["", named(subject), " ;\n".join(said) + " ."]
    return ("\n".join(lines) + "\n").encode()


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    return _ESCAPES.get(found) or f"\\u{ord(found):04X}"


def json_ld(graph: Graph, prefixes: Mapping[str, str]) -> bytes:
    """Write a graph as JSON-LD 1.1: a list of flat nodes, with the prefixes as their context."""
    short = _Short(prefixes)

    def named(iri: str) -> str:
        return short.of(iri) or iri

    def written(term: Term) -> dict[str, str]:
        if isinstance(term, Iri):
            return {"@id": named(term.iri)}
        if term.language:
            return {"@language": term.language, "@value": term.text}
        if term.datatype:
            return {"@type": named(term.datatype), "@value": term.text}
        return {"@value": term.text}

    nodes: list[dict[str, Any]] = []
    for subject, held in graph.nodes():
        node: dict[str, Any] = {"@id": named(subject)}
        for name, objects in held:
            if name == TYPE:
                node["@type"] = [named(one.iri) for one in objects if isinstance(one, Iri)]
            else:
                node[named(name)] = list(map(written, objects))
        nodes.append(node)
    document = {"@context": dict(sorted(prefixes.items())), "@graph": nodes}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
