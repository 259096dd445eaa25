"""What a person asks of a list, as a value that reads from an address and writes itself into one.

The names and values of the filters are those of `ropa.core.facets`, the names of the columns
those of `ropa.core.columns`. Pairs that ask for nothing there is are problems in words: they
are left out and never raise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ropa.core.columns import DEFAULTS, columns_of
from ropa.core.facet_values import NO
from ropa.core.facets import FACETS, Facet
from ropa.vocabulary import Kind

PER_PAGE: Final = (25, 50, 100, 200)
RETIRED: Final = "retired"
_LONGEST: Final = 500
_NUMBER: Final = re.compile(r"[0-9]{1,9}")

Args = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the list of a kind.

    `chosen` holds the values of each facet, in the order of the facets: several values of one
    are alternatives, several facets must all hold. Without a choice there, retired records are
    left out. `sort` is empty for the order of the titles, `columns` for those of the kind.
    """

    kind: Kind
    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    descending: bool = False
    columns: tuple[str, ...] = ()
    per_page: int = PER_PAGE[0]
    page: int = 1

    @classmethod
    def of(cls, kind: Kind, **chosen: str | Iterable[str]) -> Query:
        """Ask for the records of a kind that have these values."""
        query = cls(kind)
        for name, values in chosen.items():
            query = query.with_values(name, [values] if isinstance(values, str) else values)
        return query

    def values(self, name: str) -> tuple[str, ...]:
        """Give the chosen values of a facet."""
        return dict(self.chosen).get(name, ())

    def with_values(self, name: str, values: Iterable[str]) -> Query:
        """Choose exactly these values of a facet, and begin at the first page."""
        held = {**dict(self.chosen), name: tuple(sorted(set(values)))}
        if held.get(RETIRED) == (NO,):
            del held[RETIRED]
        chosen = tuple((f.name, held[f.name]) for f in FACETS[self.kind] if held.get(f.name))
        return replace(self, chosen=chosen, page=1)

    def toggled(self, name: str, value: str) -> Query:
        """Choose a value of a facet, or take the choice back."""
        held = self.values(name)
        kept = [one for one in held if one != value]
        if name == RETIRED and not held and value != NO:
            kept = [NO]
        return self.with_values(name, kept if value in held else [*kept, value])

    def without(self, name: str) -> Query:
        """Take back all choices of a facet."""
        return self.with_values(name, ())

    def with_text(self, text: str) -> Query:
        """Search for words."""
        return replace(self, text=text, page=1)

    def sorted_by(self, column: str) -> Query:
        """Sort by a column; by the one it is sorted by already, the other way round."""
        turned = self.sort == column and not self.descending
        return replace(self, sort=column, descending=turned, page=1)

    def on_page(self, page: int) -> Query:
        """Turn to a page."""
        return replace(self, page=page)

    @property
    def cleared(self) -> Query:
        """The same list without any filter."""
        return replace(self, text="", chosen=(), page=1)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the columns shown."""
        return self.columns or DEFAULTS[self.kind]

    def to_args(self) -> tuple[tuple[str, str], ...]:
        """Give the pairs of the address, in one order, without what need not be said."""
        return tuple(self._args())

    def _args(self) -> Iterator[tuple[str, str]]:
        if self.text:
            yield "q", self.text
        for name, values in self.chosen:
            for value in values:
                yield name, value
        if self.sort:
            yield "sort", f"-{self.sort}" if self.descending else self.sort
        for column in self.columns:
            yield "column", column
        if self.per_page != PER_PAGE[0]:
            yield "per_page", str(self.per_page)
        if self.page != 1:
            yield "page", str(self.page)


def parse_query(
    kind: Kind, args: Args | Mapping[str, str], also: Collection[str] = ()
) -> tuple[Query, tuple[str, ...]]:
    """Read a query from the pairs of an address; `also` names pairs that are somebody else's.

    Gives the query and what is wrong with the rest, in words.
    """
    pairs = args.items() if isinstance(args, Mapping) else args
    reader = _Reader(kind)
    for name, value in pairs:
        if name not in also:
            reader.take(name, value)
    return reader.query(), tuple(reader.problems)


class _Reader:
    """What is read so far."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.problems: list[str] = []
        self.chosen: dict[str, list[str]] = {}
        self.columns: list[str] = []
        self.plain: dict[str, str] = {}
        self.facets: Mapping[str, Facet] = {one.name: one for one in FACETS[kind]}

    def take(self, name: str, value: str) -> None:
        """Read one pair."""
        value = unicodedata.normalize("NFC", value).strip()
        if not value:  # an empty control of a form asks for nothing
            return
        if len(value) > _LONGEST or any(unicodedata.category(c) in ("Cc", "Cs") for c in value):
            self.problems.append(f"“{_short(name)}” has a value that cannot be searched for")
        elif name in self.facets:
            self._choose(name, value)
        elif name == "column":
            self._column(value)
        elif name in ("q", "sort", "page", "per_page"):
            self.plain[name] = value
        else:
            self.problems.append(f"there is no filter “{_short(name)}” for this list")

    def _choose(self, name: str, value: str) -> None:
        one = self.facets[name]
        if one.refuses(value):
            self.problems.append(f"“{_short(value)}” is nothing “{one.label}” can be")
        else:
            self.chosen.setdefault(name, []).append(value)

    def _column(self, value: str) -> None:
        if value not in columns_of(self.kind):
            self.problems.append(f"there is no column “{_short(value)}” in this list")
        elif value not in self.columns:
            self.columns.append(value)

    def query(self) -> Query:
        """Put together what could be read."""
        text = " ".join(self.plain.get("q", "").split())
        query = Query(self.kind, text)
        for name, values in self.chosen.items():
            query = query.with_values(name, values)
        sort, descending = self._sort()
        columns = tuple(self.columns)
        return replace(
            query,
            sort=sort,
            descending=descending,
            columns=() if columns == DEFAULTS[self.kind] else columns,
            per_page=self._number("per_page", PER_PAGE) or PER_PAGE[0],
            page=self._number("page", ()) or 1,
        )

    def _sort(self) -> tuple[str, bool]:
        given = self.plain.get("sort", "")
        name = given.removeprefix("-")
        if name and name not in columns_of(self.kind):
            self.problems.append(f"this list cannot be sorted by “{_short(name)}”")
            return "", False
        return name, given.startswith("-") and bool(name)

    def _number(self, name: str, allowed: tuple[int, ...]) -> int | None:
        given = self.plain.get(name)
        if given is None:
            return None
        number = int(given) if _NUMBER.fullmatch(given) else 0
        if number < 1 or (allowed and number not in allowed):
            expected = f"one of {', '.join(map(str, allowed))}" if allowed else "a number from 1"
            label = "the number of rows on a page" if allowed else "the page"
            self.problems.append(f"{label} is {expected}, not “{_short(given)}”")
            return None
        return number


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
