"""What a field may name: records, words of the law, words of a closed list."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from ropa.core.names import Names
from ropa.core.reference import LawWord, Reference
from ropa.core.register import Register
from ropa.core.search import folded, found, natural, words
from ropa.records.spec import FieldSpec, is_word
from ropa.vocabulary import Kind, Word
from ropa.web.forms.posted import FRESH

LISTED = 200
"""So many names at most are sent with a page to choose from; the search finds the others."""

_SHOWN = 8

_NOT_MADE = frozenset({Kind.ORGANISATION, Kind.USER, Kind.MEMBERSHIP})


@dataclass(frozen=True)
class Offers:
    """What the fields of one organisation's forms may name on a day."""

    register: Register
    reference: Reference
    day: datetime.date
    organisation: str
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", Names(self.register, self.reference, self.day))

    def label(self, spec: FieldSpec, value: str) -> str:
        """Say a value that a field holds, known or not."""
        if value.startswith(FRESH):
            return value.removeprefix(FRESH)
        if is_word(spec.scalar):
            return _word(spec, value)
        if spec.about.to is not None:
            return self.names.title(spec.about.to, value)
        label, article = self.names.law_word(spec.about.law, value)
        lettered = spec.about.law == "article6" and "(" in article
        return f"{label} {article[article.rindex('(') :]}" if lettered else label

    def detail(self, spec: FieldSpec, value: str) -> str:
        """Say what else tells a value from others of its name."""
        if spec.about.to is None or value.startswith(FRESH):
            return ""
        return self.names.link(spec.about.to, value)[1]

    def few(self, spec: FieldSpec, most: int) -> tuple[str, ...] | None:
        """Give all values a field may hold, by label; None where there are more than `most`."""
        values = tuple(islice(self._values(spec), most + 1))
        if len(values) > most:
            return None
        if spec.about.to is None:
            return values
        return tuple(sorted(values, key=lambda value: natural(self.label(spec, value))))

    def listed(self, spec: FieldSpec) -> tuple[str, ...]:
        """Give the values that are sent along with a field that finds by name."""
        return tuple(islice(self._values(spec), LISTED))

    def exact(self, spec: FieldSpec, text: str) -> tuple[str, ...]:
        """Give the values that a text names in full: by label, or by identifier."""
        wanted = folded(text.strip())
        held = [(v, folded(v), folded(self.label(spec, v))) for v in self._values(spec)]
        named = [value for value, id, label in held if wanted in (id, label)]
        return tuple(v for v in named if folded(v) == wanted) or tuple(named[:_SHOWN])

    def near(self, spec: FieldSpec, text: str) -> tuple[str, ...]:
        """Give the first few values whose labels hold every word of a text."""
        wanted = words(text)
        held = (v for v in self._values(spec) if found(wanted, folded(self.label(spec, v))))
        return tuple(islice(held, _SHOWN))

    def makes(self, spec: FieldSpec) -> bool:
        """Whether what a field names can be made where it is needed, from a name alone."""
        return spec.about.to is not None and spec.about.to not in _NOT_MADE

    def known(self, spec: FieldSpec, value: str) -> bool:
        """Whether the law data have a word; records are checked where they are stored."""
        law = spec.about.law
        return not law or self.reference.law_word(law, value) is not None

    def needs(self, basis: str) -> tuple[str, ...]:
        """Give what has to be recorded with a lawful basis."""
        row = self.reference.basis(basis, self.day)
        return row.needs if row else ()

    def _values(self, spec: FieldSpec) -> Iterator[str]:
        if is_word(spec.scalar):
            return iter([word.value for word in spec.scalar])
        if spec.about.to is Kind.ORGANISATION:
            return iter([self.organisation])
        if spec.about.to is not None:
            held = self.register.of_kind(spec.about.to).items()
            return (id for id, record in held if not record.retired)
        return self._in_force(self.reference.law_words(spec.about.law))

    def _in_force(self, held: Iterable[LawWord]) -> Iterator[str]:
        return (word.id for word in held if word.in_force(self.day))


def _word(spec: FieldSpec, value: str) -> str:
    word = next((word for word in spec.scalar if word.value == value), None)
    return word.label if isinstance(word, Word) else value
