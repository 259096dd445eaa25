from __future__ import annotations

import datetime
import random
import time
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ropa.core.flows.view import (
    ORIGINS,
    PLACE_UNKNOWN,
    Cluster,
    Edge,
    Node,
    NodeKind,
    View,
    table,
)
from ropa.export.drawing import Drawing, DrawingProblem, draw, draw_activity
from ropa.export.labels import NAME_LINES, NODE_WIDTH
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.system import System
from ropa.vocabulary import Standing
from tests.build import activity, build, register

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<b>x</b>",
    "<x>",
    "\"quoted\" 'single'",
    "back\\slash \\N \\G \\l end\\",
    'mixed \\" quote',
    "a\\b \\\\c \\\\\\d é\\\\\\",
    "two at the end \\\\",
    "port:n and a:b:c",
    "two\nlines\tand tabs",
    "]]> <!-- comment --> <!ENTITY x 'y'>",
    "&lt;b&gt; &amp; &#65; AT&T",
    "</text><script>alert(1)</script>",
    "emoji 😀 家族 عربي",
    "{rank=same} -> ; [label=x]",
    "<<b>nested</b>>",
    "%s {0} $HOME",
)


DAY = datetime.date(2026, 11, 23)


class Atlas:
    countries = {"GB": "United Kingdom"}  # noqa: RUF012

    def place_name(self, code: str) -> str:
        return self.countries.get(code, code)


def star(names: tuple[str, ...], **fields: Any) -> View:
    centre = Node("a", NodeKind.ACTIVITY, ("A1 Billing",), Cluster(1, "Acme"))
    kinds = (NodeKind.PARTY, NodeKind.SYSTEM, NodeKind.SUBJECT)
    others = [
        Node(f"n{number}", kinds[number % 3], (name,), PLACE_UNKNOWN)
        for number, name in enumerate(names)
    ]
    edges = [
        Edge("a", node.key, (f"data of {number}",), "", Standing.STATED, (), False)
        for number, node in enumerate(others)
    ]
    return View.of(
        "Data flow of A1 Billing",
        "derived from its record: no flow is declared",
        [centre, *others],
        edges,
        **fields,
    )


def drawn(flow: View, **options: Any) -> tuple[ET.Element, str]:
    result = draw(flow, **options)
    assert isinstance(result, Drawing), result
    return ET.fromstring(result.svg), result.svg.decode()


def groups(root: ET.Element, word: str) -> list[ET.Element]:
    return [part for part in root.iter(f"{SVG}g") if word in part.get("class", "").split()]


def words(element: ET.Element) -> str:
    """Give the text of a part without its blanks: a line may break within a long word."""
    return squeezed("".join(text.text or "" for text in element.iter(f"{SVG}text")))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_out_as_the_text_they_are(name: str, inline: bool) -> None:
    root, text = drawn(star((name,)), inline=inline)
    (party,) = groups(root, "party")
    assert words(party) == squeezed(name)
    tags = {part.tag.removeprefix(SVG) for part in root.iter()}
    assert tags <= {
        "svg",
        "g",
        "path",
        "polygon",
        "ellipse",
        "text",
        "title",
        "desc",
        "style",
        "rect",
    }
    assert "<script" not in text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_data_and_places_come_out_as_the_text_they_are(name: str) -> None:
    ends = [
        Node("a", NodeKind.ACTIVITY, (name,), Cluster(1, name)),
        Node("b", NodeKind.PARTY, (name, name), Cluster(2, f"{name}!")),
    ]
    edge = Edge("a", "b", (name,), name, Standing.INFERRED, (name,), True)
    root, _ = drawn(View.of(name, name, ends, [edge], (name,)), caption=(name,))
    assert [words(part) for part in groups(root, "edge")] == [squeezed(name)]
    assert {words(part) for part in groups(root, "cluster")} == {
        squeezed(name),
        squeezed(f"{name}!"),
    }
    (heading,) = groups(root, "heading")
    assert words(heading) == squeezed(name) * 2  # title and origin
    (whole,) = groups(root, "graph")
    around = squeezed("".join(text.text or "" for text in whole.findall(f"{SVG}text")))
    assert around.startswith(squeezed(name))
    assert around.endswith(squeezed(name))


def test_what_xml_cannot_hold_is_replaced() -> None:
    root, _ = drawn(star(("a\x00b\x01c\ud800d\uffffe",)))
    assert words(groups(root, "party")[0]) == "a\ufffdb\ufffdc\ufffdd\ufffde"


