"""What can be supposed: changes of the law and of records that nobody has made.

Each class is one variety of change. Its fields are annotated as those of records are, so that
files and forms ask for them in the same words.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, NamedTuple, cast

import msgspec

from ropa.core.law import Adequacy, RegimeId, Source
from ropa.core.names import spoken_day
from ropa.core.naming import id_of
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.records.about import LawWord, Place, Slug, Text, about
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.party import Party
from ropa.vocabulary import Kind, Word

SUPPOSED = Source(
    id="supposed", title="A supposition", address="not in force", kind="none", read="not read"
)
"""The source of a decision that is only supposed."""

_ONE_DAY = datetime.timedelta(days=1)


class Law(Word):
    """The regimes whose decisions can be supposed."""

    UK = "UK", "UK GDPR"
    EU = "EU", "EU GDPR"


class Scope(Word):
    """For whom a decision holds."""

    FULL = "full", "Everybody there"
    PARTIAL = "partial", "Those who meet a condition"


class Reach(Word):
    """How data reaches a place that is added."""

    STORED = "stored", "It is stored there"
    ACCESSED = "accessed", "It is accessed from there"


class Misfit(NamedTuple):
    """Why a change does not fit: which of its fields is wrong, and why."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The real register and the real law, which changes are held against."""

    register: Register
    reference: Reference

    def title(self, kind: Kind, id: str | None) -> str | None:
        """Name a record, or give its id where there is none; None where none is named."""
        record = self.register.get(kind, id)
        return record.title if record else id

    def decision(self, id: str) -> str:
        """Name a decision."""
        word = self.reference.law_word("adequacy", id)
        return word.label if word else id

    def missing(self, field: str, kind: Kind, id: str) -> Iterator[Misfit]:
        """Give a misfit where a record is not there."""
        if self.register.get(kind, id) is None:
            yield Misfit(field, f"there is no {kind.label.lower()} “{id}”")

    def no_country(self, field: str, place: str) -> Iterator[Misfit]:
        """Give a misfit where a place is no country."""
        if place not in self.reference.countries:
            yield Misfit(field, f"“{place}” is no country that the law data knows")


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that is supposed; `WHAT` is the word for it, `LABEL` how it reads."""

    WHAT: ClassVar[str]
    LABEL: ClassVar[str]

    def misfits(self, ground: Ground) -> Iterator[Misfit]:
        """Give what of it is not there, or cannot be."""
        raise NotImplementedError

    def said(self, ground: Ground) -> str:
        """Say it in a sentence."""
        raise NotImplementedError


class LawChange(Change, frozen=True, kw_only=True):
    """A change of the law from a day on."""

    day: Annotated[datetime.date, about("From which day", help="A day such as 2026-11-23.")]

    def enacted(self, rows: tuple[Adequacy, ...]) -> tuple[Adequacy, ...]:
        """Give the decisions as they would be."""
        raise NotImplementedError


class RecordChange(Change, frozen=True, kw_only=True):
    """A change of what is recorded, whatever the day."""

    def recorded(self, register: Register) -> Iterator[Record]:
        """Give the records that would be changed or made, as they would be."""
        raise NotImplementedError


class DecisionEnds(LawChange, frozen=True, kw_only=True):
    """An adequacy decision does not hold any more; the day is the first without it."""

    WHAT: ClassVar[str] = "decision-ends"
    LABEL: ClassVar[str] = "An adequacy decision ends"

    decision: Annotated[LawWord, about("Decision", law="adequacy")]

    def misfits(self, ground: Ground) -> Iterator[Misfit]:
        rows = [row for row in ground.reference.tables.adequacy if row.id == self.decision]
        last = [row.valid_until or datetime.date.max for row in rows]
        if not rows:
            yield Misfit("decision", f"the law data has no decision “{self.decision}”")
        elif max(last) < self.day:
            over = f"“{self.decision}” holds only until {spoken_day(max(last))} in any case"
            yield Misfit("decision", over)

    def enacted(self, rows: tuple[Adequacy, ...]) -> tuple[Adequacy, ...]:
        return tuple(cut for row in rows if (cut := self._cut(row)) is not None)

    def _cut(self, row: Adequacy) -> Adequacy | None:
        """Give a row as far as it would hold; None where it never would."""
        if row.id != self.decision:
            return row
        if row.valid_from is not None and row.valid_from >= self.day:
            return None
        if row.valid_until is not None and row.valid_until < self.day:
            return row
        return msgspec.structs.replace(row, valid_until=self.day - _ONE_DAY)

    def said(self, ground: Ground) -> str:
        named = ground.decision(self.decision)
        return f"The decision “{named}” does not hold from {spoken_day(self.day)} on."


class DecisionBegins(LawChange, frozen=True, kw_only=True):
    """A country, or an international organisation, is adequate."""

    WHAT: ClassVar[str] = "decision-begins"
    LABEL: ClassVar[str] = "An adequacy decision begins"

    regime: Annotated[Law, about("Under which law")]
    place: Annotated[
        Place | None, about("Country", law="place", help="Or an organisation instead.")
    ] = None
    organisation: Annotated[
        Text | None,
        about("International organisation", help="By the name its party has here."),
    ] = None
    scope: Annotated[Scope, about("For whom")] = Scope.FULL
    condition: Annotated[
        Text | None, about("Condition", help="What they have to meet, where not all are covered.")
    ] = None

    def misfits(self, ground: Ground) -> Iterator[Misfit]:
        if (self.place is None) is (self.organisation is None):
            yield Misfit("place", "name either a country or an international organisation")
        elif self.place is not None:
            yield from ground.no_country("place", self.place)
            if ground.reference.third_country(self.place, self.regime, self.day) is False:
                name = ground.reference.in_words(self.place)
                yield Misfit("place", f"{name} is no third country to the {self.regime.label}")
        if (self.scope is Scope.PARTIAL) is (self.condition is None):
            yield Misfit("condition", "a condition goes with those who meet it, and only with them")

    def enacted(self, rows: tuple[Adequacy, ...]) -> tuple[Adequacy, ...]:
        where = self.place or self.organisation or ""
        row = Adequacy(
            id=id_of(f"supposed {self.regime} {where}", {row.id for row in rows}),
            regime=cast("RegimeId", self.regime.value),
            place=self.place,
            organisation=self.organisation,
            scope=cast("Literal['full', 'partial']", self.scope.value),
            condition=self.condition,
            instrument="the decision supposed here",
            valid_from=self.day,
            valid_until=None,
            source=(SUPPOSED.id,),
            verified=False,
        )
        return (*rows, row)

    def said(self, ground: Ground) -> str:
        where = self.organisation or ground.reference.in_words(self.place or "")
        only = f", where this is met: {self.condition.rstrip('.')}" if self.condition else ""
        law = self.regime.label
        return f"Under the {law} a decision covers {where} from {spoken_day(self.day)} on{only}."


class ConfirmationLost(RecordChange, frozen=True, kw_only=True):
    """A party does not meet the condition of a partial decision any more."""

    WHAT: ClassVar[str] = "confirmation-lost"
    LABEL: ClassVar[str] = "A party loses a confirmation"

    party: Annotated[Slug, about("Party", to=Kind.PARTY)]
    decision: Annotated[LawWord, about("Decision", law="adequacy")]

    def misfits(self, ground: Ground) -> Iterator[Misfit]:
        yield from ground.missing("party", Kind.PARTY, self.party)
        if ground.reference.adequacy_row(self.decision) is None:
            yield Misfit("decision", f"the law data has no decision “{self.decision}”")
        elif self.party in ground.register.parties and not self._held(ground.register):
            title = ground.title(Kind.PARTY, self.party)
            yield Misfit("decision", f"nothing is confirmed for {title} under “{self.decision}”")

    def _held(self, register: Register) -> tuple[AdequacyConfirmation, ...]:
        asked = self.party, self.decision
        return tuple(
            one
            for one in register.adequacy_confirmations.values()
            if (one.party, one.adequacy) == asked and not one.retired
        )

    def recorded(self, register: Register) -> Iterator[Record]:
        for one in self._held(register):
            yield msgspec.structs.replace(one, retired=True)

    def said(self, ground: Ground) -> str:
        title = ground.title(Kind.PARTY, self.party)
        return f"{title} loses its confirmation for “{ground.decision(self.decision)}”."


class PartyMoves(RecordChange, frozen=True, kw_only=True):
    """A party is established in another country."""

    WHAT: ClassVar[str] = "party-moves"
    LABEL: ClassVar[str] = "A party moves"

    party: Annotated[Slug, about("Party", to=Kind.PARTY)]
    country: Annotated[Place, about("New country of establishment", law="place")]

    def misfits(self, ground: Ground) -> Iterator[Misfit]:
        yield from ground.missing("party", Kind.PARTY, self.party)
        yield from ground.no_country("country", self.country)

    def recorded(self, register: Register) -> Iterator[Record]:
        yield msgspec.structs.replace(register.parties[self.party], country=self.country)

    def said(self, ground: Ground) -> str:
        party, name = ground.register.parties.get(self.party), ground.reference.in_words
        was = name(party.country) if party and party.country else "a country that is unknown"
        title = ground.title(Kind.PARTY, self.party)
        return f"{title} moves from {was} to {name(self.country)}."


class PlaceAdded(RecordChange, frozen=True, kw_only=True):
    """Data is stored in, or accessed from, one place more.

    Where nobody knows the places, the others stay unknown.
    """

    WHAT: ClassVar[str] = "place-added"
    LABEL: ClassVar[str] = "A place is added"

    engagement: Annotated[Slug, about("Engagement", to=Kind.ENGAGEMENT)]
    reach: Annotated[Reach, about("How")]
    place: Annotated[Place, about("Place", law="place")]

    def misfits(self, ground: Ground) -> Iterator[Misfit]:
        yield from ground.missing("engagement", Kind.ENGAGEMENT, self.engagement)
        if not ground.reference.is_place(self.place):
            yield Misfit("place", f"the law data knows no place “{self.place}”")

    def recorded(self, register: Register) -> Iterator[Record]:
        held = register.engagements[self.engagement]
        if self.reach is Reach.STORED:
            yield msgspec.structs.replace(held, stored_in=self._with(held.stored_in))
        else:
            yield msgspec.structs.replace(held, accessed_from=self._with(held.accessed_from))

    def _with(self, places: tuple[str, ...] | None) -> tuple[str, ...]:
        # GLOBAL is no country: beside the one that becomes known, the others stay unknown.
        return tuple(sorted({*(("GLOBAL",) if places is None else places), self.place}))

    def said(self, ground: Ground) -> str:
        title = ground.title(Kind.ENGAGEMENT, self.engagement)
        where = ground.reference.in_words(self.place)
        how = "stored in" if self.reach is Reach.STORED else "accessed from"
        return f"{title}: the data is also {how} {where}."


class PartyReplaced(RecordChange, frozen=True, kw_only=True):
    """Another party does the job of an engagement, in the same places.

    What was agreed with the party before does not bind the one that comes.
    """

    WHAT: ClassVar[str] = "party-replaced"
    LABEL: ClassVar[str] = "A party is replaced"

    engagement: Annotated[Slug, about("Engagement", to=Kind.ENGAGEMENT)]
    party: Annotated[
        Slug | None,
        about("By a party on record", to=Kind.PARTY, help="Or by a new one: its name and country."),
    ] = None
    name: Annotated[Text | None, about("Name of a new party")] = None
    country: Annotated[Place | None, about("Country of the new party", law="place")] = None

    def misfits(self, ground: Ground) -> Iterator[Misfit]:
        yield from ground.missing("engagement", Kind.ENGAGEMENT, self.engagement)
        if (self.party is None) is (self.name is None):
            yield Misfit("party", "name either a party on record or a new one")
        elif self.party is not None:
            yield from ground.missing("party", Kind.PARTY, self.party)
            if self.country is not None:
                yield Misfit("country", "the country is that of a new party: leave it out here")
        elif self.country is None:
            yield Misfit("country", "say where the new party is established")
        else:
            yield from ground.no_country("country", self.country)

    def recorded(self, register: Register) -> Iterator[Record]:
        held = register.engagements[self.engagement]
        id = self.party
        if id is None:
            id = id_of(self.name or "", register.parties)
            yield Party(id=id, name=self.name or id, country=self.country)
        if id == held.party:
            return
        yield msgspec.structs.replace(held, party=id)
        for transfer in register.transfers.values():
            if transfer.importer == held.id and not transfer.retired:
                yield msgspec.structs.replace(transfer, retired=True)

    def said(self, ground: Ground) -> str:
        record = ground.register.engagements.get(self.engagement)
        gone = ground.title(Kind.PARTY, record.party) if record else None
        comes = ground.title(Kind.PARTY, self.party) or self.name
        where = f" ({ground.reference.place_name(self.country)})" if self.country else ""
        title = ground.title(Kind.ENGAGEMENT, self.engagement)
        return f"{title}: {comes}{where} takes the place of {gone or 'a party that is unknown'}."


CHANGES: tuple[type[Change], ...] = (
    DecisionEnds,
    DecisionBegins,
    ConfirmationLost,
    PartyMoves,
    PlaceAdded,
    PartyReplaced,
)
"""Every variety of change."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """Changes nobody has made, and the day they are judged on; None is the day asked about."""

    changes: tuple[Change, ...] = ()
    day: datetime.date | None = None
