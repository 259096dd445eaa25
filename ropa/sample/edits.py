"""What happens to a register over the years."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec

from ropa.records.activity import Activity, ActivityData, ActivityPurpose
from ropa.records.document import Document
from ropa.records.party import Party
from ropa.records.retention_rule import RetentionRule
from ropa.sample.activities import dpia_of
from ropa.sample.aims import AIMS
from ropa.sample.course import Course, Step
from ropa.sample.replacements import hand_over, replace_system, replace_vendor
from ropa.sample.transfers import confirm
from ropa.sample.words import MEASURES
from ropa.vocabulary import ActivityStatus, AutomatedDecisions, DocumentKind, DpiaState

RECOGNISED_SINCE = datetime.date(2026, 2, 5)
"""The day on which UK GDPR Art 6(1)(ea) came into force."""

_YEAR = datetime.timedelta(days=365)

_LENGTHENED = (
    ("cctv-thirty-days", "P45D"),
    ("logs", "P36M"),
    ("cards", "P18M"),
    ("calls", "P12M"),
    ("marketing", "P36M"),
    ("account-life", "P120D"),
)


def fill_in(course: Course) -> None:
    """Answer what was unknown in some activities."""
    world = course.world
    for activity in course.some():
        answers: dict[str, Any] = {
            "function": "Operations",
            "owner": world.one(world.staff),
            "automated_decisions": AutomatedDecisions.NONE,
            "dpia_needed": False,
            "breaches": (),
            "sources": ("The person concerned",),
            "internal_recipients": (),
            "recipient_categories": (),
            "measures": tuple(sorted(world.random.sample(MEASURES, 5))),
            "data": _answered(activity),
            "purposes": _justified(activity),
        }
        unknown = {
            name: answer
            for name, answer in answers.items()
            if (getattr(activity, name) is None or name in ("data", "purposes"))
            and answer is not None
            and world.chance(0.8)
        }
        world.put(msgspec.structs.replace(activity, **unknown))


def _answered(activity: Activity) -> tuple[ActivityData, ...] | None:
    """Say for which purposes data serve, and that how long they are kept is not decided yet."""
    if activity.data is None:
        return None
    own = tuple(sorted(line.purpose for line in activity.purposes or ()))
    return tuple(
        msgspec.structs.replace(
            line,
            purposes=line.purposes if line.purposes is not None else own or None,
            retention=line.retention or "undecided",
        )
        for line in activity.data
    )


def _justified(activity: Activity) -> tuple[ActivityPurpose, ...] | None:
    """Name the interest or the law that was left out."""
    if activity.purposes is None:
        return None
    return tuple(
        msgspec.structs.replace(
            line,
            interest=line.interest or AIMS[line.purpose].interest,
            law_cited=line.law_cited or AIMS[line.purpose].law,
        )
        if line.bases
        else line
        for line in activity.purposes
    )


def review(course: Course) -> None:
    """Look at some activities again."""
    for activity in course.some():
        reviewed = msgspec.structs.replace(
            activity, reviewed_on=course.day, review_by=course.day + _YEAR
        )
        course.world.put(reviewed)


def lengthen_retention(course: Course) -> None:
    """Keep data longer than before, and decide what was undecided in some activities."""
    world = course.world
    rule, maximum = world.one(_LENGTHENED)
    before = world.get(RetentionRule, rule)
    note = f"Lengthened in {course.day.year}"
    world.put(msgspec.structs.replace(before, maximum=maximum, note=note))
    for activity in course.some(3):
        lines = tuple(
            msgspec.structs.replace(line, retention=rule)
            if line.retention in (None, "undecided")
            else line
            for line in activity.data or ()
        )
        world.put(msgspec.structs.replace(activity, data=lines or activity.data))


def delete_draft(course: Course) -> None:
    """Delete an activity that somebody began by mistake."""
    if course.drafts:
        course.world.delete(course.world.get(Activity, course.drafts.pop()))


def end_activity(course: Course) -> None:
    """Record that an activity has ended."""
    [activity] = course.some(1)
    if activity.end is None:
        ended = msgspec.structs.replace(activity, status=ActivityStatus.ENDED, end=course.day)
        course.world.put(ended)


def finish_dpia(course: Course) -> None:
    """Complete an impact assessment."""
    [activity] = course.some(1)
    if activity.dpia is None:
        document = dpia_of(course.world, activity.organisation, activity.name, course.day)
        assessed = msgspec.structs.replace(
            activity, dpia_needed=True, dpia_state=DpiaState.COMPLETED, dpia=document.id
        )
        course.world.put(assessed)


def record_breach(course: Course) -> None:
    """Link the record of a personal data breach."""
    world, day = course.world, course.day.isoformat()
    [activity] = course.some(1)
    document = world.put(
        Document(
            id=world.id(Document, f"breach {day}"),
            organisation=activity.organisation,
            name=f"Personal data breach found on {day}",
            kind=DocumentKind.BREACH_RECORD,
            date=course.day,
            url=world.known("https://intranet.pennaquil.example/privacy/breaches", 0.8),
            substance=world.known("A message went to the wrong person; no risk was found.", 0.8),
        )
    )
    breaches = tuple(sorted((*(activity.breaches or ()), document.id)))
    world.put(msgspec.structs.replace(activity, breaches=breaches))


def recognise_interest(course: Course) -> None:
    """Rest on a recognised legitimate interest what rested on one weighed by ourselves."""
    if course.day < RECOGNISED_SINCE:
        return
    held = course.world.all(Activity)
    fitting = (activity for activity in held if any(map(_recognisable, activity.purposes or ())))
    for activity in islice(fitting, 9):
        lines = tuple(
            _recognised(line) if _recognisable(line) else line for line in activity.purposes or ()
        )
        course.world.put(msgspec.structs.replace(activity, purposes=lines))


def _recognised(line: ActivityPurpose) -> ActivityPurpose:
    return msgspec.structs.replace(
        line,
        bases=("recognised_legitimate_interests",),
        condition=None,
        interest=None,
        assessment=None,
        recognised_interest=AIMS[line.purpose].annex1,
    )


def _recognisable(line: ActivityPurpose) -> bool:
    return line.bases == ("legitimate_interests",) and AIMS[line.purpose].annex1 is not None


def check_adequacy(course: Course) -> None:
    """Confirm conditional adequacy."""
    confirm(course.world, course.day)


def write_to_vendor(course: Course) -> None:
    """Learn from a vendor what was unknown of it."""
    world = course.world
    unknown = [party for party in world.all(Party) if party.email is None]
    for party in unknown[:1]:
        email = f"privacy@{party.id}.example"
        world.put(msgspec.structs.replace(party, email=email, regimes=party.regimes or ()))


@dataclass(frozen=True, slots=True)
class Edit:
    """A sort of edit: why it is made, what it does, and how often it is made among all."""

    reason: str
    step: Step
    weight: int = 0


EDITS: tuple[Edit, ...] = (
    Edit("Answers from the owners", fill_in, 46),
    Edit("Yearly review", review, 30),
    Edit("Retention schedule revised", lengthen_retention, 5),
    Edit("Begun by mistake", delete_draft, 2),
    Edit("No longer done", end_activity, 3),
    Edit("Impact assessment completed", finish_dpia, 4),
    Edit("Breach recorded", record_breach, 1),
    Edit("Recognised legitimate interests since 5 February 2026", recognise_interest, 2),
    Edit("Adequacy conditions checked", check_adequacy, 1),
    Edit("Answer from the vendor", write_to_vendor, 3),
    Edit("The owner has left", hand_over, 2),
    Edit("Contract ended, replaced by another vendor", replace_vendor, 1),
    Edit("System replaced", replace_system, 1),
)
