"""Read a register already in memory: YAML files, one for each kind, or a JSON document."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from ropa.core.imprint import Redaction
from ropa.core.reference import LawWord, Reference
from ropa.core.register import Register
from ropa.importing.document import Document, Path, Plain, read_document
from ropa.importing.json_text import read_json
from ropa.importing.wording import Refusal, refusals, scalar_refusal, suggestion
from ropa.records.about import Slug
from ropa.records.base import Record
from ropa.records.canonical import canonical
from ropa.records.spec import CLASSES, REGISTER_KINDS, FieldSpec, Many, by_name
from ropa.records.upgrade import VERSION, upgrade
from ropa.vocabulary import Kind

FILES: Final[Mapping[str, Kind]] = {f"{kind.plural}.yml": kind for kind in REGISTER_KINDS}
"""The files a register is made of."""

_KINDS: Final[Mapping[str, Kind]] = {kind.plural: kind for kind in REGISTER_KINDS}
_STEPS: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_FEW: Final = 12


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong in a file and where: the line (from 1) and the path to the value.

    `line` is None and `path` empty where the problem is not in one place; `file` is empty where
    it is with all of them.
    """

    file: str
    line: int | None
    path: str
    message: str

    def __str__(self) -> str:
        """Give the place and the message in one line."""
        line = "" if self.line is None else f"line {self.line}"
        where = ", ".join(part for part in (self.file, line, self.path) if part)
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The records of a kind that could be read, as plain data by id, and where they stand.

    `document` has their lines where it is a file of its own.
    """

    kind: Kind
    place: str
    document: Document | None
    records: Mapping[str, Plain]
    _near: dict[str, str] = field(default_factory=dict)

    def near(self, name: str) -> str:
        """Give the end of a message that asks for a record with a similar identifier."""
        # One wrong identifier may stand in a thousand records, and the search is slow.
        if name not in self._near:
            self._near[name] = suggestion(name, self.records)
        return self._near[name]

    def problem(self, path: Path, message: str) -> FileProblem:
        line = None if self.document is None else self.document.line(path)
        return FileProblem(self.place, line, _written(path), message)


Sheets = Mapping[Kind, _Sheet | None]
"""What was read of each file; None where it could not be."""

_Read = tuple[_Sheet | None, list[FileProblem]]
"""What was read, and why it could not be."""


def parse_folder(
    texts: Mapping[str, str], reference: Reference | None
) -> tuple[Register | None, tuple[FileProblem, ...]]:
    """Read a register from its files, file name → text; None exactly when there are problems.

    Without a reference the words of the law are not looked up. Problems stand in the order of
    the files and their lines.
    """
    if not texts:
        return None, (FileProblem("", None, "", f"there are no files; expected {_expected()}"),)
    problems = [
        FileProblem(name, None, "", f"no such file belongs here; expected {_expected()}")
        for name in sorted(texts)
        if name not in FILES
    ]
    read = {kind: _read(kind, texts[name]) for name, kind in FILES.items() if name in texts}
    return _register(read, reference, problems)


def parse_document(
    text: str, reference: Reference | None
) -> tuple[Register | None, tuple[FileProblem, ...]]:
    """Read a register from a JSON document as an export writes it; None where there are problems.

    States of an earlier version of the records are brought to the present one. What is only part
    of a register, being for the public or of chosen activities, is refused: loaded over the whole
    it would take answers away.
    """
    data, unreadable = read_json(text)
    if unreadable:
        told = (FileProblem("", one.line, _written(one.path), one.message) for one in unreadable)
        return None, tuple(told)
    version = _version(data)
    if isinstance(version, str):
        return None, (FileProblem("", None, "ropa", version),)
    assert isinstance(data, dict)
    held = data.get("records")
    if not isinstance(held, dict):
        return None, (FileProblem("", None, "records", "expected the records of each kind"),)
    problems = [
        FileProblem("", None, f"records.{name}", f"there are no records of this kind; {_kinds()}")
        for name in sorted(held.keys() - _KINDS.keys())
    ]
    read = {kind: _section(kind, version, held.get(name, {})) for name, kind in _KINDS.items()}
    return _register(read, reference, problems)


def _version(data: Plain) -> int | str:
    """Give the version of the records of a document, or say why it cannot be loaded."""
    head = data.get("ropa") if isinstance(data, dict) else None
    version = head.get("schema") if isinstance(head, dict) else None
    if not isinstance(head, dict) or not isinstance(version, int) or version < 1:
        return "this is not a register: a JSON document of one says how it was made here"
    if version > VERSION:
        return f"a newer version of the product wrote this (records version {version})"
    if head.get("redaction") != Redaction.AUTHORITY or head.get("activities") is not None:
        return "this is only a part of a register; load an export of the whole, for an authority"
    return version


def _section(kind: Kind, version: int, records: Plain) -> _Read:
    """Take the records of a kind from a document, brought to the present version."""
    if not isinstance(records, dict):
        message = "expected each record under its identifier (identifier: fields)"
        return None, [FileProblem("", None, f"records.{kind.plural}", message)]
    present = {
        id: upgrade(kind, version, data) if isinstance(data, dict) else data
        for id, data in records.items()
    }
    return _Sheet(kind, kind.plural, None, present), []


def _register(
    read: Mapping[Kind, _Read], reference: Reference | None, problems: list[FileProblem]
) -> tuple[Register | None, tuple[FileProblem, ...]]:
    """Make the register of what was read, or add all that is wrong with it."""
    records: list[Record] = []
    sheets = {kind: sheet for kind, (sheet, _) in read.items()}
    for sheet, unreadable in read.values():
        problems.extend(unreadable)
        if sheet is not None:
            found, refused = _records(sheet, sheets, reference)
            records.extend(found)
            problems.extend(refused)
    return (None, tuple(problems)) if problems else (Register.of(records), ())


def _read(kind: Kind, text: str) -> _Read:
    document, found = read_document(text)
    if document is None:
        return None, [FileProblem(_file(kind), p.line, _written(p.path), p.message) for p in found]
    if isinstance(document.data, dict):
        return _Sheet(kind, _file(kind), document, document.data), []
    message = "expected each record under its identifier (identifier: fields), found a list"
    return None, [FileProblem(_file(kind), 1, "", message)]


def _records(
    sheet: _Sheet, sheets: Sheets, reference: Reference | None
) -> tuple[list[Record], list[FileProblem]]:
    records: list[Record] = []
    problems: list[FileProblem] = []
    for name, data in sheet.records.items():
        record, refused = _record(sheet.kind, name, data)
        if record is not None:
            records.append(record)
        if isinstance(data, dict):
            told = {path for path, _ in refused}
            refused.extend(
                (path, message)
                for path, message in _cross_record(sheet.kind, name, data, sheets, reference)
                if path not in told
            )
        problems.extend(sheet.problem((name, *path), message) for path, message in refused)
    return records, sorted(problems, key=lambda problem: problem.line or 0)


def _record(kind: Kind, name: str, data: Plain) -> tuple[Record | None, list[Refusal]]:
    """Make one record, or say all that is wrong with it."""
    if not isinstance(data, dict):
        return None, [((), "expected a group of fields (name: value) under the identifier")]
    cls = CLASSES[kind]
    refused = list(refusals(cls, data))
    if message := scalar_refusal(Slug, name):
        refused.insert(0, ((), message))
    if refused:
        return None, refused
    record, problems = canonical(cls, {**data, "id": name})
    return record, [(_steps(problem.path), problem.message) for problem in problems]


def _cross_record(
    kind: Kind, name: str, data: Mapping[str, Plain], sheets: Sheets, reference: Reference | None
) -> Iterator[Refusal]:
    """Give the links that lead nowhere or to a stranger, and the words the law does not know."""
    organisation = _organisation(kind, name, data)
    for path, spec, word in _words(CLASSES[kind], data):
        if spec.about.to is not None:
            message = _link(spec.about.to, word, organisation, sheets)
        elif reference is not None:
            message = _law_word(spec, word, reference)
        else:
            continue
        if message is not None:
            yield path, message


def _words(
    cls: type[msgspec.Struct], data: Mapping[str, Plain]
) -> Iterator[tuple[Path, FieldSpec, str]]:
    """Give every text of a record that is a link or a word of the law."""
    known = by_name(cls)
    for name, value in data.items():
        if (spec := known.get(name)) is None:
            continue
        many = spec.many is not Many.ONE and isinstance(value, list)
        items = enumerate(value) if many and isinstance(value, list) else [(None, value)]
        for number, item in items:
            at: Path = (name,) if number is None else (name, number)
            if spec.many is Many.LINES and isinstance(item, dict):
                for path, inner, word in _words(spec.line, item):
                    yield (*at, *path), inner, word
            elif isinstance(item, str) and (spec.about.to or spec.about.law):
                yield at, spec, item


def _link(to: Kind, name: str, organisation: str | None, sheets: Sheets) -> str | None:
    sheet = sheets.get(to)
    label = to.label.lower()
    if sheet is None:
        # In a file that could not be read, any record may stand.
        return None if to in sheets else f"there is no {label} “{name}”: {_file(to)} is missing"
    if name not in sheet.records:
        return f"there is no {label} “{name}” in {sheet.place}{sheet.near(name)}"
    target = sheet.records[name]
    theirs = _organisation(to, name, target) if isinstance(target, dict) else None
    if organisation is None or theirs is None or organisation == theirs:
        return None
    return f"the {label} “{name}” belongs to “{theirs}”, and this record to “{organisation}”"


def _organisation(kind: Kind, name: str, data: Mapping[str, Plain]) -> str | None:
    """Give the organisation that a record belongs to; None where it is shared."""
    if kind is Kind.ORGANISATION:
        return name
    organisation = data.get("organisation")
    return organisation if isinstance(organisation, str) else None


def _law_word(spec: FieldSpec, word: str, reference: Reference) -> str | None:
    table = spec.about.law
    if reference.law_word(table, word) is not None:
        return None
    words = reference.law_words(table)
    said = f"the law data knows no “{word}” for “{spec.about.label}”"
    if near := _near(word, words):
        return f"{said}; did you mean {' or '.join(near)}?"
    known = ", ".join(known.id for known in words)
    return f"{said}; it knows {known}" if len(words) <= _FEW else said


def _near(word: str, words: tuple[LawWord, ...]) -> list[str]:
    """Give near matches: by the name, its initials (UK for GB) or the id."""
    wanted = word.casefold()
    labels = {known.id: known.label for known in words}
    named = [
        known
        for known, label in labels.items()
        if wanted in (label.casefold(), "".join(part[0] for part in label.casefold().split()))
    ]
    near = named or difflib.get_close_matches(word, labels, n=3)
    return [f"“{known}” ({labels[known]})" for known in near]


def _file(kind: Kind) -> str:
    return f"{kind.plural}.yml"


def _expected() -> str:
    return ", ".join(FILES)


def _kinds() -> str:
    return f"there are {', '.join(_KINDS)}"


def _written(path: Path) -> str:
    """Write a path as people read it: `c1.purposes[0].bases`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _steps(path: str) -> Path:
    """Read a path as the records write it: `purposes[0].bases`."""
    return tuple(int(number) if number else name for number, name in _STEPS.findall(path))
