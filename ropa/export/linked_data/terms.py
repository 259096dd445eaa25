"""The terms a document uses: those of the published vocabularies, and ours with what they mean."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cached_property

import msgspec

from ropa.core.names import Names
from ropa.core.reference import Reference
from ropa.export.linked_data.own import BY_NAME, CLAUSE, NAMESPACE, PREFIX
from ropa.export.rdf import DEFINITION, LABEL, RDF, RDFS, SKOS, XSD, Graph, Iri, Literal
from ropa.records.base import Line, Record
from ropa.records.spec import FieldSpec
from ropa.vocabulary import Word

LANGUAGE = "en-GB"
PLACES = "place"

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")

_MATCH = {"article6": "closeMatch", "article9": "closeMatch", "derogation": "closeMatch"}
"""How a word of the law relates to its term: one and one, or else a narrower word of ours."""


def text(said: str) -> Literal:
    """Give words as a literal in the language of the register."""
    return Literal(said, language=LANGUAGE)


class Terms:
    """Finds terms, and explains in the graph each one of ours when it is first used."""

    def __init__(self, graph: Graph, names: Names) -> None:
        self.graph = graph
        self.names = names
        self._explained: set[str] = set()

    @property
    def reference(self) -> Reference:
        """The law."""
        return self.names.reference

    @property
    def day(self) -> datetime.date:
        """The day whose law holds."""
        return self.names.day

    # -- the published vocabularies

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The namespaces by prefix, ours and those of the format among them."""
        held = {row.prefix: row.iri for row in self.reference.tables.dpv_namespaces}
        return {**held, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD, PREFIX: NAMESPACE}

    def expanded(self, short: str) -> str:
        """Give the IRI of a prefix and a name, such as `dpv:hasPurpose`."""
        prefix, _, name = short.partition(":")
        return self.prefixes[prefix] + name

    @cached_property
    def properties(self) -> dict[str, str]:
        """The properties by the field they are recorded for in the law data."""
        return {row.field: row.property for row in self.reference.tables.dpv_terms}

    @cached_property
    def value_classes(self) -> dict[str, str | None]:
        """The classes of the values by the field they are recorded for in the law data."""
        return {row.field: row.value_class for row in self.reference.tables.dpv_terms}

    @cached_property
    def _classes(self) -> dict[tuple[str, str | None], list[str]]:
        found: dict[tuple[str, str | None], list[str]] = {}
        for row in self.reference.tables.dpv_classes:
            found.setdefault((row.of, row.value), []).append(row.iri)
        return found

    def classes(self, of: str, value: str | None = None) -> list[str]:
        """Give the classes of a kind, of what a field says, or of a record whose field says so."""
        found = self._classes.get((of, value), [])
        return found if value is None else [*found, *self._classes.get((of, "any"), [])]

    @cached_property
    def _values(self) -> dict[tuple[str, str], str]:
        return {(row.of, row.value): row.iri for row in self.reference.tables.dpv_values}

    def value(self, of: str, value: str) -> str | None:
        """Give the term that stands for a value of a field."""
        return self._values.get((of, value))

    def place(self, code: str) -> str:
        """Give a country by its term, a group of countries by one of ours."""
        if code in self.reference.countries:
            return self.prefixes["loc"] + code
        return self.law(PLACES, code)

    # -- ours

    def own(self, name: str) -> str:
        """Give a term of `ropa.export.linked_data.own`."""
        iri = NAMESPACE + name
        if self._new(iri):
            term = BY_NAME[name]
            self._explain(iri, term.label, term.definition)
            kind = "Class" if term.is_class else "Property"
            self._typed(iri, kind, (self.expanded(term.broader),) if term.broader else ())
        return iri

    def kind(self, cls: type[Record | Line]) -> str:
        """Give the class of a record or of a line."""
        iri = NAMESPACE + cls.__name__
        if self._new(iri):
            label = _WORDS.sub(" ", cls.__name__).capitalize()
            above: list[str] = []
            if issubclass(cls, Record):
                label, above = cls.KIND.label, self.classes(cls.KIND)
            self._explain(iri, label, _first(cls))
            self._typed(iri, "Class", above)
        return iri

    def field(self, path: str, spec: FieldSpec) -> str:
        """Give the property of a field, by its path such as `activity.purposes.bases`."""
        iri = NAMESPACE + path
        if self._new(iri):
            said = spec.about
            of = path.rpartition(".")[0].replace("-", " ")
            self._explain(iri, said.label, said.help or f"{said.label} ({of}).", said.clause)
            self._typed(iri, "Property", ())
            if said.dpv:
                self.graph.add(iri, RDFS + "seeAlso", Iri(self.expanded(said.dpv)))
        return iri

    def word(self, word: Word) -> str:
        """Give a word of a closed list of ours."""
        iri = f"{NAMESPACE}{type(word).__name__}.{word.value}"
        if self._new(iri):
            self._explain(iri, word.label, f"{_first(type(word))} {word.label}.", word.clause)
            self.graph.add_type(iri, SKOS + "Concept")
        return iri

    def law(self, table: str, word: str) -> str:
        """Give a word of the law, with the term of the vocabulary that is near it."""
        iri = f"{NAMESPACE}{table}.{word}"
        if self._new(iri):
            label, article = self.names.law_word(table, word)
            self._explain(iri, label, f"{label} ({article})." if article else f"{label}.", article)
            self.graph.add_type(iri, SKOS + "Concept")
            for near in self.near(table, word):
                match = _MATCH.get(table, "broadMatch")
                self.graph.add(iri, SKOS + match, Iri(near))
        return iri

    def near(self, table: str, word: str, regime: str | None = None) -> Iterator[str]:
        """Give the term near a word of the law, with a regime only where it is law under it."""
        found = self.reference.law_word(table, word)
        if found is None:
            return
        row = next((row for row in found.rows if row.in_force(self.day)), found.rows[-1])
        iri = getattr(row, "dpv_iri", None)
        if iri and (regime is None or regime in getattr(row, "regimes", ())):
            yield iri

    def _new(self, iri: str) -> bool:
        if iri in self._explained:
            return False
        self._explained.add(iri)
        return True

    def _typed(self, iri: str, kind: str, above: tuple[str, ...] | list[str]) -> None:
        """Say that a term is a class or a property, and of which it is a part."""
        self.graph.add_type(iri, (RDFS if kind == "Class" else RDF) + kind)
        relation = "subClassOf" if kind == "Class" else "subPropertyOf"
        for one in above:
            self.graph.add(iri, RDFS + relation, Iri(one))

    def _explain(self, iri: str, label: str, definition: str, clause: str = "") -> None:
        self.graph.add(iri, LABEL, text(label))
        self.graph.add(iri, DEFINITION, text(definition))
        if clause:
            self.graph.add(iri, self.own(CLAUSE), text(clause))


def _first(cls: type[msgspec.Struct | Word]) -> str:
    """Give the first line of a class's docstring: what it is."""
    return (cls.__doc__ or "").partition("\n")[0]
