"""What the page of a record says of its transfers, and what of it is to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ropa.core.findings import findings_by_key
from ropa.core.register import Key
from ropa.core.rules import Finding, Grade
from ropa.core.transfers.chain_list import chains_of
from ropa.core.transfers.chains import Chain
from ropa.core.transfers.hop_list import HopIndex
from ropa.core.transfers.hop_query import HopQuery
from ropa.core.transfers.verdicts import Verdict
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.parts import parts
from ropa.web.transfer_chains import ChainView, chain_view
from ropa.web.transfer_list import hops_url, index_of
from ropa.web.verdict_marks import Mark, mark_of

MOST = 6
"""So many findings stand on the page of a record; the others are counted."""

_GRADES: Mapping[Grade, tuple[str, str]] = {
    Grade.SERIOUS: ("bad", "bad"),
    Grade.MEND: ("warn", "warn"),
    Grade.WATCH: ("clock", "flat"),
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as it is placed: its grade, what to do, and the page of the hop it is about."""

    mark: Mark
    title: str
    said: str
    clause: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Mending:
    """The verdict on what the record sends, its hops, its worst chain, and its findings."""

    mark: Mark | None
    hops: str
    chain: ChainView | None
    findings: tuple[FindingView, ...]
    more: int


_ASKED: Mapping[Kind, str] = {
    Kind.ENGAGEMENT: "engagement",
    Kind.ACTIVITY: "activity",
    Kind.PARTY: "importer",
}
"""What the list of hops is filtered by for each kind that something is judged of."""


def mending(desk: Desk, key: Key) -> Mending | None:
    """Give what is judged of a record about the clock's day; None where nothing is."""
    kind, id = key
    if kind not in _ASKED:
        return None
    index = index_of(desk)
    chains = () if kind is Kind.PARTY else chains_of(index, key)
    found = findings_by_key(desk.register, parts().reference, desk.clock.about_day).get(key, ())
    if not chains and not found:
        return None
    return Mending(
        mark=mark_of(_verdict(index, key, chains[0])) if chains else None,
        hops=hops_url(desk, HopQuery.of(**{_ASKED[kind]: id})),
        chain=chain_view(desk, index, chains[0]) if chains else None,
        findings=tuple(_placed(desk, one) for one in found[:MOST]),
        more=max(0, len(found) - MOST),
    )


def _verdict(index: HopIndex, key: Key, worst: Chain) -> Verdict:
    """Give the verdict on an engagement's own hops, or on the worst chain of an activity."""
    kind, id = key
    return index.transfers.verdict_of(id) if kind is Kind.ENGAGEMENT else worst.verdict


def _placed(desk: Desk, finding: Finding) -> FindingView:
    icon, sort = _GRADES[finding.grade]
    hop = desk.url("transfers.hop", hop=finding.hop) if finding.hop else None
    said = finding.advice or finding.said
    return FindingView((icon, sort, finding.grade.label), finding.title, said, finding.clause, hop)
