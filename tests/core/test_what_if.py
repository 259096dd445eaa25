"""What would become of hops: by hand-made registers, and what holds for any."""

from __future__ import annotations

import datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ropa.core.register import Register
from ropa.core.transfers.judge import transfers_of
from ropa.core.transfers.suppositions import (
    Change,
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
from ropa.core.transfers.what_if import Fate, Shift, WhatIf, misfits, suppose, what_if
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.vocabulary import Kind
from tests.build import build
from tests.core.registers import any_register, reference

TODAY = datetime.date(2026, 11, 25)
TOMORROW = datetime.date(2026, 11, 26)
BOTH = ["uk-gdpr", "eu-gdpr"]

DPF = (
    DecisionEnds(decision="eu-us", day=TOMORROW),
    DecisionEnds(decision="uk-us", day=TOMORROW),
)


def confirmed(decision: str) -> Record:
    return build(
        AdequacyConfirmation,
        id=f"vendor-{decision}",
        adequacy=decision,
        checked_on="2026-09-01",
        valid_until="2027-09-01",
    )


def register(*more: Record, regimes: list[str] | None = None, **engagement: object) -> Register:
    """One processor in the United States; `more` replaces records of the same id."""
    told: dict[str, object] = {
        "party": "vendor",
        "role": "processor",
        "initiated_by": "organisation",
        "stored_in": ["US"],
        "accessed_from": [],
        "public": True,
    }
    return Register.of(
        [
            build(Organisation, country="GB", regimes=regimes or ["uk-gdpr"]),
            build(Party, country="US"),
            build(Activity, role="controller", engagements=["hosting"]),
            build(Engagement, **{**told, **engagement}),
            *more,
        ]
    )


def asked(held: Register, *changes: Change, day: datetime.date | None = None) -> WhatIf:
    return what_if(held, reference(), Supposition(changes, day), TODAY)


def told(answer: WhatIf) -> dict[str, tuple[str | None, str | None]]:
    """Give the verdicts before and after by hop."""
    return {
        shift.hop.id: (
            shift.before.verdict.value if shift.before else None,
            shift.after.verdict.value if shift.after else None,
        )
        for shift in answer.shifts
    }


def only(answer: WhatIf) -> Shift:
    (shift,) = answer.shifts
    return shift


def test_a_decision_that_ends_leaves_what_rests_on_it_unsafeguarded() -> None:
    held = register(confirmed("uk-us"), confirmed("eu-us"), regimes=BOTH)
    answer = asked(held, *DPF, day=TOMORROW)
    assert told(answer) == {"hosting~US": ("adequate", "unsafeguarded")}
    shift = only(answer)
    assert shift.fate is Fate.CHANGES
    assert [(pair.regime, pair.differs) for pair in shift.pairs] == [("UK", True), ("EU", True)]
    assert (shift.activities, shift.listed) == (("a1",), ("hosting",))
    assert (answer.activities, answer.listed) == (("a1",), ("hosting",))
    assert answer.summary == "1 hop: 1 would change verdict; 1 would have to be acted on."
    tools = {(one.regime, one.cover.label.split(",")[0]) for one in shift.remedies}
    assert tools == {
        ("UK", "International Data Transfer Agreement (IDTA)"),
        ("UK", "International Data Transfer Addendum to the EU SCCs"),
        ("EU", "Standard contractual clauses"),
    }
    assert any("Module 2" in one.cover.label for one in shift.remedies)
    assert not any("Module 1" in one.cover.label for one in shift.remedies)


def test_one_law_may_change_where_the_other_decides_already() -> None:
    held = register(confirmed("eu-us"), regimes=BOTH)
    shift = only(asked(held, DPF[0], day=TOMORROW))
    assert shift.before is not None
    assert shift.before.verdict.value == "conditional"
    assert [pair.regime for pair in shift.pairs] == ["EU"]


def test_the_day_before_its_end_a_decision_still_holds() -> None:
    held = register(confirmed("uk-us"))
    answer = asked(held, *DPF)
    assert answer.day == TODAY
    assert answer.shifts == ()
    assert answer.waiting == DPF
    assert asked(held, *DPF, day=TOMORROW).waiting == ()


def test_a_decision_that_begins_covers_a_place_from_its_day() -> None:
    held = register(stored_in=["IN"], id="hosting")
    begins = DecisionBegins(regime=Law.UK, place="IN", day=TOMORROW)
    assert asked(held, begins).shifts == ()
    answer = asked(held, begins, day=TOMORROW)
    assert told(answer) == {"hosting~IN": ("unsafeguarded", "adequate")}
    assert only(answer).remedies == ()
    assert only(answer).clean


def test_a_decision_for_some_is_conditional_until_it_is_confirmed() -> None:
    held = register(stored_in=["IN"])
    condition = "Companies on the list"
    begins = DecisionBegins(
        regime=Law.UK, place="IN", scope=Scope.PARTIAL, condition=condition, day=TODAY
    )
    shift = only(asked(held, begins))
    assert shift.after is not None
    assert shift.after.verdict.value == "conditional"
    assert condition in shift.remedies[0].cover.needs


def test_an_international_organisation_can_become_adequate_by_its_name() -> None:
    body = build(Party, name="Office", kind="international-organisation", country="CH")
    held = register(body, stored_in=[])
    begins = DecisionBegins(regime=Law.UK, organisation="Office", day=TODAY)
    assert ("unsafeguarded", "adequate") in told(asked(held, begins)).values()


def test_a_lost_confirmation_is_not_confirmed_any_more() -> None:
    held = register(confirmed("uk-us"), confirmed("eu-us"))
    answer = asked(held, ConfirmationLost(party="vendor", decision="uk-us"))
    assert told(answer) == {"hosting~US": ("adequate", "conditional")}
    assert asked(held, ConfirmationLost(party="vendor", decision="eu-us")).shifts == ()


def test_a_party_that_moves_takes_its_hop_along() -> None:
    held = register(build(Party, country="FR"), stored_in=["FR"])
    answer = asked(held, PartyMoves(party="vendor", country="IN"))
    assert told(answer) == {"hosting~IN": (None, "unsafeguarded")}
    held = register(build(Party, country="FR"), stored_in=[])
    answer = asked(held, PartyMoves(party="vendor", country="IN"))
    assert told(answer) == {"hosting~IN": (None, "unsafeguarded"), "hosting~FR": ("adequate", None)}
    assert [shift.fate for shift in answer.shifts] == [Fate.APPEARS, Fate.GOES]
    gone = answer.shifts[1]
    assert gone.clean
    assert gone.remedies == ()
    assert gone.activities == ("a1",)


@pytest.mark.parametrize("reach", Reach)
def test_a_place_that_is_added_is_one_hop_more(reach: Reach) -> None:
    held = register(build(Party, country="FR"), stored_in=["FR"], accessed_from=["FR"])
    answer = asked(held, PlaceAdded(engagement="hosting", reach=reach, place="IN"))
    assert told(answer) == {"hosting~IN": (None, "unsafeguarded")}


def test_where_places_are_unknown_the_others_stay_unknown() -> None:
    held = register(stored_in=None)
    answer = asked(held, PlaceAdded(engagement="hosting", reach=Reach.STORED, place="FR"))
    assert told(answer) == {"hosting~FR": (None, "adequate")}
    assert [judged.hop.id for judged in answer.untold] == ["hosting~unknown"]


def declared(**fields: object) -> tuple[Record, ...]:
    told: dict[str, object] = {
        "importer": "hosting",
        "place": "US",
        "mechanisms": ["uk_idta"],
        "agreement": "signed",
        "assessed_on": "2026-03-01",
        "outcome": "favourable",
    }
    return (
        build(Document, id="signed", name="IDTA", date="2026-03-01"),
        build(Transfer, **{**told, **fields}),
    )


def test_what_was_agreed_with_one_party_does_not_bind_the_next() -> None:
    other = build(Party, id="other", name="Other", country="US")
    held = register(*declared(), other)
    answer = asked(held, PartyReplaced(engagement="hosting", party="other"))
    assert told(answer) == {"hosting~US": ("safeguarded", "conditional")}
    assert asked(held, PartyReplaced(engagement="hosting", party="vendor")).shifts == ()


def test_a_party_can_be_replaced_by_one_that_is_not_on_record() -> None:
    held = register(stored_in=[])
    change = PartyReplaced(engagement="hosting", name="Vendor", country="FR")
    answer = asked(held, change)
    assert told(answer) == {"hosting~FR": (None, "adequate"), "hosting~US": ("conditional", None)}
    assert answer.shifts[0].hop.importer.party == "vendor-2"
    assert "vendor-2" not in held.parties


def test_no_contract_is_offered_where_an_assessment_was_unfavourable() -> None:
    held = register(*declared(outcome="unfavourable"), confirmed("uk-us"))
    shift = only(asked(held, DPF[1], day=TOMORROW))
    assert shift.after is not None
    assert shift.after.verdict.value == "unsafeguarded"
    assert shift.remedies == ()
    assert any("stop the transfer" in said for said in shift.missing)


def test_a_hop_below_touches_the_engagement_that_is_listed() -> None:
    below = build(
        Engagement,
        id="below",
        name="Below",
        party="sub",
        under="hosting",
        role="processor",
        stored_in=["FR"],
        accessed_from=[],
    )
    sub = build(Party, id="sub", name="Sub", country="FR")
    change = PartyMoves(party="sub", country="IN")
    held = register(confirmed("uk-us"), below, sub)
    shift = next(one for one in asked(held, change).shifts if one.hop.id == "below~IN")
    assert shift.listed == ("hosting",)
    assert shift.activities == ("a1",)


def test_a_change_that_does_not_fit_is_told_and_left_out() -> None:
    held = register(confirmed("uk-us"))
    changes = (
        PartyMoves(party="nobody", country="FR"),
        DPF[1],
        PlaceAdded(engagement="none", reach=Reach.STORED, place="QQ"),
    )
    answer = asked(held, *changes, day=TOMORROW)
    assert answer.supposition.changes == (DPF[1],)
    assert told(answer) == {"hosting~US": ("adequate", "unsafeguarded")}
    found = misfits(held, reference(), Supposition(changes))
    assert [(number, misfit.field) for number, misfit in found] == [
        (0, "party"),
        (2, "engagement"),
        (2, "place"),
    ]


def test_nothing_supposed_leaks_into_the_real_register_or_law() -> None:
    held, law = register(confirmed("uk-us")), reference()
    real = transfers_of(held, law, TODAY)
    rows, digest = law.tables.adequacy, law.digest
    moved = PartyMoves(party="vendor", country="IN")
    ends = DecisionEnds(decision="uk-us", day=TODAY)
    supposed, other = suppose(held, law, Supposition((moved, ends)))
    assert supposed.memory is not held.memory
    assert other.digest not in (digest, "")
    assert (law.tables.adequacy, law.digest) == (rows, digest)
    assert held.parties["vendor"].country == "US"
    assert supposed.parties["vendor"].country == "IN"
    transfers_of(supposed, other, TODAY)
    asked(held, moved, ends)
    asked(held, moved, ends, day=TOMORROW)
    assert transfers_of(held, law, TODAY) is real
    assert suppose(held, law, Supposition((moved,)))[1] is law


def test_the_digest_is_that_of_what_is_supposed() -> None:
    held, law = register(), reference()
    digests = {
        suppose(held, law, Supposition((DecisionEnds(decision=id, day=day),)))[1].digest
        for id in ("eu-us", "uk-us")
        for day in (TODAY, TOMORROW)
    }
    assert len(digests) == 4
    again = suppose(held, law, Supposition((DPF[0],)))[1].digest
    assert again in digests


def idle(held: Register) -> list[Change]:
    """Give changes that change nothing: what is so already, or is over, or is yet to come."""
    found: list[Change] = [
        DecisionEnds(decision="eu-us-privacy-shield", day=datetime.date(2020, 7, 1)),
        DecisionEnds(decision="uk-us", day=TOMORROW),
        DecisionBegins(regime=Law.UK, place="IN", day=TOMORROW),
    ]
    found += [
        PartyMoves(party=party.id, country=party.country)
        for party in held.parties.values()
        if party.country is not None and party.country in reference().countries
    ]
    for one in held.engagements.values():
        if one.party is not None:
            found.append(PartyReplaced(engagement=one.id, party=one.party))
        for reach, places in ((Reach.STORED, one.stored_in), (Reach.ACCESSED, one.accessed_from)):
            found += [
                PlaceAdded(engagement=one.id, reach=reach, place=place) for place in places or ()
            ]
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_what_changes_nothing_changes_nothing(seed: int) -> None:
    random = Random(seed)
    held = any_register(random)
    changes = idle(held)
    random.shuffle(changes)
    supposition = Supposition(tuple(changes))
    assert misfits(held, reference(), supposition) == ()
    supposed, _ = suppose(held, reference(), supposition)
    assert supposed == held
    assert what_if(held, reference(), supposition, TODAY).shifts == ()
    assert what_if(held, reference(), Supposition(), TODAY).shifts == ()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_every_change_is_answered_and_leaves_the_register_as_it_is(seed: int) -> None:
    random = Random(seed)
    held = any_register(random)
    before = Register.of(held)
    countries = ("IN", "US", "FR", "GB")
    changes: list[Change] = [
        *DPF,
        *(PartyMoves(party=id, country=random.choice(countries)) for id in held.parties),
        *(
            PlaceAdded(engagement=id, reach=random.choice(list(Reach)), place="IN")
            for id in held.engagements
        ),
        *(
            PartyReplaced(engagement=id, name="New", country=random.choice(countries))
            for id in held.engagements
        ),
        *(
            ConfirmationLost(party=one.party, decision=one.adequacy)
            for one in held.adequacy_confirmations.values()
        ),
    ]
    some = tuple(random.sample(changes, random.randrange(len(changes))))
    answer = what_if(held, reference(), Supposition(some, TOMORROW), TODAY)
    for shift in answer.shifts:
        assert shift.pairs, shift
        assert shift.clean or shift.missing or shift.remedies, shift
    assert all(change.said(answer.ground).endswith(".") for change in some)
    assert set(answer.listed) <= set(held.of_kind(Kind.ENGAGEMENT))
    assert held == before
