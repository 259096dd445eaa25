"""The page of one hop, and the questions of its risk assessment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ropa.core.filters import Query
from ropa.core.register import Key
from ropa.core.transfers.assessment import Part, parts_for
from ropa.core.transfers.chain_list import chains_of
from ropa.core.transfers.covers import Cover, covers, last_resort
from ropa.core.transfers.hop_list import HopIndex
from ropa.core.transfers.hop_query import HopQuery
from ropa.core.transfers.hops import Hop, Way
from ropa.core.transfers.verdicts import Judged, Judgement, law_name
from ropa.vocabulary import Kind, Word
from ropa.web.access import Desk
from ropa.web.pages import day
from ropa.web.transfer_acts import Act, acts
from ropa.web.transfer_chains import MOST, ChainView, chain_view
from ropa.web.transfer_list import hops_url, index_of
from ropa.web.verdict_marks import Mark, mark_of

_SHOWN, _FOLDED = 20, 200
"""So many of what a hop carries are listed at once, and so many more are folded."""

_CHECKLIST = "transfers.assessment"


@dataclass(frozen=True, slots=True)
class Linked:
    """A record that a page names."""

    title: str
    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a hop carries of one kind: the first, those that are folded, how many are left out."""

    label: str
    clause: str
    first: tuple[Linked, ...]
    rest: tuple[Linked, ...]
    left_out: int
    note: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one regime says, and what would cover the hop under it; `others` are less usual."""

    regime: str
    mark: Mark
    judgement: Judgement
    covers: tuple[Cover, ...]
    others: tuple[Cover, ...]
    last_resort: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of a hop; the empty text is unknown."""

    label: str
    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HopView:
    """All that the page of a hop places."""

    title: str
    sentence: str
    mark: Mark
    back: str
    acts: tuple[Act, ...]
    checklist: str | None
    rulings: tuple[Ruling, ...]
    missing: tuple[str, ...]
    must_act: str
    evidence: tuple[Linked, ...]
    facts: tuple[Fact, ...]
    carried: tuple[Carried, ...]
    chains: tuple[ChainView, ...]
    more_chains: str
    siblings: str
    reach: str
    declared: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the page of a risk assessment places."""

    title: str
    back: str
    facts: tuple[Fact, ...]
    carried: tuple[Carried, ...]
    parts: tuple[Part, ...]


def page_of(desk: Desk, judged: Judged) -> HopView:
    """Give the page of a hop."""
    index, hop = index_of(desk), judged.hop
    place = index.transfers.place_of(hop)
    chains = chains_of(index, (Kind.ENGAGEMENT, hop.engagement)) if hop.engagement else ()
    return HopView(
        title=_title(index, hop),
        sentence=f"{hop.exporter.title} gives data to {hop.importer.title} "
        f"({hop.title}), {place}. By the law of {day(index.transfers.day)}:",
        mark=mark_of(judged.verdict),
        back=desk.url("transfers.hops"),
        acts=acts(desk, judged, place),
        checklist=desk.url(_CHECKLIST, hop=hop.id) if desk.opens(_CHECKLIST) else None,
        rulings=tuple(_ruling(index, judged, one) for one in judged.judgements),
        missing=tuple(dict.fromkeys(text for one in judged.judgements for text in one.missing)),
        must_act=judged.must_act,
        evidence=tuple(_linked(desk, index, judged.evidence, kinds=True)),
        facts=tuple(_facts(desk, index, judged)),
        carried=tuple(_carried(desk, index, hop)),
        chains=tuple(chain_view(desk, index, one, hop.engagement) for one in chains[:MOST]),
        more_chains=f"and {len(chains) - MOST} more" if len(chains) > MOST else "",
        siblings=hops_url(desk, HopQuery.of(engagement=hop.engagement)) if hop.engagement else "",
        reach=_reach_url(desk, hop.engagement),
        declared=desk.list_url(Query(Kind.TRANSFER)),
    )


def assessment_page(desk: Desk, judged: Judged) -> Assessment:
    """Give the questions of the risk assessment of a hop, with what is known already."""
    index = index_of(desk)
    return Assessment(
        title=_title(index, judged.hop),
        back=desk.url("transfers.hop", hop=judged.hop.id),
        facts=tuple(_facts(desk, index, judged)),
        carried=tuple(_carried(desk, index, judged.hop)),
        parts=parts_for(one.regime for one in judged.judgements if one.regime),
    )


def _title(index: HopIndex, hop: Hop) -> str:
    place = index.transfers.place_of(hop)
    importer = hop.importer.title if hop.importer.party else hop.title
    return f"{importer}, {place}"


def _ruling(index: HopIndex, judged: Judged, one: Judgement) -> Ruling:
    transfers = index.transfers
    found = covers(judged.hop, one, transfers.reference, transfers.day)
    return Ruling(
        regime=law_name(one.regime) if one.regime else "",
        mark=mark_of(one.verdict),
        judgement=one,
        covers=tuple(cover for cover in found if cover.usual),
        others=tuple(cover for cover in found if not cover.usual),
        last_resort=last_resort(one) if found else "",
    )


def _linked(
    desk: Desk, index: HopIndex, keys: Iterable[Key], *, kinds: bool = False
) -> Iterator[Linked]:
    for key in keys:
        title = index.names.title(*key)
        yield Linked(title, desk.url_of(key), key[0].label if kinds else "")


def _reach_url(desk: Desk, engagement: str | None) -> str:
    """Give the page of what a breach at the importer would reach; empty without an engagement."""
    if engagement is None:
        return ""
    return desk.url("flows.reach", plural=Kind.ENGAGEMENT.plural, id=engagement)


def _facts(desk: Desk, index: HopIndex, judged: Judged) -> Iterator[Fact]:
    hop, name = judged.hop, index.transfers.reference.place_name
    above = desk.url_of((Kind.ENGAGEMENT, hop.above)) if hop.above else ""
    exporter = _party_url(desk, hop.exporter.party) if hop.above else ""
    regimes = hop.exporter.regimes
    laws = None if regimes is None else [law_name(one) for one in sorted(regimes, reverse=True)]
    under = "" if laws is None else " and ".join(laws) or "Neither the UK GDPR nor the GDPR"
    importer = hop.importer
    yield Fact("Exporter", hop.exporter.title if _known(hop) else "", exporter)
    yield Fact("Law it exports under", under)
    yield (
        Fact("Works under", index.names.title(Kind.ENGAGEMENT, hop.above), above)
        if (hop.above)
        else Fact("Works under", "Nobody: engaged directly")
    )
    yield Fact("Initiated by", _said(hop.initiated_by))
    yield Fact(
        "Importer", importer.title if importer.party else "", _party_url(desk, importer.party)
    )
    yield Fact("Established in", name(importer.country) if importer.country else "")
    yield Fact(
        "Place", index.transfers.place_of(hop) if hop.place else "", note=_place_note(index, hop)
    )
    yield Fact("How the data is there", _ways(hop))
    yield Fact("Role of the importer", _role(index, hop))


def _known(hop: Hop) -> bool:
    return hop.above is None or hop.exporter.party is not None


def _party_url(desk: Desk, party: str | None) -> str:
    key = (Kind.PARTY, party or "")
    return desk.url_of(key) if desk.register.get(*key) else ""


def _said(word: Word | None) -> str:
    return word.label if word else ""


def _place_note(index: HopIndex, hop: Hop) -> str:
    names = ", ".join(map(index.transfers.reference.place_name, hop.vague))
    return f"Recorded, but no country: {names}" if names else ""


_UNSTATED = {
    Way.ESTABLISHED: "where it is established",
    Way.STORED: "where it stores the data",
    Way.ACCESSED: "from where it has access",
}


def _ways(hop: Hop) -> str:
    if hop.place is None:
        return f"Not stated: {', '.join(_UNSTATED[way] for way in hop.ways)}"
    first, *others = (way.label for way in hop.ways)
    return "; ".join((first, *(f"{label[:1].lower()}{label[1:]}" for label in others)))


def _role(index: HopIndex, hop: Hop) -> str:
    if hop.engagement is None:
        return "Controller for whom the organisation processes"
    return _said(index.transfers.register.engagements[hop.engagement].role)


def _carried(desk: Desk, index: HopIndex, hop: Hop) -> Iterator[Carried]:
    load = hop.load
    at_most = "At most: what its activities process. The engagement does not state its own."
    note = "Stated by the engagement." if load.stated else at_most
    people = "At most: those whose data its activities process."
    for label, clause, kind, ids, said in (
        ("Activities", "Art 30(1)(e)", Kind.ACTIVITY, load.activities, ""),
        ("Personal data", "Art 30(1)(c)", Kind.DATA_CATEGORY, load.data, note),
        ("People", "Art 30(1)(c)", Kind.DATA_SUBJECT_CATEGORY, load.subjects, people),
    ):
        held = tuple(_linked(desk, index, ((kind, id) for id in ids[: _SHOWN + _FOLDED])))
        left_out = len(ids) - len(held)
        yield Carried(label, clause, held[:_SHOWN], held[_SHOWN:], left_out, said if ids else "")
