"""Who holds a category of personal data: surely, or possibly where nobody said what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core.flows import links
from ropa.core.flows.category import holders
from ropa.core.flows.counts import they_do
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.links import Relation
from ropa.core.flows.view import Node
from ropa.core.search import natural
from ropa.core.transfers.verdicts import Verdict

_HOLDING = (links.SYSTEM, links.ENGAGEMENT, links.RECIPIENTS, links.INTERNAL)


@dataclass(frozen=True, slots=True)
class Holding:
    """A system, an engagement, recipients or a team of our own that hold the data.

    `surely` where a record states it, else they may: nobody said what they hold. `stored` and
    `accessed` are names of places, None where that is not recorded; a team has none of its own.
    """

    node: Node
    surely: bool
    stored: tuple[str, ...] | None
    accessed: tuple[str, ...] | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds a category of data: those who surely do first.

    `activities` are those that process it, by id.
    """

    data: str
    name: str
    holdings: tuple[Holding, ...]
    activities: tuple[str, ...]
    notes: tuple[str, ...]


def who_holds(flows: FlowMap, data: str) -> Holders:
    """Say who holds a category of data, given by its id."""
    nodes = holders(flows, data)
    found = [_holding(flows, node, data) for node in nodes if links.parts(node)[0] in _HOLDING]
    found.sort(key=lambda one: (not one.surely, natural(one.node.name), one.node.key))
    using = [
        activity.id
        for activity in flows.activities.values()
        if any(line.data == data for line in activity.data or ())
    ]
    held = flows.register.data_categories.get(data)
    name = held.name if held else data
    return Holders(data, name, tuple(found), tuple(using), tuple(_notes(flows)))


def _holding(flows: FlowMap, node: str, data: str) -> Holding:
    record = links.record_of(node)
    held = flows.register.get(*record) if record else None
    surely = data in (getattr(held, "data_categories", None) or ()) or any(
        link.relation is Relation.DECLARED and data in (link.data or ())
        for link in flows.links_to(node)
    )
    field = "places" if links.parts(node)[0] == links.SYSTEM else "stored_in"
    return Holding(
        node=flows.words.node(node),
        surely=surely,
        stored=_places(flows, getattr(held, field, None)),
        accessed=_places(flows, getattr(held, "accessed_from", None)),
        verdict=flows.verdict_of(node),
    )


def _places(flows: FlowMap, codes: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if codes is None:
        return None
    return tuple(sorted(flows.reference.place_name(code) for code in codes))


def _notes(flows: FlowMap) -> Iterator[str]:
    activities = flows.activities.values()
    silent = sum(one.data is None for one in activities)
    if silent:
        yield f"{they_do(silent, 'activity')} not say which data they process: it may be this."
    for field, said in (("engagements", "whom they engage"), ("systems", "which systems they use")):
        silent = sum(getattr(one, field) is None for one in activities)
        if silent:
            yield f"{they_do(silent, 'activity')} not say {said}: others may hold it, too."
