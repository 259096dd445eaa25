"""Turn the texts of `data/law` into a `Reference`, or into problems with file and line."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations
from typing import Any, Final, get_args

import msgspec

from ropa.core.law import BasisRights, LawTables, Row
from ropa.core.reference import Reference
from ropa.importing.document import Document, Path, read_document

_ROW_TYPES: Final = {
    field.name: get_args(field.type)[0] for field in msgspec.structs.fields(LawTables)
}
_WHERE: Final = re.compile(r"^(?P<message>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP: Final = re.compile(r"\.(?P<name>\w+)|\[(?P<position>\d+)\]")


# What tells the rows of a table apart: no two may hold on the same day under the same regime.
_KEYS: Final = (
    ("checks", ("file",)),
    ("sources", ("id",)),
    ("countries", ("code",)),
    ("place_groups", ("code",)),
    ("territories", ("code",)),
    ("memberships", ("group", "country")),
    ("regimes", ("id",)),
    ("regulators", ("regime",)),
    ("adequacy", ("id",)),
    ("adequacy", ("regime", "place", "organisation", "scope")),
    ("article6", ("id",)),
    ("annex1", ("id",)),
    ("article9", ("id",)),
    ("article10", ("article",)),
    ("schedule1", ("id",)),
    ("mechanisms", ("id",)),
    ("scc_modules", ("id",)),
    ("derogations", ("id",)),
    ("rights", ("id",)),
    ("right_answers", ("id",)),
    ("rights_by_basis", ("basis",)),
    ("article30", ("id",)),
    ("ico_templates", ("id",)),
    ("ico_controller_columns", ("order",)),
    ("ico_processor_columns", ("order",)),
    ("cnil_headings", ("order",)),
    ("cnil_headings", ("id",)),
    ("cnil_boxes", ("order",)),
    ("dpv_namespaces", ("prefix",)),
    ("dpv_terms", ("field",)),
    ("dpv_classes", ("of", "value", "iri")),
    ("dpv_values", ("of", "value")),
    ("pecr", ("id",)),
    ("provisions", ("id",)),
    ("omitted_provisions", ("id",)),
)

# Which fields hold the words of other tables.
_LINKS: Final = (
    ("territories", "code", ("countries.code",)),
    ("territories", "part_of", ("countries.code",)),
    ("memberships", "country", ("countries.code",)),
    ("regimes", "domestic", ("countries.code", "place_groups.code")),
    ("adequacy", "place", ("countries.code",)),
    ("article9", "schedule1", ("schedule1.id",)),
    ("mechanisms", "module", ("scc_modules.id",)),
    ("rights_by_basis", "basis", ("article6.id",)),
    ("cnil_headings", "within", ("cnil_headings.id",)),
    ("cnil_boxes", "within", ("cnil_headings.id",)),
)


class LawProblem(msgspec.Struct, frozen=True):
    """Say what is wrong in which law file; `line` counts from 1, `path` leads to the value."""

    file: str
    line: int | None
    path: Path
    message: str


class _Table(msgspec.Struct, frozen=True):
    """One table as read: its rows with the position each has in its file."""

    name: str
    file: str
    document: Document
    rows: tuple[tuple[int, msgspec.Struct], ...]

    def problem(self, position: int, message: str, *path: str | int) -> LawProblem:
        whole = (self.name, position, *path)
        return LawProblem(self.file, self.document.line(whole), whole, message)


def parse_law(texts: Mapping[str, str]) -> tuple[Reference | None, tuple[LawProblem, ...]]:
    """Build the reference from the text of each law file, by file name.

    Each text must be the file decoded from UTF-8 with its line ends kept, so that the digest is
    that of the files. Unknown tables and fields, wrong values, rows that contradict each other
    and ids that lead nowhere are problems; the reference is None exactly when there are any.
    """
    problems: list[LawProblem] = []
    tables: dict[str, _Table] = {}
    for file in sorted(texts):
        for table in _read_file(file, texts[file], problems):
            if table.name in tables:
                other = tables[table.name].file
                message = f"The table '{table.name}' stands in {other} as well."
                line = table.document.line((table.name,))
                problems.append(LawProblem(file, line, (table.name,), message))
            tables[table.name] = table
    problems.extend(
        LawProblem("", None, (), f"No file has the table '{name}'.")
        for name in _ROW_TYPES
        if name not in tables
    )
    if not problems:
        problems.extend(_contradictions(tables))
    if problems:
        return None, tuple(problems)
    rows: dict[str, Any] = {
        name: tuple(row for _, row in table.rows) for name, table in tables.items()
    }
    return Reference(LawTables(**rows), law_digest(texts)), ()


def law_digest(texts: Mapping[str, str]) -> str:
    """Return the SHA-256 in hexadecimal of the files' bytes, one after another by file name."""
    return sha256("".join(texts[file] for file in sorted(texts)).encode()).hexdigest()


