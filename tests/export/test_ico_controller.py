from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.export.cell import State
from ropa.export.ico_controller import COLUMNS, controller_rows
from ropa.export.ico_facts import Facts
from ropa.records.engagement import Engagement
from ropa.records.recipient_category import RecipientCategory
from ropa.records.retention_rule import RetentionRule
from tests.build import build
from tests.export.controlled import (
    WORDS,
    catalogue,
    controlled,
    data,
    export,
    line,
    rows,
    sensitive,
    states,
)
from tests.export.reading import (
    DAY,
    about,
    headings,
    lines,
    reference,
    table,
)

HEADINGS = (
    "Business function",
    "Purpose of processing",
    "Name and contact details of joint controller (if applicable)",
    "Categories of individuals",
    "Categories of personal data",
    "Categories of recipients",
    "Link to contract with processor",
    (
        "Names of third countries or international organisations that personal data are "
        "transferred to (if applicable)"
    ),
    (
        "Safeguards for exceptional transfers of personal data to third countries or "
        "international organisations (if applicable)"
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


def test_the_thirty_headings_stand_in_order_in_row_nine() -> None:
    assert headings(export(controlled())) == HEADINGS


def test_an_empty_record_still_has_its_headings() -> None:
    assert lines(export())[8] == HEADINGS


def test_every_column_of_the_law_data_has_its_function() -> None:
    columns = reference().ico_controller_columns
    assert [column.field_id for column in COLUMNS] == [column.field_id for column in columns]
    assert [column.header for column in columns] == list(HEADINGS)


def test_the_bands_stand_above_their_columns() -> None:
    band = lines(export(controlled()))[7]
    assert {column: text for column, text in enumerate(band) if text} == {
        0: "Article 30 Record of Processing Activities",
        11: "Privacy Notices",
        18: "Consent",
        19: "Access Requests",
        20: "Data Protection Impact Assessments",
        23: "Personal Data Breaches",
        25: "Data Protection Act 2018 - Special Category or Criminal Conviction and Offence data",
    }


def test_the_contact_block() -> None:
    block = lines(
        export(
            address="1 High Street",
            email="privacy@acme.example",
            dpo_name="Dora Protector",
            dpo_email="dpo@acme.example",
            representative_none="established in the United Kingdom",
        )
    )[:7]
    assert [row[:6] for row in block] == [
        ("Controller", "", "", "", "", ""),
        (
            "Name and contact details",
            "",
            "Data Protection Officer (if applicable)",
            "",
            "Representative (if applicable)",
            "",
        ),
        (
            "Name",
            "Acme Ltd",
            "Name",
            "Dora Protector",
            "Name",
            "None: established in the United Kingdom",
        ),
        ("Address", "1 High Street", "Address", "", "Address", ""),
        ("Email", "privacy@acme.example", "Email", "dpo@acme.example", "Email", ""),
        ("Telephone", "", "Telephone", "", "Telephone", ""),
        ("", "", "", "", "", ""),
    ]
    assert not any(any(row[6:]) for row in block)


def test_contact_details_that_are_missing_are_counted() -> None:
    # The telephone, and the DPO's address and telephone; nothing of a representative.
    content = export(
        address="1 High Street",
        email="privacy@acme.example",
        dpo_name="Dora Protector",
        dpo_email="dpo@acme.example",
        representative_none="established in the United Kingdom",
    )
    assert about(content)["Contact details"] == (
        "Required: 30(1)(a)",
        *("5", "0", "1", "3", "0", "3"),
        "12",
    )


# The grain


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, [("", "", "")], id="nothing stated"),
        pytest.param(
            {"purposes": [line()], "data": []}, [("Billing", "None", "None")], id="no data"
        ),
        pytest.param(
            {"purposes": [], "data": [data("customers")]}, [("None", "Customers", "")], id="none"
        ),
        pytest.param(
            {"purposes": [line(), line("support")]},
            [("Billing", "", ""), ("Support", "", "")],
            id="purposes without data",
        ),
        pytest.param(
            {"data": [data("customers", "contact"), data("staff", "usage")]},
            [("", "Customers", "Contact data"), ("", "Staff", "Usage data")],
            id="data without purposes",
        ),
        pytest.param(
            {"purposes": [line()], "data": [data("customers", "contact"), data(None, "usage")]},
            [("Billing", "Customers", "Contact data"), ("Billing", "", "Usage data")],
            id="one purpose",
        ),
        pytest.param(
            {
                "purposes": [line(), line("support")],
                "data": [
                    data("customers", "contact", purposes=["support"]),
                    data("staff", None, purposes=["billing", "support"]),
                ],
            },
            [
                ("Billing", "Staff", ""),
                ("Support", "Customers", "Contact data"),
                ("Support", "Staff", ""),
            ],
            id="two purposes with stated links",
        ),
        pytest.param(
            {
                "purposes": [line(), line("support")],
                "data": [data("customers", "contact"), data("staff", "usage")],
            },
            [
                ("Billing", "", ""),
                ("Support", "", ""),
                ("", "Customers", "Contact data"),
                ("", "Staff", "Usage data"),
            ],
            id="two purposes without links",
        ),
        pytest.param(
            {
                "purposes": [line(), line("support")],
                "data": [
                    data("customers", "contact", purposes=["billing"]),
                    data("staff", "usage"),
                ],
            },
            [
                ("Billing", "Customers", "Contact data"),
                ("Support", "", ""),
                ("", "Staff", "Usage data"),
            ],
            id="two purposes, one link",
        ),
        pytest.param(
            {"purposes": [line()], "data": [data("customers", "contact", purposes=[])]},
            [("Billing", "", ""), ("None", "Customers", "Contact data")],
            id="data recorded as serving none",
        ),
    ],
)
def test_the_grain(fields: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    found = rows(controlled(function="Finance", **fields))
    assert [tuple(each.get(letter, "") for letter in "BDE") for each in found] == expected


NAMES = {record.id: record.title for record in WORDS}
LINES = st.lists(
    st.tuples(
        st.sampled_from([None, "customers", "staff"]),
        st.sampled_from([None, "contact", "usage", "health"]),
        st.none() | st.sets(st.sampled_from(["billing", "support"])),
    ).filter(lambda drawn: drawn[0] or drawn[1]),
    unique_by=lambda drawn: drawn[:2],
    max_size=6,
)


@given(
    st.lists(st.sampled_from(["billing", "support"]), unique=True) | st.none(),
    LINES | st.none(),
)
def test_no_combination_is_invented_and_none_is_lost(
    purposes: list[str] | None, drawn: list[tuple[str | None, str | None, Any]] | None
) -> None:
    own = set(purposes or ())
    kept = [
        (people, kind, None if links is None else sorted(own & links))
        for people, kind, links in drawn or ()
    ]
    record = controlled(
        purposes=None if purposes is None else [line(id) for id in purposes],
        data=None
        if drawn is None
        else [data(people, kind, purposes=links) for people, kind, links in kept],
    )
    held = catalogue(record)
    facts = Facts.of(held, "acme", reference(), DAY)
    found = [
        tuple(cells[column].text for column in (1, 3, 4))
        for cells in controller_rows(facts, record)
    ]
    assert len(found) == len(set(found))
    stated = {
        (NAMES[purpose], NAMES.get(people or "", ""), NAMES.get(kind or "", ""))
        for people, kind, links in kept
        for purpose in (own if links is None and len(own) == 1 else links or ())
    }
    whole = {each for each in found if each[0] not in ("", "None") and each[1:] not in BLANK}
    assert whole == stated
    lonely = {each[1:] for each in found if each[0] in ("", "None")} - BLANK
    assert {each[1:] for each in stated} | lonely == {
        (NAMES.get(people or "", ""), NAMES.get(kind or "", "")) for people, kind, _ in kept
    }
    assert {each[0] for each in found} - {"", "None"} == {NAMES[purpose] for purpose in own}


BLANK = {("", ""), ("None", "None")}


# What is unknown


def test_answers_on_other_rows_are_not_unknown() -> None:
    record = controlled(
        purposes=[line(bases=["contract"]), line("support", bases=["contract"])],
        data=[data("customers", "contact", retention="six-years")],
    )
    rule = build(RetentionRule, minimum="P6Y", maximum="P6Y")
    found = states("B D E J L", record, rule)
    assert found == {
        "B": ["ANSWERED", "ANSWERED", "UNKNOWN"],
        "D": ["UNKNOWN", "UNKNOWN", "ANSWERED"],
        "E": ["UNKNOWN", "UNKNOWN", "ANSWERED"],
        "J": ["ELSEWHERE", "ELSEWHERE", "ANSWERED"],
        "L": ["ANSWERED", "ANSWERED", "ELSEWHERE"],
    }


def test_the_counts_on_the_last_sheet_are_those_of_the_table() -> None:
    held = (
        build(Engagement, category="Cloud hosting", stored_in=["US"]),
        sensitive("health"),
        controlled(
            id="a2",
            engagements=["hosting"],
            purposes=[line(), line("support", bases=["consent"])],
            data=[data("customers", "contact"), data("staff", "usage", purposes=["billing"])],
            breaches=[],
        ),
        controlled(id="a3"),
    )
    content = export(*held)
    said, found = about(content), table(content)
    letters = [column.column for column in reference().ico_controller_columns]
    unknown = 0
    for letter in letters:
        answered, partly, none, blank, elsewhere, not_applicable, cells = map(
            int, said[letter][1:8]
        )
        written = Counter(each.get(letter, "") != "" for each in found)
        assert (written[True], written[False]) == (
            answered + partly + none,
            blank + elsewhere + not_applicable,
        )
        assert cells == len(found)
        unknown += blank
    contact = int(said["Contact details"][4])
    assert int(said["Unknown cells, which are blank"][0]) == unknown + contact
    by_state = states(" ".join(letters), *held)
    assert unknown == sum(column.count(State.UNKNOWN.name) for column in by_state.values())
    assert sum(int(said[letter][2]) for letter in letters) == sum(
        column.count(State.PARTLY.name) for column in by_state.values()
    )


def test_what_the_workbook_says_of_itself() -> None:
    said = {label: cells[0] for label, cells in about(export(controlled())).items()}
    assert said["Organisation"] == "Acme Ltd"
    assert said["Record"] == "Controller, Article 30(1)"
    assert said["As recorded at"] == "2026-11-20T09:15:02.123456Z"
    assert said["About"] == "2026-11-23"
    assert said["Journal sequence and hash"] == "412:" + "3f" * 32
    assert said["Law data digest"] == reference().digest
    assert said["Product version"] == "ropa 0.1.0"
    assert said["Heading on green"].startswith("Required")
    assert said["Heading on blue"].startswith("Optional")


def test_recipients_of_the_organisation_as_a_whole_are_on_the_last_sheet() -> None:
    content = export(build(RecipientCategory), recipient_categories=["advisers"])
    assert about(content)["Recipients of the organisation as a whole"][0] == "Professional advisers"
