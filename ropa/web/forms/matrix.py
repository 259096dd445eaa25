"""The cells of a matrix and the lines they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from ropa.records.base import Line
from ropa.web.forms.picks import AXES
from ropa.web.forms.posted import LINE, Posted, in_line
from ropa.web.forms.widgets import MATRICES

CELL = ".cell"
"""The control of the ticked cells: the numbers of row and column, as `3x1`."""

NOBODY_KNOWS = "?"
"""The row or column of what is not known."""

_ROWS, _COLUMNS = AXES

Cell = tuple[str, str]
"""What stands in the head of a row and in that of a column."""


def gathered(line: type[Line], name: str, posted: Posted) -> Posted:
    """Make the lines those of the ticked cells: the ones there were keep all they say.

    Lines of rows and columns that the form did not show are kept.
    """
    rows, columns = posted.all(name + _ROWS), posted.all(name + _COLUMNS)
    if not rows or not columns:
        return posted
    ticked = set(posted.all(name + CELL))
    shown = {
        (row, column): f"{r}x{c}" in ticked
        for (r, row), (c, column) in product(enumerate(rows), enumerate(columns))
    }
    cells = {number: cell_of(line, name, number, posted) for number in posted.lines(name)}
    kept = [number for number, cell in cells.items() if shown.get(cell, True)]
    held = {cells[number] for number in kept}
    gathered = posted.relined(name, kept)
    for cell, is_ticked in shown.items():
        if is_ticked and cell not in held and cell != (NOBODY_KNOWS, NOBODY_KNOWS):
            gathered = _with_line(line, name, cell, gathered)
    return gathered


def cell_of(line: type[Line], name: str, number: int, posted: Posted) -> Cell:
    """Give the cell in which a line stands."""
    row, column = MATRICES[line]
    begins = in_line(name, number)
    return posted.one(begins + row) or NOBODY_KNOWS, posted.one(begins + column) or NOBODY_KNOWS


def heads(posted: Posted, axis: str, used: Sequence[str], few: Sequence[str]) -> tuple[str, ...]:
    """Give the heads of the rows or columns: all where they are few, and what is in use.

    `axis` names the control that holds those shown before. What is not known stands last.
    """
    every = dict.fromkeys((*few, *posted.all(axis), *used))
    every.pop(NOBODY_KNOWS, None)
    return (*every, NOBODY_KNOWS)


def _with_line(line: type[Line], name: str, cell: Cell, posted: Posted) -> Posted:
    number = max(posted.lines(name), default=-1) + 1
    begins = in_line(name, number)
    parts = {
        begins + part: () if head == NOBODY_KNOWS else (head,)
        for part, head in zip(MATRICES[line], cell, strict=True)
    }
    return posted.put({name + LINE: (*posted.all(name + LINE), str(number)), **parts})
