from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.register import Register
from ropa.export.ico import ico_processor
from ropa.export.ico_facts import Facts
from ropa.export.ico_processor import COLUMNS, processor_rows
from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.security_measure import SecurityMeasure
from ropa.records.transfer import Transfer
from tests.build import activity, build
from tests.export.reading import CONTEXT, DAY, about, headings, lines, reference, register, table

HEADINGS = (
    "Link to contract with controller",
    "Name and contact details of controller",
    "Name and contact details of controller's representative (if applicable)",
    "Categories of processing",
    (
        "Names of third countries or international organisations that personal data are "
        "transferred to (if applicable)"
    ),
    (
        "Safeguards for exceptional transfers of personal data to third countries or "
        "international organisations (if applicable)"
    ),
    "General description of technical and organisational security measures (if possible)",
)


def processed(**fields: Any) -> Activity:
    return activity(**{"role": "processor", **fields})


def catalogue(*records: Record, **organisation: Any) -> Register:
    owner = build(Organisation, **{"country": "GB", "regimes": ["uk-gdpr"], **organisation})
    return register(owner, *records)


def export(*records: Record, **organisation: Any) -> bytes:
    return ico_processor(catalogue(*records, **organisation), "acme", CONTEXT, reference())


def rows(*records: Record, **organisation: Any) -> list[dict[str, str]]:
    return table(export(*records, **organisation))


def states(*records: Record, **organisation: Any) -> list[str]:
    """The states of the first row's cells."""
    held = catalogue(*records, **organisation)
    facts = Facts.of(held, "acme", reference(), DAY)
    (record,) = held.activities.values()
    return [cell.state.name for cell in next(processor_rows(facts, record))]


def test_the_seven_headings_stand_in_order_in_row_nine() -> None:
    assert headings(export(processed())) == HEADINGS


def test_every_column_of_the_law_data_has_its_function() -> None:
    columns = reference().ico_processor_columns
    assert [column.field_id for column in COLUMNS] == [column.field_id for column in columns]
    assert [column.header for column in columns] == list(HEADINGS)


def test_the_block_above_the_table() -> None:
    block = lines(export(dpo_none="not required", representative_name="Rep Ltd"))[:8]
    assert block[0][0] == "Processor"
    assert block[2][:6] == ("Name", "Acme Ltd", "Name", "None: not required", "Name", "Rep Ltd")
    assert block[7] == ("Article 30 Record of Processing Activities", "", "", "", "", "", "")


def test_a_row_for_each_controller_and_category_of_processing() -> None:
    found = rows(
        build(Party, id="one", name="One", email="dpo@one.example"),
        build(Party, id="two", name="Two"),
        processed(on_behalf_of=["one", "two"], operations=["Hosting", "Support"]),
    )
    assert [(row["B"], row["D"]) for row in found] == [
        ("One\ndpo@one.example", "Hosting"),
        ("One\ndpo@one.example", "Support"),
        ("Two", "Hosting"),
        ("Two", "Support"),
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [{}]),
        ({"operations": ["Hosting", "Support"]}, [{"D": "Hosting"}, {"D": "Support"}]),
        ({"on_behalf_of": ["vendor"]}, [{"B": "Vendor"}]),
        ({"on_behalf_of": [], "operations": []}, [{"B": "None", "D": "None"}]),
    ],
)
def test_what_is_unknown_is_blank(fields: dict[str, Any], expected: list[dict[str, str]]) -> None:
    assert rows(build(Party), processed(**fields)) == expected


@given(
    st.none() | st.sets(st.sampled_from(["one", "two"])),
    st.none() | st.lists(st.sampled_from(["Hosting", "Support"]), unique=True),
)
def test_no_combination_is_invented_and_none_is_lost(
    controllers: set[str] | None, operations: list[str] | None
) -> None:
    record = processed(
        on_behalf_of=None if controllers is None else sorted(controllers), operations=operations
    )
    parties = [build(Party, id=id, name=id) for id in ("one", "two")]
    facts = Facts.of(catalogue(*parties, record), "acme", reference(), DAY)
    found = [(cells[1].text, cells[3].text) for cells in processor_rows(facts, record)]
    assert sorted(found) == sorted(
        (controller, operation)
        for controller in controllers or [none_or_blank(controllers)]
        for operation in operations or [none_or_blank(operations)]
    )


def none_or_blank(answer: object) -> str:
    return "" if answer is None else "None"


