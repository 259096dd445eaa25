"""The page of a record as values: its sections, its gaps, what it links to and what links to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ropa.core import article30
from ropa.core.answers import Answer, Answers, State
from ropa.core.article30 import Status
from ropa.core.facet_values import NO, YES
from ropa.core.facets import FACETS
from ropa.core.filters import RETIRED, Query
from ropa.core.gaps import gaps
from ropa.core.lines import DataMatrix, Table, data_matrix, engaged, line_table, transferred
from ropa.core.reference import Reference
from ropa.core.register import Key, Register, Stamp
from ropa.core.search import natural
from ropa.core.sections import LAST, SECTIONS, Plan
from ropa.core.setting import Setting
from ropa.core.source_rows import SourceRow, source_rows
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.references import references
from ropa.records.spec import CLASSES, Many, by_name
from ropa.vocabulary import Kind, Standing

MOST_LINKS = 25
"""How many of the records that link here are named; the query of the group lists them all."""

_FEW_LINKS = 200
"""Up to so many links are looked through each time."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field with its label, clause and help, and how its answer stands.

    `note` says why a question is not asked.
    """

    field: str
    label: str
    clause: str
    help: str
    answer: Answer
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page; `gaps` counts its unanswered questions.

    `tables` show the fields that hold lines, and what linked records say; `matrix` people and
    data, where an activity names both.
    """

    id: str
    label: str
    clause: str
    rows: tuple[FieldRow, ...]
    tables: tuple[Table, ...]
    matrix: DataMatrix | None
    gaps: int


