"""What links to each record, kept from register to register as the records are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ropa.core.register import Key, Register
from ropa.records.base import Record
from ropa.records.references import references
from ropa.records.spec import REGISTER_KINDS
from ropa.vocabulary import Kind

Records = Mapping[Kind, Mapping[str, Record]]
Inbound = Mapping[Key, frozenset[Key]]

_MEMORY = "inbound"
_NOTHING: Mapping[str, Record] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Known:
    records: Records
    inbound: Inbound


def inbound(register: Register) -> Inbound:
    """Give the keys of the records that link to each record; those without a link are absent.

    Only what changed since the last register this one was made from is read again.
    """
    known: _Known | None = register.memory.get(_MEMORY)
    if known is None or known.records is not register.records:
        before = known or _Known({}, {})
        known = _Known(register.records, _brought_on(before, register.records))
        register.memory[_MEMORY] = known
    return known.inbound


def changed(before: Records, after: Records) -> Iterator[Key]:
    """Give the keys of the records that are not the same object in both."""
    for kind in REGISTER_KINDS:
        old, new = before.get(kind, _NOTHING), after.get(kind, _NOTHING)
        if old is new:
            continue
        for id, record in new.items():
            if old.get(id) is not record:
                yield kind, id
        for id in old.keys() - new.keys():
            yield kind, id


def _brought_on(before: _Known, after: Records) -> Inbound:
    touched: dict[Key, set[Key]] = {}

    def held(target: Key) -> set[Key]:
        if target not in touched:
            touched[target] = set(before.inbound.get(target, ()))
        return touched[target]

    for key in changed(before.records, after):
        for target in _targets(before.records, key):
            held(target).discard(key)
        for target in _targets(after, key):
            held(target).add(key)
    kept = dict(before.inbound)
    for target, sources in touched.items():
        if sources:
            kept[target] = frozenset(sources)
        else:
            kept.pop(target, None)
    return MappingProxyType(kept)


def _targets(records: Records, key: Key) -> Iterator[Key]:
    record = records.get(key[0], _NOTHING).get(key[1])
    if record is not None:
        for link in references(record):
            yield link.kind, link.id
