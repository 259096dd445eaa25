"""The package of CSV files: read back by its own schema, with Python's csv and nothing else."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ropa.core.imprint import Redaction
from ropa.core.register import Register
from ropa.export.csv_package import csv_package
from ropa.export.export import Export
from ropa.records.activity import ActivityData, ActivityPurpose
from ropa.records.canonical import canonical
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.purpose import Purpose
from ropa.records.spec import REGISTER, Many, by_name, fields
from tests.build import activity, build, register
from tests.export.exporting import HAZARDS, every_kind, export, ocktra
from tests.export.reading import MOMENT
from tests.export.test_files import draw_record, whole

TYPES: dict[str, Callable[[str], Any]] = {
    "string": lambda text: re.sub(r"^'(?='*[=+\-@\t\r])", "", text),
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": datetime.date.fromisoformat,
    "array": json.loads,
}


class Package:
    """A package as its reader sees it: rows as mappings from the name of the field to its value."""

    def __init__(self, asked: Export) -> None:
        with zipfile.ZipFile(io.BytesIO(csv_package(asked))) as pack:
            assert pack.testzip() is None
            self.files = {name: pack.read(name) for name in pack.namelist()}
        self.descriptor = json.loads(self.files["datapackage.json"])
        self.resources = {one["name"]: one for one in self.descriptor["resources"]}
        self.rows = {name: self.read(one) for name, one in self.resources.items()}

    def read(self, resource: dict[str, Any]) -> list[dict[str, Any]]:
        text = self.files[resource["path"]].decode(resource["encoding"])
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        specs = resource["schema"]["fields"]
        assert lines[0] == [spec["name"] for spec in specs]
        return [
            {
                spec["name"]: None if value == "" else TYPES[spec["type"]](value)
                for spec, value in zip(specs, line, strict=True)
            }
            for line in lines[1:]
        ]

    def register(self) -> Register:
        """Put the records together again."""
        return Register.of(
            self.record(cls, row) for cls in REGISTER for row in self.rows[cls.KIND.plural]
        )

    def record(self, cls: Any, row: dict[str, Any]) -> Any:
        data = {name: value for name, value in row.items() if value is not None}
        parent = cls.KIND.value.replace("-", "_")
        for spec in fields(cls):
            if spec.name == "provenance":
                lines = [
                    one
                    for one in self.rows["provenance"]
                    if (one["kind"], one["record"]) == (cls.KIND.plural, row["id"])
                ]
            elif spec.many is Many.LINES and row[spec.name] is not None:
                held = self.rows[f"{cls.KIND.plural}.{spec.name}"]
                lines = [one for one in held if one[parent] == row["id"]]
                assert len(lines) == row[spec.name]
            else:
                continue
            assert [one["position"] for one in lines] == list(range(1, len(lines) + 1))
            known = by_name(spec.line)
            data[spec.name] = [
                {name: one[name] for name in known if one[name] is not None} for one in lines
            ]
        record, problems = canonical(cls, data)
        assert record is not None, problems
        return record


@pytest.mark.parametrize("made", [ocktra(), every_kind(), whole(), register()])
def test_a_register_is_put_together_again(made: Register) -> None:
    assert Package(export(made)).register() == made


@pytest.mark.parametrize("cls", REGISTER, ids=lambda cls: cls.KIND)
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_record_comes_back(cls: Any, data: st.DataObject) -> None:
    made = Register.of([draw_record(data, cls)], MOMENT)
    assert Package(export(made)).register() == made


@pytest.mark.parametrize("text", [*HAZARDS, "x" * 500, "'", "'''=", "a\ttab"])
def test_ugly_texts_come_back_and_are_no_formulas(text: str) -> None:
    made = register(build(Purpose, name=text, description=text * 40))
    package = Package(export(made))
    assert package.register() == made
    raw = package.files["purposes.csv"].decode()
    cells = [cell for row in csv.reader(io.StringIO(raw, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_unknown_and_none_stay_apart() -> None:
    made = register(
        build(Organisation),
        activity(systems=(), measures=None, data=(), purposes=None),
        activity(id="a2", name="b", data=(ActivityData(subjects="customers", purposes=()),)),
    )
    package = Package(export(made))
    first, second = package.rows["activities"]
    assert (first["systems"], first["measures"]) == ([], None)
    assert (first["data"], first["purposes"], second["data"]) == (0, None, 1)
    assert package.rows["activities.data"] == [
        {
            "activity": "a2",
            "position": 1,
            "subjects": "customers",
            "data": None,
            "purposes": [],
            "source": None,
            "retention": None,
        }
    ]


def test_the_package_has_what_the_specification_requires() -> None:
    package = Package(export(ocktra()))
    descriptor = package.descriptor
    assert descriptor["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[a-z0-9._/-]+", descriptor["name"])
    assert descriptor["created"] == MOMENT.instant
    assert descriptor["ropa"]["journal"] == f"412:{MOMENT.digest}"
    assert set(package.files) == {
        "datapackage.json",
        *(one["path"] for one in descriptor["resources"]),
    }
    names = [one["name"] for one in descriptor["resources"]]
    assert len(set(names)) == len(names)
    for one in descriptor["resources"]:
        assert one["profile"] == "tabular-data-resource"
        assert re.fullmatch(r"[a-z0-9._-]+", one["name"])
        content = package.files[one["path"]]
        assert not content.startswith(b"\xef\xbb\xbf")
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert one["schema"]["missingValues"] == [""]
        for field in one["schema"]["fields"]:
            assert field["type"] in TYPES
            assert field["title"]
            assert set(field) <= {"name", "title", "type", "description", "constraints"}


def test_every_field_is_described_as_it_is_annotated() -> None:
    package = Package(export(ocktra()))
    described = {
        field["name"]: field for field in package.resources["activities"]["schema"]["fields"]
    }
    assert described["systems"] == {
        "name": "systems",
        "title": "Systems",
        "type": "array",
        "description": "Where the data is held or passes through. Identifiers of records in "
        "systems.csv.",
    }
    assert described["dpia_needed"]["type"] == "boolean"
    assert described["start"]["type"] == "date"
    assert described["purposes"]["type"] == "integer"
    assert described["role"]["constraints"] == {
        "enum": ["controller", "joint-controller", "processor"]
    }
    assert described["id"]["constraints"] == {"required": True, "unique": True}
    assert described["name"]["constraints"] == {"required": True}


@pytest.mark.parametrize("redaction", Redaction)
def test_keys_hold(redaction: Redaction) -> None:
    package = Package(export(ocktra(), redaction=redaction))
    links = 0
    for name, one in package.resources.items():
        schema = one["schema"]
        rows = package.rows[name]
        keys = [tuple(row[part] for part in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        assert None not in {part for key in keys for part in key}
        for link in schema.get("foreignKeys", ()):
            links += 1
            target = link["reference"]["resource"] or name
            known = {row["id"] for row in package.rows[target]} | {None}
            assert {row[link["fields"]] for row in rows} <= known
    assert links > 10


def test_an_engagement_under_another_refers_to_its_own_file() -> None:
    made = register(build(Engagement), build(Engagement, id="b", under="hosting"))
    links = Package(export(made)).resources["engagements"]["schema"]["foreignKeys"]
    assert {"fields": "under", "reference": {"resource": "", "fields": "id"}} in links


def test_the_public_gets_files_and_columns_that_are_named_for_it_only() -> None:
    package = Package(export(ocktra(), redaction=Redaction.PUBLIC))
    assert "systems" not in package.rows
    assert "provenance" not in package.rows
    (first, *_) = package.rows["activities"]
    assert "reference" not in first
    assert "interest" not in package.rows["activities.purposes"][0]


def test_lines_stand_in_their_order() -> None:
    made = register(
        build(Purpose),
        build(Purpose, id="ads", name="Ads"),
        activity(purposes=(ActivityPurpose(purpose="billing"), ActivityPurpose(purpose="ads"))),
    )
    rows = Package(export(made)).rows["activities.purposes"]
    assert [(row["position"], row["purpose"]) for row in rows] == [(1, "billing"), (2, "ads")]
