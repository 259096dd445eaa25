"""The JSON document: in its schema, restored by loading it, and always the same bytes."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ropa.core.imprint import Redaction
from ropa.core.register import Register
from ropa.export.files import dump
from ropa.export.json import json_of
from ropa.export.json_schema import json_schema
from ropa.importing.files import FileProblem, parse_document, parse_folder
from ropa.records.canonical import canonical
from ropa.records.organisation import Organisation
from ropa.records.person import Person
from ropa.records.purpose import Purpose
from ropa.records.spec import REGISTER, fields
from ropa.records.upgrade import VERSION
from tests.build import activity, build, register
from tests.export.exporting import HAZARDS, every_kind, export, ocktra
from tests.export.reading import MOMENT, reference
from tests.export.test_files import draw_record, whole


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def read(made: Register, **asked: Any) -> dict[str, Any]:
    content = json_of(export(made, **asked))
    found: dict[str, Any] = json.loads(content)
    validator().validate(found)
    return found


def restored(content: bytes) -> Register:
    found, problems = parse_document(content.decode(), None)
    assert found is not None, problems
    return Register.of(found, MOMENT)


def refused(change: dict[str, Any] | str, made: Register | None = None) -> FileProblem:
    """Say what is wrong with a document; the change is laid over a good one."""
    good = json.loads(json_of(export(made or every_kind())))
    text = change if isinstance(change, str) else json.dumps(_over(good, change))
    found, problems = parse_document(text, reference())
    assert found is None
    return problems[0]


def _over(good: Any, change: Any) -> Any:
    if isinstance(good, dict) and isinstance(change, dict):
        return {**good, **{name: _over(good.get(name), one) for name, one in change.items()}}
    return change


def test_the_register_of_the_policy_comes_back_as_it_is() -> None:
    content = json_of(export(ocktra()))
    validator().validate(json.loads(content))
    assert restored(content) == ocktra()
    assert json_of(export(restored(content))) == content


def test_every_kind_of_record_comes_back_with_the_same_bytes() -> None:
    for made in (every_kind(), whole()):
        content = json_of(export(Register.of(made, MOMENT)))
        assert restored(content) == made
        assert json_of(export(restored(content))) == content


def test_the_files_and_the_document_hold_the_same() -> None:
    from_files, _ = parse_folder(dump(ocktra()), None)
    assert from_files == restored(json_of(export(ocktra())))


@pytest.mark.parametrize("cls", REGISTER, ids=lambda cls: cls.KIND)
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_record_is_in_the_schema_and_survives(cls: Any, data: st.DataObject) -> None:
    record = draw_record(data, cls)
    held = read(Register.of([record], MOMENT))["records"][cls.KIND.plural]
    assert list(held) == [record.id]
    assert canonical(cls, {**held[record.id], "id": record.id}) == (record, ())


@pytest.mark.parametrize("text", HAZARDS)
def test_ugly_texts_come_back_as_they_are(text: str) -> None:
    record = build(Purpose, name=text, description=text)
    assert restored(json_of(export(register(record)))).purposes["billing"] == record


def test_unknown_and_none_stay_apart() -> None:
    made = register(build(Organisation), activity(systems=(), measures=None, dpia_needed=False))
    held = read(made)["records"]["activities"]["a1"]
    assert held["systems"] == []
    assert "measures" not in held
    assert held["dpia_needed"] is False


def test_it_says_what_it_was_made_of() -> None:
    head = read(ocktra(), organisation="ocktra", activities=("c1",))["ropa"]
    records = head.pop("records")
    assert head == {
        "version": "0.1.0",
        "schema": VERSION,
        "redaction": "authority",
        "organisation": "ocktra",
        "activities": ["c1"],
        "journal": f"412:{MOMENT.digest}",
        "as_recorded": MOMENT.instant,
        "about": "2026-11-23",
        "law": reference().digest,
    }
    held = read(ocktra(), organisation="ocktra", activities=("c1",))["records"]
    compact = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert records == hashlib.sha256(compact.encode()).hexdigest()


def test_a_register_from_files_says_that_it_has_no_journal() -> None:
    head = json.loads(json_of(export(Register.of(whole()))))["ropa"]
    assert head["journal"] is None


def test_a_person_is_in_it_by_name() -> None:
    made = register(build(Person, name="Ada Byron"))
    assert read(made)["records"]["people"]["p1"] == {"name": "Ada Byron"}


def test_the_schema_says_label_clause_help_links_and_words() -> None:
    schema = json.loads(json_schema())
    for cls in REGISTER:
        shape = schema["$defs"][cls.__name__]
        assert "id" not in shape["properties"]
        assert shape["additionalProperties"] is False
        for spec in fields(cls):
            if spec.name == "id":
                continue
            said = shape["properties"][spec.name]
            assert said["title"] == spec.about.label
            assert said.get("description", "") == spec.about.help
            assert said.get("x-clause", "") == spec.about.clause
            to = spec.about.to
            assert said.get("x-links-to") == (to.plural if to else None)
    role = schema["$defs"]["ActivityRole"]["x-labels"]
    assert role["joint-controller"] == "Joint controller"
    assert schema["$defs"]["ActivityPurpose"]["properties"]["bases"]["x-law"] == "article6"


@pytest.mark.parametrize(
    "change",
    [
        {"records": {"activities": {"a1": {"role": "boss"}}}},
        {"records": {"activities": {"a1": {"colour": "red"}}}},
        {"records": {"activities": {"A 1": {"organisation": "acme", "name": "x"}}}},
        {"records": {"activities": {"a1": {"name": None}}}},
        {"records": {"widgets": {}}},
        {"records": {"purposes": {"billing": {"name": ""}}}},
        {"ropa": {"schema": "three"}},
    ],
)
def test_the_schema_refuses_what_is_no_register(change: dict[str, Any]) -> None:
    good = json.loads(json_of(export(every_kind())))
    assert validator().is_valid(good)
    assert not validator().is_valid(_over(good, change))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"records": {"activities": {"a1": {"role": "boss"}}}},
            "activities, a1.role: expected one of: controller, joint-controller, processor",
        ),
        (
            {"records": {"activities": {"a1": {"systems": ["crn"]}}}},
            "activities, a1.systems[0]: there is no system “crn” in systems; did you mean “crm”?",
        ),
        ({"records": {"widgets": {}}}, "records.widgets: there are no records of this kind"),
        ({"records": {"people": []}}, "records.people: expected each record under its identifier"),
        ({"records": []}, "records: expected the records of each kind"),
        ({"ropa": None}, "ropa: this is not a register"),
        ({"ropa": {"schema": VERSION + 1}}, "ropa: a newer version of the product wrote this"),
        ({"ropa": {"redaction": "public"}}, "ropa: this is only a part of a register"),
        ({"ropa": {"activities": ["a1"]}}, "ropa: this is only a part of a register"),
        ("[]", "ropa: this is not a register"),
        ("", "line 1: This is not valid JSON: Expecting value"),
        ('{"a": 1,\n}', "line 2: This is not valid JSON"),
        ('{"a": 1, "a": 2}', "'a' stands twice in one group of values."),
        ('{"a": 1.5}', "1.5 is not a whole number"),
        ('{"a": NaN}', "NaN is not a whole number"),
        (f'{{"a": {"9" * 5000}}}', "The number 999999999999999999… is too long."),
        ("[" * 200_000, "Values stand more than 50 levels deep."),
        ("[" * 60 + "]" * 60, "Values stand more than 50 levels deep."),
        ('{"a": ["\\ud800"]}', "a[0]: The text holds a character that cannot be stored (U+D800)."),
        ('{"\\u0000": 1}', "The name '\\x00' cannot be used."),
    ],
)
def test_what_is_wrong_is_named_with_its_place(change: dict[str, Any] | str, told: str) -> None:
    assert str(refused(change)).startswith(told)


def test_records_of_an_earlier_version_are_brought_to_the_present_one() -> None:
    made = json.loads(json_of(export(every_kind())))
    made["ropa"]["schema"] = 1
    made["records"]["systems"]["crm"]["engagement"] = "hosting"
    found, problems = parse_document(json.dumps(made), None)
    assert found is not None, problems
    assert found.systems["crm"].operated_by == "engagement"


def test_a_part_is_no_document_to_load() -> None:
    for content in (
        json_of(export(ocktra(), "ocktra", activities=("c1",))),
        json_of(export(ocktra(), "ocktra", redaction=Redaction.PUBLIC)),
    ):
        validator().validate(json.loads(content))
        assert parse_document(content.decode(), None)[0] is None