@pytest.mark.parametrize("name", ["word " * 100, "x" * 500, "Ein sehr langer Name, " * 22])
def test_long_names_are_wrapped_and_cut_and_said_in_full(name: str) -> None:
    root, _ = drawn(star((name,)))
    (party,) = groups(root, "party")
    lines = [text.text or "" for text in party.iter(f"{SVG}text")]
    assert len(lines) == NAME_LINES
    assert lines[-1].endswith("…")
    assert squeezed(name).startswith(words(party).removesuffix("…"))
    assert max(map(len, lines)) <= NODE_WIDTH
    assert party.get("role") == "img"
    assert party.get("aria-label") == f"Party: {' '.join(name.split())}"


def test_every_text_is_held_to_the_width_it_was_given_room_for() -> None:
    root, _ = drawn(star(("Vendor", "A system with quite a long name")))
    texts = list(root.iter(f"{SVG}text"))
    assert texts
    assert [text.text for text in texts if not text.get("textLength")] == []
    for node in groups(root, "party") + groups(root, "subject"):
        edges = [float(pair.split(",")[0]) for pair in outline(node).split()]
        for text in node.iter(f"{SVG}text"):
            middle, half = float(text.attrib["x"]), float(text.attrib["textLength"]) / 2
            assert min(edges) < middle - half < middle + half < max(edges)


def test_scripts_the_font_lacks_keep_their_own_width() -> None:
    root, _ = drawn(star(("Ελληνικά", "Кириллица", "家族", "😀 team", "عربي")))
    held = {text.text for text in root.iter(f"{SVG}text") if text.get("textLength")}
    assert {"Ελληνικά", "Кириллица"} <= held
    assert not {"家族", "😀 team", "عربي"} & held


def outline(node: ET.Element) -> str:
    polygon = node.find(f"{SVG}polygon")
    if polygon is not None:
        return polygon.attrib["points"]
    path = node.find(f"{SVG}path")
    assert path is not None
    return path.attrib["d"].replace("M", "").replace("C", " ")


def test_the_engine_measures_with_the_font_of_the_product() -> None:
    root, _ = drawn(star(("Users of the Services",)))
    (text,) = groups(root, "party")[0].findall(f"{SVG}text")
    assert float(text.attrib["textLength"]) == pytest.approx(103.19, rel=0.02)  # by its table
    assert text.attrib["font-family"].startswith("'Source Sans Pro'")


def test_an_inline_picture_needs_nothing_a_strict_page_forbids() -> None:
    root, text = drawn(star(HOSTILE, notes=("A note.",)), inline=True)
    assert [part.tag for part in root.iter() if part.tag in (f"{SVG}style", f"{SVG}title")] == []
    names = {name for part in root.iter() for name in part.attrib}
    assert not names & {"style", "id", "href", "{http://www.w3.org/1999/xlink}href", "height"}
    assert not any(name.startswith("on") for name in names)
    assert root.get("role") == "img"
    assert root.get("lang") == "en-GB"
    assert root.get("aria-label") == "Data flow of A1 Billing; the table says the same"
    assert root.get("viewBox")
    assert text.startswith("<svg ")
    assert "Solid line" not in text


@pytest.mark.parametrize("inline", [True, False])
def test_a_picture_refers_to_nothing_outside_itself(inline: bool) -> None:
    _, text = drawn(star(("Vendor",)), inline=inline)
    assert text.count("http") == 1  # its own namespace
    assert "url(" not in text
    assert "@import" not in text
    assert "<!" not in text
    assert "<?" not in text


def test_a_stand_alone_picture_has_size_words_key_and_both_themes() -> None:
    result = draw(star(("Vendor",), notes=("A note.",)), caption=("Journal 24.",))
    assert isinstance(result, Drawing)
    root = ET.fromstring(result.svg)
    assert (round(float(root.attrib["width"])), round(float(root.attrib["height"]))) == (
        result.width,
        result.height,
    )
    assert root.findtext(f"{SVG}title") == "Data flow of A1 Billing"
    assert root.attrib["aria-labelledby"] == "flow-title"
    said = squeezed(root.findtext(f"{SVG}desc") or "")
    below = squeezed("".join(text.text or "" for text in root.iter(f"{SVG}text")))
    for sentence in (
        "derived from its record: no flow is declared",
        "A note.",
        "Journal 24.",
        "Solid line: stated",
        "Filled: activity",
        "Box: party",
    ):
        assert squeezed(sentence) in said
        assert squeezed(sentence) in below
    assert squeezed("A1 Billing → Vendor. Data: data of 0.") in said
    style = root.findtext(f"{SVG}style") or ""
    assert "@media (prefers-color-scheme:dark)" in style
    assert root.find(f"{SVG}rect[@class='paper']") is not None


