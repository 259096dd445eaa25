"""What the fields of one form are made from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ropa.records.base import Record
from ropa.records.spec import FieldSpec, Many
from ropa.web.forms.faults import Fault
from ropa.web.forms.model import Finder, Option
from ropa.web.forms.offers import Offers
from ropa.web.forms.posted import FRESH, PICK, PREFIX, Posted

_LINE = re.compile(r"-[0-9]+-")

CHIPS_MOST = 12
"""Up to so many values are all shown, to be ticked."""

SELECT_MOST = 40
"""Up to so many records stand in a list to choose one from."""

LAW_MOST = 400
"""Words of the law are not made on the way, so that a list holds them all."""


@dataclass(frozen=True, slots=True)
class Context:
    """A form as it stands, what is wrong with it, and what its fields may name.

    `waiting` maps controls to what was searched for and not chosen, `sources` the fields of the
    record to where they come from, `focus` is the control to go on from. `settled` are the fields
    that other answers leave without a question.
    """

    cls: type[Record]
    offers: Offers
    posted: Posted
    faults: tuple[Fault, ...] = ()
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    focus: str = ""
    settled: frozenset[str] = frozenset()

    def settles(self, spec: FieldSpec, control: str) -> bool:
        """Whether another answer, as the form stands, leaves a field without a question."""
        return spec.gap and _LINE.sub(".", control.removeprefix(PREFIX)) in self.settled

    def errors(self, *controls: str) -> tuple[str, ...]:
        """Give what is wrong with a field, by its controls."""
        return tuple(fault.message for fault in self.faults if fault.control in controls)

    def wrong_below(self, control: str) -> bool:
        """Whether something is wrong in a field or in its lines."""
        return any(
            fault.control == control or fault.control.startswith((f"{control}-", f"{control}."))
            for fault in self.faults
        )


def options(
    context: Context, spec: FieldSpec, chosen: Sequence[str], values: Sequence[str]
) -> tuple[Option, ...]:
    """Make options of values and of what is chosen, known or not.

    Where the order of what is chosen counts, it is the order on the page: what was chosen stands
    first, unless the values stand in that order themselves.
    """
    in_place = [value for value in values if value in chosen]
    if spec.many is Many.LIST and in_place != list(chosen):
        shown = [*chosen, *(value for value in values if value not in chosen)]
    else:
        shown = [*values, *(value for value in dict.fromkeys(chosen) if value not in values)]
    return tuple(option(context, spec, value, chosen=value in chosen) for value in shown)


def option(context: Context, spec: FieldSpec, value: str, *, chosen: bool) -> Option:
    """Make one option."""
    offers = context.offers
    mark = "new" if value.startswith(FRESH) else ""
    return Option(value, offers.label(spec, value), chosen, mark, detail=offers.detail(spec, value))


def finder(context: Context, spec: FieldSpec, name: str, label: str) -> Finder:
    """Make the input that finds values of a field by name."""
    return Finder(
        name=name + PICK,
        list_id=list_id(spec),
        label=label,
        text=context.posted.one(name + PICK),
        step=f"add {name}",
        focus=context.focus in (name, name + PICK),
    )


def list_id(spec: FieldSpec) -> str:
    """Give the id of the list of names that finders of a field share."""
    return f"l-{spec.about.to or spec.about.law}"
