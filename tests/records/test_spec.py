import datetime
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar

import msgspec
import pytest

from ropa.core.reference import Reference
from ropa.records.about import Text, about
from ropa.records.activity import Activity, ActivityData, ActivityPurpose
from ropa.records.base import Line, Provenance, Record
from ropa.records.organisation import Organisation, Statement
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.spec import (
    ACCOUNTS,
    CLASSES,
    REGISTER,
    REGISTER_KINDS,
    FieldSpec,
    Many,
    by_name,
    fields,
    personal,
)
from ropa.records.user import User
from ropa.store.law import read_law
from ropa.vocabulary import Kind

ROOT = Path(__file__).parents[2]
LINES: tuple[type[Line], ...] = (Statement, ActivityPurpose, ActivityData, Provenance)
SCALARS = (str, int, bool, datetime.date)


def every_field() -> Iterator[tuple[type[msgspec.Struct], FieldSpec]]:
    for cls in (*REGISTER, *ACCOUNTS, *LINES):
        for spec in fields(cls):
            yield cls, spec


EVERY = [pytest.param(cls, spec, id=f"{cls.__name__}.{spec.name}") for cls, spec in every_field()]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_law(ROOT / "data" / "law")


def test_every_kind_has_one_class() -> None:
    assert set(CLASSES) == set(Kind)
    assert len({*REGISTER, *ACCOUNTS}) == len(Kind)
    assert set(REGISTER_KINDS) == set(Kind) - {Kind.USER, Kind.MEMBERSHIP}


@pytest.mark.parametrize("cls", [*CLASSES.values(), *LINES])
def test_no_field_is_left_out(cls: type[msgspec.Struct]) -> None:
    assert sorted(by_name(cls)) == sorted(cls.__struct_fields__)
    assert all(spec.about.label for spec in fields(cls))


@pytest.mark.parametrize("cls", CLASSES.values())
def test_the_id_comes_first_and_what_all_records_have_last(cls: type[Record]) -> None:
    names = [spec.name for spec in fields(cls)]
    assert names[0] == "id"
    assert names[-3:] == ["note", "retired", "provenance"]


def test_own_fields_come_in_the_order_they_are_written() -> None:
    names = [spec.name for spec in fields(Party)]
    assert names[1:4] == ["name", "kind", "legal_name"]


def test_a_field_that_is_not_annotated_is_refused() -> None:
    class Bare(Line, frozen=True, kw_only=True):
        KEY: ClassVar[tuple[str, ...]] = ("word",)

        word: Text

    with pytest.raises(TypeError, match="word is not annotated"):
        fields(Bare)


@pytest.mark.parametrize(("cls", "spec"), EVERY)
def test_a_field_is_of_a_kind_that_everything_can_handle(
    cls: type[msgspec.Struct], spec: FieldSpec
) -> None:
    if spec.many is Many.LINES:
        assert issubclass(spec.scalar, Line)
        assert set(spec.line.KEY) <= set(by_name(spec.line))
    else:
        assert spec.scalar in SCALARS or issubclass(spec.scalar, StrEnum)
    if spec.about.ordered:
        assert spec.many is Many.LIST
    if spec.about.law:
        assert spec.scalar is str
    if spec.about.personal:
        assert cls in (Person, User)


@pytest.mark.parametrize(("cls", "spec"), EVERY)
def test_unknown_is_the_default_of_whatever_may_be_unknown(
    cls: type[msgspec.Struct], spec: FieldSpec
) -> None:
    position = cls.__struct_fields__.index(spec.name) - (
        len(cls.__struct_fields__) - len(cls.__struct_defaults__)
    )
    default = cls.__struct_defaults__[position] if position >= 0 else msgspec.NODEFAULT
    if spec.answerable:
        assert default is None
    elif spec.name not in ("retired", "provenance", "standing"):
        assert default is msgspec.NODEFAULT


