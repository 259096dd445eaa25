"""The record of processing of one organisation as a document (Article 30), every child with it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ropa.core.answers import Answers, State
from ropa.core.flows.activity import activity_flow
from ropa.core.flows.graph import flows_of
from ropa.core.flows.organisation import organisation_flow
from ropa.core.gaps import gaps
from ropa.core.names import Names, spoken_day, spoken_instant
from ropa.core.record_page import RecordPage, record_page
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.search import natural
from ropa.core.transfers.judge import Transfers, transfers_of
from ropa.core.transfers.verdicts import Judged
from ropa.export.annex import NO_ANNEX, Annex
from ropa.export.article30_changes import changes_section
from ropa.export.article30_key import key_fact, key_section
from ropa.export.blocks import blocks, headed, question, told
from ropa.export.context import EXTRACT, Context
from ropa.export.document import (
    NONE,
    UNKNOWN,
    Block,
    Document,
    Fact,
    Facts,
    Figure,
    Grid,
    Prose,
    Section,
    Words,
)
from ropa.export.how_to_read import how_to_read
from ropa.export.ico_scope import LeftOut, not_running
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.organisation import Organisation
from ropa.vocabulary import ActivityRole, Kind

_ROLES: tuple[tuple[str, str, str, tuple[ActivityRole | None, ...]], ...] = (
    (
        "controller",
        "Processing as a controller",
        "Article 30(1)",
        (ActivityRole.CONTROLLER, ActivityRole.JOINT_CONTROLLER),
    ),
    (
        "processor",
        "Processing on behalf of controllers",
        "Article 30(2)",
        (ActivityRole.PROCESSOR,),
    ),
    ("role-unknown", "Processing in a role that is not recorded", "", (None,)),
)

_CHILDREN: tuple[tuple[Kind, str], ...] = (
    (Kind.ENGAGEMENT, "Recipients and processors"),
    (Kind.PARTY, "Bodies named in this record"),
    (Kind.RECIPIENT_CATEGORY, "Categories of recipients"),
    (Kind.TRANSFER, "Safeguards declared for transfers"),
    (Kind.ADEQUACY_CONFIRMATION, "Confirmations of conditional adequacy"),
    (Kind.SYSTEM, "Systems"),
    (Kind.PURPOSE, "Purposes"),
    (Kind.DATA_SUBJECT_CATEGORY, "Categories of data subjects"),
    (Kind.DATA_CATEGORY, "Categories of personal data"),
    (Kind.RETENTION_RULE, "Retention"),
    (Kind.SECURITY_MEASURE, "Security measures"),
    (Kind.FLOW, "Declared flows"),
    (Kind.DOCUMENT, "Evidence"),
)
"""What stands behind the activities, kind by kind; people are named where they are responsible."""

_KINDS = (Kind.ORGANISATION, Kind.ACTIVITY, *(kind for kind, _ in _CHILDREN))

_RESTING: Mapping[LeftOut, str] = {
    LeftOut.ENDED: "ended before the day of this record",
    LeftOut.PLANNED: "not begun on the day of this record",
}
"""Why an activity that stands in the record is not in force."""

_ON_COVER = ("identity", "officers")
"""The parts of an organisation's record that Article 30(1)(a) asks for by name."""


@dataclass(frozen=True, slots=True)
class _Making:
    """What the parts of the document are made from."""

    register: Register
    organisation: Organisation
    reference: Reference
    context: Context
    names: Names
    transfers: Transfers

    def page(self, kind: Kind, id: str) -> RecordPage:
        found = record_page(self.register, kind, id, self.reference, self.context.about)
        assert found is not None, (kind, id)
        return found

    def own(self, kind: Kind) -> Sequence[Record]:
        """Give what is not retired of a kind, of this organisation where it belongs to one."""
        held = (
            one
            for one in self.register.of_kind(kind).values()
            if getattr(one, "organisation", self.organisation.id) == self.organisation.id
            and not one.retired
        )
        return sorted(held, key=lambda one: (natural(self.names.of(one)), one.id))