def test_stated_inferred_and_unknown_differ_without_colour() -> None:
    ends = [
        Node("a", NodeKind.ACTIVITY, ("A",), Cluster(1, "Acme")),
        Node("b", NodeKind.PARTY, ("Vendor unknown",), PLACE_UNKNOWN, False),
        Node("s", NodeKind.SUBJECT, ("Customers",), ORIGINS),
    ]
    edges = [
        Edge("s", "a", ("x",), "", Standing.STATED, (), False),
        Edge("a", "b", ("x",), "", Standing.INFERRED, (), False),
        Edge("a", "b", None, "", None, (), False),
    ]
    root, _ = drawn(View.of("A", "derived", ends, edges), inline=True)
    dashes = {
        part.attrib["class"]: part.find(f"{SVG}path").get("stroke-dasharray")  # type: ignore[union-attr]
        for part in groups(root, "edge")
    }
    assert dashes == {"edge stated": None, "edge inferred": "1,3", "edge unanswered": "5,2"}
    (unknown,) = groups(root, "unknown")
    assert words(unknown) == "?Vendorunknown"
    assert unknown.find(f"{SVG}polygon[@stroke-dasharray]") is not None
    assert groups(root, "subject")[0].find(f"{SVG}path") is not None  # rounded


REGISTER = (
    build(Organisation, country="GB"),
    build(DataSubjectCategory),
    build(DataCategory),
    build(Party),
    build(System),
    build(Engagement, party="vendor", category="Hosting", purpose="Storage", stored_in=["GB"]),
    activity(
        data=[{"subjects": "customers", "data": "contact"}],
        systems=["crm"],
        engagements=["hosting"],
        provenance=[{"field": "engagements[hosting]", "standing": "inferred"}],
    ),
)


def test_an_activity_is_drawn_with_every_name_of_its_table() -> None:
    result = draw_activity(register(*REGISTER), "a1", Atlas(), DAY)
    assert isinstance(result, Drawing)
    text = words(ET.fromstring(result.svg))
    rows = table(result.flow)
    assert len(rows) == 3
    for row in rows:
        for line in (*row.origin.lines, *row.destination.lines, *(row.edge.data or ())):
            assert squeezed(line) in text
        assert squeezed(row.destination.cluster.label) in text


def test_the_same_register_gives_the_same_bytes() -> None:
    results = [
        draw_activity(register(*ordered), "a1", Atlas(), DAY)
        for ordered in (REGISTER, REGISTER[::-1])
    ]
    pictures = {result.svg for result in results if isinstance(result, Drawing)}
    assert len(results) == 2
    assert len(pictures) == 1


def test_an_activity_that_is_not_there_is_a_problem() -> None:
    assert draw_activity(register(), "a1", Atlas(), DAY) == DrawingProblem(
        "There is no activity “a1”."
    )


def test_a_large_activity_is_drawn_within_limits() -> None:
    began = time.monotonic()
    root, text = drawn(star(tuple(f"Party {number}" for number in range(2_000))))
    assert time.monotonic() - began < 5
    assert len(groups(root, "node")) <= 60
    assert "people,systemsandpartiesaredrawn;thetablenamesall." in words(root)
    assert "Party 1999" in text  # in the description


@pytest.mark.parametrize("seed", range(4))
def test_flows_in_circles_through_many_places_are_drawn(seed: int) -> None:
    chance = random.Random(seed)
    nodes = [
        Node(f"n{n}", NodeKind.SYSTEM, (f"System {n}",), Cluster(n % 7, f"Place {n % 7}"))
        for n in range(40)
    ]
    edges = [
        Edge(
            f"n{chance.randrange(40)}",
            f"n{chance.randrange(40)}",
            ("Data",),
            "",
            Standing.STATED,
            (),
            True,
        )
        for _ in range(80)
    ]
    root, _ = drawn(View.of("A", "as declared", nodes, edges))
    assert (len(groups(root, "node")), len(groups(root, "edge"))) == (40, 80)
