"""The chains as pages place them."""

from __future__ import annotations

from dataclasses import dataclass

from ropa.core.filters import Query
from ropa.core.transfers.chain_list import (
    PER_PAGE,
    activities_with_chains,
    chains_of,
    listed_with_chains,
)
from ropa.core.transfers.chains import Chain
from ropa.core.transfers.hop_list import HopIndex
from ropa.core.transfers.verdicts import worst
from ropa.vocabulary import Kind
from ropa.web.access import Desk
from ropa.web.frame import Place
from ropa.web.transfer_list import hop_url, index_of
from ropa.web.verdict_marks import Mark, mark_of

MOST = 12
"""So many chains of one head are shown; the others are folded."""

LISTED = "listed"
"""What the address says for the engagements on the public page."""


@dataclass(frozen=True, slots=True)
class Step:
    """One engagement of a chain, with the verdict of its worst hop; `here` is the page's own."""

    title: str
    url: str
    mark: Mark
    here: bool


@dataclass(frozen=True, slots=True)
class ChainView:
    """A chain: its worst hop in words, who must act, and what is wrong with it as a chain."""

    steps: tuple[Step, ...]
    mark: Mark
    worst: str
    worst_url: str
    acts: str
    note: str


@dataclass(frozen=True, slots=True)
class ChainGroup:
    """The chains of one activity or engagement; `rest` are those that are folded."""

    title: str
    url: str
    mark: Mark
    chains: tuple[ChainView, ...]
    rest: tuple[ChainView, ...]


@dataclass(frozen=True, slots=True)
class ChainPage:
    """All that the page of chains places."""

    listed: bool
    turns: tuple[Place, ...]
    groups: tuple[ChainGroup, ...]
    total: int
    shown: str
    previous: str | None
    next: str | None
    engagements: str
    picture: str


def chain_page(desk: Desk, of: str, number: int) -> ChainPage:
    """Give a page of the chains of activities, or of what the public page lists."""
    index, listed = index_of(desk), of == LISTED
    find = listed_with_chains if listed else activities_with_chains
    found = find(index, number)
    groups = []
    for head in found.heads:
        views = tuple(chain_view(desk, index, chain) for chain in chains_of(index, head.key))
        groups.append(
            ChainGroup(
                head.title,
                desk.url_of(head.key),
                mark_of(head.verdict),
                views[:MOST],
                views[MOST:],
            )
        )
    begin = (found.page - 1) * PER_PAGE

    def turned(to: int) -> str | None:
        return _url(desk, listed, to) if 1 <= to <= found.pages else None

    return ChainPage(
        listed=listed,
        turns=(
            Place("Of each activity", _url(desk, False), None, not listed),
            Place("Of each engagement on the public page", _url(desk, True), None, listed),
        ),
        groups=tuple(groups),
        total=found.total,
        shown=f"{begin + 1}–{begin + len(groups)} of {found.total}",
        previous=turned(found.page - 1),
        next=turned(found.page + 1),
        engagements=desk.list_url(Query(Kind.ENGAGEMENT)),
        picture=desk.url("flows.chains"),
    )


def chain_view(desk: Desk, index: HopIndex, chain: Chain, here: str | None = None) -> ChainView:
    """Place a chain; `here` is the engagement whose page it stands on."""
    transfers, bad = index.transfers, chain.worst
    return ChainView(
        steps=tuple(_step(desk, index, id, here) for id in chain.engagements),
        mark=mark_of(chain.verdict),
        worst=f"{bad.hop.title}, {transfers.place_of(bad.hop)}",
        worst_url=hop_url(desk, bad),
        acts=bad.must_act,
        note=_note(chain),
    )


def _step(desk: Desk, index: HopIndex, id: str, here: str | None) -> Step:
    hops = index.transfers.by_engagement[id]
    verdict = worst(judged.verdict for judged in hops)
    bad = next(judged for judged in hops if judged.verdict is verdict)
    return Step(bad.hop.title, hop_url(desk, bad), mark_of(verdict), id == here)


def _note(chain: Chain) -> str:
    """Say what is wrong with a chain as such."""
    if chain.circle:
        return (
            "It leads back to itself: correct what each of these engagements works under. Until "
            "then nothing is known of what stands above them."
        )
    if chain.broken:
        return f"A link is missing: it works under “{chain.broken}”, which is not in force."
    return ""


def _url(desk: Desk, listed: bool, page: int = 1) -> str:
    asked = {"of": LISTED} if listed else {}
    turned = {"page": page} if page > 1 else {}
    return desk.url("transfers.chains", **asked, **turned)
