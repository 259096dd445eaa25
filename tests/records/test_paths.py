import pytest

from ropa.records.activity import Activity, ActivityData
from ropa.records.organisation import Statement
from ropa.records.paths import line_key, unresolved
from ropa.vocabulary import StatementTopic
from tests.build import build

ACTIVITY = build(
    Activity,
    systems=["backup", "crm"],
    sources=["a [strange] source", "web"],
    breaches=[],
    purposes=[{"purpose": "billing", "bases": []}],
    data=[
        {"subjects": "customers", "data": "contact", "retention": "six-years"},
        {"data": "contact"},
    ],
)


@pytest.mark.parametrize(
    "path",
    [
        "name",
        "systems",
        "systems[crm]",
        "sources[a [strange] source]",
        "breaches",
        "purposes[billing]",
        "purposes[billing].bases",
        "data[customers/contact]",
        "data[customers/contact].retention",
        "data[?/contact]",
    ],
)
def test_a_path_leads_to_an_answer(path: str) -> None:
    assert unresolved(ACTIVITY, path) is None


@pytest.mark.parametrize(
    "path",
    [
        "owner",
        "systems[erp]",
        "breaches[one]",
        "purposes[selling]",
        "purposes[billing].law_cited",
        "purposes[billing].colour",
        "data[customers/contact].source",
        "data[contact]",
        "data[?/contact].retention",
        "name[Billing customers]",
        "systems[crm].name",
    ],
)
def test_a_path_to_no_answer_is_told(path: str) -> None:
    assert unresolved(ACTIVITY, path) == f"“{path}” has a source but no answer"


@pytest.mark.parametrize(
    "path",
    [
        "colour",
        "id",
        "retired",
        "provenance",
        "",
        "Name",
        "name[",
        "systems[]",
        "name\n",
        "a b",
    ],
)
def test_a_path_to_no_field_is_told(path: str) -> None:
    assert unresolved(ACTIVITY, path) == f"“{path}” is not a field of this record"


def test_a_line_is_known_by_its_key() -> None:
    assert line_key(ActivityData(subjects="customers", data="contact")) == "customers/contact"
    assert line_key(ActivityData(data="contact")) == "?/contact"
    assert line_key(ActivityData(subjects="customers")) == "customers/?"
    statement = Statement(topic=StatementTopic.COOKIES, words="None.")
    assert line_key(statement) == "cookies/?"
