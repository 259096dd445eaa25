"""The JSON Schema (draft 2020-12) of a register as a JSON document, made of the annotations.

Beside what the dialect knows, a field says its clause (`x-clause`), the kind of records it names
(`x-links-to`), the table of the law data its words come from (`x-law`), its terms in the Data
Privacy Vocabulary (`x-dpv`) and how the words of a closed list read (`x-labels`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ropa.core.imprint import Imprint
from ropa.records.about import Digest, Slug
from ropa.records.spec import REGISTER, FieldSpec, Many, fields, is_word
from ropa.records.upgrade import VERSION

Schema = dict[str, Any]

_DESCRIPTION = (
    "What is absent is unknown; an empty list is a recorded “none”. Not in it, because they are no "
    "part of a register: accounts and roles, drafts, the journal, and the content of files, of "
    "which it has the SHA-256. What names a person is in it and is erasable in the catalogue."
)
_HEAD = "How the document was made. Only the version of the records counts when it is loaded."
_DIGEST = "SHA-256 of the records as compact JSON with sorted names, without what is unknown."


def json_schema() -> bytes:
    """Write the schema, with the label, the clause and the help of every field."""
    _, definitions = msgspec.json.schema_components(
        [*REGISTER, Imprint], ref_template="#/$defs/{name}"
    )
    for cls, specs in _structs(REGISTER):
        _annotate(definitions[cls.__name__], specs, definitions)
    head = {**definitions.pop("Imprint"), "title": "About this document", "description": _HEAD}
    head["properties"]["records"] = {"description": _DIGEST, **msgspec.json.schema(Digest)}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ropa:register:{VERSION}",
        "title": "A register of processing activities",
        "description": _DESCRIPTION,
        "type": "object",
        "required": ["ropa", "records"],
        "properties": {"ropa": head, "records": _records()},
        "additionalProperties": False,
        "$defs": definitions,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _structs(
    classes: Iterable[type[msgspec.Struct]],
) -> Iterator[tuple[type[msgspec.Struct], tuple[FieldSpec, ...]]]:
    """Give the classes, and before each those of its lines, with their fields."""
    for cls in classes:
        specs = fields(cls)
        yield from _structs(spec.line for spec in specs if spec.many is Many.LINES)
        yield cls, specs


def _annotate(shape: Schema, specs: tuple[FieldSpec, ...], definitions: Schema) -> None:
    """Say what the dialect has no word for; a record's id is the name it stands under."""
    for spec in specs:
        about, said = spec.about, shape["properties"][spec.name]
        if about.to is not None:
            said["x-links-to"] = about.to.plural
        if about.law:
            said["x-law"] = about.law
        if about.dpv:
            said["x-dpv"] = about.dpv
        if is_word(spec.scalar):
            words = definitions[spec.scalar.__name__]
            words["x-labels"] = {word.value: word.label for word in spec.scalar}
    if any(spec.name == "id" for spec in specs) and "id" in shape["properties"]:
        del shape["properties"]["id"]
        shape["required"] = [name for name in shape["required"] if name != "id"]
        if not shape["required"]:
            del shape["required"]


def _records() -> Schema:
    names = msgspec.json.schema(Slug)
    return {
        "title": "Records by kind and identifier",
        "type": "object",
        "properties": {
            cls.KIND.plural: {
                "title": cls.KIND.label,
                "type": "object",
                "propertyNames": names,
                "additionalProperties": {"$ref": f"#/$defs/{cls.__name__}"},
            }
            for cls in REGISTER
        },
        "additionalProperties": False,
    }
