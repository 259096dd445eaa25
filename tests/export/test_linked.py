"""The register as linked data: read by rdflib, held against the register and the vocabularies."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.compare import isomorphic

from ropa.core.gaps import gaps
from ropa.core.imprint import Redaction
from ropa.core.register import Register
from ropa.export.linked import base_of, json_ld, turtle
from ropa.export.linked_data.own import NAMESPACE
from ropa.export.redaction import PUBLIC
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.retention_rule import RetentionRule
from ropa.records.system import System
from ropa.records.transfer import Transfer
from tests.build import activity, build, register
from tests.export.exporting import HAZARDS, every_kind, export, ocktra
from tests.export.linking import Read, parsed
from tests.export.test_ugly_pictures import UGLY, records
from tests.law.test_templates import BESIDE

DPV_23 = Path(__file__).parents[1] / "law" / "dpv_terms.txt"
"""Terms that were each found in the Turtle files of DPV 2.3 (W3C DPVCG, w3c/dpv at GitHub)."""

FORMAT = tuple(map(str, (RDF, RDFS, SKOS, XSD)))
"""The namespaces of RDF itself and of the explanations."""


def full(**of_activity: Any) -> Register:
    """A register in which everything that has a term of its own is answered."""
    return register(
        build(Organisation, country="GB", regimes=["uk-gdpr"], dpo_name="Dee Poe", headcount=4),
        build(Party, country="IN", website="https://vendor.example/a?b=(c)"),
        build(Purpose),
        build(DataCategory, special=["health"], criminal=False),
        build(DataSubjectCategory, vulnerable=True, children=False),
        build(Document, kind="dpia", date="2026-01-02", substance="No high risk."),
        build(Document, id="tra", name="Assessment", kind="transfer-risk-assessment"),
        build(RetentionRule, trigger="the contract", minimum="P2W", maximum="P1Y2W3D"),
        build(System, places=["IE", "EU"]),
        build(Engagement, role="processor", party="vendor", stored_in=["IN"], accessed_from=[]),
        build(Engagement, id="partner", name="Partner", role="joint-controller"),
        build(
            Transfer,
            importer="hosting",
            place="IN",
            mechanisms=["uk_idta"],
            assessment="tra",
            derogations=[],
        ),
        activity(
            **{
                "role": "controller",
                "purposes": [
                    {
                        "purpose": "billing",
                        "bases": ["contract", "recognised_legitimate_interests"],
                        "combination": "all",
                        "article9": ["9_2_a"],
                    }
                ],
                "data": [{"subjects": "customers", "data": "contact", "retention": "six-years"}],
                "sources": [],
                "systems": ["crm"],
                "engagements": ["hosting"],
                "automated_decisions": "solely-automated",
                "dpia_needed": True,
                "dpia": "notice",
                "reviewed_on": "2026-03-04",
                **of_activity,
            }
        ),
    )


def many() -> list[Register]:
    ugly = [Register.of(records(name)) for name in UGLY[:6]]
    return [ocktra(), every_kind(), full(), full(role="joint-controller"), *ugly]


@pytest.mark.parametrize("redaction", list(Redaction))
def test_both_texts_are_one_graph_and_the_same_each_time(redaction: Redaction) -> None:
    for made in many():
        asked = export(made, redaction=redaction)
        first, second = turtle(asked), json_ld(asked)
        graph = parsed(first, "turtle")
        assert isomorphic(graph, parsed(second, "json-ld"))
        assert len(graph) > 20
        again = export(Register.of(reversed(list(made)), made.moment), redaction=redaction)
        assert (turtle(again), json_ld(again)) == (first, second)


@pytest.mark.parametrize("redaction", list(Redaction))
def test_every_term_is_ours_or_one_of_the_vocabularies(redaction: Redaction) -> None:
    """And every one of ours is explained in the document that uses it."""
    known = {*DPV_23.read_text().splitlines(), *BESIDE}
    for made in many():
        read = Read(export(made, redaction=redaction))
        used = {one for triple in read.graph for one in triple if isinstance(one, URIRef)}
        used |= {one.datatype for one in read.graph.objects() if isinstance(one, Literal)} - {None}
        for iri in map(str, used):
            country = re.fullmatch(r"https://w3id\.org/dpv/loc#[A-Z]{2}", iri)
            ours = iri.startswith((NAMESPACE, read.base))
            assert ours or country or iri in known or iri.startswith(FORMAT), iri
        for iri in used:
            if iri.startswith(NAMESPACE):
                assert read.graph.value(iri, RDFS.label), iri
                assert str(read.graph.value(iri, SKOS.definition)).endswith((".", "?")), iri
                assert read.types(f"ropa:{iri.removeprefix(NAMESPACE)}"), iri


def test_every_gap_and_no_other_is_an_unknown_answer() -> None:
    for made in (ocktra(), every_kind(), full()):
        read = Read(export(made))
        said = list(read.graph.subject_objects(read.iri("ropa:unknownAnswer")))
        named = sorted(read.short(field).removeprefix("ropa:") for _, field in said)
        assert named == sorted(f"{gap.kind}.{gap.field}" for one in made for gap in gaps(one))


def test_a_recorded_none_is_none() -> None:
    read = Read(export(full(), "acme"))
    assert read.of("activity.a1", "ropa:recordedNone") == {"ropa:activity.sources"}
    assert read.of("activity.a1", "dpv:hasDataSource") == {"ropa:None"}
    assert "ropa:activity.sources" not in read.of("activity.a1", "ropa:unknownAnswer")
    assert read.of("engagement.hosting", "ropa:recordedNone") == {"ropa:engagement.accessed_from"}


def test_values_have_their_type_and_texts_their_language() -> None:
    read = Read(export(full(), "acme"))
    assert read.of("activity.a1", "ropa:activity.reviewed_on") == {"2026-03-04@date"}
    assert read.of("document.notice", "ropa:document.date") == {"2026-01-02@date"}
    assert read.of("organisation.acme", "ropa:organisation.headcount") == {"4@integer"}
    assert read.of("data-category.contact", "ropa:data-category.criminal") == {"false@boolean"}
    assert read.of("document.notice", "ropa:document.substance") == {"No high risk.@en-GB"}
    address = {"https://vendor.example/a?b=(c)@anyURI"}
    assert read.of("party.vendor", "ropa:party.website") == address
    text = read.turtle.decode()
    assert '"P1Y17D"^^xsd:duration' in text
    assert '"P14D"^^xsd:duration' in text


def test_what_a_record_says_decides_its_class() -> None:
    read = Read(export(full(), "acme"))
    assert "dpv:SpecialCategoryPersonalData" in read.types("record:data-category.contact")
    assert "dpv:VulnerableDataSubject" in read.types("record:data-subject-category.customers")
    assert "dpv:DPIA" in read.types("record:document.notice")
    assert {"dpv:Recipient", "dpv:DataProcessor"} <= read.types("record:engagement.hosting")
    assert read.of("activity.a1", "dpv:hasStatus") == {"eu-gdpr:DPIARequired"}
    assert read.of("activity.a1", "dpv:hasContext") == {"dpv:AutomatedDecisionMaking"}
    assert read.of("organisation.acme", "dpv:hasApplicableLaw") == {"legal-gb:law-GDPR"}
    (officer,) = read.of("organisation.acme", "dpv:hasDataProtectionOfficer")
    assert read.of(officer, "rdfs:label") == {"Dee Poe@en-GB"}
    places = {place for one in read.of("system.crm", "dpv:hasStorageCondition")
              for place in read.of(one, "dpv:hasLocation")}  # fmt: skip
    assert places == {"loc:IE", "ropa:place.EU"}
    (kept,) = read.of("retention-rule.six-years", "dpv:hasDuration")
    assert read.types(f"record:{kept}") == {"dpv:UntilEventDuration"}


def test_a_basis_is_that_of_the_law_the_organisation_is_under() -> None:
    """A basis of UK law is ours, near the Union's; it is the Union's only under its law."""
    ours = {
        "ropa:article6.contract",
        "ropa:article6.recognised_legitimate_interests",
        "ropa:article9.9_2_a",
    }
    read = Read(export(full(), "acme"))
    assert read.of("activity.a1", "dpv:hasLegalBasis") == ours
    near = read.iri("eu-gdpr:A6-1-b")
    assert (read.iri("ropa:article6.contract"), SKOS.closeMatch, near) in read.graph
    both = build(Organisation, country="GB", regimes=["uk-gdpr", "eu-gdpr"])
    read = Read(export(full().changed([both], (), {}, full().moment), "acme"))
    theirs = {"eu-gdpr:A6-1-b", "eu-gdpr:A9-2-a"}
    assert read.of("activity.a1", "dpv:hasLegalBasis") == ours | theirs
    assert read.of("transfer.t1", "dpv:hasLegalBasis") == {"ropa:mechanism.uk_idta"}


def test_joint_controllers_are_named_together() -> None:
    read = Read(export(full(role="joint-controller", engagements=["partner"]), "acme"))
    (node,) = read.of("activity.a1", "dpv:hasJointDataControllers")
    assert read.types(f"record:{node}") == {"dpv:JointDataControllers"}
    assert read.of(node, "dpv:hasDataController") == {"organisation.acme", "engagement.partner"}


def test_a_transfer_says_where_and_on_what_it_rests() -> None:
    read = Read(export(full(), "acme"))
    assert read.of("transfer.t1", "dpv:hasLocation") == {"loc:IN"}
    assert read.of("transfer.t1", "dpv:hasThirdCountry") == {"loc:IN"}
    assert read.of("transfer.t1", "dpv:hasDataExporter") == {"organisation.acme"}
    assert read.of("transfer.t1", "dpv:hasDataImporter") == {"engagement.hosting"}
    assert read.of("transfer.t1", "dpv:hasImpactAssessment") == {"document.tra"}
    assert read.of("transfer.t1", "dpv:hasLegalBasis") == {"ropa:mechanism.uk_idta"}
    near = read.iri("eu-gdpr:A46-2-d")
    assert (read.iri("ropa:mechanism.uk_idta"), SKOS.broadMatch, near) in read.graph


def test_an_authority_is_told_our_verdict_and_why() -> None:
    read = Read(export(full(), "acme"))
    hop = "hop.acme.hosting.IN"
    assert read.of(hop, "dpv:hasLocation") == {"loc:IN"}
    assert read.of(hop, "dpv:hasDataExporter") == {"organisation.acme"}
    assert read.of(hop, "dpv:hasDataImporter") == {"party.vendor"}
    assert read.of(hop, "ropa:hop.serves") == {"activity.a1"}
    assert read.of(hop, "ropa:hop.verdict") == {"ropa:Verdict.incomplete"}
    (judgement,) = read.of(hop, "ropa:hop.judgement")
    assert "transfer.t1" in read.of(judgement, "ropa:judgement.evidence")
    assert read.of(judgement, "ropa:judgement.missing")


@pytest.mark.parametrize("name", [name for name in (*UGLY, *HAZARDS) if name.strip() == name])
def test_ugly_names_come_back_unchanged(name: str) -> None:
    made = Register.of(records(name))
    asked = export(made)
    for data, format in ((turtle(asked), "turtle"), (json_ld(asked), "json-ld")):
        graph = parsed(data, format)
        label = URIRef(f"{base_of(asked)}purpose.billing")
        assert list(graph.objects(label, RDFS.label)) == [
            Literal(made.purposes["billing"].name, lang="en-GB")
        ]
        sources = list(graph.objects(None, URIRef(f"{NAMESPACE}activity.sources")))
        assert sources == [Literal((made.activities["a1"].sources or ())[0], lang="en-GB")]


def test_a_retired_record_is_in_no_class_and_no_register() -> None:
    read = Read(export(full(retired=True), "acme"))
    assert read.types("record:activity.a1") == {"ropa:Activity"}
    assert read.of("activity.a1", "ropa:activity.retired") == {"true@boolean"}
    assert read.of("register.acme", "dpv:hasProcess") == set()


def test_the_public_reads_nothing_that_is_not_named_for_it() -> None:
    secret = "SECRET"
    made = full(status="active", note=secret, function=secret, engagements=["hosting", "partner"])
    listed = build(Engagement, role="processor", party="vendor", public=True, note=secret)
    asked = export(made.changed([listed], (), {}, made.moment), "acme", redaction=Redaction.PUBLIC)
    read = Read(asked)
    assert secret not in read.turtle.decode()
    named = {f"{cls.KIND}.{field}" for cls, told in PUBLIC.items()
             if hasattr(cls, "KIND") for field in told}  # fmt: skip
    named |= {f"activity.purposes.{field}" for field in ("purpose", "bases", "combination")}
    named |= {f"activity.data.{field}" for field in ("subjects", "data", "retention")}
    said = {read.short(one) for one in read.graph.predicates()}
    ours = {one.removeprefix("ropa:") for one in said if one.startswith("ropa:")}
    export_of = {one for one in ours if one.startswith("export.")}
    assert ours - export_of == (ours & named) | {"clause"}
    assert {one for one in said if one.startswith("dpv:")} == {
        "dpv:hasContext",
        "dpv:hasDataController",
        "dpv:hasDataImporter",
        "dpv:hasDataSource",
        "dpv:hasDataSubject",
        "dpv:hasDuration",
        "dpv:hasLegalBasis",
        "dpv:hasLocation",
        "dpv:hasName",
        "dpv:hasPersonalData",
        "dpv:hasProcess",
        "dpv:hasProcessing",
        "dpv:hasPurpose",
        "dpv:hasRecipient",
        "dpv:hasRecordOfActivity",
        "dpv:hasStorageCondition",
        "dpv:hasThirdCountry",
    }
    assert read.in_class("ropa:Hop") == set()
    assert read.in_class("ropa:Unknown") == set()
    (withheld,) = read.of("activity.a1", "dpv:hasDataSource")
    assert read.types(f"record:{withheld}") == {"ropa:NotTold"}


def test_a_base_may_be_given_and_must_be_one() -> None:
    asked = export(full(), "acme")
    read = Read(asked, "https://register.example/id/")
    assert URIRef("https://register.example/id/activity.a1") in set(read.graph.subjects())
    assert base_of(asked).encode() not in read.turtle
    for wrong in ("", "relative/", "https://register.example/id", "https://a b/", "https://a/>#"):
        with pytest.raises(ValueError, match="is not an IRI"):
            turtle(asked, wrong)


def test_the_base_is_the_organisations_own_and_stays() -> None:
    one, same = base_of(export(full(), "acme")), base_of(export(full(name="Other"), "acme"))
    assert one == same == "urn:uuid:" + one.removeprefix("urn:uuid:")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}#", one)
    assert one != base_of(export(ocktra(), "ocktra"))
