"""The register as linked data, in the Data Privacy Vocabulary (DPV 2.3), DCAT and DPCat.

Each organisation has one record of processing, a catalogue of its activities. Every answer that
may be told stands under a term of ours and, where the vocabulary has one, under that as well, so
that a reader of DPV needs to know nothing of us; a term of ours is explained where it is used.

A record has the same IRI in every export of the same organisation that is given no other base. It
is made of its organisation's id, which people choose: whoever joins exports of several catalogues
gives each a base of its own.
"""

from __future__ import annotations

import re
import uuid

from ropa.export.export import Export
from ropa.export.linked_data.hops import Hops
from ropa.export.linked_data.own import NAMESPACE
from ropa.export.linked_data.processing import Processing
from ropa.export.linked_data.records import Records
from ropa.export.linked_data.terms import text
from ropa.export.rdf import LABEL, XSD, Graph, Iri, Literal, Term
from ropa.export.rdf import json_ld as _json_ld
from ropa.export.rdf import turtle as _turtle
from ropa.vocabulary import Kind

_PREFIX = "record"
_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20<>\"{}|^`\\]*[/#:]")


def turtle(export: Export, base: str | None = None) -> bytes:
    """Write Turtle. ValueError where `base` is not an IRI that ends in `/`, `#` or `:`."""
    graph, prefixes = _made(export, base)
    return _turtle(graph, prefixes)


def json_ld(export: Export, base: str | None = None) -> bytes:
    """Write JSON-LD. ValueError where `base` is not an IRI that ends in `/`, `#` or `:`."""
    graph, prefixes = _made(export, base)
    return _json_ld(graph, prefixes)


def base_of(export: Export) -> str:
    """Give the base of an export that is given none: of its organisation, or of all in it."""
    whose = export.organisation or "\n".join(export.register.organisations)
    space = uuid.UUID(NAMESPACE.removeprefix("urn:uuid:").removesuffix("#"))
    return f"urn:uuid:{uuid.uuid5(space, whose)}#"


def _made(export: Export, base: str | None) -> tuple[Graph, dict[str, str]]:
    """Give everything an export says, and the prefixes to write it with."""
    if base is not None and not _BASE.fullmatch(base):
        raise ValueError(f"“{base}” is not an IRI that ends in /, # or :")
    graph = Graph()
    records = Records(export, base or base_of(export), graph)
    for cls in export.kinds:
        for record in export.register.all(cls).values():
            records.write(record)
    registers = Processing(records).write()
    if records.complete:
        Hops(records).write()
    _imprint(records, registers)
    return graph, {**records.terms.prefixes, _PREFIX: records.base}


def _imprint(records: Records, registers: list[str]) -> None:
    """Say what the document was made from."""
    said, terms = records.export.imprint, records.terms
    node = f"{records.base}export"
    records.graph.add_type(node, terms.own("Export"))
    records.graph.add(node, LABEL, text(f"Record of processing: {records.export.whose}"))
    whose = said.organisation and Iri(records.iri(Kind.ORGANISATION, said.organisation))
    facts: list[tuple[str, Term | str | None]] = [
        ("version", Literal(said.version)),
        ("schema", Literal(str(said.schema), XSD + "integer")),
        ("redaction", Iri(terms.word(said.redaction))),
        ("organisation", whose),
        ("journal", said.journal and Literal(said.journal)),
        ("as_recorded", said.as_recorded and Literal(said.as_recorded, XSD + "dateTime")),
        ("about", Literal(said.about.isoformat(), XSD + "date")),
        ("law", Literal(said.law)),
        *(("activities", Iri(records.iri(Kind.ACTIVITY, id))) for id in said.activities or ()),
        *(("holds", Iri(one)) for one in registers),
    ]
    for name, value in facts:
        if value and not isinstance(value, str):
            records.graph.add(node, terms.own(f"export.{name}"), value)
