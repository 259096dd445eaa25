"""The transfers of an organisation with their verdicts, as plain values and as lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ropa.core.register import Key
from ropa.core.transfers.chains import Chain, Chains
from ropa.core.transfers.judge import Transfers
from ropa.core.transfers.verdicts import Judged, Judgement
from ropa.export.context import Context
from ropa.export.made import made_from
from ropa.vocabulary import StatementTopic


def transfers_json(transfers: Transfers, organisation: str, context: Context) -> str:
    """Write every hop, chain and statement of an organisation as JSON."""
    return json.dumps(_plain(transfers, organisation, context), ensure_ascii=False, indent=2)


def transfers_text(transfers: Transfers, organisation: str) -> str:
    """Write an organisation's hops for people to read, the worst engagement first."""
    return "\n".join(_lines(transfers, organisation))


def _plain(transfers: Transfers, organisation: str, context: Context) -> dict[str, Any]:
    chains = Chains(transfers)
    record = transfers.register.organisations[organisation]
    return {
        **made_from(transfers.register, record, transfers.reference, context),
        "engagements": [_engagement(chains, id) for id in _engagements(transfers, organisation)],
        "returned": [
            _hop(transfers, judged)
            for judged in transfers.judged
            if judged.hop.organisation == organisation and judged.hop.engagement is None
        ],
        "activities": [
            {"id": activity.id, "title": activity.title, "chains": _chains(found)}
            for activity in transfers.register.activities.values()
            if activity.organisation == organisation and (found := chains.of_activity(activity.id))
        ],
        "statements": [
            {
                "words": statement.words,
                "document": statement.document,
                "section": statement.section,
                "covers": [],
                "note": "A statement alone covers no transfer.",
            }
            for statement in record.statements or ()
            if statement.topic is StatementTopic.TRANSFERS
        ],
    }


def _engagements(transfers: Transfers, organisation: str) -> list[str]:
    """Give an organisation's engagements in force, the worst first."""
    own = [
        (transfers.verdict_of(id), id)
        for id in transfers.by_engagement
        if transfers.register.engagements[id].organisation == organisation
    ]
    return [id for verdict, id in sorted(own, key=lambda one: (-one[0].rank, one[1]))]


def _engagement(chains: Chains, id: str) -> dict[str, Any]:
    transfers = chains.transfers
    record = transfers.register.engagements[id]
    return {
        "id": id,
        "title": record.title,
        "party": record.party,
        "public": record.public,
        "verdict": transfers.verdict_of(id).value,
        "hops": [_hop(transfers, judged) for judged in transfers.by_engagement[id]],
        "chains": _chains(chains.of(id)),
    }


def _hop(transfers: Transfers, judged: Judged) -> dict[str, Any]:
    hop = judged.hop
    return {
        "id": hop.id,
        "verdict": judged.verdict.value,
        "exporter": hop.exporter.title,
        "importer": hop.importer.title,
        "place": hop.place,
        "place_name": transfers.place_of(hop),
        "ways": [way.value for way in hop.ways],
        "initiated_by": hop.initiated_by,
        "works_under": hop.above,
        "activities": list(hop.load.activities),
        "data": list(hop.load.data),
        "data_stated": hop.load.stated,
        "subjects": list(hop.load.subjects),
        "must_act": judged.must_act or None,
        "judgements": [_judgement(one) for one in judged.judgements],
    }


def _judgement(one: Judgement) -> dict[str, Any]:
    return {
        "regime": one.regime or None,
        "verdict": one.verdict.value,
        "clause": one.clause,
        "said": one.text,
        "missing": list(one.missing),
        "evidence": [_key(key) for key in one.evidence],
        "decisions": list(one.decisions),
    }


def _key(key: Key) -> dict[str, str]:
    return {"kind": key[0].value, "id": key[1]}


def _chains(chains: tuple[Chain, ...]) -> list[dict[str, Any]]:
    return [
        {
            "engagements": list(chain.engagements),
            "verdict": chain.verdict.value,
            "worst": chain.worst.hop.id,
            "must_act": chain.worst.must_act or None,
            "circle": chain.circle,
            "broken": chain.broken,
        }
        for chain in chains
    ]


def _lines(transfers: Transfers, organisation: str) -> Iterator[str]:
    if not any(judged.hop.organisation == organisation for judged in transfers.judged):
        name = transfers.register.organisations[organisation].name
        yield (
            f"No hop can be derived for {name}: no engagement is in force, and no activity is on "
            "anybody's behalf."
        )
    for id in _engagements(transfers, organisation):
        record = transfers.register.engagements[id]
        yield f"{record.title}: {transfers.verdict_of(id).label.lower()}"
        for judged in transfers.by_engagement[id]:
            yield from _hop_lines(transfers, judged)
    for judged in transfers.judged:
        if judged.hop.organisation == organisation and judged.hop.engagement is None:
            yield f"{judged.hop.title}: {judged.verdict.label.lower()}"
            yield from _hop_lines(transfers, judged)
    for statement in transfers.register.organisations[organisation].statements or ():
        if statement.topic is StatementTopic.TRANSFERS:
            section = f" ({statement.section})" if statement.section else ""
            yield f"Published{section}, and alone covering none of these: “{statement.words}”"


def _hop_lines(transfers: Transfers, judged: Judged) -> Iterator[str]:
    yield f"  {transfers.place_of(judged.hop)}: {judged.verdict.label.lower()}"
    for one in judged.judgements:
        yield f"    {one.clause}: {one.text}" if one.clause else f"    {one.text}"
    if judged.must_act:
        yield f"    To act: {judged.must_act}"
