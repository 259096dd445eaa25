"""The pages of international transfers."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from ropa.core.transfers.hop_facets import HOP_FACETS
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.browsing import Pairs, encoded, form_in, sent
from tests.web.conftest import Site
from tests.web.counting import counted
from tests.web.reading import addresses, page_of, parse, tables, text
from tests.web.signing import person, plain, signed_in

pytestmark = pytest.mark.one_database

DPO = "dpo@ocktra.example"


@pytest.mark.parametrize(
    "address",
    [
        "hops",
        "hops?verdict=unknown&q=aws&page=4",
        "hops/matrix",
        "hops/chains",
        "hops/chains?of=listed",
        "hops/aws-cloud-hosting~unknown",
        "hops/sentry-error-monitoring~EU",
        "hops/sentry-error-monitoring~EU/assessment",
        "law",
        "transfers",
        "calendar",
    ],
)
def test_every_page_is_there(ocktra: Site, address: str) -> None:
    person(plain(ocktra), DPO, ("ocktra", UserRole.DPO))
    client = signed_in(ocktra, DPO)
    page_of(client, f"/o/ocktra/{address}")


@pytest.fixture
def dpo(ocktra: Site) -> FlaskClient:
    person(plain(ocktra), DPO, ("ocktra", UserRole.DPO))
    return signed_in(ocktra, DPO)


@pytest.mark.parametrize("value", ["nothing-here", "magic:x", ":", "mechanism:", "<b>"])
def test_no_value_of_a_filter_breaks_the_list(dpo: FlaskClient, value: str) -> None:
    for facet in HOP_FACETS:
        page_of(dpo, f"/o/ocktra/hops?{urlencode({facet.name: value})}")


def said(client: FlaskClient, address: str, code: int = 200) -> str:
    answer = client.get(f"/o/ocktra/{address}")
    assert answer.status_code == code, answer.text
    return text(parse(answer.text).find(".//main"))


def test_what_the_policy_says_stands_beside_the_hops_and_covers_none(dpo: FlaskClient) -> None:
    told = said(dpo, "hops")
    assert "we implement appropriate safeguards" in told
    assert told.index("AWS") < told.index("Integration providers")
    assert "Unknown" in told


def test_filters_are_part_of_the_address(dpo: FlaskClient) -> None:
    told = said(dpo, "hops?verdict=adequate")
    assert "Sentry" in told
    assert "Integration providers" not in told
    rows = list(csv.reader(io.StringIO(dpo.get("/o/ocktra/hops.csv?verdict=adequate").text)))
    assert len(rows) == 3
    assert all("Adequate" in row for row in rows[1:])


def test_the_page_of_a_hop_says_why_and_what_is_missing(dpo: FlaskClient) -> None:
    told = said(dpo, "hops/brevo-email-delivery~unknown")
    assert "it is not stated which legal entity Brevo is" in told
    assert "An importer in the EEA would be adequate" in told
    assert "To act: OCKTRA.IO LTD" in told
    assert "UK GDPR Art 44A" in told


def test_hops_of_others_and_of_none_are_not_found(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(Organisation, id="beta", name="Beta Ltd", country="GB"),
        build(Engagement, id="hush", organisation="beta", name="A secret of Beta"),
    )
    for hop in ("hush~unknown", "none~US", "aws-cloud-hosting~US", "%00~unknown"):
        assert dpo.get(f"/o/ocktra/hops/{hop}").status_code == 404, hop
    for address in ("hops", "hops/chains", "hops/matrix", "hops.csv"):
        assert "secret" not in dpo.get(f"/o/ocktra/{address}").text, address


def test_the_verdict_is_that_of_the_day_asked_for(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(Organisation, id="ocktra", name="Ocktra", country="DE"),
        build(Party, id="brazil", name="Vendedor", country="BR"),
        build(
            Engagement,
            id="br",
            organisation="ocktra",
            name="Painel",
            party="brazil",
            stored_in=[],
            accessed_from=[],
        ),
    )
    assert "Unsafeguarded" in said(dpo, "hops/br~BR?about=2026-01-25")
    assert "Conditional" in said(dpo, "hops/br~BR?about=2026-01-26")


def test_names_are_shown_as_text(ocktra: Site, dpo: FlaskClient) -> None:
    ugly = '<script>alert(1)</script> {{7*7}} "q" ' + "x" * 300
    ocktra.put(
        build(Party, id="ugly", name=ugly, country="IN"),
        build(Engagement, id="ugly", organisation="ocktra", name=ugly, party="ugly"),
    )
    for address in ("hops", "hops/ugly~IN", "hops/ugly~IN/assessment"):
        answer = dpo.get(f"/o/ocktra/{address}").text
        assert "<script>alert" not in answer
        assert "{{7*7}}" in answer


INDIA = (
    build(Party, id="indus", name="Indus", country="IN"),
    build(
        Engagement,
        id="desk",
        organisation="ocktra",
        name="=Help desk",
        party="indus",
        role="processor",
        stored_in=[],
        accessed_from=[],
    ),
)


def links(page: Element) -> dict[str, str]:
    """Give the addresses of a page's links by their words."""
    return {text(link): link.attrib["href"] for link in page.iter("a")}


