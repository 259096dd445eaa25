"""The data flow of one activity: as declared, or else derived from its record."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import networkx as nx

from ropa.core.flows.sketch import NOBODY_SAID, Places, Sketch
from ropa.core.flows.view import PLACE_UNKNOWN, NodeKind, View
from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.flow import DESTINATIONS, ORIGINS, Flow
from ropa.records.paths import line_key
from ropa.records.spec import by_name
from ropa.vocabulary import EngagementRole, Standing

_RECIPIENTS = ("engagements", "recipient_categories", "internal_recipients")
_FEW = 12
_DECLARED = "as its flows are declared"
_DERIVED = "derived from its record: no flow is declared"
_LISTS = ("data", "sources", "systems", *_RECIPIENTS)


def activity_flow(
    register: Register, activity_id: str, reference: Places, day: datetime.date
) -> View:
    """Give the data flow of an activity of the register, with what is in force on a day.

    The flows declared for it are used where there are any; else they are derived from its record,
    and no link is made that the records do not state. What nobody has answered is an unknown
    node or stands in the notes.
    """
    activity = register.activities[activity_id]
    declared = [
        flow
        for flow in register.flows.values()
        if activity_id in (flow.activities or ()) and not flow.retired
    ]
    sketch = Sketch(register, activity, reference, day, bool(declared))
    notes = tuple(_declare(sketch, declared) if declared else _derive(sketch))
    nodes, edges = sketch.nodes.values(), sketch.edges
    title = f"Data flow of {activity.title}"
    return View.of(title, _DECLARED if declared else _DERIVED, nodes, edges, notes)


def _declare(sketch: Sketch, flows: Iterable[Flow]) -> Iterator[str]:
    """Draw declared flows; note what the activity's record names and none of them reaches."""
    add: Mapping[str, Callable[[str], str]] = {
        "subjects": sketch.subjects,
        "source": sketch.source,
        "system": sketch.system,
        "engagement": sketch.engagement,
        "recipients": sketch.recipients,
    }
    for flow in flows:
        came, went = _end(flow, ORIGINS), _end(flow, DESTINATIONS)
        origin = add[came.removeprefix("from_")](getattr(flow, came))
        destination = add[went.removeprefix("to_")](getattr(flow, went))
        used = (f"activities[{sketch.activity.id}]", "activities")
        known = sketch.known(flow, went, came, *used, "data_categories", "name")
        data = None if flow.data_categories is None else _names(sketch, flow.data_categories)
        sketch.edge(origin, destination, known, data, _sending(flow))
    recorded = Sketch(sketch.register, sketch.activity, sketch.reference, sketch.day, declared=True)
    notes = tuple(_derive(recorded))
    unreached = [
        node.name
        for key, node in recorded.nodes.items()
        if key not in sketch.nodes and node.kind is not NodeKind.ACTIVITY
    ]
    if unreached:
        yield f"In the record, but in no declared flow: {_few(unreached)}."
    yield from notes


def _few(names: Sequence[str]) -> str:
    more = len(names) - _FEW
    return "; ".join(names[:_FEW]) + (f"; and {more} more" if more > 0 else "")


def _end(flow: Flow, names: Iterable[str]) -> str:
    return next(name for name in names if getattr(flow, name) is not None)


def _sending(flow: Flow) -> str:
    encrypted = {None: None, True: "encrypted in transit", False: "not encrypted in transit"}
    words = (flow.method, encrypted[flow.encrypted])
    return ", ".join(word for word in words if word) or flow.name


def _derive(sketch: Sketch) -> Iterator[str]:
    """Draw what the activity's record says; note what it leaves open."""
    activity, centre = sketch.activity, sketch.own_activity()
    _derive_origins(sketch, centre)
    _derive_systems(sketch, centre)
    _derive_engagements(sketch, centre)
    _derive_recipients(sketch, centre)
    open_lists = ["sources", *_RECIPIENTS]
    if _nobody_named(activity):
        key = sketch.unknown("recipients", NodeKind.RECIPIENT, "Recipients unknown", PLACE_UNKNOWN)
        sketch.edge(centre, key, NOBODY_SAID)
        open_lists = ["sources"]
    unanswered = [name for name in open_lists if getattr(activity, name) is None]
    if unanswered:
        yield f"Not answered in the record: {_labels(unanswered)}."
    none = [name for name in _LISTS if getattr(activity, name) == ()]
    if none:
        yield f"Recorded as none: {_labels(none)}."


def _nobody_named(activity: Activity) -> bool:
    lists = [getattr(activity, name) for name in _RECIPIENTS]
    return None in lists and not any(lists)


