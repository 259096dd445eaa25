"""What chosen activities reach of a register, and nothing else."""

from __future__ import annotations

import pytest

from ropa.core.register import Key, Register
from ropa.core.scope import scoped
from ropa.records.activity import Activity, ActivityData, ActivityPurpose
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Provenance
from ropa.records.data_category import DataCategory
from ropa.records.data_subject_category import DataSubjectCategory
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.references import references
from ropa.records.retention_rule import RetentionRule
from ropa.records.system import System
from ropa.records.transfer import Transfer
from tests.build import activity, build, register


def catalogue() -> Register:
    return register(
        build(Organisation),
        build(Organisation, id="other", name="Other"),
        build(Purpose),
        build(Purpose, id="unused", name="Unused"),
        build(DataCategory, retention="six-years"),
        build(DataSubjectCategory),
        build(RetentionRule),
        build(RetentionRule, id="other-rule", name="Other rule"),
        build(Party),
        build(Party, id="below", name="Below"),
        build(Party, id="stranger", name="Stranger"),
        build(AdequacyConfirmation, evidence="proof"),
        build(AdequacyConfirmation, id="stranger-us", party="stranger"),
        build(Document),
        build(Document, id="proof", name="Proof"),
        build(Document, id="nobodys", name="Nobody's"),
        build(Engagement, party="vendor"),
        build(Engagement, id="sub", name="Sub", party="below", under="hosting"),
        build(Engagement, id="apart", name="Apart", party="stranger"),
        build(Engagement, id="runs-crm", name="Runs the CRM", under="parent"),
        build(Engagement, id="parent", name="Parent"),
        build(Engagement, id="sister", name="Sister", under="parent"),
        build(System, operated_by="engagement", engagement="runs-crm"),
        build(Transfer, importer="sub"),
        build(Transfer, id="t2", importer="apart"),
        build(Transfer, id="t3", importer=None),
        build(Flow, activities=["a1", "a2"]),
        build(Flow, id="f2", activities=["a2"]),
        activity(
            purposes=(ActivityPurpose(purpose="billing"),),
            data=(ActivityData(subjects="customers", data="contact"),),
            engagements=("hosting",),
            systems=("crm",),
            provenance=(Provenance(field="name", document="notice"),),
        ),
        activity(id="a2", engagements=("apart",), name="Second"),
        activity(id="b1", organisation="other", name="Theirs"),
    )


def keys(found: Register) -> set[str]:
    return {f"{record.KIND.value}/{record.id}" for record in found}


def test_an_activity_takes_what_it_reaches_and_nothing_else() -> None:
    assert keys(scoped(catalogue(), "acme", {"a1"})) == {
        "organisation/acme",
        "activity/a1",
        "purpose/billing",
        "data-category/contact",
        "data-subject-category/customers",
        "retention-rule/six-years",
        "party/vendor",
        "party/below",
        "adequacy-confirmation/vendor-us",
        "document/notice",
        "document/proof",
        "engagement/hosting",
        "engagement/sub",
        "engagement/runs-crm",
        "engagement/parent",
        "system/crm",
        "transfer/t1",
        "flow/f1",
    }


def test_a_flow_names_no_activity_that_was_not_chosen() -> None:
    assert scoped(catalogue(), "acme", {"a1"}).flows["f1"].activities == ("a1",)
    both = scoped(catalogue(), "acme", {"a1", "a2"})
    assert both.flows["f1"].activities == ("a1", "a2")
    assert set(both.flows) == {"f1", "f2"}


def test_no_link_leads_out_of_it() -> None:
    found = scoped(catalogue(), None, {"a1"})
    links: set[Key] = {(link.kind, link.id) for record in found for link in references(record)}
    assert [key for key in links if found.get(*key) is None] == []


def test_without_activities_it_is_what_the_organisation_sees() -> None:
    whole = catalogue()
    assert scoped(whole, None) is whole
    assert scoped(whole, "acme") == whole.only(["acme"])
    assert scoped(whole, "acme").moment == whole.moment


def test_nothing_chosen_is_the_organisation_alone() -> None:
    part = scoped(catalogue(), "acme", ())
    assert list(part) == [part.organisations["acme"]]


@pytest.mark.parametrize("id", ["b1", "none"])
def test_an_activity_of_somebody_else_is_not_there(id: str) -> None:
    with pytest.raises(KeyError):
        scoped(catalogue(), "acme", {id})


def test_an_engagement_named_as_a_parent_first_still_takes_what_is_below_it() -> None:
    made = register(
        build(Organisation),
        build(Engagement, id="top", name="Top"),
        build(Engagement, id="low", name="Low", under="top"),
        build(Engagement, id="next", name="Next", under="top"),
        activity(engagements=("low", "top")),
    )
    assert set(scoped(made, "acme", {"a1"}).engagements) == {"top", "low", "next"}
    first = Register.of([*made, Activity(id="a2", organisation="acme", name="x", engagements=())])
    assert "top" not in scoped(first, "acme", {"a2"}).engagements


def test_a_circle_of_engagements_ends() -> None:
    made = register(
        build(Organisation),
        build(Engagement, id="one", name="One", under="two"),
        build(Engagement, id="two", name="Two", under="one"),
        activity(engagements=("one",)),
    )
    assert set(scoped(made, "acme", {"a1"}).engagements) == {"one", "two"}
