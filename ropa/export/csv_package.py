"""A register as CSV files (RFC 4180) with their schema, as Frictionless Data defines it.

One file for each kind of record and each kind of line, in one ZIP file with `datapackage.json`.
Values are written as they are stored; `_DESCRIPTION` says how they are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from ropa.core.answers import stored_text
from ropa.export.csv import table
from ropa.export.export import Export
from ropa.export.zipped import zipped
from ropa.records.base import Line, Provenance, Record
from ropa.records.spec import FieldSpec, Many, is_date, is_word
from ropa.vocabulary import Kind

Json = dict[str, Any]

_DESCRIPTION = (
    "One file for each kind of record and each kind of line of one. An empty value is unknown. A "
    "field of type array holds a JSON list; an empty list is a recorded “none”. A field of a "
    "record that counts lines names the file they stand in; 0 is a recorded “none”. A text that a "
    "spreadsheet would take for a formula (one that begins with =, +, -, @ or a tab, after any "
    "number of apostrophes) has an apostrophe set before it, which is no part of it. Accounts and "
    "roles, drafts, the journal and the content of files are no part of a register."
)
_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: how it is described, and the record its values name, if they do."""

    field: Json
    to: Kind | None = None

    @property
    def name(self) -> str:
        """Its name in the head of the file."""
        return str(self.field["name"])


@dataclass(frozen=True, slots=True)
class _File:
    """One file: its columns, its rows and the columns that tell its rows apart."""

    name: str
    title: str
    kind: Kind | None
    key: tuple[str, ...]
    columns: tuple[_Column, ...]
    rows: Iterable[list[str]]


def csv_package(export: Export) -> bytes:
    """Write the package; the same register always gives the same bytes."""
    contents: dict[str, bytes] = {}
    resources: list[Json] = []
    held = {cls.KIND for cls in export.kinds}
    for file in _files(export):
        content = table([column.name for column in file.columns], file.rows).encode()
        contents[f"{file.name}.csv"] = content
        resources.append(_resource(file, content, held))
    imprint = export.imprint
    package = {
        "profile": "tabular-data-package",
        "name": "register",
        "title": f"Register of processing activities: {export.whose}",
        "description": _DESCRIPTION,
        **({"created": imprint.as_recorded} if imprint.as_recorded else {}),
        "ropa": imprint,
        "resources": resources,
    }
    written = msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"
    return zipped({"datapackage.json": written, **contents})


def _resource(file: _File, content: bytes, held: set[Kind]) -> Json:
    links = [
        {
            "fields": column.name,
            "reference": {
                "resource": "" if column.to is file.kind else column.to.plural,
                "fields": "id",
            },
        }
        for column in file.columns
        if column.to in held and column.to and column.field["type"] != "array"
    ]
    schema = {
        "fields": [column.field for column in file.columns],
        "missingValues": [""],
        "primaryKey": list(file.key),
        **({"foreignKeys": links} if links else {}),
    }
    return {
        "profile": "tabular-data-resource",
        "name": file.name,
        "title": file.title,
        "path": f"{file.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": _DIALECT,
        "schema": schema,
    }


def _files(export: Export) -> Iterator[_File]:
    """Give the files of every kind of record, each followed by those of its lines."""
    for cls in export.kinds:
        records = export.register.all(cls)
        specs = [spec for spec in export.told(cls) if spec.name != "provenance"]
        yield _File(
            cls.KIND.plural,
            cls.KIND.label,
            cls.KIND,
            ("id",),
            tuple(_column(cls, spec) for spec in specs),
            [[_value(spec, getattr(one, spec.name)) for spec in specs] for one in records.values()],
        )
        for spec in specs:
            if spec.many is Many.LINES:
                yield _lines(export, cls, spec)
    if any(spec.name == "provenance" for cls in export.kinds for spec in export.told(cls)):
        yield _sources(export)


def _lines(export: Export, cls: type[Record], spec: FieldSpec) -> _File:
    """Give the lines of one field of all records of a kind."""
    specs = export.told(spec.line)
    parent = cls.KIND.value.replace("-", "_")
    columns = (
        _plain(parent, cls.KIND.label, "string", cls.KIND),
        _plain("position", "Position of the line in the record, from 1", "integer"),
        *(_column(spec.line, part) for part in specs),
    )
    rows = [
        [id, *_line(number, line, specs)]
        for id, record in export.register.all(cls).items()
        for number, line in enumerate(getattr(record, spec.name) or (), 1)
    ]
    name = f"{cls.KIND.plural}.{spec.name}"
    title = f"{cls.KIND.label}: {spec.about.label}"
    return _File(name, title, None, (parent, "position"), columns, rows)


def _sources(export: Export) -> _File:
    """Give the sources of the answers of all records."""
    specs = export.told(Provenance)
    columns = (
        _plain("kind", "Kind of record", "string"),
        _plain("record", "Identifier of the record", "string"),
        _plain("position", "Position of the line in the record, from 1", "integer"),
        *(_column(Provenance, part) for part in specs),
    )
    rows = [
        [record.KIND.plural, record.id, *_line(number, line, specs)]
        for record in export.register
        for number, line in enumerate(record.provenance, 1)
    ]
    key = ("kind", "record", "position")
    return _File("provenance", "Sources of the answers", None, key, columns, rows)


def _line(number: int, line: Line, specs: tuple[FieldSpec, ...]) -> list[str]:
    return [str(number), *(_value(part, getattr(line, part.name)) for part in specs)]


def _plain(name: str, title: str, type_: str, to: Kind | None = None) -> _Column:
    """Describe a column that is no field of a record."""
    field = {"name": name, "title": title, "type": type_, "constraints": {"required": True}}
    return _Column(field, to)


def _column(cls: type[msgspec.Struct], spec: FieldSpec) -> _Column:
    about = spec.about
    said = [about.help, f"Answers {about.clause}." if about.clause else ""]
    if about.to is not None and spec.many is not Many.ONE:
        said.append(f"Identifiers of records in {about.to.plural}.csv.")
    if about.law:
        said.append(f"Words of the law data ({about.law}).")
    if spec.many is Many.LINES:
        said.append(f"The number of lines, which stand in a file of their own ({spec.name}).")
    field: Json = {"name": spec.name, "title": about.label, "type": _type(spec)}
    if description := " ".join(filter(None, said)):
        field["description"] = description
    constraints: Json = {}
    if spec.name in _required(cls):
        constraints["required"] = True
    if spec.name == "id":
        constraints["unique"] = True
    if spec.many is Many.ONE and is_word(spec.scalar):
        constraints["enum"] = [word.value for word in spec.scalar]
    return _Column({**field, "constraints": constraints} if constraints else field, about.to)


def _required(cls: type[msgspec.Struct]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(cls) if field.required}


def _type(spec: FieldSpec) -> str:
    if spec.many is not Many.ONE:
        return "integer" if spec.many is Many.LINES else "array"
    if spec.scalar in (bool, int):
        return "boolean" if spec.scalar is bool else "integer"
    return "date" if is_date(spec.scalar) else "string"


def _value(spec: FieldSpec, held: Any) -> str:
    if held is None:
        return ""
    if spec.many is Many.ONE:
        return stored_text(held)
    if spec.many is Many.LINES:
        return str(len(held))
    return msgspec.json.encode([stored_text(item) for item in held]).decode()
