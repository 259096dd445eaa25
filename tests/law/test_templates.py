"""The ICO's columns, the Article 30 items and the terms of the Data Privacy Vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

import msgspec

from ropa.core.reference import Reference

CONTROLLER = (
    "Business function",
    "Purpose of processing",
    "Name and contact details of joint controller (if applicable)",
    "Categories of individuals",
    "Categories of personal data",
    "Categories of recipients",
    "Link to contract with processor",
    (
        "Names of third countries or international organisations that personal data are"
        " transferred to (if applicable)"
    ),
    (
        "Safeguards for exceptional transfers of personal data to third countries or"
        " international organisations (if applicable)"
    ),
    "Retention schedule (if possible)",
    "General description of technical and organisational security measures (if possible)",
    "Article 6 lawful basis for processing personal data",
    "Article 9 condition for processing special category data",
    "Legitimate interests for the processing (if applicable)",
    "Link to record of legitimate interests assessment (if applicable)",
    "Rights available to individuals",
    "Existence of automated decision-making, including profiling (if applicable)",
    "The source of the personal data (if applicable)",
    "Link to record of consent",
    "Location of personal data",
    "Data Protection Impact Assessment required?",
    "Data Protection Impact Assessment progress",
    "Link to Data Protection Impact Assessment",
    "Has a personal data breach occurred?",
    "Link to record of personal data breach",
    "Data Protection Act 2018 Schedule 1 Condition for processing",
    "GDPR Article 6 lawful basis for processing",
    "Link to retention and erasure policy document",
    "Is personal data retained and erased in accordance with the policy document?",
    "Reasons for not adhering to policy document (if applicable)",
)
PROCESSOR = (
    "Link to contract with controller",
    "Name and contact details of controller",
    "Name and contact details of controller's representative (if applicable)",
    "Categories of processing",
    (
        "Names of third countries or international organisations that personal data are"
        " transferred to (if applicable)"
    ),
    (
        "Safeguards for exceptional transfers of personal data to third countries or"
        " international organisations (if applicable)"
    ),
    "General description of technical and organisational security measures (if possible)",
)


# Clause and field of each column.
CONTROLLER_FIELDS = (
    (None, "activity.business_function"),
    ("30(1)(b)", "activity.purposes"),
    ("30(1)(a)", "activity.joint_controllers"),
    ("30(1)(c)", "activity.data_subject_categories"),
    ("30(1)(c)", "activity.personal_data_categories"),
    ("30(1)(d)", "activity.recipient_categories"),
    ("28(3)", "activity.processor_contract_links"),
    ("30(1)(e)", "transfer.country"),
    ("30(1)(e), 49(1) second subparagraph", "transfer.safeguards_document"),
    ("30(1)(f)", "retention.period"),
    ("30(1)(g)", "activity.security_measures"),
    ("6(1)", "activity.article6_basis"),
    ("9(2)", "activity.article9_condition"),
    ("6(1)(f), 13(1)(d)", "activity.legitimate_interests"),
    ("6(1)(f)", "activity.lia_link"),
    ("13(2)(b)", "activity.rights_available"),
    ("13(2)(f), 22A-22D (UK) / 22 (EU)", "activity.automated_decision_making"),
    ("14(2)(f)", "activity.data_source"),
    ("7(1)", "activity.consent_record_link"),
    ("15", "activity.data_locations"),
    ("35", "activity.dpia_required"),
    ("35", "activity.dpia_status"),
    ("35", "activity.dpia_link"),
    ("33(5)", "activity.breach_occurred"),
    ("33(5)", "activity.breach_record_link"),
    ("Sch 1 para 41(a)", "activity.schedule1_condition"),
    ("Sch 1 para 41(b)", "activity.article6_basis"),
    ("Sch 1 para 39(b)", "activity.apd_link"),
    ("Sch 1 para 41(c)", "activity.apd_followed"),
    ("Sch 1 para 41(c)", "activity.apd_deviation_reason"),
)
PROCESSOR_FIELDS = (
    ("28(3)", "processor_activity.contract_link"),
    ("30(2)(a)", "processor_activity.controllers"),
    ("30(2)(a)", "processor_activity.controller_representative"),
    ("30(2)(b)", "processor_activity.categories_of_processing"),
    ("30(2)(c)", "transfer.country"),
    ("30(2)(c), 49(1) second subparagraph", "transfer.safeguards_document"),
    ("30(2)(d)", "processor_activity.security_measures"),
)


def test_the_columns_of_the_controller_template(reference: Reference) -> None:
    columns = reference.ico_controller_columns
    assert tuple(column.header for column in columns) == CONTROLLER
    assert [column.order for column in columns] == list(range(1, 31))
    letters = [*ascii_uppercase, "AA", "AB", "AC", "AD"]
    assert [column.column for column in columns] == letters
    assert tuple((column.clause, column.field_id) for column in columns) == CONTROLLER_FIELDS


def test_the_columns_of_the_processor_template(reference: Reference) -> None:
    columns = reference.ico_processor_columns
    assert tuple(column.header for column in columns) == PROCESSOR
    assert [column.order for column in columns] == list(range(1, 8))
    assert [column.column for column in columns] == list("ABCDEFG")
    assert tuple((column.clause, column.field_id) for column in columns) == PROCESSOR_FIELDS
    assert [column.order for column in columns if column.required_by == "optional"] == [1]


def test_the_sections_of_the_controller_template(reference: Reference) -> None:
    sections: dict[str, list[int]] = {}
    for column in reference.ico_controller_columns:
        sections.setdefault(column.section, []).append(column.order)
    special = "Data Protection Act 2018 - Special Category or Criminal Conviction and Offence data"
    assert sections == {
        "Article 30 Record of Processing Activities": list(range(1, 12)),
        "Privacy Notices": list(range(12, 19)),
        "Consent": [19],
        "Access Requests": [20],
        "Data Protection Impact Assessments": [21, 22, 23],
        "Personal Data Breaches": [24, 25],
        special: list(range(26, 31)),
    }


def test_what_the_law_requires_of_the_controller_template(reference: Reference) -> None:
    columns = reference.ico_controller_columns
    required = {
        by: {column.order for column in columns if column.required_by == by}
        for by in ("art30", "dpa2018_sch1")
    }
    assert required == {
        "art30": set(range(2, 12)) - {7},
        "dpa2018_sch1": set(range(26, 31)),
    }
    assert all(column.unverified for column in columns)


def test_the_basis_stands_twice(reference: Reference) -> None:
    fields = [column.field_id for column in reference.ico_controller_columns]
    assert [n for n, field in enumerate(fields, 1) if field == "activity.article6_basis"] == [
        12,
        27,
    ]


def test_the_exceptional_safeguards_are_those_of_article_49(reference: Reference) -> None:
    columns = (reference.ico_controller_columns[8], reference.ico_processor_columns[5])
    for column in columns:
        assert column.header.startswith("Safeguards for exceptional transfers")
        assert column.field_id == "transfer.safeguards_document"
        assert column.clause is not None
        assert column.clause.endswith("49(1) second subparagraph")


def test_the_workbooks(reference: Reference) -> None:
    templates = {row.id: row for row in reference.tables.ico_templates}
    assert templates.keys() == {"ico_controller", "ico_processor"}
    assert {row.header_row for row in templates.values()} == {9}
    assert templates["ico_controller"].unverified
    assert templates["ico_processor"].first_data_row == 10


def test_article_30_item_by_item(reference: Reference) -> None:
    items = reference.tables.article30
    assert len({item.id for item in items}) == len(items) == 26
    always = {item.id for item in items if item.required == "always"}
    assert always == {
        "a30_1_a_controller",
        "a30_1_b",
        "a30_1_c_subjects",
        "a30_1_c_data",
        "a30_1_d",
        "a30_2_a_processor",
        "a30_2_a_controllers",
        "a30_2_b",
        "a30_3",
    }
    british = {item.id for item in items if item.regimes == ("UK",)}
    assert {item.id for item in items if item.required == "where_apd_needed"} == british
    assert len(british) == 3
    basis = [item.id for item in items if "activity.article6_basis" in item.field_ids]
    assert basis == ["dpa_sch1_41_art6"]


def iris(reference: Reference) -> Iterator[str]:
    tables = msgspec.to_builtins(reference.tables)
    del tables["dpv_namespaces"], tables["sources"]
    yield from re.findall(r"https?://(?:w3id\.org|purl\.org|www\.w3\.org)[^\s\"',;)]*", str(tables))


FORM = re.compile(
    r"https://w3id\.org/dpv#[A-Za-z]+"
    r"|https://w3id\.org/dpv/legal/eu/gdpr#(?:A\d[A-Za-z0-9-]*|DPIA(?:NecessityStatus|Required|NotRequired))"
    r"|https://w3id\.org/dpv/pd#[A-Z][A-Za-z]+"
    r"|https://w3id\.org/dpv/loc#[A-Z0-9]+"
    r"|https://w3id\.org/dpv/legal/gb#[A-Za-z-]+"
)
BESIDE = {
    "http://purl.org/dc/terms/title",
    "http://www.w3.org/ns/dcat#Catalog",
    "http://www.w3.org/ns/dcat#contactPoint",
    "https://w3id.org/dpcat#ROPA",
    "https://w3id.org/dpcat#ROPARecord",
}

# Terms that other tools use, and that the vocabulary does not have.
ABSENT = {
    "https://w3id.org/dpv#SubProcessor",
    "https://w3id.org/dpv#hasDataSubProcessor",
    "https://w3id.org/dpv#hasLegitimateInterest",
    "https://w3id.org/dpv#SecurityMeasure",
    "https://w3id.org/dpv#TransferImpactAssessment",
    "https://w3id.org/dpv#StandardContractualClauses",
    "https://w3id.org/dpv#ThirdCountryLocation",
    "https://w3id.org/dpv#RetentionPolicy",
    "https://w3id.org/dpv#PersonalDataHandling",
    "https://w3id.org/dpv#hasPersonalDataHandling",
}


def test_every_term_was_looked_up(reference: Reference) -> None:
    """The terms of `dpv_terms.txt` were each found in the Turtle files of DPV 2.3."""
    resolved = (Path(__file__).parent / "dpv_terms.txt").read_text().splitlines()
    assert sorted(set(iris(reference)) - BESIDE) == resolved


def test_every_term_has_the_form_of_its_vocabulary(reference: Reference) -> None:
    found = set(iris(reference)) - BESIDE
    assert len(found) > 90
    assert {iri for iri in found if not FORM.fullmatch(iri)} == set()


def test_no_term_is_one_that_does_not_exist(reference: Reference) -> None:
    found = set(iris(reference))
    assert not found & ABSENT
    assert not [iri for iri in found if re.search(r"gdpr#A(?:10|30|6-1-ea)(?![0-9])", iri)]


def test_terms_outside_the_vocabulary_are_marked(reference: Reference) -> None:
    beside = {
        term.field: term.match
        for term in reference.tables.dpv_terms
        if not term.property.startswith("https://w3id.org/dpv")
    }
    assert beside == {"activity.name": "exact", "activity.owner": "outside_dpv"}
    unchecked = [term.field for term in reference.tables.dpv_terms if not term.verified]
    assert unchecked == ["activity.owner"]


def test_bases_and_conditions_have_the_term_of_their_article(reference: Reference) -> None:
    tables = reference.tables
    for row in (*tables.article6, *tables.article9):
        if row.id == "recognised_legitimate_interests":
            continue
        local = re.sub(r"[()]+", "-", row.article).strip("-")
        assert row.dpv_iri == f"https://w3id.org/dpv/legal/eu/gdpr#A{local}"
        for narrower in getattr(row, "dpv_narrower", ()):
            assert narrower.startswith(f"{row.dpv_iri}-")


def test_the_namespaces(reference: Reference) -> None:
    assert {row.prefix: row.iri for row in reference.tables.dpv_namespaces} == {
        "dpv": "https://w3id.org/dpv#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
        "pd": "https://w3id.org/dpv/pd#",
        "loc": "https://w3id.org/dpv/loc#",
        "legal-gb": "https://w3id.org/dpv/legal/gb#",
        "dpcat": "https://w3id.org/dpcat#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
    }
