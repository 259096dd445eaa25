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
from ropa.export.rdf import Graph as Written
from ropa.export.rdf import Iri
from ropa.export.rdf import Literal as Value
from ropa.export.rdf import json_ld as written_json_ld
from ropa.export.rdf import turtle as written_turtle
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
from ropa.vocabulary import Kind
from tests.build import activity, build, register
from tests.export.exporting import HAZARDS, every_kind, export, ocktra
from tests.export.linking import PREFIXES, Read, parsed
from tests.export.test_ugly_pictures import UGLY, records
from tests.law.test_templates import BESIDE

DPV_23 = Path(__file__).parents[1] / "law" / "dpv_terms.txt"
"""Terms that were each found in the Turtle files of DPV 2.3 (W3C DPVCG, w3c/dpv at GitHub)."""

FORMAT = tuple(map(str, (RDF, RDFS, SKOS, XSD)))
"""The namespaces of RDF itself and of the explanations."""


@pytest.fixture(scope="module")
def policy() -> Read:
    return Read(export(ocktra(), "ocktra"))


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


def test_c1_as_the_policy_has_it(policy: Read) -> None:
    c1 = "activity.c1"
    assert policy.types("record:activity.c1") == {
        "dpv:PersonalDataProcess",
        "dpcat:ROPARecord",
        "ropa:Activity",
    }
    assert policy.of(c1, "dct:title") == {
        "Provide, maintain and secure the Services; account creation; support@en-GB"
    }
    assert policy.of(c1, "dpv:hasIdentifier") == {"C1"}
    assert policy.of(c1, "dpv:hasDataController") == {"organisation.ocktra"}
    assert policy.of(c1, "dpv:hasPurpose") == {"purpose.provide-the-services"}
    assert policy.of(c1, "dpv:hasLegalBasis") == {
        "ropa:article6.contract",
        "ropa:article6.legitimate_interests",
    }
    assert policy.of(c1, "dpv:hasPersonalData") == {
        "data-category.account-identity-data",
        "data-category.authentication-data",
        "data-category.device-technical-data",
        "data-category.support-data",
    }
    assert policy.of(c1, "dpv:hasDataSubject") == {"data-subject-category.users-of-the-services"}
    assert policy.of(c1, "dpv:hasRecipient") == {
        "engagement.aws-cloud-hosting",
        "engagement.sentry-error-monitoring",
        "recipient-category.cloud-hosting",
        "recipient-category.support-crm",
    }
    assert policy.of(c1, "dpv:hasDataProcessor") == {
        "engagement.aws-cloud-hosting",
        "engagement.sentry-error-monitoring",
    }
    assert policy.of(c1, "dpv:hasStorageCondition") == {
        "retention-rule.account-billing",
        "retention-rule.support-tickets",
    }
    assert len(policy.of(c1, "dpv:hasTechnicalOrganisationalMeasure")) == 7
    assert policy.of(c1, "dpv:isImplementedUsingTechnology") == {"system.cookies-sdks"}
    assert policy.of("activity.c1.sources.1", "rdfs:label") == {"identity providers (SSO)@en-GB"}
    assert policy.of(c1, "dpv:hasContext") == set()
    assert policy.of(c1, "ropa:activity.automated_decisions") == {"ropa:AutomatedDecisions.none"}
    assert policy.of(c1, "ropa:unknownAnswer") == {
        "ropa:activity.breaches",
        "ropa:activity.dpia_needed",
        "ropa:activity.function",
        "ropa:activity.internal_recipients",
        "ropa:activity.owner",
        "ropa:activity.review_by",
        "ropa:activity.reviewed_on",
        "ropa:activity.status",
    }


