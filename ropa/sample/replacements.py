"""When somebody or something is replaced, and what named it names the successor."""

from __future__ import annotations

import msgspec

from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.person import Person
from ropa.records.system import System
from ropa.sample.course import Course
from ropa.sample.group import person
from ropa.sample.services import SERVICES
from ropa.sample.systems import system
from ropa.sample.vendors import Job, engage


def hand_over(course: Course) -> None:
    """Let somebody new own what the one who left has owned."""
    world = course.world
    left = world.get(Person, world.one(world.staff))
    new = person(world)
    world.staff.remove(left.id)
    held: list[Activity | System] = [*world.all(Activity), *world.all(System)]
    for record in held:
        if record.owner == left.id:
            world.put(msgspec.structs.replace(record, owner=new.id))
    world.retire(left)


def replace_vendor(course: Course) -> None:
    """End a direct engagement and what works under it; engage another vendor for the job."""
    world = course.world
    estate = course.estates[world.one(sorted(course.estates))]
    service = world.one(sorted(estate.engagements))
    old = world.one(estate.engagements[service])
    new = engage(world, Job(estate.organisation, SERVICES[service], depth=2), course.day).id
    estate.engagements[service].remove(old)
    estate.engagements[service].append(new)
    _end(course, old)
    for activity in world.all(Activity):
        if old in (activity.engagements or ()):
            named = _swapped(activity.engagements, old, new)
            world.put(msgspec.structs.replace(activity, engagements=named))
    for held in world.all(System):
        if held.engagement == old:
            world.put(msgspec.structs.replace(held, engagement=new))
    for flow in world.all(Flow):
        if flow.to_engagement == old:
            world.put(msgspec.structs.replace(flow, to_engagement=new))


def _end(course: Course, id: str) -> None:
    """End an engagement and those below it."""
    ended = {id}
    for engagement in course.world.all(Engagement):
        if engagement.id in ended or engagement.under in ended:
            ended.add(engagement.id)
            course.world.put(msgspec.structs.replace(engagement, end=course.day))


def replace_system(course: Course) -> None:
    """Retire a system and use another of its sort."""
    world = course.world
    estate = course.estates[world.one(sorted(course.estates))]
    equipment = world.one(sorted(estate.systems))
    old = world.one(estate.systems[equipment])
    new = system(world, estate, equipment).id
    estate.systems[equipment].remove(old)
    for activity in world.all(Activity):
        if old in (activity.systems or ()):
            named = _swapped(activity.systems, old, new)
            world.put(msgspec.structs.replace(activity, systems=named))
    for flow in world.all(Flow):
        if flow.from_system == old:
            world.put(msgspec.structs.replace(flow, from_system=new))
        elif flow.to_system == old:
            world.put(msgspec.structs.replace(flow, to_system=new))
    world.retire(world.get(System, old))


def _swapped(ids: tuple[str, ...] | None, old: str, new: str) -> tuple[str, ...]:
    return tuple(sorted({new if id == old else id for id in ids or ()}))
