"""What would cover a hop that is not clean: the usual tools first, and what each needs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core.law import Mechanism
from ropa.core.reference import Reference
from ropa.core.transfers.hops import Acting, Hop
from ropa.core.transfers.verdicts import Judgement, Verdict, cite, law_name

_USUAL = ("uk_idta", "uk_addendum")
_OLD = "uk_legacy_arrangement"
_OPEN = (Verdict.CONDITIONAL, Verdict.INCOMPLETE, Verdict.UNSAFEGUARDED, Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Cover:
    """One way to cover a hop: its name, the article, and what has to be recorded with it.

    `usual` says that it is what is mostly taken between these two ends.
    """

    label: str
    clause: str
    needs: tuple[str, ...]
    usual: bool


def covers(
    hop: Hop, judgement: Judgement, reference: Reference, day: datetime.date
) -> tuple[Cover, ...]:
    """Give what would cover a hop under the regime of a judgement; nothing where it is clean.

    Where the place is not known, they are what it takes outside the places that are adequate.
    """
    if judgement.verdict not in _OPEN or not judgement.regime:
        return ()
    found = [
        *_confirming(judgement, reference, day),
        *_tools(hop, judgement.regime, reference, day),
    ]
    return tuple(sorted(found, key=lambda cover: not cover.usual))


def _confirming(judgement: Judgement, reference: Reference, day: datetime.date) -> Iterator[Cover]:
    """Give the decisions that hold only where a condition is confirmed."""
    for word in judgement.decisions:
        row = reference.adequacy_row(word, day)
        if row is not None and judgement.verdict is Verdict.CONDITIONAL:
            needs = ("a dated confirmation", *((row.condition,) if row.condition else ()))
            yield Cover(row.instrument, judgement.clause, needs, usual=True)


def _tools(hop: Hop, regime: str, reference: Reference, day: datetime.date) -> Iterator[Cover]:
    for row in reference.tables.mechanisms:
        agreeable = row.agreed_until is None or row.agreed_until >= day
        if not (row.in_force(day) and row.kind == "safeguard" and regime in row.regimes):
            continue
        if agreeable and row.id != _OLD and _fits(row, hop, reference):
            usual = row.id in _USUAL or row.module is not None
            yield Cover(row.label, cite(regime, row.article), row.record_with_it, usual)


def _fits(row: Mechanism, hop: Hop, reference: Reference) -> bool:
    """Whether a tool is for such ends; where a role is not recorded, it may be."""
    module = reference.scc_module(row.module or "")
    if module is None:
        return True
    exports = not hop.acting or Acting(module.exporter) in hop.acting
    return exports and hop.receiving in (None, Acting(module.importer))


def last_resort(judgement: Judgement) -> str:
    """Say what remains where no tool can be had."""
    return (
        f"Only where none of these can be had, and for single occasions, a derogation "
        f"({law_name(judgement.regime)} Art 49)."
    )
