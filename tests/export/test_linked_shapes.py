"""What DPCat asks of a record of processing, held against exports by pySHACL."""

from __future__ import annotations

import pytest
from pyshacl import validate
from rdflib import Graph, URIRef

from ropa.core.imprint import Redaction
from ropa.core.register import Register
from ropa.export.linked_data.own import NAMESPACE
from ropa.records.transfer import Transfer
from tests.build import activity, build
from tests.export.exporting import every_kind, export, ocktra
from tests.export.linking import Read
from tests.export.test_linked import full
from tests.test_layers import ROOT

SHAPES = Graph().parse(ROOT / "data" / "linked" / "dpcat-shapes.ttl")
SH = "http://www.w3.org/ns/shacl#"

MANDATORY = {
    "purpose": ("dpv:hasPurpose", "dpcat:ROPARecord"),
    "legalBasis": ("dpv:hasLegalBasis", "dpcat:ROPARecord"),
    "processing": ("dpv:hasProcessing", "dpcat:ROPARecord"),
    "personalData": ("dpv:hasPersonalData", "dpcat:ROPARecord"),
    "dataSubject": ("dpv:hasDataSubject", "dpcat:ROPARecord"),
    "dataSource": ("dpv:hasDataSource", "dpcat:ROPARecord"),
    "location": ("dpv:hasLocation", "dpv:Transfer"),
    "jointControllers": ("dpv:hasDataController", "dpv:JointDataControllers"),
}
"""The eight properties that DPCat's specification (2022) makes mandatory, and of what."""


def broken(graph: Graph) -> set[tuple[str, str]]:
    """Give each property that is missing, with the node that lacks it."""
    _, results, _ = validate(graph, shacl_graph=SHAPES)
    assert isinstance(results, Graph)
    paths = results.subject_objects(URIRef(SH + "resultPath"))
    return {(str(path), str(results.value(one, URIRef(SH + "focusNode")))) for one, path in paths}


def joint() -> Register:
    """A register with nothing but what cannot be left out, jointly controlled."""
    return Register.of([*every_kind(), activity(id="a2", role="joint-controller")])


def abroad() -> Register:
    """Transfers of which it is not known where they go, or that go to no country."""
    nowhere = build(Transfer, id="t2", importer="hosting")
    united = build(Transfer, id="t3", importer="hosting", international_organisation="UN")
    return Register.of([*full(), nowhere, united])


@pytest.mark.parametrize("redaction", list(Redaction))
@pytest.mark.parametrize(
    "made", [ocktra(), every_kind(), full(), joint(), abroad()], ids=lambda _: ""
)
def test_every_export_states_all_that_is_mandatory(made: Register, redaction: Redaction) -> None:
    read = Read(export(made, redaction=redaction))
    assert broken(read.graph) == set()
    for id, held in made.activities.items():
        if redaction is Redaction.AUTHORITY and not held.retired:
            assert "dpcat:ROPARecord" in read.types(f"record:activity.{id}")


@pytest.mark.parametrize("shape", MANDATORY)
def test_a_graph_that_lacks_one_fails_the_shape_of_that(shape: str) -> None:
    read = Read(export(full(role="joint-controller", engagements=["partner", "hosting"]), "acme"))
    property, cls = MANDATORY[shape]
    name = sorted(read.in_class(cls))[0]
    read.graph.remove((read.iri(f"record:{name}"), read.iri(property), None))
    assert broken(read.graph) == {(str(read.iri(property)), str(read.iri(f"record:{name}")))}


def test_the_shapes_are_the_eight() -> None:
    found = {str(one).removeprefix(f"{NAMESPACE}shape.") for one in SHAPES.subjects(
        URIRef(f"{SH}targetClass"))}  # fmt: skip
    assert found == MANDATORY.keys()


def test_what_is_not_known_is_no_purpose_in_place_of_one() -> None:
    """The shapes hold because the gap is stated, and whoever counts purposes finds none."""
    read = Read(export(every_kind()))
    for property, _ in list(MANDATORY.values())[:6]:
        (node,) = read.of("activity.a1", property)
        assert read.types(f"record:{node}") == {"ropa:Unknown"}
    assert read.in_class("dpv:Purpose") == {"purpose.billing"}
    (node,) = Read(export(abroad())).of("transfer.t2", "dpv:hasLocation")
    assert Read(export(abroad())).types(f"record:{node}") == {"ropa:Unknown"}
    (node,) = Read(export(abroad())).of("transfer.t3", "dpv:hasLocation")
    assert Read(export(abroad())).types(f"record:{node}") == {"ropa:NotAsked"}
