"""The records of one kind indexed for lists, and brought on as the register changes.

Every record has a slot; a set of records is a whole number whose bits are slots, so that
filters are "and" and "or" of numbers, and a facet's counts are bit counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ropa.core.facets import FACETS, Facet
from ropa.core.gaps import unanswered
from ropa.core.links import Records, changed
from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.core.search import Natural, linked_title, natural, searchable
from ropa.core.setting import Setting
from ropa.records.base import Record
from ropa.vocabulary import Kind, Standing

Bits = Mapping[str, int]
"""The records that have each value of one facet."""

_VIEWS = 4
_FEW = 8
"""Where more than one in so many records changed, the bits are made anew."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is derived from one record and the records it links to, which `needs` names."""

    record: Record
    needs: frozenset[Key]
    text: str
    order: Natural
    gaps: int
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Index:
    """The facts of all records of a kind by slot; a slot whose record went is empty."""

    records: Records
    facts: tuple[Facts | None, ...]
    slots: Mapping[str, int]
    bits: tuple[Bits, ...]
    order: tuple[int, ...]


@dataclass
class View:
    """An index as one register, law and day have it; `bits` are by the facet's name."""

    index: Index
    setting: Setting
    bits: Mapping[str, Bits]
    orders: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)

    def text_matches(self, words: tuple[str, ...]) -> int:
        """Give the records whose text holds every word."""
        texts = self.texts
        found: Iterable[int] = range(len(texts))
        for word in words:
            found = [slot for slot in found if word in texts[slot]]
        return number_of(found, len(texts))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text of every slot, empty for an empty one."""
        return tuple("" if facts is None else facts.text for facts in self.index.facts)

    def at(self, slot: int) -> Facts:
        """Give the facts of a slot that is not empty."""
        facts = self.index.facts[slot]
        assert facts is not None
        return facts

    def facts_of(self, id: str) -> Facts:
        """Give the facts of a record there is."""
        return self.at(self.index.slots[id])

    @cached_property
    def doubtful(self) -> int:
        """The records of which some answer is inferred."""
        slots = (
            slot
            for slot, facts in enumerate(self.index.facts)
            if facts is not None
            and any(s.standing is Standing.INFERRED for s in facts.record.provenance)
        )
        return number_of(slots, len(self.index.facts))

    def kept(self, order: Iterable[int], bits: int) -> list[int]:
        """Give those slots of an order whose bit is set."""
        order = list(order)
        if bits.bit_count() == len(order):
            return order
        digits = f"{bits:0{len(self.index.facts)}b}"[::-1]
        return [slot for slot in order if digits[slot] == "1"]


def view(register: Register, kind: Kind, reference: Reference, day: datetime.date) -> View:
    """Give the index of a kind as it stands, from the register's memory as far as it can be."""
    views: dict[object, View] = register.memory.setdefault(("views", kind), {})
    known = views.get((day, reference.digest))
    if known is not None and known.setting.register.records is register.records:
        return known
    index = _index(register, kind)
    setting = Setting(register, reference, day)
    made = View(index, setting, _dated_bits(index, kind, setting))
    while len(views) >= _VIEWS:
        views.pop(next(iter(views)), None)
    views[day, reference.digest] = made
    return made


