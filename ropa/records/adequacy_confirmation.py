"""That a conditional adequacy holds for one party."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, ClassVar

from ropa.records.about import LawWord, Slug, Text, about
from ropa.records.base import Problem, Record, in_order
from ropa.vocabulary import Kind


class AdequacyConfirmation(Record, frozen=True, kw_only=True):
    """A dated check that a party meets the condition of a partial adequacy."""

    KIND: ClassVar[Kind] = Kind.ADEQUACY_CONFIRMATION
    SHARED: ClassVar[bool] = True

    party: Annotated[Slug, about("Party", to=Kind.PARTY)]
    adequacy: Annotated[
        LawWord, about("Adequacy decision", clause="UK GDPR Art 45A; GDPR Art 45", law="adequacy")
    ]
    data_covered: Annotated[
        Text | None, about("Data covered", help="Such as HR data, or non-HR data.")
    ] = None
    evidence: Annotated[Slug | None, about("Evidence", to=Kind.DOCUMENT)] = None
    checked_on: Annotated[datetime.date | None, about("Checked on")] = None
    valid_until: Annotated[datetime.date | None, about("Valid until")] = None

    @property
    def title(self) -> str:
        """The party and the decision."""
        return f"{self.party}: {self.adequacy}"

    def problems(self) -> Iterator[Problem]:
        """Refuse a validity that ends before the check."""
        yield from in_order(
            self.checked_on, self.valid_until, "valid_until", "ends before it was checked"
        )
