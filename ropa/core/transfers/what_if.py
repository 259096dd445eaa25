"""What would become of the hops if a supposition were true, and what would cover them."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.transfers.covers import Cover, covers
from ropa.core.transfers.hops import Hop
from ropa.core.transfers.judge import Transfers, transfers_of
from ropa.core.transfers.suppositions import (
    SUPPOSED,
    Change,
    Ground,
    LawChange,
    Misfit,
    RecordChange,
    Supposition,
)
from ropa.core.transfers.verdicts import Judged, Judgement, Verdict
from ropa.records.base import Record
from ropa.vocabulary import AssessmentOutcome, Kind, Word

_OPEN = (Verdict.CONDITIONAL, Verdict.UNSAFEGUARDED)


class Fate(Word):
    """What becomes of a hop."""

    CHANGES = "changes", "Its verdict changes"
    APPEARS = "appears", "It appears"
    GOES = "goes", "It goes"


_DOES: Mapping[Fate, str] = {
    Fate.CHANGES: "change verdict",
    Fate.APPEARS: "appear",
    Fate.GOES: "go",
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would usually cover a hop under one regime."""

    regime: str
    cover: Cover


@dataclass(frozen=True, slots=True)
class Pair:
    """What one regime says of a hop, before and after; `regime` is empty where none applies."""

    regime: str
    before: Judgement | None
    after: Judgement | None

    @property
    def differs(self) -> bool:
        """Whether the verdict is another one."""
        before, after = self.before, self.after
        return before is None or after is None or before.verdict is not after.verdict


@dataclass(frozen=True, slots=True)
class Shift:
    """One hop before and after; the one that is not there is None.

    `activities` are those it serves, `listed` the engagements on the public list among its own
    and those that works under. `remedies` could cover it as far as nothing does.
    """

    before: Judged | None
    after: Judged | None
    activities: tuple[str, ...]
    listed: tuple[str, ...]
    remedies: tuple[Remedy, ...]

    @property
    def fate(self) -> Fate:
        """What becomes of the hop."""
        if self.before is None:
            return Fate.APPEARS
        return Fate.CHANGES if self.after else Fate.GOES

    @property
    def hop(self) -> Hop:
        """The hop as it would be, or else as it is."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a shift is of a hop that is there before or after")
        return found.hop

    @property
    def clean(self) -> bool:
        """Whether nobody would have to do anything."""
        return self.after is None or self.after.verdict.clean

    @property
    def missing(self) -> tuple[str, ...]:
        """What would have to be found out or done, each thing once."""
        held = self.after.judgements if self.after else ()
        return tuple(dict.fromkeys(said for one in held for said in one.missing))

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Both judgements of each regime whose verdict changes."""
        before, after = _by_regime(self.before), _by_regime(self.after)
        found = (Pair(id, before.get(id), after.get(id)) for id in {**after, **before})
        return tuple(pair for pair in found if pair.differs)


