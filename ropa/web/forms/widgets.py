"""Which control asks for which field."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec

from ropa.records.about import Duration, Form, Prose
from ropa.records.activity import ActivityData
from ropa.records.base import Line, Record
from ropa.records.spec import FieldSpec, Many, fields, is_date, is_word
from ropa.vocabulary import Kind
from ropa.web.forms import typed


class Widget(StrEnum):
    """A sort of control."""

    TEXT = "text"
    PROSE = "prose"
    CHOICE = "choice"
    SELECT = "select"
    CHIPS = "chips"
    TEXTS = "texts"
    LINES = "lines"
    MATRIX = "matrix"


MATRICES: Mapping[type[Line], tuple[str, str]] = {ActivityData: ("data", "subjects")}
"""The lines that are asked for as a table: the field of its rows and that of its columns."""


def form_of_text(text: Any) -> Form:
    """Give what texts of an annotated type must look like."""
    form: Form = text.__metadata__[0].extra["form"]
    return form


_PROSE, _PERIOD = form_of_text(Prose), form_of_text(Duration)


def is_prose(spec: FieldSpec) -> bool:
    """Whether it holds sentences, which may run over several lines."""
    return spec.form is _PROSE


def is_period(spec: FieldSpec) -> bool:
    """Whether it holds a period of time."""
    return spec.form is _PERIOD


def is_words(spec: FieldSpec) -> bool:
    """Whether it holds free text, where a space at either end is part of what was typed."""
    return spec.form is not None and spec.form.expected == _PROSE.expected


def is_listed(spec: FieldSpec) -> bool:
    """Whether its values are chosen from records, the law or a closed list."""
    return bool(spec.about.to or spec.about.law) or is_word(spec.scalar)


def asked(cls: type[msgspec.Struct]) -> tuple[FieldSpec, ...]:
    """Give the fields that a form asks for.

    The id is asked for once, and the organisation is that of the address. Retiring is an act of
    its own, and so is keeping a file.
    """
    return tuple(spec for spec in fields(cls) if not _settled(cls, spec))


def _settled(cls: type[msgspec.Struct], spec: FieldSpec) -> bool:
    if not issubclass(cls, Record):
        return False
    required_owner = spec.about.to is Kind.ORGANISATION and not spec.answerable
    return required_owner or spec.name in ("id", "retired", "sha256")


def is_tristate(spec: FieldSpec) -> bool:
    """Whether it may be recorded, none or unknown; one value alone has no “none” of its own."""
    return spec.many is not Many.ONE and spec.answerable


def typed_in(spec: FieldSpec) -> Callable[[str], object]:
    """Give how one value of a field is read from what was typed."""
    if spec.scalar is bool:
        return lambda text: {"yes": True, "no": False}.get(text, text)
    if spec.scalar is int:
        return typed.number_in
    if is_date(spec.scalar):
        return typed.day_in
    if is_period(spec):
        return lambda text: typed.period_in(text).strip()
    return str if is_words(spec) else str.strip


def typed_out(spec: FieldSpec) -> Callable[[Any], str]:
    """Give how one plain value of a field is shown where it can be typed over."""
    if spec.scalar is bool:
        return lambda value: {True: "yes", False: "no"}.get(value, str(value))
    if is_date(spec.scalar):
        return lambda value: typed.day_out(_iso(value))
    return typed.period_out if is_period(spec) else str


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


@cache
def needed(cls: type[msgspec.Struct]) -> frozenset[str]:
    """Give the names of the fields that no record or line of a class can be without."""
    return frozenset(field.name for field in msgspec.structs.fields(cls) if field.required)