def _labels(names: Iterable[str]) -> str:
    specs = by_name(Activity)
    return "; ".join(specs[name].about.label for name in names)


def _derive_origins(sketch: Sketch, centre: str) -> None:
    """Draw people and sources, one line for all the data that is known in the same way."""
    activity = sketch.activity
    if activity.data is None:
        sketch.edge(sketch.subjects(None), centre, NOBODY_SAID)
    grouped: dict[tuple[str, bool, Standing | None], tuple[list[str], list[str]]] = {}
    for line in activity.data or ():
        standing, evidence = sketch.known(activity, f"data[{line_key(line)}]", "data")
        origins = [sketch.subjects(line.subjects)]
        if line.source is not None:
            origins.append(sketch.source(line.source))
        for origin in origins:
            group = (origin, line.data is not None, standing)
            names, places = grouped.setdefault(group, ([], []))
            names.extend(_names(sketch, (line.data,) if line.data else ()))
            places.extend(evidence)
    for (origin, named, standing), (names, places) in grouped.items():
        known = (standing, tuple(dict.fromkeys(places)))
        sketch.edge(origin, centre, known, names if named else None)
    drawn = {edge.origin for edge in sketch.edges}
    for words in activity.sources or ():
        if (origin := sketch.source(words)) not in drawn:
            sketch.edge(origin, centre, sketch.known(activity, f"sources[{words}]", "sources"))


def _names(sketch: Sketch, ids: Iterable[str]) -> list[str]:
    categories = sketch.register.data_categories
    return [categories[name].name if name in categories else name for name in ids]


def _derive_systems(sketch: Sketch, centre: str) -> None:
    """Draw the systems, and who operates each where somebody else does."""
    activity = sketch.activity
    if activity.systems is None:
        sketch.edge(centre, sketch.unknown_systems(), NOBODY_SAID)
    for name in activity.systems or ():
        drawn = sketch.system(name)
        sketch.edge(centre, drawn, sketch.known(activity, f"systems[{name}]", "systems"))
        system = sketch.register.systems.get(name)
        if system and system.engagement and sketch.runs(system.engagement):
            operator = sketch.engagement(system.engagement)
            known = sketch.known(system, "engagement")
            sketch.edge(drawn, operator, known, job="operates it")


def _derive_engagements(sketch: Sketch, centre: str) -> None:
    """Draw the engagements the activity names, and all that work under these."""
    held, activity = sketch.register.engagements, sketch.activity
    named = [name for name in activity.engagements or () if sketch.runs(name)]
    chain: nx.DiGraph[str] = nx.DiGraph()
    chain.add_nodes_from(named)
    for engagement in held.values():
        if engagement.under and engagement.in_force(sketch.day):
            chain.add_edge(engagement.under, engagement.id)
    direct = [name for name in named if not set(chain.predecessors(name)).intersection(named)]
    below = {sub for name in direct for sub in nx.descendants(chain, name)}
    direct.extend(name for name in named if name not in below and name not in direct)  # circles
    for name in direct:
        known = sketch.known(activity, f"engagements[{name}]", "engagements")
        sketch.edge(centre, sketch.engagement(name), known, job=_job(held.get(name)))
    for above, sub in nx.edge_bfs(chain, direct):
        known = sketch.known(held[sub], "under")
        ends = sketch.engagement(above), sketch.engagement(sub)
        sketch.edge(*ends, known, job=_job(held[sub]))


def _job(engagement: Engagement | None) -> str | None:
    if engagement is None:
        return None
    return engagement.purpose or engagement.category or engagement.service or engagement.name


def _derive_recipients(sketch: Sketch, centre: str) -> None:
    """Draw recipients by category, and those inside the organisation.

    A category of processors whose vendor the activity names under the same words is drawn as
    that vendor.
    """
    register, activity = sketch.register, sketch.activity
    running = [name for name in activity.engagements or () if sketch.runs(name)]
    engaged = [register.engagements.get(name) for name in running]
    vendors = {(held.category or "").casefold() for held in engaged if held and held.party}
    for name in activity.recipient_categories or ():
        found = register.recipient_categories.get(name)
        processor = found is not None and found.role is EngagementRole.PROCESSOR
        if found and processor and found.name.casefold() in vendors:
            continue
        known = sketch.known(activity, f"recipient_categories[{name}]", "recipient_categories")
        job = found.name if found and processor else None
        sketch.edge(centre, sketch.recipients(name), known, job=job)
    for words in activity.internal_recipients or ():
        known = sketch.known(activity, f"internal_recipients[{words}]", "internal_recipients")
        sketch.edge(centre, sketch.internal(words), known)
