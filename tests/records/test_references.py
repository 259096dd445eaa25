from collections import Counter

import pytest

from ropa.records.activity import Activity
from ropa.records.base import Record
from ropa.records.flow import DESTINATIONS, ORIGINS
from ropa.records.party import Party
from ropa.records.references import Reference, references
from ropa.records.spec import CLASSES
from ropa.vocabulary import Kind
from tests.build import build
from tests.records.filling import filled, links


@pytest.mark.parametrize("cls", CLASSES.values())
def test_every_link_is_found_once(cls: type[Record]) -> None:
    expected = Counter(links(cls))
    if cls.KIND is Kind.FLOW:  # one origin and one destination is all a flow can have
        left = {*ORIGINS[1:], *DESTINATIONS[1:]}
        expected = Counter({key: n for key, n in expected.items() if key[0] not in left})
    found = Counter((link.field, link.kind) for link in references(filled(cls)))
    assert found == expected


@pytest.mark.parametrize("cls", CLASSES.values())
def test_links_name_their_targets(cls: type[Record]) -> None:
    named = {link.field: link.id for link in references(filled(cls))}
    for field, id in named.items():
        if field == "data.purposes":  # these have to be purposes of the activity
            assert id == named["purposes.purpose"]
        else:
            assert id == field.replace(".", "-").replace("_", "-")


def test_an_organisation_is_a_link_too() -> None:
    assert Reference("organisation", Kind.ORGANISATION, "acme") in references(build(Activity))


def test_a_record_that_says_nothing_links_to_nothing() -> None:
    assert list(references(build(Party))) == []


def test_every_target_of_a_field_of_several_is_given() -> None:
    activity = build(Activity, systems=["crm", "backup"])
    assert [link.id for link in references(activity) if link.field == "systems"] == [
        "backup",
        "crm",
    ]
