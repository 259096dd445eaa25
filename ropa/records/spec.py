"""The fields of every record, read once from their annotations.

Forms, pages, differences, exports, the mapper to rows and the files all walk these.
"""

from __future__ import annotations

import datetime
import types
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from inspect import get_annotations
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from ropa.records.about import About, Form
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Line, Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.purpose import Purpose
from ropa.records.recipient_category import RecipientCategory
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.records.system import System
from ropa.records.transfer import Transfer
from ropa.records.user import Membership, User
from ropa.vocabulary import Kind


class Many(Enum):
    """How many values a field holds, and whether their order is stated."""

    ONE = "one"
    SET = "set"
    LIST = "list"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its annotation, its scalar type and how many of it there are.

    `scalar` is `str`, `int`, `bool`, `datetime.date`, a `StrEnum` or, for lines, the line's
    class. `answerable` fields may be unknown (`None`). `form` is what a text must look like.
    """

    name: str
    about: About
    scalar: type[Any]
    many: Many
    answerable: bool
    form: Form | None

    @property
    def line(self) -> type[Line]:
        """The class of its lines; only for a field of lines."""
        return cast("type[Line]", self.scalar)

    @property
    def gap(self) -> bool:
        """Whether leaving it unanswered is a gap in the record."""
        return self.answerable and not self.about.optional


REGISTER: tuple[type[Record], ...] = (
    Organisation,
    Party,
    AdequacyConfirmation,
    RecipientCategory,
    Engagement,
    System,
    DataCategory,
    DataSubjectCategory,
    Purpose,
    RetentionRule,
    SecurityMeasure,
    Activity,
    Flow,
    Transfer,
    Document,
    Person,
)
"""The records a `Register` holds."""

ACCOUNTS: tuple[type[Record], ...] = (User, Membership)
"""The records that say who may do what; journalled, and always read from rows."""

CLASSES: Mapping[Kind, type[Record]] = {cls.KIND: cls for cls in (*REGISTER, *ACCOUNTS)}

REGISTER_KINDS: tuple[Kind, ...] = tuple(cls.KIND for cls in REGISTER)

_LAST = ("note", "retired", "provenance")


@cache
def fields(cls: type[msgspec.Struct]) -> tuple[FieldSpec, ...]:
    """Give the fields of a record or a line: the id first, its own, then note and provenance."""
    hints = get_type_hints(cls, include_extras=True)
    specs = {name: _spec(name, hints[name]) for name in cls.__struct_fields__}
    first = ["id"] if "id" in specs else []
    last = [name for name in _LAST if name in specs and issubclass(cls, Record)]
    own = [name for name in _declared(cls) if name in specs and name not in (*first, *last)]
    return tuple(specs[name] for name in (*first, *own, *last))


@cache
def by_name(cls: type[msgspec.Struct]) -> Mapping[str, FieldSpec]:
    """Give the fields by name."""
    return {spec.name: spec for spec in fields(cls)}


@cache
def personal(cls: type[msgspec.Struct]) -> tuple[str, ...]:
    """Give the names of the fields that never enter the journal."""
    return tuple(spec.name for spec in fields(cls) if spec.about.personal)


def _declared(cls: type[msgspec.Struct]) -> list[str]:
    return [name for base in reversed(cls.__mro__) for name in get_annotations(base)]


def _spec(name: str, hint: Any) -> FieldSpec:
    hint, outer = _peel(hint)
    said = outer.get("about")
    if said is None:
        raise TypeError(f"{name} is not annotated with about(...)")
    hint, answerable = _without_none(hint)
    hint, inner = _peel(hint)
    if get_origin(hint) is not tuple:
        form = inner.get("form") or outer.get("form")
        return FieldSpec(name, said, hint, Many.ONE, answerable, form)
    scalar, inner = _peel(get_args(hint)[0])
    several = Many.LIST if said.ordered else Many.SET
    many = Many.LINES if is_lines(scalar) else several
    return FieldSpec(name, said, scalar, many, answerable, inner.get("form"))


def _peel(hint: Any) -> tuple[Any, dict[str, Any]]:
    """Take the annotations off a type; give the type and what they say beside its limits."""
    said: dict[str, Any] = {}
    while get_origin(hint) is Annotated:
        hint, *extras = get_args(hint)
        for extra in extras:
            if isinstance(extra, msgspec.Meta):
                said.update(extra.extra or {})
    return hint, said


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        inner = [part for part in get_args(hint) if part is not type(None)]
        return inner[0], len(inner) < len(get_args(hint))
    return hint, False


def is_lines(scalar: type[Any]) -> bool:
    """Whether the scalar is a line of a record."""
    return issubclass(scalar, Line)


def is_word(scalar: type[Any]) -> bool:
    """Whether the scalar is a word of a closed list."""
    return issubclass(scalar, StrEnum)


def is_date(scalar: type[Any]) -> bool:
    """Whether the scalar is a day."""
    return issubclass(scalar, datetime.date)
