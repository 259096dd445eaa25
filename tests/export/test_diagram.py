from __future__ import annotations

import re

import pytest

from ropa.core.flows.view import (
    ORIGINS,
    PLACE_UNKNOWN,
    Cluster,
    Edge,
    Node,
    NodeKind,
    View,
)
from ropa.export.diagram import dot_text, heading_label, whole_text
from ropa.export.labels import MOST_NAMES, even
from ropa.vocabulary import Standing

OWN = Cluster(1, "Acme Ltd · United Kingdom")
ACTIVITY = Node("activity/a1", NodeKind.ACTIVITY, ("A1 Billing",), OWN)
PEOPLE = Node("subjects/x", NodeKind.SUBJECT, ("Customers",), ORIGINS)
SYSTEM = Node("system/crm", NodeKind.SYSTEM, ("CRM",), OWN)
PARTY = Node("engagement/h", NodeKind.PARTY, ("Vendor", "Hosting"), Cluster(2, "Germany"))
NOBODY = Node("recipients/y", NodeKind.RECIPIENT, ("Vendor unknown",), PLACE_UNKNOWN, False)


def line(
    origin: Node,
    destination: Node,
    data: tuple[str, ...] | None = None,
    standing: Standing | None = Standing.STATED,
    job: str = "",
) -> Edge:
    return Edge(origin.key, destination.key, data, job, standing, (), False)


def dot_of(nodes: list[Node], edges: list[Edge] | None = None) -> str:
    return dot_text(View.of("A1 Billing", "derived", nodes, edges or []))


def statement(dot: str, words: str) -> str:
    """Give the one statement of the DOT that holds the words."""
    (found,) = [text for text in dot.splitlines() if words in text]
    return found


@pytest.mark.parametrize(
    ("node", "attributes"),
    [
        (PEOPLE, ['style="rounded,filled"', "class=subject"]),
        (SYSTEM, ["shape=cylinder", "class=system"]),
        (ACTIVITY, ['fillcolor="#0d5a63"', "class=activity"]),
        (PARTY, ["class=party"]),
        (NOBODY, ['style="filled,dashed"', 'class="recipient unknown"', "? Vendor unknown"]),
    ],
)
def test_each_kind_has_its_shape_and_class(node: Node, attributes: list[str]) -> None:
    found = statement(dot_of([node]), node.lines[0])
    assert [text for text in attributes if text not in found] == []


@pytest.mark.parametrize(
    ("standing", "style", "word"),
    [
        (Standing.STATED, "solid", "stated"),
        (Standing.INFERRED, "dotted", "inferred"),
        (None, "dashed", "unanswered"),
    ],
)
def test_how_a_line_is_known_shows_without_colour(
    standing: Standing | None, style: str, word: str
) -> None:
    dot = dot_of([PEOPLE, ACTIVITY], [line(PEOPLE, ACTIVITY, ("Contact",), standing)])
    found = statement(dot, "n1 -> n2")
    assert f"style={style}" in found
    assert f"class={word}" in found


@pytest.mark.parametrize(
    ("edge", "label"),
    [
        (line(ACTIVITY, PARTY, ("Contact", "Usage")), "Contact, Usage"),
        (line(ACTIVITY, PARTY, None, job="Ticket desk"), "Ticket desk"),
        (line(ACTIVITY, PARTY), "data unknown"),
        (line(ACTIVITY, PARTY, ()), "no personal data"),
    ],
)
def test_a_line_is_labelled_with_data_or_job(edge: Edge, label: str) -> None:
    assert f'label="{label}"' in statement(dot_of([ACTIVITY, PARTY], [edge]), "n1 -> n2")


def test_a_line_with_much_data_names_some_and_counts_the_rest() -> None:
    names = tuple(f"D{number}" for number in range(40))
    found = statement(dot_of([PEOPLE, ACTIVITY], [line(PEOPLE, ACTIVITY, names)]), "n1 -> n2")
    assert f"D{MOST_NAMES - 1}" in found
    assert f"D{MOST_NAMES}" not in found
    assert f"and {40 - MOST_NAMES} more" in found