def article30(
    register: Register,
    organisation: str,
    context: Context,
    reference: Reference,
    annex: Annex = NO_ANNEX,
) -> Document:
    """Give the record of an organisation, as recorded and in force at the moments of the context.

    Every activity stands in the part of its role with all that is recorded of it, then all that
    the activities refer to, the transfers with what the law says of them, the evidence in a
    sentence each, what is not known, and what changed in the last twelve months. Retired records
    are left out but for their change. One made from a journal names the key that signs bundles.
    """
    held = register.organisations[organisation]
    names = Names(register, reference, context.about)
    transfers = transfers_of(register, reference, context.about)
    making = _Making(register, held, reference, context, names, transfers)
    sections = (
        _summary(making),
        _organisation(making),
        *_parts(making),
        _hops(making),
        *_children(making),
        _unknown(making),
        changes_section(register, held, names, annex.past, _KINDS),
        *((key_section(annex.key, held),) if register.moment.sequence else ()),
    )
    return Document(
        title="Record of processing activities",
        subtitle=held.name,
        cover=_cover(making, annex),
        sections=tuple(section for section in sections if section.blocks or section.sections),
        made=_made(making),
    )


def _made(making: _Making) -> str:
    moment, context = making.register.moment, making.context
    journal = f"journal {moment.sequence}" + (f":{moment.digest[:16]}" if moment.digest else "")
    extract = "" if context.chosen is None else "An extract of the record. "
    return (
        f"{extract}In force on {spoken_day(context.about)}; {journal}; "
        f"law data {making.reference.digest[:12]}; ropa {context.version}"
    )


def _cover(making: _Making, annex: Annex) -> Facts:
    """Give the particulars of the organisation (Article 30(1)(a)), and what this was made from."""
    moment, context = making.register.moment, making.context
    page = making.page(Kind.ORGANISATION, making.organisation.id)
    own = [fact for part in page.sections if part.id in _ON_COVER for fact in told(part.rows)]
    recorded = "read from files, not from a journal"
    if moment.instant:
        recorded = spoken_instant(datetime.datetime.fromisoformat(moment.instant))
    made = (
        *_extract(making),
        Fact("In force on", "", (Words(spoken_day(context.about)),)),
        Fact("As recorded at", "", (Words(recorded),)),
        Fact("Journal entry", "", (Words(str(moment.sequence)),)),
        Fact("Hash of that entry", "", (Words(moment.digest) if moment.digest else NONE,)),
        *((key_fact(annex.key),) if moment.sequence else ()),
        Fact("Law data", "", (Words(making.reference.digest),)),
        Fact("Made by", "", (Words(f"ropa {context.version}"),)),
    )
    return Facts((*own, *made))


def _extract(making: _Making) -> Iterator[Fact]:
    """Say which activities it is about where it is not about all."""
    if only := making.context.extract(making.register.activities):
        yield Fact(EXTRACT, "", tuple(map(Words, only)))


def _organisation(making: _Making) -> Section:
    """Give what is recorded of the organisation itself beside what stands on the cover."""
    page = making.page(Kind.ORGANISATION, making.organisation.id)
    parts = (
        Section(f"organisation-{part.id}", headed(part), tuple(blocks(Kind.ORGANISATION, part)))
        for part in page.sections
        if part.id not in _ON_COVER
    )
    return Section("organisation", "The organisation", (), tuple(p for p in parts if p.blocks))


def _summary(making: _Making) -> Section:
    activities = [one for one in making.own(Kind.ACTIVITY) if isinstance(one, Activity)]
    roles = Counter(one.role for one in activities)
    resting = Counter(not_running(one, making.context.about) for one in activities)
    counted = [
        ("Activities as a controller", roles[ActivityRole.CONTROLLER]),
        ("Activities as a joint controller", roles[ActivityRole.JOINT_CONTROLLER]),
        ("Activities on behalf of controllers", roles[ActivityRole.PROCESSOR]),
        ("Activities in a role that is not recorded", roles[None]),
        *((f"Of all these: {said}", resting[why]) for why, said in _RESTING.items()),
        ("Retired activities, which this record leaves out", _retired(making)),
        *((title, len(making.own(kind))) for kind, title in _CHILDREN),
    ]
    rows = tuple(((Words(label),), (Words(str(number)),)) for label, number in counted if number)
    flows = flows_of(making.transfers, making.organisation.id)
    verdicts = Counter(one.verdict for one in _judged(making))
    judged = tuple(
        ((Words(verdict.label),), (Words(str(number)),))
        for verdict, number in sorted(verdicts.items(), key=lambda one: -one[0].rank)
    )
    held: list[Block] = [Grid("What this record holds", ("What", "How many"), rows)]
    if judged:
        held.append(Grid("International transfers", ("Verdict", "How many"), judged))
    view = organisation_flow(flows)
    if view.edges:
        held.append(Figure(view))
    return Section("summary", "Summary", tuple(held), (how_to_read(),))


