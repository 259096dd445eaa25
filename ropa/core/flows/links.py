"""Every movement of personal data that the records tell of, one link for each statement."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ropa.core.register import Key, Register
from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.flow import DESTINATIONS, ORIGINS, Flow
from ropa.records.paths import line_key
from ropa.records.system import System
from ropa.vocabulary import EngagementRole, Kind, Word

ACTIVITY, SUBJECTS, SOURCE, SYSTEM = "activity", "subjects", "source", "system"
ENGAGEMENT, RECIPIENTS, INTERNAL = "engagement", "recipients", "internal"
PEOPLE, PLACE, UNKNOWN = "people", "place", "unknown"
"""What keys of nodes begin with. Data that goes to people goes to `people`, so that what comes
from them (`subjects`) does not seem to have passed through."""

_ENDS: Mapping[str, str] = {
    "from_subjects": SUBJECTS,
    "from_source": SOURCE,
    "from_system": SYSTEM,
    "from_engagement": ENGAGEMENT,
    "to_subjects": PEOPLE,
    "to_system": SYSTEM,
    "to_engagement": ENGAGEMENT,
    "to_recipients": RECIPIENTS,
}

_RECORDS: Mapping[str, Kind] = {
    ACTIVITY: Kind.ACTIVITY,
    SUBJECTS: Kind.DATA_SUBJECT_CATEGORY,
    PEOPLE: Kind.DATA_SUBJECT_CATEGORY,
    SYSTEM: Kind.SYSTEM,
    ENGAGEMENT: Kind.ENGAGEMENT,
    RECIPIENTS: Kind.RECIPIENT_CATEGORY,
}


class Relation(Word):
    """What a link says of its two ends."""

    COLLECTED = "collected", "collected from"
    HELD = "held", "held in"
    DISCLOSED = "disclosed", "disclosed to"
    HANDED_ON = "handed-on", "handed on to"
    OPERATED = "operated", "operated by"
    LOCATED = "located", "located in"
    DECLARED = "declared", "declared to go to"


@dataclass(frozen=True, slots=True)
class Link:
    """One movement between two nodes, and where the register says so.

    `record` is what says it, at the first of `paths` that has a source. `data` are ids of
    categories, None where nobody has said which.
    """

    origin: str
    destination: str
    relation: Relation
    record: Key
    paths: tuple[str, ...]
    data: tuple[str, ...] | None = None
    job: str = ""


def key(prefix: str, id: str) -> str:
    """Give the key of a node."""
    return f"{prefix}/{id}"


def parts(node: str) -> tuple[str, str]:
    """Give what a node's key begins with, and the id or the words after it."""
    prefix, _, id = node.partition("/")
    return prefix, id


def record_of(node: str) -> Key | None:
    """Give the kind and id of the record that a node stands for; None for words and places."""
    prefix, id = parts(node)
    kind = _RECORDS.get(prefix)
    return None if kind is None else (kind, id)


def collected(activity: Activity) -> Iterator[Link]:
    """Give what comes in, line by line, and then the sources that no line names."""
    node, named = key(ACTIVITY, activity.id), set()
    record = (Kind.ACTIVITY, activity.id)
    for line in activity.data or ():
        origins = [key(UNKNOWN, PEOPLE) if line.subjects is None else key(SUBJECTS, line.subjects)]
        if line.source is not None:
            named.add(line.source)
            origins.append(key(SOURCE, line.source))
        paths = (f"data[{line_key(line)}]", "data")
        data = None if line.data is None else (line.data,)
        for origin in origins:
            yield Link(origin, node, Relation.COLLECTED, record, paths, data)
    for words in activity.sources or ():
        if words not in named:
            paths = (f"sources[{words}]", "sources")
            yield Link(key(SOURCE, words), node, Relation.COLLECTED, record, paths)


def held(activity: Activity) -> Iterator[Link]:
    """Give the systems an activity uses."""
    return _named(activity, "systems", SYSTEM, Relation.HELD)


