"""The page of what changed in the register between two moments of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ropa.core.between import Changed, between, changed
from ropa.core.diff import Difference
from ropa.core.names import Names
from ropa.core.register import Key, Register
from ropa.export.changes_csv import Edit, changes_csv
from ropa.web.access import Action, Desk
from ropa.web.moments import Moment, moment_of, own_moment
from ropa.web.telling import names_of, reader

PER_PAGE = 25
"""How many records a page compares."""

_OPEN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One record that differs, with the entries that made it so, each with its address."""

    title: str
    kind: str
    became: str
    url: str | None
    differences: tuple[Difference, ...]
    open: bool
    edits: tuple[tuple[Edit, str], ...]


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


def all_changes(desk: Desk, since: Register, until: Register) -> bytes:
    """Give everything that differs as CSV, with who changed it and why."""
    names = names_of(desk)
    found = changed(since, until, names)
    edits = _edits(desk, (since, until), found)
    return changes_csv(between(found, names), edits)


def compare_page(desk: Desk, args: Mapping[str, str]) -> ComparePage:
    """Give the page that an address asks for; a page beyond the last is the last."""
    since, until = compared(desk, args)
    names = names_of(desk)
    ends = _ends(since, until)
    found = changed(*ends, names) if ends else ()
    pages = max(1, -(-len(found) // PER_PAGE))
    asked = args.get("page", "1")
    page = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() else 1
    start = (page - 1) * PER_PAGE

    def url(endpoint: str, **more: object) -> str:
        typed = {"before": since.typed, "after": until.typed}
        return desk.url(endpoint, **{k: v for k, v in typed.items() if v}, **more)

    return ComparePage(
        since=since,
        until=until,
        rows=_rows(desk, ends, found[start : start + PER_PAGE], names) if ends else None,
        total=len(found),
        first=start + 1,
        action=desk.url("compare.compare").partition("?")[0],
        kept=tuple(desk.clock.asked.items()),
        previous=url("compare.compare", page=page - 1) if page > 1 else None,
        next=url("compare.compare", page=page + 1) if page < pages else None,
        csv=url("compare.download") if found and desk.may(Action.EXPORT) else None,
    )


def _ends(since: Moment, until: Moment) -> tuple[Register, Register] | None:
    """Give the two registers, where both moments are known."""
    if since.register is None or until.register is None:
        return None
    return since.register, until.register


def _rows(
    desk: Desk, ends: tuple[Register, Register], found: tuple[Changed, ...], names: Names
) -> tuple[Row, ...]:
    edits = _edits(desk, ends, found)
    return tuple(
        Row(
            title=one.title,
            kind=one.key[0].label,
            became=one.became.label,
            url=desk.url_of(one.key) if desk.register.get(*one.key) else None,
            differences=one.differences,
            open=len(one.differences) <= _OPEN,
            edits=tuple(
                (edit, desk.url("journal.journal", batch=edit.batch))
                for edit in edits.get(one.key, ())
            ),
        )
        for one in between(found, names)
    )


def _edits(
    desk: Desk, ends: tuple[Register, Register], found: Iterable[Changed]
) -> Mapping[Key, list[Edit]]:
    """Give the entries between the two moments that may be seen, about what differs."""
    earlier, later = ends
    keys = frozenset(one.key for one in found)
    return reader(desk, later).since(earlier.moment, keys)
