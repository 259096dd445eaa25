"""Which of the answers that Article 30 asks for a record gives, item by item of `data/law`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ropa.core.abroad import EXCEPTIONAL, Abroad
from ropa.core.search import Links
from ropa.core.wording import contact
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.retention_rule import RetentionRule
from ropa.vocabulary import ActivityRole, EngagementRole, Kind, Word


class Status(Word):
    """How far an item of Article 30 is answered."""

    ANSWERED = "answered", "Answered"
    PARTLY = "partly", "Partly answered"
    UNKNOWN = "unknown", "Unknown"
    NOT_APPLICABLE = "not-applicable", "Not applicable"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of Article 30: its id in `data/law`, who is asked, and how it is answered.

    `field` is where the answer is given: a path into the record. `alone` reads the record,
    `linked` also what it links to; `dated` needs the day and the law.
    """

    id: str
    cls: type[Record]
    processor: bool
    field: str
    alone: Callable[[Any], Status] | None = None
    linked: Callable[[Any, Links], Status] | None = None
    dated: Callable[[Any, Abroad], Status] | None = None


def _asked(values: Iterable[object]) -> Status:
    """Sum up several questions: all answered, some, or none."""
    answered = [value is not None for value in values]
    if all(answered):
        return Status.ANSWERED
    return Status.PARTLY if any(answered) else Status.UNKNOWN


def _purposes(activity: Activity) -> Status:
    return _asked([activity.purposes])


def _subjects(activity: Activity) -> Status:
    if not activity.data:
        return _asked([activity.data])
    return _asked(line.subjects for line in activity.data)


def _categories(activity: Activity) -> Status:
    if not activity.data:
        return _asked([activity.data])
    return _asked(line.data for line in activity.data)


def _recipients(activity: Activity) -> Status:
    """Either named recipients or categories will do; a recorded "none" needs both."""
    if activity.engagements or activity.recipient_categories:
        return Status.ANSWERED
    both = (activity.engagements, activity.recipient_categories)
    return Status.UNKNOWN if None in both else Status.ANSWERED


def _retention(activity: Activity, links: Links) -> Status:
    if not activity.data:
        return _asked([activity.data])
    rules = (links.get(Kind.RETENTION_RULE, line.retention) for line in activity.data)
    return _asked(
        rule.reading if isinstance(rule, RetentionRule) else line.retention
        for rule, line in zip(rules, activity.data, strict=True)
    )


def _measures(activity: Activity) -> Status:
    return _asked([activity.measures])


def _joint_controllers(activity: Activity, links: Links) -> Status:
    if activity.role is not ActivityRole.JOINT_CONTROLLER:
        return Status.NOT_APPLICABLE
    found = [links.get(Kind.ENGAGEMENT, id) for id in activity.engagements or ()]
    joint = [one for one in found if getattr(one, "role", None) is EngagementRole.JOINT_CONTROLLER]
    return _contacts((getattr(one, "party", None) for one in joint), links)


def _controllers(activity: Activity, links: Links) -> Status:
    if not activity.on_behalf_of:
        return _asked([activity.on_behalf_of])
    return _contacts(activity.on_behalf_of, links)


def _contacts(ids: Iterable[str | None], links: Links) -> Status:
    """Answered where every party is known with a way to reach it."""
    parties = [links.get(Kind.PARTY, id) for id in ids]
    if not any(parties):
        return Status.UNKNOWN
    reached = all(isinstance(party, Party) and contact(party) for party in parties)
    return Status.ANSWERED if reached else Status.PARTLY


def _operations(activity: Activity) -> Status:
    return _asked([activity.operations])


def _itself(organisation: Organisation) -> Status:
    reached = organisation.email or organisation.address or organisation.telephone
    return Status.ANSWERED if reached else Status.PARTLY


def _officer(organisation: Organisation) -> Status:
    if organisation.dpo_none is not None:
        return Status.NOT_APPLICABLE
    return _asked([organisation.dpo_name])


def _representative(organisation: Organisation) -> Status:
    if organisation.representative_none is not None:
        return Status.NOT_APPLICABLE
    return _asked([organisation.representative_name])


