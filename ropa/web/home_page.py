"""What the home page of an organisation places: numbers, each with the list it counts."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.answers import Answers
from ropa.core.overview import ItemCount, KindCount, Overview
from ropa.core.record_page import FieldRow, field_row
from ropa.core.register import Key
from ropa.vocabulary import Kind
from ropa.web.access import Action, Desk
from ropa.web.charts import Chart, GridView, Progress, chart, grid, progress, short
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

_LETTERS = 40
"""So many letters of a record's name stand in a cell; its page has all of it."""

_WORD = 12
"""A name of no more letters, such as a reference, is not broken over lines."""


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its name in a cell, and its page."""

    name: str
    url: str

    @property
    def whole(self) -> bool:
        """Whether the name stays on one line."""
        return len(self.name) <= _WORD


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of Article 30: how far it is answered, and where it is not.

    `named` are the first of the records in which it is open; `more` says how many are left out.
    """

    clause: str
    label: str
    words: str
    progress: Progress
    partly: int
    partly_url: str
    unknown: int
    unknown_url: str
    named: tuple[Named, ...]
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


@dataclass(frozen=True, slots=True)
class HomePage:
    """All that the overview places.

    Its first sentence is `question` and then `answers`. `idle` are the items that no record is
    asked; `roleless` the activities that are asked nothing, with their list. There are no
    `charts` and no `grid` where no activity is recorded.
    """

    question: str
    answers: str
    begun: bool
    items: tuple[ItemRow, ...]
    idle: tuple[tuple[str, str], ...]
    roleless: tuple[str, str] | None
    kinds: tuple[KindRow, ...]
    itself: About
    charts: tuple[Chart, ...]
    grid: GridView | None


def home_page(desk: Desk, found: Overview) -> HomePage:
    """Give an overview as its page places it."""
    many = _activities(found)
    roleless = found.roleless
    return HomePage(
        question=_question(sum(found.answers), many - roleless.number),
        answers=_answers(*found.answers),
        begun=many > 0,
        items=_items(desk, found),
        idle=tuple((item.clause, item.label) for item in found.items if not item.asked),
        roleless=(_counted(roleless.number), desk.list_url(roleless.query))
        if roleless.number
        else None,
        kinds=_kinds(desk, found),
        itself=_itself(desk),
        charts=(chart(desk, found.bases), chart(desk, found.places)) if many else (),
        grid=grid(desk, found.people_and_data) if many else None,
    )


def _activities(found: Overview) -> int:
    return next(one.recorded.number for one in found.kinds if one.kind is Kind.ACTIVITY)


def _counted(activities: int) -> str:
    return f"{activities} {'activity' if activities == 1 else 'activities'}"


def _question(total: int, activities: int) -> str:
    about = f"{_counted(activities)} and " if activities else ""
    return f"Article 30 asks for {total} answers about {about}the organisation itself:"


def _answers(answered: int, partly: int, unknown: int) -> str:
    """Say how far what Article 30 asks is answered."""
    if not partly and not unknown:
        return "all of them are recorded"
    said = [f"{answered or 'none'} {_are(answered)} recorded"]
    if partly:
        said.append(f"{partly} in part")
    if unknown:
        said.append(f"{unknown} {_are(unknown)} unknown")
    *first, last = said
    return f"{', '.join(first)} and {last}"


def _are(number: int) -> str:
    return "is" if number < 2 else "are"


def _items(desk: Desk, found: Overview) -> tuple[ItemRow, ...]:
    """Give the items of Article 30 that are asked, the most unknown first."""
    asked = [item for item in found.items if item.asked]
    asked.sort(key=lambda item: (-item.unknown.number, -item.partly.number))
    return tuple(_item(desk, item) for item in asked)


def _item(desk: Desk, item: ItemCount) -> ItemRow:
    answered, partly, unknown = item.answered.number, item.partly.number, item.unknown.number
    return ItemRow(
        clause=item.clause,
        label=item.label,
        words=f"{answered} of {item.asked}",
        progress=progress(answered, partly, unknown),
        partly=partly,
        partly_url=desk.list_url(item.partly.query),
        unknown=unknown,
        unknown_url=desk.list_url(item.unknown.query),
        named=tuple(
            Named(_called(desk, key, title), desk.url_of(key)) for key, title in item.named
        ),
        more=max(0, unknown + partly - len(item.named)),
    )


def _called(desk: Desk, key: Key, title: str) -> str:
    """Name a record shortly: by its reference where it has one."""
    return short(getattr(desk.register.get(*key), "reference", None) or title, _LETTERS)


def _kinds(desk: Desk, found: Overview) -> tuple[KindRow, ...]:
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


def _itself(desk: Desk) -> About:
    """Give the particulars of the organisation."""
    key = (Kind.ORGANISATION, desk.organisation.id)
    answers = Answers(desk.organisation, names_of(desk))
    edit = desk.url("editing.edit", plural=Kind.ORGANISATION.plural, id=key[1])
    return About(
        tuple(field_row(answers, name) for name in _PARTICULARS),
        desk.url_of(key),
        edit if desk.may(Action.EDIT) else None,
    )
