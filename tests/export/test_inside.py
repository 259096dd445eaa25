"""Whatever people type, what a node says lies inside its shape and is text."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from ropa.core.flows.view import ORIGINS, Change, Node, NodeKind, View
from ropa.core.transfers.verdicts import Verdict
from ropa.export.labels import NAME_LINES, NODE_WIDTH
from tests.export.test_drawing import HOSTILE, SVG, drawn, groups

UGLY = (
    *HOSTILE,
    "x" * 300,
    "W" * 300,
    "word " * 60,
    "<b>" * 100,
    '"' * 300,
    "\n" * 300 + "end",
    "a:b]" * 75,
    "😀" * 300,
    "عربي " * 60,
    "שלום עולם " * 30,
    "漢字" * 150,
    "e\u0301" * 150,
    "\u202eabc\u202c" * 60,
    "",
)
TAGS = {"svg", "g", "path", "polygon", "polyline", "text", "title", "desc", "style", "rect"}


Point = tuple[float, float]


def outline(node: ET.Element) -> list[Point]:
    """Give the points that the first, outermost shape of a node is drawn along."""
    shapes = [part for part in node if part.tag in (f"{SVG}path", f"{SVG}polygon")]
    numbers = re.findall(r"-?[\d.]+", shapes[0].get("d") or shapes[0].attrib["points"])
    found = [float(number) for number in numbers]
    return list(zip(found[::2], found[1::2], strict=True))


def inside(point: Point, corners: list[Point]) -> bool:
    """Whether a ray from the point to the right leaves the shape one time more than it enters."""
    x, y = point
    crossed = [
        (x2 - x1) * (y - y1) / (y2 - y1) + x1 > x
        for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]])
        if (y1 > y) != (y2 > y)
    ]
    return sum(crossed) % 2 == 1


def test_a_point_is_inside_or_not() -> None:
    arrow = [(0.0, 0.0), (10.0, 0.0), (14.0, 5.0), (10.0, 10.0), (0.0, 10.0)]
    assert [inside(point, arrow) for point in [(1, 1), (13, 5), (13, 1), (-1, 5)]] == [
        True,
        True,
        False,
        False,
    ]


def view_of(name: str) -> View:
    nodes = [
        Node(
            f"{kind}/{known}/{change}",
            kind,
            (name, name),
            ORIGINS,
            known,
            verdict=Verdict.CONDITIONAL if known else None,
            change=change,
        )
        for kind in NodeKind
        for known, change in ((True, None), (False, None), (True, Change.REMOVED))
    ]
    return View.of(name, name, nodes, [])


@pytest.mark.parametrize("name", UGLY)
def test_what_a_node_says_lies_inside_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each text tells its width, also of a script for which a reader is to have a font.
    monkeypatch.setattr("ropa.export.drawing._FOREIGN", re.compile("(?!)"))
    root, text = drawn(view_of(name))
    nodes = groups(root, "node")
    assert len(nodes) == 3 * len(NodeKind)
    for node in nodes:
        corners = outline(node)
        for part in node.iter(f"{SVG}text"):
            middle, width = float(part.attrib["x"]), float(part.get("textLength", 0))
            base, size = float(part.attrib["y"]), float(part.attrib["font-size"])
            ends = [
                (x, y)
                for x in (middle - width / 2, middle + width / 2)
                for y in (base - 0.7 * size, base + 0.2 * size)
            ]
            assert [end for end in ends if part.text and not inside(end, corners)] == []
            assert len(part.text or "") <= NODE_WIDTH
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= TAGS
    assert "<script" not in text
    assert "<b>" not in text


@pytest.mark.parametrize("name", UGLY)
def test_a_node_is_never_taller_than_its_lines(name: str) -> None:
    root, _ = drawn(view_of(name))
    most = 2 * NAME_LINES + 2  # a name, other words, a verdict and a change
    assert max(len(node.findall(f".//{SVG}text")) for node in groups(root, "node")) <= most
