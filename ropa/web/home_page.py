"""What the home page of an organisation places: numbers, each with the list it counts."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.answers import Answers
from ropa.core.overview import ItemCount, KindCount, Overview
from ropa.core.record_page import FieldRow, field_row
from ropa.core.register import Key
from ropa.vocabulary import Kind
from ropa.web.access import Action, Desk
from ropa.web.charts import Progress, progress
from ropa.web.frame import TABS
from ropa.web.list_page import title_of
from ropa.web.tables import heads
from ropa.web.telling import names_of

ITEMS = heads("Clause", "Item", "Answered", "Unknown", "Open in")
KINDS = heads("Kind", "Recorded", "Incomplete", "Questions open", "Retired", numbers=4)
TWIN = heads("Value", "Activities", "By inference only", numbers=2)

_PARTICULARS = (
    *("name", "company_number", "address", "email", "dpo_name", "representative_name"),
    *("regimes", "ico_registration"),
)
"""What Article 30(1)(a) asks of the organisation itself, and what an authority asks beside it."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of Article 30: how far it is answered, and where it is not.

    `named` are the first of the records in which it is open; `more` says how many are left out.
    """

    clause: str
    label: str
    words: str
    progress: Progress | None
    partly: int
    partly_url: str
    unknown: int
    unknown_url: str
    named: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class KindRow:
    """What is recorded of one kind, each number with its list."""

    label: str
    recorded: int
    url: str
    open: int
    open_url: str
    questions: int
    retired: int
    retired_url: str


@dataclass(frozen=True, slots=True)
class About:
    """The organisation's own particulars, with its page and where they are changed."""

    rows: tuple[FieldRow, ...]
    url: str
    edit: str | None


def sentence(found: Overview) -> str:
    """Say how much of what Article 30 asks is recorded."""
    answered, partly, unknown = found.answers
    total = answered + partly + unknown
    many = next(k.recorded.number for k in found.kinds if k.kind is Kind.ACTIVITY)
    if not many:
        return "No activity is recorded yet. Add the first one, and Article 30 asks its questions."
    about = f"{many} {'activity' if many == 1 else 'activities'} and the organisation itself"
    parts_ = [f"{answered} are recorded", *([f"{partly} in part"] if partly else [])]
    said = ", ".join(parts_) + (f" and {unknown} are unknown" if unknown else "")
    return f"Article 30 asks for {total} answers about {about}: {said}."


def items(desk: Desk, found: Overview) -> tuple[ItemRow, ...]:
    """Give the items of Article 30, the most unknown first."""
    order = sorted(
        found.items, key=lambda one: (not one.asked, -one.unknown.number, -one.partly.number)
    )
    return tuple(_item(desk, item) for item in order)


def _item(desk: Desk, item: ItemCount) -> ItemRow:
    answered, partly, unknown = item.answered.number, item.partly.number, item.unknown.number
    asked = item.asked
    return ItemRow(
        clause=item.clause,
        label=item.label,
        words=f"{answered} of {asked}" if asked else "not asked of any record",
        progress=progress(answered, partly, unknown) if asked else None,
        partly=partly,
        partly_url=desk.list_url(item.partly.query),
        unknown=unknown,
        unknown_url=desk.list_url(item.unknown.query),
        named=tuple((_called(desk, key, title), desk.url_of(key)) for key, title in item.named),
        more=max(0, unknown + partly - len(item.named)),
    )


def _called(desk: Desk, key: Key, title: str) -> str:
    """Name a record shortly: by its reference where it has one."""
    return getattr(desk.register.get(*key), "reference", None) or title


def kinds(desk: Desk, found: Overview) -> tuple[KindRow, ...]:
    """Give what is recorded, kind by kind in the order of the tabs."""
    order = [kind for tab in TABS for kind in tab.kinds]
    counted = {one.kind: one for one in found.kinds}
    return tuple(_kind(desk, counted[kind]) for kind in order)


def _kind(desk: Desk, one: KindCount) -> KindRow:
    return KindRow(
        label=title_of(one.kind),
        recorded=one.recorded.number,
        url=desk.list_url(one.recorded.query),
        open=one.with_gaps.number,
        open_url=desk.list_url(one.with_gaps.query),
        questions=one.unanswered,
        retired=one.retired.number,
        retired_url=desk.list_url(one.retired.query),
    )


def about(desk: Desk) -> About:
    """Give the particulars of the organisation."""
    key = (Kind.ORGANISATION, desk.organisation.id)
    answers = Answers(desk.organisation, names_of(desk))
    edit = desk.url("editing.edit", plural=Kind.ORGANISATION.plural, id=key[1])
    return About(
        tuple(field_row(answers, name) for name in _PARTICULARS),
        desk.url_of(key),
        edit if desk.may(Action.EDIT) else None,
    )
