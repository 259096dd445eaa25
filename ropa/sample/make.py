"""An invented register of a given size, batch after batch as it came to be."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import partial
from random import Random
from typing import TypeVar

from ropa.records.activity import Activity
from ropa.sample.activities import Task, activity, tasks
from ropa.sample.batch import Batch
from ropa.sample.clock import WEEKS, office_hours
from ropa.sample.course import Course
from ropa.sample.edits import (
    EDITS,
    Edit,
    check_adequacy,
    delete_draft,
    recognise_interest,
    review,
)
from ropa.sample.estate import Estate, assess
from ropa.sample.flows import declare
from ropa.sample.group import clients, foundations, person
from ropa.sample.patterns import HAULAGE, RETAIL
from ropa.sample.systems import install
from ropa.sample.vendors import Job, engage, jobs
from ropa.sample.words import vocabularies
from ropa.sample.world import World

T = TypeVar("T")

_ACTORS = ("sample-dpo", "sample-editor", "sample-privacy-team")
_SETTING_UP = 26
"""The weeks in which the register is made; afterwards it is edited."""
_OTHERWISE = Edit("Yearly review", review)
"""What is done where an edit finds nothing to do."""


def sample(activities: int, seed: int, start: datetime.datetime) -> Iterator[Batch]:
    """Make up a register of two organisations with at least one activity, and its history.

    The same number, seed and start give the same batches. The history runs over `clock.WEEKS`
    from `start`, which knows its zone; the law of 2022 and later is believed to hold.
    """
    if activities < 1:
        raise ValueError("a sample has at least one activity")
    random = Random(f"{activities}/{seed}")  # noqa: S311 - nothing here is secret
    world = World(activities, random)
    course = Course(world, {id: Estate(id) for id in (RETAIL, HAULAGE)}, start.date())
    making = _setting_up(course)
    editing = _editing(world)
    days = (
        *office_hours(start, 0, _SETTING_UP, len(making), random),
        *office_hours(start, _SETTING_UP, WEEKS, len(editing), random),
    )
    for at, edit in zip(days, (*making, *editing), strict=True):
        course.day = at.date()
        for made in (edit, _OTHERWISE):
            made.step(course)
            if done := world.drain():
                actor = random.choice(_ACTORS)
                yield Batch(actor, made.reason, at, done.put, done.retire, done.delete)
                break


def _setting_up(course: Course) -> tuple[Edit, ...]:
    """Give the steps that make the register."""
    world = course.world
    bought = _chunks(tuple(jobs(world)), 20)
    recorded = _chunks(tuple(tasks(world, world.activities)), max(5, world.activities // 60))
    sketched = tuple(tasks(world, 1 + world.activities // 400))
    return (
        Edit("The group and its vocabularies", _found),
        Edit("People and clients", _hire),
        *(Edit("Vendors", partial(_engage, jobs=some)) for some in bought),
        Edit("Systems and assessments", _equip),
        *(Edit("Interviews with the owners", partial(_record, tasks=some)) for some in recorded),
        Edit("First sketches", partial(_sketch, tasks=sketched)),
    )


def _editing(world: World) -> tuple[Edit, ...]:
    """Give every sort of edit once, then as many as about a third of the activities need."""
    weights = [edit.weight for edit in EDITS]
    more = world.random.choices(EDITS, weights, k=world.activities // 12)
    deletions = [edit for edit in EDITS if edit.step is delete_draft] * (world.activities // 400)
    early = [*EDITS, *more, *deletions]
    world.random.shuffle(early)
    late = (edit for edit in EDITS if edit.step in (check_adequacy, recognise_interest))
    return (*early, *late)


def _found(course: Course) -> None:
    for record in (*foundations(course.day), *vocabularies()):
        course.world.put(record)


def _hire(course: Course) -> None:
    world = course.world
    for _ in range(4 + world.activities // 60):
        person(world)
    served = [world.put(client).id for client in clients(world)]
    course.estates[HAULAGE].clients = (RETAIL, *served)


def _engage(course: Course, *, jobs: Sequence[Job]) -> None:
    for job in jobs:
        held = course.estates[job.organisation].engagements
        held.setdefault(job.service.id, []).append(engage(course.world, job, course.day).id)


def _equip(course: Course) -> None:
    for estate in course.estates.values():
        install(course.world, estate)
        assess(course.world, estate)


def _record(course: Course, *, tasks: Sequence[Task]) -> None:
    world = course.world
    for task in tasks:
        recorded = activity(world, course.estates[task.organisation], task, course.day)
        course.recorded.append(recorded.id)
        if world.chance(0.15):
            declare(world, recorded)


def _sketch(course: Course, *, tasks: Sequence[Task]) -> None:
    """Record activities that will be deleted again, with no more than a name."""
    world = course.world
    for task in tasks:
        id = world.id(Activity, f"draft {task.name}")
        name = f"{task.name} (draft)"
        world.put(Activity(id=id, organisation=task.organisation, name=name))
        course.drafts.append(id)


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
