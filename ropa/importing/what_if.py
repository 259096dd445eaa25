"""Read what is to be supposed: a YAML file with a day and a list of changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from ropa.core.moments import parse_day
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.transfers.suppositions import CHANGES, Change, Supposition
from ropa.core.transfers.what_if import misfits
from ropa.importing.document import Document, Path, Plain, read_document
from ropa.importing.files import FileProblem
from ropa.importing.wording import Refusal, refusals, suggestion
from ropa.records.canonical import unstorable
from ropa.records.spec import fields, is_date

BY_WHAT: Final[Mapping[str, type[Change]]] = {cls.WHAT: cls for cls in CHANGES}
"""The varieties of change by the word a file names them with."""

_DAY, _CHANGES, _WHAT = "day", "changes", "what"


def parse_what_if(
    name: str, text: str, register: Register, reference: Reference
) -> tuple[Supposition | None, tuple[FileProblem, ...]]:
    """Read a supposition about a register; None exactly when there are problems.

    `name` is that of the file. Problems stand in the order of its lines.
    """
    document, unreadable = read_document(text)
    if document is None:
        found = [FileProblem(name, one.line, _written(one.path), one.message) for one in unreadable]
        return None, tuple(found)
    supposition, refused = _read(document, register, reference)
    problems = [
        FileProblem(name, document.line(path), _written(path), message) for path, message in refused
    ]
    if problems:
        return None, tuple(sorted(problems, key=lambda problem: problem.line or 0))
    return supposition, ()


def read_change(data: Mapping[str, Plain]) -> tuple[Change | None, tuple[Refusal, ...]]:
    """Make a change of plain values, of which `what` names the variety; None where it cannot be.

    Whether what it names is there is not looked at.
    """
    what = data.get(_WHAT)
    cls = BY_WHAT.get(what) if isinstance(what, str) else None
    if cls is None:
        path = (_WHAT,) if what else ()
        near = suggestion(what, BY_WHAT, list_all=True) if isinstance(what, str) else ""
        said = f"expected one of: {', '.join(BY_WHAT)}" if not near else "there is no such change"
        return None, ((path, f"{said}{near}"),)
    plain = {field: value for field, value in data.items() if field != _WHAT}
    refused = [*refusals(cls, plain)]
    told = {path for path, _ in refused}
    refused += [one for one in _unusable(cls, plain) if one[0] not in told]
    return (None, tuple(refused)) if refused else (msgspec.convert(plain, cls), ())


def _read(
    document: Document, register: Register, reference: Reference
) -> tuple[Supposition, list[Refusal]]:
    data = document.data
    if not isinstance(data, dict):
        return Supposition(), [((), f"expected “{_CHANGES}: …”, found a list")]
    refused: list[Refusal] = [
        ((name,), f"there is no such field{suggestion(name, (_DAY, _CHANGES), list_all=True)}")
        for name in data
        if name not in (_DAY, _CHANGES)
    ]
    day = data.get(_DAY)
    on = None if day is None else parse_day(day) if isinstance(day, str) else str(day)
    if isinstance(on, str):
        refused.append(((_DAY,), on if isinstance(day, str) else _no_day(day)))
    changes = list(_changes(data, refused))
    supposition = Supposition(tuple(one for _, one in changes), None if isinstance(on, str) else on)
    for number, misfit in misfits(register, reference, supposition):
        refused.append(((_CHANGES, changes[number][0], misfit.field), misfit.message))
    return supposition, refused


def _changes(data: Mapping[str, Plain], refused: list[Refusal]) -> Iterator[tuple[int, Change]]:
    """Give each readable change with its place in the list; add to `refused` what is wrong."""
    held = data.get(_CHANGES)
    if not isinstance(held, list):
        where: Path = (_CHANGES,) if _CHANGES in data else ()
        refused.append((where, f"expected a list under “{_CHANGES}”, one entry for each change"))
        return
    for number, one in enumerate(held):
        at = (_CHANGES, number)
        if not isinstance(one, dict):
            refused.append((at, "expected a group of fields (name: value)"))
            continue
        change, wrong = read_change(one)
        refused += [((*at, *path), message) for path, message in wrong]
        if change is not None:
            yield number, change


def _unusable(cls: type[Change], data: Mapping[str, Plain]) -> Iterator[Refusal]:
    """Give the days that no clock shows, and the texts that could not be kept."""
    dates = {spec.name for spec in fields(cls) if is_date(spec.scalar)}
    for name, value in data.items():
        if not isinstance(value, str):
            continue
        found = parse_day(value) if name in dates else unstorable(value)
        if isinstance(found, str):
            yield (name,), found


def _no_day(value: Plain) -> str:
    shown = value if isinstance(value, int) and not isinstance(value, bool) else "what stands here"
    return f"“{shown}” is not a day: give one such as {datetime.date(2026, 11, 23)}"


def _written(path: Path) -> str:
    """Write a path as people read it: `changes[0].day`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")
