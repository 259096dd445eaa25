"""The pages with pictures of data flows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from ropa.core.flows.folding import MOST_NODES
from ropa.export import drawing
from ropa.export.child import DrawingProblem
from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.flow import Flow
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.system import System
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.browsing import sent
from tests.web.conftest import Site
from tests.web.counting import counted
from tests.web.flowing import DPO, G, in_picture, links, main, twin
from tests.web.reading import page_of, parse, text
from tests.web.signing import person, plain, signed_in

pytestmark = pytest.mark.one_database

PAGES = (
    "",
    "/organisation",
    "/organisation?verdict=unknown&country=EU&data=authentication-data",
    "/chains",
    "/chains?of=parties/aws",
    "/chains?of=engagements/aws-cloud-hosting",
    "/reach/parties/aws",
    "/reach/engagements/aws-cloud-hosting",
    "/reach/systems/cookies-sdks",
    "/reach/places/EU",
    "/reach/places/JP",
    "/data/authentication-data",
    "/activity/c1",
    "/around?node=activity/c1&radius=3",
    "/around?node=source/identity%20providers%20(SSO)",
    "/paths",
    "/paths?from=Users%20of%20the%20Services&to=EU",
    "/paths?from=nobody&to=party:aws",
    "/unused",
    "/unused?kind=security-measures",
    "/single-points",
    "/who-holds/authentication-data",
    "/difference?question=paths&of=Users%20of%20the%20Services&to=EU&before=0",
    "/difference",
    "/difference?question=reach&of=parties/aws&before=0",
    "/difference?question=around&of=activity/c1&radius=2&before=0&after=3",
)


@pytest.fixture
def dpo(ocktra: Site) -> FlaskClient:
    person(plain(ocktra), DPO, ("ocktra", UserRole.DPO))
    return signed_in(ocktra, DPO)


@pytest.fixture
def drawn() -> Iterator[list[str]]:
    """Collect what the engine is asked to draw; give it a plain picture each time."""
    asked: list[str] = []
    run = drawing.run

    def counted_run(dot: str, *forms: str, **more: Any) -> bytes | DrawingProblem:
        asked.append(dot)
        return run(dot, *forms, **more)

    with patch.object(drawing, "run", counted_run):
        yield asked


@contextmanager
def broken_engine() -> Iterator[None]:
    """Let no picture be drawn."""
    with patch.object(drawing, "run", lambda *_, **__: DrawingProblem("It took too long.")):
        yield


def test_every_page_is_there_and_every_link_in_it_leads_somewhere(
    dpo: FlaskClient, drawn: list[str]
) -> None:
    seen: set[str] = set()
    for address in PAGES:
        page = page_of(dpo, f"{G}{address}")
        assert text(page.find(".//h1")), address
        found = {*links(page).values(), *in_picture(page).values()}
        seen |= {url for url in found if url.startswith("/")}
    assert len(seen) > 60
    files = {url for url in seen if urlsplit(url).path.rpartition(".")[2] in ("png", "pdf", "svg")}
    for url in seen - files:  # what has to be drawn is asked for in a test of its own
        assert dpo.get(url).status_code in (200, 303), url


def test_the_organisation_comes_first_and_says_what_is_shown(dpo: FlaskClient) -> None:
    page = page_of(dpo, f"{G}/organisation")
    assert text(page.find(".//h1")) == "Flows of OCKTRA.IO LTD"
    assert {(r["From"], r["Activities"]) for r in twin(page)} == {
        ("OCKTRA.IO LTD", "1"),
        ("OCKTRA.IO LTD", "2"),
        ("OCKTRA.IO LTD", "3"),
    }
    nodes = in_picture(page)
    assert nodes["Party: AWS"] == "/o/ocktra/parties/aws"
    assert "Reach of AWS, Global" in links(page) or "/reach/parties/aws" in " ".join(
        links(page).values()
    )


def test_the_second_look_at_a_picture_costs_nothing(
    ocktra: Site, dpo: FlaskClient, drawn: list[str]
) -> None:
    for _ in range(3):
        page_of(dpo, f"{G}/organisation")
    assert len(drawn) == 1
    # Another filter that leaves the same things is another title; another record another picture.
    page_of(dpo, f"{G}/organisation?country=EU")
    assert len(drawn) == 2
    ocktra.put(build(Party, id="aws", name="Amazon"))
    page_of(dpo, f"{G}/organisation")
    assert len(drawn) == 3


def test_pictures_are_kept_up_to_a_number(dpo: FlaskClient, ocktra: Site) -> None:
    its = ocktra.app.extensions["ropa"]
    with broken_engine():
        for node in range(2):
            page_of(dpo, f"{G}/around?node=activity/c1&radius={node + 1}")
    assert its.pictures._most < 200
    assert len(its.pictures._answers) == 2


def test_a_picture_that_cannot_be_drawn_says_so_and_the_table_stands_open(
    dpo: FlaskClient,
) -> None:
    with broken_engine():
        page = page_of(dpo, f"{G}/chains")
        assert "It took too long. The table says the same." in main(page)
        assert page.find(".//details[@id='table'][@open]") is not None
        answer = dpo.get(f"{G}/chains.svg")
    assert answer.status_code == 422
    assert "It took too long." in answer.text


def test_filters_are_state_of_the_address_and_are_said(dpo: FlaskClient) -> None:
    page = page_of(dpo, f"{G}/organisation?country=EU&about=2026-11-20")
    assert "to European Union" in text(page.find(".//h1"))
    assert {row["To"].split()[0] for row in twin(page)} == {"Brevo", "Sentry"}
    said = page.find(".//p[@class='sentence']")
    assert "where it goes to European Union" in text(said)
    assert links(page)["European Union : remove"] == f"{G}/organisation?about=2026-11-20"
    form = page.find(".//form[@class='filters']")
    assert form is not None
    assert ("country", "EU") in sent(form)
    assert ("about", "2026-11-20") in sent(form)
    offered = [
        option.attrib["value"] for option in form.iterfind(".//select[@id='country']/option")
    ]
    assert offered == ["", "EU"]
    assert form.find(".//select[@id='function']") is None  # no function is recorded


def test_wrong_conditions_are_told_in_words_and_left_out(dpo: FlaskClient) -> None:
    wrong = "verdict=magic&country=XX&function=%3Cb%3E&colour=red&data=nothing"
    page = page_of(dpo, f"{G}/organisation?{wrong}")
    alerts = [text(one) for one in page.iterfind(".//p[@role='alert']")]
    assert len(alerts) == 5
    assert "“magic” is nothing that “Verdict” can be here. It was left out." in alerts
    assert "There is no filter “colour” for this picture. It was left out." in alerts
    assert text(page.find(".//h1")) == "Flows of OCKTRA.IO LTD"
    page = page_of(dpo, f"{G}/reach/parties/aws?country=EU")
    assert "There is no filter “country” for this picture" in main(page)


def test_what_no_condition_leaves_is_said(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(build(Party, id="lone", name="Lone"))
    page = page_of(dpo, f"{G}/chains?of=parties/lone")
    assert "Vendor chains of Lone" in text(page.find(".//h1"))
    page = page_of(dpo, f"{G}/reach/parties/lone")
    assert "No engagement of Lone is in force on 23 November 2026, so nothing is reached." in main(
        page
    )
    assert "What has to be done" not in main(page)


@pytest.mark.parametrize(
    "address",
    [
        *("/reach/parties/none", "/reach/purposes/marketing-communications", "/reach/places/XX"),
        *("/reach/parties/..%2f..", "/data/none", "/data/%3Cscript%3E", "/activity/none"),
        *(
            "/around",
            "/around?node=activity/none",
            "/around?node=%27%22%3E",
            "/chains?of=parties/x",
        ),
        *("/chains?of=activities/c1", "/difference?question=magic", "/organisation.exe"),
        *("/magic.svg", "/reach.svg", "/around.svg?of=x", "/difference.svg", "/go?question=reach"),
        *("/difference?question=data&of=none&before=0", "/unused?kind=activities"),
        *("/who-holds/none", "/who-holds.csv", "/unused.svg", "/paths.svg?of=nobody&to=EU"),
        *("/reach/parties/none/sheet.pdf", "/reach/places/XX/sheet.pdf"),
    ],
)
def test_what_there_is_not_is_not_found(dpo: FlaskClient, address: str) -> None:
    assert dpo.get(f"{G}{address}").status_code == 404


def test_nothing_of_another_organisation_is_shown(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        build(Organisation, id="beta", name="Beta Ltd"),
        build(Party, id="hush", name="A secret party"),
        build(Engagement, id="hush", organisation="beta", name="A secret", party="hush"),
        build(Activity, id="hush", organisation="beta", name="A secret too", engagements=["hush"]),
    )
    for address in ("reach/parties/hush", "activity/hush", "around?node=activity/hush"):
        assert dpo.get(f"{G}/{address}").status_code == 404, address
    for address in ("", "/organisation", "/chains", "/organisation.json"):
        assert "secret" not in dpo.get(f"{G}{address}").text, address


def test_the_table_is_sorted_by_its_heads_and_turns_its_pages(
    ocktra: Site, dpo: FlaskClient
) -> None:
    page = page_of(dpo, f"{G}/organisation?sort=-activities")
    assert [row["Activities"] for row in twin(page)] == ["3", "3", "2", "2", "1"]
    assert page.find(".//details[@id='table'][@open]") is not None
    heads = {
        text(h): h.attrib.get("aria-sort") for h in page.iterfind(".//details[@id='table']//th")
    }
    assert heads["Activities"] == "descending"
    assert heads["To"] is None
    assert links(page)["Activities"] == f"{G}/organisation?sort=activities#table"
    assert links(page)["To"] == f"{G}/organisation?sort=to#table"
    assert page.find(".//details[@id='table'][@open]") is not None
    ocktra.put(
        *(
            build(Activity, id=f"a{n}", organisation="ocktra", name=f"A {n}", systems=["backups"])
            for n in range(130)
        )
    )
    first = page_of(dpo, f"{G}/reach/systems/backups")
    assert len(twin(first)) == 100
    assert "1–100 of" in main(first)
    assert "the CSV has all" in main(first)
    assert links(first)["Next"] == f"{G}/reach/systems/backups?page=2#table"
    last = page_of(dpo, f"{G}/reach/systems/backups?page=99")
    assert 0 < len(twin(last)) <= 100
    rows = list(csv.reader(io.StringIO(dpo.get(f"{G}/reach.csv?of=systems/backups").text)))
    assert len(rows) > 130


def test_folds_open_on_click_and_close_again(ocktra: Site, dpo: FlaskClient) -> None:
    ocktra.put(
        *(
            build(System, id=f"s{n}", organisation="ocktra", name=f"System {n}", places=["FR"])
            for n in range(MOST_NODES + 1)
        )
    )
    page = page_of(dpo, f"{G}/organisation")
    fold = next(url for name, url in in_picture(page).items() if name.startswith("Open "))
    assert "open=" in fold
    assert "are folded into" in main(page)
    assert "Fold all again" not in main(page)
    opened = page_of(dpo, fold)
    assert links(opened)["Fold all again"] == f"{G}/organisation"
    assert in_picture(opened) != in_picture(page)
    assert len(dpo.get(f"{G}/organisation?{'&'.join(['open=x'] * 500)}").text) < 200_000


def test_names_are_shown_as_text(ocktra: Site, dpo: FlaskClient) -> None:
    ugly = '<script>alert(1)</script> {{7*7}} "q" : ]] \u202eflip 🦊 ' + "x" * 300
    ocktra.put(
        build(Party, id="ugly", name=ugly, country="IN"),
        build(Engagement, id="ugly", organisation="ocktra", name=ugly, party="ugly"),
        build(System, id="ugly", organisation="ocktra", name=ugly),
        build(
            Activity,
            id="ugly",
            organisation="ocktra",
            name=ugly,
            function=ugly,
            sources=[ugly],
            systems=["ugly"],
            engagements=["ugly"],
        ),
        build(
            Flow,
            id="ugly",
            organisation="ocktra",
            name=ugly,
            from_subjects=None,
            from_source=ugly,
            to_system="ugly",
        ),
    )
    for address in ("", "/organisation", "/reach/parties/ugly", "/activity/ugly", "/chains"):
        answer = dpo.get(f"{G}{address}").text
        assert "<script>alert" not in answer, address
        assert "{{7*7}}" in answer, address
        parse(answer)
    page = page_of(dpo, f"{G}/activity/ugly")
    for url in {*links(page).values(), *in_picture(page).values()}:
        if url.startswith("/") and "." not in urlsplit(url).path:
            assert dpo.get(url).status_code == 200, url


def test_records_and_transfers_lead_to_their_pictures(ocktra: Site, dpo: FlaskClient) -> None:
    found = links(page_of(dpo, "/o/ocktra/parties/aws?about=2026-11-20"))
    assert found["What a breach there reaches"] == f"{G}/reach/parties/aws?about=2026-11-20"
    assert found["Its vendor chain"] == f"{G}/chains?about=2026-11-20&of=parties%2Faws"
    found = links(page_of(dpo, "/o/ocktra/activities/c1"))
    assert found["Its data flow"] == f"{G}/activity/c1"
    assert found["What is around it"] == f"{G}/around?node=activity%2Fc1"
    found = links(page_of(dpo, "/o/ocktra/data-categories/authentication-data"))
    assert found["Where it lives and goes"] == f"{G}/data/authentication-data"
    assert links(page_of(dpo, "/o/ocktra/hops"))["As a picture"] == f"{G}/organisation"
    assert links(page_of(dpo, "/o/ocktra/hops/chains"))["As a picture"] == f"{G}/chains"
    hop = links(page_of(dpo, "/o/ocktra/hops/aws-cloud-hosting~unknown"))
    assert hop["What a breach there reaches"] == f"{G}/reach/engagements/aws-cloud-hosting"
    ocktra.put(build(Activity, id="old", organisation="ocktra", name="Old", retired=True))
    assert "Its data flow" not in links(page_of(dpo, "/o/ocktra/activities/old"))


def test_the_tab_has_the_questions_and_the_declared_flows(dpo: FlaskClient) -> None:
    page = page_of(dpo, f"{G}?about=2026-11-20")
    beside = page.find(".//nav[@aria-label='In this tab']")
    assert beside is not None
    found = {text(link): link.attrib["href"] for link in beside.iter("a")}
    assert found["Declared"] == "/o/ocktra/flows?about=2026-11-20"
    assert found["Organisation"] == f"{G}/organisation?about=2026-11-20"
    declared = page_of(dpo, "/o/ocktra/flows")
    here = [text(a) for a in declared.iter("a") if a.attrib.get("aria-current") == "page"]
    assert here == ["Flows", "Declared"]


def test_a_question_is_chosen_by_a_form(dpo: FlaskClient) -> None:
    page = page_of(dpo, f"{G}?about=2026-11-20")
    form = next(f for f in page.iter("form") if ("question", "reach") in sent(f))
    options = {o.attrib["value"] for o in form.iter("option")}
    assert {"parties/aws", "systems/backups", "places/EU"} <= options
    answer = dpo.get(form.attrib["action"], query_string=dict(sent(form)))
    assert answer.status_code == 303
    assert answer.location == f"{G}/reach/parties/aws?about=2026-11-20"


def test_an_empty_register_says_what_to_do(site: Site) -> None:
    site.put(build(Organisation))
    person(plain(site), "a@a.example", ("acme", UserRole.ADMINISTRATOR))
    client = signed_in(site, "a@a.example")
    told = main(page_of(client, "/o/acme/graphs"))
    assert "no system is recorded" in told
    assert "No activity says which personal data it uses yet." in told
    for address in ("organisation", "chains", "difference?before=0"):
        page_of(client, f"/o/acme/graphs/{address}")


def test_pages_do_not_ask_the_database_for_each_record(ocktra: Site, dpo: FlaskClient) -> None:
    addresses = ("", "/organisation", "/chains", "/reach/parties/aws", "/data/authentication-data")
    few = [asked(ocktra, dpo, address) for address in addresses]
    ocktra.put(
        *(
            build(Engagement, id=f"e{n}", organisation="ocktra", name=f"E {n}", party="aws")
            for n in range(30)
        ),
        *(
            build(Activity, id=f"a{n}", organisation="ocktra", name=f"A {n}", engagements=["e1"])
            for n in range(30)
        ),
    )
    page_of(dpo, G)  # the newest entries are read once
    assert [asked(ocktra, dpo, address) for address in addresses] == few
    assert max(few) < 10


def asked(site: Site, client: FlaskClient, address: str) -> int:
    """Count the queries of a page that was looked at before."""
    client.get(f"{G}{address}")
    with counted(site) as said:
        assert client.get(f"{G}{address}").status_code == 200
    return len(said)
