"""The page that supposes what is not so, by its address alone."""

from __future__ import annotations

import io
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree.ElementTree import Element

import pytest
import python_calamine
from flask.testing import FlaskClient

from ropa.core.transfers.suppositions import CHANGES
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.reading import addresses, page_of, parse, tables, text
from tests.web.signing import person, plain, signed_in

pytestmark = pytest.mark.one_database

PAGE = "/o/acme/what-if"
ENDS = [("1.what", "decision-ends"), ("1.decision", "uk-us"), ("1.day", "2026-11-24")]
MOVES = [("2.what", "party-moves"), ("2.party", "vendor"), ("2.country", "IN")]
TOMORROW = [("day", "2026-11-24")]
CAPTION = "Hops that would be judged otherwise, the worst first"


@pytest.fixture
def filled(site: Site) -> Site:
    """A processor in the United States, confirmed under the UK Extension."""
    site.put(
        build(Organisation, country="GB", regimes=["uk-gdpr"], time_zone="Europe/London"),
        build(Party, country="US"),
        build(AdequacyConfirmation, checked_on="2026-09-01"),
        build(Activity, role="controller", engagements=["hosting"]),
        build(
            Engagement,
            party="vendor",
            role="processor",
            initiated_by="organisation",
            stored_in=["US"],
            accessed_from=[],
            public=True,
        ),
        build(Transfer, importer="hosting", place="US", mechanisms=["eu_scc_m2"]),
    )
    return plain(site)


def client_of(site: Site, role: UserRole = UserRole.EDITOR) -> FlaskClient:
    person(site, f"{role}@a.example", ("acme", role))
    return signed_in(site, f"{role}@a.example")


def at(*pairs: tuple[str, str]) -> str:
    return f"{PAGE}?{urlencode(pairs)}"


def linked(page: Element, words: str) -> str:
    """Give the address of the link whose words begin so."""
    return next(a.attrib["href"] for a in page.iter("a") if text(a).startswith(words))


def sent(page: Element, label: str, **typed: str) -> str:
    """Fill in a form as a browser does, and give the address it asks for."""
    form = next(form for form in page.iter("form") if form.get("aria-label") == label)
    pairs = []
    for field in form.iter("input"):
        name, value = field.attrib["name"], field.attrib["value"]
        hidden = field.get("type") == "hidden"
        pairs.append((name, value if hidden else typed.pop(name.split(".")[-1], value)))
    for select in form.iter("select"):
        name = select.attrib["name"].split(".")[-1]
        values = {option.attrib["value"]: option for option in select.iter("option")}
        held = next((v for v, option in values.items() if "selected" in option.attrib), "")
        value = typed.pop(name, held)
        assert value in values, (name, value)
        pairs.append((select.attrib["name"], value))
    assert not typed, typed
    assert form.get("method", "get") == "get"
    return f"{form.attrib['action']}?{urlencode(pairs)}"


def test_nothing_is_supposed_to_begin_with_but_an_example_is_offered(filled: Site) -> None:
    client = client_of(filled)
    page = page_of(client, PAGE)
    assert "Nothing is supposed yet" in text(page.find(".//main"))
    assert page.find(".//section[@id='answer']") is None
    example = linked(page, "What if the EU-US Data Privacy Framework ended tomorrow?")
    asked = parse_qsl(urlsplit(example).query)
    assert asked[0] == ("day", "2026-11-24")
    assert [v for n, v in asked if n.endswith(".decision")] == ["eu-us", "uk-us"]
    (row,) = tables(page_of(client, example))[CAPTION]
    assert row["Before → after"] == "UK GDPR Adequate then Unsafeguarded"


def test_the_answer_says_before_and_after_why_and_what_would_cover_it(filled: Site) -> None:
    page = page_of(client_of(filled), at(*TOMORROW, *ENDS))
    said = text(page.find(".//section[@id='supposed']"))
    assert 'SI 2023/1028 ("UK-US data bridge")” does not hold from 24 November 2026 on.' in said
    answer = text(page.find(".//section[@id='answer']"))
    assert "would stand on 24 November 2026" in answer
    assert "1 hop: 1 would change verdict; 1 would have to be acted on." in answer
    (row,) = tables(page)[CAPTION]
    assert row["Hop"] == "Hosting United States Acme Ltd → Vendor"
    assert row["Before → after"] == "UK GDPR Adequate then Unsafeguarded"
    assert "Standard contractual clauses" in row["Why"]
    assert "Art 46" in row["Why"]
    assert row["Activities"] == "Billing customers"
    assert row["Publicly listed"] == "Hosting"
    assert "International Data Transfer Agreement (IDTA)" in row["Would cover it"]
    assert "To act: Acme Ltd" in row["Would cover it"]
    links = addresses(page)
    assert "/o/acme/engagements/hosting" in links
    assert "/o/acme/activities/a1" in links


