"""The lines of a record as tables, and what linked records say of an activity."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.answers import NOT_ASKED, UNKNOWN, Answer, Answers, Part, Source, State
from ropa.core.register import Key
from ropa.core.setting import Setting
from ropa.records.activity import Activity, ActivityData
from ropa.records.base import Line
from ropa.records.paths import line_key
from ropa.records.spec import CLASSES, by_name, fields
from ropa.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class TableHead:
    """The head of a column: the field, its label, clause and help."""

    field: str
    label: str
    clause: str
    help: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line: its key and title, the record it stands for, its cells and its own sources."""

    id: str
    title: str
    key: Key | None
    cells: tuple[Answer, ...]
    sources: tuple[Source, ...]

    @property
    def gaps(self) -> int:
        """How many of its cells nobody has answered."""
        return sum(cell.gaps for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one field, or what linked records say, in a table.

    The title of a row stands for the fields that tell it from its neighbours; `heads` are of
    the others. Columns in which no line has an answer or a gap are left out.
    """

    id: str
    label: str
    heads: tuple[TableHead, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class DataCell:
    """That data of a category about a category of people is processed, and how."""

    line: str
    purposes: Answer
    source: Answer
    retention: Answer
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class DataRow:
    """One category of data (None: unknown) against each category of people of the matrix.

    A cell is None where no line says that such data of such people is processed.
    """

    data: Part | None
    cells: tuple[DataCell | None, ...]


@dataclass(frozen=True, slots=True)
class DataMatrix:
    """Personal data against people; `people` has None for people nobody has named."""

    people: tuple[Part | None, ...]
    rows: tuple[DataRow, ...]


def line_table(answers: Answers, field: str) -> Table:
    """Give the lines of a field of a record, with their answers."""
    spec = by_name(type(answers.record))[field]
    lines: tuple[Line, ...] = getattr(answers.record, field)
    parts = [part for part in fields(spec.line) if part.name not in spec.line.KEY]
    columns = [[answers.of_line(field, line, part) for line in lines] for part in parts]
    kept = [
        number
        for number, column in enumerate(columns)
        if any(answer.parts or answer.gaps or answer.state is State.NONE for answer in column)
    ]
    rows = []
    for place, line in enumerate(lines):
        said = answers.line_part(line)
        cells = tuple(columns[number][place] for number in kept)
        rows.append(TableRow(said.value, said.text, _key(line), cells, said.sources))
    heads = tuple(
        TableHead(part.name, part.about.label, part.about.clause, part.about.help)
        for part in (parts[number] for number in kept)
    )
    return Table(field, spec.about.label, heads, tuple(rows))


def _key(line: Line) -> Key | None:
    """Give the record a line stands for where one field tells it from its neighbours."""
    if len(line.KEY) > 1:
        return None
    to = by_name(type(line))[line.KEY[0]].about.to
    id = getattr(line, line.KEY[0])
    return (to, id) if to is not None and id is not None else None


def data_matrix(answers: Answers, activity: Activity) -> DataMatrix:
    """Set personal data against people, in the order of the lines; nothing is crossed by itself."""
    lines = {(line.data, line.subjects): line for line in activity.data or ()}
    people = tuple(dict.fromkeys(subjects for _, subjects in lines))
    rows = tuple(
        DataRow(
            _named(answers, Kind.DATA_CATEGORY, data),
            tuple(
                _cell(answers, lines[data, one]) if (data, one) in lines else None for one in people
            ),
        )
        for data in dict.fromkeys(data for data, _ in lines)
    )
    kind = Kind.DATA_SUBJECT_CATEGORY
    return DataMatrix(tuple(_named(answers, kind, one) for one in people), rows)


def _named(answers: Answers, kind: Kind, id: str | None) -> Part | None:
    if id is None:
        return None
    title, detail = answers.names.link(kind, id)
    return Part(title, id, (kind, id), detail)


def _cell(answers: Answers, line: ActivityData) -> DataCell:
    specs = by_name(ActivityData)
    purposes, source, retention = (
        answers.of_line("data", line, specs[name]) for name in ("purposes", "source", "retention")
    )
    own = answers.line_sources("data", line)
    return DataCell(line_key(line), purposes, source, retention, own)


_ENGAGED = ("party", "role", "category", "stored_in", "accessed_from", "contracts")


def engaged(answers: Answers, activity: Activity, setting: Setting) -> Table:
    """Tell what the named recipients do and where; sources are those of naming them here."""
    rows = []
    for id in activity.engagements or ():
        record = setting.register.engagements.get(id)
        theirs = Answers(record, setting.names) if record else None
        cells = tuple(theirs.of(name) if theirs else UNKNOWN for name in _ENGAGED)
        title = setting.names.title(Kind.ENGAGEMENT, id)
        sources = answers.sources.get(f"engagements[{id}]", ())
        rows.append(TableRow(id, title, (Kind.ENGAGEMENT, id), cells, sources))
    return Table("engaged", "Named recipients", _heads(Kind.ENGAGEMENT, _ENGAGED), tuple(rows))


_DECLARED = ("importer", "place", "mechanisms", "agreement", "outcome")


def transferred(activity: Activity, setting: Setting) -> Table:
    """Give the transfers declared for the named recipients in force on the day.

    A recipient without a declared transfer is not asked for one where all its places are known
    and none is a third country; otherwise whether there is one is unknown.
    """
    rows = []
    for id in activity.engagements or ():
        reach = setting.abroad.reach(id)
        if reach is None:
            continue
        link = (Kind.ENGAGEMENT, id)
        importer = Part(setting.names.title(*link), id, link)
        declared = setting.register.declared.get(id, ())
        for transfer in declared:
            answers = Answers(transfer, setting.names)
            cells = tuple(answers.of(name) for name in _DECLARED)
            key = (Kind.TRANSFER, transfer.id)
            rows.append(TableRow(transfer.id, transfer.title, key, cells, ()))
        if not declared:
            other = UNKNOWN if reach.unknown or reach.named else NOT_ASKED
            named = tuple(Part(place, place) for place in reach.named)
            where = Answer(State.ANSWERED, named, int(reach.unknown)) if named else other
            rest = (other,) * (len(_DECLARED) - 2)
            cells = (Answer(State.ANSWERED, (importer,)), where, *rest)
            rows.append(TableRow(id, "", None, cells, ()))
    return Table("transferred", "Transfers", _heads(Kind.TRANSFER, _DECLARED), tuple(rows))


def _heads(kind: Kind, names: tuple[str, ...]) -> tuple[TableHead, ...]:
    specs = by_name(CLASSES[kind])
    return tuple(
        TableHead(name, about.label, about.clause, about.help)
        for name in names
        for about in [specs[name].about]
    )
