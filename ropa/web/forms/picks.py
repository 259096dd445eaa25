"""Finding what somebody typed the name of, and making what is not there yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from ropa.records.base import Record
from ropa.records.spec import FieldSpec, Many, by_name
from ropa.web.forms.offers import Offers
from ropa.web.forms.posted import FRESH, PICK, PREFIX, RECORDED, STATE, Posted, in_line
from ropa.web.forms.widgets import MATRICES, asked, is_listed

AXES = (".rows", ".columns")
"""The controls that hold the rows and the columns of a matrix."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A form in which what was typed to find something is settled, as far as it could be.

    `waiting` maps the controls that still hold such a text to what it may have meant.
    """

    posted: Posted
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """A control that names values, and whether it names several."""

    name: str
    spec: FieldSpec
    several: bool
    states: str


def typed_to_find(posted: Posted) -> Iterator[str]:
    """Give the controls beside which something was typed that is to be found."""
    for name, given in posted.values.items():
        if name.endswith(PICK) and any(text.strip() for text in given):
            yield name.removesuffix(PICK)


def settle(cls: type[Record], posted: Posted, offers: Offers, *, adding: bool) -> Picked:
    """Choose what was typed in full; while `adding`, make what is like nothing else.

    A text that may mean several things, or nothing, stays and waits.
    """
    waiting: dict[str, tuple[str, ...]] = {}
    for place in list(_places(cls, posted, PREFIX)):
        text = posted.one(place.name + PICK).strip()
        if not text:
            continue
        named = offers.exact(place.spec, text)
        if len(named) == 1:
            posted = _chosen(posted, place, named[0])
            continue
        near = named or offers.near(place.spec, text)
        fresh = (FRESH + text,) if offers.makes(place.spec) else ()
        if adding and fresh and not near:
            posted = _chosen(posted, place, fresh[0])
        else:
            waiting[place.name] = (*near, *fresh)
    return Picked(posted, waiting)


def _chosen(posted: Posted, place: _Place, value: str) -> Posted:
    held = posted.all(place.name)
    changes: dict[str, tuple[str, ...]] = {place.name + PICK: ()}
    if not place.several:
        changes[place.name] = (value,)
    elif value not in held:
        changes[place.name] = (*held, value)
    if place.states:
        changes[place.states + STATE] = (RECORDED,)
    return posted.put(changes)


def _places(cls: type[msgspec.Struct], posted: Posted, prefix: str) -> Iterator[_Place]:
    for spec in asked(cls):
        name = prefix + spec.name
        if spec.many is Many.LINES:
            for number in posted.lines(name):
                yield from _places(spec.line, posted, in_line(name, number))
            for axis, part in zip(AXES, MATRICES.get(spec.line, ()), strict=False):
                yield _Place(name + axis, by_name(spec.line)[part], True, name)
        elif is_listed(spec):
            several = spec.many is not Many.ONE
            yield _Place(name, spec, several, name if several else "")
