from __future__ import annotations

from typing import Any

import pytest

from ropa.export.ico import ico_controller
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.system import System
from ropa.records.transfer import Transfer
from tests.build import activity, build
from tests.export.controlled import (
    U,
    catalogue,
    controlled,
    data,
    export,
    line,
    row,
    states,
)
from tests.export.reading import (
    CONTEXT,
    about,
    lines,
    reference,
    table,
)


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"retired": True}, "Retired"),
        ({"end": "2026-11-22"}, "Ended before the day"),
        ({"status": "ended"}, "Ended before the day"),
        ({"start": "2026-11-24"}, "Not begun on the day"),
        ({"status": "planned"}, "Not begun on the day"),
        ({"role": "processor"}, "In the other record, because of their role"),
        ({"role": None}, "In neither record, because their role is unknown"),
    ],
)
def test_what_is_left_out_is_counted(fields: dict[str, Any], label: str) -> None:
    content = export(controlled(**{"function": "Finance", **fields}))
    assert table(content) == []
    counted = {key: cells[0] for key, cells in about(content).items()}
    assert counted[label] == "1"
    assert counted["Activities in this record"] == counted["Rows"] == "0"


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "2026-11-23", "end": "2026-11-23"},
        {"status": "ended", "end": "2026-11-23"},
        {"status": "planned", "start": "2026-11-23"},
        {"role": "joint-controller"},
    ],
)
def test_dates_decide_before_the_status(fields: dict[str, Any]) -> None:
    assert (
        row(
            controlled(function="Finance", **fields)
            if "role" not in fields
            else activity(function="Finance", **fields)
        )["A"]
        == "Finance"
    )


def test_an_activity_without_a_role_is_named_on_the_last_sheet() -> None:
    content = export(activity(name="Nobody's task"), activity(id="a2", name="Old", retired=True))
    names = [cells[0] for cells in lines(content, -1)]
    heading = names.index("Activities in neither record, because their role is unknown")
    assert names[heading + 1 :] == ["Nobody's task", "", "Rows of each activity"]


def test_the_last_sheet_tells_which_rows_are_which_activity() -> None:
    content = export(
        controlled(reference="A-1", data=[data("customers"), data("staff")]),
        controlled(id="a2", name="Nothing is known of it"),
        controlled(id="a3", name="Old", retired=True),
    )
    said = about(content)
    assert said["A-1 Billing customers"][0] == "Rows 10 to 11"
    assert said["Nothing is known of it"][0] == "Row 12"
    assert "Old" not in said


def test_another_organisations_words_never_appear() -> None:
    theirs = {"organisation": "other", "name": "Secret"}
    content = export(
        build(Organisation, id="other", name="Secret Ltd"),
        controlled(engagements=["theirs"], systems=["theirs"], breaches=["theirs"]),
        controlled(id="a2", organisation="other", name="Secret", function="Secret"),
        activity(id="a3", organisation="other", name="Secret"),
        build(Engagement, id="theirs", **theirs, category="Secret", stored_in=["US"]),
        build(System, id="theirs", **theirs),
        build(Document, id="theirs", **theirs),
        build(Transfer, id="t2", **theirs, importer="hosting", place="US"),
        build(Transfer, id="t3", **theirs),
    )
    everything = " ".join(text for n in (0, -1) for row in lines(content, n) for text in row)
    assert "Secret" not in everything
    assert len(table(content)) == 1


def test_what_was_redacted_is_shown_by_its_id_and_counted() -> None:
    record = controlled(
        purposes=[line("gone", bases=["consent"], consent_record="gone-record")],
        data=[data("gone-people", "gone-data", retention="gone-rule")],
        engagements=["gone-engagement"],
        recipient_categories=["gone-recipients"],
        internal_recipients=[],
        measures=["gone-measure"],
        systems=["gone-system"],
    )
    found = row(record)
    assert {letter: found.get(letter) for letter in "BDEFGHJKST"} == {
        "B": "gone",
        "D": "gone-people",
        "E": "gone-data",
        "F": "gone-recipients",
        "G": None,
        "H": None,
        "J": "gone-rule",
        "K": "gone-measure",
        "S": "gone-record",
        "T": "gone-system",
    }
    assert states("F G H T", record) == {"F": ["PARTLY"], "G": [U], "H": [U], "T": ["PARTLY"]}


def test_an_organisation_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        ico_controller(catalogue(), "nobody", CONTEXT, reference())
