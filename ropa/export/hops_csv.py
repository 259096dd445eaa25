"""Hops with their verdicts as CSV, one line for each (see `ropa.export.csv`)."""

from __future__ import annotations

from collections.abc import Iterable

from ropa.core.names import Names
from ropa.core.transfers.judge import Transfers
from ropa.core.transfers.verdicts import Judged
from ropa.export.csv import written
from ropa.vocabulary import Kind

_HEADS = (
    "Verdict",
    "Exporter",
    "Importer",
    "Engagement",
    "Place",
    "How",
    "Initiated by",
    "Clause",
    "Reasons",
    "Missing",
    "Who must act",
    "Activities",
    "Personal data",
    "Data is stated",
    "People",
    "About",
    "Hop",
)
_BETWEEN = "; "


def hops_csv(transfers: Transfers, hops: Iterable[Judged]) -> bytes:
    """Write some hops with all that a list shows of them; what is unknown is blank."""
    names = Names(transfers.register, transfers.reference, transfers.day)
    return written(_HEADS, (_row(transfers, names, judged) for judged in hops))


def _row(transfers: Transfers, names: Names, judged: Judged) -> tuple[str, ...]:
    hop, said = judged.hop, judged.judgements
    load = hop.load
    known = hop.importer.party is not None
    return (
        judged.verdict.label,
        hop.exporter.title,
        hop.importer.title if known else "",
        hop.title,
        transfers.place_of(hop) if hop.place else "",
        _BETWEEN.join(way.value for way in hop.ways),
        hop.initiated_by.label if hop.initiated_by else "",
        _BETWEEN.join(dict.fromkeys(one.clause for one in said if one.clause)),
        " ".join(one.text for one in said),
        _BETWEEN.join(dict.fromkeys(text for one in said for text in one.missing)) or "Nothing",
        judged.must_act or "Nobody",
        _titles(names, Kind.ACTIVITY, load.activities),
        _titles(names, Kind.DATA_CATEGORY, load.data),
        "Yes" if load.stated else "No",
        _titles(names, Kind.DATA_SUBJECT_CATEGORY, load.subjects),
        transfers.day.isoformat(),
        hop.id,
    )


def _titles(names: Names, kind: Kind, ids: Iterable[str]) -> str:
    return _BETWEEN.join(names.title(kind, id) for id in ids)
