"""What somebody would see by a link, for whoever hands it over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core.register import Register
from ropa.store.reviewers import Terms
from ropa.vocabulary import Kind
from ropa.web.access import Desk, last_of, seen
from ropa.web.frame import TABS
from ropa.web.list_page import title_of
from ropa.web.parts import parts

_NAMED = 12
"""So many records of a kind are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What is open, in sentences; and of each kind of record, how many are and which first."""

    said: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]


def reach(desk: Desk, terms: Terms) -> Reach:
    """Say what the terms open, at the last moment they let anybody see."""
    its = parts()
    register = seen(its, its.register(), last_of(its, terms), desk.organisation.id, terms)
    kinds = [kind for tab in TABS for kind in tab.kinds]
    return Reach(
        tuple(_said(terms)), tuple((title_of(kind), _named(register, kind)) for kind in kinds)
    )


def _said(terms: Terms) -> Iterator[str]:
    if terms.sequence is None:
        when = "as they stand on the day they look, and as they stood at any moment before"
    else:
        when = f"as they stood at journal {terms.sequence} and at any moment before, nothing since"
    yield f"All answers of the records below, with their notes and sources: {when}."
    if terms.activities is None:
        yield "The journal: who changed what, when and why, and what was deleted."
    else:
        yield "Not the journal, and of activities that are not chosen not even the names."
    yield (
        "The files of documents."
        if terms.documents
        else "What is recorded of documents, but not their files."
    )


def _named(register: Register, kind: Kind) -> str:
    titles = sorted((one.title for one in register.of_kind(kind).values()), key=str.casefold)
    more = len(titles) - _NAMED
    named = "; ".join(titles[:_NAMED])
    if not titles:
        return "None"
    return f"{len(titles):,}: {named}{f'; and {more:,} more' if more > 0 else ''}"
