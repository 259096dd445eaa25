"""All hops and verdicts of a register with chains four deep, and the floor under them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from random import Random
from typing import Any

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.transfers.chains import Chains
from ropa.core.transfers.judge import Transfers
from ropa.records.activity import Activity, ActivityData
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.vocabulary import ActivityRole, AssessmentOutcome, EngagementRole
from tests.bench.measure import Measure, median

DAY = datetime.date(2026, 11, 25)
_DEEP = 4
_LINES = 6
_PLACES = ("GB", "IE", "DE", "US", "IN", "NO", "CA", "JP", "BR", "AU")


def hops(activities: int, seed: int, runs: int, reference: Reference) -> Iterator[Measure]:
    """Measure a register with a tenth as many engagements as activities."""
    register = chained(activities, max(_DEEP, activities // 10), seed)

    def judge() -> int:
        return len(Transfers(register, reference, DAY).judged)

    def chain() -> int:
        chains = Chains(Transfers(register, reference, DAY))
        return sum(len(chains.of_activity(id)) for id in register.activities)

    floor = median(runs, lambda: one_pass(register))
    of = "one pass over the same lines"
    yield Measure("hops and verdicts", activities, median(runs, judge), floor, of)
    yield Measure("the same with every chain", activities, median(runs, chain), floor, of)


def one_pass(register: Register) -> int:
    """Touch every engagement of every activity, and every line."""
    found = 0
    for activity in register.activities.values():
        for line in activity.data or ():
            found += (line.subjects, line.data) != ("", "")
        for id in activity.engagements or ():
            found += register.engagements[id].party is not None
    return found


def chained(activities: int, engagements: int, seed: int) -> Register:
    """Make a register of engagements in chains, half of the transfers abroad declared."""
    random = Random(seed)
    records: list[Record] = [
        Organisation(id="acme", name="Acme Ltd", country="GB"),
        Document(id="agreement", name="Agreement", date=datetime.date(2026, 3, 1)),
    ]
    heads = []
    for number in range(engagements):
        above = f"e{number - 1}" if number % _DEEP else None
        heads += [] if above else [f"e{number}"]
        records += _engaged(number, above, random)
    for number in range(activities):
        records.append(_activity(number, random.sample(heads, min(3, len(heads))), random))
    return Register.of(records)


def _engaged(number: int, above: str | None, random: Random) -> Iterator[Record]:
    country, stored = random.choices(_PLACES, k=2)
    yield Party(id=f"p{number}", name=f"Party {number}", country=country)
    yield Engagement(
        id=f"e{number}",
        organisation="acme",
        name=f"Job {number}",
        party=f"p{number}",
        role=EngagementRole.PROCESSOR,
        stored_in=(stored,),
        accessed_from=(country,),
        under=above,
    )
    if random.random() < 0.5:
        yield Transfer(id=f"t{number}", name="Declared", organisation="acme", **_terms(number))


def _terms(number: int) -> dict[str, Any]:
    return {
        "importer": f"e{number}",
        "place": "US",
        "mechanisms": ("uk_idta",),
        "agreement": "agreement",
        "assessed_on": datetime.date(2026, 3, 1),
        "outcome": AssessmentOutcome.FAVOURABLE,
    }


def _activity(number: int, engagements: list[str], random: Random) -> Activity:
    lines = tuple(
        ActivityData(subjects=f"s{random.randrange(20)}", data=f"d{line}{random.randrange(9)}")
        for line in range(_LINES)
    )
    return Activity(
        id=f"a{number}",
        organisation="acme",
        name=f"Activity {number}",
        role=ActivityRole.CONTROLLER,
        data=lines,
        engagements=tuple(sorted(engagements)),
    )
