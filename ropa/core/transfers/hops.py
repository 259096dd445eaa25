"""Where personal data goes on from one legal entity to another: every hop, derived from records.

A hop runs from an exporter to an importer in one place: the country where the importer is
established, one where it stores the data, or one from which it has access. What is not recorded
about an importer, or is no country, is one hop more whose place is unknown.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.transfers.entities import NOBODY_KNOWN, Entity, of_organisation, of_party
from ropa.records.engagement import Engagement
from ropa.vocabulary import ActivityRole, EngagementRole, Initiator, Word

UNKNOWN_PLACE = "unknown"


class Way(Word):
    """How data reaches a place."""

    ESTABLISHED = "established", "The importer is established there"
    STORED = "stored", "It is stored there"
    ACCESSED = "accessed", "It is accessed from there"


class Acting(Word):
    """What one end of a hop is, as the modules of the standard contractual clauses ask it."""

    CONTROLLER = "controller", "Controller"
    PROCESSOR = "processor", "Processor"


@dataclass(frozen=True, slots=True)
class Load:
    """What a hop carries: the activities it serves, the categories of data and of people.

    `stated` says that the data is what the engagement itself records; otherwise it is at most
    what its activities process. `roles` are those of the organisation in the activities.
    """

    activities: tuple[str, ...]
    data: tuple[str, ...]
    subjects: tuple[str, ...]
    stated: bool
    roles: frozenset[ActivityRole | None]


@dataclass(frozen=True, slots=True)
class Hop:
    """One legal entity giving personal data to another in one place; `place` None is unknown.

    `engagement` is what the importer does, or None where data goes back to the controller the
    organisation acts for. `ways` are how the data is there, and for an unknown place what is not
    recorded; `vague` are the words recorded that are no country. `above` is the engagement whose
    party exports, None where the organisation does. `acting` is what the exporter is in the
    activities served, `receiving` what the importer is.
    """

    organisation: str
    engagement: str | None
    place: str | None
    ways: tuple[Way, ...]
    vague: tuple[str, ...]
    exporter: Entity
    importer: Entity
    above: str | None
    depth: int
    initiated_by: Initiator | None
    acting: frozenset[Acting]
    receiving: Acting | None
    returning: bool
    title: str
    load: Load

    @property
    def id(self) -> str:
        """What names the hop inside its organisation, as an address can hold it."""
        head = self.engagement or f"~{self.importer.party}"
        return f"{head}~{self.place or UNKNOWN_PLACE}"

    @property
    def key(self) -> tuple[str, str]:
        """What names the hop in the catalogue."""
        return self.organisation, self.id

    @property
    def same_entity(self) -> bool:
        """Whether both ends are one legal entity, such as its branch abroad."""
        own = self.exporter.party
        return own is not None and own == self.importer.party


_IMPORTERS: Mapping[EngagementRole, Acting] = {
    EngagementRole.PROCESSOR: Acting.PROCESSOR,
    EngagementRole.JOINT_CONTROLLER: Acting.CONTROLLER,
    EngagementRole.INDEPENDENT_CONTROLLER: Acting.CONTROLLER,
    EngagementRole.RECIPIENT: Acting.CONTROLLER,
}
"""What an importer is by its role: who is no processor decides for itself (Art 4(7), (9))."""


class Carried:
    """Which activities each engagement serves, with what they process; indexed in one pass.

    Every pair of a category of people and one of data has a bit, so that what many activities
    process together is an "or" of numbers.
    """

    def __init__(self, register: Register) -> None:
        direct: dict[str, dict[str, None]] = defaultdict(dict)
        bits: dict[tuple[str | None, str | None], int] = {}
        self._bits: dict[str, int] = {}
        self._roles: dict[str, ActivityRole | None] = {}
        for activity in register.activities.values():
            if activity.retired:
                continue
            for engagement in activity.engagements or ():
                direct[engagement][activity.id] = None
            held = 0
            for line in activity.data or ():
                held |= 1 << bits.setdefault((line.subjects, line.data), len(bits))
            self._bits[activity.id] = held
            self._roles[activity.id] = activity.role
        self._pairs = tuple(bits)
        self._direct: Mapping[str, Mapping[str, None]] = direct
        self._served: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._loads: dict[tuple[str, tuple[str, ...] | None], Load] = {}

    def of_chain(self, chain: tuple[str, ...], stated: tuple[str, ...] | None) -> Load:
        """Give what goes along to an engagement, for its activities and those of all above it.

        `chain` is the engagement, then the one it works under, and so on to the first; `stated`
        is the data that its record names.
        """
        named: str = ""
        activities: tuple[str, ...] = ()
        for id in reversed(chain):
            if id not in self._served:
                own = self._direct.get(id)
                # One that adds none carries what the one above it does, which is known already.
                added = (id, tuple({**own, **dict.fromkeys(activities)})) if own else None
                self._served[id] = added or (named, activities)
            named, activities = self._served[id]
        if (named, stated) not in self._loads:
            self._loads[named, stated] = self.load(activities, stated)
        return self._loads[named, stated]

    def load(self, activities: Iterable[str], stated: tuple[str, ...] | None) -> Load:
        """Give what goes along for some activities."""
        served = tuple(activities)
        pairs = self._processed(served)
        data = stated if stated is not None else tuple(sorted({d for _, d in pairs if d}))
        subjects = {s for s, d in pairs if s and (stated is None or d in stated or d is None)}
        roles = frozenset(self._roles.get(id) for id in served)
        return Load(served, data, tuple(sorted(subjects)), stated is not None, roles)

    def _processed(self, activities: Iterable[str]) -> list[tuple[str | None, str | None]]:
        """Give the pairs that any of the activities processes."""
        held = 0
        for id in activities:
            held |= self._bits.get(id, 0)
        digits = f"{held:b}"[::-1]
        return [pair for pair, digit in zip(self._pairs, digits, strict=False) if digit == "1"]


class HopMap:
    """Every hop of a register about a day, with the engagements above each."""

    def __init__(self, register: Register, reference: Reference, day: datetime.date) -> None:
        self.register, self.reference, self.day = register, reference, day
        self._carried = Carried(register)
        self._entities: dict[str, Entity] = {}
        self._organisations = {
            id: of_organisation(organisation, reference, day)
            for id, organisation in register.organisations.items()
        }

    @cached_property
    def hops(self) -> tuple[Hop, ...]:
        """The hops, engagement by engagement, and then what goes back to controllers."""
        found: list[Hop] = []
        for engagement in self.register.engagements.values():
            if engagement.in_force(self.day):
                found += self._of_engagement(engagement)
        # What a controller gets as somebody's processor is not the data it gets back.
        known = [h for h in found if h.above is None and h.receiving is not Acting.PROCESSOR]
        found += self._returns({(hop.organisation, hop.importer.party) for hop in known})
        return tuple(found)

    @cached_property
    def by_engagement(self) -> Mapping[str, tuple[Hop, ...]]:
        """The hops of each engagement in force."""
        found: dict[str, list[Hop]] = defaultdict(list)
        for hop in self.hops:
            if hop.engagement is not None:
                found[hop.engagement].append(hop)
        return {id: tuple(hops) for id, hops in found.items()}

    def organisation(self, id: str) -> Entity:
        """Give an organisation as it exports."""
        return self._organisations.get(id, NOBODY_KNOWN)

    def chain(self, engagement: str) -> tuple[str, ...]:
        """Give an engagement, what it works under and so on; it ends before it goes in a circle."""
        found: dict[str, None] = {}
        at: str | None = engagement
        while at is not None and at not in found:
            found[at] = None
            record = self.register.engagements.get(at)
            at = record.under if record else None
        return tuple(found)

    def _party(self, id: str | None) -> Entity:
        if id is None:
            return NOBODY_KNOWN
        if id not in self._entities:
            party = self.register.parties.get(id)
            self._entities[id] = of_party(party, self.reference, self.day)
        return self._entities[id]

    def _of_engagement(self, engagement: Engagement) -> Iterator[Hop]:
        chain = self.chain(engagement.id)
        above = self.register.engagements.get(engagement.under) if engagement.under else None
        importer = self._party(engagement.party)
        load = self._carried.of_chain(chain, engagement.data_categories)
        own = self.organisation(engagement.organisation)
        returning = engagement.under is None and self._acts_for(load, importer.party)
        acting = _acting(load.roles, above)
        for place, ways, vague in self._places(engagement, importer):
            yield Hop(
                organisation=engagement.organisation,
                engagement=engagement.id,
                place=place,
                ways=ways,
                vague=vague,
                exporter=own if engagement.under is None else self._handing_on(above, own),
                importer=importer,
                above=engagement.under,
                depth=len(chain) - 1,
                initiated_by=engagement.initiated_by,
                acting=acting,
                receiving=None if engagement.role is None else _IMPORTERS[engagement.role],
                returning=returning,
                title=engagement.title,
                load=load,
            )

    def _handing_on(self, above: Engagement | None, own: Entity) -> Entity:
        """Give the party of the engagement above, which may be the organisation's own branch."""
        party = above.party if above else None
        return own if party is not None and party == own.party else self._party(party)

    def _places(
        self, engagement: Engagement, importer: Entity
    ) -> Iterator[tuple[str | None, tuple[Way, ...], tuple[str, ...]]]:
        """Give each place with how the data is there, and last what is not known of places."""
        found: dict[str, list[Way]] = defaultdict(list)
        unstated: list[Way] = []
        vague: list[str] = []
        for way, places in (
            (Way.ESTABLISHED, None if importer.country is None else (importer.country,)),
            (Way.STORED, engagement.stored_in),
            (Way.ACCESSED, engagement.accessed_from),
        ):
            specific = [place for place in places or () if self.reference.is_specific(place)]
            vague += [place for place in places or () if not self.reference.is_specific(place)]
            for place in specific:
                found[place].append(way)
            if places is None or len(specific) < len(places):
                unstated.append(way)
        for place, ways in found.items():
            yield place, tuple(ways), ()
        if unstated:
            yield None, tuple(unstated), tuple(dict.fromkeys(vague))

    def _acts_for(self, load: Load, party: str | None) -> bool:
        """Whether the organisation is the processor of a party in every activity served."""
        served = (self.register.activities[id] for id in load.activities)
        processor = load.roles == {ActivityRole.PROCESSOR}
        return processor and all(party in (activity.on_behalf_of or ()) for activity in served)

    def _returns(self, known: set[tuple[str, str | None]]) -> Iterator[Hop]:
        """Give what goes back to the controllers that the organisation acts for."""
        served: dict[tuple[str, str], list[str]] = defaultdict(list)
        for activity in self.register.activities.values():
            if activity.role is ActivityRole.PROCESSOR and not activity.retired:
                for party in activity.on_behalf_of or ():
                    if (activity.organisation, party) not in known:
                        served[activity.organisation, party].append(activity.id)
        for (organisation, party), activities in served.items():
            importer = self._party(party)
            specific = importer.country and self.reference.is_specific(importer.country)
            yield Hop(
                organisation=organisation,
                engagement=None,
                place=importer.country if specific else None,
                ways=(Way.ESTABLISHED,),
                vague=(importer.country,) if importer.country and not specific else (),
                exporter=self.organisation(organisation),
                importer=importer,
                above=None,
                depth=0,
                initiated_by=Initiator.ORGANISATION,
                acting=frozenset((Acting.PROCESSOR,)),
                receiving=Acting.CONTROLLER,
                returning=True,
                title=f"Back to {importer.title}",
                load=self._carried.load(activities, None),
            )


def _acting(roles: frozenset[ActivityRole | None], above: Engagement | None) -> frozenset[Acting]:
    """Give what the exporter is; the empty set where that is not recorded."""
    if above is not None:
        return frozenset(() if above.role is None else (_IMPORTERS[above.role],))
    return frozenset(
        Acting.PROCESSOR if role is ActivityRole.PROCESSOR else Acting.CONTROLLER
        for role in roles
        if role is not None
    )
