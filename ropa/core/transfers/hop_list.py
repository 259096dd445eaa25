"""The hops as a list: the worst first, filtered, with facets that count, page by page.

Every hop has a slot in the order of the list; a set of hops is a whole number whose bits are
slots, so that filters are "and" and "or" of numbers, and counts are bit counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ropa.core.facet_values import NOTHING, UNKNOWN
from ropa.core.listing import FacetList, FacetValue
from ropa.core.names import Names
from ropa.core.search import folded, found, natural, words
from ropa.core.transfers.chains import Chains
from ropa.core.transfers.hop_facets import HOP_FACETS, HopFacet
from ropa.core.transfers.hop_query import HopQuery
from ropa.core.transfers.hops import Hop
from ropa.core.transfers.judge import Transfers
from ropa.core.transfers.verdicts import Judged, Verdict

PER_PAGE = 50
"""How many hops a page holds."""

_STATES = {UNKNOWN: "unknown", NOTHING: "none"}
_FACETS: Mapping[str, HopFacet] = {facet.name: facet for facet in HOP_FACETS}


@dataclass(frozen=True, slots=True)
class HopCondition:
    """One active filter in words, and each value with the query that removes it."""

    phrase: str
    values: tuple[tuple[str, HopQuery], ...]


@dataclass(frozen=True, slots=True)
class HopListing:
    """A page of the list; `total` counts all hops, `matched` those that the query asks for.

    `query` is on a page there is; `first` numbers the first row of it from 1.
    """

    query: HopQuery
    total: int
    matched: int
    pages: int
    first: int
    rows: tuple[Judged, ...]
    facets: tuple[FacetList, ...]
    conditions: tuple[HopCondition, ...]

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1 if self.rows else 0


class HopIndex:
    """The hops of one organisation, the worst first, indexed by each facet when it is asked for."""

    def __init__(self, transfers: Transfers, organisation: str) -> None:
        self.transfers = transfers
        self.names = Names(transfers.register, transfers.reference, transfers.day)
        own = (one for one in transfers.judged if one.hop.organisation == organisation)
        self.order: tuple[Judged, ...] = tuple(sorted(own, key=self._rank))
        self._bits: dict[str, Mapping[str, int]] = {}

    @property
    def all(self) -> int:
        """The bits of all hops."""
        return (1 << len(self.order)) - 1

    @cached_property
    def verdicts(self) -> Mapping[Verdict, int]:
        """How many hops have each verdict, the worst first."""
        counts = Counter(judged.verdict for judged in self.order)
        return dict(sorted(counts.items(), key=lambda one: -one[0].rank))

    @cached_property
    def cells(self) -> Mapping[str, Mapping[str | None, Verdict]]:
        """The worst verdict of each activity in each place; the place None is unknown."""
        found: dict[str, dict[str | None, Verdict]] = {}
        for judged in self.order:
            verdict, place = judged.verdict, judged.hop.place
            for activity in judged.hop.load.activities:
                # The worst stand first in the order.
                found.setdefault(activity, {}).setdefault(place, verdict)
        return found

    @cached_property
    def chains(self) -> Chains:
        """The chains of these hops."""
        return Chains(self.transfers)

    def bits(self, facet: str) -> Mapping[str, int]:
        """Give the hops that have each value of a facet; one pass the first time."""
        if facet not in self._bits:
            values, register = _FACETS[facet].values, self.transfers.register
            slots: dict[str, bytearray] = {}
            width = len(self.order) // 8 + 1
            for slot, judged in enumerate(self.order):
                for value in values(judged, register):
                    held = slots.setdefault(value, bytearray(width))
                    held[slot >> 3] |= 1 << (slot & 7)
            self._bits[facet] = {v: int.from_bytes(b, "little") for v, b in slots.items()}
        return self._bits[facet]

    def with_words(self, wanted: tuple[str, ...]) -> int:
        """Give the hops in whose names every word occurs."""
        if not wanted:
            return self.all
        return _bits_of(slot for slot, text in enumerate(self._texts) if found(wanted, text))

    def at(self, bits: int) -> Iterator[Judged]:
        """Give the hops of some bits, in the order of the list."""
        digits = f"{bits:0{len(self.order) or 1}b}"[::-1]
        return (judged for judged, digit in zip(self.order, digits, strict=False) if digit == "1")

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(folded("\n".join(self._names_of(one.hop))) for one in self.order)

    def _names_of(self, hop: Hop) -> Iterable[str]:
        return (hop.title, hop.importer.title, hop.exporter.title, self.transfers.place_of(hop))

    def _rank(self, judged: Judged) -> tuple[object, ...]:
        hop = judged.hop
        return -judged.verdict.rank, natural(hop.title), self.transfers.place_of(hop), hop.id


def hop_index(transfers: Transfers, organisation: str) -> HopIndex:
    """Give the index of an organisation's hops; made once for as long as they are the same."""
    return transfers.register.remembered(
        ("hops", organisation), transfers, lambda: HopIndex(transfers, organisation)
    )


