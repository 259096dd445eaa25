"""The control of each field: its sort, its options and what can be found for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ropa.records.activity import ActivityData
from ropa.records.base import Provenance
from ropa.records.document import Document
from ropa.records.spec import FieldSpec, Many, by_name, is_word
from ropa.vocabulary import Kind
from ropa.web.forms.context import (
    CHIPS_MOST,
    LAW_MOST,
    SELECT_MOST,
    Context,
    finder,
    options,
)
from ropa.web.forms.model import Finder, Option
from ropa.web.forms.posted import PREFIX, in_line
from ropa.web.forms.sections import is_sourced
from ropa.web.forms.widgets import Widget, asked, is_listed, is_prose, is_tristate

_CHOICE_MOST = 5
_YES_OR_NO = (("yes", "Yes"), ("no", "No"))

Control = tuple[Widget, tuple[Option, ...], Finder | None]


def control(context: Context, owner: type[Any], spec: FieldSpec, name: str) -> Control:
    """Make the control of a field that holds no lines."""
    if owner is Provenance and spec.name == "field":
        return Widget.SELECT, _paths(context, name), None
    if not is_listed(spec):
        return _typed(context, spec, name)
    if spec.many is Many.ONE:
        return _one(context, spec, name)
    return _several(context, owner, spec, name)


def unset(context: Context, owner: type[Any], spec: FieldSpec, name: str) -> str:
    """Say what no answer reads like."""
    if owner is Document and spec.about.to is Kind.ORGANISATION:
        return "Shared by all organisations"
    if context.settles(spec, name):
        return "Not asked here"
    return "Unknown" if spec.gap or is_tristate(spec) else "Not recorded"


def _typed(context: Context, spec: FieldSpec, name: str) -> Control:
    if spec.scalar is bool:
        said = context.posted.one(name)
        return Widget.CHOICE, tuple(Option(v, w, v == said) for v, w in _YES_OR_NO), None
    if spec.many is not Many.ONE:
        return Widget.TEXTS, (), None
    # An input of one line would take the line breaks out of a text without a word.
    long = is_prose(spec) or "\n" in context.posted.one(name)
    return Widget.PROSE if long else Widget.TEXT, (), None


def _one(context: Context, spec: FieldSpec, name: str) -> Control:
    chosen = tuple(value for value in context.posted.all(name)[:1] if value)
    if is_word(spec.scalar):
        values = tuple(word.value for word in spec.scalar)
        widget = Widget.CHOICE if len(values) <= _CHOICE_MOST else Widget.SELECT
        return widget, options(context, spec, chosen, values), None
    few = context.offers.few(spec, SELECT_MOST if spec.about.to else LAW_MOST)
    find = None
    if few is None or context.offers.makes(spec):
        find = finder(context, spec, name, _asks(context, spec))
    if few is None or name in context.waiting:
        found = (*chosen, *context.waiting.get(name, ()))
        return Widget.CHOICE, options(context, spec, chosen, tuple(dict.fromkeys(found))), find
    # After something was found, the work goes on at the list that names it.
    return Widget.SELECT, options(context, spec, chosen, few), find and replace(find, focus=False)


def _several(context: Context, owner: type[Any], spec: FieldSpec, name: str) -> Control:
    chosen = tuple(value for value in context.posted.all(name) if value.strip())
    if owner is ActivityData and spec.about.to is Kind.PURPOSE:
        return Widget.CHIPS, options(context, spec, chosen, _own_purposes(context)), None
    if is_word(spec.scalar):
        values = tuple(word.value for word in spec.scalar)
        return Widget.CHIPS, options(context, spec, chosen, values), None
    few = context.offers.few(spec, CHIPS_MOST)
    find = None
    if few is None or context.offers.makes(spec):
        find = finder(context, spec, name, _asks(context, spec))
    shown = tuple(dict.fromkeys((*(few or ()), *context.waiting.get(name, ()))))
    return Widget.CHIPS, options(context, spec, chosen, shown), find


def _asks(context: Context, spec: FieldSpec) -> str:
    noun = spec.about.to.label.lower() if spec.about.to else spec.about.label.lower()
    return f"Find or add: {noun}" if context.offers.makes(spec) else f"Find: {noun}"


def _own_purposes(context: Context) -> tuple[str, ...]:
    """Give the purposes that the lines of the same form name."""
    name, posted = f"{PREFIX}purposes", context.posted
    named = (posted.one(f"{in_line(name, number)}purpose") for number in posted.lines(name))
    return tuple(dict.fromkeys(purpose for purpose in named if purpose))


def _paths(context: Context, name: str) -> tuple[Option, ...]:
    """Give the fields of the record that a source may be of, and the part of one it is of now."""
    said = context.posted.one(name)
    known = {
        field.name: field.about.label for field in asked(context.cls) if is_sourced(field.name)
    }
    found = tuple(Option(value, label, value == said) for value, label in known.items())
    if not said or said in known:
        return found
    return (*found, Option(said, _path_label(context, said), chosen=True))


def _path_label(context: Context, path: str) -> str:
    field, _, rest = path.partition("[")
    spec = by_name(context.cls).get(field)
    return f"{spec.about.label}: {rest.replace(']', '', 1)}" if spec else path
