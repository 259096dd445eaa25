from __future__ import annotations

import datetime
from typing import Any

import pytest

from ropa.export.context import Context
from ropa.export.ico import ico_controller
from ropa.records.engagement import Engagement
from ropa.records.recipient_category import RecipientCategory
from ropa.records.transfer import Transfer
from tests.build import build
from tests.export.controlled import (
    DPA,
    catalogue,
    controlled,
    export,
    row,
    served,
    states,
)
from tests.export.reading import (
    MOMENT,
    about,
    reference,
    table,
)


@pytest.mark.parametrize(
    ("stored", "accessed", "text", "state"),
    [
        (["DE", "GB"], ["GB"], "Germany", "ANSWERED"),
        (["EU"], [], "European Union (no single country recorded)", "ANSWERED"),
        (["EEA"], [], "European Economic Area (no single country recorded)", "ANSWERED"),
        (["GB"], ["US"], "United States", "ANSWERED"),
        (["US", "GLOBAL"], [], "United States", "PARTLY"),
        (["GLOBAL"], [], "", "UNKNOWN"),
        (["GB"], [], "", "NOT_APPLICABLE"),
        (["GB"], None, "", "UNKNOWN"),
        (["DE"], None, "Germany", "PARTLY"),
        (None, None, "", "UNKNOWN"),
    ],
)
def test_third_countries_seen_from_the_united_kingdom(
    stored: list[str] | None, accessed: list[str] | None, text: str, state: str
) -> None:
    held = build(Engagement, stored_in=stored, accessed_from=accessed)
    assert row(held, served(held)).get("H", "") == text
    assert states("H", held, served(held)) == {"H": [state]}


@pytest.mark.parametrize(
    ("organisation", "expected"),
    [
        ({"regimes": ["eu-gdpr"], "country": "DE"}, "United Kingdom; United States"),
        ({"regimes": ["eu-gdpr", "uk-gdpr"]}, "Germany; United Kingdom; United States"),
        ({"regimes": None, "country": "IS"}, "United Kingdom; United States"),
        ({"regimes": None, "country": "GB"}, "Germany; United States"),
        ({"regimes": None, "country": "US"}, ""),
        ({"regimes": None, "country": None}, ""),
        ({"regimes": ["other"], "country": "GB"}, ""),
    ],
)
def test_third_countries_by_regime(organisation: dict[str, Any], expected: str) -> None:
    held = build(Engagement, stored_in=["DE", "GB", "US"], accessed_from=[])
    assert row(held, served(held), **organisation).get("H", "") == expected
    unknown = states("H", held, served(held), **organisation) == {"H": ["UNKNOWN"]}
    assert unknown is (expected == "")


def test_third_countries_where_one_of_the_regimes_is_not_yet_law() -> None:
    held = build(Engagement, stored_in=["DE", "US"], accessed_from=[])
    both = catalogue(held, served(held), regimes=["eu-gdpr", "uk-gdpr"])
    before = Context(datetime.date(2019, 1, 1), MOMENT.instant, "0.1.0")
    (found,) = table(ico_controller(both, "acme", before, reference()))
    assert found["H"] == "United States"


def test_declared_transfers_are_named_while_their_importer_is_engaged() -> None:
    held = (
        build(Engagement, stored_in=["GB"], accessed_from=["GB"]),
        build(Engagement, id="old", end="2026-11-22", stored_in=["CN"], accessed_from=[]),
        build(Transfer, importer="hosting", place="BR"),
        build(Transfer, id="t2", importer="hosting", international_organisation="EPO"),
        build(Transfer, id="t3", importer="hosting", place="CN", retired=True),
        build(Transfer, id="t4", importer="old", place="CN"),
    )
    assert row(*held, served(*held))["H"] == "Brazil; EPO"


@pytest.mark.parametrize("place", [None, "GLOBAL"])
def test_a_declared_transfer_to_nowhere_in_particular_is_unknown(place: str | None) -> None:
    held = build(Engagement, stored_in=["GB"], accessed_from=["GB"])
    declared = build(Transfer, importer="hosting", place=place)
    assert row(held, declared, served(held)) == {"T": "Hosting: United Kingdom"}
    assert states("H", held, declared, served(held)) == {"H": ["UNKNOWN"]}


def test_a_declared_transfer_without_an_importer_is_named_on_the_last_sheet() -> None:
    content = export(controlled(), build(Transfer, name="Onward", place="US"))
    assert about(content)["Onward"][0] == "United States"


@pytest.mark.parametrize(
    ("fields", "text", "state"),
    [
        (
            {"derogations": ["art49_1_compelling"], "safeguards": "dpa"},
            "DPA (https://acme.example/dpa)",
            "ANSWERED",
        ),
        ({"derogations": ["art49_1_compelling"]}, "", "UNKNOWN"),
        ({"derogations": ["art49_1_b"], "safeguards": "dpa"}, "", "NOT_APPLICABLE"),
        ({"mechanisms": ["uk_idta"], "agreement": "dpa"}, "", "NOT_APPLICABLE"),
        ({}, "", "UNKNOWN"),
    ],
)
def test_safeguards_are_only_those_of_exceptional_transfers(
    fields: dict[str, Any], text: str, state: str
) -> None:
    held = build(Engagement, stored_in=["US"], accessed_from=[])
    declared = build(Transfer, importer="hosting", place="US", **fields)
    assert row(held, declared, DPA, served(held)).get("I", "") == text
    assert states("I", held, declared, DPA, served(held)) == {"I": [state]}


@pytest.mark.parametrize(("place", "state"), [("US", "UNKNOWN"), ("GB", "NOT_APPLICABLE")])
def test_safeguards_where_no_transfer_is_declared(place: str, state: str) -> None:
    held = build(Engagement, stored_in=[place], accessed_from=[])
    assert states("I", held, served(held)) == {"I": [state]}


@pytest.mark.parametrize(
    ("categories", "state"),
    [([], "NOT_APPLICABLE"), (None, "UNKNOWN"), (["advisers"], "UNKNOWN")],
)
def test_where_unnamed_recipients_are_is_unknown(categories: list[str] | None, state: str) -> None:
    held = build(RecipientCategory)
    activity = controlled(engagements=[], recipient_categories=categories)
    assert states("H", held, activity) == {"H": [state]}
    assert states("I", held, activity) == {"I": [state]}