def test_the_tab_leads_to_the_derived_hops_and_on_to_the_declared(dpo: FlaskClient) -> None:
    tabs = page_of(dpo, "/o/ocktra/").find(".//nav[@aria-label='Register']")
    assert tabs is not None
    assert links(tabs)["Transfers"] == "/o/ocktra/hops"
    beside = links(page_of(dpo, "/o/ocktra/hops?about=2026-01-02"))
    assert beside["Declared"] == "/o/ocktra/transfers?about=2026-01-02"
    assert beside["Calendar"] == "/o/ocktra/calendar?about=2026-01-02"
    declared = page_of(dpo, "/o/ocktra/transfers")
    here = [text(link) for link in declared.iter("a") if link.get("aria-current") == "page"]
    assert here == ["Transfers", "Declared"]


def test_a_transfer_is_declared_with_importer_and_place_filled_in(
    ocktra: Site, dpo: FlaskClient
) -> None:
    ocktra.put(*INDIA)
    page = page_of(dpo, "/o/ocktra/hops/desk~IN")
    form = form_in(page_of(dpo, links(page)["Declare a transfer"]))
    pairs = dict(sent(form))
    assert pairs["f-importer"] == "desk"
    assert pairs["f-place"] == "IN"
    assert pairs["f-name"] == "=Help desk, India"
    # Nothing is stored before it is saved.
    assert "Help desk, India" not in dpo.get("/o/ocktra/transfers").text
    answer = dpo.post("/o/ocktra/transfers/new", data=encoded([*sent(form), ("do", "save")]))
    assert answer.status_code == 303
    assert answer.location == "/o/ocktra/transfers/help-desk-india"


@pytest.mark.parametrize(
    ("outcome", "act"),
    [(None, "Complete what is declared"), ("favourable", "Change what is declared")],
)
def test_what_is_declared_can_be_completed_or_changed(
    ocktra: Site, dpo: FlaskClient, outcome: str | None, act: str
) -> None:
    ocktra.put(
        *INDIA,
        build(Document, id="idta", name="Agreement", date="2026-03-01"),
        build(
            Transfer,
            organisation="ocktra",
            importer="desk",
            place="IN",
            mechanisms=["uk_idta"],
            agreement="idta",
            assessed_on="2026-03-01",
            outcome=outcome,
        ),
    )
    assert act in links(page_of(dpo, "/o/ocktra/hops/desk~IN"))


def test_what_would_cover_a_hop_is_told_apart_by_its_law(ocktra: Site, dpo: FlaskClient) -> None:
    both = build(Organisation, id="ocktra", name="Ocktra", regimes=["uk-gdpr", "eu-gdpr"])
    ocktra.put(both, *INDIA)
    page = page_of(dpo, "/o/ocktra/hops/desk~IN")
    ids = {one.get("id"): text(one) for one in page.iter() if one.get("id")}
    names = [
        " ".join(ids[id] for id in one.get("aria-labelledby", "").split())
        for one in page.iter("section")
    ]
    assert len(names) == len(set(names))
    assert "What would cover it UK GDPR" in names


def test_a_confirmation_begins_with_the_party_and_the_decision(
    ocktra: Site, dpo: FlaskClient
) -> None:
    ocktra.put(build(Party, id="indus", name="Indus", country="US"), INDIA[1])
    page = page_of(dpo, "/o/ocktra/hops/desk~US")
    pairs = dict(sent(form_in(page_of(dpo, links(page)["Confirm adequacy (UK)"]))))
    assert (pairs["f-party"], pairs["f-adequacy"]) == ("indus", "uk-us")


@pytest.mark.parametrize(
    "wrong",
    [
        *("f-importer=hush", "f-importer=no-such", "f-importer=%2BNew", "f-place=XX"),
        *("f-mechanisms=magic", "f-assessed_on=never", "f-occasional=perhaps", "f-id=a/b"),
        *("f-organisation=beta", "f-nothing=x", "f-provenance-0-field=name", "f-retired=yes"),
    ],
)
def test_what_a_form_could_not_take_is_not_filled_in(
    ocktra: Site, dpo: FlaskClient, wrong: str
) -> None:
    ocktra.put(
        build(Organisation, id="beta", name="Beta Ltd"),
        build(Engagement, id="hush", organisation="beta", name="A secret of Beta"),
    )
    plain_pairs = told(sent(form_in(page_of(dpo, "/o/ocktra/transfers/new"))))
    page = page_of(dpo, f"/o/ocktra/transfers/new?{wrong}")
    assert told(sent(form_in(page))) == plain_pairs
    assert "secret" not in text(page)