def _representatives(activity: Activity, abroad: Abroad) -> Status:
    """A controller established where the law is the same needs no representative (Art 27)."""
    if not activity.on_behalf_of:
        nobody = activity.on_behalf_of == ()
        return Status.NOT_APPLICABLE if nobody else Status.UNKNOWN
    wanted = []
    for id in activity.on_behalf_of:
        party = abroad.register.parties.get(id)
        country = party.country if party else None
        if country and abroad.third_country(activity.organisation, country) is False:
            continue
        wanted.append(party.representative if party else None)
    return _asked(wanted) if wanted else Status.NOT_APPLICABLE


def _transfers(activity: Activity, abroad: Abroad) -> Status:
    if activity.engagements is None:
        return Status.UNKNOWN
    named = unknown = False
    for id in activity.engagements:
        reach = abroad.reach(id)
        if reach is not None:
            named = named or bool(reach.named)
            unknown = unknown or reach.unknown
    if named:
        return Status.PARTLY if unknown else Status.ANSWERED
    return Status.UNKNOWN if unknown else Status.NOT_APPLICABLE


def _safeguards(activity: Activity, abroad: Abroad) -> Status:
    """Asked only of transfers under Art 49(1), second subparagraph."""
    exceptional = [
        transfer.safeguards
        for id in activity.engagements or ()
        for transfer in abroad.register.declared.get(id, ())
        if EXCEPTIONAL in (transfer.derogations or ())
    ]
    return _asked(exceptional) if exceptional else Status.NOT_APPLICABLE


ITEMS: tuple[Item, ...] = (
    Item("a30_1_a_controller", Organisation, False, "email", alone=_itself),
    Item("a30_1_a_joint", Activity, False, "engagements", linked=_joint_controllers),
    Item("a30_1_a_rep", Organisation, False, "representative_name", alone=_representative),
    Item("a30_1_a_dpo", Organisation, False, "dpo_name", alone=_officer),
    Item("a30_1_b", Activity, False, "purposes", alone=_purposes),
    Item("a30_1_c_subjects", Activity, False, "data.subjects", alone=_subjects),
    Item("a30_1_c_data", Activity, False, "data.data", alone=_categories),
    Item("a30_1_d", Activity, False, "recipient_categories", alone=_recipients),
    Item("a30_1_e_transfer", Activity, False, "engagements", dated=_transfers),
    Item("a30_1_e_safeguards", Activity, False, "engagements", dated=_safeguards),
    Item("a30_1_f", Activity, False, "data.retention", linked=_retention),
    Item("a30_1_g", Activity, False, "measures", alone=_measures),
    Item("a30_2_a_processor", Organisation, True, "email", alone=_itself),
    Item("a30_2_a_controllers", Activity, True, "on_behalf_of", linked=_controllers),
    Item("a30_2_a_reps", Activity, True, "on_behalf_of", dated=_representatives),
    Item("a30_2_a_dpo", Organisation, True, "dpo_name", alone=_officer),
    Item("a30_2_b", Activity, True, "operations", alone=_operations),
    Item("a30_2_c_transfer", Activity, True, "engagements", dated=_transfers),
    Item("a30_2_c_safeguards", Activity, True, "engagements", dated=_safeguards),
    Item("a30_2_d", Activity, True, "measures", alone=_measures),
)
"""Article 30(1) and (2), in their order."""


@cache
def _items(cls: type[Record], processor: bool | None) -> tuple[Item, ...]:
    return tuple(i for i in ITEMS if i.cls is cls and processor in (None, i.processor))


def items_of(record: Record) -> tuple[Item, ...]:
    """Give the items a record is asked: an activity those of its role, none without a role."""
    if isinstance(record, Activity):
        if record.role is None:
            return ()
        return _items(Activity, record.role is ActivityRole.PROCESSOR)
    return _items(type(record), None)


def known(record: Record, links: Links) -> Iterator[tuple[Item, Status]]:
    """Give the status of the items that need neither the day nor the law."""
    for item in items_of(record):
        if item.alone is not None:
            yield item, item.alone(record)
        elif item.linked is not None:
            yield item, item.linked(record, links)


def dated(record: Record, abroad: Abroad) -> Iterator[tuple[Item, Status]]:
    """Give the status of the items that depend on the day and the law."""
    for item in items_of(record):
        if item.dated is not None:
            yield item, item.dated(record, abroad)