def test_c1_keeps_apart_which_data_is_kept_how_long(policy: Read) -> None:
    lines = "activity.c1.data.users-of-the-services"
    kept = "dpv:hasStorageCondition"
    assert policy.of(f"{lines}.account-identity-data", kept) == {"retention-rule.account-billing"}
    assert policy.of(f"{lines}.support-data", kept) == {"retention-rule.support-tickets"}
    assert policy.of(f"{lines}.authentication-data", kept) == set()
    assert policy.of(f"{lines}.authentication-data", "ropa:unknownAnswer") == {
        "ropa:activity.data.purposes",
        "ropa:activity.data.retention",
        "ropa:activity.data.source",
    }


def test_p1_as_the_policy_has_it(policy: Read) -> None:
    p1 = "activity.p1"
    assert policy.of(p1, "dpv:hasDataProcessor") == {
        "organisation.ocktra",
        "engagement.aws-cloud-hosting",
        "engagement.brevo-email-delivery",
        "engagement.sentry-error-monitoring",
    }
    assert policy.of(p1, "ropa:hasSubProcessor") == {
        "engagement.aws-cloud-hosting",
        "engagement.brevo-email-delivery",
        "engagement.sentry-error-monitoring",
    }
    assert policy.of(p1, "dpv:hasDataController") == set()
    assert policy.of("activity.p1.operations.1", "rdfs:label") == {"hosting and storage@en-GB"}
    assert policy.types("record:activity.p1.operations.1") == {"dpv:Processing"}
    assert policy.of(p1, "dpv:hasPersonalData") == {"data-category.customer-content"}
    assert policy.of(p1, "dpv:hasDataSubject") == {
        "data-subject-category.customers-customers",
        "data-subject-category.customers-users",
        "data-subject-category.customers-staff",
    }


def test_what_p1_does_not_say_is_not_made_up(policy: Read) -> None:
    """Its purposes are not recorded, a processor is not asked for bases: a node says which."""
    unknown = {"dpv:hasPurpose": "Unknown", "dpv:hasLegalBasis": "NotAsked"}
    for property, cls in {**unknown, "dpv:hasDataSource": "Unknown"}.items():
        (node,) = policy.of("activity.p1", property)
        assert policy.types(f"record:{node}") == {f"ropa:{cls}"}, property
    assert "ropa:activity.purposes" in policy.of("activity.p1", "ropa:unknownAnswer")
    (node,) = policy.of("activity.c1", "dpv:hasProcessing")
    assert policy.types(f"record:{node}") == {"ropa:NotAsked"}
    stand_ins = {*policy.in_class("ropa:Unknown"), *policy.in_class("ropa:NotAsked")}
    real = {*policy.in_class("dpv:Purpose"), *policy.in_class("dpv:Processing")}
    assert not stand_ins & (real | policy.in_class("dpv:DataSource"))


def test_all_of_the_policy_is_in_the_graph(policy: Read) -> None:
    made = ocktra()
    listed = policy.of("register.ocktra", "dpv:hasProcess")
    assert listed == {f"activity.{id}" for id in made.activities}
    assert len(listed) == 10
    assert policy.types("record:register.ocktra") == {"dpv:ROPA", "dpcat:ROPA", "dcat:Catalog"}
    assert policy.of("organisation.ocktra", "dpv:hasRecordOfActivity") == {"register.ocktra"}
    for kind, cls in {
        Kind.PURPOSE: "dpv:Purpose",
        Kind.DATA_CATEGORY: "dpv:PersonalData",
        Kind.DATA_SUBJECT_CATEGORY: "dpv:DataSubject",
        Kind.RETENTION_RULE: "dpv:StorageDuration",
        Kind.SECURITY_MEASURE: "dpv:TechnicalOrganisationalMeasure",
    }.items():
        assert policy.in_class(cls) == {f"{kind}.{id}" for id in made.of_kind(kind)}
    recipients = {f"engagement.{id}" for id in made.engagements}
    recipients |= {f"recipient-category.{id}" for id in made.recipient_categories}
    assert policy.in_class("dpv:Recipient") == recipients
    for record in made:
        name = f"{record.KIND}.{record.id}"
        assert policy.of(name, f"ropa:{record.KIND}.id") == {record.id}


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


