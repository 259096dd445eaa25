"""The table in which people and personal data are ticked together."""

from __future__ import annotations

from ropa.records.base import Line
from ropa.records.spec import by_name
from ropa.web.forms.context import CHIPS_MOST, Context, finder, option
from ropa.web.forms.matrix import CELL, NOBODY_KNOWS, cell_of, heads
from ropa.web.forms.model import Cell, Finder, Matrix, Option, Row
from ropa.web.forms.picks import AXES
from ropa.web.forms.widgets import MATRICES


def matrix_of(context: Context, line: type[Line], name: str) -> Matrix:
    """Make the matrix of a field of lines, ticked where there is a line."""
    posted = context.posted
    held = [cell_of(line, name, number, posted) for number in posted.lines(name)]
    rows = _heads(context, line, name, 0, [row for row, _ in held])
    columns = _heads(context, line, name, 1, [column for _, column in held])
    ticked = set(held)
    return Matrix(
        cells_name=name + CELL,
        rows_name=name + AXES[0],
        columns_name=name + AXES[1],
        columns=columns,
        rows=tuple(
            Row(head, tuple(_cell(head, r, other, c, ticked) for c, other in enumerate(columns)))
            for r, head in enumerate(rows)
        ),
        row_label=_label(line, 0),
        column_label=_label(line, 1),
        finders=(_finder(context, line, name, 0), _finder(context, line, name, 1)),
    )


def _cell(row: Option, r: int, column: Option, c: int, ticked: set[tuple[str, str]]) -> Cell:
    nothing = row.value == column.value == NOBODY_KNOWS
    label = f"{row.label}, {column.label}"
    return Cell("" if nothing else f"{r}x{c}", label, (row.value, column.value) in ticked)


def _heads(
    context: Context, line: type[Line], name: str, axis: int, used: list[str]
) -> tuple[Option, ...]:
    spec = by_name(line)[MATRICES[line][axis]]
    control = name + AXES[axis]
    few = context.offers.few(spec, CHIPS_MOST) or ()
    shown = heads(context.posted, control, (*used, *context.waiting.get(control, ())), few)
    return tuple(
        Option(value, f"{spec.about.label} unknown", chosen=False)
        if value == NOBODY_KNOWS
        else option(context, spec, value, chosen=False)
        for value in shown
    )


def _finder(context: Context, line: type[Line], name: str, axis: int) -> Finder:
    spec = by_name(line)[MATRICES[line][axis]]
    noun = spec.about.to.label.lower() if spec.about.to else spec.about.label.lower()
    return finder(context, spec, name + AXES[axis], f"Another {noun}")


def _label(line: type[Line], axis: int) -> str:
    return by_name(line)[MATRICES[line][axis]].about.label
