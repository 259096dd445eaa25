"""Valid records for tests; each test overrides the one field it is about."""

from __future__ import annotations

from typing import Any, TypeVar

from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.canonical import canonical
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.person import Person
from ropa.records.purpose import Purpose
from ropa.records.recipient_category import RecipientCategory
from ropa.records.retention_rule import RetentionRule
from ropa.records.security_measure import SecurityMeasure
from ropa.records.system import System
from ropa.records.transfer import Transfer
from ropa.records.user import Membership, User

R = TypeVar("R", bound=Record)

DEFAULTS: dict[type[Record], dict[str, Any]] = {
    Organisation: {"id": "acme", "name": "Acme Ltd"},
    Party: {"id": "vendor", "name": "Vendor"},
    AdequacyConfirmation: {"id": "vendor-us", "party": "vendor", "adequacy": "uk-us"},
    RecipientCategory: {"id": "advisers", "name": "Professional advisers"},
    Engagement: {"id": "hosting", "organisation": "acme", "name": "Hosting"},
    System: {"id": "crm", "organisation": "acme", "name": "CRM"},
    DataCategory: {"id": "contact", "name": "Contact data"},
    DataSubjectCategory: {"id": "customers", "name": "Customers"},
    Purpose: {"id": "billing", "name": "Billing"},
    RetentionRule: {"id": "six-years", "name": "Six years"},
    SecurityMeasure: {"id": "tls", "name": "TLS"},
    Activity: {"id": "a1", "organisation": "acme", "name": "Billing customers"},
    Flow: {
        "id": "f1",
        "organisation": "acme",
        "name": "Sign-up",
        "from_subjects": "customers",
        "to_system": "crm",
    },
    Transfer: {"id": "t1", "organisation": "acme", "name": "To the vendor"},
    Document: {"id": "notice", "name": "Privacy notice"},
    Person: {"id": "p1"},
    User: {"id": "u1"},
    Membership: {"id": "u1-acme", "user": "u1", "organisation": "acme", "role": "reader"},
}


def build(cls: type[R], **fields: Any) -> R:
    """Make a valid record of a class, with the given fields over the defaults."""
    record, problems = canonical(cls, {**DEFAULTS[cls], **fields})
    assert record is not None, problems
    return record


def register(*records: Record) -> Register:
    """Make a register of the records."""
    return Register.of(records)


def activity(**fields: Any) -> Activity:
    """Make an activity; `purposes` and `data` may be given as mappings."""
    return build(Activity, **fields)
