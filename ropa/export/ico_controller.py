"""The controller's record in the thirty columns of the ICO's template; see `ico_rows` for rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from ropa.core import wording
from ropa.export.cell import (
    MISSING,
    NONE,
    NOT_APPLICABLE,
    UNKNOWN,
    Cell,
    Part,
    cell,
    gathered,
)
from ropa.export.ico_facts import (
    Facts,
    exceptional_safeguards,
    security_measures,
    third_countries,
)
from ropa.export.ico_rows import DEPENDENT, Absent, Row, rows
from ropa.export.ico_sensitive import (
    article6_of_sensitive,
    article9_condition,
    policy_document,
    policy_followed,
    policy_reasons,
    schedule1_condition,
)
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.vocabulary import ActivityRole

ROLES = (ActivityRole.CONTROLLER, ActivityRole.JOINT_CONTROLLER)
"""In what roles an activity stands in this record."""


class Grain(Enum):
    """What a cell depends on, so that it is made once for all rows that share it."""

    ACTIVITY = "activity"
    PURPOSE = "purpose"
    LINE = "people and data"
    SENSITIVITY = "purpose, and how sensitive the data is"


class Column(NamedTuple):
    """A column: its field id in `data/law`, what its cells depend on, and what makes them."""

    field_id: str
    grain: Grain
    fill: Callable[[Row], Cell]


def _name(held: Mapping[str, Record], id: str) -> str:
    """Name a record; one whose state was redacted by its id."""
    record = held.get(id)
    return record.title if record else id


def business_function(row: Row) -> Cell:
    return cell(row.activity.function)


def purposes(row: Row) -> Cell:
    """Fill column 2; without a stated link to the row's data the purpose is unknown."""
    if isinstance(row.purpose, Absent):
        return NONE if row.purpose is Absent.NONE else UNKNOWN
    return cell(_name(row.facts.register.purposes, row.purpose.purpose))


def joint_controllers(row: Row) -> Cell:
    serving = row.facts.engagements(row.activity)
    joint = row.activity.role is ActivityRole.JOINT_CONTROLLER
    nobody = UNKNOWN if joint else NOT_APPLICABLE
    return gathered((made.joint_controller for made in serving or ()), nobody, "\n")


def data_subject_categories(row: Row) -> Cell:
    if isinstance(row.line, Absent):
        return NONE if row.line is Absent.NONE else UNKNOWN
    held = row.facts.register.data_subject_categories
    return cell(row.line.subjects and _name(held, row.line.subjects))


def personal_data_categories(row: Row) -> Cell:
    if isinstance(row.line, Absent):
        return NONE if row.line is Absent.NONE else UNKNOWN
    held = row.facts.register.data_categories
    return cell(row.line.data and _name(held, row.line.data))


def recipient_categories(row: Row) -> Cell:
    """Fill column 6: the unnamed categories, those of the engagements, internal recipients."""
    activity, held = row.activity, row.facts.register.recipient_categories
    unnamed, internal = activity.recipient_categories, activity.internal_recipients
    serving = row.facts.engagements(activity, current=False)
    return gathered(
        (
            MISSING if unnamed is None else Part(tuple(_name(held, id) for id in unnamed)),
            *([MISSING] if serving is None else [made.category for made in serving]),
            MISSING if internal is None else Part(internal),
        )
    )


def processor_contracts(row: Row) -> Cell:
    serving = row.facts.engagements(row.activity)
    if serving is None:
        return UNKNOWN
    return gathered((made.contracts for made in serving), NOT_APPLICABLE, "\n")


def countries(row: Row) -> Cell:
    return third_countries(row.facts, row.activity)


def safeguards(row: Row) -> Cell:
    return exceptional_safeguards(row.facts, row.activity)


def retention(row: Row) -> Cell:
    """Fill column 10 by the line's own rule, or else the default of its category of data."""
    if isinstance(row.line, Absent):
        return DEPENDENT[row.line]
    rule = row.line.retention
    if rule is None and row.line.data:
        category = row.facts.register.data_categories.get(row.line.data)
        rule = category.retention if category else None
    return row.facts.retention(rule) if rule else UNKNOWN


def measures(row: Row) -> Cell:
    return security_measures(row.facts, row.activity)


def article6_basis(row: Row) -> Cell:
    if isinstance(row.purpose, Absent):
        return DEPENDENT[row.purpose]
    return cell(wording.bases(row.purpose, row.facts.reference, row.facts.day))


def legitimate_interests(row: Row) -> Cell:
    """Fill column 14: the interest under Art 6(1)(f), and that of Annex 1 under 6(1)(ea)."""
    line = row.purpose
    if isinstance(line, Absent):
        return DEPENDENT[line]
    recognised = wording.recognised_interest(line, row.facts.reference, row.facts.day)
    named = tuple(said for said in (line.interest, recognised) if said)
    if line.bases is None:
        return gathered([Part(named, unknown=not named)])
    missing = ("legitimate_interests" in line.bases and not line.interest) or (
        "recognised_legitimate_interests" in line.bases and not recognised
    )
    return gathered([Part(named, missing)], NOT_APPLICABLE)


def interests_assessment(row: Row) -> Cell:
    line = row.purpose
    if isinstance(line, Absent):
        return DEPENDENT[line]
    if line.assessment:
        return cell(row.facts.document(line.assessment))
    asked = line.bases is None or "legitimate_interests" in line.bases
    return UNKNOWN if asked else NOT_APPLICABLE


def rights_available(row: Row) -> Cell:
    """Fill column 16: the rights that apply under any of the purpose's bases."""
    if isinstance(row.purpose, Absent):
        return DEPENDENT[row.purpose]
    return row.facts.rights(row.purpose.bases or ())


