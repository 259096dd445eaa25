"""The policy's register as linked data, held against what the policy says."""

from __future__ import annotations

import re

import pytest

from ropa.vocabulary import Kind
from tests.export.exporting import export, ocktra
from tests.export.linking import PREFIXES, Read


@pytest.fixture(scope="module")
def policy() -> Read:
    return Read(export(ocktra(), "ocktra"))


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


def test_a_document_says_what_it_was_made_from(policy: Read) -> None:
    assert policy.of("export", "ropa:export.about") == {"2026-11-23@date"}
    assert policy.of("export", "ropa:export.version") == {"0.1.0"}
    assert policy.of("export", "ropa:export.journal") == {"412:" + "3f" * 32}
    assert policy.of("export", "ropa:export.redaction") == {"ropa:Redaction.authority"}
    assert policy.of("export", "ropa:export.holds") == {"register.ocktra"}


def test_prefixes_are_those_of_the_law_data(policy: Read) -> None:
    written = dict(re.findall(r"^@prefix (\S+): <(.+)> \.$", policy.turtle.decode(), re.MULTILINE))
    assert PREFIXES.items() <= written.items()
    assert written["record"] == policy.base
