"""The journal's entries in words and with addresses, for every page that tells of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from ropa.core.diff import Difference
from ropa.core.history import HistoryEntry, history
from ropa.core.moments import zone_of
from ropa.core.names import Names
from ropa.core.register import Key
from ropa.store import changes
from ropa.store.changes import Asked, Eyes, Found
from ropa.store.members import members_of
from ropa.vocabulary import Action
from ropa.web.access import Desk
from ropa.web.pages import day
from ropa.web.parts import parts

_NOBODY_HERE = "Somebody outside the organisation"
_MACHINES = {"command-line": "The command line"}
_OPEN = 8
"""Up to so many differences stand open."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: when, who and why; what became of which record, and how it differs from before.

    `url` is the record's page where it is there, `then_url` its page as this entry left it.
    `note` says why there are no differences.
    """

    sequence: int
    batch: int
    when: str
    who: str
    reason: str | None
    action: str
    kind: str
    title: str
    url: str | None
    then_url: str | None
    batch_url: str
    differences: tuple[Difference, ...]
    open: bool
    note: str


@dataclass(frozen=True, slots=True)
class History:
    """The entries of one record, newest first; `all` lists them where there are more."""

    told: tuple[Told, ...]
    all: str | None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One batch in a few words."""

    sequence: int
    title: str
    url: str | None
    words: str
    when: str
    who: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the journal: the desk, what may be seen from it, and its people's names by id."""

    desk: Desk
    eyes: Eyes
    people: Mapping[str, str]

    @property
    def connection(self) -> Connection:
        """The request's connection."""
        return parts().session().connection()

    def find(self, asked: Asked, most: int) -> Found:
        """Find the newest entries that are wanted, as of the desk's moment."""
        return changes.find(
            self.connection, self.eyes, replace(asked, until=self.desk.clock.sequence), most
        )

    def tell(self, sequences: Iterable[int]) -> tuple[Told, ...]:
        """Tell some entries, newest first."""
        wanted = frozenset(sequences)
        read = changes.as_seen(changes.with_before(self.connection, wanted), self.eyes)
        found = history(read, names_of(self.desk), wanted)
        return tuple(_told(self.desk, entry, self.people) for entry in found)


def reader(desk: Desk) -> Reader:
    """Begin to read the journal at a desk."""
    its, clock = parts(), desk.clock
    now = its.register()
    whole = its.catalogue.as_of(its.session(), clock.sequence) if clock.earlier else now
    members = {m.user: m.name for m in members_of(its.session(), desk.organisation.id)}
    eyes = Eyes(desk.organisation.id, desk.register, whole, frozenset((*_MACHINES, *members)))
    return Reader(desk, eyes, {**_MACHINES, **members})


def record_history(desk: Desk, key: Key, most: int = 20) -> History:
    """Tell the last entries of one record."""
    its, (kind, id) = reader(desk), key
    found = its.find(Asked(kind=kind, record=id), most)
    every = desk.url("journal.journal", kind=kind.plural, record=id)
    return History(its.tell(found.sequences), every if found.more else None)


def last_changes(desk: Desk, most: int = 8) -> tuple[Glimpse, ...]:
    """Give the last batches in a few words each, the newest first."""
    its = reader(desk)
    found = its.find(Asked(), most * 4)
    batches: dict[int, list[Told]] = {}
    for one in its.tell(found.sequences):
        batches.setdefault(one.batch, []).append(one)
    held = list(batches.values())
    # The last of them may go on beyond what was read.
    return tuple(_glimpse(one, found.more and one is held[-1]) for one in held[:most])


def names_of(desk: Desk) -> Names:
    """Give the words for what entries name."""
    return Names(desk.register, parts().reference, desk.clock.about_day)


def when_of(desk: Desk, instant: str) -> str:
    """Say an instant of the journal in the organisation's time."""
    local = datetime.datetime.fromisoformat(instant).astimezone(zone_of(desk.organisation))
    return f"{day(local.date())}, {local:%H:%M}"


def _told(desk: Desk, entry: HistoryEntry, people: Mapping[str, str]) -> Told:
    kind, id = entry.key
    there = desk.register.get(kind, id) is not None
    left = entry.action is not Action.DELETED and not entry.redacted
    return Told(
        sequence=entry.sequence,
        batch=entry.batch,
        when=when_of(desk, entry.instant),
        who=people.get(entry.actor, _NOBODY_HERE),
        reason=entry.reason,
        action=entry.action.label,
        kind=kind.label,
        title=entry.title,
        url=desk.url_of(entry.key) if there else None,
        then_url=desk.url("record.page", plural=kind.plural, id=id, as_of=entry.sequence)
        if left
        else None,
        batch_url=desk.url("journal.journal", batch=entry.batch),
        differences=entry.differences,
        open=entry.action is not Action.CREATED and len(entry.differences) <= _OPEN,
        note=_note(entry),
    )


def _note(entry: HistoryEntry) -> str:
    if entry.redacted:
        return "What it said then has been redacted from the journal."
    if entry.before_redacted:
        return "What it said before has been redacted from the journal."
    if not entry.differences:
        # What identifies a person is not in the journal, and may be all that differs.
        return "Nothing that the journal keeps differs from before."
    return ""


def _glimpse(held: list[Told], goes_on: bool) -> Glimpse:
    first = held[0]
    by = first.when, first.who, first.reason
    if len(held) > 1 or goes_on:
        many = f"{len(held)}{' or more' if goes_on else ''} records"
        return Glimpse(first.sequence, many, first.batch_url, f"{first.action} together", *by)
    return Glimpse(first.sequence, first.title, first.url, _few_words(first), *by)


def _few_words(one: Told) -> str:
    """Say in a few words what changed."""
    if not one.differences or one.action != Action.CHANGED.label:
        return f"{one.kind} {one.action.lower()}"
    labels = [difference.label for difference in one.differences]
    if len(labels) > 1:
        return f"{', '.join(labels[:3])}{' and more' if len(labels) > 3 else ''} changed"
    (only,) = one.differences
    was, now = (answer.text if answer else "nothing" for answer in (only.was, only.now))
    said = f"{only.label}: {was} → {now}"
    return said if len(said) <= 120 else f"{only.label} changed"