def test_the_forms_put_an_address_together_change_by_change(filled: Site) -> None:
    client = client_of(filled)
    page = page_of(client, PAGE)
    first = sent(page, "An adequacy decision ends", decision="uk-us", day="2026-11-24")
    assert parse_qsl(urlsplit(first).query) == [
        ("1.what", "decision-ends"),
        ("1.day", "2026-11-24"),
        ("1.decision", "uk-us"),
    ]
    page = page_of(client, first)
    assert "begins later" in text(page)
    assert "No hop would be judged otherwise." in text(page)
    page = page_of(client, linked(page, "Judge on its first day"))
    second = sent(page, "A party moves", party="vendor", country="IN")
    page = page_of(client, second)
    assert {(row["Hop"], row["Before → after"]) for row in tables(page)[CAPTION]} == {
        ("Hosting United States Acme Ltd → Vendor", "UK GDPR Adequate then Unsafeguarded"),
        ("Hosting India Acme Ltd → Vendor", "UK GDPR No such hop then Unsafeguarded"),
    }
    page = page_of(client, sent(page, "The day it is judged on", day="2026-11-23"))
    assert "begins later" in text(page)
    left = parse_qsl(urlsplit(linked(page, "Leave out : The decision")).query)
    assert left == [("day", "2026-11-23"), *MOVES]


@pytest.mark.parametrize("cls", CHANGES, ids=lambda cls: cls.WHAT)
def test_every_variety_of_change_has_its_form(filled: Site, cls: type) -> None:
    page = page_of(client_of(filled), PAGE)
    form = next(form for form in page.iter("form") if form.get("aria-label") == cls.LABEL)  # type: ignore[attr-defined]
    names = {field.get("name") for field in form.iter() if field.get("name")}
    assert {f"1.{name}" for name in ("what", *cls.__struct_fields__)} == names  # type: ignore[attr-defined]


def test_what_is_wrong_is_said_in_words_and_can_be_corrected(filled: Site) -> None:
    client = client_of(filled)
    wrong = [
        ("day", "tomorrow"),
        ("1.what", "decision-ends"),
        ("1.decision", "uk-us"),
        ("1.day", "soon"),
        *MOVES,
        ("3.what", "nonsense"),
        ("4.what", "party-moves"),
        ("4.party", "nobody"),
        ("4.country", "IN"),
    ]
    page = page_of(client, at(*wrong))
    alert = page.find(".//div[@role='alert']")
    said = text(alert)
    assert "“tomorrow” is not a day from 1900 on" in said
    assert "Change 1, From which day: expected a date such as 2026-11-23, found “soon”" in said
    assert "Change 3, there is no such change" in said
    assert "Change 4, Party: there is no party “nobody”" in said
    assert alert is not None
    ids = {element.get("id") for element in page.iter()}
    assert {a.attrib["href"][1:] for a in alert.iter("a")} <= ids
    assert text(page.find(".//title")).startswith("Error: What if")
    # What is right is answered meanwhile.
    assert [row["Hop"] for row in tables(page)[CAPTION]] == [
        "Hosting India Acme Ltd → Vendor",
    ]
    better = sent(page, "An adequacy decision ends", day="2026-11-23")
    asked = parse_qsl(urlsplit(better).query)
    assert ("1.day", "2026-11-23") in asked
    assert ("2.party", "vendor") in asked
    assert ("4.party", "nobody") in asked
    assert not any("nonsense" in value for _, value in asked)
    again = text(page_of(client, better).find(".//div[@role='alert']"))
    assert "soon" not in again


def test_each_answer_left_empty_is_asked_for_where_it_belongs(filled: Site) -> None:
    query = urlencode([("1.what", "decision-ends"), ("1.decision", ""), ("1.day", "")])
    page = page_of(client_of(filled), f"{PAGE}?{query}")
    (summary,) = page.findall(".//*[@role='alert']")
    told = {text(link): link.attrib["href"] for link in summary.iter("a")}
    assert set(told) == {
        "Change 1, Decision: an answer is needed",
        "Change 1, From which day: an answer is needed",
    }
    ids = {one.get("id") for one in page.iter()}
    assert all(href.removeprefix("#") in ids for href in told.values())


def test_nothing_is_recorded(filled: Site) -> None:
    client = client_of(filled)
    before = text(page_of(client, "/o/acme/journal"))
    client.get(at(*TOMORROW, *ENDS, *MOVES))
    assert text(page_of(client, "/o/acme/journal")) == before
    assert client.post(at(*ENDS)).status_code == 405
    assert "United States" in text(page_of(client, "/o/acme/parties/vendor"))


def test_what_is_of_records_leads_to_their_forms(filled: Site) -> None:
    client = client_of(filled)
    lost = [("1.what", "confirmation-lost"), ("1.party", "vendor"), ("1.decision", "uk-us")]
    new = [
        ("3.what", "party-replaced"),
        ("3.engagement", "hosting"),
        ("3.name", "New & Co"),
        ("3.country", "FR"),
    ]
    page = page_of(client, at(*lost, *MOVES, *new))
    fold = next(one for one in page.iter("details") if text(one).startswith("Keep these changes"))
    forms = [a.attrib["href"] for a in fold.iter("a")]
    assert forms == [
        "/o/acme/adequacy-confirmations/vendor-us/retire",
        "/o/acme/parties/vendor/edit",
        "/o/acme/parties/new?f-name=New+%26+Co&f-country=FR",
        "/o/acme/engagements/hosting/edit",
        "/o/acme/transfers/t1/retire",
    ]
    for form in forms:
        assert client.get(form).status_code == 200
    assert 'value="New &amp; Co"' in client.get(forms[2]).text
    # A change of the law alone is no record.
    assert "Keep these changes" not in client.get(at(*ENDS)).text


