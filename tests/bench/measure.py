"""One measurement: ours, the floor under it, and how they are printed."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

HEADINGS = ("what", "activities", "ms", "floor ms", "ratio", "growth per ×10", "floor")


@dataclass(frozen=True, slots=True)
class Measure:
    """Milliseconds of one thing at one size; `floor` is what nothing can be quicker than."""

    what: str
    activities: int
    ms: float
    floor: float | None = None
    floor_is: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times as long as the floor."""
        return self.ms / self.floor if self.floor else None


def median(runs: int, run: Callable[[], object]) -> float:
    """Run once to warm up, then so many times; give the median in milliseconds."""
    run()
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        kept = run()
        took.append(time.perf_counter() - began)
        del kept  # freeing a register is not part of the next run
    return statistics.median(took) * 1000


def once(run: Callable[[], object]) -> float:
    """Run once; give milliseconds."""
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def growth(smaller: Measure, larger: Measure) -> float:
    """Give by how much the time grows when the size grows tenfold: 10 is proportional."""
    decades = math.log10(larger.activities / smaller.activities)
    return float((larger.ms / smaller.ms) ** (1 / decades))


def grown(measures: Iterable[Measure]) -> Iterator[tuple[Measure, float | None]]:
    """Give the measures, thing by thing, each with its growth since the smaller size."""
    order = list(measures)
    names = list(dict.fromkeys(measure.what for measure in order))
    order.sort(key=lambda measure: (names.index(measure.what), measure.activities))
    for _, group in groupby(order, key=lambda measure: measure.what):
        before = None
        for measure in group:
            yield measure, growth(before, measure) if before else None
            before = measure


def table(measures: Iterable[Measure]) -> str:
    """Write the measures as an aligned table."""
    rows = [HEADINGS]
    for measure, factor in grown(measures):
        first = factor is None
        rows.append(
            (
                measure.what if first else "",
                f"{measure.activities:,}",
                _number(measure.ms),
                _number(measure.floor),
                _number(measure.ratio),
                _number(factor),
                measure.floor_is if first else "",
            )
        )
    return "\n".join(_line(row, _widths(rows)) for row in rows)


def records(measures: Iterable[Measure]) -> list[dict[str, object]]:
    """Give the measures as plain values."""
    return [
        {**asdict(measure), "ratio": measure.ratio, "growth": factor}
        for measure, factor in grown(measures)
    ]


def _number(number: float | None) -> str:
    if number is None:
        return "–"
    digits = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{digits}f}"


def _widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    return [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]


def _line(row: tuple[str, ...], widths: Sequence[int]) -> str:
    first, *numbers, last = (
        text.ljust(width) if column in (0, len(row) - 1) else text.rjust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join((first, *numbers, last)).rstrip()
