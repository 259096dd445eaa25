"""What ends or falls due, and when: the dates of a register and of the law it leans on."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ropa.core.law import Adequacy
from ropa.core.names import spoken_day
from ropa.core.reference import GROUPS, Reference
from ropa.core.register import Key, Register, owner
from ropa.core.setting import Setting
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.engagement import Engagement
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind, Word

ENDED_LATELY = 180
"""For so many days after its end a decision of adequacy is still told of."""


class Sort(Word):
    """What it is that ends or falls due."""

    DOCUMENT = "document", "Document expires"
    ASSESSMENT = "assessment", "Risk assessment to be reviewed"
    CONFIRMATION = "confirmation", "Adequacy confirmation ends"
    DECISION = "decision", "Adequacy decision ends"
    ENGAGEMENT = "engagement", "Engagement ends"
    ACTIVITY = "activity", "Activity to be reviewed"
    POLICY = "policy", "Policy to be kept until"


class Due(Word):
    """How a deadline stands to the day; the day itself and each last day count in."""

    OVERDUE = "overdue", "Overdue"
    WITHIN_30 = "30", "Within 30 days"
    WITHIN_90 = "90", "Within 90 days"
    WITHIN_180 = "180", "Within 180 days"
    LATER = "later", "Later"


_LIMITS = ((0, Due.OVERDUE), (31, Due.WITHIN_30), (91, Due.WITHIN_90), (181, Due.WITHIN_180))
"""Fewer days are left than this."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of something, told in a title and a sentence.

    `key` is the record it is a date of; a decision of adequacy has none, but the `engagements` in
    force that it matters to. `part` tells apart what one record has several of: a purpose, or for
    decisions the row of the law. `organisation` is whose the record is, None for shared ones.
    """

    day: datetime.date
    sort: Sort
    due: Due
    title: str
    sentence: str
    organisation: str | None = None
    key: Key | None = None
    part: str = ""
    engagements: tuple[Key, ...] = ()

    @property
    def id(self) -> str:
        """The words that name it within a register, whatever its day."""
        return "/".join((self.sort, *(self.key or ()), self.part))


def deadlines(register: Register, reference: Reference, day: datetime.date) -> tuple[Deadline, ...]:
    """Give what ends or falls due, the earliest first.

    Retired records have no deadline, nor has what is past and superseded: a document that nothing
    in use refers to, the review of what is over, a confirmation or a decision with a successor.
    """
    return register.remembered(
        "deadlines", (reference.digest, day), lambda: _found(Setting(register, reference, day))
    )


def _found(setting: Setting) -> tuple[Deadline, ...]:
    every = (one for source in _SOURCES for one in source(setting))
    return tuple(sorted(every, key=lambda one: (one.day, _RANK[one.sort], one.title, one.id)))


def due(last: datetime.date, day: datetime.date) -> Due:
    """Tell how the last day of something stands to a day."""
    left = (last - day).days
    return next((word for limit, word in _LIMITS if left < limit), Due.LATER)


def _documents(setting: Setting) -> Iterator[Deadline]:
    for record in setting.register.documents.values():
        last = record.expiry
        if record.retired or last is None:
            continue
        if last >= setting.day:
            sentence = f"The document expires on {spoken_day(last)}."
        elif _in_use(setting, (record.KIND, record.id)):
            sentence = (
                f"The document expired on {spoken_day(last)}, and records in use refer to it: "
                "replace it."
            )
        else:
            continue
        yield _of(setting, Sort.DOCUMENT, record, last, sentence)


def _assessments(setting: Setting) -> Iterator[Deadline]:
    for record in setting.register.transfers.values():
        last = record.review_by
        if last is not None and _current(setting, record):
            sentence = f"The risk assessment of the transfer {_due_by(setting, last)}."
            yield _of(setting, Sort.ASSESSMENT, record, last, sentence)


def _confirmations(setting: Setting) -> Iterator[Deadline]:
    dated = [
        (record, record.valid_until)
        for record in setting.register.adequacy_confirmations.values()
        if not record.retired and record.valid_until is not None
    ]
    newest: dict[tuple[str, str, str | None], datetime.date] = {}
    for record, last in dated:
        newest[_about(record)] = max(last, newest.get(_about(record), last))
    for record, last in dated:
        if last == newest[_about(record)]:
            verb = "was" if last < setting.day else "is"
            sentence = (
                f"The party {verb} confirmed as covered until {spoken_day(last)}: check again."
            )
            yield _of(setting, Sort.CONFIRMATION, record, last, sentence)


def _about(confirmation: AdequacyConfirmation) -> tuple[str, str, str | None]:
    return confirmation.party, confirmation.adequacy, confirmation.data_covered


def _engagements(setting: Setting) -> Iterator[Deadline]:
    for record in setting.register.engagements.values():
        if record.end is not None and _current(setting, record):
            sentence = f"The engagement ends on {spoken_day(record.end)}."
            yield _of(setting, Sort.ENGAGEMENT, record, record.end, sentence)


def _activities(setting: Setting) -> Iterator[Deadline]:
    for record in setting.register.activities.values():
        last = record.review_by
        if last is not None and _current(setting, record):
            sentence = f"The activity {_due_by(setting, last)}."
            yield _of(setting, Sort.ACTIVITY, record, last, sentence)


def _policies(setting: Setting) -> Iterator[Deadline]:
    """Give how long policies have to be kept: also, and above all, when the processing is over."""
    for record in setting.register.activities.values():
        for line in () if record.retired else record.purposes or ():
            last = line.policy_keep_until
            if last is None or last < setting.day:
                continue
            purpose = setting.names.title(Kind.PURPOSE, line.purpose)
            sentence = (
                f"The appropriate policy document for the purpose “{purpose}” is to be kept "
                f"until {spoken_day(last)} at least (DPA 2018 Sch 1 para 40)."
            )
            yield _of(setting, Sort.POLICY, record, last, sentence, line.purpose)


def _decisions(setting: Setting) -> Iterator[Deadline]:
    """Give the ends of decisions of adequacy that engagements in force lean on."""
    ending = [
        (row, row.valid_until)
        for row in setting.reference.tables.adequacy
        if row.valid_until is not None
        and (setting.day - row.valid_until).days <= ENDED_LATELY
        and not _goes_on(setting.reference, row, row.valid_until)
    ]
    reached = _reached(setting) if ending else {}
    for row, last in ending:
        if found := _leaning(setting, row, last, reached):
            yield _decision(setting, row, last, found)


def _decision(
    setting: Setting, row: Adequacy, last: datetime.date, engagements: tuple[Key, ...]
) -> Deadline:
    many = len(engagements)
    whose = "engagement in force has its" if many == 1 else "engagements in force have their"
    verb = "ended" if last < setting.day else "ends"
    return Deadline(
        day=last,
        sort=Sort.DECISION,
        due=due(last, setting.day),
        title=f"{row.regime} to {setting.reference.place_name(row.place or '')}: {row.instrument}",
        sentence=(
            f"The decision {verb} on {spoken_day(last)}. "
            f"{many} {whose} party, storage or access there."
        ),
        part=row.id,
        engagements=engagements,
    )


def _goes_on(reference: Reference, row: Adequacy, last: datetime.date) -> bool:
    """Whether another row of the law takes over where this one ends."""
    if last == datetime.date.max:
        return True
    following = reference.adequacy(row.regime, row.place or "", last + datetime.timedelta(days=1))
    return any(
        other.scope == "full" or (other.scope, other.condition) == (row.scope, row.condition)
        for other in following
    )


def _reached(setting: Setting) -> Mapping[str, Sequence[Engagement]]:
    """Index the engagements in force by the places they have to do with."""
    found: dict[str, list[Engagement]] = defaultdict(list)
    for record in setting.register.engagements.values():
        if record.in_force(setting.day):
            for place in _places(setting.register, record):
                found[place].append(record)
    return found


def _places(register: Register, record: Engagement) -> set[str]:
    party = register.parties.get(record.party or "")
    places = {*(record.stored_in or ()), *(record.accessed_from or ())}
    return places | {party.country} if party and party.country else places


def _leaning(
    setting: Setting,
    row: Adequacy,
    last: datetime.date,
    reached: Mapping[str, Sequence[Engagement]],
) -> tuple[Key, ...]:
    """Give the engagements a decision matters to: under its regime, and not over before it is."""
    groups = (g for g in GROUPS if row.place in setting.reference.members(g, setting.day))
    found = {
        (record.KIND, record.id)
        for place in (row.place or "", *groups)
        for record in reached.get(place, ())
        if _under(setting, record.organisation, row.regime)
        and (record.end is None or record.end >= last)
    }
    return tuple(sorted(found))


def _under(setting: Setting, organisation: str, regime: str) -> bool:
    """Whether an organisation is under a regime, or may be, since nobody has said."""
    regimes = setting.abroad.regimes(organisation)
    return regimes is None or regime in regimes


def _due_by(setting: Setting, last: datetime.date) -> str:
    return f"{'was' if last < setting.day else 'is'} to be reviewed by {spoken_day(last)}"


def _of(
    setting: Setting,
    sort: Sort,
    record: Record,
    last: datetime.date,
    sentence: str,
    part: str = "",
) -> Deadline:
    return Deadline(
        day=last,
        sort=sort,
        due=due(last, setting.day),
        title=setting.names.of(record),
        sentence=sentence,
        organisation=owner(record),
        key=(record.KIND, record.id),
        part=part,
    )


def _in_use(setting: Setting, key: Key) -> bool:
    """Whether a record that is neither retired nor over refers to another."""
    keys = setting.inbound.get(key, ())
    records = (setting.register.get(*one) for one in keys)
    return any(record is not None and _current(setting, record) for record in records)


def _current(setting: Setting, record: Record) -> bool:
    """Whether a record is neither retired nor over on the day; a transfer, nor its importer."""
    if record.retired:
        return False
    if isinstance(record, Transfer):
        importer = setting.register.get(Kind.ENGAGEMENT, record.importer)
        return importer is None or _current(setting, importer)
    end = None
    if isinstance(record, Engagement | Activity):
        end = record.end
    elif isinstance(record, AdequacyConfirmation):
        end = record.valid_until
    return end is None or end >= setting.day


_SOURCES: tuple[Callable[[Setting], Iterable[Deadline]], ...] = (
    _documents,
    _assessments,
    _confirmations,
    _decisions,
    _engagements,
    _activities,
    _policies,
)

_RANK = {sort: number for number, sort in enumerate(Sort)}
