from __future__ import annotations

import pytest

from ropa.records.activity import Activity
from ropa.records.document import Document
from tests.build import build
from tests.export.controlled import (
    NA,
    A,
    U,
    controlled,
    data,
    line,
    row,
    sensitive,
    states,
)


def test_the_section_on_special_category_data() -> None:
    found = row(
        sensitive(
            article9=["9_2_b"],
            schedule1=["sch1_1"],
            policy="apd",
            policy_followed=False,
            policy_reasons="A court order",
        ),
        build(Document, id="apd", name="APD"),
    )
    condition = "Employment, social security and social protection"
    assert found["M"] == f"{condition} (Art 9(2)(b))"
    assert found["Z"] == f"{condition} (Sch 1 Part 1 para 1)"
    assert found["AA"] == found["L"] == "Contract (Art 6(1)(b))"
    assert (found["AB"], found["AC"], found["AD"]) == ("APD", "No", "A court order")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(sensitive("contact"), (NA, NA, NA, NA, NA, NA), id="neither"),
        pytest.param(sensitive("usage"), (U, U, U, U, U, U), id="nobody knows"),
        pytest.param(sensitive("health"), (U, U, A, U, U, U), id="special"),
        pytest.param(sensitive("convictions"), (NA, U, A, U, U, U), id="criminal"),
        pytest.param(sensitive("health", article9=["9_2_a"]), (A, NA, A, NA, NA, NA), id="consent"),
        pytest.param(
            sensitive("health", article9=["9_2_h"], schedule1=["sch1_2"]),
            (A, A, A, NA, NA, NA),
            id="no policy needed",
        ),
        pytest.param(
            sensitive("health", article9=["9_2_b"], schedule1=["sch1_1"], policy_followed=True),
            (A, A, A, U, A, NA),
            id="followed",
        ),
        pytest.param(sensitive("contact", article9=["9_2_a"]), (A, NA, A, NA, NA, NA), id="both"),
        pytest.param(
            sensitive("usage", article9=[], schedule1=[]),
            ("NONE", "NONE", U, NA, NA, NA),
            id="recorded as none",
        ),
        pytest.param(controlled(), (U, U, U, U, U, U), id="no purposes"),
        pytest.param(controlled(purposes=[]), (NA, NA, NA, NA, NA, NA), id="none"),
        pytest.param(
            controlled(purposes=[line()], data=[]), (NA, NA, NA, NA, NA, NA), id="no data"
        ),
    ],
)
def test_the_section_is_unknown_only_where_it_may_apply(
    record: Activity, expected: tuple[str, ...]
) -> None:
    found = states("M Z AA AB AC AD", record)
    assert tuple(each[0] for each in found.values()) == expected


def test_each_row_is_judged_by_its_own_data() -> None:
    record = controlled(
        purposes=[line(bases=["contract"])],
        data=[data("customers", "contact"), data("customers", "health"), data("staff", "usage")],
    )
    assert states("M AA", record) == {"M": [NA, U, U], "AA": [NA, A, U]}


def test_the_act_of_2018_is_no_law_of_the_union() -> None:
    found = states("M Z AA AB AC AD", sensitive("health"), regimes=["eu-gdpr"])
    assert [each[0] for each in found.values()] == [U, NA, NA, NA, NA, NA]


def test_unlinked_data_decides_for_a_purpose_only_where_all_agree() -> None:
    purposes = [line(bases=["contract"]), line("support", bases=["contract"])]
    harmless = controlled(purposes=purposes, data=[data("customers", "contact")])
    assert states("M Z", harmless)["M"] == [NA, NA, "ELSEWHERE"]
    mixed = controlled(
        purposes=purposes, data=[data("customers", "contact"), data("staff", "health")]
    )
    assert states("M Z", mixed)["M"] == [U, U, "ELSEWHERE", "ELSEWHERE"]
