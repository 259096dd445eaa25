"""What a person asks of the list of hops: it reads from an address and writes itself into one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from ropa.core.transfers.hop_facets import HOP_FACETS, HopFacet

_LONGEST: Final = 500
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_BY_NAME: Final = {facet.name: facet for facet in HOP_FACETS}


@dataclass(frozen=True, slots=True)
class HopQuery:
    """What is asked: several values of one facet are alternatives, several facets must all hold."""

    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    page: int = 1

    @classmethod
    def of(cls, **chosen: str | Iterable[str]) -> HopQuery:
        """Ask for the hops that have these values."""
        query = cls()
        for name, values in chosen.items():
            query = query.with_values(name, [values] if isinstance(values, str) else values)
        return query

    def values(self, name: str) -> tuple[str, ...]:
        """Give the chosen values of a facet."""
        return dict(self.chosen).get(name, ())

    def with_values(self, name: str, values: Iterable[str]) -> HopQuery:
        """Choose exactly these values of a facet, and begin at the first page."""
        held = {**dict(self.chosen), name: tuple(sorted(set(values)))}
        chosen = tuple(
            (facet.name, held[facet.name]) for facet in HOP_FACETS if held.get(facet.name)
        )
        return replace(self, chosen=chosen, page=1)

    def toggled(self, name: str, value: str) -> HopQuery:
        """Choose a value of a facet, or take the choice back."""
        held = self.values(name)
        return self.with_values(
            name, [one for one in held if one != value] if value in held else [*held, value]
        )

    def with_text(self, text: str) -> HopQuery:
        """Search for words."""
        return replace(self, text=text, page=1)

    def on_page(self, page: int) -> HopQuery:
        """Turn to a page."""
        return replace(self, page=page)

    @property
    def filtered(self) -> bool:
        """Whether it asks for anything but all."""
        return bool(self.text or self.chosen)

    def to_args(self) -> tuple[tuple[str, str], ...]:
        """Give the pairs of the address, in one order, without what need not be said."""
        return tuple(self._args())

    def _args(self) -> Iterator[tuple[str, str]]:
        if self.text:
            yield "q", self.text
        for name, values in self.chosen:
            for value in values:
                yield name, value
        if self.page != 1:
            yield "page", str(self.page)


def parse_hops(
    args: Iterable[tuple[str, str]], also: Collection[str] = ()
) -> tuple[HopQuery, tuple[str, ...]]:
    """Read a query from the pairs of an address; `also` names pairs that are somebody else's.

    Gives the query and what is wrong with the rest, in words.
    """
    query, problems = HopQuery(), list[str]()
    page = 1
    for name, given in args:
        value = unicodedata.normalize("NFC", given).strip()
        if name in also or not value:  # an empty control of a form asks for nothing
            continue
        if wrong := _refusal(name, value):
            problems.append(wrong)
        elif name == "q":
            query = query.with_text(" ".join(value.split()))
        elif name == "page":
            page = int(value)
        else:
            query = query.with_values(name, (*query.values(name), value))
    return query.on_page(page), tuple(problems)


def _refusal(name: str, value: str) -> str:
    """Say why a pair of an address asks for nothing there is; empty where it does."""
    if len(value) > _LONGEST or any(unicodedata.category(c) in ("Cc", "Cs") for c in value):
        return f"“{_short(name)}” has a value that cannot be searched for"
    if name == "page":
        fits = _NUMBER.fullmatch(value) and int(value) > 0
        return "" if fits else f"the page is a number from 1, not “{_short(value)}”"
    if name == "q":
        return ""
    facet: HopFacet | None = _BY_NAME.get(name)
    if facet is None:
        return f"there is no filter “{_short(name)}” for this list"
    return f"“{_short(value)}” is nothing “{facet.label}” can be" if facet.refuses(value) else ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
