"""What the pages of an authority's reviewers place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from ropa.core.register import Register
from ropa.store import reviewers
from ropa.store.members import members_of
from ropa.store.reviewers import MOST_FAILURES, Reviewer, Seen, Terms, Visit
from ropa.vocabulary import Kind, VisitKind
from ropa.web.access import Desk
from ropa.web.pages import day
from ropa.web.parts import parts
from ropa.web.reviewer_reach import Reach, reach
from ropa.web.tables import heads
from ropa.web.telling import when_of
from ropa.web.verdict_marks import Mark
from ropa.web.visited import visited

PER_PAGE = 100
"""So many things that a reviewer did are told on a page."""

REVIEWERS = heads("Name", "Authority", "State", "From", "To", "Looked at", "Downloaded", numbers=2)
VISITS = heads("When", "What", "Page or file")

_MARKS: Mapping[VisitKind, tuple[str, str]] = {
    VisitKind.OPENED: ("ok", "ok"),
    VisitKind.WRONG: ("warn", "warn"),
    VisitKind.VIEWED: ("ring", "flat"),
    VisitKind.DOWNLOADED: ("out", "flat"),
    VisitKind.REFUSED: ("bad", "bad"),
}


@dataclass(frozen=True, slots=True)
class ReviewerRow:
    """One reviewer in the list."""

    name: str
    url: str
    authority: str
    state: Mark
    first_day: str
    last_day: str
    viewed: int
    downloaded: int


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One thing a reviewer did: `words` say which page or file, `url` shows the same page."""

    when: str
    mark: Mark
    words: str
    address: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ReviewerPage:
    """All that the page of one reviewer places; `code` and `revoke` are where that is asked for.

    `reach` is what they see, for as long as they may come in.
    """

    name: str
    authority: str
    state: Mark
    facts: tuple[tuple[str, str], ...]
    activities: tuple[tuple[str, str | None], ...]
    reach: Reach | None
    visits: tuple[VisitRow, ...]
    total: int
    code: str | None
    revoke: str | None
    previous: str | None
    next: str | None


def reviewers_page(desk: Desk) -> tuple[ReviewerRow, ...]:
    """Give everybody who has, or had, a link."""
    session = parts().session()
    found = reviewers.reviewers_of(session, desk.organisation.id)
    seen = reviewers.seen_by(session, [one.id for one in found])
    return tuple(_row(desk, one, seen.get(one.id)) for one in found)


def reviewer_page(desk: Desk, reviewer: Reviewer, page: str) -> ReviewerPage:
    """Give the page of one reviewer; a page beyond the last is the last."""
    session, terms = parts().session(), reviewer.terms
    total = reviewers.visits_by(session, reviewer.id)
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(int(page), 1), pages) if page.isascii() and page.isdigit() else 1
    found = reviewers.visits_of(session, reviewer.id, (number - 1) * PER_PAGE, PER_PAGE)
    revoked = reviewer.revoked_at is not None
    over = revoked or terms.last_day < desk.clock.today

    def url(endpoint: str, **more: object) -> str:
        return desk.url(f"reviewers.{endpoint}", reviewer=reviewer.id, **more)

    return ReviewerPage(
        name=terms.name,
        authority=terms.authority,
        state=_state(reviewer, desk.clock.today),
        facts=_facts(desk, reviewer),
        activities=_activities(desk, desk.register, terms.activities or ()),
        reach=None if over else reach(desk, terms),
        visits=tuple(_visit(desk, terms, one) for one in found),
        total=total,
        code=None if over else url("code"),
        revoke=None if revoked else url("revoke"),
        previous=url("reviewer", page=number - 1) if number > 1 else None,
        next=url("reviewer", page=number + 1) if number < pages else None,
    )


def _row(desk: Desk, one: Reviewer, seen: Seen | None) -> ReviewerRow:
    terms = one.terms
    return ReviewerRow(
        name=terms.name,
        url=desk.url("reviewers.reviewer", reviewer=one.id),
        authority=terms.authority,
        state=_state(one, desk.clock.today),
        first_day=day(terms.first_day),
        last_day=day(terms.last_day),
        viewed=seen.viewed if seen else 0,
        downloaded=seen.downloaded if seen else 0,
    )


def _state(one: Reviewer, today: datetime.date) -> Mark:
    """Say in a word whether the door is open."""
    if one.revoked_at is not None:
        return "none", "none", "Revoked"
    if today > one.terms.last_day:
        return "none", "none", "Over"
    if one.failures >= MOST_FAILURES:
        return "bad", "bad", "Needs another code"
    if today < one.terms.first_day:
        return "clock", "flat", "Not yet"
    if one.awaited:
        return "clock", "flat", "Waits for the code"
    return "ok", "ok", "Open"


def _facts(desk: Desk, one: Reviewer) -> tuple[tuple[str, str], ...]:
    terms = one.terms
    people = {m.user: m.name for m in members_of(parts().session(), desk.organisation.id)}
    some = terms.activities is not None
    facts = [
        ("Activities", "Only those below, and what they reach" if some else "All of them"),
        (
            "As recorded",
            f"Up to journal {terms.sequence}" if terms.sequence is not None else "Live",
        ),
        ("Files of documents", "Can be opened" if terms.documents else "Stay closed"),
        ("From", day(terms.first_day)),
        ("To", day(terms.last_day)),
        ("Made", f"{_when(desk, one.made_at)}, by {people.get(one.made_by, one.made_by)}"),
        ("First opened", _when(desk, one.opened_at) if one.opened_at else "Not yet"),
    ]
    if one.revoked_at is not None:
        by = people.get(one.revoked_by or "", one.revoked_by or "")
        facts.append(("Revoked", f"{_when(desk, one.revoked_at)}, by {by}"))
    return tuple(facts)


def _activities(
    desk: Desk, register: Register, ids: tuple[str, ...]
) -> tuple[tuple[str, str | None], ...]:
    held = register.activities
    return tuple(
        (held[id].title, desk.url_of((Kind.ACTIVITY, id))) if id in held else (id, None)
        for id in ids
    )


def _visit(desk: Desk, terms: Terms, visit: Visit) -> VisitRow:
    icon, sort = _MARKS[visit.kind]
    here = desk.register, desk.organisation.id
    words = visited(*here, visit.address) if visit.address else "The page of the link"
    return VisitRow(
        when=_when(desk, visit.at),
        mark=(icon, sort, visit.kind.label),
        words=f"{words}: {visit.file}" if visit.file else words,
        address=visit.address,
        url=_again(terms, visit.address) if visit.kind is VisitKind.VIEWED else None,
    )


def _again(terms: Terms, address: str) -> str:
    """Give where the same page is, as it was read: a link may end at an entry of the journal."""
    page = f"{request.script_root}{address}"
    if terms.sequence is None or "as_of=" in address:
        return page
    return f"{page}{'&' if '?' in page else '?'}as_of={terms.sequence}"


def _when(desk: Desk, instant: datetime.datetime) -> str:
    return when_of(desk, instant.isoformat())
