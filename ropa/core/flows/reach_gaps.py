"""What the register does not say about what is touched: told, so that nobody relies on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ropa.core.flows import links
from ropa.core.flows.counts import counted, they_do
from ropa.core.flows.graph import PLACE_UNKNOWN, FlowMap, place_key
from ropa.core.flows.links import key
from ropa.core.flows.reach import Reach
from ropa.vocabulary import ActivityRole, EngagementRole, Kind

_OWN = (EngagementRole.INDEPENDENT_CONTROLLER, EngagementRole.RECIPIENT)
"""Roles in which a body decides for itself what becomes of the data."""

_OTHERS = (
    ("engagements", "whom they engage"),
    ("systems", "which systems they use"),
)


def reach_gaps(
    reach: Reach, most: int | None = None, name: Callable[[str], str] = str
) -> tuple[str, ...]:
    """Give in sentences what is not recorded, and what may therefore be touched as well.

    At most so many are named in a sentence, each as `name` has it; how many more is said.
    """

    def named(names: list[str]) -> str:
        kept = names[:most]
        more = f" and {len(names) - len(kept)} more" if len(names) > len(kept) else ""
        return ", ".join(map(name, kept)) + more

    return (*_elsewhere(reach), *_places(reach), *_within(reach, named))


def _elsewhere(reach: Reach) -> Iterator[str]:
    """Tell of records that may touch it and do not say so."""
    flows = reach.flows
    for field, said in _OTHERS:
        silent = sum(getattr(one, field) is None for one in flows.activities.values())
        if silent:
            yield f"{they_do(silent, 'activity')} not say {said}, and may be touched, too."
    if flows.ended:
        have = "has" if flows.ended == 1 else "have"
        yield f"{counted(flows.ended, 'activity')} {have} ended: data of it may still be held."
    unnamed = sum(one.party is None for one in flows.engagements.values())
    if unnamed and reach.place is None:
        yield f"{they_do(unnamed, 'engagement')} not name a party: it may be this one."
    if reach.record and reach.record[0] is not Kind.SYSTEM:
        yield from _engaged(flows)
    if reach.place is not None:
        yield from _anywhere(flows, reach.place)


def _engaged(flows: FlowMap) -> Iterator[str]:
    """Tell where else a party may work that nobody has named."""
    silent = sum(one.operated_by is None for one in flows.systems.values())
    if silent:
        it = "it" if silent == 1 else "them"
        yield f"{they_do(silent, 'system')} not say who operates {it}, and may be touched, too."
    nameless = sum(links.parts(node)[0] == links.RECIPIENTS for node in flows.graph)
    if nameless:
        held = counted(nameless, "category")
        yield f"{held} of recipients {'names' if nameless == 1 else 'name'} nobody: it may be one."


def _anywhere(flows: FlowMap, place: str) -> Iterator[str]:
    """Tell of what may be in a place: it does not say where it is, or not closely enough."""
    graph, name = flows.graph, flows.reference.place_name
    vague = len(graph.pred[PLACE_UNKNOWN]) if PLACE_UNKNOWN in graph else 0
    if vague:
        yield f"{they_do(vague, 'engagement')} not say in which places the data is, or not in all."
    homeless = sum(one.places is None for one in flows.systems.values())
    if homeless:
        yield f"{they_do(homeless, 'system')} not say where data is held."
    for wider in filter(graph.has_node, map(place_key, flows.wider(place))):
        held, where = len(graph.pred[wider]), name(links.parts(wider)[1])
        many = (
            "1 of the engagements and systems is"
            if held == 1
            else (f"{held:,} of the engagements and systems are")
        )
        yield f"{many} recorded in {where}: that may be {name(place)}."


def _places(reach: Reach) -> Iterator[str]:
    """Tell how many of those touched, it itself among them, may hold data anywhere."""
    graph = reach.flows.graph
    held = {*reach.starts, *(one.node for one in reach.touched)}
    vague = len(held.intersection(graph.pred[PLACE_UNKNOWN])) if PLACE_UNKNOWN in graph else 0
    if vague and reach.place is None:
        yield f"{they_do(vague, 'engagement')} not say in which places the data is, or not in all."


def _within(reach: Reach, named: Callable[[list[str]], str]) -> Iterator[str]:
    """Tell what the activities touched leave open, and whose breach it would be."""
    touched = reach.activities
    starts = set(reach.starts)
    held = reach.flows.engagements.values()
    own = [one for one in held if one.role in _OWN and key(links.ENGAGEMENT, one.id) in starts]
    if own:
        yield (
            f"In {counted(len(own), 'engagement')} the body here decides for itself: a breach is "
            "then its own to notify, and what is to be done here depends on what was ours."
        )
    if touched and reach.stated is None:
        yield (
            "Which data is held there is not recorded: listed is all that the activities touched "
            "process, which is the most it can be."
        )
    silent = sum(one.data is None for one in touched)
    if silent:
        yield (
            f"{they_do(silent, 'activity')} not say which data and whose; "
            "it is touched all the same."
        )
    silent = sum(one.role is None for one in touched)
    if silent:
        yield f"{they_do(silent, 'activity')} not say whether we are controller or processor in it."
    processing = reach.roles.get(ActivityRole.PROCESSOR, ())
    silent = sum(one.on_behalf_of is None for one in processing)
    if silent:
        yield f"{they_do(silent, 'activity')} not name the controllers for whom data is processed."
    people = reach.flows.register.data_subject_categories
    uncounted = [
        people[id].name for id in reach.subjects if id in people and not _number(reach, id)
    ]
    if uncounted:
        yield f"How many people there are is not recorded for {named(uncounted)}."
    categories = reach.flows.register.data_categories
    unsaid = [one.name for id in reach.data if (one := categories.get(id)) and one.special is None]
    if unsaid:
        yield f"Whether it is special category data is not recorded for {named(unsaid)}."
    unsaid = [one.name for id in reach.data if (one := categories.get(id)) and one.criminal is None]
    if unsaid:
        yield f"Whether it tells of convictions or offences is not recorded for {named(unsaid)}."


def _number(reach: Reach, id: str) -> bool:
    return reach.flows.register.data_subject_categories[id].approximate_number is not None
