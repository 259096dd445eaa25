"""The page of the journal: what is asked of it, in words and addresses, and what it says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from ropa.core.moments import end_of, parse_day, zone_of
from ropa.records.spec import REGISTER_KINDS
from ropa.store.changes import Asked
from ropa.store.journal import text_of
from ropa.vocabulary import Kind
from ropa.web.access import Action, Desk
from ropa.web.list_page import title_of
from ropa.web.pages import day
from ropa.web.telling import Reader, Told, reader

MOST = 50
"""How many entries a page holds."""

SHOWN = 6
"""How many entries of one batch stand open."""

_NAMES = ("person", "kind", "record", "from", "to", "batch")
_KINDS: Mapping[str, Kind] = {kind.plural: kind for kind in REGISTER_KINDS}


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries that were written together; `rest` are folded. `undo` is where they are undone."""

    number: int
    when: str
    who: str
    reason: str | None
    first: tuple[Told, ...]
    rest: tuple[Told, ...]
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
        batches=tuple(_batches(desk, its.tell(found.sequences))),
        filters=tuple(
            (phrase, label, url({k: v for k, v in good.items() if k != name}))
            for name, phrase, label in wanted.said
        ),
        problems=wanted.problems,
        older=url({**good, "before": found.sequences[-1]}) if found.more else None,
        newest=url(good) if wanted.asked.below is not None else None,
        clear=url({}),
        action=url({}).partition("?")[0],
        kept=tuple(desk.clock.asked.items()),
        people=_choices(its.people.items(), given.get("person")),
        kinds=_choices(((p, title_of(k)) for p, k in _KINDS.items()), given.get("kind")),
        values={name: given.get(name, "") for name in _NAMES},
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
    if name == "person":
        known = its.people.get(text)
        return ("actor", text, "the person is", known) if known else "That person is not known here"
    if name == "kind":
        kind = _KINDS.get(text)
        if kind is None:
            return f"“{text[:40]}” is no kind of record"
        return "kind", kind, "the kind is", title_of(kind).lower()
    if name == "record":
        return "record", text[:200], "the record is", f"“{text[:80]}”"
    if name == "batch":
        number = _number(text)
        wrong = f"“{text[:40]}” is not the number of a batch"
        return wrong if number is None else ("batch", number, "the batch is", str(number))
    found = parse_day(text)
    if isinstance(found, str):
        return found
    if name == "to":
        return "last", text_of(end_of(found, zone)), "the day is at the latest", day(found)
    begins = datetime.datetime.combine(found, datetime.time(), zone)
    return "first", text_of(begins), "the day is at the earliest", day(found)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


def _batches(desk: Desk, told: tuple[Told, ...]) -> Iterator[Batch]:
    may = desk.may(Action.UNDO)
    for number, group in groupby(told, key=lambda one: one.batch):
        held = tuple(group)
        first = held[0]
        undo = desk.url("journal.undo_batch", batch=number) if may else None
        shown = held if len(held) <= SHOWN else held[: SHOWN - 1]
        rest = held[len(shown) :]
        yield Batch(number, first.when, first.who, first.reason, shown, rest, first.batch_url, undo)
