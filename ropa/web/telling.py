"""The journal's entries in words and with addresses, for every page that tells of them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from textwrap import shorten

from sqlalchemy import Connection

from ropa.core.diff import Difference
from ropa.core.history import HistoryEntry, history
from ropa.core.moments import zone_of
from ropa.core.names import Names
from ropa.core.register import Key, Moment, Register
from ropa.export.changes_csv import Edit
from ropa.store import changes
from ropa.store.changes import Asked, Eyes, Found, Heading
from ropa.store.members import members_of
from ropa.vocabulary import Action
from ropa.web.access import Desk
from ropa.web.list_page import title_of
from ropa.web.pages import day
from ropa.web.parts import parts

_NOBODY_HERE = "Somebody outside the organisation"
_MACHINES = {"command-line": "The command line"}
_FEW_WORDS = 120
"""Characters of what is told in passing."""

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
        return changes.find(self.connection, self.eyes, asked, most)

    def tell(self, headings: Sequence[Heading]) -> tuple[Told, ...]:
        """Tell some entries, newest first."""
        wanted = frozenset(heading.sequence for heading in headings)
        read = changes.with_before(self.connection, wanted)
        seen = changes.as_seen(read, self.desk.register)
        people = {**self.people, **self._others({heading.actor for heading in headings})}
        found = history(seen, names_of(self.desk), wanted)
        return tuple(_told(self.desk, entry, people[entry.actor]) for entry in found)

    def since(self, earlier: Moment, keys: Collection[Key]) -> Mapping[Key, list[Edit]]:
        """Say when, by whom and why some records were changed after a moment, newest first."""
        found = changes.since(self.connection, self.eyes, earlier, keys)
        actors = {heading.actor for headings in found.values() for heading in headings}
        people = {**self.people, **self._others(actors)}
        return {
            key: [_edit(self.desk, heading, people[heading.actor]) for heading in headings]
            for key, headings in found.items()
        }

    def _others(self, actors: Set[str]) -> Mapping[str, str | None]:
        """Name what is no person by its id, and people from elsewhere not at all."""
        unknown = actors - self.people.keys()
        accounts = changes.accounts_among(self.connection, unknown) if unknown else ()
        return {id: None if id in accounts else id for id in unknown}


def reader(desk: Desk, register: Register | None = None) -> Reader:
    """Begin to read the journal at a desk, up to its moment or to that of a register."""
    members = {m.user: m.name for m in members_of(parts().session(), desk.organisation.id)}
    eyes = Eyes(
        desk.organisation.id, desk.register if register is None else register, frozenset(members)
    )
    return Reader(desk, eyes, {**_MACHINES, **members})


def record_history(desk: Desk, key: Key, most: int = 20) -> History:
    """Tell the last entries of one record."""
    its, (kind, id) = reader(desk), key
    found = its.find(Asked(kind=kind, records=(id,)), most)
    every = desk.url("journal.journal", kind=kind.plural, record=id)
    return History(its.tell(found.headings), every if found.following else None)


def last_changes(desk: Desk, most: int = 8) -> tuple[Glimpse, ...]:
    """Give the last batches in a few words each, the newest first."""
    its = reader(desk)
    found = changes.batches(its.connection, its.eyes, most)
    told = its.tell([batch.headings[0] for batch in found])
    return tuple(_glimpse(one, batch) for one, batch in zip(told, found, strict=True))


def names_of(desk: Desk) -> Names:
    """Give the words for what entries name."""
    return Names(desk.register, parts().reference, desk.clock.about_day)


def when_of(desk: Desk, instant: str) -> str:
    """Say an instant of the journal in the organisation's time."""
    local = datetime.datetime.fromisoformat(instant).astimezone(zone_of(desk.organisation))
    return f"{day(local.date())}, {local:%H:%M}"


def _told(desk: Desk, entry: HistoryEntry, who: str | None) -> Told:
    kind, id = entry.key
    there = desk.register.get(kind, id) is not None
    left = entry.action is not Action.DELETED and not entry.redacted
    return Told(
        sequence=entry.sequence,
        batch=entry.batch,
        when=when_of(desk, entry.instant),
        who=who or _NOBODY_HERE,
        # What people from elsewhere give as their reason may speak of what is theirs.
        reason=entry.reason if who else None,
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


def _edit(desk: Desk, heading: Heading, who: str | None) -> Edit:
    reason = heading.reason if who else None  # as of an entry that is told
    when = when_of(desk, heading.instant)
    return Edit(when, who or _NOBODY_HERE, reason, heading.sequence, heading.batch)


def _note(entry: HistoryEntry) -> str:
    if entry.redacted:
        return "What it said then has been redacted from the journal."
    if entry.before_redacted:
        return "What it said before has been redacted from the journal."
    if not entry.differences:
        # What identifies a person, or a source that only others may see, may be all that differs.
        return "Nothing that can be shown here differs from before."
    return ""


def _glimpse(newest: Told, batch: Found) -> Glimpse:
    reason = newest.reason and shorten(newest.reason, _FEW_WORDS, placeholder=" …")
    by = newest.when, newest.who, reason
    if len(batch.headings) == 1 and not batch.goes_on:
        return Glimpse(newest.sequence, newest.title, newest.url, _few_words(newest), *by)
    kinds = {heading.key[0] for heading in batch.headings}
    noun = title_of(kinds.pop()).lower() if len(kinds) == 1 and not batch.goes_on else "records"
    many = f"{'More than ' if batch.goes_on else ''}{len(batch.headings)} {noun}"
    return Glimpse(newest.sequence, many, newest.batch_url, _actions(batch), *by)


def _actions(batch: Found) -> str:
    """Say what was done, and how often each where it is not one thing."""
    done = Counter(Action(heading.action).label for heading in batch.headings)
    if len(done) == 1 or batch.goes_on:
        return f"{' and '.join(done).capitalize()} together"
    return ", ".join(f"{number} {label.lower()}" for label, number in done.most_common())


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
    return said if len(said) <= _FEW_WORDS else f"{only.label} changed"
