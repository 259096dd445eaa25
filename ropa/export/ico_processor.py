"""The processor's record in the seven columns of the ICO's template.

A row is activity × controller × category of processing: an activity carries out each of its
categories for each of its controllers. Where either is unknown its cell is blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from ropa.core import wording
from ropa.export.cell import NONE, NOT_APPLICABLE, UNKNOWN, Cell, Part, cell, gathered
from ropa.export.ico_facts import (
    Facts,
    exceptional_safeguards,
    security_measures,
    third_countries,
)
from ropa.records.activity import Activity
from ropa.records.party import Party
from ropa.vocabulary import ActivityRole, EngagementRole

ROLES = (ActivityRole.PROCESSOR,)
"""In what roles an activity stands in this record."""


@dataclass(frozen=True, slots=True)
class Served:
    """An activity with one controller it serves, and one category of processing.

    `id` is the controller's, None where it is unknown or there is none; the register holds no
    `party` for it where its state was redacted.
    """

    facts: Facts
    activity: Activity
    id: str | None
    party: Party | None
    operation: str | None


class Column(NamedTuple):
    """A column: its field id in `data/law`, what makes its cells, and whether from the category.

    All other cells are made once for all categories of processing of a controller.
    """

    field_id: str
    fill: Callable[[Served], Cell]
    by_operation: bool = False


def contract(served: Served) -> Cell:
    """Fill column 1: the contracts of the engagement in which the party is the controller."""
    if served.id is None:
        return _without_controller(served)
    serving = served.facts.engagements(served.activity) or ()
    return gathered(
        (
            served.facts.documents(made.record.contracts)
            for made in serving
            if made.record
            and made.record.party == served.id
            and made.record.role is not EngagementRole.PROCESSOR
        ),
        UNKNOWN,
        "\n",
    )


def controller(served: Served) -> Cell:
    """Fill column 2: name and contact details."""
    if served.id is None:
        return UNKNOWN if served.activity.on_behalf_of is None else NONE
    return _contact(served.id, served.party)


def representative(served: Served) -> Cell:
    """Fill column 3; a controller established where the law is the same needs none (Art 27)."""
    party = served.party
    if served.id is None or party is None:
        return _without_controller(served)
    if party.representative:
        found = served.facts.register.parties.get(party.representative)
        return _contact(party.representative, found)
    facts = served.facts
    abroad = party.country and facts.abroad.third_country(facts.organisation.id, party.country)
    at_home = party.country and abroad is False
    return NOT_APPLICABLE if at_home else UNKNOWN


def category_of_processing(served: Served) -> Cell:
    return NONE if served.activity.operations == () else cell(served.operation)


def countries(served: Served) -> Cell:
    return third_countries(served.facts, served.activity)


def safeguards(served: Served) -> Cell:
    return exceptional_safeguards(served.facts, served.activity)


def measures(served: Served) -> Cell:
    return security_measures(served.facts, served.activity)


def _contact(id: str, party: Party | None) -> Cell:
    if party is None:
        return Cell(id, UNKNOWN.state)
    return gathered([Part((wording.party(party),), unknown=not wording.contact(party))])


def _without_controller(served: Served) -> Cell:
    return NOT_APPLICABLE if served.activity.on_behalf_of == () else UNKNOWN


COLUMNS: tuple[Column, ...] = (
    Column("processor_activity.contract_link", contract),
    Column("processor_activity.controllers", controller),
    Column("processor_activity.controller_representative", representative),
    Column("processor_activity.categories_of_processing", category_of_processing, True),
    Column("transfer.country", countries),
    Column("transfer.safeguards_document", safeguards),
    Column("processor_activity.security_measures", measures),
)
"""The columns of the template, in its order."""


def processor_rows(facts: Facts, activity: Activity) -> Iterator[tuple[Cell, ...]]:
    """Give the rows of an activity, controller by controller."""
    for id in activity.on_behalf_of or (None,):
        party = facts.register.parties.get(id) if id else None
        yield from _of_controller(Served(facts, activity, id, party, None))


def _of_controller(served: Served) -> Iterator[tuple[Cell, ...]]:
    shared = [None if column.by_operation else column.fill(served) for column in COLUMNS]
    for operation in served.activity.operations or (None,):
        row = replace(served, operation=operation)
        yield tuple(made or column.fill(row) for made, column in zip(shared, COLUMNS, strict=True))
