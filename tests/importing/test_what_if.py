"""Suppositions read from a file, and what is said of those that cannot be."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.core.register import Register
from ropa.core.transfers.suppositions import (
    CHANGES,
    ConfirmationLost,
    DecisionBegins,
    DecisionEnds,
    Law,
    PartyMoves,
    PartyReplaced,
    PlaceAdded,
    Reach,
    Scope,
    Supposition,
)
from ropa.importing.files import parse_folder
from ropa.importing.what_if import parse_what_if
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.store.law import read_texts
from tests.build import build
from tests.core.registers import reference
from tests.test_layers import ROOT

REGISTER = Register.of(
    [
        build(Organisation, country="GB"),
        build(Party, country="US"),
        build(Party, id="other", name="Other"),
        build(Engagement, party="vendor"),
        build(AdequacyConfirmation, checked_on="2026-01-01"),
    ]
)

WHOLE = """\
day: 2027-01-01
changes:
  - {what: decision-ends, decision: eu-us, day: 2026-12-01}
  - what: decision-begins
    regime: UK
    place: IN
    scope: partial
    condition: Companies on the list
    day: 2026-12-01
  - {what: confirmation-lost, party: vendor, decision: uk-us}
  - {what: party-moves, party: vendor, country: NO}
  - {what: place-added, engagement: hosting, reach: accessed, place: IN}
  - {what: party-replaced, engagement: hosting, party: other}
  - {what: party-replaced, engagement: hosting, name: New Ltd, country: FR}
