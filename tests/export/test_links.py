"""Nodes that are links: each leads to its own address, and says in words where."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from ropa.core.flows.folding import bounded
from ropa.core.flows.view import Cluster, Group, Node, NodeKind, View
from ropa.export.diagram import node_ids
from ropa.export.drawing import Drawing, draw
from ropa.export.labels import node_lines, node_words
from tests.export.test_drawing import HOSTILE, SVG, drawn, groups, squeezed, star, words
from tests.export.views import VIEWS, activity


def links_of(root: ET.Element) -> dict[str, ET.Element]:
    return {link.attrib["href"]: link for link in root.iter(f"{SVG}a")}


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("name", VIEWS)
def test_every_node_leads_to_its_own_address(name: str, inline: bool) -> None:
    view = VIEWS[name]()
    links = {node.key: f"/acme/records/{number}?a=b&c=d" for number, node in enumerate(view.nodes)}
    root, _ = drawn(view, links=links, inline=inline)
    found = links_of(root)
    assert set(found) == set(links.values())
    for node in view.nodes:
        link = found[links[node.key]]
        assert words(link) == squeezed("".join(node_lines(node)))
        assert link.attrib["aria-label"].casefold().endswith(node_words(node).casefold())
        assert set(link.attrib) == {"href", "aria-label"}


def test_only_nodes_with_an_address_are_links() -> None:
    root, _ = drawn(activity(), links={"sys/db": "/db", "nobody": "/nobody"})
    assert list(links_of(root)) == ["/db"]
    assert words(links_of(root)["/db"]) == "Database"


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/records/1", True),
        ("records/1?as_of=3#x", True),
        ("?open=a:b", True),
        ("#n1", True),
        ("https://example.org/a", True),
        ("http://127.0.0.1:8000/a", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("javascript://example.org/%0aalert(1)", False),
        ("//example.org/a", False),
        ("/\\example.org/a", False),
        ("https:///a", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_and_relative_ones_lead_anywhere(address: str, leads: bool) -> None:
    root, _ = drawn(activity(), links={"sys/db": address})
    assert list(links_of(root)) == ([address] if leads else [])


def test_a_picture_with_links_is_no_image() -> None:
    root, _ = drawn(activity(), links={"sys/db": "/db"}, inline=True)
    assert root.get("role") == "group"
    assert root.get("aria-label") == "Data flow of C1; the table says the same"
    scraps = groups(root, "edge") + groups(root, "cluster")
    assert {part.get("aria-hidden") for part in scraps} == {"true"}
    assert not any(node.get("aria-hidden") for node in groups(root, "node"))
    plain, _ = drawn(activity(), inline=True)
    assert plain.get("role") == "img"


def test_a_link_says_what_its_node_is_and_what_its_colour_means() -> None:
    view = activity()
    links = {node.key: f"/{node.key}" for node in view.nodes}
    found = links_of(drawn(view, links=links)[0])
    assert {key: link.attrib["aria-label"] for key, link in found.items()} == {
        "/s/users": "People: End users",
        "/source/x": "Source: The customer",
        "/a/c1": "Activity: C1 Providing the service",
        "/sys/db": "System: Database",
        "/p/host": "Party: Host SARL, Hosting; Adequate",
        "/p/sub": "Party: Host, Inc.; Unsafeguarded",
        "/p/who": "Party: Vendor unknown, Mail; unknown",
        "/r/pay": "Recipients: Payment providers",
    }


def test_links_come_in_the_order_of_the_view() -> None:
    view = activity()
    links = {node.key: f"/{node.key}" for node in view.nodes}
    found = links_of(drawn(view, links=links)[0])
    assert list(found) == [f"/{key}" for key in node_ids(view)]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text_in_its_link(name: str) -> None:
    root, _ = drawn(star((name,)), links={"n0": "/n0"}, inline=True)
    link = links_of(root)["/n0"]
    assert words(link) == squeezed(name)
    assert squeezed(link.attrib["aria-label"]) == squeezed(f"Party: {name}")


def test_a_fold_that_leads_somewhere_says_that_it_opens() -> None:
    place, group = Cluster(2, "Ireland"), (Group("ie", "Ireland"),)
    nodes = [Node(f"p{n}", NodeKind.PARTY, (f"P{n}",), place, groups=group) for n in range(70)]
    view = View.of("A", "b", nodes, [])
    (fold,) = bounded(view).nodes
    root, _ = drawn(view, links={fold.key: "?open=ie"})
    link = links_of(root)["?open=ie"]
    assert link.attrib["aria-label"] == "Open group: 70 parties, Ireland"
    opened = draw(view, {"p3": "/p3"}, opened=["ie", "ie#1"])
    assert isinstance(opened, Drawing)
    assert b"P3<" in opened.svg