def disclosed(activity: Activity, register: Register, day: datetime.date) -> Iterator[Link]:
    """Give to whom an activity discloses: engagements in force, categories, own people.

    A category of processors whose vendor the activity names under the same words is that vendor.
    """
    for link in _named(activity, "engagements", ENGAGEMENT, Relation.DISCLOSED):
        if runs(register, parts(link.destination)[1], day):
            yield link
    named = tuple(_named(activity, "recipient_categories", RECIPIENTS, Relation.DISCLOSED))
    vendors = _vendors(activity, register, day) if named else set()
    for link in named:
        found = register.recipient_categories.get(parts(link.destination)[1])
        processor = found is not None and found.role is EngagementRole.PROCESSOR
        if not (found and processor and found.name.casefold() in vendors):
            yield link
    yield from _named(activity, "internal_recipients", INTERNAL, Relation.DISCLOSED)


def operated(system: System, register: Register, day: datetime.date) -> Iterator[Link]:
    """Give who operates a system, where that is an engagement in force."""
    if system.engagement and runs(register, system.engagement, day):
        ends = key(SYSTEM, system.id), key(ENGAGEMENT, system.engagement)
        record = (system.KIND, system.id)
        yield Link(*ends, Relation.OPERATED, record, ("engagement",), job="operates it")


def handed_on(engagement: Engagement, day: datetime.date) -> Iterator[Link]:
    """Give from whom an engagement has its work, where it works under another."""
    if engagement.under and engagement.in_force(day):
        ends = key(ENGAGEMENT, engagement.under), key(ENGAGEMENT, engagement.id)
        yield Link(*ends, Relation.HANDED_ON, (engagement.KIND, engagement.id), ("under",))


def declared(flow: Flow, activity: str | None = None) -> Link:
    """Give a declared flow, as it serves one activity or all that it names."""
    came, went = flow_end(flow, ORIGINS), flow_end(flow, DESTINATIONS)
    origin, destination = getattr(flow, came), getattr(flow, went)
    of_activity = (f"activities[{activity}]",) if activity else ()
    return Link(
        origin=key(_ENDS[came], origin),
        destination=key(_ENDS[went], destination),
        relation=Relation.DECLARED,
        record=(flow.KIND, flow.id),
        paths=(went, came, *of_activity, "activities", "data_categories", "name"),
        data=flow.data_categories,
        job=_sending(flow),
    )


def flow_end(flow: Flow, names: Iterable[str]) -> str:
    """Give the one field of these that a flow fills."""
    return next(name for name in names if getattr(flow, name) is not None)


def runs(register: Register, engagement: str, day: datetime.date) -> bool:
    """Whether an engagement is in force on a day; one the register lacks is shown so."""
    found = register.engagements.get(engagement)
    return found is None or found.in_force(day)


def merged(links: Iterable[Link]) -> Iterator[Link]:
    """Give one link for all that share their ends and relation and say which data, or do not."""
    together: dict[tuple[str, str, Relation, bool], list[Link]] = defaultdict(list)
    for link in links:
        together[link.origin, link.destination, link.relation, link.data is None].append(link)
    for (origin, destination, relation, unsaid), same in together.items():
        first = same[0]
        if len(same) == 1:
            yield first
            continue
        data = None if unsaid else tuple({id: None for one in same for id in one.data or ()})
        paths = first.paths[-1:]
        yield Link(origin, destination, relation, first.record, paths, data, first.job)


def _named(activity: Activity, field: str, prefix: str, relation: Relation) -> Iterator[Link]:
    node, record = key(ACTIVITY, activity.id), (Kind.ACTIVITY, activity.id)
    for name in getattr(activity, field) or ():
        paths = (f"{field}[{name}]", field)
        yield Link(node, key(prefix, name), relation, record, paths)


def _vendors(activity: Activity, register: Register, day: datetime.date) -> set[str]:
    """Give the categories, case folded, in which an activity names a vendor."""
    named = (register.engagements.get(id) for id in activity.engagements or ())
    return {(e.category or "").casefold() for e in named if e and e.party and e.in_force(day)}


def _sending(flow: Flow) -> str:
    encrypted = {None: None, True: "encrypted in transit", False: "not encrypted in transit"}
    words = (flow.method, encrypted[flow.encrypted])
    return ", ".join(word for word in words if word) or flow.name
