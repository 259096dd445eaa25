"""What a form says: the values of its controls, as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

PREFIX = "f-"
"""How the controls of a record's fields begin; `f-purposes-0-bases` is a field of a line."""

STATE = ".state"
"""Recorded, none or unknown: the control beside a field of several values."""

PICK = ".add"
"""What is typed to find a record or word that is not chosen yet."""

LINE = ".line"
"""The numbers of the lines that a form shows, since a line may hold no answer."""

RECORDED, NONE, UNKNOWN = "recorded", "none", "unknown"

FRESH = "+"
"""How the name of a record begins that is made when the form is saved; no id holds it."""

_LINES = 1_000

# No page can hold these, and no field stores them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Posted:
    """The values of each control by its name, in the order of the page."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Posted:
        """Take what belongs to a record's fields out of a posted form."""
        values: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            if name.startswith(PREFIX):
                values[name] = (*values.get(name, ()), value)
        return cls(values)

    @classmethod
    def from_json(cls, text: str) -> Posted:
        """Read what a draft holds; raises `msgspec.MsgspecError` where it is none."""
        return cls(msgspec.json.decode(text, type=dict[str, tuple[str, ...]]))

    def to_json(self) -> str:
        """Write it for a draft, without any character a database refuses."""
        return msgspec.json.encode(self.values).decode()

    def one(self, name: str) -> str:
        """Give the value of a control; the empty text where it has none."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value of the controls of one name."""
        return self.values.get(name, ())

    def state(self, name: str) -> str:
        """Say whether a field of several values is recorded, none or unknown.

        A form that says nothing of it is taken to have it recorded where there are values.
        """
        said = self.one(name + STATE)
        if said in (RECORDED, NONE, UNKNOWN):
            return said
        held = any(value.strip() for value in self.all(name)) or self.lines(name)
        return RECORDED if held else UNKNOWN

    def lines(self, name: str) -> tuple[int, ...]:
        """Give the numbers of the lines of a field, in order."""
        at = re.compile(re.escape(name) + r"-([0-9]{1,4})-")
        shown = {int(n) for n in self.all(name + LINE) if re.fullmatch("[0-9]{1,4}", n)}
        shown |= {int(found[1]) for key in self.values if (found := at.match(key))}
        return tuple(sorted(shown)[:_LINES])

    def visible(self) -> Posted:
        """Give the form as a page can show it: what cannot stand in one is marked."""
        return Posted({k: tuple(visible(text) for text in held) for k, held in self.values.items()})

    def put(self, changes: Mapping[str, Sequence[str]]) -> Posted:
        """Give the form with other values; a control without values is left out."""
        values = {**self.values, **{name: tuple(given) for name, given in changes.items()}}
        return Posted({name: given for name, given in values.items() if given})

    def relined(self, name: str, kept: Sequence[int]) -> Posted:
        """Give the form with these lines of a field alone, numbered from 0 in this order."""
        begins = f"{name}-"
        values = {
            key: given
            for key, given in self.values.items()
            if key != name + LINE and not re.match(re.escape(begins) + "[0-9]", key)
        }
        for new, old in enumerate(kept):
            at = f"{begins}{old}-"
            for key, given in self.values.items():
                if key.startswith(at):
                    values[f"{begins}{new}-{key.removeprefix(at)}"] = given
        values[name + LINE] = tuple(str(number) for number in range(len(kept)))
        return Posted({key: given for key, given in values.items() if given})


def visible(text: str) -> str:
    """Mark what a page cannot hold."""
    return _INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", text)


def in_line(name: str, number: int) -> str:
    """Give how the controls of a line begin."""
    return f"{name}-{number}-"
