"""What changed in the last twelve months, as a part of the record of an organisation.

It tells what the record said and says, with the day, and never who changed it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ropa.core.between import Became, Changed, RecordChange, between, changed
from ropa.core.names import Names, spoken_day
from ropa.core.past import Past, day_of
from ropa.core.register import Key, Register, owner
from ropa.export.changes_words import told
from ropa.export.document import Block, Grid, Prose, Section, Words
from ropa.records.organisation import Organisation
from ropa.vocabulary import Kind

_COMPARED = 250
"""How many records are told field by field."""

_ANSWERS, _LETTERS = 15, 400
"""How many answers of a record are told, and how many letters of each."""

_NAMED = 200
"""How many records of a kind are named that came or went."""

_THERE = (Became.CHANGED, Became.RETIRED, Became.RESTORED)
_CUT = "\N{HORIZONTAL ELLIPSIS}"
_TITLE = "Changes in the last twelve months"

Row = tuple[tuple[Words, ...], ...]


def changes_section(
    register: Register,
    organisation: Organisation,
    names: Names,
    past: Past | None,
    kinds: Sequence[Kind],
) -> Section:
    """Tell what of the kinds changed between the past and now; where it is young, since when."""
    if past is None:
        said = "This was not read from a journal, so what changed before is not known."
        return Section("changes", _TITLE, (Prose(said),))
    telling = _Telling(register, organisation, names, past, kinds)
    return Section("changes", _TITLE, tuple(telling.blocks()))


class _Telling:
    """What is told, and from what."""

    def __init__(
        self,
        register: Register,
        organisation: Organisation,
        names: Names,
        past: Past,
        kinds: Sequence[Kind],
    ) -> None:
        self._register, self._organisation = register, organisation
        self._past, self._kinds = past, kinds
        # What a record referred to and is there no more is named as it was.
        gone = [one for one in past.register if register.get(one.KIND, one.id) is None]
        both = register.changed(gone, (), {}, register.moment)
        self._names = Names(both, names.reference, names.day)

    def blocks(self) -> Iterator[Block]:
        """Give the part, from the numbers to the single answers."""
        found = self._found()
        yield Prose(self._intro(bool(found)))
        if not found:
            return
        by: dict[Became, list[Changed]] = {what: [] for what in Became}
        for one in found:
            by[self._became(one)].append(one)
        yield _counts(by, self._kinds)
        for what, where in ((Became.ADDED, "to"), (Became.REMOVED, "from")):
            if by[what]:
                rows = tuple(_named(by[what], self._kinds))
                yield Grid(f"{what.label} {where} this record", ("What", "Which"), rows)
        there = [one for what in _THERE for one in by[what]]
        there.sort(key=lambda one: self._kinds.index(one.key[0]))
        shown = between(there[:_COMPARED], self._names)
        if rows := tuple(map(self._row, shown)):
            heads = ("Record", "What became of it", "What it said and says")
            yield Grid("Record by record", heads, rows)
        if said := _left_out(len(there) - len(rows), rows):
            yield Prose(said)

    def _found(self) -> list[Changed]:
        """Give what differs of the kinds and is the organisation's, or shared."""
        every = changed(self._past.register, self._register, self._names)
        ours = (None, self._organisation.id)
        own = [one for one in every if (it := one.now or one.was) and owner(it) in ours]
        return [one for kind in self._kinds for one in own if one.key[0] is kind]

    def _intro(self, any: bool) -> str:
        """Say between which days this tells, and since when the record is kept."""
        moment, since = self._register.moment, spoken_day(self._past.since)
        until = day_of(moment.instant, self._organisation)
        end = f"{spoken_day(until)} (entry {moment.sequence} of the journal)"
        young = f"This record has been kept since {since} only. " if self._past.young else ""
        if self._past.since == until:
            return f"{young}It is given as it stood on that day: there is none before to compare."
        if not any:
            return f"{young}Nothing differs between the end of {since} and {end}."
        return (
            f"{young}How this record, as it stood on {end}, differs from how it stood at the end "
            f"of {since}. What was changed and changed back is not told."
        )

    def _became(self, one: Changed) -> Became:
        """Say what became of a record; one whose state of then was redacted was there."""
        return Became.CHANGED if self._redacted(one.key) else one.became

    def _redacted(self, key: Key) -> bool:
        return key in self._past.redacted and self._register.get(*key) is not None

    def _row(self, one: RecordChange) -> Row:
        """Tell of one record, the answers that differ."""
        stamp = self._register.stamps.get(one.key)
        when = spoken_day(day_of(stamp.instant, self._organisation)) if stamp else ""
        detail = f"{one.key[0].label}, changed last on {when}" if when else one.key[0].label
        record = (Words(one.title, detail=detail),)
        if self._redacted(one.key):
            said = (Words("Its state of then has been taken out of the journal."),)
            return record, (Words(Became.CHANGED.label),), said
        every = [said for d in one.differences if d.field != "retired" for said in told(d)]
        shown = [Words(_cut(said)) for said in every[:_ANSWERS]]
        if more := len(every) - len(shown):
            shown.append(Words(f"{more} more{_CUT}"))
        return record, (Words(one.became.label),), tuple(shown) or (Words("nothing else"),)


def _counts(by: Mapping[Became, Sequence[Changed]], kinds: Sequence[Kind]) -> Grid:
    """Count what became of the records of each kind."""
    shown = [what for what in Became if by[what]]
    counted = Counter((one.key[0], what) for what in shown for one in by[what])
    rows = tuple(
        (
            (Words(kind.label),),
            *((Words(str(counted[kind, what])),) for what in shown),
        )
        for kind in kinds
        if any(counted[kind, what] for what in shown)
    )
    return Grid("Number of records", ("What", *(what.label for what in shown)), rows)


def _named(found: Sequence[Changed], kinds: Sequence[Kind]) -> Iterator[Row]:
    """Name records that came or went, a row for each kind."""
    for kind in kinds:
        own = [one for one in found if one.key[0] is kind]
        titles = "; ".join(one.title for one in own[:_NAMED])
        more = len(own) - _NAMED
        if own:
            said = f"{titles}; and {more:,} more{_CUT}" if more > 0 else titles
            yield (Words(kind.label),), (Words(said),)


def _left_out(more: int, rows: Sequence[Row]) -> str:
    """Say what is not told here and where it is; nothing where all of it is told."""
    cut = any(words.text.endswith(_CUT) for row in rows for words in row[-1])
    if not more and not cut:
        return ""
    records = "1 more record" if more == 1 else f"{more:,} more records"
    said = f"{records} changed, counted above and not told one by one. " if more else ""
    return (
        f"{said}Where words end in “{_CUT}” there is more. The organisation can give all of it, "
        "from the comparison of the two days in its journal."
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LETTERS else text[:_LETTERS].rstrip() + _CUT
