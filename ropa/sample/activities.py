"""The activities of the invented group, with gaps where nobody has answered yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import msgspec

from ropa.records.activity import Activity, ActivityData
from ropa.records.base import Provenance
from ropa.records.document import Document
from ropa.records.paths import line_key
from ropa.sample.estate import Estate
from ropa.sample.grounds import purposes
from ropa.sample.group import notice
from ropa.sample.patterns import HAULAGE, RETAIL, Pattern, patterns
from ropa.sample.words import MEASURES
from ropa.sample.world import World
from ropa.vocabulary import (
    ActivityRole,
    ActivityStatus,
    AutomatedDecisions,
    DocumentKind,
    DpiaState,
    Standing,
)


class Task(msgspec.Struct, frozen=True):
    """An activity that is to be recorded."""

    organisation: str
    reference: str
    name: str
    pattern: Pattern


def tasks(world: World, count: int) -> Iterator[Task]:
    """Give what is to be recorded: every pattern once, then site by site; two in three retail."""
    turns = {RETAIL: _named(world, RETAIL), HAULAGE: _named(world, HAULAGE)}
    order = cycle((RETAIL, HAULAGE, RETAIL))
    for number in range(1, count + 1):
        organisation = next(order)
        pattern, name = next(turns[organisation])
        reference = f"{organisation[0].upper()}-{number:05d}"
        yield Task(organisation, reference, name, pattern)


def _named(world: World, organisation: str) -> Iterator[tuple[Pattern, str]]:
    for pattern in patterns(organisation):
        yield pattern, pattern.name
    while True:
        site = next(world.sites)
        for pattern in patterns(organisation):
            yield pattern, f"{pattern.name}, {site}"


def activity(world: World, estate: Estate, task: Task, day: datetime.date) -> Activity:
    """Make an activity, with the impact assessment that it may have."""
    pattern = task.pattern
    processor = bool(pattern.operations)
    role = ActivityRole.PROCESSOR if processor else ActivityRole.CONTROLLER
    own = world.known(purposes(world, estate, pattern), 0.97)
    done = pattern.risky and world.chance(0.5)
    dpia = dpia_of(world, task.organisation, task.name, day) if done else None
    made = Activity(
        id=world.id(Activity, task.name),
        organisation=task.organisation,
        reference=task.reference,
        name=task.name,
        function=world.known(pattern.function, 0.97),
        owner=world.known(world.one(world.staff), 0.85),
        role=world.known(role, 0.98),
        status=ActivityStatus.ACTIVE,
        start=world.known(day - datetime.timedelta(days=world.random.randint(30, 3000)), 0.6),
        on_behalf_of=world.known(_clients(world, estate), 0.95) if processor else None,
        operations=pattern.operations or None,
        purposes=own,
        data=world.known(_lines(world, pattern, [line.purpose for line in own or ()]), 0.97),
        **_surroundings(world, estate, pattern),
        **_judgements(world, pattern, dpia, day),
    )
    return world.put(_sourced(world, made))


def _clients(world: World, estate: Estate) -> tuple[str, ...]:
    count = min(len(estate.clients), world.random.randint(1, 4))
    return tuple(sorted(world.random.sample(estate.clients, count)))


def _lines(world: World, pattern: Pattern, aims: list[str]) -> tuple[ActivityData, ...]:
    lines = []
    for words in pattern.lines:
        subjects, data, rule = words.split()
        serves = tuple(sorted(aims)) if world.chance(0.5) else tuple(aims[:1])
        lines.append(
            ActivityData(
                subjects=world.known(subjects, 0.98),
                data=data,
                purposes=world.known(serves, 0.72) if serves else None,
                source=world.known(pattern.sources[0], 0.55),
                retention=world.known(rule, 0.85),
            )
        )
    # Two lines of one kind of data whose people nobody knows would have the same key.
    return tuple({line_key(line): line for line in lines}.values())


def _surroundings(world: World, estate: Estate, pattern: Pattern) -> dict[str, Any]:
    """Give systems, engagements, recipients, sources and measures."""
    systems = {world.one(estate.systems[id]) for id in pattern.systems.split()}
    engagements = {
        world.one(estate.engagements[id])
        for id in pattern.services.split()
        if estate.engagements.get(id)
    }
    measures = world.random.sample(MEASURES, world.random.randint(3, 9))
    return {
        "sources": world.known(pattern.sources, 0.7),
        "systems": world.known(tuple(sorted(systems)), 0.92),
        "engagements": world.known(tuple(sorted(engagements)), 0.92),
        "recipient_categories": world.known(tuple(sorted(pattern.recipients.split())), 0.8),
        "internal_recipients": world.known((pattern.function,), 0.6),
        "measures": world.known(tuple(sorted(measures)), 0.85),
    }


def _judgements(
    world: World, pattern: Pattern, dpia: Document | None, day: datetime.date
) -> dict[str, Any]:
    """Give automated decisions, DPIA, breaches and reviews."""
    decisions = (
        AutomatedDecisions.SOLELY_AUTOMATED if pattern.automated else AutomatedDecisions.NONE
    )
    reviewed = world.known(day - datetime.timedelta(days=world.random.randint(1, 400)), 0.55)
    undone = (DpiaState.NOT_STARTED, DpiaState.IN_PROGRESS) if pattern.risky else (None,)
    screening = "Large scale or sensitive: needed" if pattern.risky else "No high risk found"
    return {
        "automated_decisions": world.known(decisions, 0.85),
        "dpia_screening": world.known(screening, 0.5),
        "dpia_needed": True if dpia else world.known(pattern.risky, 0.8),
        "dpia_state": DpiaState.COMPLETED if dpia else world.one(undone),
        "dpia": dpia.id if dpia else None,
        "breaches": world.known((), 0.75),
        "reviewed_on": reviewed,
        "review_by": reviewed + datetime.timedelta(days=365) if reviewed else None,
    }


def dpia_of(world: World, organisation: str, name: str, day: datetime.date) -> Document:
    """Write a data protection impact assessment of an activity."""
    return world.put(
        Document(
            id=world.id(Document, f"dpia {name}"),
            organisation=organisation,
            name=f"DPIA: {name}",
            kind=DocumentKind.DPIA,
            date=day,
            url=world.known("https://intranet.pennaquil.example/privacy/dpia", 0.8),
            substance=world.known("Risks are acceptable with the measures listed.", 0.7),
        )
    )


def _sourced(world: World, made: Activity) -> Activity:
    """Say of some answers where they come from."""
    if not world.chance(0.12):
        return made
    names = ("purposes", "sources", "breaches")
    paths = [name for name in names if getattr(made, name) is not None]
    paths += [f"data[{line_key(line)}]" for line in made.data or ()]
    found = sorted(world.random.sample(paths, min(len(paths), world.random.randint(1, 3))))
    sources = tuple(
        Provenance(
            field=path,
            document=notice(made.organisation),
            place=world.known("What we use your data for", 0.8),
            standing=world.one((Standing.STATED, Standing.STATED, Standing.INFERRED)),
        )
        for path in found
    )
    return msgspec.structs.replace(made, provenance=sources)
