"""A document as values: what it says, section by section, whatever it is then written as."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.answers import Answer, Source, State
from ropa.core.flows.view import View
from ropa.vocabulary import Standing


@dataclass(frozen=True, slots=True)
class Words:
    """One value as it reads: how it stands, what else tells it, and where it comes from."""

    text: str
    state: State = State.ANSWERED
    detail: str = ""
    source: str = ""


UNKNOWN = Words("unknown", State.UNKNOWN)
NONE = Words("none", State.NONE)


@dataclass(frozen=True, slots=True)
class Fact:
    """A question with its clause, and the answers to it."""

    label: str
    clause: str
    words: tuple[Words, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Questions and answers, one below the other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; a cell holds one answer or several. The first column names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Words, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A sentence, or a few."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of flows; the table beside it says the same."""

    view: View


Block = Facts | Grid | Prose | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under a heading; `id` is its own in the document."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: what stands on its cover, and its sections.

    `made` says from what it was made, so that it can be made again; it stands on every page.
    """

    title: str
    subtitle: str
    cover: Facts
    sections: tuple[Section, ...]
    made: str
    language: str = "en-GB"


def words_of(answer: Answer) -> tuple[Words, ...]:
    """Give the words of an answer, with what it is known by."""
    if answer.state is State.ANSWERED:
        said = tuple(
            Words(part.text, State.ANSWERED, part.detail, source_of(part.sources))
            for part in answer.parts
        )
        return (*said, UNKNOWN) if answer.gaps and not said else said
    if answer.state is State.NONE:
        return (NONE,)
    return (UNKNOWN if answer.state is State.UNKNOWN else Words(answer.state.label, answer.state),)


def source_of(sources: tuple[Source, ...]) -> str:
    """Say where an answer comes from; empty where nothing is named."""
    said = []
    for source in sources:
        where = " ".join(filter(None, (source.title, source.place)))
        inferred = source.standing is Standing.INFERRED
        said.append(f"inferred from {where}" if inferred and where else where or "inferred")
    return "; ".join(dict.fromkeys(said))
