"""How long personal data is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar

from ropa.records.about import Duration, Prose, Text, about
from ropa.records.base import Problem, Record
from ropa.vocabulary import Disposal, Kind

_PARTS = re.compile(r"(\d+)([YMWD])")
_UNITS = {"Y": ("year", 365.25), "M": ("month", 365.25 / 12), "W": ("week", 7), "D": ("day", 1)}


class RetentionRule(Record, frozen=True, kw_only=True):
    """A time limit: a trigger, a period and what happens then."""

    KIND: ClassVar[Kind] = Kind.RETENTION_RULE
    SHARED: ClassVar[bool] = True

    name: Annotated[Text, about("Name")]
    trigger: Annotated[
        Text | None,
        about("Counted from", clause="Art 30(1)(f)", help="Such as the end of the subscription."),
    ] = None
    minimum: Annotated[
        Duration | None,
        about("At least", clause="Art 30(1)(f)", columns=("retention.period",)),
    ] = None
    maximum: Annotated[Duration | None, about("At most", clause="Art 30(1)(f)")] = None
    rolling: Annotated[
        bool | None,
        about("Rolling?", optional=True, help="Each copy is replaced when its time is over."),
    ] = None
    criterion: Annotated[
        Prose | None,
        about(
            "Criterion",
            clause="Art 13(2)(a)",
            optional=True,
            help="What decides the period where no figure, or only a range, can be given.",
        ),
    ] = None
    disposal: Annotated[Disposal | None, about("What happens then")] = None
    reason: Annotated[Prose | None, about("Law or reason")] = None

    @property
    def reading(self) -> str | None:
        """The rule in words: "subscription term + 6 years", "rolling 30-60 days"; None unknown."""
        period = _span(self.minimum, self.maximum)
        if period and self.rolling:
            period = f"rolling {period}"
        if self.trigger and period:
            return f"{self.trigger} + {period}"
        return period or self.trigger or self.criterion

    def problems(self) -> Iterator[Problem]:
        """Refuse a maximum shorter than the minimum."""
        if self.minimum and self.maximum and _days(self.maximum) < _days(self.minimum):
            yield Problem("maximum", "is shorter than the minimum")


def _days(duration: str) -> float:
    return sum(int(number) * _UNITS[unit][1] for number, unit in _PARTS.findall(duration))


def _spoken(number: str, unit: str) -> str:
    return f"{number} {_UNITS[unit][0]}{'' if number == '1' else 's'}"


def _span(minimum: str | None, maximum: str | None) -> str | None:
    """Say a period in words, the unit once where both ends share it."""
    if minimum is None or maximum is None or minimum == maximum:
        said = ", ".join(_spoken(*part) for part in _PARTS.findall(minimum or maximum or ""))
        if minimum == maximum or not said:
            return said or None
        return f"at least {said}" if maximum is None else f"at most {said}"
    low, high = _PARTS.findall(minimum), _PARTS.findall(maximum)
    if len(low) == len(high) == 1 and low[0][1] == high[0][1]:
        return f"{low[0][0]}\N{EN DASH}{_spoken(*high[0])}"
    return f"{_span(minimum, minimum)} to {_span(maximum, maximum)}"
