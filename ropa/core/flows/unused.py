"""Records that nothing uses: systems above all, and others that are kept for nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ropa.core.flows import links
from ropa.core.flows.counts import they_do
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.links import Relation, key
from ropa.core.search import natural
from ropa.records.base import Record
from ropa.vocabulary import Kind


@dataclass(frozen=True, eq=False)
class Unused:
    """The records of a kind that are in force and that nothing uses, by their titles.

    `of` is how many of the kind there are; `notes` say what may use them all the same.
    """

    kind: Kind
    records: tuple[Record, ...]
    of: int
    rule: str
    notes: tuple[str, ...]


Finding = Callable[[FlowMap, Kind], tuple[list[Record], list[Record]]]
"""Gives the records of a kind that are in force, and those of them that nothing uses."""


def unused(flows: FlowMap, kind: Kind) -> Unused:
    """Give what nothing uses of a kind of `KINDS`."""
    rule, finding = KINDS[kind]
    records, idle = finding(flows, kind)
    ordered = sorted(idle, key=lambda one: (natural(one.title), one.id))
    return Unused(kind, tuple(ordered), len(records), rule, tuple(_notes(flows, kind)))


def _systems(flows: FlowMap, _: Kind) -> tuple[list[Record], list[Record]]:
    idle = [
        system
        for system in flows.systems.values()
        if not any(
            links.parts(before)[0] == links.ACTIVITY
            for before in flows.graph.pred[key(links.SYSTEM, system.id)]
        )
    ]
    return list(flows.systems.values()), list(idle)


def _engagements(flows: FlowMap, _: Kind) -> tuple[list[Record], list[Record]]:
    """Leave out those named, and those above and below them."""
    named = {
        link.destination
        for node in flows.graph
        if links.parts(node)[0] in (links.ACTIVITY, links.SYSTEM)
        for link in flows.links_from(node)
        if links.parts(link.destination)[0] == links.ENGAGEMENT
    }
    used = _along(flows, named, back=True) | _along(flows, named, back=False)
    held = list(flows.engagements.values())
    return list(held), [one for one in held if key(links.ENGAGEMENT, one.id) not in used]


def _along(flows: FlowMap, named: set[str], *, back: bool) -> set[str]:
    """Give these engagements and all above them, or all below them."""
    seen, waiting = set(named), list(named)
    while waiting:
        node = waiting.pop()
        for link in flows.links_to(node) if back else flows.links_from(node):
            other = link.origin if back else link.destination
            if link.relation is Relation.HANDED_ON and other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _shared(flows: FlowMap, kind: Kind) -> tuple[list[Record], list[Record]]:
    """Give those of a vocabulary to which no record in use links."""
    referrers = flows.register.referrers
    held = [record for record in flows.register.of_kind(kind).values() if not record.retired]
    idle = [
        one
        for one in held
        if all(by.retired or by is one for by in referrers.get((kind, one.id), ()))
    ]
    return held, idle


_NOTHING_LINKS = "no record in use links to it"

KINDS: Mapping[Kind, tuple[str, Finding]] = {
    Kind.SYSTEM: ("no activity uses it", _systems),
    Kind.ENGAGEMENT: (
        "no activity and no system names it, nor one above or below it in its chain",
        _engagements,
    ),
    Kind.PARTY: (_NOTHING_LINKS, _shared),
    Kind.DATA_CATEGORY: (_NOTHING_LINKS, _shared),
    Kind.DATA_SUBJECT_CATEGORY: (_NOTHING_LINKS, _shared),
    Kind.PURPOSE: (_NOTHING_LINKS, _shared),
    Kind.RECIPIENT_CATEGORY: (_NOTHING_LINKS, _shared),
    Kind.RETENTION_RULE: (_NOTHING_LINKS, _shared),
    Kind.SECURITY_MEASURE: (_NOTHING_LINKS, _shared),
}
"""What may be asked for: what makes a record of the kind unused, in words, and how it is found."""

_ASKED: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    Kind.SYSTEM: (("systems", "which systems they use"),),
    Kind.ENGAGEMENT: (("engagements", "whom they engage"),),
    Kind.DATA_CATEGORY: (("data", "which data they process"),),
    Kind.DATA_SUBJECT_CATEGORY: (("data", "whose data they process"),),
    Kind.PURPOSE: (("purposes", "what they are for"),),
    Kind.RECIPIENT_CATEGORY: (("recipient_categories", "to which recipients they disclose"),),
    Kind.SECURITY_MEASURE: (("measures", "how they are secured"),),
}


def _notes(flows: FlowMap, kind: Kind) -> Iterator[str]:
    for field, said in _ASKED.get(kind, ()):
        silent = sum(getattr(one, field) is None for one in flows.activities.values())
        if silent:
            yield f"{they_do(silent, 'activity')} not say {said}, and may use some of these."
