"""What keeps a form from being saved, each at the control where it is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from ropa.importing.wording import refusals
from ropa.records.base import Problem, Record
from ropa.records.spec import FieldSpec, Many, by_name, is_date
from ropa.web.forms import typed
from ropa.web.forms.offers import Offers
from ropa.web.forms.posted import FRESH, PICK, PREFIX, Posted, in_line
from ropa.web.forms.reading import EMPTY
from ropa.web.forms.widgets import asked, is_listed, is_period, needed

FORM = "form"
"""The id of the form itself: where to look for what belongs to no field."""

REASON = "reason"
"""The control of the reason, which belongs to no field either."""

_STEPS = re.compile(r"\[([0-9]+)\]|([a-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the answer of one control."""

    control: str
    message: str


def faults(cls: type[Record], plain: Mapping[str, Any], offers: Offers) -> tuple[Fault, ...]:
    """Give every answer that its field cannot hold, and every one that is missing.

    `plain` was read from a form. What the answers contradict among themselves is left to
    `ropa.records.canonical`.
    """
    return tuple(_in_fields(cls, plain, PREFIX, offers))


def unsettled(posted: Posted, waiting: Iterable[str]) -> tuple[Fault, ...]:
    """Give a fault for every text that was typed to find something and found nothing."""
    return tuple(
        Fault(
            name + PICK,
            f"“{_cut(posted.one(name + PICK))}” is not chosen: choose what is meant, or clear it",
        )
        for name in waiting
    )


def at_controls(cls: type[Record], problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """Say where on the form the problems of a record are mended."""
    return tuple(Fault(_control(cls, p.path), p.message) for p in problems)


def _control(cls: type[Record], path: str) -> str:
    """Give the control of a path such as `purposes[0].bases[1]`, as far as the form goes."""
    inside: type[msgspec.Struct] | None = cls
    control, spec = FORM, None
    for found in _STEPS.finditer(path):
        number, name = found.groups()
        if number is not None and spec is not None and spec.many is Many.LINES:
            control, inside, spec = f"{control}-{number}", spec.line, None
        elif name is not None and inside is not None:
            spec = by_name(inside).get(name)
            if spec is None or (control == FORM and spec not in asked(cls)):
                return f"{PREFIX}id" if name == "id" else control
            control = f"{PREFIX if control == FORM else control + '-'}{name}"
            inside = None
    return control


def _in_fields(
    cls: type[msgspec.Struct], plain: Mapping[str, Any], prefix: str, offers: Offers
) -> Iterator[Fault]:
    for spec in asked(cls):
        name, value = prefix + spec.name, plain.get(spec.name)
        if value is None:
            if spec.name in needed(cls):
                yield Fault(name, "an answer is needed")
        elif spec.many is not Many.ONE and value == EMPTY:
            yield Fault(name, _empty(spec))
        elif spec.many is Many.LINES:
            for number, line in enumerate(value):
                yield from _in_fields(spec.line, line, in_line(name, number), offers)
        else:
            said = (_refused(cls, spec, item, offers) for item in _items(spec, value))
            yield from (Fault(name, message) for message in dict.fromkeys(said) if message)


def _items(spec: FieldSpec, value: Any) -> list[Any]:
    return [value] if spec.many is Many.ONE else list(value)


def _refused(cls: type[msgspec.Struct], spec: FieldSpec, item: Any, offers: Offers) -> str | None:
    """Say why a field cannot hold one value; None where it can."""
    if isinstance(item, str) and item.startswith(FRESH) and offers.makes(spec):
        long = len(item) > 500
        return (
            f"“{_cut(item[1:])}” is too long for a name: at most 500 characters" if long else None
        )
    value = item if spec.many is Many.ONE else [item]
    refused = next((words for at, words in refusals(cls, {spec.name: value}) if at), None)
    if refused is None:
        known = not is_listed(spec) or offers.known(spec, item)
        return None if known else f"“{_cut(item)}” is not a word of the law data"
    if isinstance(item, str):
        if is_date(spec.scalar):
            return typed.day_refused(item)
        if spec.scalar is int:
            return f"“{_cut(item)}” is not a whole number"
        if is_period(spec):
            return f"“{_cut(item)}” is not a period; write it as 6 years, or 30 days"
    return refused


def _empty(spec: FieldSpec) -> str:
    if spec.many is Many.LINES:
        return "add a line, or say None or Unknown"
    chosen = "choose at least one" if is_listed(spec) else "write at least one"
    return f"{chosen}, or say None or Unknown"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
