"""What the public may read: nothing that is not named for it."""

from __future__ import annotations

import datetime
import json
from typing import Any

import msgspec
import pytest

from ropa.core.imprint import Redaction
from ropa.core.register import Register
from ropa.export import redaction
from ropa.export.json import json_of
from ropa.export.redaction import PUBLIC, kinds, redacted, told
from ropa.records.activity import Activity, ActivityData, ActivityPurpose
from ropa.records.base import Provenance
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.purpose import Purpose
from ropa.records.spec import REGISTER, by_name, fields
from ropa.records.transfer import Transfer
from tests.build import activity, build, register
from tests.export.exporting import export, ocktra
from tests.export.reading import DAY

SECRET = "SECRET"


def public(made: Register) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json_of(export(made, redaction=Redaction.PUBLIC)))
    return found["records"]


def catalogue(**of_activity: Any) -> Register:
    return register(
        build(Organisation, name="Acme Ltd", dpo_name=SECRET, note=SECRET, headcount=4),
        build(Purpose, description=SECRET),
        build(DataCategory, elements=[SECRET], note=SECRET),
        build(DataSubjectCategory, description=SECRET),
        build(Party, legal_name="Vendor Inc", address=SECRET, email="secret@secret.example"),
        build(Party, id="quiet", name=SECRET),
        build(Document, name=SECRET),
        build(Person, name=SECRET),
        build(
            Engagement,
            party="vendor",
            role="processor",
            public=True,
            contracts=["notice"],
            data_categories=["contact"],
            note=SECRET,
        ),
        build(Engagement, id="quiet", name=SECRET, party="quiet", role="processor", public=False),
        build(Engagement, id="quieter", name=SECRET, role="processor"),
        build(Transfer, importer="hosting", agreement="notice", options=SECRET),
        build(Transfer, id="t2", name=SECRET, importer="quiet"),
        activity(
            **{
                "reference": SECRET,
                "function": SECRET,
                "owner": "p1",
                "purposes": (
                    ActivityPurpose(purpose="billing", bases=("contract",), interest=SECRET),
                ),
                "data": (ActivityData(subjects="customers", data="contact", source=SECRET),),
                "engagements": ("hosting", "quiet"),
                "breaches": ("notice",),
                "provenance": (Provenance(field="name", document="notice", place=SECRET),),
                **of_activity,
            }
        ),
    )


def test_the_public_reads_exactly_what_is_named() -> None:
    assert public(catalogue()) == {
        "organisations": {"acme": {"name": "Acme Ltd"}},
        "parties": {"vendor": {"name": "Vendor", "legal_name": "Vendor Inc"}},
        "engagements": {
            "hosting": {
                "organisation": "acme",
                "name": "Hosting",
                "party": "vendor",
                "role": "processor",
                "data_categories": ["contact"],
            }
        },
        "data-categories": {"contact": {"name": "Contact data"}},
        "data-subject-categories": {"customers": {"name": "Customers"}},
        "purposes": {"billing": {"name": "Billing"}},
        "activities": {
            "a1": {
                "organisation": "acme",
                "name": "Billing customers",
                "purposes": [{"purpose": "billing", "bases": ["contract"]}],
                "data": [{"subjects": "customers", "data": "contact"}],
            }
        },
        "transfers": {
            "t1": {"organisation": "acme", "name": "To the vendor", "importer": "hosting"}
        },
    }


def test_no_record_of_the_redacted_register_holds_what_is_not_named() -> None:
    made = redacted(catalogue(), DAY, Redaction.PUBLIC)
    assert SECRET in repr(list(catalogue()))
    assert SECRET.lower() not in repr(list(made)).lower()


def test_a_field_or_a_kind_that_is_new_does_not_appear_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As if "role" had been added to the record after the table was written.
    without = tuple(name for name in PUBLIC[Activity] if name != "role")
    known = {**PUBLIC, Activity: without}
    del known[Party]
    made = catalogue(role="controller")
    assert public(made)["activities"]["a1"]["role"] == "controller"
    monkeypatch.setattr(redaction, "PUBLIC", known)
    assert "role" not in public(made)["activities"]["a1"]
    assert "parties" not in public(made)


def test_the_table_names_fields_that_there_are_and_all_that_must_be_there() -> None:
    for cls, names in PUBLIC.items():
        assert set(names) <= set(by_name(cls))
        assert len(set(names)) == len(names)
        assert {one.name for one in msgspec.structs.fields(cls) if one.required} <= set(names)
    assert not any("note" in names or "provenance" in names for names in PUBLIC.values())


@pytest.mark.parametrize(
    "fields",
    [
        {"retired": True},
        {"end": DAY - datetime.timedelta(days=1)},
        {"start": DAY + datetime.timedelta(days=1)},
        {"status": "planned"},
    ],
)
def test_an_activity_is_told_while_it_runs(fields: dict[str, Any]) -> None:
    assert "activities" not in public(catalogue(**fields))


def test_an_authority_reads_everything() -> None:
    made = ocktra()
    assert redacted(made, DAY, Redaction.AUTHORITY) is made
    assert kinds(Redaction.AUTHORITY) == REGISTER
    assert all(told(cls, Redaction.AUTHORITY) == fields(cls) for cls in REGISTER)


def test_scope_and_redaction_work_together() -> None:
    made = export(ocktra(), "ocktra", activities=("c1",), redaction=Redaction.PUBLIC)
    assert set(made.register.activities) == {"c1"}
    assert made.register.systems == {}
    assert made.register.moment == ocktra().moment