def test_a_reader_is_offered_no_form_of_records(filled: Site) -> None:
    client = client_of(filled, UserRole.READER)
    page = client.get(at(*MOVES)).text
    assert "Hosting" in page
    assert "Keep these changes" not in page
    editor = client_of(filled)
    assert "Keep these changes" in editor.get(at(*MOVES)).text
    assert "Keep these changes" not in editor.get(at(*MOVES, ("as_of", "5"))).text


def test_the_clock_is_kept_and_its_day_judged_on(filled: Site) -> None:
    client = client_of(filled)
    page = page_of(client, at(*ENDS, ("about", "2026-11-24")))
    (row,) = tables(page)[CAPTION]
    assert row["Before → after"] == "UK GDPR Adequate then Unsafeguarded"
    inside = page.find(".//main")
    assert inside is not None
    links = [address for address in addresses(inside) if address.startswith("/o/acme/")]
    assert all("about=2026-11-24" in address for address in links if address != PAGE), links
    assert "about=2026-11-24" in sent(page, "A party moves", party="vendor", country="IN")


def test_the_workbook_is_the_answer(filled: Site) -> None:
    client = client_of(filled, UserRole.READER)
    page = page_of(client, at(*TOMORROW, *ENDS))
    answer = client.get(linked(page, "Download as XLSX"))
    assert answer.status_code == 200
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert 'filename="acme-what-if-' in answer.headers["Content-Disposition"]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    read = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    row = dict(zip(read[4], read[5], strict=True))
    assert (row["Engagement"], row["Before"], row["After"]) == (
        "Hosting",
        "Adequate",
        "Unsafeguarded",
    )
    assert "Download as XLSX" not in client.get(PAGE).text


def test_where_there_is_nothing_to_choose_it_says_so(site: Site) -> None:
    site.put(build(Organisation, country="GB"))
    page = text(page_of(client_of(plain(site)), PAGE))
    assert "Nothing is recorded as confirmed for any party, so nothing can be lost." in page
    assert "There is nothing to choose from yet: no engagement is recorded." in page
    assert "There is nothing to choose from yet: no party is recorded." in page


def test_what_others_hold_cannot_be_supposed_of(filled: Site) -> None:
    filled.put(
        build(Organisation, id="beta", name="Beta Ltd"),
        build(Party, id="theirs", name="Secret supplier"),
        build(Engagement, id="b1", organisation="beta", name="Secret job", party="theirs"),
    )
    client = client_of(filled)
    supposed = [
        ("1.what", "place-added"),
        ("1.engagement", "b1"),
        ("1.reach", "stored"),
        ("1.place", "IN"),
        ("2.what", "party-moves"),
        ("2.party", "theirs"),
        ("2.country", "IN"),
    ]
    page = client.get(at(*supposed)).text
    assert "there is no engagement “b1”" in page
    assert "there is no party “theirs”" in page
    assert "Secret" not in page


@pytest.mark.parametrize(
    "query",
    [
        "1.what=decision-ends&1.decision=uk-us&1.day=0001-01-01",
        "1.what=decision-ends&1.decision=uk-us&1.day=9999-12-31",
        "1.what=decision-begins&1.regime=UK&1.place=EEA&1.day=2026-11-24",
        "1.what=place-added&1.engagement=hosting&1.reach=stored&1.place=GLOBAL",
        "1.what=place-added&1.engagement=hosting&1.reach=stored&1.place=EEA",
        "0.what=x&x.what=y&1.=z&1=2&day=&page=0&page=99999999999",
        "1.what=&2.party=vendor",
        "1.what=party-moves&1.party=vendor&1.country=%3Cscript%3E",
    ],
)
def test_no_address_breaks_the_page(filled: Site, query: str) -> None:
    answer = client_of(filled).get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    parse(answer.text)


def test_characters_that_no_page_can_hold_are_left_out(filled: Site) -> None:
    pairs = [("1.what", "place-added"), ("1.engagement", "hos\x00ting"), ("1.reach", "stored")]
    odd = [*pairs, ("1.place", "\ufffeIN")]
    client = client_of(filled)
    main = client.get(at(*odd)).text.partition("<main")[2]
    assert "the data is also stored in India" in main
    assert "\x00" not in main


def test_an_address_holds_only_so_many_changes(filled: Site) -> None:
    pairs = [
        (f"{number}.{name}", value)
        for number in range(1, 53)
        for name, value in (("what", "party-moves"), ("party", "vendor"), ("country", "IN"))
    ]
    page = text(page_of(client_of(filled), at(*pairs)))
    assert "Only 50 changes can be supposed at once; 2 were left out" in page