"""


def read(text: str) -> tuple[Supposition | None, list[str]]:
    found, problems = parse_what_if("if.yml", text, REGISTER, reference())
    return found, [str(problem) for problem in problems]


def test_every_variety_of_change_is_read() -> None:
    december = datetime.date(2026, 12, 1)
    found, problems = read(WHOLE)
    assert problems == []
    assert found == Supposition(
        (
            DecisionEnds(decision="eu-us", day=december),
            DecisionBegins(
                regime=Law.UK,
                place="IN",
                scope=Scope.PARTIAL,
                condition="Companies on the list",
                day=december,
            ),
            ConfirmationLost(party="vendor", decision="uk-us"),
            PartyMoves(party="vendor", country="NO"),
            PlaceAdded(engagement="hosting", reach=Reach.ACCESSED, place="IN"),
            PartyReplaced(engagement="hosting", party="other"),
            PartyReplaced(engagement="hosting", name="New Ltd", country="FR"),
        ),
        datetime.date(2027, 1, 1),
    )
    assert found is not None
    assert {type(change) for change in found.changes} == set(CHANGES)


def test_the_example_of_the_readme_is_of_the_example_register() -> None:
    words = (ROOT / "README.md").read_text("utf-8")
    example = words.partition("`what-if.yml`\n\n")[2].partition("\n\n")[0]
    text = "\n".join(line.removeprefix("    ") for line in example.splitlines())
    held, _ = parse_folder(read_texts(ROOT / "data" / "ocktra"), reference())
    assert held is not None
    found, problems = parse_what_if("what-if.yml", text, held, reference())
    assert problems == ()
    assert found is not None
    assert len(found.changes) == 5
    assert all(f"`{cls.WHAT}`" in words or f"what: {cls.WHAT}," in example for cls in CHANGES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("{what: decision-end}", "[0].what: there is no such change; did you mean “decision-ends”"),
        ("{}", "[0]: expected one of: decision-ends, decision-begins"),
        ("5", "[0]: expected a group of fields (name: value)"),
        (
            "{what: decision-ends, decision: nope, day: 2026-12-01}",
            "[0].decision: the law data has no decision “nope”",
        ),
        (
            "{what: decision-ends, decision: eu-us-safe-harbour, day: 2026-12-01}",
            "[0].decision: “eu-us-safe-harbour” holds only until 5 October 2015",
        ),
        (
            "{what: decision-ends, decision: eu-us, day: 2026-13-01}",
            "[0].day: expected a date such as 2026-11-23, found “2026-13-01”",
        ),
        (
            "{what: decision-ends, decision: eu-us, day: 0001-01-01}",
            "[0].day: “0001-01-01” is not a day from 1900 on",
        ),
        (
            "{what: decision-ends, decision: eu-us, day: 2026-12-01, from: x}",
            "[0].from: there is no such field",
        ),
        ("{what: decision-ends, decision: eu-us}", "[0]: the field “day” (From which day) is"),
        (
            "{what: party-moves, party: nobody, country: US}",
            "[0].party: there is no party “nobody”",
        ),
        ("{what: party-moves, party: vendor, country: EU}", "[0].country: “EU” is no country"),
        (
            "{what: place-added, engagement: nothing, reach: stored, place: IN}",
            "[0].engagement: there is no engagement “nothing”",
        ),
        (
            "{what: place-added, engagement: hosting, reach: sent, place: IN}",
            "[0].reach: expected one of: stored, accessed; found “sent”",
        ),
        (
            "{what: place-added, engagement: hosting, reach: stored, place: QQ}",
            "[0].place: the law data knows no place “QQ”",
        ),
        (
            "{what: confirmation-lost, party: other, decision: uk-us}",
            "[0].decision: nothing is confirmed for Other under “uk-us”",
        ),
        (
            "{what: party-replaced, engagement: hosting}",
            "[0].party: name either a party on record or a new one",
        ),
        (
            "{what: party-replaced, engagement: hosting, name: New Ltd}",
            "[0].country: say where the new party is established",
        ),
        (
            "{what: decision-begins, regime: EU, place: FR, day: 2026-12-01}",
            "[0].place: France is no third country to the EU GDPR",
        ),
        (
            "{what: decision-begins, regime: EU, day: 2026-12-01}",
            "[0].place: name either a country or an international organisation",
        ),
        (
            "{what: decision-begins, regime: EU, place: IN, scope: partial, day: 2026-12-01}",
            "[0].condition: a condition goes with those who meet it",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(change: str, said: str) -> None:
    found, problems = read(f"changes:\n  - {change}\n")
    assert found is None
    assert any(f"if.yml, line 2, changes{said}" in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing in this text."),
        ("- what: decision-ends", "if.yml, line 1: expected “changes: …”, found a list"),
        ("day: 2026-12-01", "expected a list under “changes”"),
        ("changes: none", "if.yml, line 1, changes: expected a list"),
        ("day: soon\nchanges: []", "if.yml, line 1, day: “soon” is not a day"),
        ("day: 2026\nchanges: []", "if.yml, line 1, day: “2026” is not a day"),
        ("change: x\nchanges: []", "line 1, change: there is no such field; did you mean"),
        ("changes:\n  - {what: a\n", "This is not valid YAML"),
        ("changes: []\nchanges: []", "line 2: 'changes' stands here a second time"),
    ],
)
def test_a_file_that_is_none_is_said(text: str, said: str) -> None:
    found, problems = read(text)
    assert found is None
    assert any(said in problem for problem in problems), problems


def test_problems_stand_in_the_order_of_the_lines_and_leave_none_out() -> None:
    _, problems = read(
        "changes:\n"
        "  - {what: party-moves, party: nobody, country: US}\n"
        "  - 5\n"
        "  - {what: decision-ends, decision: nope, day: 2026-12-01}\n"
        "day: soon\n"
    )
    assert [problem.split(",")[1] for problem in problems] == [
        " line 2",
        " line 3",
        " line 4",
        " line 5",
    ]


WORDS = st.sampled_from(
    [
        "day",
        "changes",
        "what",
        "decision-ends",
        "eu-us",
        "2026-12-01",
        "party",
        "- ",
        ": ",
        "{",
        "}",
    ]
)


@given(st.lists(WORDS | st.text(max_size=4), max_size=20).map("".join))
def test_no_text_raises(text: str) -> None:
    found, problems = parse_what_if("if.yml", text, REGISTER, reference())
    assert (found is None) is bool(problems)
