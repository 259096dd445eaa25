"""The overview of an organisation: every number says what the list behind it holds."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from ropa.core.register import Register
from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.records.purpose import Purpose
from ropa.records.system import System
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.counting import counted
from tests.web.editing import register_of
from tests.web.reading import page_of, tables, text
from tests.web.signing import person, plain, signed_in

pytestmark = pytest.mark.one_database

HOME = "/o/ocktra/"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def dpo(ocktra: Site) -> FlaskClient:
    person(ocktra, "ann@a.example", ("ocktra", UserRole.DPO))
    return signed_in(plain(ocktra), "ann@a.example")


def listed(client: FlaskClient, address: str) -> int:
    """Give how many records the list at an address has."""
    page = page_of(client, address)
    if page.find(".//div[@class='empty']") is not None:
        return 0
    return int(text(page.find(".//p[@class='sentence']")).split()[0])


def test_the_first_sentence_says_how_it_stands(dpo: FlaskClient) -> None:
    assert text(page_of(dpo, HOME).find(".//div[@class='head']//p")) == (
        "Article 30 asks for 71 answers about 10 activities and the organisation itself: "
        "45 are recorded, 6 in part and 20 are unknown ."
    )


@pytest.mark.parametrize(
    ("itself", "said"),
    [
        (
            {"email": "a@acme.example", "dpo_name": "Ann", "representative_name": "Rex"},
            "5 answers about the organisation itself: all of them are recorded",
        ),
        (
            {"email": "a@acme.example"},
            "5 answers about the organisation itself: 2 are recorded and 3 are unknown",
        ),
        (
            {"dpo_none": "Not required", "representative_name": "Rex"},
            "3 answers about the organisation itself: 1 is recorded and 2 in part",
        ),
    ],
)
def test_one_answer_is_told_as_one(site: Site, itself: dict[str, str], said: str) -> None:
    site.put(build(Organisation, **itself))
    person(site, "ann@a.example", ("acme", UserRole.DPO))
    page = page_of(signed_in(plain(site), "ann@a.example"), "/o/acme/")
    assert said in text(page.find(".//div[@class='head']//p"))


def test_what_is_unknown_is_told_item_by_item(dpo: FlaskClient) -> None:
    page = page_of(dpo, HOME)
    rows = tables(page)["What is unknown"]
    assert [row["Clause"] for row in rows[:2]] == ["30(1)(e)", "30(1)(f)"]
    by_item = {row["Item"]: row for row in rows}
    retention = by_item["Envisaged time limits for erasure of the different categories of data"]
    assert retention["Answered"] == "3 of 8"
    assert retention["Unknown"] == "3 unknown 2 in part"
    assert retention["Open in"] == "C1 , C4 , C6 , C7 , C8"
    assert by_item["Purposes of the processing"]["Unknown"] == "complete"
    assert by_item["Categories of personal data"]["Open in"] == "C8"
    joint = "Name and contact details of the joint controller"
    assert joint not in by_item
    idle = text(page_of(dpo, HOME).find(".//section[@aria-labelledby='unknown']/details"))
    assert idle.startswith("3 more are not asked of any record")
    assert joint in idle


def test_activities_in_an_unknown_role_are_told_apart(ocktra: Site, dpo: FlaskClient) -> None:
    assert "Role unknown" not in text(page_of(dpo, HOME).find(".//main"))
    ocktra.put(*(build(Activity, id=f"z{n}", organisation="ocktra") for n in range(3)))
    page = page_of(dpo, HOME)
    assert "Role unknown in 3" in text(page.find(".//main"))
    roleless = page.find(".//p[@class='line-of']/a")
    assert roleless is not None
    assert listed(dpo, roleless.attrib["href"]) == 3


def test_every_number_opens_a_list_of_so_many(dpo: FlaskClient) -> None:
    page = page_of(dpo, HOME)
    opened = 0
    for a in page.iterfind(".//main//a"):
        said = text(a).split()
        if said and said[0].isdigit() and "/journal" not in a.attrib["href"]:
            assert listed(dpo, a.attrib["href"]) == int(said[0]), (text(a), a.attrib["href"])
            opened += 1
    assert opened > 50


def test_what_is_recorded_is_counted_by_kind(ocktra: Site, dpo: FlaskClient) -> None:
    rows = {row["Kind"]: row for row in tables(page_of(dpo, HOME))["What is recorded"]}
    held: Register = register_of(ocktra)
    assert int(rows["Activities"]["Recorded"]) == len(held.activities) == 10
    assert int(rows["Purposes"]["Recorded"]) == len(held.purposes)
    assert rows["Purposes"]["Questions open"] == "none"
    assert rows["People"] == {
        "Kind": "People", "Recorded": "0", "Incomplete": "0", "Questions open": "0", "Retired": "0"
    }  # fmt: skip
    ocktra.put(build(System, id="old", organisation="ocktra", name="Old", retired=True))
    rows = {row["Kind"]: row for row in tables(page_of(dpo, HOME))["What is recorded"]}
    assert (rows["Systems"]["Recorded"], rows["Systems"]["Retired"]) == ("2", "1")


def test_the_organisation_itself_shows_what_it_lacks(dpo: FlaskClient) -> None:
    page = page_of(dpo, HOME)
    fields = page.iterfind(".//div[@class='f']")
    rows = {text(field.find("dt/span")): text(field.find("dd")) for field in fields}
    assert rows["Company number"] == "15512388"
    assert rows["Data protection officer"] == rows["ICO registration number"] == "Unknown"


def test_the_organisation_is_changed_by_whoever_may(ocktra: Site, dpo: FlaskClient) -> None:
    def offers(client: FlaskClient) -> list[str]:
        section = page_of(client, HOME).find(".//section[@aria-labelledby='about']/header")
        assert section is not None
        return [text(a) for a in section.iter("a")]

    person(ocktra, "ria@a.example", ("ocktra", UserRole.READER))
    assert offers(dpo) == ["Edit the organisation", "See all of it"]
    assert offers(signed_in(ocktra, "ria@a.example")) == ["See all of it"]


def test_a_picture_marks_what_is_inferred_and_unknown(ocktra: Site, dpo: FlaskClient) -> None:
    line = {"purpose": "service", "bases": ["vital_interests"], "combination": "all"}
    guess = {"field": "purposes[service].bases", "standing": "inferred"}
    ocktra.put(
        build(Purpose, id="service", name="Service"),
        build(
            Activity,
            id="guess",
            organisation="ocktra",
            role="controller",
            purposes=[line],
            provenance=[guess],
        ),
        build(Activity, id="no", organisation="ocktra", role="controller", purposes=[]),
        build(Activity, id="open", organisation="ocktra", role="controller"),
    )
    page = page_of(dpo, HOME)
    picture = next(s for s in page.iter(f"{SVG}svg") if s.attrib.get("role") == "img")
    marks = [rect.attrib["class"] for rect in picture.iter(f"{SVG}rect")]
    assert {"c-stated", "c-inferred", "c-unknown", "c-edge"} == set(marks)
    key = page.find(".//section[@aria-labelledby='picture-1']/p[@class='key']")
    assert text(key) == "recorded inferred only unknown"
    twin = {r["Value"]: r for r in tables(page)["Activities by lawful basis"]}
    assert twin["Vital interests"]["By inference only"] == "1"
    assert twin["None"]["Activities"] == "1"


def test_each_picture_says_the_same_as_its_table(dpo: FlaskClient) -> None:
    page = page_of(dpo, HOME)
    told = tables(page)
    for label in ("Activities by lawful basis", "Activities by place"):
        pictures = [(svg.attrib.get("aria-label", ""), svg) for svg in page.iter(f"{SVG}svg")]
        picture = next(svg for said, svg in pictures if said.startswith(label))
        numbers = [text(t) for t in picture.iter(f"{SVG}text") if t.attrib.get("class") == "v"]
        assert numbers == [row["Activities"] for row in told[label]]
    bases = {row["Value"]: row["Activities"] for row in told["Activities by lawful basis"]}
    assert bases == {
        "Legitimate interests": "6",
        "Contract": "4",
        "Legal obligation": "3",
        "Consent": "2",
    }
    grid = told["People and personal data: number of activities"]
    assert grid[1]["Users of the Services"] == "3 activities"


def test_the_last_changes_are_told_in_a_few_words(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.later(minutes=3)
    ocktra.put(build(Purpose, name="A new purpose"))
    said = [text(li) for li in page_of(dpo, HOME).iterfind(".//aside//li")]
    assert "A new purpose Purpose created 23 November 2026, 09:33" in said[0]
    assert "records Created together 23 November 2026, 09:30" in said[1]


def test_a_reader_is_not_asked_to_add(ocktra: Site, dpo: FlaskClient) -> None:
    assert "Add an activity" in text(page_of(dpo, HOME).find(".//main"))
    person(ocktra, "ria@a.example", ("ocktra", UserRole.READER))
    reader = signed_in(ocktra, "ria@a.example")
    assert "Add an activity" not in text(page_of(reader, HOME).find(".//main"))
    assert "Add an activity" not in text(page_of(dpo, f"{HOME}?as_of=20").find(".//main"))


def test_an_empty_register_says_how_to_begin(site: Site) -> None:
    site.put(build(Organisation))
    person(site, "ann@a.example", ("acme", UserRole.DPO))
    page = page_of(signed_in(plain(site), "ann@a.example"), "/o/acme/")
    said = text(page.find(".//main"))
    assert "No activity is recorded yet." in said
    assert "Add the first activity : what is done with whose data, and why." in said
    before = page_of(signed_in(site, "ann@a.example"), "/o/acme/?as_of=0")
    assert "did not have this organisation then" in text(before.find(".//main"))


def test_text_stays_text(ocktra: Site, dpo: FlaskClient) -> None:
    ugly = '<script>alert(1)</script> {{7*7}} "q" \u202eright\u202c 🦊 ' + "x" * 300
    ocktra.put(build(Activity, id="ugly", organisation="ocktra", name=ugly, reference=ugly[:40]))
    like = {"organisation": "ocktra", "role": "controller"}
    ocktra.put(*(build(Activity, id=f"u{n}", name=f"{n}{ugly}"[:300], **like) for n in range(12)))
    page = page_of(dpo, HOME)
    assert ugly[:40].strip() in " ".join(page.itertext())
    assert page.find(".//main//script") is None
    named = [row["Open in"] for row in tables(page)["What is unknown"]]
    assert any(f"0{ugly}"[:30] in names for names in named)
    assert "x" * 40 not in " ".join(named)


def test_the_overview_asks_the_database_as_often_however_much_there_is(
    ocktra: Site, dpo: FlaskClient
) -> None:
    dpo.get(HOME)
    with counted(ocktra) as few:
        dpo.get(HOME)
    ocktra.put(*(build(Activity, id=f"z{n}", organisation="ocktra") for n in range(300)))
    dpo.get(HOME)
    with counted(ocktra) as many:
        dpo.get(HOME)
    assert len(many) == len(few) <= 11, many
