"""The heads of tables, as `_table.html` places them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its label; `url` sorts by it, `sorted` says how it is sorted now.

    `hidden` keeps the label for those who listen, where the cells explain themselves.
    """

    label: str
    number: bool = False
    url: str = ""
    sorted: str = ""
    hidden: bool = False
    hint: str = ""


def heads(*labels: str, numbers: int = 0) -> tuple[Head, ...]:
    """Make plain heads; the last `numbers` of them are of columns of numbers."""
    first = len(labels) - numbers
    return tuple(Head(label, number=place >= first) for place, label in enumerate(labels))
