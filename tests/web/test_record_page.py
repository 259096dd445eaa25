"""The page of a record: every answer with its clause, its source and its links."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import msgspec
import pytest
from flask.testing import FlaskClient

from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.records.spec import fields
from ropa.vocabulary import Kind, UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.counting import counted
from tests.web.editing import register_of
from tests.web.reading import page_of, tables, text
from tests.web.signing import person, plain, signed_in

pytestmark = pytest.mark.one_database

C1 = "/o/ocktra/activities/c1"
UGLY = "<script>alert(1)</script> {{7*7}} \"quoted\" 'it' & \u202eright\u202c שלום 🦊 " + "x" * 300


@pytest.fixture
def dpo(ocktra: Site) -> FlaskClient:
    person(ocktra, "ann@a.example", ("ocktra", UserRole.DPO))
    return signed_in(plain(ocktra), "ann@a.example")


def rows(page: Element) -> dict[str, tuple[str, str, str]]:
    """Give each field row: label → clause, value, source."""
    found = {}
    for row in page.iterfind(".//div[@class='f']"):
        label, clause = row.findall("dt/span")
        value, source = row.findall("dd")
        found[text(label)] = (text(clause), text(value), text(source))
    return found


def section(page: Element, id: str) -> Element:
    found = page.find(f".//section[@id='{id}']")
    assert found is not None
    return found


def test_every_answer_stands_with_its_label_clause_and_source(dpo: FlaskClient) -> None:
    found = rows(page_of(dpo, C1))
    assert found["Reference"] == ("", "C1", "")
    assert found["Role"] == (
        "Arts 4(7)-(8), 26",
        "Controller",
        "Stated in Privacy Policy, introduction",
    )
    assert found["Owner"][1] == "Unknown"
    assert found["Automated decisions"][1:] == ("None", "Stated in Privacy Policy, §13")
    assert found["On behalf of"][1] == "Not asked in the role of controller"
    assert found["Note"][1] == "Not recorded"
    assert "TLS encryption in transit" in found["Security measures"][1]


def test_no_field_of_any_record_is_left_out(ocktra: Site, dpo: FlaskClient) -> None:
    for record in register_of(ocktra):
        page = page_of(dpo, f"/o/ocktra/{record.KIND.plural}/{record.id}")
        said = text(page.find(".//main"))
        for spec in fields(type(record)):
            if spec.name not in ("provenance", "retired"):
                assert spec.about.label in said, (record.KIND, record.id, spec.name)


def test_people_and_data_stand_in_a_matrix_with_what_is_unknown(dpo: FlaskClient) -> None:
    page = page_of(dpo, C1)
    (row, *others) = tables(section(page, "data"))["Personal data by category of people"]
    assert row["Personal data"] == "Account & Identity Data"
    assert row["Users of the Services"] == (
        "processed Stated in Privacy Policy, §2 Kept for Account/billing subscription term + 6 "
        "years Stated in Privacy Policy, §7 From, serves unknown"
    )
    inferred = next(row for row in others if row["Personal data"] == "Device/Technical Data")
    assert "inferred" in inferred["Users of the Services"]


def test_recipients_stand_with_their_job_and_places(dpo: FlaskClient) -> None:
    (aws, _) = tables(section(page_of(dpo, C1), "recipients"))["Named recipients"]
    assert aws["Party"] == "AWS"
    assert aws["Where it is stored"] == "Global"
    assert aws["From where it is accessed"] == "Unknown"
    assert aws["Source"] == "inferred"


def test_every_source_is_told_in_full(ocktra: Site, dpo: FlaskClient) -> None:
    page = section(page_of(dpo, C1), "sources")
    told = tables(page)["Where the answers come from"]
    assert len(told) == len(register_of(ocktra).activities["c1"].provenance)
    first = told[2]
    assert first["Answer"].startswith("Purposes and lawful bases Provide, maintain")
    assert (first["How"], first["Document"], first["Place"]) == ("Stated", "Privacy Policy", "§3")
    assert "People and personal data Users of the Services, Account & Identity Data: retention" in [
        row["Answer"] for row in told
    ]


def test_the_data_flow_is_drawn_and_told(dpo: FlaskClient) -> None:
    page = section(page_of(dpo, C1), "flow")
    picture = page.find(".//div[@class='flow']/{http://www.w3.org/2000/svg}svg")
    assert picture is not None
    assert picture.attrib["role"] == "img"
    assert "Sentry" in text(picture)
    movements = tables(page)["Movements of data"]
    assert (
        "Users of the Services",
        "Account & Identity Data, Authentication Data, Support Data",
    ) in [(row["From"], row["Data"]) for row in movements]
    assert page.find(".//*[@style]") is None


def test_links_lead_there_and_back(dpo: FlaskClient) -> None:
    page = page_of(dpo, C1)
    out = page.find(".//aside")
    assert out is not None
    purpose = next(a for a in out.iter("a") if text(a).startswith("Provide, maintain"))
    target = page_of(dpo, purpose.attrib["href"])
    back = [a.attrib["href"] for a in target.iterfind(".//aside//a")]
    assert C1 in back
    for a in page.iterfind(".//main//a"):
        if a.attrib["href"].startswith("/"):
            assert dpo.get(a.attrib["href"]).status_code == 200, a.attrib["href"]
        else:
            anchor = a.attrib["href"].removeprefix("#")
            assert page.find(f".//*[@id='{anchor}']") is not None, anchor


def test_what_may_be_done_is_offered_and_nothing_else(ocktra: Site, dpo: FlaskClient) -> None:
    person(ocktra, "ria@a.example", ("ocktra", UserRole.READER))
    person(ocktra, "ed@a.example", ("ocktra", UserRole.EDITOR))

    def acts(client: FlaskClient, address: str) -> list[str]:
        found = page_of(client, address).iterfind(".//div[@class='acts']/a")
        return [text(a) for a in found if not a.attrib["href"].startswith("#")]

    assert acts(dpo, C1) == ["Duplicate", "Retire", "Delete", "Export…", "Edit"]
    assert acts(signed_in(ocktra, "ed@a.example"), C1) == ["Duplicate", "Retire", "Export…", "Edit"]
    assert acts(signed_in(ocktra, "ria@a.example"), C1) == ["Export…"]
    assert acts(dpo, "/o/ocktra/organisations/ocktra") == ["Edit"]
    assert acts(dpo, f"{C1}?as_of=10") == ["Export…"]
    held = register_of(ocktra).activities["c1"]
    ocktra.put(msgspec.structs.replace(held, retired=True))
    assert acts(dpo, C1) == ["Duplicate", "Restore", "Delete", "Export…", "Edit"]


def test_a_stranger_and_a_wrong_address_get_nothing(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(Organisation, id="beta", name="Beta Ltd"),
        build(Activity, id="b1", organisation="beta"),
    )
    for address in ("activities/b1", "organisations/beta", "activities/none", "dragons/c1"):
        assert dpo.get(f"/o/ocktra/{address}").status_code == 404
    assert dpo.get("/o/beta/activities/b1").status_code == 404


def test_an_earlier_version_is_the_page_as_of_then(ocktra: Site, dpo: FlaskClient) -> None:
    before = register_of(ocktra)
    held = before.activities["c1"]
    ocktra.later(minutes=5)
    ocktra.put(msgspec.structs.replace(held, name="Renamed", reference="C1a"))
    assert "Renamed" in text(page_of(dpo, C1).find(".//h1"))
    then = page_of(dpo, f"{C1}?as_of={before.moment.sequence}")
    assert "Provide, maintain" in text(then.find(".//h1"))
    assert "It can be read here, not changed." in text(then)
    # Within a batch nothing ever stood: its number alone shows the whole of it.
    first = before.stamps[Kind.ACTIVITY, "c1"].sequence
    assert rows(page_of(dpo, f"{C1}?as_of={first}")) == rows(then)


def test_text_stays_text(ocktra: Site, dpo: FlaskClient) -> None:
    texts = {"name": UGLY, "function": UGLY, "note": UGLY, "reference": UGLY[:60]}
    ocktra.put(
        build(Activity, id="ugly", organisation="ocktra", internal_recipients=[UGLY], **texts)
    )
    page = page_of(dpo, "/o/ocktra/activities/ugly")
    found = rows(page)
    for label in ("Name", "Business function", "Note", "Internal recipients"):
        assert found[label][1] == " ".join(UGLY.split()), label
    assert page.find(".//main//script") is None


def backed_up(number: int) -> list[Activity]:
    """Make activities that use one system."""
    own = {"organisation": "ocktra", "systems": ["backups"]}
    return [build(Activity, id=f"z{n}", **own) for n in range(number)]


def test_a_page_asks_the_database_as_often_however_much_there_is(
    ocktra: Site, dpo: FlaskClient
) -> None:
    dpo.get(C1)
    with counted(ocktra) as few:
        dpo.get(C1)
    ocktra.put(
        *(
            build(Activity, id=f"z{n}", organisation="ocktra", systems=["backups"])
            for n in range(200)
        )
    )
    dpo.get("/o/ocktra/systems/backups")
    with counted(ocktra) as many:
        dpo.get("/o/ocktra/systems/backups")
    assert len(many) == len(few) <= 11, many


def test_many_links_are_named_in_part_and_listed_in_full(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        *(
            build(Activity, id=f"z{n}", organisation="ocktra", systems=["backups"])
            for n in range(40)
        )
    )
    side = page_of(dpo, "/o/ocktra/systems/backups").find(".//aside")
    assert side is not None
    every = next(a for a in side.iter("a") if text(a) == "All 40")
    listed = page_of(dpo, every.attrib["href"])
    assert text(listed.find(".//p[@class='sentence']")).startswith("40 of")
