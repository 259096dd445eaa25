"""Chains of engagements, and what holds of every register."""

from __future__ import annotations

import itertools
import json
from datetime import date
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.rules import Grade, findings
from ropa.core.transfers.chains import Chain, Chains
from ropa.core.transfers.judge import Transfers
from ropa.core.transfers.verdicts import Verdict, worst
from ropa.export.context import Context
from ropa.export.transfers import transfers_json
from ropa.importing.files import parse_folder
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.store.home import LAW, ROOT
from ropa.store.law import read_texts
from ropa.vocabulary import Kind
from tests.build import build
from tests.core.hopping import judged_of
from tests.core.registers import any_register
from tests.web.conftest import read_once

DAY = "2026-11-25"


def chain(*countries: str | None, **more: dict[str, Any]) -> list[Record]:
    """Make an organisation in the first country and engagements one below the other."""
    first, *others = countries
    records: list[Record] = [build(Organisation, country=first)]
    for number, country in enumerate(others):
        id = f"e{number}"
        records.append(build(Party, id=f"p{number}", name=f"Party {number}", country=country))
        places: dict[str, Any] = {"stored_in": [], "accessed_from": []}
        under = {"under": f"e{number - 1}"} if number else {}
        values = {**places, **under, "role": "processor", **more.get(id, {})}
        records.append(build(Engagement, id=id, name=f"Job {number}", party=f"p{number}", **values))
    records.append(build(Activity, role="controller", engagements=["e0"]))
    return records


def signed(engagement: str, place: str, *mechanisms: str, **more: Any) -> list[Record]:
    """Make a complete declared transfer with its agreement."""
    values = {
        "agreement": f"doc-{engagement}",
        "assessed_on": "2026-03-01",
        "outcome": "favourable",
        "review_by": "2027-03-01",
        **more,
    }
    return [
        build(Document, id=f"doc-{engagement}", name="Agreement", date="2026-03-01"),
        build(
            Transfer,
            id=f"t-{engagement}",
            importer=engagement,
            place=place,
            mechanisms=list(mechanisms),
            **values,
        ),
    ]


def verdicts(transfers: Transfers) -> dict[str, str]:
    return {judged.hop.id: judged.verdict.value for judged in transfers.judged}


def only_chain(records: list[Record]) -> Chain:
    transfers = judged_of(Register.of(records), DAY)
    (found,) = Chains(transfers).of_activity("a1")
    return found


def test_a_chain_from_britain_over_ireland_and_the_states_to_india() -> None:
    records = chain("GB", "IE", "US", "IN")
    transfers = judged_of(Register.of(records), DAY)
    assert verdicts(transfers) == {
        "e0~IE": "adequate",
        "e1~US": "conditional",
        "e2~IN": "conditional",
    }
    found = only_chain(records)
    assert found.engagements == ("e0", "e1", "e2")
    assert found.verdict is Verdict.CONDITIONAL
    assert found.worst.hop.id == "e1~US"
    assert found.worst.must_act == "Party 0; Acme Ltd has it do so (Art 28(4))"
    judgement = found.worst.deciding
    assert (judgement.regime, judgement.decisions) == ("EU", ("eu-us",))


def test_what_is_handed_on_is_bound_by_the_clauses_above() -> None:
    records = [
        *chain("GB", "IE", "US", "IN"),
        *signed("e1", "US", "eu_scc_m3", exporter="p0"),
    ]
    transfers = judged_of(Register.of(records), DAY)
    assert verdicts(transfers)["e1~US"] == "safeguarded"
    assert verdicts(transfers)["e2~IN"] == "onward"
    assert only_chain(records).verdict is Verdict.ONWARD
    assert only_chain(records).worst.must_act == ""


def test_confirmed_adequacy_above_binds_what_is_handed_on() -> None:
    records = [
        *chain("GB", "IE", "US", "IN"),
        build(AdequacyConfirmation, party="p1", adequacy="eu-us", checked_on="2026-06-01"),
    ]
    assert verdicts(judged_of(Register.of(records), DAY))["e2~IN"] == "onward"


def test_data_that_comes_back_is_not_restricted() -> None:
    records = chain("GB", "US", "GB")
    assert verdicts(judged_of(Register.of(records), DAY))["e1~GB"] == "not-restricted"


def test_a_subprocessor_of_ours_is_exported_to_by_us_in_the_third_module() -> None:
    records = [
        *chain("DE", "IN")[:-1],
        build(Activity, role="processor", engagements=["e0"]),
        *signed("e0", "IN", "eu_scc_m2"),
    ]
    (judged,) = judged_of(Register.of(records), DAY).judged
    assert judged.verdict is Verdict.INCOMPLETE
    assert "processor to processor" in judged.deciding.basis
    assert judged.must_act == "Acme Ltd"