def _read_file(file: str, text: str, problems: list[LawProblem]) -> Iterator[_Table]:
    document, refused = read_document(text)
    problems.extend(LawProblem(file, one.line, one.path, one.message) for one in refused)
    if document is None:
        return
    if not isinstance(document.data, dict):
        problems.append(LawProblem(file, document.line(()), (), "The file must name its tables."))
        return
    for name, values in document.data.items():
        if name not in _ROW_TYPES:
            message = f"There is no table '{name}'."
        elif not isinstance(values, list) or not values:
            message = "A table is a list of rows."
        else:
            table = _Table(name, file, document, ())
            rows = tuple(_convert(table, values, problems))
            yield msgspec.structs.replace(table, rows=rows)
            continue
        problems.append(LawProblem(file, document.line((name,)), (name,), message))


def _convert(
    table: _Table, values: Iterable[object], problems: list[LawProblem]
) -> Iterator[tuple[int, msgspec.Struct]]:
    for position, value in enumerate(values):
        try:
            yield position, msgspec.convert(value, _ROW_TYPES[table.name])
        except msgspec.ValidationError as error:
            message, path = _located(str(error))
            problems.append(table.problem(position, message, *path))


def _located(text: str) -> tuple[str, Path]:
    """Split msgspec's words into the message and the path that it names."""
    found = _WHERE.match(text)
    if found is None:
        return text, ()
    steps = _STEP.finditer(found["path"] or "")
    path = tuple(step["name"] or int(step["position"]) for step in steps)
    return found["message"], path


def _contradictions(tables: Mapping[str, _Table]) -> Iterator[LawProblem]:
    for table in tables.values():
        yield from _periods(table)
    for name, fields in _KEYS:
        yield from _overlaps(tables[name], fields)
    for name in tables.keys() - {"sources", "checks"}:
        yield from _loose_ends(tables, name, "source", ("sources.id",))
    for name, field, targets in _LINKS:
        yield from _loose_ends(tables, name, field, targets)
    yield from _answers(tables)
    yield from _uncovered_days(tables["regulators"])


def _periods(table: _Table) -> Iterator[LawProblem]:
    for position, row in table.rows:
        if isinstance(row, Row) and _first(row) > _last(row):
            yield table.problem(position, "The row ends before it begins.", "valid_until")


def _overlaps(table: _Table, fields: tuple[str, ...]) -> Iterator[LawProblem]:
    groups: defaultdict[tuple[object, ...], list[tuple[int, msgspec.Struct]]] = defaultdict(list)
    for position, row in table.rows:
        groups[tuple(getattr(row, field) for field in fields)].append((position, row))
    for key, rows in groups.items():
        for (_, one), (position, other) in combinations(rows, 2):
            if _meet(one, other):
                words = " ".join(str(part) for part in key if part is not None)
                message = f"Another row says the same thing ('{words}') for the same days."
                yield table.problem(position, message)


def _meet(one: msgspec.Struct, other: msgspec.Struct) -> bool:
    """Return whether two rows of the same thing hold on one day under one regime."""
    if not (isinstance(one, Row) and isinstance(other, Row)):
        return True
    regimes = set(getattr(one, "regimes", "*")), set(getattr(other, "regimes", "*"))
    in_turn = _last(one) < _first(other) or _last(other) < _first(one)
    return bool(regimes[0] & regimes[1]) and not in_turn


def _loose_ends(
    tables: Mapping[str, _Table], name: str, field: str, targets: tuple[str, ...]
) -> Iterator[LawProblem]:
    known = set()
    for target in targets:
        table, _, key = target.partition(".")
        known |= {getattr(row, key) for _, row in tables[table].rows}
    for position, row in tables[name].rows:
        value = getattr(row, field)
        for word in (value,) if isinstance(value, str) else value or ():
            if word not in known:
                yield tables[name].problem(position, f"There is no '{word}'.", field)


def _answers(tables: Mapping[str, _Table]) -> Iterator[LawProblem]:
    """Every right needs an answer under every basis, in the words of the answers."""
    rights = {getattr(row, "id", None) for _, row in tables["rights"].rows}
    words = {getattr(row, "id", None) for _, row in tables["right_answers"].rows}
    table = tables["rights_by_basis"]
    for position, row in table.rows:
        if not isinstance(row, BasisRights):
            continue
        for right in sorted(rights ^ row.answers.keys(), key=str):
            message = f"The right '{right}' needs exactly one answer."
            yield table.problem(position, message, "answers")
        for right, word in row.answers.items():
            if word not in words:
                yield table.problem(position, f"There is no answer '{word}'.", "answers", right)


def _uncovered_days(table: _Table) -> Iterator[LawProblem]:
    """The regulator is asked for on any day, so its rows follow each other without a gap."""
    expected: date | None = date.min
    for position, row in table.rows:
        if not isinstance(row, Row):
            continue
        if _first(row) != expected:
            yield table.problem(position, "The row must begin where the one before it ends.")
        expected = row.valid_until + timedelta(days=1) if row.valid_until else None
    if expected is not None:
        yield table.problem(len(table.rows) - 1, "The last row must not end.")


def _first(row: Row) -> date:
    return row.valid_from or date.min


def _last(row: Row) -> date:
    return row.valid_until or date.max
