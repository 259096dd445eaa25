"""How wide the columns of a table are on a page, by what they say."""

from __future__ import annotations

from collections.abc import Sequence

_LONG = 200
"""From how many letters on a column is no wider for having more."""


def column_widths(
    columns: Sequence[Sequence[str]], line: float, letter: float, gutter: float
) -> list[float]:
    """Share the width of a table: to each column its longest word, the rest by what they say.

    `line` is the width of the table, `letter` that of a letter, `gutter` what each column leaves
    blank, all in one unit. There is none where the longest words do not fit beside one another.
    """
    words, lengths = [], []
    for said in columns:
        parts = [part for text in said for part in text.split()]
        words.append(max((len(part) for part in parts), default=1) * letter + gutter)
        lengths.append(min(_LONG, max((len(text) for text in said), default=1)))
    spare = line - sum(words)
    if spare < 0:
        return []
    return [
        round(word + spare * length / sum(lengths), 2)
        for word, length in zip(words, lengths, strict=True)
    ]
