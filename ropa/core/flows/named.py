"""What somebody means who names a party, a system, a place: found by its id or by its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from ropa.core.flows import links
from ropa.core.flows.graph import FlowMap, place_key
from ropa.core.flows.links import key
from ropa.core.register import Key
from ropa.core.search import folded
from ropa.records.base import Record
from ropa.vocabulary import Kind

PLACE, SOURCE, TEAM = "place", "source", "team"
"""What is named and is no record."""

_OF_OWN: Mapping[Kind, str] = {
    Kind.ACTIVITY: links.ACTIVITY,
    Kind.SYSTEM: links.SYSTEM,
    Kind.ENGAGEMENT: links.ENGAGEMENT,
}
_SHARED: Mapping[Kind, tuple[str, ...]] = {
    Kind.RECIPIENT_CATEGORY: (links.RECIPIENTS,),
    Kind.DATA_SUBJECT_CATEGORY: (links.SUBJECTS, links.PEOPLE),
    Kind.DATA_CATEGORY: (),
}
ENDS = (Kind.PARTY, *_OF_OWN, Kind.DATA_SUBJECT_CATEGORY, Kind.RECIPIENT_CATEGORY)
ANYTHING = (*ENDS, PLACE, SOURCE, TEAM)
"""All that may stand at the end of a way: the sorts that `find_named` knows, but for data."""

_FEW = 5
_EXAMPLES = 2
_LONGEST = 80
_CLOSE = 0.65


@dataclass(frozen=True, slots=True)
class Named:
    """Something that was named; `nodes` are those it has in the graph, none where it has none.

    `sort` is the kind of a record, or PLACE, SOURCE or TEAM. A group of countries has the nodes
    of its members, too.
    """

    sort: str
    id: str
    name: str
    nodes: tuple[str, ...]

    @property
    def record(self) -> Key | None:
        """The record it is; None for a place, a source and a team."""
        return None if self.sort in (PLACE, SOURCE, TEAM) else (Kind(self.sort), self.id)


@dataclass(frozen=True, slots=True)
class Misnamed:
    """Why a name leads to nothing, or to several; in words."""

    message: str


def find_named(flows: FlowMap, text: str, sorts: Collection[str]) -> Named | Misnamed:
    """Find the one thing of these sorts that has this id or this name, case not counting.

    `party:aws` says which sort is meant. An id comes before a name that reads the same.
    """
    before, _, after = text.partition(":")
    sorts, text = ((before,), after) if before in sorts else (sorts, text)
    wanted = folded(" ".join(text.split()))
    known = list(_nameable(flows, sorts))
    found = [one for one in known if wanted in _called(flows, one)]
    by_id = [one for one in found if folded(one.id) == wanted]
    found = by_id or found
    if len(found) == 1:
        return found[0]
    if found:
        return Misnamed(f"Several are called “{text}”: say which, {_either(found)}.")
    return Misnamed(_missing(flows, text, sorts, known))


def _nameable(flows: FlowMap, sorts: Collection[str]) -> Iterator[Named]:
    register = flows.register
    if Kind.PARTY in sorts:
        engaged: dict[str | None, list[str]] = {}
        for engagement in flows.engagements.values():
            held = engaged.setdefault(engagement.party, [])
            held.append(key(links.ENGAGEMENT, engagement.id))
        for party in register.parties.values():
            if not party.retired:
                yield _record(party, tuple(engaged.get(party.id, ())))
    own: Mapping[Kind, Mapping[str, Record]] = {
        Kind.ACTIVITY: flows.activities,
        Kind.SYSTEM: flows.systems,
        Kind.ENGAGEMENT: flows.engagements,
    }
    for kind, records in own.items():
        if kind in sorts:
            yield from (_record(one, (key(_OF_OWN[kind], one.id),)) for one in records.values())
    for kind, prefixes in _SHARED.items():
        for shared in register.of_kind(kind).values() if kind in sorts else ():
            nodes = (key(prefix, shared.id) for prefix in prefixes)
            yield _record(shared, tuple(node for node in nodes if node in flows.graph))
    yield from _unrecorded(flows, sorts)


def _unrecorded(flows: FlowMap, sorts: Collection[str]) -> Iterator[Named]:
    if PLACE in sorts:
        for code, name in flows.reference.places.items():
            yield Named(PLACE, code, name, tuple(map(place_key, flows.within(code))))
    for sort, prefix in ((SOURCE, links.SOURCE), (TEAM, links.INTERNAL)):
        for node in flows.graph if sort in sorts else ():
            begin, words = links.parts(node)
            if begin == prefix:
                yield Named(sort, words, words, (node,))


def _record(record: Record, nodes: tuple[str, ...]) -> Named:
    return Named(record.KIND.value, record.id, record.title, nodes)


def _called(flows: FlowMap, one: Named) -> tuple[str, ...]:
    """Give all that it answers to; an activity also to its reference and its bare name."""
    words = [one.id, one.name]
    if one.sort == Kind.ACTIVITY:
        activity = flows.activities[one.id]
        words += [activity.name, activity.reference or ""]
    return tuple(folded(" ".join(word.split())) for word in words if word)


def _either(found: list[Named]) -> str:
    several = len({one.sort for one in found}) > 1
    said = [f"{one.sort}:{one.id}" if several else one.id for one in found[:_FEW]]
    more = len(found) - len(said)
    return ", ".join(said) + (f" or {more} more" if more else "")


def _missing(flows: FlowMap, text: str, sorts: Collection[str], known: list[Named]) -> str:
    what = f"There is nothing called “{text}”"
    if len(sorts) <= 2:
        what = f"There is no {' or '.join(map(_noun, sorts))} “{text}”"
    if _past(flows, text, sorts):
        return f"{what} in use on {flows.day}: it is retired, or not in force that day."
    names = {folded(word)[:_LONGEST]: one.name for one in known for word in (one.id, one.name)}
    close = get_close_matches(folded(text)[:_LONGEST], names, _FEW, _CLOSE)
    if not close:
        within = (short for short in names if text and folded(text) in short)
        close = list(islice(within, _FEW))
    if not close and not known:
        return f"{what}: none is recorded yet."
    if not close:
        some = " or ".join(f"“{one.name}”" for one in known[:_EXAMPLES])
        return f"{what}. Give an id or a name, such as {some}."
    said = " or ".join(f"“{name}”" for name in dict.fromkeys(names[one] for one in close))
    return f"{what}; did you mean {said}?"


def _past(flows: FlowMap, text: str, sorts: Collection[str]) -> bool:
    """Whether a record is so called that is no longer, or not yet, in use."""
    kinds = [Kind(sort) for sort in sorts if sort not in (PLACE, SOURCE, TEAM)]
    records = (record for kind in kinds for record in flows.register.of_kind(kind).values())
    return any(folded(text) in (folded(one.id), folded(one.title)) for one in records)


def _noun(sort: str) -> str:
    if sort == Kind.ACTIVITY:
        return "activity"
    return sort if sort in (PLACE, SOURCE, TEAM) else Kind(sort).label.lower()
