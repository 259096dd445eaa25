"""Findings as pages place them: each with its grade, what to do, and where that is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ropa.core.findings import Findings, findings_in
from ropa.core.rules import Finding, Grade, Rule
from ropa.web.access import Desk
from ropa.web.parts import parts
from ropa.web.verdict_marks import Mark

MOST = 6
"""So many findings of a record, or of a rule, are placed; the others are counted."""

_GRADES: Mapping[Grade, tuple[str, str]] = {
    Grade.SERIOUS: ("bad", "bad"),
    Grade.MEND: ("warn", "warn"),
    Grade.WATCH: ("clock", "flat"),
}

_PAGES: Mapping[str, str] = {
    "chain-broken": "transfers.chains",
    "adequacy-ends": "calendar.calendar",
}
"""Where all is seen that breaks a rule which does not ask about a verdict."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as it is placed; `url` is the page of the hop, or else of the record."""

    mark: Mark
    title: str
    said: str
    clause: str
    url: str


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule, how many findings it has, the first of them, and where the others are."""

    mark: Mark
    asks: str
    number: int
    findings: tuple[FindingView, ...]
    more: int
    url: str


def seen(desk: Desk) -> Findings:
    """Give what breaks the rules in the register that the desk sees, about the clock's day."""
    return findings_in(desk.register, parts().reference, desk.clock.about_day)


def broken_rules(desk: Desk) -> Iterator[BrokenRule]:
    """Give the rules that the organisation's records break, the most serious first."""
    for rule, found in seen(desk).of(desk.organisation.id):
        views = tuple(placed(desk, finding) for finding in found[:MOST])
        yield BrokenRule(
            mark=_mark(rule.grade),
            asks=rule.asks,
            number=len(found),
            findings=views,
            more=max(0, len(found) - MOST),
            url=_all(desk, rule),
        )


def _all(desk: Desk, rule: Rule) -> str:
    if rule.verdict is not None:
        return desk.url("transfers.hops", verdict=rule.verdict.value)
    page = _PAGES[rule.id]
    return desk.url(page if desk.opens(page) else "transfers.hops")


def placed(desk: Desk, finding: Finding) -> FindingView:
    """Place a finding: what to do, and the page where that is seen."""
    hop = desk.url("transfers.hop", hop=finding.hop) if finding.hop else desk.url_of(finding.key)
    said = finding.advice or finding.said
    return FindingView(_mark(finding.grade), finding.title, said, finding.clause, hop)


def _mark(grade: Grade) -> Mark:
    icon, sort = _GRADES[grade]
    return icon, sort, grade.label
