"""The pages of the forms of records."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response

from ropa.core.answers import Answers, Source
from ropa.vocabulary import Kind
from ropa.web.forms.build import form_of
from ropa.web.forms.context import Context
from ropa.web.forms.faults import REASON, Fault
from ropa.web.forms.posted import Posted
from ropa.web.frame import inside, shown
from ropa.web.records import drafting
from ropa.web.records.conflict import CHOICE, SAVED, YOURS, Choice
from ropa.web.records.drafting import OfferedDraft
from ropa.web.records.envelope import fresh
from ropa.web.records.task import Task, everything


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it is to be shown: what it says, where it began, and what is wrong with it."""

    posted: Posted
    base: int | None
    reason: str = ""
    faults: tuple[Fault, ...] = ()
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    focus: str = ""
    kept: str | None = None
    offered: tuple[OfferedDraft, ...] = ()


def form_page(task: Task, sheet: Sheet, code: int = 200) -> Response:
    """Show the form of a record."""
    context = Context(
        cls=task.cls,
        offers=task.offers,
        posted=sheet.posted.visible(),
        faults=sheet.faults,
        waiting=sheet.waiting,
        sources=_sources(task),
        focus=sheet.focus,
    )
    plural = task.cls.KIND.plural
    return shown(
        inside(task.desk, plural),
        "records/form.html",
        code,
        form=form_of(context, creating=task.creating),
        envelope=fresh(task.slot, sheet.base, sheet.reason),
        sheet=sheet,
        title=title_of(task),
        shared=task.cls.SHARED and len(everything().organisations) > 1,
        action=task.action,
        back=task.back,
        draft_url=task.desk.url("editing.draft", plural=plural, id=task.key),
        file_url=_file_url(task),
    )


@dataclass(frozen=True, slots=True)
class Saving:
    """What somebody else did meanwhile: who and when, and the sequence that you `began` from."""

    by: str
    at: datetime.datetime
    began: int | None


def conflict_page(task: Task, sheet: Sheet, found: tuple[Choice, ...], saving: Saving) -> Response:
    """Show what somebody else saved beside what was typed here, to choose from."""
    plural = task.cls.KIND.plural
    return shown(
        inside(task.desk, plural),
        "records/conflict.html",
        409,
        choices=found,
        envelope=fresh(task.slot, sheet.base, sheet.reason),
        sheet=sheet,
        title=title_of(task),
        action=task.action,
        back=task.back,
        saving=saving,
        when=drafting.when(task.desk.organisation, saving.at),
        words=(CHOICE, SAVED, YOURS),
    )


def _file_url(task: Task) -> str | None:
    """Give where the file of a document is kept, which its form does not ask for."""
    if task.stored is None or task.cls.KIND is not Kind.DOCUMENT:
        return None
    return task.desk.url("files.page", id=task.key)


def title_of(task: Task) -> tuple[str, str]:
    """Give the heading of a form: what is done, and to which record."""
    noun = task.cls.KIND.label
    if task.creating:
        return "New", f"{noun[:1].lower()}{noun[1:]}"
    return "Edit", task.offers.names.of(task.stored) if task.stored else task.key


def draft_sheet(task: Task) -> Sheet | None:
    """Give the form as its draft holds it; None where there is no draft."""
    found = drafting.resumed(task)
    if found is None:
        return None
    posted, base = found
    return Sheet(posted, base, posted.one(REASON))


def _sources(task: Task) -> dict[str, tuple[str, ...]]:
    """Say for each field of the record where its answer comes from."""
    if task.stored is None:
        return {}
    sources = Answers(task.stored, task.offers.names).sources
    return {path: tuple(map(_said, held)) for path, held in sources.items()}


def _said(source: Source) -> str:
    where = " ".join(part for part in (source.title, source.place) if part)
    return f"{source.standing.label}: {where}" if where else source.standing.label
