"""A source says only what it said: when an answer changes, it no longer covers it."""

from __future__ import annotations

from typing import Any

import pytest

from ropa.records.activity import Activity
from ropa.records.base import Provenance
from ropa.records.sources import still_true
from tests.build import build

LINE = {"subjects": "customers", "data": "contact", "purposes": ["billing"], "retention": "year"}
OTHER = {"subjects": "staff", "data": "contact"}
VALUES = {
    "purposes": [{"purpose": "billing"}],
    "data": [LINE, OTHER],
    "systems": ["crm", "shop"],
    "internal_recipients": ["Sales"],
}
BEFORE = build(Activity, **VALUES)


@pytest.mark.parametrize(
    ("path", "change", "left"),
    [
        ("name", {}, ["name"]),
        ("name", {"name": "Invoicing"}, []),
        ("systems", {"name": "Invoicing"}, ["systems"]),
        ("systems", {"systems": ["shop", "till"]}, ["systems[shop]"]),
        ("systems[shop]", {"systems": ["shop", "till"]}, ["systems[shop]"]),
        ("systems[crm]", {"systems": ["shop", "till"]}, []),
        ("systems", {"systems": []}, []),
        ("systems", {"systems": None}, []),
        ("internal_recipients", {"internal_recipients": []}, []),
        ("data", {"data": [OTHER]}, ["data[staff/contact]"]),
        (
            "data",
            {"data": [{**LINE, "retention": "ever"}, OTHER]},
            [
                "data[customers/contact].subjects",
                "data[customers/contact].data",
                "data[customers/contact].purposes",
                "data[staff/contact]",
            ],
        ),
        ("data[customers/contact]", {"data": [LINE]}, ["data[customers/contact]"]),
        ("data[customers/contact].retention", {"data": [{**LINE, "purposes": []}]}, None),
        ("data[customers/contact].purposes", {"data": [{**LINE, "purposes": []}]}, []),
        ("data[staff/contact]", {"data": [LINE]}, []),
    ],
)
def test_what_stays_of_a_source(path: str, change: dict[str, Any], left: list[str] | None) -> None:
    after = build(Activity, **{**VALUES, **change})
    source = Provenance(field=path, place="§3")
    found = still_true(source, BEFORE, after)
    assert [one.field for one in found] == ([path] if left is None else left)
    assert {one.place for one in found} <= {"§3"}
