"""The page of what changed in the register between two moments of the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ropa.core.between import Changed, RecordChange, between, changed
from ropa.core.diff import Difference
from ropa.core.names import Names
from ropa.core.register import Key
from ropa.store.changes import Asked
from ropa.web.access import Action, Desk
from ropa.web.moments import Moment, moment_of, own_moment
from ropa.web.telling import names_of, reader

PER_PAGE = 25
"""How many records a page compares."""

_EDITS = 400
"""How many entries are looked through for who changed the records of a page."""

_OPEN = 8


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry by which a record came to differ: when, who, why, and where it stands."""

    when: str
    who: str
    reason: str | None
    sequence: int
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record that differs."""

    title: str
    kind: str
    became: str
    url: str | None
    differences: tuple[Difference, ...]
    open: bool
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """All that the page places; `rows` is None until two moments are known."""

    since: Moment
    until: Moment
    rows: tuple[Row, ...] | None
    total: int
    first: int
    action: str
    kept: tuple[tuple[str, str], ...]
    previous: str | None
    next: str | None
    csv: str | None

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows or ()) - 1


def compared(desk: Desk, args: Mapping[str, str]) -> tuple[Moment, Moment]:
    """Read the two moments of an address; the later one is the page's own where it is not given."""
    since, until = (args.get(name, "").strip() for name in ("before", "after"))
    return moment_of(desk, since), moment_of(desk, until) if until else own_moment(desk)


def all_changes(desk: Desk, since: Moment, until: Moment) -> tuple[RecordChange, ...]:
    """Give everything that differs, for an export."""
    names = names_of(desk)
    return tuple(between(_changed(since, until, names), names))


def compare_page(desk: Desk, args: Mapping[str, str]) -> ComparePage:
    """Give the page that an address asks for; a page beyond the last is the last."""
    since, until = compared(desk, args)
    names = names_of(desk)
    found = _changed(since, until, names)
    pages = max(1, -(-len(found) // PER_PAGE))
    asked = args.get("page", "1")
    page = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() else 1
    start = (page - 1) * PER_PAGE
    ready = since.register is not None and until.register is not None

    def url(endpoint: str, **more: object) -> str:
        typed = {"before": since.typed, "after": until.typed}
        return desk.url(endpoint, **{k: v for k, v in typed.items() if v}, **more)

    return ComparePage(
        since=since,
        until=until,
        rows=_rows(desk, found[start : start + PER_PAGE], names) if ready else None,
        total=len(found),
        first=start + 1,
        action=desk.url("compare.compare").partition("?")[0],
        kept=tuple(desk.clock.asked.items()),
        previous=url("compare.compare", page=page - 1) if page > 1 else None,
        next=url("compare.compare", page=page + 1) if page < pages else None,
        csv=url("compare.download") if ready and found and desk.may(Action.EXPORT) else None,
    )


def _changed(since: Moment, until: Moment, names: Names) -> tuple[Changed, ...]:
    if since.register is None or until.register is None:
        return ()
    return changed(since.register, until.register, names)


def _rows(desk: Desk, found: tuple[Changed, ...], names: Names) -> tuple[Row, ...]:
    edits = _edits(desk, [one.key for one in found])
    return tuple(
        Row(
            title=one.title,
            kind=one.key[0].label,
            became=one.became.label,
            url=desk.url_of(one.key) if desk.register.get(*one.key) else None,
            differences=one.differences,
            open=len(one.differences) <= _OPEN,
            edits=tuple(edits.get(one.key, ())),
        )
        for one in between(found, names)
    )


def _edits(desk: Desk, keys: list[Key]) -> Mapping[Key, list[Edit]]:
    """Give the entries about some records that may be seen, newest first."""
    its = reader(desk)
    found = its.find(Asked(records=tuple(id for _, id in keys)), _EDITS) if keys else None
    edits: dict[Key, list[Edit]] = defaultdict(list)
    by_sequence = {one.sequence: one.key for one in found.headings} if found else {}
    for told in its.tell(found.headings) if found else ():
        edit = Edit(told.when, told.who, told.reason, told.sequence, told.batch_url)
        edits[by_sequence[told.sequence]].append(edit)
    return edits
