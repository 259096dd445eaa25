"""What the register should be told about: one table of rules, each finding what breaks it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.core.transfers.chains import Chains
from ropa.core.transfers.endings import endings
from ropa.core.transfers.judge import Transfers, transfers_of
from ropa.core.transfers.verdicts import Verdict
from ropa.vocabulary import Kind, Word


class Grade(Word):
    """How much a finding matters."""

    SERIOUS = "serious", "Serious"
    MEND = "mend", "To be mended"
    WATCH = "watch", "To be watched"


@dataclass(frozen=True, slots=True)
class Finding:
    """One record that breaks a rule, what of the law it is about, and what to do.

    `hop` names the hop where it is about one.
    """

    rule: str
    grade: Grade
    clause: str
    organisation: str
    key: Key
    title: str
    said: str
    advice: str
    hop: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its id, the question it asks, and how it finds what breaks it.

    `verdict` is that of the hops it finds, None where it asks about something else.
    """

    id: str
    grade: Grade
    asks: str
    find: Callable[[Rule, Transfers], Iterator[Finding]]
    verdict: Verdict | None = None


def _judged(rule: Rule, transfers: Transfers) -> Iterator[Finding]:
    """Find the hops of the rule's verdict."""
    for judged in transfers.judged:
        if judged.verdict is not rule.verdict:
            continue
        hop, one = judged.hop, judged.deciding
        own = (Kind.ENGAGEMENT, hop.engagement) if hop.engagement else None
        yield Finding(
            rule=rule.id,
            grade=rule.grade,
            clause=one.clause,
            organisation=hop.organisation,
            key=own or (Kind.PARTY, hop.importer.party or ""),
            title=f"{hop.title}, {transfers.place_of(hop)}",
            said=one.text,
            advice=f"{judged.must_act}: {'; '.join(one.missing)}" if one.missing else "",
            hop=hop.id,
        )


def _circles(rule: Rule, transfers: Transfers) -> Iterator[Finding]:
    """Find the engagements that work under one another in a circle, or under one that is over."""
    chains = Chains(transfers)
    seen: set[tuple[str, ...]] = set()
    for id in transfers.by_engagement:
        for chain in chains.of(id):
            if not (chain.circle or chain.broken) or chain.engagements in seen:
                continue
            seen.add(chain.engagements)
            record = transfers.register.engagements[chain.engagements[0]]
            said = (
                "The engagements above and below it lead back to one another."
                if chain.circle
                else f"It works under “{chain.broken}”, which is not in force."
            )
            yield Finding(
                rule=rule.id,
                grade=rule.grade,
                clause="Art 28(4)",
                organisation=record.organisation,
                key=(record.KIND, record.id),
                title=record.title,
                said=said,
                advice="Correct what each engagement works under.",
            )


def _endings(rule: Rule, transfers: Transfers) -> Iterator[Finding]:
    """Find the hops whose adequacy decision ends soon."""
    for ending in endings(transfers):
        for judged in ending.hops:
            hop = judged.hop
            if hop.engagement is None:
                continue
            yield Finding(
                rule=rule.id,
                grade=rule.grade,
                clause=judged.deciding.clause,
                organisation=hop.organisation,
                key=(Kind.ENGAGEMENT, hop.engagement),
                title=f"{hop.title}, {transfers.place_of(hop)}",
                said=ending.said,
                advice="See whether it will be renewed, and prepare a safeguard.",
                hop=hop.id,
            )


RULES: tuple[Rule, ...] = (
    Rule(
        "transfer-unsafeguarded",
        Grade.SERIOUS,
        "Is every restricted transfer covered?",
        _judged,
        Verdict.UNSAFEGUARDED,
    ),
    Rule(
        "transfer-unknown",
        Grade.MEND,
        "Is it known who receives the data, and where?",
        _judged,
        Verdict.UNKNOWN,
    ),
    Rule(
        "transfer-incomplete",
        Grade.MEND,
        "Are agreement and risk assessment on record and up to date?",
        _judged,
        Verdict.INCOMPLETE,
    ),
    Rule(
        "transfer-conditional",
        Grade.MEND,
        "Is it confirmed that the importer meets the condition of the adequacy decision?",
        _judged,
        Verdict.CONDITIONAL,
    ),
    Rule(
        "chain-broken",
        Grade.MEND,
        "Does every engagement work under one that is in force?",
        _circles,
    ),
    Rule(
        "adequacy-ends",
        Grade.WATCH,
        "Does an adequacy decision that is relied on end within 180 days?",
        _endings,
    ),
)
"""The rules, the most serious first."""


def findings(register: Register, reference: Reference, day: datetime.date) -> tuple[Finding, ...]:
    """Give what breaks the rules, rule by rule."""
    transfers = transfers_of(register, reference, day)
    return tuple(finding for rule in RULES for finding in rule.find(rule, transfers))
