"""Every form a picture is given in, read back by readers that are not its writers."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import subprocess
import sys
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pypdf
import pytest

from ropa.core.flows.view import Change, Cluster, Edge, Group, Node, NodeKind, View, table
from ropa.core.transfers.verdicts import Verdict
from ropa.export.child import DrawingProblem
from ropa.export.drawing import Drawing, draw
from ropa.export.pictures import FORMATS, content_key, picture
from ropa.vocabulary import Standing
from tests.export.test_drawing import HOSTILE, squeezed, star
from tests.export.views import VIEWS, activity, organisation

CAPTION = ("As recorded at journal 24.",)
DRAWN, WRITTEN = ("svg", "png", "pdf"), ("dot", "mermaid", "graphml", "json", "csv")


def given(view: View, form: str, **options: Any) -> bytes:
    found = picture(view, form, **options)
    assert not isinstance(found, DrawingProblem), found
    return found


def graph_of(form: str, found: bytes) -> nx.MultiDiGraph[str]:
    if form == "json":
        return nx.node_link_graph(json.loads(found), edges="edges")
    graph: nx.MultiDiGraph[str] = nx.read_graphml(io.BytesIO(found), force_multigraph=True)
    return graph


def pdf_text(found: bytes) -> str:
    (page,) = pypdf.PdfReader(io.BytesIO(found)).pages
    return squeezed(page.extract_text())


def test_the_forms_are_those_that_are_drawn_and_those_that_are_written() -> None:
    assert tuple(FORMATS) == DRAWN + WRITTEN


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_view_gives_the_same_bytes(form: str) -> None:
    view = activity()
    again = View.of(view.title, view.origin, view.nodes[::-1], view.edges, view.notes)
    assert given(view, form, caption=CAPTION) == given(again, form, caption=CAPTION)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", HOSTILE)
def test_every_form_takes_hostile_names(form: str, name: str) -> None:
    view = star((name, "\x00\ud800\uffff"), notes=(name,))
    assert given(replace(view, title=name, origin=name), form, caption=(name,))


@pytest.mark.parametrize("form", ["json", "graphml"])
@pytest.mark.parametrize("name", VIEWS)
def test_a_graph_is_read_back_with_all_that_the_view_says(form: str, name: str) -> None:
    view = VIEWS[name]()
    graph = graph_of(form, given(view, form, caption=CAPTION))
    assert list(graph) == [node.key for node in view.nodes]
    assert [ends[:2] for ends in graph.edges] == [ends[:2] for ends in view.graph.edges]
    for node in view.nodes:
        held = graph.nodes[node.key]
        assert (held["label"], held["kind"], held["known"]) == (node.name, node.kind, node.known)
        assert held["place"] == node.cluster.label
        assert held.get("verdict") == node.verdict
        assert held.get("change") == node.change
    for edge, (_, _, held) in zip(view.edges, graph.edges(data=True), strict=True):
        assert held.get("standing") == edge.standing
        assert held.get("verdict") == edge.verdict
        assert held.get("activities") == edge.weight
        assert held["declared"] == edge.declared
    assert (graph.graph["title"], graph.graph["origin"]) == (view.title, view.origin)
    assert "As recorded at journal 24." in str(graph.graph["caption"])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_graph_keeps_hostile_names_as_they_are(name: str) -> None:
    view = star((name,))
    for form in ("json", "graphml"):
        assert graph_of(form, given(view, form)).nodes["n0"]["label"] == name


def test_unknown_stays_apart_from_none_in_a_graph() -> None:
    graph = graph_of("json", given(activity(), "json"))
    data = {tuple(ends[:2]): held["data"] for *ends, held in graph.edges(data=True)}
    assert data["a/c1", "r/pay"] is None
    assert data["a/c1", "sys/db"] == []
    written = graph_of("graphml", given(activity(), "graphml"))
    data = {tuple(ends[:2]): held.get("data") for *ends, held in written.edges(data=True)}
    assert data["a/c1", "r/pay"] is None
    assert data["s/users", "a/c1"] == "Name\nUsage"
    assert graph.nodes["sys/db"]["record"] == "system/db"


def test_a_picture_of_dots_is_twice_as_large_as_on_the_screen() -> None:
    found = given(activity(), "png", caption=CAPTION)
    assert found.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", found[16:24])
    drawn = draw(activity(), caption=CAPTION)
    assert isinstance(drawn, Drawing)
    assert width == pytest.approx(2 * drawn.width, rel=0.05)
    assert height == pytest.approx(2 * drawn.height, rel=0.05)


@pytest.mark.parametrize("name", VIEWS)
def test_a_pdf_is_one_page_with_all_that_is_written_in_it(name: str) -> None:
    view = VIEWS[name]()
    found = given(view, "pdf", caption=CAPTION)
    reader = pypdf.PdfReader(io.BytesIO(found))
    text = pdf_text(found)
    for words in (view.title, view.origin, *view.notes, *CAPTION, "Solid line: stated"):
        assert (squeezed(words) in text) == (words != "Solid line: stated" or name != "difference")
    for node in view.nodes:
        assert squeezed(node.lines[0]) in text
    assert reader.metadata is not None
    assert reader.metadata.get("/CreationDate") in ("D:20000101000000Z", "D:20000101000000+00'00")
    box = reader.pages[0].mediabox
    assert box.width > 300
    assert box.height > 100


def test_a_pdf_keeps_hostile_text() -> None:
    name = '<b>x</b> & "q" \\N {a} ]]> %s'
    assert squeezed(name) in pdf_text(given(star((name,)), "pdf"))


def test_a_spreadsheet_takes_no_name_for_a_formula() -> None:
    view = star(("=1+1", "@SUM(A1)", "-2", "+3", "\tx"))
    rows = list(csv.reader(io.StringIO(given(view, "csv").decode("utf-8-sig"))))
    assert [row for row in rows if any(cell.startswith(tuple("=@+-\t")) for cell in row)] == []
    assert {row[3] for row in rows[1:]} >= {"'=1+1", "'@SUM(A1)", "'-2", "'+3"}


def test_the_table_has_every_movement() -> None:
    view = activity()
    head, *rows = csv.reader(io.StringIO(given(view, "csv").decode("utf-8-sig")))
    read = [dict(zip(head, row, strict=True)) for row in rows]
    assert len(read) == len(table(view))
    by_end = {row["To"]: row for row in read}
    assert by_end["Database"]["Personal data"] == "None"
    assert by_end["Payment providers"]["Personal data"] == ""
    assert by_end["Payment providers"]["How it is known"] == ""
    assert by_end["Host SARL, Hosting"]["Verdict"] == "Adequate"
    unknown = by_end[""]
    assert (unknown["To is"], unknown["To is in"]) == ("Party", "Place unknown")
    weights = csv.DictReader(io.StringIO(given(organisation(), "csv").decode("utf-8-sig")))
    assert "1200" in {row["Activities"] for row in weights}


MERMAID = re.compile(
    r"""---|title:\ "[^"\\]*"|flowchart\ LR|\ \ %%\ [^{}]*
    |\ \ subgraph\ k\d+\["[^"]*"\]|\ \ end
    |\ {4}n\d+(?:\[|\(|>|\[/|\[\(|\[\[|\{\{)"[^"]*"(?:\]|\)|/\]|\)\]|\]\]|\}\})
    |\ \ n\d+\ (?:-->|-\.->)\|"[^"]*"\|\ n\d+
    |\ \ linkStyle\ \d+\ [\w#:, -]+|\ \ classDef\ \w+\ [\w#:, -]+|\ \ class\ [n\d,]+\ \w+""",
    re.VERBOSE,
)


@pytest.mark.parametrize(
    "name", [*HOSTILE, "`code`", "1. one", "- two", "%%{init: {}}%%", "#35;", "_it_ **b**"]
)
def test_mermaid_holds_names_as_entities(name: str) -> None:
    view = star((name,), notes=(name,))
    text = given(replace(view, title=name, origin=name), "mermaid", caption=(name,)).decode()
    assert [line for line in text.splitlines() if not MERMAID.fullmatch(line)] == []
    (label,) = re.findall(r'^    n2.*?"(.*)"', text, re.MULTILINE)
    read = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label.replace("<br/>", ""))
    assert squeezed(read) == squeezed(name)
    assert set(re.sub(r"#\d+;|<br/>", "", label)).isdisjoint('<>"`#&{}[]|;:*_%\\')


def test_mermaid_tells_kinds_lines_and_verdicts() -> None:
    text = given(activity(), "mermaid", caption=CAPTION).decode()
    for line in (
        '    n1("End users")',
        '    n2>"The customer"]',
        '    n4[("Database")]',
        '  n2 -.->|"E-mail address"| n3',
        '  n5 -.->|"Support<br/>Unsafeguarded"| n6',
        "  class n6 bad",
        "  class n3 filled",
    ):
        assert line in text.splitlines()
    assert "journal 24" in text


def many(count: int) -> View:
    place, group = Cluster(2, "Ireland"), (Group("ie", "Ireland"),)
    nodes = [Node(f"p{n}", NodeKind.PARTY, (f"P{n}",), place, groups=group) for n in range(count)]
    edges = [Edge("p0", f"p{n}", None, "x", Standing.STATED) for n in range(1, count)]
    return View.of("Many", "made", nodes, edges)


def test_what_is_drawn_is_folded_and_what_is_written_is_whole() -> None:
    view = many(500)
    svg = ET.fromstring(given(view, "svg"))
    assert "500 of 500 are folded into 1 groups" in "".join(svg.itertext())
    assert squeezed("500 parties") in pdf_text(given(view, "pdf"))
    for form in ("json", "graphml"):
        assert len(graph_of(form, given(view, form))) == 500
    assert len(given(view, "csv").splitlines()) == 500
    assert given(view, "dot").count(b"label=P") == 500


def test_what_is_open_is_drawn() -> None:
    folded, opened = given(many(70), "svg"), given(many(70), "svg", opened=["ie", "ie#2"])
    assert b">P69<" not in folded
    assert b">P69<" in opened


def test_a_whole_view_beyond_measure_says_what_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ropa.export.pictures.MOST_NODES", 100)
    graph = graph_of("json", given(many(500), "json"))
    assert len(graph) < 100
    assert "500 of 500 are folded into 1 groups" in graph.graph["notes"][0]


def test_a_picture_that_cannot_be_drawn_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ropa.export.child.MEMORY", 1 << 20)
    for form in DRAWN:
        assert isinstance(picture(activity(), form), DrawingProblem)
    for form in WRITTEN:
        assert isinstance(picture(activity(), form), bytes)


NODE = Node("a", NodeKind.PARTY, ("A",), Cluster(1, "X"))
EDGE = Edge("a", "a", ("D",), "j", Standing.STATED)
VIEW = View.of("T", "o", [NODE], [EDGE], ("n",))
OTHERS = [
    replace(VIEW, title="U"),
    replace(VIEW, origin="p"),
    replace(VIEW, notes=()),
    *(
        View.of("T", "o", [replace(NODE, **{name: value})], [EDGE], ("n",))
        for name, value in {
            "kind": NodeKind.SYSTEM,
            "lines": ("A", ""),
            "cluster": Cluster(2, "X"),
            "known": False,
            "verdict": Verdict.ADEQUATE,
            "change": Change.ADDED,
            "opens": "g",
        }.items()
    ),
    *(
        View.of("T", "o", [NODE], [replace(EDGE, **{name: value})], ("n",))
        for name, value in {
            "data": None,
            "job": "k",
            "standing": None,
            "evidence": ("e",),
            "declared": True,
            "verdict": Verdict.ADEQUATE,
            "weight": 1,
            "change": Change.ADDED,
        }.items()
    ),
]


def test_the_key_of_a_picture_changes_with_whatever_it_shows() -> None:
    keys = {content_key(view) for view in (VIEW, *OTHERS)}
    keys |= {content_key(VIEW, ["g"]), content_key(VIEW, form="png")}
    keys |= {content_key(VIEW, links={"a": "/a"}), content_key(VIEW, caption=["c"])}
    assert len(keys) == len(OTHERS) + 5


def test_the_key_of_a_picture_is_the_same_in_every_process() -> None:
    program = (
        "from tests.export.views import activity; from ropa.export.pictures import content_key;"
        "print(content_key(activity(), {'b', 'a'}, 'svg', {'y': '/y', 'x': '/x'}, ['c']))"
    )
    keys = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2", "3")
    }
    keys.add(content_key(activity(), ["a", "b"], "svg", {"x": "/x", "y": "/y"}, ["c"]))
    assert len(keys) == 1
