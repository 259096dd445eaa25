"""Which activities an export is asked to be of, as an address says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from ropa.core.filters import Query, parse_query
from ropa.core.listing import in_use, listing, matching
from ropa.core.names import Names
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.parts import parts

ACTIVITY = "activity"
"""The part of an address that names one activity; repeatable."""

_OTHERS = ("as_of", "about", ACTIVITY)
_TITLES = 3
"""How many activities a sentence names."""

_BEFORE = (
    "the register did not have this organisation then, so there is nothing to export: look at a "
    "later day"
)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What an export is to be of: all, where `activities` is None, or these and what they reach.

    `words` say what that is, `short` a name for it in a file's. Where the address asks for what
    there is not, or for nothing, `problems` say so, and there is nothing to export. `pairs` are
    the parts of the address that ask.
    """

    activities: frozenset[str] | None
    words: str
    short: str
    problems: tuple[str, ...]
    pairs: Pairs

    def url(self, desk: Desk, endpoint: str, **values: str) -> str:
        """Give the address of a page about the same activities, at the clock's moment."""
        return with_pairs(desk.url(endpoint, **values), self.pairs)


def with_pairs(url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Add parts to an address, which may be called as parts of its path are."""
    more = urlencode(list(pairs))
    return f"{url}{'&' if '?' in url else '?'}{more}" if more else url


def exports_url(desk: Desk, query: Query) -> str:
    """Give the address of the exports of what a list of activities shows."""
    asked = Query(query.kind, query.text, query.chosen)
    return with_pairs(desk.url("exports.index"), asked.to_args())


def scope_asked(desk: Desk) -> Scope:
    """Read from the request which activities are asked for."""
    pairs = tuple(
        (name, value)
        for name, value in request.args.items(multi=True)
        if name not in ("as_of", "about")
    )
    named = [value for name, value in pairs if name == ACTIVITY]
    query, problems = parse_query(Kind.ACTIVITY, pairs, _OTHERS)
    wrong = [*problems, *(f"“{name}” has no value" for name, value in pairs if not value.strip())]
    register = desk.register
    if desk.organisation.id not in register.organisations:
        wrong = [_BEFORE]
    wrong.extend(
        f"there is no activity “{id}”" for id in named if id and id not in register.activities
    )
    filtered = bool(query.text or query.chosen)
    if wrong or not (named or filtered):
        return Scope(None, _all(desk), "", tuple(wrong), pairs)
    found = frozenset(named or register.activities)
    if filtered:
        held = matching(register, query, desk.clock.about_day, parts().reference)
        found &= {id for _, id in held}
    return _narrowed(desk, found, (*_named(desk, named), *_conditions(desk, query)), pairs)


def _narrowed(desk: Desk, found: frozenset[str], said: Iterable[str], pairs: Pairs) -> Scope:
    total = in_use(desk.register, Kind.ACTIVITY)
    words = f"{len(found)} of {total} {'activity' if total == 1 else 'activities'}: "
    words += ", and ".join(said)
    held = [desk.register.activities[id] for id in found]
    if retired := sum(1 for one in held if one.retired):
        words += f" ({retired} retired, which documents leave out)"
    wrong = () if found else ("no activity is like that, so there is nothing to export",)
    short = held[0].id if len(held) == 1 else f"{len(held)}-activities"
    return Scope(found, words, short, wrong, pairs)


def _all(desk: Desk) -> str:
    total = in_use(desk.register, Kind.ACTIVITY)
    return "The only activity there is" if total == 1 else f"All {total} activities"


def _named(desk: Desk, named: list[str]) -> Iterator[str]:
    if named:
        names = Names(desk.register, parts().reference, desk.clock.about_day)
        titles = [names.title(Kind.ACTIVITY, id) for id in dict.fromkeys(named)]
        beyond = len(titles) - _TITLES
        yield ", ".join(titles[:_TITLES]) + (f" and {beyond} more" if beyond > 0 else "")


def _conditions(desk: Desk, query: Query) -> Iterator[str]:
    found = listing(desk.register, Kind.ACTIVITY, query, desk.clock.about_day, parts().reference)
    yield from (condition.text for condition in found.conditions)
