"""The key of a picture: what the shapes, lines and colours that are in it mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ropa.core.flows.view import Change, Edge, Node, NodeKind, View
from ropa.core.transfers.verdicts import Verdict
from ropa.export.labels import verdict_words
from ropa.export.palette import CHANGES, VERDICTS, Tone
from ropa.vocabulary import Standing


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a picture shows, how it shows it, and in which colour."""

    words: str
    tone: Tone = Tone.PLAIN


Key = tuple[tuple[Entry, ...], ...]
"""Entries in their groups: shapes, lines, verdicts, changes."""

_SHAPES: Mapping[NodeKind, str] = {
    NodeKind.ORGANISATION: "Filled, with a tab: the organisation",
    NodeKind.ACTIVITY: "Filled: activity",
    NodeKind.SUBJECT: "Rounded box: people",
    NodeKind.SOURCE: "Pointed box: source",
    NodeKind.DATA: "Sheet: personal data",
    NodeKind.SYSTEM: "Cylinder: system",
    NodeKind.PARTY: "Box: party",
    NodeKind.RECIPIENT: "Block: recipients",
    NodeKind.PLACE: "Folder: place",
    NodeKind.MORE: "Double border: several in one",
}
_LINES: Mapping[Standing | None, str] = {
    Standing.STATED: "Solid line: stated",
    Standing.INFERRED: "Dotted line: inferred",
    None: "Dashed line: unknown",
}
_CHANGES: Mapping[Change, str] = {
    Change.ADDED: "Green, bold, “+”: added",
    Change.REMOVED: "Red, dashed, “\N{MINUS SIGN}”: removed",
    Change.CHANGED: "Petrol, “~”: changed",
}


def key(view: View) -> Key:
    """Give the key of what a view draws, and of nothing else."""
    groups = (_shapes(view.nodes), _lines(view), _verdicts(view), _changes(view))
    return tuple(found for group in groups if (found := tuple(group)))


def key_words(view: View) -> tuple[str, ...]:
    """Give the key as sentences."""
    return tuple(" ".join(f"{entry.words}." for entry in group) for group in key(view))


def _shapes(nodes: Iterable[Node]) -> Iterator[Entry]:
    nodes = tuple(nodes)
    kinds = {node.kind for node in nodes}
    yield from (Entry(words) for kind, words in _SHAPES.items() if kind in kinds)
    if not all(node.known for node in nodes):
        yield Entry("Dashed box, “?”: unknown", Tone.WARN)


def _lines(view: View) -> Iterator[Entry]:
    edges = [edge for edge in view.edges if edge.change is None]
    standings = {edge.standing for edge in edges}
    yield from (Entry(words) for standing, words in _LINES.items() if standing in standings)
    if len({edge.weight for edge in view.edges if edge.weight is not None}) > 1:
        yield Entry("The thicker a line, the more activities")


def _verdicts(view: View) -> Iterator[Entry]:
    """Name the colours, each with the verdicts it is used for."""
    held = {part.verdict for part in _parts(view) if part.change is None}
    for tone in Tone:
        words = [
            verdict_words(verdict).removeprefix("? ")
            for verdict in Verdict
            if verdict in held and VERDICTS[verdict] is tone
        ]
        if words:
            yield Entry(f"{tone.word}: {', '.join(words)}", tone)


def _changes(view: View) -> Iterator[Entry]:
    held = {part.change for part in _parts(view)}
    yield from (Entry(said, CHANGES[change]) for change, said in _CHANGES.items() if change in held)


def _parts(view: View) -> Iterator[Node | Edge]:
    yield from view.nodes
    yield from view.edges
