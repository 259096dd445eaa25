"""The forms that put a supposition together: one for each variety of change, by address alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from ropa.core.transfers.suppositions import (
    CHANGES,
    Change,
    ConfirmationLost,
    Ground,
    PlaceAdded,
)
from ropa.records.spec import FieldSpec, fields, is_date, is_word
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.forms.model import Field, Option
from ropa.web.forms.widgets import Widget
from ropa.web.pages import capitalised
from ropa.web.parts import parts
from ropa.web.what_if_asked import WHAT, Asked, Entry, Pairs, address

_BLANK = Entry({}, None, {})


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The form of one change: a new one, or one that has to be corrected (`wrong`).

    `kept` travels along. `nothing` says why nothing can be asked.
    """

    id: str
    label: str
    fields: tuple[Field, ...]
    kept: Pairs
    wrong: bool
    remove: str | None
    nothing: str | None


class Forms:
    """Makes the forms for what an address supposes already."""

    def __init__(self, desk: Desk, asked: Asked) -> None:
        self.desk, self.asked = desk, asked
        self.ground = Ground(desk.register, parts().reference)
        self.day = asked.supposition.day or desk.clock.about_day

    def wrong(self) -> tuple[ChangeForm, ...]:
        """Give the forms in which the changes that are wrong can be corrected."""
        entries = enumerate(self.asked.entries, 1)
        return tuple(
            self._form(one.cls, place, one)
            for place, one in entries
            if one.cls is not None and one.change is None
        )

    def new(self) -> tuple[ChangeForm, ...]:
        """Give a form for each variety of change."""
        number = len(self.asked.entries) + 1
        return tuple(self._form(cls, number, _BLANK) for cls in CHANGES)

    def _form(self, cls: type[Change], number: int, entry: Entry) -> ChangeForm:
        wrong = bool(entry.wrong)
        dates_last = sorted(fields(cls), key=lambda spec: is_date(spec.scalar))
        made = tuple(self._field(cls, spec, number, entry) for spec in dates_last)
        lacking = (f for f in made if f.widget is Widget.SELECT and f.required and not f.options)
        empty = next(lacking, None)
        clock = self.desk.clock.asked.items()
        return ChangeForm(
            id=f"{number}-{cls.WHAT}",
            label=cls.LABEL,
            fields=made,
            kept=(*clock, *self.asked.pairs(without=number), (f"{number}.{WHAT}", cls.WHAT)),
            wrong=wrong,
            remove=address(self.desk, self.asked.pairs(without=number)) if wrong else None,
            nothing=_nothing(cls, empty) if empty and not wrong else None,
        )

    def _field(self, cls: type[Change], spec: FieldSpec, number: int, entry: Entry) -> Field:
        value = entry.typed.get(spec.name, _default(cls, spec.name))
        listed = bool(spec.about.to or spec.about.law) or is_word(spec.scalar)
        choices = self._choices(cls, spec) if listed else ()
        wrong = entry.wrong.get(spec.name)
        return Field(
            name=f"{number}.{spec.name}",
            label=spec.about.label,
            clause="",
            help=spec.about.help,
            widget=Widget.SELECT if listed else Widget.TEXT,
            unset="Leave out" if listed else "",
            required=not spec.answerable,
            value=value,
            options=tuple(Option(id, label, id == value) for id, label in choices),
            errors=(capitalised(wrong),) if wrong else (),
            short=is_date(spec.scalar),
        )

    def _choices(self, cls: type[Change], spec: FieldSpec) -> Iterable[tuple[str, str]]:
        """Give what can be chosen, with how it reads."""
        if spec.about.to is not None:
            return self._records(cls, spec.about.to)
        if spec.about.law == "adequacy":
            return self._decisions(cls)
        if spec.about.law == "place":
            countries = self.ground.reference.countries
            held = self.ground.reference.places if cls is PlaceAdded else countries
            return sorted(held.items(), key=lambda item: item[1])
        return ((word.value, word.label) for word in spec.scalar)

    def _records(self, cls: type[Change], kind: Kind) -> list[tuple[str, str]]:
        held = self.ground.register.of_kind(kind).values()
        found = [(one.id, one.title) for one in held if not one.retired]
        if cls is ConfirmationLost:
            known = self.ground.register.adequacy_confirmations.values()
            confirmed = {one.party for one in known if not one.retired}
            found = [(id, title) for id, title in found if id in confirmed]
        return sorted(found, key=lambda item: item[1].casefold())

    def _decisions(self, cls: type[Change]) -> Iterator[tuple[str, str]]:
        """Give the decisions that do not end before the day; for confirmations, those in part."""
        for word in self.ground.reference.law_words("adequacy"):
            rows = self.ground.reference.tables.adequacy
            held = [row for row in rows if row.id == word.id]
            lasting = any((row.valid_until or datetime.date.max) >= self.day for row in held)
            partial = any(row.scope == "partial" for row in held)
            if lasting and (partial or cls is not ConfirmationLost):
                yield word.id, word.label


def _nothing(cls: type[Change], field: Field) -> str:
    if cls is ConfirmationLost:
        return "Nothing is recorded as confirmed for any party, so nothing can be lost."
    return f"There is nothing to choose from yet: no {field.label.lower()} is recorded."


def _default(cls: type[Change], name: str) -> str:
    found = next(one for one in msgspec.structs.fields(cls) if one.name == name)
    return "" if found.default in (msgspec.NODEFAULT, None) else str(found.default)
