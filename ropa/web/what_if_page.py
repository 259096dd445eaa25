"""The page of a supposition: what is supposed, and what would become of the hops."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
from werkzeug.datastructures import MultiDict

from ropa.core.names import Names
from ropa.core.register import Key
from ropa.core.transfers.suppositions import DecisionEnds, RecordChange, Supposition
from ropa.core.transfers.verdicts import Judgement
from ropa.core.transfers.what_if import Pair, Remedy, Shift, WhatIf, what_if
from ropa.export.what_if import place_of, unlisted, untold
from ropa.records.base import Record
from ropa.vocabulary import Kind
from ropa.web.access import Action, Desk
from ropa.web.forms.model import ErrorLink
from ropa.web.forms.posted import PREFIX
from ropa.web.pages import day
from ropa.web.parts import parts
from ropa.web.tables import Head, heads
from ropa.web.verdict_marks import Mark, mark_of
from ropa.web.what_if_asked import DAY, Asked, Pairs, address, pairs_of, read_asked
from ropa.web.what_if_form import ChangeForm, Forms

PER_PAGE = 100
"""How many hops a page holds."""

HEADS: tuple[Head, ...] = heads(
    "Hop", "Before → after", "Why", "Activities", "Publicly listed", "Would cover it"
)

_SHOWN = 3
"""So many activities of a hop stand open; the others are folded."""

_ONE_DAY = datetime.timedelta(days=1)

Link = tuple[str, str | None]
"""A title and its address, None where there is no page."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One thing that is supposed, in a sentence; `remove` supposes all but it."""

    said: str
    waiting: str | None
    remove: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """What one law says before and after; a mark is None where there is no such hop."""

    regime: str
    before: Mark | None
    after: Mark | None


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why, in two sentences, and the clause."""

    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class ShiftView:
    """One hop of the answer."""

    title: Link
    ends: str
    place: str
    fate: str
    turns: tuple[TurnView, ...]
    reasons: tuple[ReasonView, ...]
    first: tuple[Link, ...]
    rest: tuple[Link, ...]
    listed: tuple[Link, ...]
    unlisted: str
    remedies: tuple[Remedy, ...]
    missing: tuple[str, ...]
    acts: str
    clean: bool


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """All that the page places; `example` supposes something to begin with."""

    changes: tuple[ChangeView, ...]
    errors: tuple[ErrorLink, ...]
    wrong: tuple[ChangeForm, ...]
    new: tuple[ChangeForm, ...]
    day: str
    day_typed: str
    day_problem: str | None
    kept: Pairs
    action: str
    clear: str
    example: str | None
    summary: str
    untold: str | None
    rows: tuple[ShiftView, ...]
    heads: tuple[Head, ...]
    shown: str
    previous: str | None
    next: str | None
    xlsx: str | None
    keep: tuple[Link, ...]
    law: bool


def answer_of(desk: Desk, asked: Asked) -> WhatIf:
    """Answer what an address supposes, as far as it fits."""
    return what_if(desk.register, parts().reference, asked.supposition, desk.clock.about_day)


def what_if_page(desk: Desk, args: MultiDict[str, str]) -> WhatIfPage:
    """Read what an address supposes, and answer it."""
    asked = read_asked(desk, args)
    answer, forms = answer_of(desk, asked), Forms(desk, asked)
    pages = max(1, -(-len(answer.shifts) // PER_PAGE))
    page = min(_number(args.get("page", "")), pages)
    begin = (page - 1) * PER_PAGE
    held = answer.shifts[begin : begin + PER_PAGE]

    def turned(to: int) -> str | None:
        pairs = (*asked.pairs(), ("page", str(to)))
        return address(desk, pairs) if 1 <= to <= pages else None

    return WhatIfPage(
        changes=tuple(_changes(desk, asked, answer)),
        errors=asked.errors,
        wrong=forms.wrong(),
        new=forms.new(),
        day=day(answer.day),
        day_typed=asked.day,
        day_problem=asked.problem,
        kept=(*desk.clock.asked.items(), *asked.changes()),
        action=address(desk, ()).partition("?")[0],
        clear=address(desk, ()),
        example=_example(desk),
        summary=answer.summary,
        untold=untold(answer) if answer.untold else None,
        rows=tuple(_Rows(desk, answer).row(shift) for shift in held),
        heads=HEADS,
        shown=f"{begin + 1}–{begin + len(held)} of {len(answer.shifts)}",
        previous=turned(page - 1),
        next=turned(page + 1),
        xlsx=address(desk, asked.pairs(), "what_if.download") if answer.shifts else None,
        keep=tuple(_keep(desk, answer)) if desk.may(Action.EDIT) else (),
        law=any(not isinstance(one, RecordChange) for one in answer.supposition.changes),
    )


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _changes(desk: Desk, asked: Asked, answer: WhatIf) -> Iterator[ChangeView]:
    for place, one in enumerate(asked.entries, 1):
        if one.change is None:
            continue
        later = next((late for late in answer.waiting if late is one.change), None)
        pairs = [*asked.changes(), (DAY, later.day.isoformat())] if later else []
        remove = address(desk, asked.pairs(without=place))
        yield ChangeView(
            one.change.said(answer.ground), address(desk, pairs) if later else None, remove
        )


def _example(desk: Desk) -> str | None:
    """Suppose that the decisions which rest on the Data Privacy Framework end tomorrow.

    None where the law data has none then.
    """
    tomorrow = desk.clock.about_day + _ONE_DAY
    found = [
        DecisionEnds(decision=row.id, day=tomorrow)
        for regime in ("EU", "UK")
        for row in parts().reference.adequacy(regime, "US", tomorrow)
    ]
    if not found:
        return None
    return address(desk, pairs_of(Supposition(tuple(found), tomorrow)))


def _keep(desk: Desk, answer: WhatIf) -> Iterator[Link]:
    """Give the forms in which what is supposed of records could be recorded, each once."""
    names = Names(desk.register, parts().reference, desk.clock.about_day)
    seen: set[str] = set()
    for change in answer.supposition.changes:
        if isinstance(change, RecordChange):
            for record in change.recorded(desk.register):
                label, url = _form_of(desk, names, record)
                if url not in seen:
                    seen.add(url)
                    yield label, url


def _form_of(desk: Desk, names: Names, record: Record) -> tuple[str, str]:
    kind, now = record.KIND, desk.register.get(record.KIND, record.id)
    if now is None:
        held = msgspec.structs.asdict(record)
        known = {f"{PREFIX}{name}": held[name] for name in ("name", "country")}
        return f"Add {record.title}", desk.url("editing.new", plural=kind.plural, **known)
    act = "retire" if record.retired and not now.retired else "edit"
    word = "Retire" if act == "retire" else "Change"
    url = desk.url(f"editing.{act}", plural=kind.plural, id=record.id)
    return f"{word} {names.of(now)} ({kind.label.lower()})", url


class _Rows:
    """Makes the rows of the answer."""

    def __init__(self, desk: Desk, answer: WhatIf) -> None:
        self.desk, self.answer = desk, answer

    def row(self, shift: Shift) -> ShiftView:
        """Give one hop as the table places it."""
        hop, after = shift.hop, shift.after
        served = self._links(Kind.ACTIVITY, shift.activities)
        key = (Kind.ENGAGEMENT, hop.engagement or "")
        if hop.engagement is None:
            key = (Kind.PARTY, hop.importer.party or "")
        return ShiftView(
            title=(hop.title, self._url(key)),
            ends=f"{hop.exporter.title} → {hop.importer.title}",
            place=place_of(self.answer, shift),
            fate=shift.fate.label,
            turns=tuple(map(_turn, shift.pairs)),
            reasons=tuple(_reason(one) for one in _whys(shift)),
            first=served[:_SHOWN],
            rest=served[_SHOWN:],
            listed=self._links(Kind.ENGAGEMENT, shift.listed),
            unlisted=unlisted(self.answer, shift),
            remedies=shift.remedies,
            missing=() if shift.clean else shift.missing,
            acts=after.must_act if after else "",
            clean=shift.clean,
        )

    def _links(self, kind: Kind, ids: Iterable[str]) -> tuple[Link, ...]:
        ground = self.answer.ground
        return tuple((ground.title(kind, id) or id, self._url((kind, id))) for id in ids)

    def _url(self, key: Key) -> str | None:
        """Give the page of a record; what is only supposed has none."""
        return self.desk.url_of(key) if self.desk.register.get(*key) else None


def _whys(shift: Shift) -> Iterator[Judgement]:
    """Give what is said after, or of a hop that goes, what is said before."""
    for pair in shift.pairs:
        if shift.after is not None and pair.after is not None:
            yield pair.after


def _turn(pair: Pair) -> TurnView:
    before, after = (mark_of(one.verdict) if one else None for one in (pair.before, pair.after))
    return TurnView(pair.regime, before, after)


def _reason(one: Judgement) -> ReasonView:
    return ReasonView(one.text, one.clause)
