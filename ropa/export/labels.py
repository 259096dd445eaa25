"""The words in a picture: wrapped, and cut where they are too many."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from ropa.core.flows.view import Change, Edge, Node, NodeKind
from ropa.core.transfers.verdicts import Verdict

NODE_WIDTH, EDGE_WIDTH = 26, 26
"""Where a line is broken, in characters."""

NAME_LINES, MORE_LINES = 4, 2
"""How many lines of a node its name takes at most, and each of its other words."""

MOST_NAMES, FEWER_NAMES, MOST_LINES = 6, 2, 8
"""How much of its data a line is labelled with; the table has all."""

UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, or (NUL) would end a DOT file."""

_SPACE = "\N{NO-BREAK SPACE}"
_BLANKS = re.compile("[ \t\n\r\x85\u2028\u2029]+")
_CHANGES: Mapping[Change, str] = {
    Change.ADDED: "+ added",
    Change.REMOVED: "\N{MINUS SIGN} removed",
    Change.CHANGED: "~ changed",
}


def kept(text: str) -> str:
    """Give a text without what no file could hold."""
    return UNDRAWABLE.sub("\ufffd", text)


def clean(text: str) -> str:
    """Give a text in one line, without what no file could hold."""
    return _BLANKS.sub(" ", kept(text)).strip()


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines, within words only where one is too long for a line."""
    return textwrap.wrap(clean(text), width, break_on_hyphens=False)


def even(text: str, width: int, most: int) -> list[str]:
    """Break a text into as many lines as the width asks for, of about equal length.

    What more than `most` lines would hold is left out, and "…" says so.
    """
    text = clean(text)[: 4 * width * most]
    lines = wrapped(text, width)
    if len(lines) > most:
        return [*lines[: most - 1], f"{lines[most - 1][: width - 1].rstrip()}…"]
    longest = max(map(len, text.split()), default=1)  # which is not to be broken for evenness
    for narrower in range(max(len(text) // max(len(lines), 1), longest), width):
        found = wrapped(text, narrower)
        if len(found) == len(lines):
            return found
    return lines


def node_lines(node: Node) -> list[str]:
    """Give what a node says in the picture, in its lines."""
    first, *rest = _node_words(node)
    lines = even(first, NODE_WIDTH, NAME_LINES)
    return lines + [line for text in rest for line in even(text, NODE_WIDTH, MORE_LINES)]


def node_words(node: Node) -> str:
    """Say a node in full, with what its shape and colour say."""
    kind = "Group" if node.kind is NodeKind.MORE else node.kind.label
    words = [f"{kind}: {clean(node.name)}"]
    words += [] if node.known else ["unknown"]
    words += _marks(node.verdict, node.change)
    return "; ".join(words)


def is_cut(node: Node) -> bool:
    """Whether the lines of a node leave out some of its words."""
    drawn = "".join("".join(node_lines(node)).split())
    return drawn != "".join("".join(map(clean, _node_words(node))).split())


def edge_lines(edge: Edge, most: int = MOST_NAMES) -> list[str]:
    """Give what a line is labelled with, naming so much of its data at most."""
    text = _edge_words(edge, FEWER_NAMES if edge.weight is not None else most)
    lines = [line.replace(_SPACE, " ") for line in wrapped(text, EDGE_WIDTH)]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], "… (see the table)"]
    return lines + edge_marks(edge)


def weight_words(weight: int) -> str:
    """Say how many activities a line serves."""
    return "1 activity" if weight == 1 else f"{weight:,} activities"


def edge_marks(edge: Edge) -> list[str]:
    """Say what the width and the colour of a line say."""
    weight = [] if edge.weight is None else [weight_words(edge.weight)]
    return weight + _marks(edge.verdict, edge.change)


def verdict_words(verdict: Verdict) -> str:
    """Say a verdict where nothing beside it tells that it is one."""
    return "? Verdict unknown" if verdict is Verdict.UNKNOWN else verdict.label


def _node_words(node: Node) -> list[str]:
    first, *rest = node.lines or ("",)
    marks = _marks(node.verdict, node.change)
    return [first if node.known else f"? {first}", *rest, *marks]


def _marks(verdict: Verdict | None, change: Change | None) -> list[str]:
    words = [] if verdict is None else [verdict_words(verdict)]
    return words + ([] if change is None else [_CHANGES[change]])


def _edge_words(edge: Edge, most: int) -> str:
    if edge.data is None:
        # A line that stands for several movements may say how many instead.
        return edge.job or ("" if edge.weight is not None else "data unknown")
    if not edge.data:
        return "no personal data"
    text = ", ".join(_unbroken(clean(name)) for name in edge.data[:most])
    if len(edge.data) > most:
        text += " " + _unbroken(f"and {len(edge.data) - most} more")
    return text


def _unbroken(name: str) -> str:
    """Keep the words of a short name on one line."""
    return name.replace(" ", _SPACE) if len(name) < EDGE_WIDTH else name