def test_clusters_stand_in_the_order_of_the_flow() -> None:
    dot = dot_of([NOBODY, PARTY, SYSTEM, ACTIVITY, PEOPLE])
    labels = [
        found
        for found in re.findall(r'label="([^"]+)"', dot)
        if found in ("People and sources", OWN.label, "Germany", "Place unknown")
    ]
    labels += re.findall(r"label=(Germany)", dot)
    assert sorted(labels, key=dot.index) == [
        "People and sources",
        OWN.label,
        "Germany",
        "Place unknown",
    ]


def test_names_never_become_ids_or_ports() -> None:
    names = ("a:b", "c:n", "subgraph", "n1 -> n2", "]; evil [")
    nodes = [Node(f"k:{name}", NodeKind.PARTY, (name,), PLACE_UNKNOWN) for name in names]
    dot = dot_of(nodes, [line(nodes[0], nodes[1])])
    ids = re.findall(r"^\t\t(\S+) \[label=", dot, re.MULTILINE)
    assert sorted(ids) == ["n1", "n2", "n3", "n4", "n5"]
    assert len(re.findall(r"^\tn\d+ -> n\d+ ", dot, re.MULTILINE)) == 1


def test_text_that_looks_like_markup_stays_text() -> None:
    node = Node("k", NodeKind.PARTY, ("<b>x</b>",), PLACE_UNKNOWN)
    assert 'label="<b>x</b>"' in dot_of([node])


def test_few_systems_of_our_own_stand_beside_the_activity() -> None:
    dot = dot_of([ACTIVITY, SYSTEM], [line(ACTIVITY, SYSTEM)])
    assert "rank=same" in dot
    assert "constraint=false" in statement(dot, "n1 -> n2")


def test_many_systems_of_our_own_follow_the_activity() -> None:
    systems = [Node(f"s{n}", NodeKind.SYSTEM, (f"S{n}",), OWN) for n in range(3)]
    dot = dot_of([ACTIVITY, *systems], [line(ACTIVITY, system) for system in systems])
    assert "rank=same" not in dot
    assert "constraint" not in dot


def test_a_line_to_a_place_enters_at_the_side_and_one_back_where_it_can() -> None:
    dot = dot_of([PEOPLE, ACTIVITY, PARTY], [line(ACTIVITY, PARTY), line(PARTY, PEOPLE)])
    assert "headport=w" in statement(dot, "n2 -> n3")
    assert "headport" not in statement(dot, "n3 -> n1")


def test_notes_key_and_caption_stand_below_and_the_title_above() -> None:
    view = View.of("A1 Billing", "derived", [ACTIVITY], [], ("A note.",))
    assert "note" not in dot_text(view)
    below = dot_text(view, ["Journal 24."])
    places = [below.index(words) for words in ("A note.", "Filled: activity", "Journal 24.")]
    assert places == sorted(places)
    assert "derived" not in below
    assert "derived" in heading_label(view)
    whole = whole_text(view, ["Journal 24."])
    assert whole.startswith("// A1 Billing, derived\n")
    assert "Journal 24." in whole


def test_what_is_written_around_the_picture_is_never_markup() -> None:
    hostile = '<b>x</b> \\N \\G "q" &lt; </FONT>'
    view = View.of(hostile, hostile, [ACTIVITY], [], (hostile,))
    said = "&lt;b&gt;x&lt;/b&gt; \\\\N \\\\G &quot;q&quot; &amp;lt; &lt;/FONT&gt;"
    assert heading_label(view).count(said) == 2
    assert dot_text(view, [hostile]).count(said) == 2


def test_the_same_flow_gives_the_same_text() -> None:
    nodes, edges = [PEOPLE, ACTIVITY, PARTY], [line(PEOPLE, ACTIVITY), line(ACTIVITY, PARTY)]
    assert dot_of(nodes, edges) == dot_of(nodes[::-1], edges[::-1])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Providing the service to customers", ["Providing the", "service to customers"]),
        ("C5 Service/transactional communications", ["C5 Service/transactional", "communications"]),
        ("x" * 30, ["x" * 26, "xxxx"]),
        ("one two", ["one two"]),
        ("", []),
    ],
)
def test_words_are_broken_only_where_they_must_be(text: str, lines: list[str]) -> None:
    assert even(text, 26, 4) == lines
