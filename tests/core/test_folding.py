from __future__ import annotations

from ropa.core.flows.folding import bounded
from ropa.core.flows.view import (
    ORIGINS,
    PLACE_UNKNOWN,
    Edge,
    Node,
    NodeKind,
    View,
    table,
)
from ropa.core.transfers.verdicts import Verdict
from ropa.vocabulary import Standing


def star(parties: int) -> View:
    centre = Node("activity", NodeKind.ACTIVITY, ("A",), ORIGINS)
    others = [
        Node(f"p{n}", NodeKind.PARTY, (f"P{n:04}",), PLACE_UNKNOWN, n % 2 == 0)
        for n in range(parties)
    ]
    people = [Node(f"s{n}", NodeKind.SUBJECT, (f"S{n}",), ORIGINS) for n in range(3)]
    edges = [Edge("activity", p.key, None, "", Standing.STATED, (), False) for p in others]
    edges += [Edge(s.key, "activity", None, "", Standing.STATED, (), False) for s in people]
    return View.of("A", "derived", [centre, *others, *people], edges)


def test_a_flow_within_the_limits_is_drawn_as_it_is() -> None:
    flow = star(20)
    assert bounded(flow) is flow


def test_too_many_nodes_are_folded_and_said_so() -> None:
    flow = bounded(star(500))
    assert len(flow.nodes) <= 60
    assert {"A", "S0", "S1", "S2"} <= {node.name for node in flow.nodes}
    drawn = sum(node.kind is NodeKind.PARTY for node in flow.nodes)
    (fold,) = [node for node in flow.nodes if node.kind is NodeKind.MORE]
    assert fold.lines[0] == f"and {500 - drawn} more parties"
    assert fold.lines[1].endswith("of them unknown")
    (edge,) = [edge for edge in flow.edges if edge.destination == fold.key]
    assert edge.job == f"{500 - drawn} flows"
    assert flow.notes == (
        f"{drawn + 4} of 504 people, systems and parties are drawn; the table names all.",
    )


def test_the_table_names_what_the_picture_folds() -> None:
    assert len(table(star(500))) == 503


def test_too_many_lines_are_cut_and_said_so() -> None:
    ends = [Node(f"n{n}", NodeKind.SYSTEM, (f"N{n}",), ORIGINS) for n in range(2)]
    edges = [Edge("n0", "n1", (f"D{n}",), "", Standing.STATED, (), True) for n in range(500)]
    flow = bounded(View.of("A", "as declared", ends, edges))
    assert len(flow.edges) == 120
    assert flow.notes == (
        "120 of 500 lines are drawn, the worst and those that stand for most; the table has all.",
    )


def test_lines_are_cut_where_no_node_loses_its_last() -> None:
    centre = Node("n", NodeKind.ACTIVITY, ("N",), ORIGINS)
    ends = [Node(f"n{n}", NodeKind.SYSTEM, (f"N{n}",), ORIGINS) for n in range(40)]
    heavy = [
        Edge("n0", f"n{n}", (f"D{m}",), "", Standing.STATED, weight=9)
        for n in range(1, 5)
        for m in range(100)
    ]
    light = [Edge("n", end.key, None, "", Standing.STATED, weight=1) for end in ends]
    flow = bounded(View.of("A", "as declared", [centre, *ends], [*heavy, *light]))
    assert len(flow.edges) == 120
    assert {edge.destination for edge in flow.edges} >= {end.key for end in ends[1:]}


def test_the_worst_lines_are_not_cut() -> None:
    ends = [Node(f"n{n}", NodeKind.SYSTEM, (f"N{n}",), ORIGINS) for n in range(2)]
    heavy = [Edge("n0", "n1", (f"D{n}",), "", Standing.STATED, weight=9) for n in range(200)]
    bad = Edge("n0", "n1", None, "", Standing.STATED, weight=1, verdict=Verdict.UNSAFEGUARDED)
    flow = bounded(View.of("A", "as declared", ends, [*heavy, bad]))
    assert len(flow.edges) == 120
    assert bad in flow.edges
