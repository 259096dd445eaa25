"""What Articles 33 and 34 ask to know, and to be done, where a breach may have this reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core.flows import links
from ropa.core.flows.reach import Reach
from ropa.core.flows.reach_gaps import reach_gaps
from ropa.core.transfers.entities import regimes_of
from ropa.core.transfers.verdicts import Verdict
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.vocabulary import ActivityRole, Regime, SpecialCategory

_DECIDING = (ActivityRole.CONTROLLER, ActivityRole.JOINT_CONTROLLER)
_EU_AUTHORITY = "the competent supervisory authority (Art 55)"


@dataclass(frozen=True, slots=True)
class People:
    """A category of people whose data is touched; what is None is not recorded."""

    id: str
    name: str
    number: int | None
    children: bool | None
    vulnerable: bool | None


@dataclass(frozen=True, slots=True)
class Data:
    """A category of data touched; `special` and `criminal` are None where nobody has said."""

    id: str
    name: str
    special: tuple[SpecialCategory, ...] | None
    criminal: bool | None

    @property
    def marks(self) -> tuple[str, ...]:
        """What makes it more than plain data, and what is not known of that."""
        found = tuple(word.label for word in self.special or ())
        found += ("Special category data? Not recorded",) if self.special is None else ()
        found += ("Criminal convictions or offences",) if self.criminal else ()
        return found


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to be told, and how: email, telephone and address as far as recorded."""

    id: str | None
    name: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    """A party to whom the data goes on; `places` are None where no storage is recorded."""

    engagement: str
    name: str
    known: bool
    places: tuple[str, ...] | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that has to be done, by which provision; `whom` is who has to be told, if any."""

    clause: str
    whom: str
    said: str

    @property
    def text(self) -> str:
        """What to do, in a sentence or two."""
        return f"Tell {self.whom} {self.said}" if self.whom else self.said


@dataclass(frozen=True, eq=False)
class Incident:
    """What an incident with this reach needs to know first.

    `gaps` are sentences on what the register does not say. `officer` is the contact of
    Article 33(3)(b), None where neither one nor why there is none is recorded.
    """

    reach: Reach
    roles: tuple[tuple[ActivityRole | None, tuple[Activity, ...]], ...]
    people: tuple[People, ...]
    data: tuple[Data, ...]
    purposes: tuple[str, ...]
    controllers: tuple[Contact, ...]
    onward: tuple[Onward, ...]
    officer: Contact | None
    duties: tuple[Duty, ...]
    gaps: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many people there are, as far as that is recorded; they may overlap."""
        return sum(one.number or 0 for one in self.people)

    @property
    def uncounted(self) -> int:
        """Of how many categories of people the number is not recorded."""
        return sum(one.number is None for one in self.people)

    @property
    def special(self) -> int:
        """How many categories of data are special, or of convictions and offences."""
        return sum(bool(one.special or one.criminal) for one in self.data)


def incident(reach: Reach) -> Incident:
    """Gather what the register says that an incident with this reach needs."""
    register = reach.flows.register
    order: tuple[ActivityRole | None, ...] = (*ActivityRole, None)
    organisation = register.organisations.get(reach.flows.organisation)
    parties = register.parties
    return Incident(
        reach=reach,
        roles=tuple((role, reach.roles[role]) for role in order if role in reach.roles),
        people=tuple(_people(reach)),
        data=tuple(_data(reach)),
        purposes=tuple(
            register.purposes[id].name if id in register.purposes else id for id in reach.purposes
        ),
        controllers=tuple(_contact(id, parties.get(id)) for id in reach.controllers),
        onward=tuple(_onward(reach)),
        officer=_officer(organisation) if organisation else None,
        duties=tuple(_duties(reach, organisation)),
        gaps=reach_gaps(reach),
    )


def _people(reach: Reach) -> Iterator[People]:
    held = reach.flows.register.data_subject_categories
    for id in reach.subjects:
        one = held.get(id)
        if one is None:
            yield People(id, id, None, None, None)
        else:
            yield People(id, one.name, one.approximate_number, one.children, one.vulnerable)


