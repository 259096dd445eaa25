"""The home page of an organisation as values: what is recorded, what is unknown, where to look.

Every number comes with the query whose list has exactly that many records.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core.article30 import ITEMS, Status
from ropa.core.charts import Bars, Grid, bases, people_and_data, places
from ropa.core.facet_values import NOTHING, SOME, UNKNOWN, YES
from ropa.core.filters import RETIRED, Query
from ropa.core.index import view
from ropa.core.listing import matching, number
from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.records.organisation import Organisation
from ropa.records.spec import CLASSES, REGISTER_KINDS, by_name
from ropa.vocabulary import Kind

MOST_NAMED = 10
"""How many of the records in which an item is unknown are named beside the number."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number, and the query that lists just these records."""

    number: int
    query: Query


@dataclass(frozen=True, slots=True)
class KindCount:
    """What is recorded of a kind. `unanswered` counts the questions open in `with_gaps`."""

    kind: Kind
    recorded: Count
    retired: Count
    with_gaps: Count
    unanswered: int


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How far an item of Article 30 is answered, over the records that are asked it.

    Those in part are neither among the answered nor the unknown. `named` are the first of the
    records in which it is unknown or answered in part, with their titles.
    """

    id: str
    clause: str
    label: str
    kind: Kind
    answered: Count
    partly: Count
    unknown: Count
    not_applicable: Count
    named: tuple[tuple[Key, str], ...]

    @property
    def asked(self) -> int:
        """In how many records it is asked and applies."""
        return self.answered.number + self.partly.number + self.unknown.number


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers and charts of an organisation about a day.

    `roleless` are the activities that no item is asked of: nobody has said in which role the
    organisation is there.
    """

    organisation: str
    title: str
    kinds: tuple[KindCount, ...]
    items: tuple[ItemCount, ...]
    roleless: Count
    bases: Bars
    people_and_data: Grid
    places: Bars

    @property
    def answers(self) -> tuple[int, int, int]:
        """How many Article 30 answers are recorded, recorded in part, and unknown."""
        return (
            sum(item.answered.number for item in self.items),
            sum(item.partly.number for item in self.items),
            sum(item.unknown.number for item in self.items),
        )


def overview(
    register: Register, organisation: str, reference: Reference, day: datetime.date
) -> Overview | None:
    """Give the overview of an organisation; None where the register has no such one.

    Records that organisations share are counted as the register holds them: give that of the
    organisation (`register.only`).
    """
    record = register.organisations.get(organisation)
    if record is None:
        return None
    return register.remembered(
        ("overview", organisation),
        (reference.digest, day),
        lambda: _overview(_Desk(register, record, reference, day)),
    )


def _overview(desk: _Desk) -> Overview:
    activities = desk.query(Kind.ACTIVITY)
    held = view(desk.register, Kind.ACTIVITY, desk.reference, desk.day)
    return Overview(
        organisation=desk.organisation.id,
        title=desk.organisation.title,
        kinds=tuple(desk.kind(kind) for kind in REGISTER_KINDS),
        items=tuple(desk.items()),
        roleless=desk.count(activities.with_values("role", [UNKNOWN])),
        bases=bases(held, activities),
        people_and_data=people_and_data(held, activities),
        places=places(held, activities),
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    register: Register
    organisation: Organisation
    reference: Reference
    day: datetime.date

    def query(self, kind: Kind) -> Query:
        """Ask for the records of a kind, the organisation's own where there are several."""
        query = Query(kind)
        if len(self.register.organisations) < 2:
            return query
        if kind is not Kind.ORGANISATION and "organisation" not in by_name(CLASSES[kind]):
            return query
        own = (self.organisation.id, *((NOTHING,) if kind is Kind.DOCUMENT else ()))
        return query.with_values("organisation", own)

    def count(self, query: Query) -> Count:
        return Count(number(self.register, query, self.day, self.reference), query)

    def kind(self, kind: Kind) -> KindCount:
        every = self.query(kind)
        with_gaps = every.with_values("unknown", [SOME])
        held = view(self.register, kind, self.reference, self.day)
        return KindCount(
            kind,
            self.count(every),
            self.count(every.with_values(RETIRED, [YES])),
            self.count(with_gaps),
            sum(held.facts_of(id).gaps for _, id in self.keys(with_gaps)),
        )

    def keys(self, query: Query) -> tuple[Key, ...]:
        return matching(self.register, query, self.day, self.reference)

    def items(self) -> Iterator[ItemCount]:
        rows = {row.id: row for row in self.reference.tables.article30}
        for item in ITEMS:
            kind = item.cls.KIND
            counts = {
                status: self.count(
                    self.query(kind).with_values("article30", [f"{item.id}:{status}"])
                )
                for status in Status
            }
            yield ItemCount(
                id=item.id,
                clause=rows[item.id].clause,
                label=rows[item.id].label,
                kind=kind,
                answered=counts[Status.ANSWERED],
                partly=counts[Status.PARTLY],
                unknown=counts[Status.UNKNOWN],
                not_applicable=counts[Status.NOT_APPLICABLE],
                named=self.named(kind, item.id),
            )

    def named(self, kind: Kind, item: str) -> tuple[tuple[Key, str], ...]:
        open_ones = [f"{item}:{status}" for status in (Status.UNKNOWN, Status.PARTLY)]
        keys = self.keys(self.query(kind).with_values("article30", open_ones))[:MOST_NAMED]
        records = ((key, self.register.get(*key)) for key in keys)
        return tuple((key, record.title) for key, record in records if record is not None)
