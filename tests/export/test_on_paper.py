"""Pictures on paper: turned, or folded, until they can be read."""

from __future__ import annotations

import io

import docx as reader
import pytest
from docx.shared import Cm

from ropa.core.flows.activity import activity_flow
from ropa.core.flows.view import Cluster, Edge, Group, Node, NodeKind, View
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.article30 import article30
from ropa.export.child import DrawingProblem
from ropa.export.docx import docx
from ropa.export.drawing import Drawing, draw
from ropa.export.on_paper import LEGIBLE, on_paper
from ropa.export.pdf import pdf
from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from tests.build import build
from tests.export.test_article30 import CONTEXT, DAY, law

__all__ = ["law"]

CHAIN = 5
"""So many engagements, each under the one before: from left to right far wider than a page."""


def chain() -> Register:
    parties = [build(Party, id=f"v{n}", name=f"Vendor number {n}") for n in range(CHAIN)]
    engaged = [
        build(
            Engagement,
            id=f"e{n}",
            name=f"Job number {n}",
            party=f"v{n}",
            purpose="Stores what we send",
            stored_in=[("IN", "US", "IE")[n % 3]],
            **({"under": f"e{n - 1}"} if n else {}),
        )
        for n in range(CHAIN)
    ]
    activity = build(Activity, engagements=["e0"])
    return Register.of([build(Organisation, country="GB"), *parties, *engaged, activity])


def scale(drawn: Drawing) -> float:
    return min(1.0, 480 / (0.6 * drawn.width), 640 / (0.6 * drawn.height))


def test_a_long_chain_runs_downwards_so_that_its_letters_are_large_enough(law: Reference) -> None:
    view = activity_flow(chain(), "a1", law, DAY)
    across = draw(view)
    assert isinstance(across, Drawing)
    assert scale(across) < LEGIBLE
    shown = on_paper(view, lambda way, downwards: draw(way, downwards=downwards), scale)
    assert isinstance(shown, Drawing)
    assert scale(shown) >= LEGIBLE


def test_no_picture_is_wider_or_higher_than_a_page_of_the_docx(law: Reference) -> None:
    made = docx(article30(chain(), "acme", CONTEXT, law), CONTEXT)
    shapes = reader.Document(io.BytesIO(made)).inline_shapes
    assert len(shapes) == 2
    assert all(one.width <= Cm(17) and one.height <= Cm(22.01) for one in shapes)
    assert shapes[1].height > shapes[1].width


def test_what_is_legible_as_it_is_stays_so(law: Reference) -> None:
    view = activity_flow(chain(), "a1", law, DAY)
    asked: list[bool] = []

    def drawn(_view: View, downwards: bool) -> str:
        asked.append(downwards)
        return "drawn"

    assert on_paper(view, drawn, lambda _: LEGIBLE) == "drawn"
    assert asked == [False]


def many() -> View:
    """Give a view of fifty parties in five places."""
    nodes = [Node("organisation", NodeKind.ORGANISATION, ("Acme",), Cluster(0, "Home"))]
    nodes += [
        Node(
            f"p{n}",
            NodeKind.PARTY,
            (f"Party {n}",),
            Cluster(n % 5, f"Place {n % 5}"),
            groups=(Group(f"g{n % 5}", ""),),
        )
        for n in range(50)
    ]
    edges = [Edge("organisation", node.key, None, "", None) for node in nodes[1:]]
    return View.of("Flows", "made up", nodes, edges)


def test_what_no_page_can_show_is_folded_and_says_where_all_of_it_is() -> None:
    shown = on_paper(many(), lambda view, _: view, lambda view: 10 / len(view.nodes))
    assert isinstance(shown, View)
    assert len(shown.nodes) <= 16
    assert shown.notes == (
        "Drawn in groups, so that it can be read: the tables of this document name all.",
    )


def test_what_cannot_be_drawn_any_way_says_why() -> None:
    problem = DrawingProblem("The engine is tired.")
    assert on_paper(many(), lambda _view, _down: problem, lambda _: 1.0) == problem


@pytest.mark.parametrize("make", [pdf, docx])
def test_a_turned_picture_gives_the_same_bytes(make: object, law: Reference) -> None:
    assert callable(make)
    document = article30(chain(), "acme", CONTEXT, law)
    assert make(document, CONTEXT) == make(document, CONTEXT)
