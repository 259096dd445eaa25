"""What the controller's and the processor's record both read of a register, indexed once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from ropa.core import wording
from ropa.core.abroad import EXCEPTIONAL, Abroad
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.cell import MISSING, NOT_APPLICABLE, UNKNOWN, Cell, Part, State, cell, gathered
from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.transfer import Transfer
from ropa.vocabulary import EngagementRole

_NOTHING = Part()


@dataclass(frozen=True, slots=True)
class Engaged:
    """What one engagement adds to the cells of each activity it serves.

    `record` is None where the register does not hold it, because its state was redacted.
    `current` ones are in force on the day. Whoever was or will be one is a recipient too:
    Art 30(1)(d) asks to whom data have been or will be disclosed.
    """

    record: Engagement | None
    current: bool
    category: Part
    joint_controller: Part
    contracts: Part
    countries: Part
    exceptional: Part
    location: Part


_UNSEEN = Engaged(None, True, MISSING, _NOTHING, MISSING, MISSING, MISSING, MISSING)


@dataclass(frozen=True)
class Facts:
    """The register, the organisation, the law and the day, with what both records derive.

    `engaged` holds None for a retired engagement; `to_nobody` are declared transfers whose
    importer is unknown.
    """

    register: Register
    organisation: Organisation
    reference: Reference
    day: datetime.date
    abroad: Abroad
    engaged: dict[str, Engaged | None] = field(default_factory=dict)
    to_nobody: list[Transfer] = field(default_factory=list)
    known_rights: dict[tuple[str, ...], Cell] = field(default_factory=dict)
    known_retention: dict[str, Cell] = field(default_factory=dict)

    @classmethod
    def of(
        cls, register: Register, organisation: str, reference: Reference, day: datetime.date
    ) -> Facts:
        """Index the register for one organisation; KeyError where there is no such one."""
        owner = register.organisations[organisation]
        facts = cls(register, owner, reference, day, Abroad(register, reference, day))
        transfers: dict[str, list[Transfer]] = {}
        for transfer in register.transfers.values():
            if transfer.organisation != organisation or transfer.retired:
                continue
            if transfer.importer is None:
                facts.to_nobody.append(transfer)
            else:
                transfers.setdefault(transfer.importer, []).append(transfer)
        for id, record in register.engagements.items():
            if record.organisation == organisation:
                made = None if record.retired else _engaged(facts, record, transfers.get(id, []))
                facts.engaged[id] = made
        return facts

    @property
    def regimes(self) -> tuple[str, ...] | None:
        """The organisation's regimes; None where neither they nor its country are known."""
        return self.abroad.regimes(self.organisation.id)

    def engagements(self, activity: Activity, *, current: bool = True) -> list[Engaged] | None:
        """Give the engagements that serve an activity, or only the current ones; None unknown."""
        if activity.engagements is None:
            return None
        serving = (self.engaged.get(id, _UNSEEN) for id in activity.engagements)
        return [made for made in serving if made and (made.current or not current)]

    def document(self, id: str) -> str:
        """Name a document; one that the organisation may not see by its id."""
        record = self.register.documents.get(id)
        if record is None or record.organisation not in (None, self.organisation.id):
            return id
        return wording.document(record)

    def documents(self, ids: Iterable[str] | None) -> Part:
        """Name the documents of one answer."""
        return MISSING if ids is None else Part(tuple(self.document(id) for id in ids))

    def system(self, id: str) -> Part:
        """Name a system with its places; one that the organisation may not see by its id."""
        record = self.register.systems.get(id)
        if record is None or record.organisation != self.organisation.id:
            return Part((id,), unknown=True)
        if record.retired:
            return _NOTHING
        return located(record.name, record.places, self.reference)

    def rights(self, bases: tuple[str, ...]) -> Cell:
        """Name the rights that apply under any of the lawful bases; unknown without one."""
        if bases not in self.known_rights:
            said = wording.rights(bases, self.reference, self.day, self.regimes)
            self.known_rights[bases] = Cell("; ".join(said), State.ANSWERED) if said else UNKNOWN
        return self.known_rights[bases]

    def retention(self, id: str) -> Cell:
        """Say how long a rule keeps data; a rule that is not in the register by its id."""
        if id not in self.known_retention:
            rule = self.register.retention_rules.get(id)
            self.known_retention[id] = cell(wording.retention(rule) if rule else id)
        return self.known_retention[id]