@dataclass(frozen=True)
class WhatIf:
    """The answer to a supposition: every hop that would be judged otherwise, the worst first."""

    supposition: Supposition
    before: Transfers
    after: Transfers
    shifts: tuple[Shift, ...]

    @property
    def day(self) -> datetime.date:
        """The day both are judged on."""
        return self.before.day

    @property
    def ground(self) -> Ground:
        """The real register and law, in whose words the changes are said."""
        return Ground(self.before.register, self.before.reference)

    @property
    def summary(self) -> str:
        """Say in a sentence what would become of the hops."""
        if not self.shifts:
            return "No hop would be judged otherwise."
        counts = Counter(shift.fate for shift in self.shifts)
        said = ", ".join(f"{counts[fate]} would {_DOES[fate]}" for fate in Fate if counts[fate])
        bad = sum(not shift.clean for shift in self.shifts)
        hops = f"{len(self.shifts)} {'hop' if len(self.shifts) == 1 else 'hops'}"
        return f"{hops}: {said}; {bad or 'none'} would have to be acted on."

    @cached_property
    def activities(self) -> tuple[str, ...]:
        """The activities that are touched."""
        return tuple(sorted({id for shift in self.shifts for id in shift.activities}))

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The publicly listed engagements that are touched."""
        return tuple(sorted({id for shift in self.shifts for id in shift.listed}))

    @cached_property
    def untold(self) -> tuple[Judged, ...]:
        """The hops of which nobody could tell: unknown before, and unknown after."""
        shifted = {shift.hop.key for shift in self.shifts}
        return tuple(
            judged
            for judged in self.after.judged
            if judged.verdict is Verdict.UNKNOWN and judged.hop.key not in shifted
        )

    @property
    def waiting(self) -> tuple[LawChange, ...]:
        """The changes that begin only after the day, so that nothing is seen of them."""
        dated = (one for one in self.supposition.changes if isinstance(one, LawChange))
        return tuple(one for one in dated if one.day > self.day)


def misfits(
    register: Register, reference: Reference, supposition: Supposition
) -> tuple[tuple[int, Misfit], ...]:
    """Say what of a supposition does not fit the register and the law: which change, and why."""
    ground = Ground(register, reference)
    return tuple(
        (number, misfit)
        for number, change in enumerate(supposition.changes)
        for misfit in change.misfits(ground)
    )


def suppose(
    register: Register, reference: Reference, supposition: Supposition
) -> tuple[Register, Reference]:
    """Give the register and the law as they would be; the real ones stay as they are.

    A change that does not fit is left out (`misfits` tells which). What is worked out of the
    register that comes back is not remembered for the real one, nor under the real law's digest.
    """
    changes = _fitting(register, reference, supposition)
    rows, held = reference.tables.adequacy, register
    for change in changes:
        if isinstance(change, LawChange):
            rows = change.enacted(rows)
        if isinstance(change, RecordChange):
            held = _with(held, change.recorded(held))
    supposed = Register(held.records, held.stamps, held.moment, held.redacted)
    if rows == reference.tables.adequacy:
        return supposed, reference
    sources = (*reference.tables.sources, SUPPOSED)
    tables = msgspec.structs.replace(reference.tables, adequacy=rows, sources=sources)
    digest = hashlib.sha256(reference.digest.encode() + msgspec.json.encode(rows)).hexdigest()
    return supposed, Reference(tables, digest)


def what_if(
    register: Register, reference: Reference, supposition: Supposition, day: datetime.date
) -> WhatIf:
    """Judge every hop as it is and as it would be, both on the supposition's day or else on `day`.

    A change that does not fit is left out (`misfits` tells which).
    """
    on = supposition.day or day
    kept = Supposition(_fitting(register, reference, supposition), supposition.day)
    # One day is remembered for each register: the one that is asked about stays.
    before = (transfers_of if on == day else Transfers)(register, reference, on)
    after = Transfers(*suppose(register, reference, kept), on)
    found = (_shift(key, before, after) for key in {**before.by_key, **after.by_key})
    shifts = sorted((shift for shift in found if shift is not None), key=_rank)
    return WhatIf(kept, before, after, tuple(shifts))


def _fitting(
    register: Register, reference: Reference, supposition: Supposition
) -> tuple[Change, ...]:
    wrong = {number for number, _ in misfits(register, reference, supposition)}
    return tuple(one for n, one in enumerate(supposition.changes) if n not in wrong)


def _with(register: Register, records: Iterable[Record]) -> Register:
    return register.changed(records, (), {}, register.moment, register.redacted)


def _shift(key: tuple[str, str], before: Transfers, after: Transfers) -> Shift | None:
    old, new = before.by_key.get(key), after.by_key.get(key)
    if _verdicts(old) == _verdicts(new):
        return None
    sides = [(one, side) for one, side in ((old, before), (new, after)) if one]
    return Shift(
        before=old,
        after=new,
        activities=_each(id for one, _ in sides for id in one.hop.load.activities),
        listed=_each(id for one, side in sides for id in _listed(one.hop, side)),
        remedies=tuple(_remedies(new, after)) if new else (),
    )


def _each(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))


def _listed(hop: Hop, transfers: Transfers) -> Iterator[str]:
    """Give the engagements on the public list among that of a hop and those it works under."""
    held = transfers.register.engagements
    chain = () if hop.engagement is None else transfers.map.chain(hop.engagement)
    return (id for id in chain if id in held and held[id].public)


def _remedies(judged: Judged, transfers: Transfers) -> Iterator[Remedy]:
    """Give what would usually cover a hop under each regime that nothing covers it under.

    Nothing where a risk assessment was unfavourable: no other contract would mend that.
    """
    for one in judged.judgements:
        if one.verdict in _OPEN and not _refused(one, transfers):
            for cover in covers(judged.hop, one, transfers.reference, transfers.day):
                if cover.usual:
                    yield Remedy(one.regime, cover)


def _refused(judgement: Judgement, transfers: Transfers) -> bool:
    held = transfers.register.transfers
    return any(
        kind is Kind.TRANSFER and held[id].outcome is AssessmentOutcome.UNFAVOURABLE
        for kind, id in judgement.evidence
    )


def _by_regime(judged: Judged | None) -> dict[str, Judgement]:
    return {one.regime: one for one in judged.judgements} if judged else {}


def _verdicts(judged: Judged | None) -> dict[str, Verdict]:
    return {regime: one.verdict for regime, one in _by_regime(judged).items()}


def _rank(shift: Shift) -> tuple[bool, int, str, tuple[str, str]]:
    """Put what would be worst first, and last what goes."""
    rank = shift.after.verdict.rank if shift.after else 0
    return shift.after is None, -rank, shift.hop.title, shift.hop.key
