"""Two moments of the register compared: what differs, who did it and why."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.records.system import System
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.counting import counted
from tests.web.editing import register_of
from tests.web.reading import page_of, parse, text
from tests.web.signing import person, plain, signed_in

PAGE = "/o/acme/journal/compare"
ANN = "ann@a.example"


@pytest.fixture
def acme(site: Site) -> Site:
    """Two organisations, with a record each, and what changed since."""
    site.put(build(Organisation), build(Organisation, id="beta", name="Beta Ltd"))
    site.put(build(Activity), build(System), build(System, id="old", name="Old system"))
    site.put(build(Activity, id="b1", organisation="beta", name="A secret of Beta"))
    person(site, ANN, ("acme", UserRole.DPO))
    return plain(site)


@pytest.fixture
def before(acme: Site) -> int:
    """The moment before the changes."""
    with acme.app.app_context():
        found = register_of(acme).moment.sequence
    acme.put(
        build(Activity, function="Sales", name="=Billing"), build(System, id="new", name="New")
    )
    acme.put(build(System, id="old", name="Old system", retired=True))
    acme.put(build(Activity, id="b1", organisation="beta", name="Another secret"))
    return found


@pytest.fixture
def dpo(acme: Site) -> FlaskClient:
    return signed_in(acme, ANN)


def said(client: FlaskClient, address: str) -> str:
    return text(parse(client.get(address).text).find(".//main"))


def test_what_differs_is_told_record_by_record_with_who_and_why(
    dpo: FlaskClient, before: int
) -> None:
    told = said(dpo, f"{PAGE}?before={before}")
    assert "to now: 3 records differ." in told
    assert "=Billing Processing activity Changed" in told
    assert "Business function Was: Unknown Is now: Sales" in told
    assert "New System Added" in told
    assert "Old system System Retired" in told
    assert "Journal" in told
    assert "secret" not in told


def test_two_moments_may_both_be_past_and_a_day(dpo: FlaskClient, before: int) -> None:
    told = said(dpo, f"{PAGE}?before={before}&after={before + 2}")
    assert "2 records differ" in told
    assert "Old system" not in told
    assert "Nothing differs between the two moments." in said(dpo, f"{PAGE}?before=2099-01-01")


def test_what_is_no_moment_is_told_and_kept(dpo: FlaskClient) -> None:
    assert "Give the earlier moment" in said(dpo, PAGE)
    page = page_of(dpo, f"{PAGE}?before=soon")
    assert "“soon” is not a moment" in text(page)
    assert page.find(".//input[@name='before']").get("value") == "soon"  # type: ignore[union-attr]


def test_the_export_has_every_field_and_no_formula(dpo: FlaskClient, before: int) -> None:
    answer = dpo.get(f"{PAGE}.csv?before={before}")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    changed = {(row["Identifier"], row["Field"]): (row["Was"], row["Is now"]) for row in rows}
    assert changed["a1", "Business function"] == ("Unknown", "Sales")
    assert changed["a1", "Name"] == ("Billing customers", "'=Billing")
    assert {row["Became"] for row in rows} == {"Changed", "Added", "Retired"}
    assert dpo.get(f"{PAGE}.csv?before=soon").status_code == 404


def test_who_and_why_are_those_between_the_two_moments(
    acme: Site, dpo: FlaskClient, before: int
) -> None:
    acme.later(minutes=20)
    acme.put(build(Activity, function="Marketing", name="=Billing"))

    def edits(address: str) -> list[str]:
        told = dpo.get(address).data.decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(told))
        (by,) = {row["When and by whom"] for row in rows if row["Identifier"] == "a1"}
        return by.split("; ")

    first, second = "23 November 2026, 09:30, tester", "23 November 2026, 09:50, tester"
    assert edits(f"{PAGE}.csv?before={before}&after={before + 2}") == [first]
    assert edits(f"{PAGE}.csv?before={before}") == [second, first]
    assert edits(f"{PAGE}.csv?before={before + 2}") == [second]
    assert "23 November 2026, 09:30 tester" not in said(dpo, f"{PAGE}?before={before + 4}")
    assert "23 November 2026, 09:50 tester" in said(dpo, f"{PAGE}?before={before + 4}")


def test_many_records_come_page_by_page_with_as_many_questions(
    acme: Site, dpo: FlaskClient, before: int
) -> None:
    def asked(number: int) -> int:
        acme.put(*(build(System, id=f"s{n}", name=f"S {n:03}") for n in range(number)))
        dpo.get(f"{PAGE}?before={before}")
        with counted(acme) as statements:
            dpo.get(f"{PAGE}?before={before}")
        return len(statements)

    assert asked(3) == asked(60)
    assert "26–50 of 63" in said(dpo, f"{PAGE}?before={before}&page=2")
