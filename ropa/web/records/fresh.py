"""Records that are made along with the one whose form names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ropa.core.naming import id_of
from ropa.core.register import Register
from ropa.records.base import Record
from ropa.records.spec import CLASSES, Many, by_name
from ropa.vocabulary import Kind
from ropa.web.forms.posted import FRESH
from ropa.web.forms.widgets import asked


@dataclass(frozen=True, slots=True)
class Fresh:
    """The names that a form gave to new records, and the records made of them.

    `owner` is the organisation they belong to where their kind is not shared; `shared` says that
    whatever names them is shared, so that a document they make is too.
    """

    register: Register
    owner: str
    shared: bool
    made: dict[tuple[Kind, str], dict[str, Any]] = field(default_factory=dict)

    def records(self) -> list[tuple[type[Record], dict[str, Any]]]:
        """Give the plain data of what is to be made."""
        return [(CLASSES[kind], plain) for (kind, _), plain in self.made.items()]

    def named(self, cls: type[msgspec.Struct], plain: Mapping[str, Any]) -> dict[str, Any]:
        """Give the plain data of a record or a line with the ids of what it names anew."""
        named = dict(plain)
        for spec in asked(cls):
            value = plain.get(spec.name)
            if value is None:
                continue
            if spec.many is Many.LINES:
                named[spec.name] = [self.named(spec.line, line) for line in value]
            elif spec.about.to is not None and spec.many is Many.ONE:
                named[spec.name] = self._id(spec.about.to, value)
            elif spec.about.to is not None:
                named[spec.name] = [self._id(spec.about.to, item) for item in value]
        return named

    def _id(self, kind: Kind, value: str) -> str:
        if not value.startswith(FRESH):
            return value
        name = value.removeprefix(FRESH)
        if (kind, name) not in self.made:
            self.made[kind, name] = self._plain(kind, name)
        return str(self.made[kind, name]["id"])

    def _plain(self, kind: Kind, name: str) -> dict[str, Any]:
        taken = {*self.register.of_kind(kind), *(str(p["id"]) for p in self.made.values())}
        plain: dict[str, Any] = {"id": new_id(kind, name, taken), "name": name}
        owned = "organisation" in by_name(CLASSES[kind])
        if owned and not (self.shared and kind is Kind.DOCUMENT):
            plain["organisation"] = self.owner
        return plain


def new_id(kind: Kind, name: str, taken: set[str]) -> str:
    """Make an id of a name; a person's says nothing of the person, since it stays for good."""
    said = "" if kind is Kind.PERSON else name
    # `new` is the address of the form for a new record.
    return id_of(said, {*taken, "new"}, kind.value)