def test_a_hop_to_nobody_knows_where_says_so(policy: Read) -> None:
    hop = "hop.ocktra.aws-cloud-hosting._"
    assert policy.of(hop, "ropa:hop.verdict") == {"ropa:Verdict.unknown"}
    (place,) = policy.of(hop, "dpv:hasLocation")
    assert policy.types(f"record:{place}") == {"ropa:Unknown"}


def test_where_an_answer_comes_from(policy: Read) -> None:
    found = {
        (path, place): (standing, question, document)
        for source in policy.of("activity.c1", "ropa:activity.provenance")
        for path in policy.of(source, "ropa:provenance.field")
        for place in policy.of(source, "ropa:provenance.place")
        for standing in policy.of(source, "ropa:provenance.standing")
        for question in policy.of(source, "ropa:provenance.question")
        for document in policy.of(source, "ropa:provenance.document")
    }
    document = "document.privacy-policy"
    assert found["engagements[aws-cloud-hosting]@en-GB", "§16@en-GB"] == (
        "ropa:Standing.inferred",
        "ropa:activity.engagements",
        document,
    )
    data = "data[users-of-the-services/support-data].retention@en-GB"
    stated = "ropa:Standing.stated"
    assert found[data, "§7@en-GB"] == (stated, "ropa:activity.data.retention", document)
    assert len(found) == 17


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


def test_whatever_a_text_holds_comes_back() -> None:
    """Every character XML could not hold, quotes in threes, and IRIs that no prefix can shorten."""
    texts = ["".join(map(chr, range(1, 128))), '"""', "\\", "\\u0041", "]]", "\r\n", "\x85\u2028"]
    graph = Written()
    for number, text in enumerate(texts):
        for name in ("a.", "a/b", "%41", "-", "é", "~", ""):
            graph.add(f"urn:x:{name}{number}", "urn:x:p", Value(text, language="en-GB"))
            graph.add(f"urn:x:{number}{name}", "urn:x:q", Iri(f"urn:x:{name}"))
            graph.add(f"urn:x:{number}", "urn:x:r", Value(text))
    prefixes = {"x": "urn:x:"}
    one = parsed(written_turtle(graph, prefixes), "turtle")
    other = parsed(written_json_ld(graph, prefixes), "json-ld")
    assert isomorphic(one, other)
    assert {str(text) for text in one.objects(URIRef("urn:x:3"), URIRef("urn:x:r"))} == {texts[3]}
    assert {str(text) for text in one.objects() if isinstance(text, Literal)} == set(texts)
    assert URIRef("urn:x:a.") in set(one.objects())


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
        "dpv:hasApplicableLaw",
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
    } - {"dpv:hasApplicableLaw"}
    assert read.in_class("ropa:Hop") == set()
    assert read.in_class("ropa:Unknown") == set()
    (withheld,) = read.of("activity.a1", "dpv:hasDataSource")
    assert read.types(f"record:{withheld}") == {"ropa:NotTold"}


def test_a_document_says_what_it_was_made_from(policy: Read) -> None:
    assert policy.of("export", "ropa:export.about") == {"2026-11-23@date"}
    assert policy.of("export", "ropa:export.version") == {"0.1.0"}
    assert policy.of("export", "ropa:export.journal") == {"412:" + "3f" * 32}
    assert policy.of("export", "ropa:export.redaction") == {"ropa:Redaction.authority"}
    assert policy.of("export", "ropa:export.holds") == {"register.ocktra"}


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


def test_prefixes_are_those_of_the_law_data(policy: Read) -> None:
    written = dict(re.findall(r"^@prefix (\S+): <(.+)> \.$", policy.turtle.decode(), re.MULTILINE))
    assert PREFIXES.items() <= written.items()
    assert written["record"] == policy.base
