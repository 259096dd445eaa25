"""The page of the calendar: what ends, month by month, and the feed of it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from werkzeug.datastructures import MultiDict

from ropa.core.deadlines import Deadline, Due, Sort, deadlines
from ropa.core.filters import Query
from ropa.core.moments import zone_of
from ropa.vocabulary import Kind, Word
from ropa.web.access import Desk
from ropa.web.list_page import FacetView, Filter, Value
from ropa.web.pages import day
from ropa.web.parts import parts

PER_PAGE = 100
"""How many deadlines a page holds."""

_SHOWN = 6
"""So many engagements of one decision stand open; the others are folded."""

_LETTERS = 80
_SORT, _DUE = "sort", "due"


@dataclass(frozen=True, slots=True)
class _Filter:
    """A part of the address that chooses among deadlines, by a word of each."""

    name: str
    label: str
    phrase: str
    noun: str
    words: type[Word]

    def of(self, deadline: Deadline) -> Word:
        """Give the word of a deadline."""
        return deadline.sort if self.name == _SORT else deadline.due


_FILTERS = (
    _Filter(_SORT, "What", "it is", "sort of deadline", Sort),
    _Filter(_DUE, "When", "it is due", "time", Due),
)

Chosen = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline. A decision has no page of its own, but links to engagements."""

    day: str
    iso: str
    title: str
    url: str | None
    sentence: str
    sort: str
    when: str
    due: str
    first: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The overdue, or those of one month."""

    id: str
    title: str
    overdue: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FeedView:
    """The feed of whoever looks: when its address was made, and where that is changed."""

    made: str | None
    make: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """All that the page places. `where` are the lists in which a day can be recorded."""

    summary: str
    total: int
    matched: int
    groups: tuple[Group, ...]
    facets: tuple[FacetView, ...]
    filters: tuple[Filter, ...]
    clear: str | None
    problems: tuple[str, ...]
    shown: str
    previous: str | None
    next: str | None
    where: tuple[tuple[str, str], ...]
    feed: FeedView


def calendar_page(
    desk: Desk, made: datetime.datetime | None, args: MultiDict[str, str]
) -> CalendarPage:
    """Read what an address asks of the calendar, and find it."""
    chosen, problems = _read(args)
    every = deadlines(desk.register, parts().reference, desk.clock.about_day)
    matched = [one for one in every if all(_fits(f, one, chosen) for f in _FILTERS)]
    pages = max(1, -(-len(matched) // PER_PAGE))
    page = min(_number(args.get("page", "")), pages)
    begin = (page - 1) * PER_PAGE
    held = matched[begin : begin + PER_PAGE]

    def turned(to: int) -> str | None:
        return _url(desk, chosen, page=to) if 1 <= to <= pages else None

    return CalendarPage(
        summary=_summary(every),
        total=len(every),
        matched=len(matched),
        groups=tuple(_groups(desk, held)),
        facets=tuple(_facet(desk, one, every, chosen) for one in _FILTERS),
        filters=tuple(_said(desk, chosen)),
        clear=_url(desk, {}) if any(chosen.values()) else None,
        problems=problems,
        shown=f"{begin + 1}–{begin + len(held)} of {len(matched)}",
        previous=turned(page - 1),
        next=turned(page + 1),
        where=_where(desk),
        feed=_feed(desk, made),
    )


def _read(args: MultiDict[str, str]) -> tuple[Chosen, tuple[str, ...]]:
    """Understand the filters of an address; what cannot be is said and left out."""
    chosen: dict[str, tuple[str, ...]] = {}
    problems = []
    for one in _FILTERS:
        given = dict.fromkeys(args.getlist(one.name))
        known = [word.value for word in one.words]
        chosen[one.name] = tuple(value for value in known if value in given)
        problems += [
            f"“{value[:_LETTERS]}” is no {one.noun}" for value in given if value not in known
        ]
    return chosen, tuple(problems)


def _fits(one: _Filter, deadline: Deadline, chosen: Chosen) -> bool:
    wanted = chosen.get(one.name)
    return not wanted or one.of(deadline).value in wanted


def _number(text: str) -> int:
    good = text.isascii() and text.isdigit() and len(text) <= 9
    return max(1, int(text)) if good else 1


def _url(desk: Desk, chosen: Chosen, page: int = 1) -> str:
    kept = {name: list(values) for name, values in chosen.items() if values}
    turned = {"page": page} if page > 1 else {}
    return desk.url("calendar.calendar", **kept, **turned)


def _facet(desk: Desk, one: _Filter, every: Iterable[Deadline], chosen: Chosen) -> FacetView:
    """Count the words of one filter among what the other filters leave."""
    others = [f for f in _FILTERS if f is not one]
    counts = Counter(one.of(d) for d in every if all(_fits(f, d, chosen) for f in others))
    held = chosen[one.name]
    values = tuple(
        Value(
            label=word.label,
            count=counts[word],
            chosen=word.value in held,
            state="",
            url=_url(desk, {**chosen, one.name: _toggled(held, word.value)}),
        )
        for word in one.words
        if counts[word] or word.value in held
    )
    return FacetView(one.name, one.label, values, open=True, more=0, more_url="")


def _toggled(held: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(v for v in held if v != value) if value in held else (*held, value)


def _said(desk: Desk, chosen: Chosen) -> Iterator[Filter]:
    for one in _FILTERS:
        labels = {word.value: word.label.lower() for word in one.words}
        held = chosen[one.name]
        if held:
            yield Filter(
                one.phrase,
                tuple(
                    (labels[v], _url(desk, {**chosen, one.name: _toggled(held, v)})) for v in held
                ),
            )


def _summary(every: Iterable[Deadline]) -> str:
    """Say in a sentence how it stands."""
    counts = Counter(one.due for one in every)
    overdue, soon = counts[Due.OVERDUE], counts[Due.WITHIN_30]
    first = f"{overdue or 'Nothing'} {'are' if overdue > 1 else 'is'} overdue"
    falls = "falls" if soon == 1 else "fall"
    return f"{first}, {soon or 'none'} {falls} within the next 30 days."


def _groups(desk: Desk, held: Iterable[Deadline]) -> Iterator[Group]:
    """Group the overdue, which come first, and then month by month."""
    for (overdue, year, month), found in groupby(held, key=_group):
        title = "Overdue" if overdue else f"{datetime.date(year, month, 1):%B} {year}"
        id = "overdue" if overdue else f"m-{year}-{month:02}"
        yield Group(id, title, overdue, tuple(_line(desk, one) for one in found))


def _group(deadline: Deadline) -> tuple[bool, int, int]:
    overdue = deadline.due is Due.OVERDUE
    return (overdue, 0, 0) if overdue else (overdue, deadline.day.year, deadline.day.month)


def _line(desk: Desk, one: Deadline) -> Line:
    held = desk.register.engagements
    engagements = tuple((held[id].title, desk.url_of((kind, id))) for kind, id in one.engagements)
    return Line(
        day=day(one.day),
        iso=one.day.isoformat(),
        title=one.title,
        url=desk.url_of(one.key) if one.key else None,
        sentence=one.sentence,
        sort=one.sort.label,
        when=_when((one.day - desk.clock.about_day).days),
        due=one.due.value,
        first=engagements[:_SHOWN],
        rest=engagements[_SHOWN:],
    )


def _when(left: int) -> str:
    """Say how many days are left."""
    if left in _NEAR:
        return _NEAR[left]
    return f"in {left} days" if left > 0 else f"{-left} days ago"


_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def _where(desk: Desk) -> tuple[tuple[str, str], ...]:
    kinds = (Kind.ACTIVITY, Kind.TRANSFER, Kind.DOCUMENT, Kind.ENGAGEMENT)
    return tuple((kind.plural, desk.list_url(Query(kind))) for kind in kinds)


def _feed(desk: Desk, made: datetime.datetime | None) -> FeedView:
    zone = zone_of(desk.organisation)
    return FeedView(
        made=day(made.astimezone(zone).date()) if made else None,
        make=desk.url("calendar.make_feed"),
        withdraw=desk.url("calendar.withdraw_feed"),
    )