@pytest.mark.parametrize(
    ("place", "seen_from_uk", "seen_from_eu"),
    [
        ("DE", "Germany", ""),
        ("IS", "Iceland", ""),
        ("NO", "Norway", ""),
        ("EU", "European Union (no single country recorded)", ""),
        ("EEA", "European Economic Area (no single country recorded)", ""),
        ("GB", "", "United Kingdom"),
        ("CH", "Switzerland", "Switzerland"),
        ("GLOBAL", "", ""),
    ],
)
def test_third_countries(place: str, seen_from_uk: str, seen_from_eu: str) -> None:
    held = build(Engagement, stored_in=[place], accessed_from=[])
    record = processed(engagements=["hosting"])
    (row,) = rows(held, record)
    assert row.get("E", "") == seen_from_uk
    (row,) = rows(held, record, country="IE", regimes=["eu-gdpr"])
    assert row.get("E", "") == seen_from_eu


def test_safeguards_of_exceptional_transfers_and_measures() -> None:
    (row,) = rows(
        build(Engagement, stored_in=["US"], accessed_from=[]),
        build(
            Transfer,
            importer="hosting",
            place="US",
            derogations=["art49_1_compelling"],
            safeguards="art49",
        ),
        build(Document, id="art49", name="Assessment"),
        build(SecurityMeasure),
        processed(engagements=["hosting"], measures=["tls"]),
    )
    assert row == {"E": "United States", "F": "Assessment", "G": "TLS"}


def test_the_contract_is_that_of_the_controllers_own_engagement() -> None:
    (row,) = rows(
        build(Party),
        build(Engagement, party="vendor", role="independent-controller", contracts=["dpa"]),
        build(Engagement, id="e2", party="vendor", role="processor", contracts=["theirs"]),
        build(Engagement, id="e3", party="other", contracts=["theirs"]),
        build(Party, id="other", name="Other"),
        build(Document, id="dpa", name="DPA", url="https://acme.example/dpa"),
        build(Document, id="theirs", name="Their contract"),
        processed(on_behalf_of=["vendor"], engagements=["e2", "e3", "hosting"]),
    )
    assert row["A"] == "DPA (https://acme.example/dpa)"


def test_the_representative_of_the_controller() -> None:
    (row,) = rows(
        build(Party, country="US", representative="rep"),
        build(Party, id="rep", name="Rep Ltd", address="3 Mid Lane"),
        processed(on_behalf_of=["vendor"]),
    )
    assert row["C"] == "Rep Ltd\n3 Mid Lane"


@pytest.mark.parametrize(
    ("country", "state"), [("GB", "NOT_APPLICABLE"), ("US", "UNKNOWN"), (None, "UNKNOWN")]
)
def test_a_controller_at_home_needs_no_representative(country: str | None, state: str) -> None:
    party = build(Party, country=country, email="dpo@vendor.example")
    found = states(party, processed(on_behalf_of=["vendor"], operations=["Hosting"]))
    assert found[:4] == ["UNKNOWN", "ANSWERED", state, "ANSWERED"]


def test_a_controller_without_contact_details_is_unknown_in_part() -> None:
    assert states(build(Party), processed(on_behalf_of=["vendor"]))[1] == "PARTLY"


def test_where_there_is_no_controller_its_details_do_not_apply() -> None:
    assert states(processed(on_behalf_of=[]))[:3] == ["NOT_APPLICABLE", "NONE", "NOT_APPLICABLE"]
    assert states(processed())[:3] == ["UNKNOWN", "UNKNOWN", "UNKNOWN"]


def test_controllers_activities_and_other_organisations_are_left_out() -> None:
    content = export(
        build(Organisation, id="other", name="Secret Ltd"),
        activity(role="controller"),
        processed(id="a2", organisation="other", operations=["Secret"]),
        activity(id="a3", name="Nobody's task"),
    )
    assert table(content) == []
    said = about(content)
    assert said["In the other record, because of their role"][0] == "1"
    assert said["In neither record, because their role is unknown"][0] == "1"
    assert "Nobody's task" in said
    everything = " ".join(text for n in (0, -1) for row in lines(content, n) for text in row)
    assert "Secret" not in everything


def test_the_counts_on_the_last_sheet() -> None:
    said = about(export(processed(operations=["Hosting", "Support"])))
    # Two rows of which only the category is known; nine contact details beside the three names.
    assert said["Unknown cells, which are blank"][0] == str(2 * 6 + 11)
    assert said["D"][1:] == ("2", "0", "0", "0", "0", "0", "2")
    assert said["E"][1:] == ("0", "0", "0", "2", "0", "0", "2")
