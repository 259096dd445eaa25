"""Every picture of a register in which every name is as ugly as a name can be."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ropa.core.flows.activity import activity_flow
from ropa.core.flows.category import category_flow
from ropa.core.flows.chain import chain_flow
from ropa.core.flows.difference import difference
from ropa.core.flows.graph import FlowMap
from ropa.core.flows.organisation import organisation_flow
from ropa.core.flows.query import FlowQuery
from ropa.core.flows.reach import reach
from ropa.core.flows.showing import neighbourhood, reach_view
from ropa.core.flows.view import View
from ropa.export.drawing import Drawing, draw
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.recipient_category import RecipientCategory
from ropa.records.system import System
from ropa.vocabulary import Kind
from tests.build import build
from tests.core.test_reach import flows_in

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "g", "a", "path", "polygon", "polyline", "ellipse", "rect", "text"}
DRAWN |= {"title", "desc", "style"}

UGLY = (
    "<b>bold</b> & <script>alert(1)</script>",
    'a "quoted" \\"name\\"',
    "one:two:n",
    "] } ; -> n1 [label=x]",
    "\N{PILE OF POO} \N{FAMILY}\N{ZERO WIDTH JOINER}\N{WOMAN}",
    "שלום עולם \N{RIGHT-TO-LEFT OVERRIDE}gnp.exe",
    "W" * 300,
    "many words " * 30 + "end",
    "&amp; &lt;b&gt; &#65; \\n \\l \\N \\G",
    "subgraph",
)


def records(name: str) -> tuple[Record, ...]:
    """Make one record of every kind that a picture names, all of the same name."""
    named: dict[str, Any] = {"name": name}
    return (
        build(Organisation, country="GB", **named),
        build(Party, country="IN", **named),
        build(Purpose, **named),
        build(DataCategory, **named),
        build(DataSubjectCategory, **named),
        build(RecipientCategory, **named),
        build(
            Engagement,
            party="vendor",
            category=name,
            service=name,
            purpose=name,
            stored_in=["IN"],
            **named,
        ),
        build(Engagement, id="below", under="hosting", stored_in=["US", "IN"], **named),
        build(System, places=["IE"], operated_by="engagement", engagement="hosting", **named),
        build(
            Activity,
            reference=name[:40].strip(),
            function=name,
            data=[{"subjects": "customers", "data": "contact", "source": name}],
            sources=[name],
            systems=["crm"],
            engagements=["hosting"],
            recipient_categories=["advisers"],
            internal_recipients=[name],
            **named,
        ),
    )


def views(flows: FlowMap) -> dict[str, View]:
    organisation = organisation_flow(flows)
    narrowed = organisation_flow(flows, FlowQuery(country="IE"))
    return {
        "activity": activity_flow(flows.register, "a1", flows.reference, flows.day),
        "organisation": organisation,
        "chain": chain_flow(flows),
        "reach": reach_view(reach(flows, (Kind.PARTY, "vendor"))),
        "category": category_flow(flows, "contact"),
        "difference": difference(narrowed, organisation),
        "around": neighbourhood(flows, "engagement/hosting", 2),
    }


@pytest.mark.parametrize("name", UGLY, ids=range(len(UGLY)))
def test_every_picture_draws_and_no_name_is_markup(name: str) -> None:
    flows = flows_in(*records(name))
    for question, view in views(flows).items():
        assert view.nodes, question
        links = {node.key: f"/{number}" for number, node in enumerate(view.nodes)}
        found = draw(view, links)
        assert isinstance(found, Drawing), (question, found)
        root = ET.fromstring(found.svg)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= DRAWN, question
        assert all(one.get("href") in links.values() for one in root.iter(f"{SVG}a")), question
        drawn = [words(one) for one in root.iter(f"{SVG}g") if "node" in one.get("class", "")]
        for node in view.nodes:
            begins = squeezed(node.lines[0])[:20]
            assert any(text.removeprefix("?").startswith(begins) for text in drawn), question


def words(element: ET.Element) -> str:
    return squeezed("".join("".join(text.itertext()) for text in element.iter(f"{SVG}text")))


def squeezed(text: str) -> str:
    return "".join(text.split())