def automated_decisions(row: Row) -> Cell:
    return cell(wording.word(row.activity.automated_decisions))


def data_source(row: Row) -> Cell:
    """Fill column 18 by the line's own source, or else the sources of the whole activity."""
    if not isinstance(row.line, Absent) and row.line.source:
        return cell(row.line.source)
    if row.activity.sources is None and isinstance(row.line, Absent):
        return DEPENDENT[row.line]
    return cell(wording.listed(row.activity.sources))


def consent_record(row: Row) -> Cell:
    line = row.purpose
    if isinstance(line, Absent):
        return DEPENDENT[line]
    if line.consent_record:
        return cell(row.facts.document(line.consent_record))
    explicit = "9_2_a" in (line.article9 or ())
    asked = line.bases is None or "consent" in line.bases or explicit
    return UNKNOWN if asked else NOT_APPLICABLE


def locations(row: Row) -> Cell:
    """Fill column 20: the systems with their places, and where the engagements store data."""
    facts, systems = row.facts, row.activity.systems
    serving = facts.engagements(row.activity)
    return gathered(
        (
            *([MISSING] if systems is None else [facts.system(id) for id in systems]),
            *([MISSING] if serving is None else [made.location for made in serving]),
        )
    )


def dpia_required(row: Row) -> Cell:
    return cell(wording.yes_or_no(row.activity.dpia_needed))


def dpia_status(row: Row) -> Cell:
    said = wording.word(row.activity.dpia_state)
    return NOT_APPLICABLE if said is None and row.activity.dpia_needed is False else cell(said)


def dpia_link(row: Row) -> Cell:
    activity = row.activity
    if activity.dpia:
        return cell(row.facts.document(activity.dpia))
    return NOT_APPLICABLE if activity.dpia_needed is False else UNKNOWN


def breach_occurred(row: Row) -> Cell:
    breaches = row.activity.breaches
    return cell(None if breaches is None else wording.yes_or_no(bool(breaches)))


def breach_records(row: Row) -> Cell:
    return gathered([row.facts.documents(row.activity.breaches)], NOT_APPLICABLE, "\n")


COLUMNS: tuple[Column, ...] = (
    Column("activity.business_function", Grain.ACTIVITY, business_function),
    Column("activity.purposes", Grain.PURPOSE, purposes),
    Column("activity.joint_controllers", Grain.ACTIVITY, joint_controllers),
    Column("activity.data_subject_categories", Grain.LINE, data_subject_categories),
    Column("activity.personal_data_categories", Grain.LINE, personal_data_categories),
    Column("activity.recipient_categories", Grain.ACTIVITY, recipient_categories),
    Column("activity.processor_contract_links", Grain.ACTIVITY, processor_contracts),
    Column("transfer.country", Grain.ACTIVITY, countries),
    Column("transfer.safeguards_document", Grain.ACTIVITY, safeguards),
    Column("retention.period", Grain.LINE, retention),
    Column("activity.security_measures", Grain.ACTIVITY, measures),
    Column("activity.article6_basis", Grain.PURPOSE, article6_basis),
    Column("activity.article9_condition", Grain.SENSITIVITY, article9_condition),
    Column("activity.legitimate_interests", Grain.PURPOSE, legitimate_interests),
    Column("activity.lia_link", Grain.PURPOSE, interests_assessment),
    Column("activity.rights_available", Grain.PURPOSE, rights_available),
    Column("activity.automated_decision_making", Grain.ACTIVITY, automated_decisions),
    Column("activity.data_source", Grain.LINE, data_source),
    Column("activity.consent_record_link", Grain.PURPOSE, consent_record),
    Column("activity.data_locations", Grain.ACTIVITY, locations),
    Column("activity.dpia_required", Grain.ACTIVITY, dpia_required),
    Column("activity.dpia_status", Grain.ACTIVITY, dpia_status),
    Column("activity.dpia_link", Grain.ACTIVITY, dpia_link),
    Column("activity.breach_occurred", Grain.ACTIVITY, breach_occurred),
    Column("activity.breach_record_link", Grain.ACTIVITY, breach_records),
    Column("activity.schedule1_condition", Grain.SENSITIVITY, schedule1_condition),
    Column("activity.article6_basis", Grain.SENSITIVITY, article6_of_sensitive),
    Column("activity.apd_link", Grain.SENSITIVITY, policy_document),
    Column("activity.apd_followed", Grain.SENSITIVITY, policy_followed),
    Column("activity.apd_deviation_reason", Grain.SENSITIVITY, policy_reasons),
)
"""The columns of the template, in its order; the Art 6 basis stands in two sections."""


_BY_GRAIN = {
    grain: [
        (position, column.fill) for position, column in enumerate(COLUMNS) if column.grain is grain
    ]
    for grain in Grain
}

_Filled = list[tuple[int, Cell]]
"""Cells with the positions of their columns."""


def controller_rows(facts: Facts, activity: Activity) -> Iterator[tuple[Cell, ...]]:
    """Give the rows of an activity; each cell is made once for all rows that share it."""
    made: dict[tuple[object, ...], _Filled] = {}
    for row in rows(facts, activity):
        cells = [UNKNOWN] * len(COLUMNS)
        for grain, key in (
            (Grain.ACTIVITY, ()),
            (Grain.PURPOSE, (id(row.purpose),)),
            (Grain.LINE, (id(row.line), "line")),
            (Grain.SENSITIVITY, (id(row.purpose), row.sensitivity)),
        ):
            if key not in made:
                made[key] = _filled(grain, row)
            for position, filled in made[key]:
                cells[position] = filled
        yield tuple(cells)


def _filled(grain: Grain, row: Row) -> _Filled:
    return [(position, fill(row)) for position, fill in _BY_GRAIN[grain]]
