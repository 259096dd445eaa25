"""The pages of international transfers."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.vocabulary import UserRole
from tests.build import build
from tests.web.conftest import Site
from tests.web.reading import page_of, parse, text
from tests.web.signing import person, plain, signed_in

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