def number_of(slots: Iterable[int], size: int) -> int:
    """Give the number whose bits are the slots."""
    held = bytearray(size // 8 + 1)
    for slot in slots:
        held[slot >> 3] |= 1 << (slot & 7)
    return int.from_bytes(held, "little")


class _Maker:
    """Finds the facts of records, noting which other records each one needs."""

    def __init__(self, records: Records, kind: Kind) -> None:
        self.records = records
        self.facets = FACETS[kind]
        self.needs: set[Key] = set()
        self.titles: dict[Key, tuple[str, frozenset[Key]]] = {}
        self.same: dict[tuple[str, ...], tuple[str, ...]] = {}

    def get(self, kind: Kind, id: str | None) -> Record | None:
        """Give a record, or None where there is none."""
        if id is None:
            return None
        self.needs.add((kind, id))
        held = self.records.get(kind)
        return held.get(id) if held else None

    def title(self, kind: Kind, id: str) -> str:
        """Give the words a linked record is found by."""
        key = (kind, id)
        if key not in self.titles:
            before, self.needs = self.needs, set()
            words = linked_title(self, kind, id)
            self.titles[key] = words, frozenset(self.needs)
            self.needs = before
        words, needs = self.titles[key]
        self.needs |= needs
        return words

    def facts(self, record: Record) -> Facts:
        """Find the facts of one record."""
        self.needs = set()
        text = searchable(record, self.title)
        values = []
        for facet in self.facets:
            held = tuple(dict.fromkeys(facet.kept(record, self)))
            values.append(self.same.setdefault(held, held))
        count = sum(1 for _ in unanswered(record))
        needs = frozenset(self.needs)
        return Facts(record, needs, text, natural(record.title), count, tuple(values))


def _index(register: Register, kind: Kind) -> Index:
    known: Index | None = register.memory.get(("index", kind))
    if known is not None and known.records is register.records:
        return known
    if known is None:
        made = _built(register.records, kind, ())
    else:
        made = _brought_on(known, register.records, kind)
    register.memory["index", kind] = made
    return made


def _built(records: Records, kind: Kind, ready: Iterable[Facts | None]) -> Index:
    """Index all records; `ready` facts need not be found again."""
    known = {facts.record.id: facts for facts in ready if facts is not None}
    maker = _Maker(records, kind)
    held = records.get(kind, {})
    facts = tuple(known.get(id) or maker.facts(record) for id, record in held.items())
    bits = tuple(
        bits_of((one.values[number] for one in facts), len(facts))
        for number in range(len(maker.facets))
    )
    slots = {one.record.id: slot for slot, one in enumerate(facts)}
    order = _ordered(range(len(facts)), facts, ())
    return Index(records, facts, slots, bits, order)


def bits_of(values: Iterable[Iterable[str]], size: int) -> dict[str, int]:
    """Give the slots that have each value, from the values of every slot."""
    slots: dict[str, list[int]] = {}
    for slot, held in enumerate(values):
        for value in held:
            slots.setdefault(value, []).append(slot)
    return {value: number_of(found, size) for value, found in slots.items()}


def _brought_on(index: Index, records: Records, kind: Kind) -> Index:
    """Find again what changed, and what links to it."""
    news = set(changed(index.records, records))
    stale = {id for key_kind, id in news if key_kind is kind}
    stale.update(
        facts.record.id
        for facts in index.facts
        if facts is not None and not facts.needs.isdisjoint(news)
    )
    if not stale:
        return Index(records, index.facts, index.slots, index.bits, index.order)
    if len(stale) * _FEW > len(index.slots):
        return _built(
            records, kind, (f for f in index.facts if f is not None and f.record.id not in stale)
        )
    return _replaced(index, records, kind, stale)


def _replaced(index: Index, records: Records, kind: Kind, stale: Collection[str]) -> Index:
    """Take the stale records out of the bits and put what stands in their place in."""
    maker, held = _Maker(records, kind), records.get(kind, {})
    facts, slots = list(index.facts), dict(index.slots)
    bits = [dict(values) for values in index.bits]
    for id in sorted(stale):
        slot = slots.pop(id, len(facts))
        if slot < len(facts):
            _clear(bits, facts[slot], slot)
            facts[slot] = None
        if (record := held.get(id)) is None:
            continue
        made = maker.facts(record)
        if slot < len(facts):
            facts[slot] = made
        else:
            facts.append(made)
        slots[id] = slot
        _set(bits, made, slot)
    order = _ordered(slots.values(), facts, index.order)
    return Index(records, tuple(facts), slots, tuple(bits), order)


def _clear(bits: Sequence[dict[str, int]], facts: Facts | None, slot: int) -> None:
    assert facts is not None
    for held, values in zip(bits, facts.values, strict=True):
        for value in values:
            held[value] &= ~(1 << slot)
            if not held[value]:
                del held[value]


def _set(bits: Sequence[dict[str, int]], facts: Facts, slot: int) -> None:
    for held, values in zip(bits, facts.values, strict=True):
        for value in values:
            held[value] = held.get(value, 0) | 1 << slot


def _ordered(
    slots: Iterable[int], facts: Sequence[Facts | None], before: Iterable[int]
) -> tuple[int, ...]:
    """Sort the slots by title; nearly sorted ones take no time."""
    left = set(slots)
    kept = [slot for slot in before if slot in left]
    added = left.difference(kept)

    def order(slot: int) -> tuple[Natural, str]:
        held = facts[slot]
        assert held is not None
        return held.order, held.record.id

    return tuple(sorted((*kept, *added), key=order))


def _dated_bits(index: Index, kind: Kind, setting: Setting) -> dict[str, Bits]:
    """Give the bits of all facets, with the values that the day, the law or links in give."""
    found: dict[str, Bits] = {}
    for facet, bits in zip(FACETS[kind], index.bits, strict=True):
        found[facet.name] = bits
        if facet.dated is not None:
            values = _dated_values(facet, index, setting)
            found[facet.name] = {**bits, **bits_of(values, len(index.facts))}
    return found


def _dated_values(facet: Facet, index: Index, setting: Setting) -> Iterator[Iterable[str]]:
    assert facet.dated is not None
    for facts in index.facts:
        yield () if facts is None else facet.dated(facts.record, setting)