@pytest.mark.parametrize(("cls", "spec"), EVERY)
def test_what_a_field_points_to_exists(
    cls: type[msgspec.Struct], spec: FieldSpec, reference: Reference
) -> None:
    said = spec.about
    assert said.to is None or said.to in CLASSES
    if said.law:
        assert reference.law_words(said.law)
    assert not (said.to and said.law)


def test_every_column_a_field_fills_is_one_of_a_template(reference: Reference) -> None:
    tables = reference.tables
    known = {row.field_id for row in tables.ico_controller_columns}
    known |= {row.field_id for row in tables.ico_processor_columns}
    known |= {id for row in tables.article30 for id in row.field_ids}
    named = {id: f"{cls.__name__}.{spec.name}" for cls, spec in every_field()
             for id in spec.about.columns}  # fmt: skip
    assert {where: id for id, where in named.items() if id not in known} == {}


def test_every_property_of_the_vocabulary_is_one_of_the_law_data(reference: Reference) -> None:
    prefixes = {row.prefix: row.iri for row in reference.tables.dpv_namespaces}
    known = {row.property for row in reference.tables.dpv_terms}
    unknown = {}
    for cls, spec in every_field():
        if spec.about.dpv:
            prefix, _, name = spec.about.dpv.partition(":")
            if prefixes[prefix] + name not in known:
                unknown[f"{cls.__name__}.{spec.name}"] = spec.about.dpv
    assert unknown == {}


def test_every_class_and_value_of_the_vocabulary_is_of_something_there_is(
    reference: Reference,
) -> None:
    """Of a kind, of a field, or of a word that the field may hold."""
    beside = {"register", "register.activity", "hop", "joint-controllers"}
    tables = reference.tables
    for row in (*tables.dpv_classes, *tables.dpv_values):
        if row.of in beside:
            continue
        name, *path = row.of.split(".")
        held: type[msgspec.Struct] = CLASSES[Kind(name)]
        spec = None
        for field in path:
            spec = by_name(held)[field]
            held = spec.line if spec.many is Many.LINES else held
        if row.value is None:
            continue
        assert spec is not None, row
        words = {"true", "false"} if spec.scalar is bool else {word.value for word in spec.scalar}
        assert row.value in words | {"any"}, row


@pytest.mark.parametrize(
    ("hint", "gap"),
    [
        (Annotated[Text, about("Always there")], False),
        (Annotated[Text | None, about("Asked")], True),
        (Annotated[Text | None, about("Not asked", optional=True)], False),
        (Annotated[tuple[Text, ...] | None, about("Asked", ordered=True)], True),
        (Annotated[tuple[Text, ...], about("Always there")], False),
    ],
)
def test_an_unanswered_field_is_a_gap_unless_it_is_optional(hint: object, gap: bool) -> None:
    made = msgspec.defstruct("Made", [("word", hint)])
    assert fields(made)[0].gap is gap


def test_how_many_values_a_field_holds() -> None:
    activity = by_name(Activity)
    assert activity["name"].many is Many.ONE
    assert activity["systems"].many is Many.SET
    assert activity["sources"].many is Many.LIST
    assert activity["purposes"].many is Many.LINES
    assert activity["purposes"].line is ActivityPurpose
    assert by_name(Organisation)["regimes"].many is Many.SET


def test_what_identifies_people_is_marked() -> None:
    assert set(personal(Person)) == {"name", "job_title", "email", "telephone", "note"}
    assert set(personal(User)) == {"email", "name", "note"}
    others = [cls for cls in CLASSES.values() if cls not in (Person, User)]
    assert [cls for cls in others if personal(cls)] == []


def test_label_help_and_clause_are_in_the_schema() -> None:
    schema = msgspec.json.schema(Party)["$defs"]["Party"]["properties"]
    assert schema["country"]["anyOf"][0].get("title", schema["country"].get("title")) == (
        "Country of establishment"
    )
    assert "Chapter V" in msgspec.json.encode(schema["country"]).decode()
