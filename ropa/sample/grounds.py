"""What the purposes of an activity rest on, as lines of a record."""

from __future__ import annotations

from ropa.records.activity import ActivityPurpose
from ropa.sample.aims import AIMS, Aim
from ropa.sample.estate import Estate
from ropa.sample.group import APPROPRIATE_POLICY
from ropa.sample.patterns import Pattern
from ropa.sample.words import CRIMINAL, SPECIAL
from ropa.sample.world import World
from ropa.vocabulary import Combination, PecrMarketing

_NEEDS_POLICY = frozenset(("sch1_1", "sch1_8", "sch1_10", "sch1_14", "sch1_18", "sch1_20"))
"""The conditions of Schedule 1 used here that need an appropriate policy document."""


def purposes(world: World, estate: Estate, pattern: Pattern) -> tuple[ActivityPurpose, ...]:
    """Give the lines; what is done for clients rests on what the clients rely on."""
    aims = [AIMS[id] for id in pattern.aims.split()]
    if pattern.operations:
        return tuple(ActivityPurpose(purpose=aim.id) for aim in aims)
    data = {line.split()[1] for line in pattern.lines}
    return tuple(
        _line(world, estate, aim, special=bool(data & SPECIAL), criminal=bool(data & CRIMINAL))
        for aim in aims
    )


def _line(
    world: World, estate: Estate, aim: Aim, *, special: bool, criminal: bool
) -> ActivityPurpose:
    if not aim.bases or world.chance(0.06):
        return ActivityPurpose(purpose=aim.id)
    schedule1 = aim.schedule1 if special or criminal else ()
    combination = Combination.EITHER if aim.either else Combination.ALL
    policy = not _NEEDS_POLICY.isdisjoint(schedule1) and world.chance(0.8)
    followed = world.known(world.chance(0.95), 0.7) if policy else None
    soft = PecrMarketing.SOFT_OPT_IN in aim.marketing
    return ActivityPurpose(
        purpose=aim.id,
        bases=aim.bases,
        combination=combination if len(aim.bases) > 1 else None,
        condition="as configured" if aim.either and world.chance(0.2) else None,
        law_cited=world.known(aim.law, 0.9),
        interest=world.known(aim.interest, 0.88),
        assessment=world.known(estate.assessments.get(aim.id), 0.85),
        article9=world.known(aim.article9, 0.9) if special and aim.article9 else None,
        schedule1=world.known(schedule1, 0.9) if schedule1 else None,
        policy=APPROPRIATE_POLICY if policy else None,
        policy_followed=followed,
        policy_reasons="Kept longer while a claim is open" if followed is False else None,
        consent_record=world.known(estate.consents, 0.7) if "consent" in aim.bases else None,
        pecr_channels=aim.channels or None,
        pecr_marketing=world.known(aim.marketing, 0.9) if aim.marketing else None,
        pecr_condition="An unsubscribe link in each message" if soft else None,
        pecr_storage=world.known(aim.storage, 0.9) if aim.storage else None,
    )
