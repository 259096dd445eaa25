"""What a notification of a breach contains by Article 33(3)."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from ropa.core.flows.graph import flows_of
from ropa.core.flows.incident import incident
from ropa.core.flows.notice import Part, notice
from ropa.core.flows.reach import reach
from ropa.core.transfers.judge import transfers_of
from ropa.records.base import Record
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.store.home import LAW
from ropa.store.law import read_law
from ropa.vocabulary import Kind
from tests.build import activity, build, register

DAY = datetime.date(2026, 11, 23)
SHARED: tuple[Record, ...] = (
    build(Party),
    build(DataCategory),
    build(DataSubjectCategory, approximate_number=1200),
    build(DataSubjectCategory, id="staff", name="Staff"),
    build(Engagement, party="vendor"),
)

law = cache(lambda: read_law(LAW))


def told(own: dict[str, Any], **fields: Any) -> dict[str, Part]:
    used = activity(engagements=["hosting"], **fields)
    held = register(build(Organisation, **own), *SHARED, used)
    flows = flows_of(transfers_of(held, law(), DAY), "acme")
    return {part.asks: part for part in notice(incident(reach(flows, (Kind.PARTY, "vendor"))))}


def test_a_notification_says_what_is_recorded_and_what_is_to_be_found_out() -> None:
    lines = [{"subjects": who, "data": "contact"} for who in ("customers", "staff")]
    found = told({"dpo_name": "Ann Ode", "dpo_email": "dpo@a.example"}, data=lines)
    people = found["The people concerned"]
    assert people.recorded == ("Customers: about 1,200", "Staff")
    assert people.unknown == ("how many there are of Staff",)
    data = found["The personal data concerned"]
    assert (data.recorded, data.unknown) == (("Contact data",), ("how many records",))
    contact = found["The contact point"]
    assert contact.recorded == ("Ann Ode, data protection officer: dpo@a.example",)
    assert contact.unknown == ()


def test_without_an_officer_the_organisation_is_the_contact_point() -> None:
    contact = told({"email": "privacy@a.example"})["The contact point"]
    assert contact.recorded == ("Acme Ltd: privacy@a.example",)
    assert contact.unknown == ("whether there is a data protection officer",)
    contact = told({"dpo_none": "Not needed", "telephone": "+44 1"})["The contact point"]
    assert contact.recorded == ("Acme Ltd (no data protection officer): +44 1",)
    assert contact.unknown == ()


def test_what_a_register_cannot_know_is_always_to_be_found_out() -> None:
    found = told({})
    assert list(found) == [
        "The nature of the breach",
        "The people concerned",
        "The personal data concerned",
        "The contact point",
        "The likely consequences",
        "The measures taken or proposed",
    ]
    assert all(part.unknown and not part.recorded for part in found.values())
    assert {part.clause for part in found.values()} == {f"Art 33(3)({letter})" for letter in "abcd"}
