"""The list of hops as its page places it, and what the organisation publishes beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from ropa.core.filters import Query
from ropa.core.listing import FacetList
from ropa.core.transfers.hop_list import (
    HopIndex,
    HopListing,
    hop_index,
    hop_listing,
    standing,
)
from ropa.core.transfers.hop_query import HopQuery
from ropa.core.transfers.judge import Transfers, transfers_of
from ropa.core.transfers.verdicts import Judged
from ropa.vocabulary import Kind, StatementTopic
from ropa.web.access import Action, Desk
from ropa.web.findings import BrokenRule, broken_rules
from ropa.web.list_page import FacetView, Filter, Pairs, Value, add_url
from ropa.web.parts import parts
from ropa.web.tables import Head, heads
from ropa.web.verdict_marks import Mark, mark_of

EXPANDED = "all"
"""The part of the address that names the facet of which all values are shown."""

HEADS: tuple[Head, ...] = heads(
    "From, to", "Verdict", "Place", "Rests on, or lacks", "Who must act", "Activities", numbers=1
)

_VALUES = 10
_OPEN = 4


@dataclass(frozen=True, slots=True)
class HopRow:
    """One hop of the list. `rests` is what it lacks where `open`, else what it rests on."""

    url: str
    exporter: str
    importer: str
    title: str
    mark: Mark
    place: str
    how: str
    rests: str
    clause: str
    open: bool
    acts: str
    activities: int


@dataclass(frozen=True, slots=True)
class Published:
    """What is published on transfers: the words, and where they stand."""

    words: str
    where: str
    url: str | None


@dataclass(frozen=True, slots=True)
class HopPage:
    """All that the page of the list places; `kept` travels along with a search."""

    listing: HopListing
    count: str
    standing: str
    published: tuple[Published, ...]
    broken: tuple[BrokenRule, ...]
    rows: tuple[HopRow, ...]
    facets: tuple[FacetView, ...]
    filters: tuple[Filter, ...]
    clear: str | None
    action: str
    kept: Pairs
    problems: tuple[str, ...]
    previous: str | None
    next: str | None
    csv: str | None
    add: str | None
    engagements: str
    picture: str


def judged_by(desk: Desk) -> Transfers:
    """Judge what an organisation sees, about the clock's day."""
    return transfers_of(desk.register, parts().reference, desk.clock.about_day)


def index_of(desk: Desk) -> HopIndex:
    """Give the hops of the organisation, about the clock's day."""
    return hop_index(judged_by(desk), desk.organisation.id)


def hops_url(desk: Desk, query: HopQuery, endpoint: str = "transfers.hops") -> str:
    """Give the address of a list of hops, at the clock's moment."""
    pairs = [*desk.clock.asked.items(), *query.to_args()]
    path = url_for(endpoint, organisation=desk.organisation.id)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def hop_url(desk: Desk, judged: Judged) -> str:
    """Give the address of the page of a hop."""
    return desk.url("transfers.hop", hop=judged.hop.id)


def hop_page(desk: Desk, query: HopQuery, problems: Iterable[str], expanded: str) -> HopPage:
    """Give the list as its page places it; `expanded` names the facet that shows all its values."""
    index = index_of(desk)
    found = hop_listing(index, query)
    query = found.query
    turned = query.page > 1, query.page < found.pages
    return HopPage(
        listing=found,
        count=f"{found.matched} of {counted(found.total, 'hop')}",
        standing=standing(index),
        published=tuple(_published(desk)),
        broken=tuple(broken_rules(desk)),
        rows=tuple(_row(desk, index.transfers, judged) for judged in found.rows),
        facets=tuple(_facets(desk, found, expanded)),
        filters=tuple(
            Filter(one.phrase, tuple((label, hops_url(desk, q)) for label, q in one.values))
            for one in found.conditions
        ),
        clear=hops_url(desk, HopQuery()) if query.filtered else None,
        action=hops_url(desk, HopQuery()).partition("?")[0],
        kept=(*desk.clock.asked.items(), *query.with_text("").to_args()),
        problems=tuple(problems),
        previous=hops_url(desk, query.on_page(query.page - 1)) if turned[0] else None,
        next=hops_url(desk, query.on_page(query.page + 1)) if turned[1] else None,
        csv=_csv(desk, query),
        add=add_url(desk, Kind.ENGAGEMENT),
        engagements=desk.list_url(Query(Kind.ENGAGEMENT)),
        picture=desk.url("flows.organisation"),
    )


def counted(number: int, noun: str) -> str:
    """Say how many there are of something."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _csv(desk: Desk, query: HopQuery) -> str | None:
    return hops_url(desk, query, "transfers.download") if desk.may(Action.EXPORT) else None


def _row(desk: Desk, transfers: Transfers, judged: Judged) -> HopRow:
    hop, one = judged.hop, judged.deciding
    lacks = "; ".join(one.missing)
    return HopRow(
        url=hop_url(desk, judged),
        exporter=hop.exporter.title,
        importer=hop.importer.title,
        title=hop.title,
        mark=mark_of(judged.verdict),
        place="" if hop.place is None else transfers.place_of(hop),
        how=", ".join(way.value for way in hop.ways),
        rests=f"{lacks[:1].upper()}{lacks[1:]}" if lacks else one.basis,
        clause=one.clause,
        open=bool(lacks),
        acts=judged.must_act,
        activities=len(hop.load.activities),
    )


def _published(desk: Desk) -> Iterator[Published]:
    for statement in desk.organisation.statements or ():
        if statement.topic is StatementTopic.TRANSFERS:
            key = (Kind.DOCUMENT, statement.document or "")
            document = desk.register.get(*key)
            where = (document.title if document else "", statement.section or "")
            yield Published(
                statement.words,
                ", ".join(filter(None, where)),
                desk.url_of(key) if document else None,
            )


def _facets(desk: Desk, found: HopListing, expanded: str) -> Iterator[FacetView]:
    useful = [facet for facet in found.facets if facet.useful]
    for place, facet in enumerate(useful):
        whole = facet.name == expanded
        yield FacetView(
            name=facet.name,
            label=facet.label,
            values=_values(desk, found.query, facet, len(facet.values) if whole else _VALUES),
            open=place < _OPEN or facet.chosen or whole,
            more=0 if whole else max(0, len(facet.values) - _VALUES),
            more_url=_expanded(hops_url(desk, found.query), facet.name),
        )


def _values(desk: Desk, query: HopQuery, facet: FacetList, most: int) -> tuple[Value, ...]:
    first = facet.values[:most]
    beyond = [value for value in facet.values[most:] if value.chosen]
    return tuple(
        Value(
            value.label,
            value.count,
            value.chosen,
            value.state,
            hops_url(desk, query.toggled(facet.name, value.value)),
        )
        for value in (*first, *beyond)
    )


def _expanded(url: str, facet: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{EXPANDED}={facet}#facet-{facet}"
