"""The answer to a supposition as text, as JSON and as a workbook read back."""

from __future__ import annotations

import datetime
import json

import pytest

from ropa.core.register import Register
from ropa.core.transfers.suppositions import (
    DecisionBegins,
    DecisionEnds,
    Law,
    PartyMoves,
    PartyReplaced,
    Supposition,
)
from ropa.core.transfers.what_if import WhatIf, what_if
from ropa.export.what_if import what_if_json, what_if_text, what_if_xlsx
from ropa.records.activity import Activity
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from tests.build import build
from tests.export.reading import CONTEXT, DAY, MOMENT, lines, reference, register
from tests.export.test_workbook import HAZARDS

IRELAND = "UK to Ireland: DPA 2018 Sch 21 para 5(1)(a)"
LATER = datetime.date(2027, 1, 1)

CHANGES = (
    DecisionEnds(decision="uk-ie", day=DAY),
    PartyMoves(party="vendor", country="IN"),
    DecisionBegins(regime=Law.UK, place="IN", day=LATER),
)


def held(engaged: str = "Hosting", **party: str) -> Register:
    return register(
        build(Organisation, country="GB", regimes=["uk-gdpr"]),
        build(Party, **{"country": "FR", **party}),
        build(Activity, role="controller", engagements=["hosting", "vague"]),
        build(
            Engagement,
            name=engaged,
            party="vendor",
            role="processor",
            initiated_by="organisation",
            stored_in=["IE"],
            accessed_from=[],
            public=True,
        ),
        build(Engagement, id="vague", name="Vague", public=False),
    )


def answer(found: Register, *changes: object) -> WhatIf:
    return what_if(found, reference(), Supposition(changes or CHANGES), DAY)  # type: ignore[arg-type]


def test_the_text_says_what_is_supposed_and_what_becomes_of_it() -> None:
    said = what_if_text(answer(held())).splitlines()
    assert said[:7] == [
        "What if, judged on 23 November 2026:",
        f"  The decision “{IRELAND}” does not hold from 23 November 2026 on.",
        "  Vendor moves from France to India.",
        "  Under the UK GDPR a decision covers India from 1 January 2027 on.",
        "  Judged before 1 January 2027, so nothing is seen yet of: An adequacy decision begins.",
        "3 hops: 1 would change verdict, 1 would appear, 1 would go; 2 would have to be acted on.",
        "1 hop is unknown before and after: whether this touches them cannot be told.",
    ]
    assert "Hosting, Ireland: adequate → unsafeguarded" in said
    assert "Hosting, India: no such hop → unsafeguarded" in said
    assert "Hosting, France: adequate → no such hop" in said
    assert any(line.startswith("    Could cover it: UK: International Data") for line in said)
    assert said[-2:] == [
        "Activities touched: Billing customers",
        "On the public list and touched: Hosting",
    ]


def test_the_json_holds_it_all() -> None:
    found = json.loads(what_if_json(answer(held()), "acme", CONTEXT))
    assert found["about"] == DAY.isoformat()
    assert found["journal"] == {"sequence": MOMENT.sequence, "digest": MOMENT.digest}
    assert found["law"] == reference().digest
    assert found["law_supposed"] not in (found["law"], "")
    assert [one["what"] for one in found["supposed"]] == [change.WHAT for change in CHANGES]
    assert [one["begins_later"] for one in found["supposed"]] == [False, False, True]
    assert found["unknown"] == ["vague~unknown"]
    hops = {hop["id"]: hop for hop in found["hops"]}
    assert {id: hop["fate"] for id, hop in hops.items()} == {
        "hosting~IE": "changes",
        "hosting~IN": "appears",
        "hosting~FR": "goes",
    }
    ireland = hops["hosting~IE"]
    assert ireland["before"]["verdict"] == "adequate"
    assert ireland["after"]["judgements"][0]["missing"]
    assert ireland["would_cover"][0]["regime"] == "UK"
    assert ireland["activities"] == ["a1"]
    assert hops["hosting~FR"]["after"] is None
    assert (found["activities"], found["listed"]) == (["a1"], ["hosting"])


def rows(content: bytes) -> list[dict[str, str]]:
    """Give the rows of the table by the heading of each cell."""
    read = lines(content)
    return [dict(zip(read[4], row, strict=True)) for row in read[5:]]


def test_the_workbook_has_a_row_for_each_hop_and_no_cell_is_blank() -> None:
    found = rows(what_if_xlsx(answer(held()), "acme", CONTEXT))
    assert all(text for row in found for text in row.values())
    assert [(row["Place"], row["Before"], row["After"]) for row in found] == [
        ("Ireland", "Adequate", "Unsafeguarded"),
        ("India", "No such hop", "Unsafeguarded"),
        ("France", "Adequate", "No such hop"),
    ]
    ireland, india, france = found
    assert ireland["Who must act"] == "Acme Ltd"
    assert "IDTA" in ireland["What would cover it"]
    assert "An adequacy decision covers Ireland" in ireland["Why before"]
    assert "Art 46" in india["Why after"]
    assert (france["Who must act"], france["What would cover it"]) == (
        "Nobody",
        "Nothing is needed",
    )
    assert {row["Activities it serves"] for row in found} == {"Billing customers"}
    assert {row["On the public list"] for row in found} == {"Hosting"}


def test_the_last_sheet_says_what_was_supposed_and_of_which_law() -> None:
    content = what_if_xlsx(answer(held()), "acme", CONTEXT)
    told = dict(row[:2] for row in lines(content, -1))
    assert told["Change 2"] == "Vendor moves from France to India."
    assert told["Judged on"] == "2026-11-23"
    assert told["Journal sequence and hash"] == f"{MOMENT.sequence}:{MOMENT.digest}"
    assert told["Law data digest"] == reference().digest
    assert told["Law data digest, as supposed"] not in (reference().digest, "")
    assert told["Unknown"].startswith("1 hop is unknown")


def test_the_same_answer_is_the_same_bytes() -> None:
    first, second = (what_if_xlsx(answer(held()), "acme", CONTEXT) for _ in range(2))
    assert first == second
    empty = what_if_xlsx(answer(held(), PartyMoves(party="vendor", country="FR")), "acme", CONTEXT)
    assert lines(empty)[0][0] == "No hop would be judged otherwise."


@pytest.mark.parametrize("text", HAZARDS)
def test_a_text_is_never_a_formula(text: str) -> None:
    found = held(text, name=text)
    moved = rows(what_if_xlsx(answer(found), "acme", CONTEXT))[0]
    assert (moved["Engagement"], moved["Importer"]) == (
        found.engagements["hosting"].name,
        found.parties["vendor"].name,
    )
    replaced = PartyReplaced(engagement="hosting", name=text, country="IN")
    comes = rows(what_if_xlsx(answer(found, replaced), "acme", CONTEXT))[0]
    assert comes["Importer"] == text