def told(pairs: Pairs) -> Pairs:
    """Give what a form would send of the record."""
    return [(name, value) for name, value in pairs if name.startswith("f-")]


def test_who_may_not_edit_and_the_past_are_offered_nothing(ocktra: Site) -> None:
    person(plain(ocktra), DPO, ("ocktra", UserRole.DPO))
    ocktra.put(*INDIA)
    person(ocktra, "ria@ocktra.example", ("ocktra", UserRole.READER))
    ocktra.later(days=1)
    ocktra.put(build(Party, id="indus", name="Indus", country="FR"))
    dpo, reader = (signed_in(ocktra, email) for email in (DPO, "ria@ocktra.example"))
    now = page_of(reader, "/o/ocktra/hops/desk~FR")
    then = page_of(dpo, "/o/ocktra/hops/desk~IN?as_of=2026-11-23")
    for page in (now, then):
        assert "Assess the risk" in links(page)
        assert "Declare a transfer" not in links(page)
    assert links(then)["Assess the risk"].endswith("/assessment?as_of=2026-11-23")
    assert dpo.get("/o/ocktra/hops/desk~IN").status_code == 404


def test_a_spreadsheet_finds_no_formula_in_the_export(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(*INDIA)
    answer = dpo.get("/o/ocktra/hops.csv?place=IN")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbfVerdict,")
    head, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    told = dict(zip(head, row, strict=True))
    assert told["Engagement"] == "'=Help desk"
    assert told["Place"] == "India"
    assert told["Verdict"] == "Unsafeguarded"
    assert told["Who must act"] == "OCKTRA.IO LTD"


def test_where_nothing_is_missing_the_export_does_not_say_unknown(dpo: FlaskClient) -> None:
    answer = dpo.get("/o/ocktra/hops.csv?verdict=adequate")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert {(row["Missing"], row["Who must act"]) for row in rows} == {("Nothing", "Nobody")}
    assert {row["Initiated by"] for row in rows} == {""}


def test_the_matrix_leads_to_the_hops_of_a_cell(dpo: FlaskClient) -> None:
    page = page_of(dpo, "/o/ocktra/hops/matrix")
    (rows,) = tables(page).values()
    c1 = next(row for row in rows if row["Activity"].startswith("C1"))
    assert c1["European Union"].startswith("Adequate")
    assert c1["Unknown"].startswith("Unknown")
    cell = next(url for words, url in links(page).items() if words.startswith("Adequate : C1"))
    assert cell == "/o/ocktra/hops?place=EU&activity=c1"
    (hops,) = tables(page_of(dpo, cell)).values()
    assert [row["Place"] for row in hops] == ["European Union stored"]


def test_circles_and_missing_links_are_said(ocktra: Site, dpo: FlaskClient) -> None:
    common = {"organisation": "ocktra", "party": "indus", "public": True}
    ocktra.put(
        INDIA[0],
        build(Engagement, id="one", name="One", **common),
        build(Engagement, id="two", name="Two", under="one", **common),
        build(Engagement, id="old", name="Old one", end="2026-01-01", **common),
        build(Engagement, id="new", name="New one", under="old", **common),
    )
    ocktra.put(build(Engagement, id="one", name="One", under="two", **common))
    listed = said(dpo, "hops/chains?of=listed")
    assert "It leads back to itself" in listed
    assert "A link is missing: it works under “Old one”" in listed
    assert "It leads back to itself" in said(dpo, "hops/two~IN")


def test_the_list_tells_what_breaks_the_rules(ocktra: Site, dpo: FlaskClient) -> None:
    assert "Findings: 3" in said(dpo, "hops")
    common = {"organisation": "ocktra", "party": "indus", "public": True}
    ocktra.put(
        *INDIA,
        build(Engagement, id="old", name="Old one", end="2026-01-01", **common),
        build(Engagement, id="new", name="New one", under="old", **common),
    )
    page = page_of(dpo, "/o/ocktra/hops")
    told = text(page.find(".//details[@class='twin findings']"))
    assert told.index("Serious Is every restricted") < told.index("To be mended Is it known")
    assert "Does every engagement work under one that is in force? 1 New one" in told
    assert links(page)["New one"] == "/o/ocktra/engagements/new"
    assert "Findings" not in said(dpo, "hops?about=1990-01-01")


def test_the_list_tells_of_a_decision_that_ends_soon(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(Organisation, id="ocktra", name="Ocktra", country="DE", regimes=["eu-gdpr"]),
        build(Party, id="brit", name="Brit Ltd", country="GB"),
        build(
            Engagement,
            id="brit-desk",
            name="British desk",
            organisation="ocktra",
            party="brit",
            stored_in=["GB"],
            accessed_from=["GB"],
        ),
    )
    soon = "hops?about=2031-09-01"
    assert "To be watched Does an adequacy decision that is relied on end within" in said(dpo, soon)
    assert "British desk, United Kingdom" in said(dpo, soon)
    assert "To be watched" not in said(dpo, "hops?about=2030-09-01")


def test_an_activity_tells_what_breaks_the_rules_below_it(dpo: FlaskClient) -> None:
    aside = text(page_of(dpo, "/o/ocktra/activities/c1").find(".//aside"))
    assert "Findings To be mended AWS cloud hosting" in aside


def test_a_record_tells_of_its_hops_and_what_is_to_be_mended(dpo: FlaskClient) -> None:
    engagement = page_of(dpo, "/o/ocktra/engagements/aws-cloud-hosting")
    aside = text(engagement.find(".//aside"))
    assert "International transfers Unknown Worst hop: AWS cloud hosting, place unknown" in aside
    assert "To be mended" in aside
    assert "find out in which country AWS stores the data" in aside
    assert links(engagement)["All its hops"] == "/o/ocktra/hops?engagement=aws-cloud-hosting"
    activity = page_of(dpo, "/o/ocktra/activities/c1")
    assert links(activity)["All its hops"] == "/o/ocktra/hops?activity=c1"
    assert "International transfers Unknown" in text(activity.find(".//aside"))
    for quiet in ("activities/c2", "systems/cookies-and-sdks", "parties/aws"):
        address = f"/o/ocktra/{quiet}"
        assert "All its hops" not in dpo.get(address).text, address


def test_pages_do_not_ask_the_database_for_each_hop(ocktra: Site, dpo: FlaskClient) -> None:
    addresses = ("hops", "hops/matrix", "hops/chains", "hops/desk~IN", "activities/c1", "law")
    ocktra.put(*INDIA)
    few = [asked(ocktra, dpo, address) for address in addresses]
    more = [
        build(Engagement, id=f"e{n}", organisation="ocktra", name=f"E {n}", party="indus")
        for n in range(30)
    ]
    ocktra.put(*more)
    assert [asked(ocktra, dpo, address) for address in addresses] == few


def asked(site: Site, client: FlaskClient, address: str) -> int:
    assert client.get(f"/o/ocktra/{address}").status_code == 200
    with counted(site) as statements:
        client.get(f"/o/ocktra/{address}")
    return len(statements)


def test_the_law_page_warns_of_an_old_check(dpo: FlaskClient) -> None:
    now = said(dpo, "law")
    assert "Information Commission" in now
    assert "International Data Transfer Agreement" in now
    assert "not verified" in now
    assert "Last checked more than 90 days before" not in now
    later = said(dpo, "law?about=2027-06-01")
    assert "Last checked more than 90 days before 1 June 2027" in later
    assert "International Data Transfer Agreement" not in said(dpo, "law?about=2021-06-01")
    page = page_of(dpo, "/o/ocktra/law")
    outside = [url for url in addresses(page) if url.startswith("http")]
    assert outside
    assert all(url.startswith("https://") and "," not in url for url in outside)


def test_an_assessment_asks_what_the_regime_asks_and_keeps_nothing(dpo: FlaskClient) -> None:
    page = page_of(dpo, "/o/ocktra/hops/sentry-error-monitoring~EU/assessment")
    asks = text(page.find(".//main"))
    assert "The data protection test" in asks
    assert "What the clauses ask of both parties" not in asks  # it exports under the UK GDPR alone
    assert page.find(".//main//form") is None


def test_without_engagements_the_pages_say_what_to_do(site: Site) -> None:
    site.put(build(Organisation))
    person(plain(site), DPO, ("acme", UserRole.DPO))
    client = signed_in(site, DPO)
    for address, words in (
        ("hops", "No hop can be derived"),
        ("hops/matrix", "Data of no activity is known to go anywhere"),
        ("hops/chains", "No activity names an engagement in force"),
        ("hops/chains?of=listed", "is listed on the public subprocessor page"),
    ):
        assert words in text(page_of(client, f"/o/acme/{address}").find(".//main")), address
