"""Movements that somebody in the invented group has declared."""

from __future__ import annotations

from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.system import System
from ropa.sample.world import World

_METHODS = ("API", "Web form", "Encrypted file transfer", "Upload", "Email", "Webhook")


def declare(world: World, activity: Activity) -> None:
    """Declare how data moves in an activity whose systems are known."""
    if not activity.systems or not activity.data:
        return
    system = world.get(System, activity.systems[0])
    people = next((line.subjects for line in activity.data if line.subjects), None)
    data = tuple(sorted({line.data for line in activity.data if line.data}))
    ends: list[tuple[str, dict[str, str]]] = []
    if people:
        ends.append((f"Into {system.name}", {"from_subjects": people, "to_system": system.id}))
    else:
        ends.append((f"Into {system.name}", {"from_source": "Others", "to_system": system.id}))
    for id in activity.engagements or ():
        name = world.get(Engagement, id).name
        ends.append((f"To {name}", {"from_system": system.id, "to_engagement": id}))
    ends.extend(
        (f"Out of {system.name}", {"from_system": system.id, "to_recipients": id})
        for id in (activity.recipient_categories or ())[:1]
    )
    for name, end in ends:
        world.put(
            Flow(
                id=world.id(Flow, f"{activity.reference} {name}"),
                organisation=activity.organisation,
                name=name,
                activities=(activity.id,),
                data_categories=world.known(data, 0.85),
                method=world.known(world.one(_METHODS), 0.75),
                encrypted=world.known(world.chance(0.93), 0.8),
                **end,  # type: ignore[arg-type]
            )
        )
