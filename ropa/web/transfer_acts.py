"""What can be done about a hop: each leads to a form in which what is known stands already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ropa.core.transfers.verdicts import Judged, Verdict
from ropa.vocabulary import EngagementRole, Kind
from ropa.web.access import Action, Desk
from ropa.web.forms.posted import PREFIX


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done."""

    label: str
    url: str


def acts(desk: Desk, judged: Judged, place: str) -> tuple[Act, ...]:
    """Give what this person may do, the most useful first; nothing in the past."""
    return tuple(_offered(desk, judged, place)) if desk.may(Action.EDIT) else ()


def _offered(desk: Desk, judged: Judged, place: str) -> Iterator[Act]:
    hop = judged.hop
    if hop.engagement is None:
        named = {"name": hop.importer.title, "party": hop.importer.party}
        answers = {**named, "role": EngagementRole.INDEPENDENT_CONTROLLER.value}
        yield Act("Record what it receives", _begun(desk, Kind.ENGAGEMENT, answers))
        return
    if judged.verdict is Verdict.UNKNOWN and hop.place is None:
        url = desk.url("editing.edit", plural=Kind.ENGAGEMENT.plural, id=hop.engagement)
        yield Act("Say where the data is", url)
    yield from _confirming(desk, judged)
    for kind, id in judged.evidence:
        if kind is Kind.TRANSFER:
            url = desk.url("editing.edit", plural=kind.plural, id=id)
            verb = "Change" if judged.verdict.clean else "Complete"
            yield Act(f"{verb} what is declared", url)
    if not judged.verdict.apart:
        answers = {
            "name": f"{hop.title}, {place}",
            "importer": hop.engagement,
            "exporter": hop.exporter.party if hop.above else None,
            "place": hop.place,
        }
        yield Act("Declare a transfer", _begun(desk, Kind.TRANSFER, answers))


def _confirming(desk: Desk, judged: Judged) -> Iterator[Act]:
    party = judged.hop.importer.party
    for one in judged.judgements:
        if one.verdict is Verdict.CONDITIONAL and party:
            for word in one.decisions:
                answers = {"party": party, "adequacy": word}
                url = _begun(desk, Kind.ADEQUACY_CONFIRMATION, answers)
                yield Act(f"Confirm adequacy ({one.regime})", url)


def _begun(desk: Desk, kind: Kind, answers: Mapping[str, str | None]) -> str:
    """Give the address of the form of a new record with some answers filled in."""
    filled = {f"{PREFIX}{name}": value for name, value in answers.items() if value}
    return desk.url("editing.new", plural=kind.plural, **filled)