def test_a_sister_company_is_a_separate_entity_and_a_branch_is_not() -> None:
    sister = build(Organisation, id="beta", name="Beta Inc", country="US", party="p0")
    records = [*chain("GB", "US"), sister]
    register = Register.of(records)
    assert verdicts(judged_of(register, DAY)) == {"e0~US": "conditional"}
    branch = [build(Organisation, country="GB", party="p0"), *chain("GB", "US")[1:]]
    assert verdicts(judged_of(Register.of(branch), DAY)) == {"e0~US": "not-restricted"}


def test_what_goes_back_to_a_controller_abroad_differs_by_regime() -> None:
    records = [
        build(Organisation, country="GB", regimes=["uk-gdpr", "eu-gdpr"]),
        build(Party, name="Customer", country="US"),
        build(Activity, role="processor", on_behalf_of=["vendor"]),
    ]
    (judged,) = judged_of(Register.of(records), DAY).judged
    assert judged.hop.id == "~vendor~US"
    assert {j.regime: j.verdict.value for j in judged.judgements} == {
        "UK": "not-restricted",
        "EU": "conditional",
    }


def test_what_a_branch_hands_on_the_organisation_exports() -> None:
    laws = ["uk-gdpr", "eu-gdpr"]
    organisation = build(Organisation, country="GB", regimes=laws, party="p0")
    transfers = judged_of(Register.of([organisation, *chain("GB", "GB", "IN")[1:]]), DAY)
    (judged,) = transfers.by_engagement["e1"]
    assert {one.regime for one in judged.judgements} == {"UK", "EU"}
    assert judged.must_act == "Acme Ltd"


@pytest.mark.parametrize(
    ("role", "under", "returned"),
    [
        ("independent-controller", None, False),
        (None, None, False),
        ("processor", None, True),
        ("independent-controller", "e0", True),
    ],
)
def test_a_controller_that_is_a_vendor_too_still_gets_its_data_back(
    role: str | None, under: str | None, returned: bool
) -> None:
    records = [
        *chain("DE", "US"),
        build(Party, id="client", name="Client", country="IN"),
        build(Engagement, id="job", name="Job", party="client", role=role, under=under),
        build(Activity, id="a2", role="processor", on_behalf_of=["client"]),
    ]
    assert ("~client~IN" in verdicts(judged_of(Register.of(records), DAY))) is returned


def test_circles_and_missing_links_are_said() -> None:
    circle = chain("GB", "US", "IN", e0={"under": "e1"})
    found = only_chain(circle)
    assert found.circle
    assert found.verdict.rank >= Verdict.UNKNOWN.rank
    ended = chain("GB", "IE", "FR", e0={"end": "2020-01-01"})
    ended[-1] = build(Activity, role="controller", engagements=["e1"])
    found = only_chain(ended)
    assert (found.engagements, found.broken) == (("e1",), "Job 0")
    assert found.verdict is Verdict.UNKNOWN
    rules = {f.rule for r in (circle, ended) for f in findings_of(r)}
    assert "chain-broken" in rules


def findings_of(records: list[Record]) -> Any:
    day = judged_of(Register.of(records), DAY).day
    return findings(Register.of(records), read_once(LAW), day)


def test_a_very_deep_chain_is_no_crash() -> None:
    found = only_chain(chain("GB", *["US"] * 1500))
    assert len(found.engagements) == 1500


def test_findings_name_the_clause_and_what_to_do_the_most_serious_first() -> None:
    found = findings_of([*chain("GB", "IN", "IE")])
    assert [f.grade for f in found] == sorted((f.grade for f in found), key=list(Grade).index)
    assert found[0].rule == "transfer-unsafeguarded"
    assert "44A" in found[0].clause
    assert "IDTA" in found[0].advice
    assert found[0].key == (Kind.ENGAGEMENT, "e0")


def test_a_decision_that_ends_within_180_days_is_told_of() -> None:
    records = chain("DE", "GB")
    law = read_once(LAW)
    row = law.adequacy_row("eu-gb")
    assert row is not None
    assert row.valid_until is not None
    before = row.valid_until.replace(year=row.valid_until.year - 1)
    near = row.valid_until.replace(month=9, day=1)
    register = Register.of(records)
    assert [f.rule for f in findings(register, law, near)] == ["adequacy-ends"]
    assert not findings(register, law, before)


def test_an_ending_decision_is_told_of_though_another_regime_asks_for_more() -> None:
    records = chain("GB", "BR", e0={"accessed_from": ["BR"], "stored_in": ["BR"]})
    records[0] = build(Organisation, country="GB", regimes=["uk-gdpr", "eu-gdpr"])
    law = read_once(LAW)
    rows = tuple(
        msgspec.structs.replace(row, valid_until=date(2027, 3, 1)) if row.id == "eu-br" else row
        for row in law.tables.adequacy
    )
    ending = Reference(msgspec.structs.replace(law.tables, adequacy=rows), "another")
    found = [one.rule for one in findings(Register.of(records), ending, date(2026, 11, 25))]
    assert found == ["transfer-unsafeguarded", "adequacy-ends"]


