"""What the page of a record says of its transfers, and what of it is to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ropa.core.register import Key
from ropa.core.transfers.chain_list import chains_of
from ropa.core.transfers.chains import Chain
from ropa.core.transfers.hop_list import HopIndex
from ropa.core.transfers.hop_query import HopQuery
from ropa.core.transfers.verdicts import Verdict
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.findings import MOST, FindingView, placed, seen
from ropa.web.transfer_chains import ChainView, chain_view
from ropa.web.transfer_list import hops_url, index_of
from ropa.web.verdict_marks import Mark, mark_of


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
    below = ((Kind.ENGAGEMENT, id) for chain in chains for id in chain.engagements)
    found = seen(desk).about(below if kind is Kind.ACTIVITY else (key,))
    if not chains and not found:
        return None
    return Mending(
        mark=mark_of(_verdict(index, key, chains[0])) if chains else None,
        hops=hops_url(desk, HopQuery.of(**{_ASKED[kind]: id})),
        chain=chain_view(desk, index, chains[0]) if chains else None,
        findings=tuple(placed(desk, one) for one in found[:MOST]),
        more=max(0, len(found) - MOST),
    )


def _verdict(index: HopIndex, key: Key, worst: Chain) -> Verdict:
    """Give the verdict on an engagement's own hops, or on the worst chain of an activity."""
    kind, id = key
    return index.transfers.verdict_of(id) if kind is Kind.ENGAGEMENT else worst.verdict
