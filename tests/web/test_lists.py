"""Lists as a person reads, filters, sorts and takes them out."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from ropa.records.activity import Activity
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.purpose import Purpose
from ropa.records.spec import REGISTER_KINDS
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.counting import counted
from tests.web.reading import page_of, tables, text
from tests.web.signing import person, plain, signed_in

pytestmark = pytest.mark.one_database

LIST = "/o/ocktra/activities"
UGLY = "<script>alert(1)</script> {{7*7}} \"quoted\" 'it' & \u202eright\u202c שלום 🦊 " + "x" * 300


@pytest.fixture
def dpo(ocktra: Site) -> FlaskClient:
    person(ocktra, "ann@a.example", ("ocktra", UserRole.DPO))
    return signed_in(plain(ocktra), "ann@a.example")


@pytest.fixture
def reader(ocktra: Site) -> FlaskClient:
    person(ocktra, "ria@a.example", ("ocktra", UserRole.READER))
    return signed_in(plain(ocktra), "ria@a.example")


def names(page: Element) -> list[str]:
    return [text(head) for head in page.iterfind(".//tbody/tr/th")]


def sentence(page: Element) -> str:
    return text(page.find(".//p[@class='sentence']"))


def facets(page: Element) -> dict[str, dict[str, int]]:
    """Give what each facet counts."""
    found = {}
    for facet in page.iterfind(".//details[@class='facet']"):
        rows = [(text(a.find("span")), a) for a in facet.iterfind(".//a")]
        label = text(facet.find("summary"))
        found[label] = {name: int(text(a.findall("span")[-1])) for name, a in rows if len(a) > 1}
    return found


def link(page: Element, words: str) -> str:
    """Give where the link with these words leads."""
    found = [a for a in page.iter("a") if text(a) == words]
    assert len(found) == 1, (words, [text(a) for a in page.iter("a")])
    return found[0].attrib["href"]


def test_the_list_says_what_the_policy_says(dpo: FlaskClient) -> None:
    page = page_of(dpo, LIST)
    assert sentence(page) == "10 of 10 activities"
    rows = tables(page)["Activities"]
    assert [row["Reference"] for row in rows] == [*(f"C{n}" for n in range(1, 9)), "P1", "P2"]
    first, marketing, legal = rows[0], rows[5], rows[7]
    assert first["Name"] == "Provide, maintain and secure the Services; account creation; support"
    assert first["Lawful bases"] == "Contract, Legitimate interests"
    assert "AWS inferred" in first["Recipients"]
    assert marketing["Recipients"] == marketing["Retention"] == "Unknown"
    assert legal["Personal data"] == "Unknown"
    assert all(row["Gaps"].endswith("unknown") for row in rows)


def test_each_facet_counts_what_choosing_it_lists(dpo: FlaskClient) -> None:
    page = page_of(dpo, LIST)
    counts = facets(page)
    assert counts["Role"] == {"Controller": 8, "Processor": 2}
    assert counts["Lawful basis"]["Legitimate interests"] == 6
    assert counts["Lawful basis"]["Unknown"] == 2
    followed = 0
    for facet in page.iterfind(".//details[@class='facet']"):
        for a in facet.iterfind(".//a"):
            if len(a) == 1:  # the rest of a long facet
                continue
            chosen = page_of(dpo, a.attrib["href"])
            assert sentence(chosen).split()[0] == text(a.findall("span")[-1]), text(a)
            assert len(names(chosen)) == int(text(a.findall("span")[-1]))
            followed += 1
    assert followed > 40


def test_filters_are_a_sentence_whose_parts_take_themselves_back(dpo: FlaskClient) -> None:
    address = f"{LIST}?role=controller&recipient=~unknown&q=retention"
    page = page_of(dpo, f"{LIST}?role=controller&basis=consent&q=the")
    assert sentence(page) == (
        "2 of 10 activities where the text has “the” : remove and the role is Controller : remove "
        "and a lawful basis is Consent : remove Clear all"
    )
    without = page_of(dpo, link(page, "Consent : remove"))
    assert "lawful basis" not in sentence(without)
    assert "the role is" in sentence(without)
    assert sentence(page_of(dpo, link(page, "Clear all"))) == "10 of 10 activities"
    assert "a recipient is Unknown" in sentence(page_of(dpo, address))


def test_nothing_found_says_what_to_do(dpo: FlaskClient) -> None:
    page = page_of(dpo, f"{LIST}?q=zeppelin")
    assert "No activities match. Clear all filters to see all 10." in text(page.find(".//main"))
    assert names(page) == []


def test_an_empty_kind_says_how_to_begin(dpo: FlaskClient, reader: FlaskClient) -> None:
    page = page_of(dpo, "/o/ocktra/transfers")
    assert "No transfers are recorded yet. Add the first one" in text(page.find(".//main"))
    assert dpo.get(link(page, "Add the first one")).status_code == 200
    seen = text(page_of(reader, "/o/ocktra/transfers").find(".//main"))
    assert "Add" not in seen


def test_heads_sort_and_turn(dpo: FlaskClient) -> None:
    page = page_of(dpo, LIST)
    by_name = page_of(dpo, link(page, "Name"))
    assert names(by_name) == sorted(names(by_name), key=str.casefold)
    head = by_name.find(".//th[@aria-sort]")
    assert head is not None
    assert head.attrib["aria-sort"] == "ascending"
    turned = page_of(dpo, link(by_name, "Name"))
    assert names(turned) == names(by_name)[::-1]


def test_columns_are_chosen_and_stay_in_the_address(dpo: FlaskClient) -> None:
    page = page_of(dpo, f"{LIST}?column=name&column=role&column=changed&q=billing")
    (rows,) = tables(page).values()
    assert list(rows[0]) == ["Name", "Role", "Last changed"]
    kept = dict(parse_qsl(urlsplit(link(page, "Role")).query))
    assert kept["q"] == "billing"
    offered = [box.attrib["value"] for box in page.iterfind(".//input[@name='column']")]
    assert {"reference", "data.retention", "gaps", "changed", "note"} <= set(offered)


def test_pages_turn_and_say_where_they_are(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(*(build(Purpose, id=f"p{n}", name=f"Purpose {n}") for n in range(60)))
    page = page_of(dpo, "/o/ocktra/purposes")
    assert "1–25 of 68" in text(page.find(".//nav[@class='pager']"))
    later = page_of(dpo, link(page_of(dpo, link(page, "Next")), "Next"))
    assert "51–68 of 68 Page 3 of 3" in text(later.find(".//nav[@class='pager']"))
    assert len(names(later)) == 18
    longer = page_of(dpo, "/o/ocktra/purposes?per_page=100")
    assert len(names(longer)) == 68


def test_a_facet_with_many_values_shows_the_rest_when_asked(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        *(build(Activity, id=f"z{n}", organisation="ocktra", function=f"F{n}") for n in range(30))
    )
    page = page_of(dpo, LIST)
    assert len(facets(page)["Business function"]) == 10
    more = link(page.find(".//details[@id='facet-function']") or page, "21 more")
    assert len(facets(page_of(dpo, more))["Business function"]) == 31


def test_what_cannot_be_asked_is_said_and_left_out(dpo: FlaskClient) -> None:
    page = page_of(dpo, f"{LIST}?role=emperor&colour=red&sort=luck&page=no&column=nonsense")
    said = [text(one) for one in page.iterfind(".//p[@class='err']")]
    assert any("“emperor” is nothing “Role” can be" in one for one in said)
    assert any(one.startswith("There is no filter “colour”") for one in said)
    assert len(said) == 5
    assert sentence(page) == "10 of 10 activities"
    assert dpo.get("/o/ocktra/unicorns").status_code == 404


def test_the_csv_is_what_is_shown(dpo: FlaskClient) -> None:
    page = page_of(
        dpo, f"{LIST}?role=controller&column=reference&column=name&column=purposes.bases"
    )
    answer = dpo.get(link(page, "Export these 8 as CSV"))
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.cache_control.no_store
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["Reference", "Name", "Lawful bases"]
    assert [row[0] for row in rows[1:]] == [f"C{n}" for n in range(1, 9)]


def test_every_kind_has_a_list_that_can_be_read(dpo: FlaskClient) -> None:
    for kind in REGISTER_KINDS:
        page_of(dpo, f"/o/ocktra/{kind.plural}")
        assert dpo.get(f"/o/ocktra/{kind.plural}.csv").status_code == 200


def test_the_vocabularies_are_counted(dpo: FlaskClient, reader: FlaskClient) -> None:
    rows = {
        row["Vocabulary"]: row
        for row in tables(page_of(dpo, "/o/ocktra/vocabularies"))["Vocabularies"]
    }
    assert rows["Purposes"]["Recorded"] == "8"
    page = page_of(dpo, "/o/ocktra/vocabularies")
    for row in page.iterfind(".//tbody/tr"):
        label, number = text(row.find("th")), text(row.findall("td")[0])
        found = page_of(dpo, row.find("th/a").attrib["href"])  # type: ignore[union-attr]
        if number != "0":
            assert sentence(found).split()[0] == number, label
    assert "Add" not in text(page_of(reader, "/o/ocktra/vocabularies").find(".//table"))


def test_text_stays_text(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(Party, id="ugly", name=UGLY[:500]),
        build(Activity, id="ugly", organisation="ocktra", name=UGLY, function=UGLY[:200]),
    )
    page = page_of(dpo, LIST)
    assert UGLY.strip() in " ".join(page.itertext())
    assert page.find(".//main//script") is None
    assert page.find(".//script[@src]") is not None
    assert "49" not in names(page)
    page_of(dpo, f"{LIST}?q={UGLY[:100]}")


def test_another_organisation_finds_none_of_it(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(Organisation, id="beta", name="Beta Ltd"),
        build(Activity, id="b1", organisation="beta", name="A secret of Beta"),
    )
    person(ocktra, "bo@b.example", ("beta", UserRole.EDITOR))
    theirs = signed_in(ocktra, "bo@b.example")
    assert sentence(page_of(theirs, "/o/beta/activities")) == "1 of 1 activities"
    assert "secret" not in dpo.get(LIST).text
    assert theirs.get(LIST).status_code == 404
    assert "Sentry" not in theirs.get("/o/beta/parties").text
    assert "Nothing has “sentry”" in text(page_of(theirs, "/o/beta/search?q=sentry"))
    assert "1 record has “secret”" in text(page_of(theirs, "/o/beta/search?q=secret"))


def test_a_list_asks_the_database_as_often_however_long_it_is(
    ocktra: Site, dpo: FlaskClient
) -> None:
    dpo.get(LIST)
    with counted(ocktra) as few:
        dpo.get(LIST)
    ocktra.put(
        *(build(Activity, id=f"z{n}", organisation="ocktra", name=f"Z{n}") for n in range(300))
    )
    dpo.get(LIST)
    with counted(ocktra) as many:
        dpo.get(f"{LIST}?per_page=200&sort=name")
    assert len(many) == len(few) <= 5, many


def test_search_finds_records_of_every_kind(dpo: FlaskClient) -> None:
    page = page_of(dpo, "/o/ocktra/search?q=sentry")
    assert "5 records have “sentry”" in sentence(page)
    heads = [text(head) for head in page.iterfind(".//main//h2")]
    assert heads == ["Activities", "Parties", "Engagements"]
    assert "Named recipients and processors: Sentry error monitoring, Sentry" in text(page)
    assert dpo.get(link(page, "Sentry")).status_code == 200
    assert sentence(page_of(dpo, "/o/ocktra/search")).startswith("Type a word")
    assert "Nothing has “zeppelin”" in sentence(page_of(dpo, "/o/ocktra/search?q=zeppelin"))
    page_of(dpo, f"/o/ocktra/search?q={UGLY}")


def test_the_clock_is_kept_from_page_to_page(ocktra: Site) -> None:
    person(ocktra, "ann@a.example", ("ocktra", UserRole.DPO))
    ocktra.later(days=1)
    dpo = signed_in(plain(ocktra), "ann@a.example")
    ocktra.put(build(Activity, id="new", organisation="ocktra", name="Newly made"))
    before = f"{LIST}?as_of=2026-11-23&role=controller"
    page = page_of(dpo, before)
    assert "Newly made" not in dpo.get(f"{LIST}?as_of=2026-11-23").text
    assert "Newly made" in dpo.get(LIST).text
    for a in page.iter("a"):
        inside = a.attrib["href"].startswith("/o/ocktra") and not text(a).startswith("Back to now")
        if inside and "users" not in a.attrib["href"]:
            assert "as_of=2026-11-23" in a.attrib["href"], text(a)
    assert "Add a processing activity" not in text(page)
    # What the address asks for cannot be taken for where the page is.
    mixed = page_of(dpo, f"{LIST}?as_of=2026-11-23&organisation=other&plural=x")
    assert link(mixed, "Back to now") == f"{LIST}?organisation=other&plural=x"
