"""What changed between two moments as CSV, one line for each field (see `ropa.export.csv`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ropa.core.answers import Answer, State
from ropa.core.between import RecordChange
from ropa.core.diff import Difference, LineChange
from ropa.core.register import Key
from ropa.export.csv import written

_HEADS = (
    *("Kind", "Record", "Identifier", "Became", "Field", "Clause", "Was", "Is now"),
    *("When and by whom", "Why"),
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry by which a record came to differ: when, by whom, why, and where it stands."""

    when: str
    who: str
    reason: str | None
    sequence: int
    batch: int

    @property
    def by(self) -> str:
        """When and by whom."""
        return f"{self.when}, {self.who}"


def changes_csv(changes: Iterable[RecordChange], edits: Mapping[Key, Sequence[Edit]]) -> bytes:
    """Write the fields that differ; what was or is not known says so.

    `edits` are the entries about each record between the two moments, newest first.
    """
    return written(_HEADS, (row for one in changes for row in _rows(one, edits.get(one.key, ()))))


def _rows(change: RecordChange, edits: Sequence[Edit]) -> Iterator[tuple[str, ...]]:
    kind, id = change.key
    head = (kind.label, change.title, id, change.became.label)
    reasons = dict.fromkeys(edit.reason for edit in edits if edit.reason)
    tail = ("; ".join(edit.by for edit in edits), "; ".join(reasons))
    if not change.differences:
        yield (*head, "", "", "", "", *tail)
    for one in change.differences:
        yield (*head, one.label, one.clause, *_sides(one), *tail)


def _sides(one: Difference) -> tuple[str, str]:
    """Give what a field said before and after: of lists and lines, only what differs."""
    if one.lines:
        gone = [line.title for line in one.lines if line.change is not LineChange.ADDED]
        come = [line.title for line in one.lines if line.change is not LineChange.REMOVED]
        return "; ".join(gone), "; ".join(come)
    if one.added or one.removed:
        return (
            "; ".join(part.text for part in one.removed) or _said(one.was, bare=True),
            "; ".join(part.text for part in one.added) or _said(one.now, bare=True),
        )
    return _said(one.was), _said(one.now)


def _said(answer: Answer | None, *, bare: bool = False) -> str:
    if answer is None or (bare and answer.state is State.ANSWERED):
        return ""
    return answer.text
