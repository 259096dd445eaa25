"""How a text fits a cell: what of it, in what width and on how many lines."""

from __future__ import annotations

LONGEST = 32_767
"""How many UTF-16 units a cell holds."""

MOST_ROWS = 1_048_576
"""How many rows a worksheet holds."""

WIDEST, UNWRAPPED = 60, 20
"""The widest a column gets, and the width up to which a text is not wrapped."""

_CUT = "… [cut here: the register holds {:,} characters]"


class TooLarge(ValueError):
    """There is more than a spreadsheet holds; the message says of what."""


def width_of(text: str) -> int:
    """Give the width a text reads well in: its own, or wider the more there is to wrap."""
    longest = max(map(len, text.split("\n")))
    return longest + 2 if longest <= UNWRAPPED else UNWRAPPED + 2 + (longest - UNWRAPPED) // 8


def lines_of(text: str, width: int) -> int:
    """Give how many lines a text takes in a column."""
    room = int(1.15 * width)  # a column is as wide as so many digits, at one more point
    return sum(max(1, -(-len(line) // room)) for line in text.split("\n"))


def shortened(text: str) -> str:
    """Cut a text to what a cell holds, and say so at its end."""
    if len(text) <= LONGEST // 2 or units_of(text) <= LONGEST:
        return text
    note = _CUT.format(len(text))
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(note))]
    return kept.decode("utf-16-le", "ignore") + note


def units_of(text: str) -> int:
    """Give how many UTF-16 units a text is, by which spreadsheets count."""
    return len(text.encode("utf-16-le")) // 2
