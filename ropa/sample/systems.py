"""The systems of the invented group as records."""

from __future__ import annotations

from ropa.records.system import System
from ropa.sample.equipment import EQUIPMENT
from ropa.sample.estate import Estate
from ropa.sample.patterns import patterns
from ropa.sample.words import MEASURES
from ropa.sample.world import World
from ropa.vocabulary import Operator


def install(world: World, estate: Estate) -> None:
    """Give an organisation every system that its activities use: several in a large register."""
    needed = dict.fromkeys(
        id for pattern in patterns(estate.organisation) for id in pattern.systems.split()
    )
    for number in range(1 + world.activities // 1500):
        for id in needed:
            system(world, estate, id, EQUIPMENT[id].name if number == 0 else None)


def system(world: World, estate: Estate, equipment: str, name: str | None = None) -> System:
    """Make a system of one sort, and note it in the estate; without a name it is a site's."""
    item = EQUIPMENT[equipment]
    name = name or f"{item.name} ({next(world.sites)})"
    operators = estate.engagements.get(item.service or "", [])
    engagement = world.one(operators) if operators and world.chance(0.9) else None
    operator = Operator.ENGAGEMENT if item.service else Operator.OWN
    places = ("GB",) if engagement is None or world.chance(0.5) else ("GB", "IE")
    made = world.put(
        System(
            id=world.id(System, f"{estate.organisation} {name}"),
            organisation=estate.organisation,
            name=name,
            kind=item.kind,
            owner=world.known(world.one(world.staff), 0.8),
            operated_by=operator if engagement else world.known(operator, 0.8),
            engagement=engagement,
            places=world.known(places, 0.8),
            data_categories=world.known(tuple(sorted(item.data.split())), 0.8),
            measures=world.known(
                tuple(sorted(world.random.sample(MEASURES, world.random.randint(3, 8)))), 0.8
            ),
            retention=item.retention,
        )
    )
    estate.systems.setdefault(equipment, []).append(made.id)
    return made
