"""The public subprocessor page: what a customer may see, and nothing else.

A value of these classes holds only the fields named here, so a field of the register that is
not named cannot reach the page. Being listed is the DPO's decision (`Engagement.public`).
A transfer appears with the mechanisms declared for it, never with our verdict.
"""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from ropa.core.journal import Entry
from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.records.codec import decode
from ropa.records.data_category import DataCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.vocabulary import EngagementRole, StatementTopic

READS = (Organisation.KIND, Party.KIND, Engagement.KIND, DataCategory.KIND, Transfer.KIND)
"""The kinds of records the page is made of."""

_DAY = datetime.timedelta(days=1)

_GROUPS = {"EU": "EU", "EEA": "EEA", "GLOBAL": "Global"}
"""Groups of countries as published lists write them; a country goes by its name."""


class PublicOrganisation(msgspec.Struct, frozen=True, kw_only=True):
    """Who publishes the page, and how to reach it."""

    legal_name: str
    trading_names: tuple[str, ...] | None
    company_number: str | None
    address: str | None
    email: str | None


class PublicStatements(msgspec.Struct, frozen=True, kw_only=True):
    """The words the organisation publishes on each topic of the page."""

    customer_content: tuple[str, ...]
    subprocessors: tuple[str, ...]
    integrations: tuple[str, ...]
    transfers: tuple[str, ...]


class Safeguard(msgspec.Struct, frozen=True, kw_only=True):
    """The mechanisms declared for a transfer to one place, either of which may be unknown."""

    place: str | None
    mechanisms: tuple[str, ...] | None


class Subprocessor(msgspec.Struct, frozen=True, kw_only=True):
    """One company doing one job; None is "not recorded", the empty tuple a recorded "none".

    `places` is where the data is stored; `since` and `until` are the first and the last day.
    """

    provider: str | None
    legal_entity: str | None
    category: str | None
    service: str | None
    purpose: str | None
    data: tuple[str, ...] | None
    places: tuple[str, ...] | None
    accessed_from: tuple[str, ...] | None
    safeguards: tuple[Safeguard, ...] | None
    since: datetime.date | None
    until: datetime.date | None


class PublicPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the page; two are equal exactly when they show the same facts."""

    organisation: PublicOrganisation
    statements: PublicStatements
    current: tuple[Subprocessor, ...]
    upcoming: tuple[Subprocessor, ...]

    @property
    def ending(self) -> tuple[Subprocessor, ...]:
        """The current ones whose last day is known, soonest first."""
        ends = sorted((row.until, number) for number, row in enumerate(self.current) if row.until)
        return tuple(self.current[number] for _, number in ends)


def subprocessors(
    register: Register, organisation: str, about: datetime.date, reference: Reference
) -> PublicPage | None:
    """Give the page of an organisation as it reads on a day.

    None where there is nothing to publish: no such organisation, or one that never put an
    engagement on its list and states nothing about customer content or subprocessors.
    """
    publisher = register.organisations.get(organisation)
    if publisher is None or not _publishes(publisher, _with_a_list(register)):
        return None
    declared = _declared(register, reference)
    rows = _ordered(
        _subprocessor(engagement, declared.get(engagement.id), register, reference)
        for engagement in _listed(register, organisation)
        if engagement.end is None or engagement.end >= about
    )
    starting = [
        (row.since, number) for number, row in enumerate(rows) if row.since and row.since > about
    ]
    return PublicPage(
        organisation=_publisher(publisher),
        statements=_statements(publisher),
        current=tuple(row for row in rows if row.since is None or row.since <= about),
        upcoming=tuple(rows[number] for _, number in sorted(starting)),
    )


def default_organisation(register: Register) -> str | None:
    """Give the organisation whose page stands at the short address.

    The first by id that has put an engagement on its list, or else the only organisation.
    None where that one publishes nothing.
    """
    with_a_list = _with_a_list(register)
    publishers = [
        publisher.id
        for publisher in register.organisations.values()
        if _publishes(publisher, with_a_list)
    ]
    listing = [id for id in publishers if id in with_a_list]
    alone = publishers if len(register.organisations) == 1 else []
    return next(iter(listing or alone), None)


def as_json(page: PublicPage, changed: datetime.date) -> bytes:
    """Write the facts of the page, and the day it last changed, as canonical JSON."""
    facts = msgspec.structs.asdict(page)
    return msgspec.json.encode({**facts, "last_changed": changed}, order="sorted")


def steps_back(
    register: Register, entries: Sequence[Entry]
) -> Iterator[tuple[datetime.datetime, Register]]:
    """Give the register after each batch of changes to what the page reads, newest first.

    `entries` are all those of the kinds in `READS`, newest first. Each register comes with the
    instant of its batch; other kinds stay as they are in `register`, and a record whose state
    was redacted is missing.
    """
    states: dict[Key, deque[Entry]] = {}
    for entry in entries:
        states.setdefault((entry.kind, entry.record), deque()).append(entry)
    register = Register(register.records)
    for instant, batch in groupby(entries, key=lambda entry: entry.instant):
        yield datetime.datetime.fromisoformat(instant), register
        put, gone = [], []
        for key in [(entry.kind, entry.record) for entry in batch]:
            states[key].popleft()
            before = states[key][0] if states[key] else None
            if before is None or before.state is None:
                gone.append(key)
            else:
                put.append(decode(before.kind, before.version, before.state))
        register = register.changed(put, gone, {}, register.moment)


def last_changed(
    steps: Iterable[tuple[datetime.datetime, Register]],
    organisation: str,
    now: datetime.datetime,
    zone: datetime.tzinfo,
    reference: Reference,
) -> datetime.datetime:
    """Give the instant from which the page has read as it does now.

    `steps` are those of `steps_back`, read only as far back as needed. A day on which an
    engagement starts, or is over, changes the page too, at midnight in `zone`.
    """
    since, shown = now, None
    for number, (instant, page) in enumerate(_readings(steps, organisation, now, zone, reference)):
        if number and page != shown:
            break
        since, shown = instant, page
    return since


def _readings(
    steps: Iterable[tuple[datetime.datetime, Register]],
    organisation: str,
    now: datetime.datetime,
    zone: datetime.tzinfo,
    reference: Reference,
) -> Iterator[tuple[datetime.datetime, PublicPage | None]]:
    """Give how the page read and since when, newest first."""
    until = now.astimezone(zone).date()
    for instant, register in steps:
        day = instant.astimezone(zone).date()
        for turn in _turns(register, organisation, day, until):
            midnight = datetime.datetime.combine(turn, datetime.time(), zone)
            yield midnight, subprocessors(register, organisation, turn, reference)
        yield instant, subprocessors(register, organisation, day, reference)
        until = day


def _turns(
    register: Register, organisation: str, after: datetime.date, until: datetime.date
) -> list[datetime.date]:
    """Give the days on which an engagement starts, or is over, in a period; latest first."""
    listed = _listed(register, organisation)
    starts = {engagement.start for engagement in listed if engagement.start}
    overs = {
        engagement.end + _DAY for engagement in listed if engagement.end and engagement.end < until
    }
    return sorted((day for day in starts | overs if after < day <= until), reverse=True)


def _with_a_list(register: Register) -> frozenset[str]:
    """Give the organisations that have put an engagement on their list, retired ones included.

    A page does not vanish when its last subprocessor goes.
    """
    return frozenset(
        engagement.organisation
        for engagement in register.engagements.values()
        if _public(engagement)
    )


def _publishes(organisation: Organisation, with_a_list: frozenset[str]) -> bool:
    topics = (StatementTopic.CUSTOMER_CONTENT, StatementTopic.SUBPROCESSORS)
    stated = any(item.topic in topics for item in organisation.statements or ())
    return not organisation.retired and (stated or organisation.id in with_a_list)


def _public(engagement: Engagement) -> bool:
    return engagement.public is True and engagement.role is EngagementRole.PROCESSOR


def _listed(register: Register, organisation: str) -> list[Engagement]:
    return [
        engagement
        for engagement in register.engagements.values()
        if engagement.organisation == organisation
        and _public(engagement)
        and not engagement.retired
    ]


def _publisher(organisation: Organisation) -> PublicOrganisation:
    return PublicOrganisation(
        legal_name=organisation.name,
        trading_names=organisation.trading_names,
        company_number=organisation.company_number,
        address=organisation.address,
        email=organisation.email,
    )


def _statements(organisation: Organisation) -> PublicStatements:
    def words(topic: StatementTopic) -> tuple[str, ...]:
        return tuple(item.words for item in organisation.statements or () if item.topic is topic)

    return PublicStatements(
        customer_content=words(StatementTopic.CUSTOMER_CONTENT),
        subprocessors=words(StatementTopic.SUBPROCESSORS),
        integrations=words(StatementTopic.INTEGRATIONS),
        transfers=words(StatementTopic.TRANSFERS),
    )


def _subprocessor(
    engagement: Engagement,
    safeguards: tuple[Safeguard, ...] | None,
    register: Register,
    reference: Reference,
) -> Subprocessor:
    party = register.parties.get(engagement.party) if engagement.party else None
    data = engagement.data_categories
    return Subprocessor(
        provider=party.name if party else None,
        legal_entity=party.legal_name if party else None,
        category=engagement.category,
        service=engagement.service,
        purpose=engagement.purpose,
        data=None if data is None else tuple(_names(data, register)),
        places=_places(engagement.stored_in, reference),
        accessed_from=_places(engagement.accessed_from, reference),
        safeguards=safeguards,
        since=engagement.start,
        until=engagement.end,
    )


def _names(categories: tuple[str, ...], register: Register) -> Iterator[str]:
    for category in categories:
        if found := register.data_categories.get(category):
            yield found.name


def _places(codes: tuple[str, ...] | None, reference: Reference) -> tuple[str, ...] | None:
    return None if codes is None else tuple(_place(code, reference) for code in codes)


def _place(code: str, reference: Reference) -> str:
    return _GROUPS.get(code) or reference.place_name(code)


def _declared(register: Register, reference: Reference) -> dict[str | None, tuple[Safeguard, ...]]:
    """Give the safeguards of each transfer in force, by the engagement that imports."""
    found: dict[str | None, tuple[Safeguard, ...]] = {}
    for transfer in register.transfers.values():
        if not transfer.retired:
            safeguard = _safeguard(transfer, reference)
            found[transfer.importer] = (*found.get(transfer.importer, ()), safeguard)
    return found


def _safeguard(transfer: Transfer, reference: Reference) -> Safeguard:
    words = transfer.mechanisms
    return Safeguard(
        place=_place(transfer.place, reference) if transfer.place else None,
        mechanisms=None if words is None else tuple(_label(word, reference) for word in words),
    )


def _label(word: str, reference: Reference) -> str:
    mechanism = reference.mechanism(word)
    return mechanism.label if mechanism else word


def _ordered(rows: Iterable[Subprocessor]) -> list[Subprocessor]:
    """Order by provider, unknown ones last."""
    return sorted(rows, key=lambda row: (row.provider is None, (row.provider or "").casefold()))