def _engaged(facts: Facts, record: Engagement, transfers: list[Transfer]) -> Engaged:
    reach = facts.abroad.of(record)
    countries = Part(reach.named, reach.unknown)
    return Engaged(
        record=record,
        current=record.in_force(facts.day),
        category=Part((record.category,)) if record.category else MISSING,
        joint_controller=_joint_controller(facts, record),
        contracts=_contracts(facts, record),
        countries=countries,
        exceptional=_exceptional(facts, transfers, countries),
        location=_location(facts, record),
    )


def _joint_controller(facts: Facts, record: Engagement) -> Part:
    if record.role is not EngagementRole.JOINT_CONTROLLER:
        return _NOTHING
    party = facts.register.parties.get(record.party) if record.party else None
    if party is None:
        return MISSING
    return Part((wording.party(party),), unknown=not wording.contact(party))


def _contracts(facts: Facts, record: Engagement) -> Part:
    """Name the contracts with a processor; a recorded "none" names the engagement it is about."""
    if record.role is None:
        return MISSING
    if record.role is not EngagementRole.PROCESSOR:
        return _NOTHING
    if record.contracts == ():
        return Part((f"{record.name}: {wording.NONE}",))
    return facts.documents(record.contracts)


def _exceptional(facts: Facts, transfers: list[Transfer], countries: Part) -> Part:
    """Name the safeguards documents of transfers under Art 49(1), second subparagraph, only."""
    if not transfers:
        return MISSING if countries.words or countries.unknown else _NOTHING
    named: list[str] = []
    unknown = False
    for transfer in transfers:
        if EXCEPTIONAL in (transfer.derogations or ()):
            unknown = unknown or transfer.safeguards is None
            named.extend([facts.document(transfer.safeguards)] if transfer.safeguards else [])
        elif transfer.derogations is None and not transfer.mechanisms:
            unknown = True
    return Part(tuple(named), unknown)


def _location(facts: Facts, record: Engagement) -> Part:
    if record.stored_in is None:
        return MISSING
    return located(record.name, record.stored_in, facts.reference)


def located(name: str, places: tuple[str, ...] | None, reference: Reference) -> Part:
    """Name a holder of data with its places: "CRM: Ireland, Germany"."""
    if not places:
        return Part((name,), unknown=places is None)
    return Part((f"{name}: {wording.places(places, reference)}",))


def third_countries(facts: Facts, activity: Activity) -> Cell:
    """Fill the column of third countries and international organisations, Art 30(1)(e), (2)(c)."""
    serving = facts.engagements(activity)
    if serving is None:
        return UNKNOWN
    parts = [engaged.countries for engaged in serving]
    return gathered((*parts, *_unnamed(activity)), NOT_APPLICABLE)


def exceptional_safeguards(facts: Facts, activity: Activity) -> Cell:
    """Fill the column of safeguards, which asks for those of Art 49(1), second subparagraph."""
    serving = facts.engagements(activity)
    if serving is None:
        return UNKNOWN
    parts = [engaged.exceptional for engaged in serving]
    return gathered((*parts, *_unnamed(activity)), NOT_APPLICABLE)


def _unnamed(activity: Activity) -> tuple[Part, ...]:
    """Give the unknown part that recipients without a name add: nobody knows where they are."""
    return () if activity.recipient_categories == () else (MISSING,)


def security_measures(facts: Facts, activity: Activity) -> Cell:
    """Fill the column of technical and organisational measures, Art 30(1)(g), (2)(d)."""
    if activity.measures is None:
        return UNKNOWN
    held = facts.register.security_measures
    redacted = [id for id in activity.measures if id not in held]
    named = wording.measures(held[id] for id in activity.measures if id in held)
    return cell("\n".join([*([] if named == wording.NONE and redacted else [named]), *redacted]))