@dataclass(frozen=True, slots=True)
class Link:
    """A record that is linked to, or that links here."""

    key: Key
    title: str
    retired: bool


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links of one field, or into here from one field of one kind.

    `label` names the field, `kind` what stands at the other end. `number` is how many there
    are; `query` lists all of them where they are more than `links` and a list can.
    """

    label: str
    kind: Kind
    number: int
    links: tuple[Link, ...]
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """How far one item of Article 30 is answered; `field` is the path of its first answer."""

    id: str
    clause: str
    label: str
    field: str
    status: Status


@dataclass(frozen=True, slots=True)
class RecordPage:
    """All that the page of a record says, but for its picture and its history.

    `items` are those of Article 30 that its role is asked; `stated` and `inferred` count its
    sources; `sources` are these, one by one.
    """

    key: Key
    title: str
    kind_label: str
    retired: bool
    sentence: str
    sections: tuple[Section, ...]
    gaps: int
    items: tuple[ItemAnswer, ...]
    links_out: tuple[LinkGroup, ...]
    links_in: tuple[LinkGroup, ...]
    stated: int
    inferred: int
    sources: tuple[SourceRow, ...]
    stamp: Stamp | None


def record_page(
    register: Register, kind: Kind, id: str, reference: Reference, day: datetime.date
) -> RecordPage | None:
    """Give the page of a record about a day; None where the register has no such record."""
    record = register.get(kind, id)
    if record is None:
        return None
    setting = Setting(register, reference, day)
    answers = Answers(record, setting.names)
    items = tuple(_items(record, setting))
    unanswered = sum(1 for _ in gaps(record))
    standings = [source.standing for source in record.provenance]
    return RecordPage(
        key=(kind, id),
        title=setting.names.of(record),
        kind_label=kind.label,
        retired=record.retired,
        sentence=_sentence(record, items, unanswered, setting),
        sections=tuple(_section(plan, answers, setting) for plan in plans(kind)),
        gaps=unanswered,
        items=items,
        links_out=tuple(_links_out(record, setting)),
        links_in=_links_in(record, setting),
        stated=standings.count(Standing.STATED),
        inferred=standings.count(Standing.INFERRED),
        sources=source_rows(answers),
        stamp=register.stamps.get((kind, id)),
    )


@cache
def plans(kind: Kind) -> tuple[Plan, ...]:
    """Give the sections of a kind with all its fields."""
    specs = by_name(CLASSES[kind])
    all_fields = tuple(n for n in specs if n not in (*LAST, "provenance", "retired"))
    first, *others = SECTIONS.get(kind, (Plan("record", kind.label, "", all_fields),))
    return (Plan(first.id, first.label, first.clause, (*first.fields, *LAST)), *others)


# ---- sections ------------------------------------------------------------------------------------


def _section(plan: Plan, answers: Answers, setting: Setting) -> Section:
    record, specs = answers.record, by_name(type(answers.record))
    rows, tables = [], []
    matrix = None
    for name in plan.fields:
        spec, row = specs[name], field_row(answers, name)
        rows.append(row)
        if spec.many is Many.LINES and row.answer.state is State.ANSWERED:
            tables.append(line_table(answers, name))
            if isinstance(record, Activity) and name == "data":
                matrix = data_matrix(answers, record)
    if isinstance(record, Activity):
        if plan.id == "recipients" and record.engagements:
            tables.append(engaged(answers, record, setting))
        if plan.id == "transfers" and record.engagements:
            tables.append(transferred(record, setting))
    own = set(plan.fields)
    open_here = sum(1 for gap in gaps(record) if gap.field.partition(".")[0] in own)
    return Section(plan.id, plan.label, plan.clause, tuple(rows), tuple(tables), matrix, open_here)


def field_row(answers: Answers, name: str) -> FieldRow:
    """Give one field of a record with how its answer stands."""
    about, answer = by_name(type(answers.record))[name].about, answers.of(name)
    note = _why_not_asked(answers.record) if answer.state is State.NOT_ASKED else ""
    return FieldRow(name, about.label, about.clause, about.help, answer, note)


def _why_not_asked(record: Record) -> str:
    if isinstance(record, Activity) and record.role is not None:
        return f"Not asked in the role of {record.role.label.lower()}"
    return "Settled by another answer"


def _sentence(
    record: Record, items: tuple[ItemAnswer, ...], unanswered: int, setting: Setting
) -> str:
    """Say in one line what the record is and how complete."""
    return " · ".join((_what(record, setting), *_how_complete(record, items, unanswered)))


def _what(record: Record, setting: Setting) -> str:
    kind = record.KIND.label
    if isinstance(record, Activity):
        kind = f"{record.role.label} activity" if record.role else "Activity in an unknown role"
    whose = getattr(record, "organisation", None)
    said = f"{kind} of {setting.names.title(Kind.ORGANISATION, whose)}" if whose else kind
    return f"{said}, retired" if record.retired else said


def _how_complete(record: Record, items: tuple[ItemAnswer, ...], unanswered: int) -> Iterator[str]:
    if isinstance(record, Activity):
        asked = [item.status for item in items if item.status is not Status.NOT_APPLICABLE]
        if asked:
            answered = asked.count(Status.ANSWERED)
            yield f"{answered} of {len(asked)} Article 30 answers recorded"
            if partly := asked.count(Status.PARTLY):
                yield f"{partly} in part"
            if unknown := asked.count(Status.UNKNOWN):
                yield f"{unknown} unknown"
        else:
            yield "what Article 30 asks depends on the role"
    elif unanswered:
        yield f"{unanswered} unknown"
    else:
        yield "complete"


def _items(record: Record, setting: Setting) -> Iterator[ItemAnswer]:
    found = {
        item.id: status
        for statuses in (
            article30.known(record, setting.register),
            article30.dated(record, setting.abroad),
        )
        for item, status in statuses
    }
    rows = {row.id: row for row in setting.reference.tables.article30}
    for item in article30.items_of(record):
        row = rows[item.id]
        yield ItemAnswer(item.id, row.clause, row.label, item.field, found[item.id])


# ---- links ---------------------------------------------------------------------------------------


def _link(key: Key, setting: Setting) -> Link:
    record = setting.register.get(*key)
    return Link(key, setting.names.title(*key), record is not None and record.retired)


def _label(cls: type[Record], path: str) -> str:
    head, _, tail = path.partition(".")
    spec = by_name(cls)[head]
    if not tail:
        return spec.about.label
    return f"{spec.about.label}: {by_name(spec.line)[tail].about.label}"


def _links_out(record: Record, setting: Setting) -> Iterator[LinkGroup]:
    """Give what each field links to; sources are told apart from it."""
    found: dict[tuple[str, Kind], dict[Key, Link]] = {}
    for link in references(record):
        if not link.field.startswith("provenance."):
            key = (link.kind, link.id)
            found.setdefault((link.field, link.kind), {})[key] = _link(key, setting)
    for (field, kind), links in found.items():
        held = tuple(links.values())
        yield LinkGroup(_label(type(record), field), kind, len(held), held)


def _links_in(record: Record, setting: Setting) -> tuple[LinkGroup, ...]:
    """Give what links here; worked out once while the same unchanged records do, if many."""
    key = (record.KIND, record.id)
    linking = setting.inbound.get(key, frozenset())
    if len(linking) <= _FEW_LINKS:
        return tuple(_linking(record, setting))
    memory = setting.register.memory
    known = memory.get(("links in", key))
    if known is None or known[0] is not linking:
        known = memory["links in", key] = (linking, tuple(_linking(record, setting)))
    groups: tuple[LinkGroup, ...] = known[1]
    return groups


def _linking(record: Record, setting: Setting) -> Iterator[LinkGroup]:
    """Give what links here, by the kind it is and the field it does so in."""
    key = (record.KIND, record.id)
    found: dict[tuple[Kind, str], dict[Key, Record]] = {}
    for source in sorted(setting.inbound.get(key, ())):
        linking = setting.register.get(*source)
        for link in references(linking) if linking is not None else ():
            if (link.kind, link.id) == key and linking is not None:
                field = link.field.partition(".")[0] if "provenance" in link.field else link.field
                found.setdefault((source[0], field), {})[source] = linking
    for kind, field in sorted(found, key=lambda one: (list(Kind).index(one[0]), one[1])):
        held = found[kind, field]
        named = sorted(held.values(), key=lambda one: (natural(one.title), one.id))[:MOST_LINKS]
        links = tuple(_link((one.KIND, one.id), setting) for one in named)
        label = _label(CLASSES[kind], field)
        yield LinkGroup(label, kind, len(held), links, _listing_them(kind, field, record.id))


def _listing_them(kind: Kind, field: str, id: str) -> Query | None:
    """Give the query for the records that name this one in a field, retired ones too."""
    for facet in FACETS[kind]:
        if facet.path == field and field:
            return Query.of(kind, **{facet.name: id}).with_values(RETIRED, (NO, YES))
    return None
