"""A form as frozen values: all that a template places."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.web.forms.widgets import Widget


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may be chosen. `mark` tells it from the others in a word."""

    value: str
    label: str
    chosen: bool
    mark: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Finder:
    """An input that finds by name: its control, the list of names it proposes, its button.

    `focus` says that the work goes on here, as it does for a line and a field.
    """

    name: str
    list_id: str
    label: str
    text: str
    step: str
    focus: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a matrix; `value` is empty where nothing can be ticked."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a matrix."""

    head: Option
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of cells to tick; the heads travel with the form, since the cells count them."""

    cells_name: str
    rows_name: str
    columns_name: str
    columns: tuple[Option, ...]
    rows: tuple[Row, ...]
    row_label: str
    column_label: str
    finders: tuple[Finder, ...]


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields of a line under one title; folded unless `open`. `needed`: by a chosen basis."""

    title: str
    fields: tuple[Field, ...]
    open: bool
    needed: bool


@dataclass(frozen=True, slots=True)
class LineModel:
    """One line of a field: where it is linked to, what it is, and its fields.

    `hidden` are controls that are not asked for, `drop` the step that takes the line away.
    """

    id: str
    title: str
    number: str
    drop: str
    hidden: tuple[tuple[str, str], ...]
    errors: tuple[str, ...]
    groups: tuple[FieldGroup, ...]
    focus: bool

    @property
    def urgent(self) -> bool:
        """Whether the work goes on in it, or something in it is wrong."""
        inside = any(field.urgent for group in self.groups for field in group.fields)
        return self.focus or bool(self.errors) or inside


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `name` is its control, and the id that a link to it leads to.

    `state` is recorded, none or unknown for a field that asks for it, otherwise empty. `unset`
    is what no answer reads like. `sources` say where the recorded answer comes from. An
    `untitled` one has its label from the section. The answer of a `short` one is a few
    characters long.
    """

    name: str
    label: str
    clause: str
    help: str
    widget: Widget
    unset: str
    required: bool = False
    gap: bool = False
    state: str = ""
    value: str = ""
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    finder: Finder | None = None
    lines: tuple[LineModel, ...] = ()
    line_label: str = ""
    matrix: Matrix | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    focus: bool = False
    untitled: bool = False
    short: bool = False

    @property
    def boxes(self) -> tuple[str, ...]:
        """Its texts, and an empty one to write the next in."""
        return (*self.values, "")

    @property
    def urgent(self) -> bool:
        """Whether the work goes on in it or in one of its lines, or something there is wrong."""
        return self.focus or bool(self.errors) or any(line.urgent for line in self.lines)

    @property
    def about(self) -> str:
        """The clause and the help in one line; the section has said the clause of an untitled."""
        clause = "" if self.untitled else self.clause
        return ". ".join(part for part in (clause, self.help) if part)

    @property
    def described_by(self) -> str:
        """The ids of what describes its control."""
        ends = ("error" if self.errors else "", "help" if self.about else "")
        return " ".join(f"{self.name}.{end}" for end in ends if end)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form, with how many of its answers are unknown and how many are wrong."""

    id: str
    title: str
    clause: str
    fields: tuple[Field, ...]
    unknown: int
    wrong: int


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One thing to correct, and the id of the field where it is corrected."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """The names that finders propose."""

    id: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormModel:
    """A whole form of a record."""

    sections: tuple[Section, ...]
    errors: tuple[ErrorLink, ...]
    proposals: tuple[Proposals, ...]

    @property
    def unknown(self) -> int:
        """How many answers are unknown."""
        return sum(section.unknown for section in self.sections)
