"""The answer to a supposition as lines of text, as JSON and as a workbook."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import msgspec

from ropa.core.names import spoken_day
from ropa.core.transfers.verdicts import Judged, Judgement
from ropa.core.transfers.what_if import Remedy, Shift, WhatIf
from ropa.export.cell import Cell, State
from ropa.export.context import Context
from ropa.export.table import Heading, Note, Notes, Style, Table, Tally
from ropa.export.workbook import workbook
from ropa.vocabulary import Kind

_NAME = "What if"
_NO_HOP = "No such hop"

_HEADINGS = (
    ("Engagement", "Hop"),
    ("Place", "Hop"),
    ("Exporter", "Hop"),
    ("Importer", "Hop"),
    ("What becomes of it", "Verdict"),
    ("Before", "Verdict"),
    ("After", "Verdict"),
    ("Why before", "Reasons"),
    ("Why after", "Reasons"),
    ("Who must act", "What to do"),
    ("What is missing", "What to do"),
    ("What would cover it", "What to do"),
    ("Activities it serves", "Touched"),
    ("On the public list", "Touched"),
)


def what_if_text(answer: WhatIf) -> str:
    """Write the answer for people to read, the worst hop first."""
    return "\n".join(_lines(answer))


def what_if_json(answer: WhatIf, organisation: str, context: Context) -> str:
    """Write the answer as JSON; KeyError where there is no such organisation."""
    return json.dumps(_plain(answer, organisation, context), ensure_ascii=False, indent=2)


def what_if_xlsx(answer: WhatIf, organisation: str, context: Context) -> bytes:
    """Write the answer as a workbook: a row for each hop, and a sheet that says what was asked.

    KeyError where there is no such organisation, ValueError for more rows than a sheet holds.
    """
    name = answer.before.register.organisations[organisation].name
    footer = f"{name}: what if, judged on {answer.day}, as recorded at {context.as_recorded}"
    table = Table(
        name=_NAME,
        title=answer.summary,
        lines=(),
        blocks=(),
        headings=tuple(Heading(text, band, required=False) for text, band in _HEADINGS),
        rows=tuple(_row(answer, shift) for shift in answer.shifts),
        frozen=2,
        by_band=False,
        footer=footer,
    )
    return workbook(table, partial(_about, answer, name, context, footer))


# -- words


def place_of(answer: WhatIf, shift: Shift) -> str:
    """Name the place of a hop."""
    return answer.before.place_of(shift.hop)


def remedy(one: Remedy) -> str:
    """Say what would cover a hop under one law, and what is recorded with it."""
    return f"{one.regime}: {one.cover.label} ({one.cover.clause}); {', '.join(one.cover.needs)}"


def untold(answer: WhatIf) -> str:
    """Say of how many hops the answer says nothing."""
    count = len(answer.untold)
    which = "1 hop is unknown" if count == 1 else f"{count} hops are unknown"
    return f"{which} before and after: whether this touches them cannot be told."


def titles(answer: WhatIf, kind: Kind, ids: Iterable[str]) -> tuple[str, ...]:
    """Name some records."""
    ground = answer.ground
    return tuple(ground.title(kind, id) or id for id in ids)


def unlisted(answer: WhatIf, shift: Shift) -> str:
    """Say how a hop stands that belongs to no engagement on the public list."""
    record = answer.after.register.engagements.get(shift.hop.engagement or "")
    return "Unknown" if record is not None and record.public is None else "Not listed"


def _overall(judged: Judged | None) -> str:
    return judged.verdict.label if judged else _NO_HOP


def _reason(judgement: Judgement) -> str:
    return f"{judgement.clause}: {judgement.text}" if judgement.clause else judgement.text


def _supposed(answer: WhatIf) -> Iterator[str]:
    """Say what is supposed, sentence by sentence."""
    for change in answer.supposition.changes:
        yield change.said(answer.ground)
    for change in answer.waiting:
        yield f"Judged before {spoken_day(change.day)}, so nothing is seen yet of: {change.LABEL}."


# -- text


def _lines(answer: WhatIf) -> Iterator[str]:
    yield f"What if, judged on {spoken_day(answer.day)}:"
    yield from (f"  {said}" for said in _supposed(answer))
    yield answer.summary
    if answer.untold:
        yield untold(answer)
    for shift in answer.shifts:
        yield from _shift_lines(answer, shift)
    if answer.activities:
        yield f"Activities touched: {'; '.join(titles(answer, Kind.ACTIVITY, answer.activities))}"
    if answer.listed:
        listed = titles(answer, Kind.ENGAGEMENT, answer.listed)
        yield f"On the public list and touched: {'; '.join(listed)}"


def _shift_lines(answer: WhatIf, shift: Shift) -> Iterator[str]:
    before, after = _overall(shift.before), _overall(shift.after)
    yield f"{shift.hop.title}, {place_of(answer, shift)}: {before.lower()} → {after.lower()}"
    for pair in shift.pairs:
        if pair.after is not None:
            yield f"    {_reason(pair.after)}"
    if shift.after is not None and shift.after.must_act:
        yield f"    To act: {shift.after.must_act}: {'; '.join(shift.missing)}"
    for one in shift.remedies:
        yield f"    Could cover it: {remedy(one)}"


# -- JSON


def _plain(answer: WhatIf, organisation: str, context: Context) -> dict[str, Any]:
    moment = answer.before.register.moment
    record = answer.before.register.organisations[organisation]
    return {
        "organisation": {"id": organisation, "name": record.name},
        "about": answer.day.isoformat(),
        "as_recorded": context.as_recorded,
        "journal": {"sequence": moment.sequence, "digest": moment.digest},
        "law": answer.before.reference.digest,
        "law_supposed": answer.after.reference.digest,
        "version": context.version,
        "supposed": [
            {
                "what": change.WHAT,
                **msgspec.to_builtins(change),
                "said": change.said(answer.ground),
                "begins_later": change in answer.waiting,
            }
            for change in answer.supposition.changes
        ],
        "summary": answer.summary,
        "unknown": [judged.hop.id for judged in answer.untold],
        "hops": [_hop(answer, shift) for shift in answer.shifts],
        "activities": list(answer.activities),
        "listed": list(answer.listed),
    }


def _hop(answer: WhatIf, shift: Shift) -> dict[str, Any]:
    hop = shift.hop
    return {
        "id": hop.id,
        "title": hop.title,
        "engagement": hop.engagement,
        "exporter": hop.exporter.title,
        "importer": hop.importer.title,
        "place": hop.place,
        "place_name": place_of(answer, shift),
        "fate": shift.fate.value,
        "before": _judged(shift.before),
        "after": _judged(shift.after),
        "activities": list(shift.activities),
        "listed": list(shift.listed),
        "would_cover": [
            {"regime": one.regime, **msgspec.to_builtins(one.cover)} for one in shift.remedies
        ],
    }


def _judged(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    return {
        "verdict": judged.verdict.value,
        "must_act": judged.must_act or None,
        "judgements": [
            {
                "regime": one.regime or None,
                "verdict": one.verdict.value,
                "clause": one.clause,
                "said": one.text,
                "missing": list(one.missing),
            }
            for one in judged.judgements
        ],
    }


# -- workbook


def _row(answer: WhatIf, shift: Shift) -> tuple[Cell, ...]:
    hop = shift.hop
    return (
        _text(hop.title),
        _text(place_of(answer, shift)),
        _text(hop.exporter.title),
        _text(hop.importer.title),
        _text(shift.fate.label),
        _text(_verdicts(shift.before)),
        _text(_verdicts(shift.after)),
        _text(_reasons(shift.before)),
        _text(_reasons(shift.after)),
        *map(_text, _to_do(shift)),
        _text("\n".join(titles(answer, Kind.ACTIVITY, shift.activities)) or "None"),
        _text("\n".join(titles(answer, Kind.ENGAGEMENT, shift.listed)) or unlisted(answer, shift)),
    )


def _to_do(shift: Shift) -> tuple[str, str, str]:
    """Say who must act, what is missing and what would cover the hop."""
    if shift.after is None or shift.clean:
        return "Nobody", "Nothing", "Nothing is needed"
    named = "\n".join(map(remedy, shift.remedies))
    return shift.after.must_act, "\n".join(shift.missing), named or "See what is missing"


def _text(text: str) -> Cell:
    return Cell(text, State.ANSWERED)


def _verdicts(judged: Judged | None) -> str:
    """Give the verdict, and where two laws judge, that of each."""
    if judged is None:
        return _NO_HOP
    if len(judged.judgements) == 1:
        return judged.verdict.label
    return "\n".join(f"{one.regime}: {one.verdict.label}" for one in judged.judgements)


def _reasons(judged: Judged | None) -> str:
    return "\n".join(map(_reason, judged.judgements)) if judged else _NO_HOP


def _about(answer: WhatIf, name: str, context: Context, footer: str, tally: Tally) -> Notes:
    """Say what was supposed, and of what state of the register and the law."""
    stamps = dict(_stamps(answer, context))
    return Notes(
        name="About this answer",
        lines=tuple(_notes(answer, stamps, tally)),
        footer=footer,
        properties={
            "title": f"{_NAME}: {name}"[:255],
            "subject": "Transfers under a supposition; nothing of it is recorded",
            "author": name[:255],
            "comments": "; ".join(f"{label}: {said}" for label, said in stamps.items()),
            "created": _made(answer.before.register.moment.instant, answer.day),
        },
        custom=stamps,
    )


def _stamps(answer: WhatIf, context: Context) -> Iterator[tuple[str, str]]:
    moment = answer.before.register.moment
    journal = f"{moment.sequence}:{moment.digest}" if moment.digest else "not from a journal"
    yield "As recorded at", context.as_recorded or "not from a journal"
    yield "Judged on", answer.day.isoformat()
    yield "Journal sequence and hash", journal
    yield "Law data digest", answer.before.reference.digest
    yield "Law data digest, as supposed", answer.after.reference.digest
    yield "Product version", f"ropa {context.version}"


def _notes(answer: WhatIf, stamps: dict[str, str], tally: Tally) -> Iterator[Note]:
    yield Style.TITLE, ("About this answer",)
    yield Style.PLAIN, ("", "Nothing of what is supposed is recorded.")
    yield Style.SECTION, ("Supposed",)
    for number, said in enumerate(_supposed(answer), 1):
        yield Style.PLAIN, (f"Change {number}", said)
    yield Style.SECTION, ("Answer",)
    yield Style.PLAIN, ("Hops", answer.summary)
    if answer.untold:
        yield Style.PLAIN, ("Unknown", untold(answer))
    touched = (
        ("Activities touched", titles(answer, Kind.ACTIVITY, answer.activities)),
        ("On the public list", titles(answer, Kind.ENGAGEMENT, answer.listed)),
    )
    for label, named in touched:
        yield Style.PLAIN, (label, "; ".join(named) or "None")
    yield Style.SECTION, ("Made from",)
    for label, said in stamps.items():
        yield Style.PLAIN, (label, said)
    for cut in tally.cut:
        yield Style.PLAIN, (f"Cut at {cut.cell}", f"{cut.heading}: {cut.length:,} characters")


def _made(instant: str, day: datetime.date) -> datetime.datetime:
    """Give the register's own instant, never the clock's, or else the day it is judged on."""
    if not instant:
        return datetime.datetime.combine(day, datetime.time())
    return datetime.datetime.fromisoformat(instant).astimezone(datetime.UTC).replace(tzinfo=None)