def hop_listing(index: HopIndex, query: HopQuery, *, whole: bool = False) -> HopListing:
    """List the hops that a query asks for; `whole` gives all rows on one page, for an export.

    A page beyond the last is the last.
    """
    fits = {name: _having(index, name, values) for name, values in query.chosen}
    base = index.with_words(words(query.text))
    matched = _all_of(base, fits.values())
    rows = tuple(index.at(matched))
    pages = 1 if whole else max(1, -(-len(rows) // PER_PAGE))
    query = replace(query, page=min(query.page, pages))
    begin = (query.page - 1) * PER_PAGE
    held = rows if whole else rows[begin : begin + PER_PAGE]
    return HopListing(
        query=query,
        total=len(index.order),
        matched=len(rows),
        pages=pages,
        first=begin + 1 if held else 0,
        rows=held,
        facets=tuple(_facets(index, query, base, fits)),
        conditions=tuple(_conditions(index, query)),
    )


def _bits_of(slots: Iterable[int]) -> int:
    found = 0
    for slot in slots:
        found |= 1 << slot
    return found


def _all_of(base: int, sets: Iterable[int]) -> int:
    for bits in sets:
        base &= bits
    return base


def _having(index: HopIndex, name: str, values: Iterable[str]) -> int:
    found, held = 0, index.bits(name)
    for value in values:
        found |= held.get(value, 0)
    return found


def _facets(
    index: HopIndex, query: HopQuery, base: int, fits: Mapping[str, int]
) -> Iterator[FacetList]:
    """Count each facet among the hops that all other filters leave."""
    for facet in HOP_FACETS:
        if facet.shown or query.values(facet.name):
            within = _all_of(base, (bits for name, bits in fits.items() if name != facet.name))
            yield FacetList(facet.name, facet.label, _values(index, facet, query, within))


def _values(
    index: HopIndex, facet: HopFacet, query: HopQuery, within: int
) -> tuple[FacetValue, ...]:
    chosen = query.values(facet.name)
    counts = dict.fromkeys(chosen, 0) | {
        value: (within & bits).bit_count() for value, bits in index.bits(facet.name).items()
    }
    shown = [value for value in counts if value in chosen or (counts[value] and facet.shown)]
    held = [
        FacetValue(
            value,
            facet.label_of(value, index.names),
            counts[value],
            value in chosen,
            _STATES.get(value, ""),
        )
        for value in shown
    ]
    if facet.name == "verdict":
        return tuple(sorted(held, key=lambda one: -Verdict(one.value).rank))
    return tuple(sorted(held, key=lambda one: (-one.count, one.label, one.value)))


def _conditions(index: HopIndex, query: HopQuery) -> Iterator[HopCondition]:
    if query.text:
        yield HopCondition("the names have", ((f"“{query.text}”", query.with_text("")),))
    for name, values in query.chosen:
        facet = _FACETS[name]
        labels = tuple(
            (facet.label_of(value, index.names), query.toggled(name, value)) for value in values
        )
        yield HopCondition(facet.phrase, labels)


def standing(index: HopIndex) -> str:
    """Say in a sentence or two how many hops are clean, and what is open."""
    clean = {v: n for v, n in index.verdicts.items() if v.clean and not v.apart}
    apart = {v: n for v, n in index.verdicts.items() if v.apart}
    still = {v: n for v, n in index.verdicts.items() if not v.clean}
    number = len(index.order)
    said = [f"{sum(clean.values())} of {number} {'hop is' if number == 1 else 'hops are'} clean"]
    if clean:
        said[0] += f" ({_counts(clean)})"
    if still:
        said.append(f"{sum(still.values())} {_are(sum(still.values()))} open ({_counts(still)})")
    if apart:
        stand = "stands" if sum(apart.values()) == 1 else "stand"
        said.append(f"{sum(apart.values())} {stand} apart ({_counts(apart)})")
    return f"{'; '.join(said)}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _counts(verdicts: Mapping[Verdict, int]) -> str:
    return ", ".join(f"{number} {verdict.label.lower()}" for verdict, number in verdicts.items())
