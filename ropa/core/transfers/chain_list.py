"""The chains of each activity and of each engagement on the public page, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ropa.core.register import Key
from ropa.core.search import natural
from ropa.core.transfers.chains import Chain
from ropa.core.transfers.hop_list import HopIndex
from ropa.core.transfers.verdicts import Verdict, worst
from ropa.vocabulary import Kind

PER_PAGE = 25
"""How many activities a page holds."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """What stands at the head of some chains, and the verdict of the worst of them."""

    key: Key
    title: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ChainPage:
    """A page of those that have chains; a page beyond the last is the last."""

    heads: tuple[ChainHead, ...]
    total: int
    page: int
    pages: int


def activities_with_chains(index: HopIndex, page: int) -> ChainPage:
    """Give a page of the activities that engage somebody."""
    verdicts = _verdicts(index)
    heads = []
    for activity in index.transfers.register.activities.values():
        held = [verdicts[id] for id in activity.engagements or () if id in verdicts]
        if held and not activity.retired:
            heads.append(ChainHead((Kind.ACTIVITY, activity.id), activity.title, worst(held)))
    return _paged(heads, page)


def listed_with_chains(index: HopIndex, page: int) -> ChainPage:
    """Give a page of the engagements on the public page."""
    verdicts, register = _verdicts(index), index.transfers.register
    return _paged(
        (
            ChainHead((Kind.ENGAGEMENT, id), register.engagements[id].title, verdict)
            for id, verdict in verdicts.items()
            if register.engagements[id].public
        ),
        page,
    )


def chains_of(index: HopIndex, key: Key) -> tuple[Chain, ...]:
    """Give the chains of an activity or an engagement, the worst first."""
    kind, id = key
    chains = index.chains.of_activity(id) if kind is Kind.ACTIVITY else index.chains.of(id)
    return tuple(sorted(chains, key=lambda chain: (-chain.verdict.rank, chain.engagements)))


def _verdicts(index: HopIndex) -> dict[str, Verdict]:
    """Give the verdict of the worst chain from each engagement."""
    found = {}
    for id in index.transfers.by_engagement:
        verdict = index.chains.verdict(index.chains.of(id))
        if verdict is not None:
            found[id] = verdict
    return found


def _paged(heads: Iterable[ChainHead], page: int) -> ChainPage:
    held = sorted(heads, key=lambda one: (-one.verdict.rank, natural(one.title), one.key[1]))
    pages = max(1, -(-len(held) // PER_PAGE))
    page = min(page, pages)
    return ChainPage(tuple(held[(page - 1) * PER_PAGE : page * PER_PAGE]), len(held), page, pages)