def test_the_policy_of_the_example_is_judged_by_what_it_states() -> None:
    example, problems = parse_folder(read_texts(ROOT / "data" / "ocktra"), read_once(LAW))
    assert example is not None, problems
    transfers = judged_of(example, DAY)
    context = Context(about=transfers.day, as_recorded="", version="0")
    told = json.loads(transfers_json(transfers, "ocktra", context))
    by_id = {one["id"]: one for one in told["engagements"]}
    assert {id: one["verdict"] for id, one in by_id.items()} == {
        "aws-cloud-hosting": "unknown",
        "brevo-email-delivery": "unknown",
        "sentry-error-monitoring": "unknown",
        "integration-providers": "initiated-by-another",
    }
    said = {
        id: " ".join(j["said"] for h in one["hops"] for j in h["judgements"])
        for id, one in by_id.items()
    }
    assert "which legal entity AWS is" in said["aws-cloud-hosting"]
    assert "in which country AWS stores the data" in said["aws-cloud-hosting"]
    for vendor in ("brevo-email-delivery", "sentry-error-monitoring"):
        assert "which legal entity" in said[vendor]
        assert "in which country" not in said[vendor]
        assert "An importer in the EEA would be adequate" in said[vendor]
    (statement,) = told["statements"]
    assert (statement["section"], statement["covers"]) == ("§6", [])


# ---- what always holds -------------------------------------------------------------------------


@given(st.integers(0, 10_000))
def test_the_order_of_records_does_not_matter(seed: int) -> None:
    register = any_register(Random(seed))
    shuffled = list(register)
    Random(seed).shuffle(shuffled)
    assert verdicts(judged_of(register, DAY)) == verdicts(judged_of(Register.of(shuffled), DAY))


@given(st.integers(0, 10_000))
def test_a_chain_is_as_good_as_its_worst_hop(seed: int) -> None:
    transfers = judged_of(any_register(Random(seed)), DAY)
    chains = Chains(transfers)
    for id in transfers.by_engagement:
        for one in chains.of(id):
            own = worst(judged.verdict for judged in one.hops)
            assert one.verdict.rank >= own.rank
            assert one.verdict is own or one.circle or one.broken


EVIDENCE = (
    ("mechanisms", ("uk_idta", "eu_scc_m2")),
    ("agreement", "doc"),
    ("assessed_on", "2026-03-01"),
    ("outcome", "favourable"),
    ("review_by", "2027-03-01"),
    ("derogations", ("art49_1_a",)),
    ("occasional", True),
)


@pytest.mark.parametrize("country", ["IN", "US", "CA", "NO", None])
def test_evidence_never_worsens_and_its_loss_never_improves(country: str | None) -> None:
    document = build(Document, id="doc", name="Agreement", date="2026-03-01")
    confirmed = [
        build(AdequacyConfirmation, id=word, party="p0", adequacy=word, checked_on="2026-01-01")
        for word in ("uk-us", "eu-us", "uk-ca")
    ]
    base = build(Organisation, country="GB", regimes=["uk-gdpr", "eu-gdpr"])
    fixed = [base, *chain("GB", country)[1:], document]
    known: dict[frozenset[str], int] = {}
    for chosen in itertools.product((False, True), repeat=len(EVIDENCE)):
        values = dict(itertools.compress(EVIDENCE, chosen))
        declared = build(Transfer, importer="e0", place=country or "IN", **_plain(values))
        for extra in ([], confirmed):
            transfers = judged_of(Register.of([*fixed, declared, *extra]), DAY)
            key = frozenset([*values, *(["confirmed"] if extra else [])])
            known[key] = worst(judged.verdict for judged in transfers.judged).rank
    for key, rank in known.items():
        for name in key:
            assert rank <= known[key - {name}], (key, name)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def test_an_unfavourable_assessment_leaves_a_transfer_unsafeguarded() -> None:
    records = [*chain("GB", "IN"), *signed("e0", "IN", "uk_idta", outcome="unfavourable")]
    (judged,) = judged_of(Register.of(records), DAY).judged
    assert judged.verdict is Verdict.UNSAFEGUARDED
    good = msgspec.structs.replace(records[-1], outcome="favourable")  # type: ignore[arg-type]
    (judged,) = judged_of(Register.of([*records[:-1], good]), DAY).judged
    assert judged.verdict is Verdict.SAFEGUARDED


def test_a_retired_agreement_is_no_evidence() -> None:
    place, document, transfer = chain("GB", "IN"), *signed("e0", "IN", "uk_idta")
    retired = msgspec.structs.replace(document, retired=True)  # type: ignore[arg-type]
    (judged,) = judged_of(Register.of([*place, retired, transfer]), DAY).judged
    assert judged.verdict is Verdict.INCOMPLETE
    assert judged.deciding.missing == ("attach the signed agreement",)
