"""The page of the journal: what is asked of it, in words and addresses, and what it says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from ropa.core.moments import end_of, parse_day, zone_of
from ropa.core.register import Register
from ropa.records.canonical import unstorable
from ropa.records.spec import REGISTER_KINDS
from ropa.store.changes import Asked, Found
from ropa.store.journal import text_of
from ropa.vocabulary import Kind
from ropa.web.access import Action, Desk
from ropa.web.forms.posted import visible
from ropa.web.list_page import title_of
from ropa.web.pages import day
from ropa.web.telling import Reader, Told, reader

MOST = 50
"""How many entries a page holds."""

SHOWN = 6
"""How many entries of one batch stand open."""

_SHOWN_OF_A_TEXT = 80
_NAMESAKES = 100
"""How many records of the same name are looked for."""

_NAMES = ("person", "kind", "record", "from", "to", "batch")
_KINDS: Mapping[str, Kind] = {kind.plural: kind for kind in REGISTER_KINDS}


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries that were written together; `rest` are folded. `undo` is where they are undone.

    `goes_on` says that the next page has more of them.
    """

    number: int
    when: str
    who: str
    reason: str | None
    first: tuple[Told, ...]
    rest: tuple[Told, ...]
    goes_on: bool
    url: str
    undo: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class JournalPage:
    """All that the page places. `filters` are phrases with a value and the address without it."""

    batches: tuple[Batch, ...]
    filters: tuple[tuple[str, str, str], ...]
    problems: tuple[str, ...]
    older: str | None
    newest: str | None
    clear: str
    compare: str
    action: str
    kept: tuple[tuple[str, str], ...]
    people: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Request:
    """What was understood of an address: what is asked, said in words, and what was not."""

    asked: Asked
    said: tuple[tuple[str, str, str], ...]
    problems: tuple[str, ...]


def journal_page(desk: Desk, args: Mapping[str, str]) -> JournalPage:
    """Read what an address asks of the journal, and find it."""
    its = reader(desk)
    given = {name: args[name].strip() for name in _NAMES if args.get(name, "").strip()}
    wanted = _read(its, given, args.get("before", ""))
    found = its.find(wanted.asked, MOST)
    good = {name: given[name] for name, _, _ in wanted.said}

    def url(values: Mapping[str, object]) -> str:
        return desk.url("journal.journal", **values)

    return JournalPage(
        batches=tuple(_batches(its, found)),
        filters=tuple(
            (phrase, label, url({k: v for k, v in good.items() if k != name}))
            for name, phrase, label in wanted.said
        ),
        problems=wanted.problems,
        older=url({**good, "before": found.headings[-1].sequence}) if found.following else None,
        newest=url(good) if wanted.asked.below is not None else None,
        clear=url({}),
        compare=desk.url("compare.compare"),
        action=url({}).partition("?")[0],
        kept=tuple(desk.clock.asked.items()),
        people=_choices(its.people.items(), given.get("person")),
        kinds=_choices(((p, title_of(k)) for p, k in _KINDS.items()), given.get("kind")),
        values={name: visible(given.get(name, "")) for name in _NAMES},
    )


def _choices(pairs: Iterable[tuple[str, str]], chosen: str | None) -> tuple[Choice, ...]:
    ordered = sorted(pairs, key=lambda pair: pair[1].casefold())
    return tuple(Choice(value, label, value == chosen) for value, label in ordered)


def _read(its: Reader, given: Mapping[str, str], before: str) -> _Request:
    """Understand what is given; what cannot be is said and left out."""
    zone = zone_of(its.desk.organisation)
    asked: dict[str, object] = {}
    said, problems = [], []
    for name, text in given.items():
        read = _understood(its, name, text, zone)
        if isinstance(read, str):
            problems.append(read)
            continue
        field, value, phrase, label = read
        asked[field] = value
        said.append((name, phrase, label))
    if before and (number := _number(before)) is not None:
        asked["below"] = number
    return _Request(Asked(**asked), tuple(said), tuple(problems))  # type: ignore[arg-type]


def _understood(
    its: Reader, name: str, text: str, zone: datetime.tzinfo
) -> tuple[str, object, str, str] | str:
    """Give the field of what is asked, its value, and how it reads; or what is wrong."""
    shown = text[:_SHOWN_OF_A_TEXT]
    if unstorable(text):
        return "A filter holds a character that no record has"
    if name == "person":
        known = its.people.get(text)
        return ("actor", text, "the person is", known) if known else "That person is not known here"
    if name == "kind":
        kind = _KINDS.get(text)
        if kind is None:
            return f"“{shown}” is no kind of record"
        return "kind", kind, "the kind is", title_of(kind).lower()
    if name == "record":
        ids, title = _records(its.desk.register, text)
        return "records", ids, "the record is", f"“{title[:_SHOWN_OF_A_TEXT]}”"
    if name == "batch":
        number = _number(text)
        wrong = f"“{shown}” is not the number of a batch"
        return wrong if number is None else ("batch", number, "the batch is", str(number))
    return _day(name, text, zone)


def _records(register: Register, text: str) -> tuple[tuple[str, ...], str]:
    """Give the ids of records that are called so, or have the text as their id, and a title."""
    wanted = text.casefold()
    called = [one for one in register if one.id == text or one.title.casefold() == wanted]
    ids = dict.fromkeys((text, *(one.id for one in called)))
    title = called[0].title if called else text
    return tuple(ids)[:_NAMESAKES], title


def _day(name: str, text: str, zone: datetime.tzinfo) -> tuple[str, object, str, str] | str:
    found = parse_day(text[:_SHOWN_OF_A_TEXT])
    if isinstance(found, str):
        return found
    if name == "to":
        return "last", text_of(end_of(found, zone)), "the day is at the latest", day(found)
    begins = datetime.datetime.combine(found, datetime.time(), zone)
    return "first", text_of(begins), "the day is at the earliest", day(found)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


def _batches(its: Reader, found: Found) -> Iterator[Batch]:
    desk, told = its.desk, its.tell(found.headings)
    may, unfinished = desk.may(Action.UNDO), found.headings[-1].batch if found.goes_on else None
    for number, group in groupby(told, key=lambda one: one.batch):
        held = tuple(group)
        first = held[0]
        shown = held if len(held) <= SHOWN else held[: SHOWN - 1]
        yield Batch(
            number=number,
            when=first.when,
            who=first.who,
            reason=first.reason,
            first=shown,
            rest=held[len(shown) :],
            goes_on=number == unfinished,
            url=first.batch_url,
            undo=desk.url("journal.undo_batch", batch=number) if may else None,
        )