def _retired(making: _Making) -> int:
    held = making.register.activities.values()
    return sum(one.retired and one.organisation == making.organisation.id for one in held)


def _parts(making: _Making) -> Iterator[Section]:
    """Give the activities, by the role of the organisation in them."""
    activities = [one for one in making.own(Kind.ACTIVITY) if isinstance(one, Activity)]
    for id, title, clause, roles in _ROLES:
        found = tuple(_activity(making, one) for one in activities if one.role in roles)
        if found:
            heading = f"{title} ({clause})" if clause else title
            yield Section(id, heading, (), found)


def _activity(making: _Making, activity: Activity) -> Section:
    page = making.page(Kind.ACTIVITY, activity.id)
    sections = [
        Section(
            f"activity-{activity.id}-{part.id}",
            headed(part),
            tuple(blocks(Kind.ACTIVITY, part)),
        )
        for part in page.sections
    ]
    view = activity_flow(making.register, activity.id, making.reference, making.context.about)
    picture: tuple[Block, ...] = (
        Figure(replace(view, notes=())),
        *(Prose(note) for note in view.notes),
    )
    sections.append(Section(f"activity-{activity.id}-flow", "Data flow", picture))
    held = tuple(section for section in sections if section.blocks)
    why = not_running(activity, making.context.about)
    rests = f" Not in force: {_RESTING[why]}." if why is not None else ""
    intro = Prose(f"{page.sentence}.{rests}")
    return Section(f"activity-{activity.id}", page.title, (intro,), held)


def _judged(making: _Making) -> list[Judged]:
    found = [
        one for one in making.transfers.judged if one.hop.organisation == making.organisation.id
    ]
    return sorted(found, key=lambda one: (-one.verdict.rank, natural(one.hop.title), one.hop.id))


def _hops(making: _Making) -> Section:
    """Give every hop from one legal entity to another, with what the law of the day says of it."""
    rows = []
    for judged in _judged(making):
        hop, one = judged.hop, judged.deciding
        place = Words(making.transfers.place_of(hop)) if hop.place else UNKNOWN
        lacks = tuple(Words(said, State.UNKNOWN) for said in one.missing)
        rows.append(
            (
                (Words(f"{hop.exporter.title} to {hop.importer.title}", detail=hop.title),),
                (place,),
                (Words(judged.verdict.label, detail=one.clause),),
                (Words(one.text), *lacks),
            )
        )
    heads = ("From, to", "Place", "Verdict", "Why, and what is missing")
    caption = "From one legal entity to another"
    intro = (
        "Derived from where data is recorded to go, and judged by the law in force on "
        f"{spoken_day(making.context.about)}."
    )
    held: tuple[Block, ...] = (Prose(intro), Grid(caption, heads, tuple(rows))) if rows else ()
    return Section("transfers", "International transfers (Article 30(1)(e), Chapter V)", held)


def _children(making: _Making) -> Iterator[Section]:
    for kind, title in _CHILDREN:
        found = []
        for record in making.own(kind):
            page = making.page(kind, record.id)
            held = tuple(block for part in page.sections for block in blocks(kind, part))
            found.append(Section(f"{kind}-{record.id}", page.title, held))
        yield Section(kind.plural, title, (), tuple(found))


def _unknown(making: _Making) -> Section:
    """Give what nobody has answered yet, record by record."""
    rows = []
    for kind in _KINDS:
        for record in making.own(kind):
            answers = Answers(record, making.names)
            open_here = [question(answers, gap) for gap in gaps(record)]
            if open_here:
                title = Words(making.names.of(record), detail=kind.label)
                rows.append(((title,), tuple(Words(said, State.UNKNOWN) for said in open_here)))
    if not rows:
        return Section("unknown", "What is not known", (Prose("Every question is answered."),))
    said = "A recorded “none” is an answer; what stands here nobody has answered yet."
    grid = Grid("Unanswered questions", ("Record", "Not known"), tuple(rows))
    return Section("unknown", "What is not known", (Prose(said), grid))