def _data(reach: Reach) -> Iterator[Data]:
    """Give the data touched, that which needs most care first."""
    held = reach.flows.register.data_categories
    found = [
        Data(id, one.name, one.special, one.criminal)
        if (one := held.get(id))
        else Data(id, id, None, None)
        for id in reach.data
    ]
    yield from sorted(found, key=lambda d: (not (d.special or d.criminal), d.special is not None))


def _contact(id: str, party: Party | None) -> Contact:
    if party is None:
        return Contact(id, id, ())
    ways = (party.email, party.telephone, party.address)
    return Contact(id, party.name, tuple(way for way in ways if way))


def _onward(reach: Reach) -> Iterator[Onward]:
    flows = reach.flows
    for touched in reach.downstream:
        node = flows.words.node(touched.node)
        engagement = flows.register.engagements.get(links.parts(touched.node)[1])
        codes = engagement.stored_in if engagement else None
        name = flows.reference.place_name
        places = None if codes is None else tuple(sorted(name(code) for code in codes))
        verdict = flows.verdict_of(touched.node)
        yield Onward(links.parts(touched.node)[1], node.name, node.known, places, verdict)


def _officer(organisation: Organisation) -> Contact | None:
    """Give the data protection officer, or another contact where it is recorded why none."""
    if organisation.dpo_name:
        ways = [organisation.dpo_email, organisation.dpo_telephone, organisation.dpo_address]
        name = f"{organisation.dpo_name}, data protection officer"
    elif organisation.dpo_none:
        ways = [organisation.email, organisation.telephone]
        name = f"{organisation.name} (no data protection officer)"
    else:
        return None
    return Contact(None, name, tuple(way for way in ways if way))


def _duties(reach: Reach, organisation: Organisation | None) -> Iterator[Duty]:
    if any(role in reach.roles for role in _DECIDING):
        yield from _deciding(reach, organisation)
    if ActivityRole.JOINT_CONTROLLER in reach.roles:
        yield Duty(
            "Art 26(1), as joint controller",
            "",
            "Look up in your arrangement which of you tells the authority and the people.",
        )
    if ActivityRole.PROCESSOR in reach.roles:
        yield Duty(
            "Art 33(2), as processor",
            "each controller for whom we process",
            "without undue delay after becoming aware of it, whatever the risk: that is for the "
            "controller to judge.",
        )
    if None in reach.roles:
        yield Duty(
            "Arts 33, 34",
            "",
            "Settle first in which role we act where it is not recorded: it decides whom to tell.",
        )
    yield Duty(
        "Art 33(5)",
        "",
        "Keep a record of it, its effects and what was done, whether or not anybody is told.",
    )


def _deciding(reach: Reach, organisation: Organisation | None) -> Iterator[Duty]:
    for whom, law in _authorities(reach, organisation):
        yield Duty(
            f"Art 33(1) {law}, as controller",
            whom,
            "without undue delay and, where feasible, not later than 72 hours after having "
            "become aware of it, unless it is unlikely to result in a risk to people's rights "
            "and freedoms. Later than 72 hours: with the reasons for the delay.",
        )
    yield Duty(
        "Art 34(1), as controller",
        "the people whose data it is",
        "without undue delay where it is likely to result in a high risk to their rights and "
        "freedoms. Art 34(3) says when that is not required.",
    )


def _authorities(reach: Reach, organisation: Organisation | None) -> Iterator[tuple[str, str]]:
    """Give each authority, and by which law; both where the regimes are not known."""
    reference, day = reach.flows.reference, reach.flows.day
    regimes = regimes_of(organisation, reference, day) if organisation else None
    recorded = organisation.regimes if organisation else None
    if "UK" in (regimes or ("UK",)) and not (regimes is None and recorded):
        wording = reference.regulator(day).wording
        yield wording if wording.startswith("the ") else f"the {wording}", "UK GDPR"
    if "EU" in (regimes or ("EU",)) and not (regimes is None and recorded):
        yield _EU_AUTHORITY, "EU GDPR"
    if Regime.OTHER in (recorded or ()):
        yield "the authority of the other law that is recorded", "as far as it asks for that"
