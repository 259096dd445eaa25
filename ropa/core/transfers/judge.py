"""The verdict on each hop by the law of a day, with the reasons in two sentences.

The UK GDPR restricts what an exporter under it initiates towards a separate legal entity abroad
(Art 44A; ICO guidance on international transfers); the GDPR what an exporter under it discloses
or makes available to an importer in a third country, or to an international organisation (Art 44;
EDPB Guidelines 05/2021).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.transfers.declared import keys_of
from ropa.core.transfers.evidence import Evidence
from ropa.core.transfers.hops import Acting, Hop, HopMap, Way
from ropa.core.transfers.verdicts import Judged, Judgement, Verdict, cite, general, worst
from ropa.vocabulary import Initiator

_UNSTATED: Mapping[Way, str] = {
    Way.ESTABLISHED: "which legal entity {importer} is and where it is established",
    Way.STORED: "in which country {importer} stores the data",
    Way.ACCESSED: "from which countries {importer} has access",
}

_WHO: Mapping[Initiator, str] = {
    Initiator.OTHER_PARTY: "the other party",
    Initiator.CUSTOMER: "the customer (the controller)",
    Initiator.DATA_SUBJECT: "the data subject",
}


class Transfers:
    """Every hop of a register about a day, judged."""

    def __init__(self, register: Register, reference: Reference, day: datetime.date) -> None:
        self.register, self.reference, self.day = register, reference, day
        self.map = HopMap(register, reference, day)
        self._evidence = Evidence(register, reference, day)
        self._verdicts: dict[str, Verdict] = {}

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """The hops with their verdicts, in the order of the hops.

        What stands higher in a chain is judged first, since what it hands on depends on it.
        """
        found = {hop.key: self._judge(hop) for hop in sorted(self.map.hops, key=_depth)}
        return tuple(found[hop.key] for hop in self.map.hops)

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str], Judged]:
        """The judged hops by organisation and id."""
        return {judged.hop.key: judged for judged in self.judged}

    @cached_property
    def by_engagement(self) -> Mapping[str, tuple[Judged, ...]]:
        """The judged hops of each engagement in force."""
        found: dict[str, list[Judged]] = {}
        for judged in self.judged:
            if judged.hop.engagement is not None:
                found.setdefault(judged.hop.engagement, []).append(judged)
        return {id: tuple(hops) for id, hops in found.items()}

    def verdict_of(self, engagement: str) -> Verdict:
        """Give the worst verdict of an engagement that is in force."""
        return worst(judged.verdict for judged in self.by_engagement[engagement])

    def place_of(self, hop: Hop) -> str:
        """Name the place of a hop."""
        return self.reference.place_name(hop.place) if hop.place else "place unknown"

    # -- one hop

    def _judge(self, hop: Hop) -> Judged:
        judgements = tuple(self._by_regime(hop))
        judged = Judged(hop, judgements, self._must_act(hop, judgements))
        if hop.engagement is not None:
            known = self._verdicts.get(hop.engagement, judged.verdict)
            self._verdicts[hop.engagement] = worst((known, judged.verdict))
        return judged

    def _by_regime(self, hop: Hop) -> Iterable[Judgement]:
        regimes = hop.exporter.regimes
        if hop.same_entity:
            yield self._same_entity(hop)
        elif _by_another(hop):
            yield self._by_another(hop)
        elif regimes is None:
            yield self._exporter_unknown(hop)
        elif not regimes and hop.above is not None:
            yield self._onward(hop)
        elif not regimes:
            yield self._not_judged(hop)
        else:
            for regime in sorted(regimes, reverse=True):
                yield self._under(hop, regime)

    def _under(self, hop: Hop, regime: str) -> Judgement:
        """Judge a hop under one regime that its exporter is under."""
        if self.reference.regime(regime, self.day) is None:
            return self._not_in_force(regime)
        if hop.returning and regime == "UK":
            return self._returned(hop)
        if hop.place is None and not hop.importer.international:
            return self._place_unknown(hop, regime)
        restricted = hop.importer.international or self.reference.third_country(
            hop.place or "", regime, self.day
        )
        if not restricted:
            return self._at_home(hop, regime)
        found = list(self._evidence.candidates(hop, regime))
        if not found:
            return self._nothing(hop, regime)
        return _with_failed(min(found, key=lambda one: one.verdict.rank), found)

    def _general(self) -> str:
        """Cite what restricts transfers under either regime."""
        return "; ".join(general(regime, self.reference, self.day) for regime in ("UK", "EU"))

    def _same_entity(self, hop: Hop) -> Judgement:
        return Judgement(
            "",
            Verdict.NOT_RESTRICTED,
            self._general(),
            f"{hop.importer.title} is the same legal entity as {hop.exporter.title}.",
            "What one's own staff or branch receives abroad is no transfer to another; its "
            "security is still to be ensured (Art 32).",
        )

    def _by_another(self, hop: Hop) -> Judgement:
        who = _WHO[hop.initiated_by or Initiator.OTHER_PARTY]
        return Judgement(
            "",
            Verdict.INITIATED_BY_ANOTHER,
            self._general(),
            f"It is {who} who initiates the sending to {hop.importer.title}, not "
            f"{hop.exporter.title}.",
            "So the transfer is not this organisation's to cover; where it sends the data itself, "
            "on whosever instruction, record that it initiates.",
        )

    def _exporter_unknown(self, hop: Hop) -> Judgement:
        title = hop.exporter.title
        asked = f"record where {title} is established and which laws it is under"
        return Judgement(
            "",
            Verdict.UNKNOWN,
            "Art 3",
            f"Under which law {title} gives data to {hop.importer.title} is not recorded.",
            f"It is not stated where {title} is established, nor which further regimes it is "
            "under.",
            missing=(asked,),
        )

    def _not_judged(self, hop: Hop) -> Judgement:
        return Judgement(
            "",
            Verdict.NOT_JUDGED,
            "Art 3",
            f"{hop.exporter.title} is recorded as under neither the UK GDPR nor the EU GDPR.",
            "The law data has no rows for any other regime, so nothing is said of this hop.",
        )

    def _not_in_force(self, regime: str) -> Judgement:
        return Judgement(
            regime,
            Verdict.NOT_JUDGED,
            "",
            f"The {regime} GDPR did not apply on this day.",
            "Nothing is said of the hop under it.",
        )

    def _returned(self, hop: Hop) -> Judgement:
        return Judgement(
            "UK",
            Verdict.NOT_RESTRICTED,
            general("UK", self.reference, self.day),
            f"{hop.importer.title} is the controller for whom {hop.exporter.title} processes.",
            "A processor that returns data to its own controller makes no restricted transfer "
            "under the UK GDPR (ICO guidance on international transfers).",
        )

    def _at_home(self, hop: Hop, regime: str) -> Judgement:
        where = self.reference.in_words(hop.place or "")
        return Judgement(
            regime,
            Verdict.NOT_RESTRICTED,
            general(regime, self.reference, self.day),
            f"Under the {regime} GDPR a transfer to {where} is none to a third country.",
            f"The hop is not restricted; {_still(hop)} to it.",
        )

    def _nothing(self, hop: Hop, regime: str) -> Judgement:
        where = hop.importer.title
        if hop.place is not None:
            where = f"{where} in {self.reference.in_words(hop.place)}"
        tools = self._evidence.tools.usual(regime)
        declared = self._evidence.declared(hop)
        said = (
            f"What is declared for it names nothing that covers it under the {regime} GDPR"
            if declared
            else "Nothing is declared for it"
        )
        return Judgement(
            regime,
            Verdict.UNSAFEGUARDED,
            f"{general(regime, self.reference, self.day)}; {self._evidence.tools.clause(regime)}",
            f"The transfer to {where} is restricted, and no adequacy decision covers it.",
            f"{said}: it takes {tools}, with a risk assessment.",
            missing=(f"agree on {tools}, and assess the risk",),
            evidence=tuple(key for one in declared for key in keys_of(one)),
        )

    def _place_unknown(self, hop: Hop, regime: str) -> Judgement:
        importer = hop.importer.title if hop.importer.party else "the importer"
        said = [_UNSTATED[way].format(importer=importer) for way in hop.ways]
        vague = [f"“{self.reference.place_name(word)}” is no country" for word in hop.vague]
        extra = f" ({'; '.join(vague)})" if vague else ""
        return Judgement(
            regime,
            Verdict.UNKNOWN,
            general(regime, self.reference, self.day),
            f"Whether this is a restricted transfer cannot be told: it is not stated "
            f"{_listed(said)}{extra}.",
            self._would_be(regime),
            missing=tuple(f"find out {one}" for one in said),
        )

    def _would_be(self, regime: str) -> str:
        """Say what the hop would be if it stayed near."""
        if regime == "EU":
            return (
                "An importer in the EEA would not be restricted; elsewhere it takes an adequacy "
                "decision (Art 45) or a safeguard (Art 46)."
            )
        eea = self.reference.adequacy("UK", "EEA", self.day)
        clause = self._evidence.adequacy_clause("UK")
        near = f"An importer in the EEA would be adequate ({clause}); " if eea else ""
        rest = "in the United Kingdom it would not be restricted; elsewhere it takes adequacy "
        return f"{near}{rest}or a safeguard (Art 46)."

    # -- onward

    def _onward(self, hop: Hop) -> Judgement:
        """Judge what an importer abroad, under neither regime, hands on."""
        own = self.map.organisation(hop.organisation)
        regimes = own.regimes or frozenset()
        clause = _onward_clause(regimes)
        if hop.place is not None and regimes and self._is_home(hop.place, regimes):
            return Judgement(
                "",
                Verdict.NOT_RESTRICTED,
                clause,
                f"The data comes back to {self.reference.in_words(hop.place)}.",
                f"What comes in is no restricted transfer of {own.title}.",
            )
        # In a circle, the engagement above may not be judged yet.
        above = self._verdicts.get(hop.above or "", Verdict.UNKNOWN)
        why = (
            f"{hop.exporter.title} is abroad and under neither regime; it hands on to "
            f"{hop.importer.title} what it received."
        )
        if above in _BINDING:
            return Judgement(
                "",
                Verdict.ONWARD,
                clause,
                why,
                f"It is bound by what covers the hop above ({above.label.lower()}), and "
                f"{own.title} answers for the chain.",
            )
        return Judgement(
            "",
            above if above in _OPEN else Verdict.UNKNOWN,
            clause,
            why,
            f"Nothing on record binds it: the hop above is “{above.label.lower()}”.",
            missing=("cover the hop above first",),
        )

    def _is_home(self, place: str, regimes: frozenset[str]) -> bool:
        return all(self.reference.third_country(place, r, self.day) is False for r in regimes)

    def _must_act(self, hop: Hop, judgements: tuple[Judgement, ...]) -> str:
        if worst(one.verdict for one in judgements).clean:
            return ""
        own = self.map.organisation(hop.organisation).title
        if hop.above is None or hop.exporter.organisation == hop.organisation:
            return own
        return f"{hop.exporter.title}; {own} has it do so (Art 28(4))"


_OPEN = (Verdict.CONDITIONAL, Verdict.INCOMPLETE, Verdict.UNSAFEGUARDED)
"""What is missing above is missing below as well."""

_BINDING = (Verdict.SAFEGUARDED, Verdict.ADEQUATE, Verdict.ONWARD)
"""What covers a hop in such a way that its importer is bound when it hands data on."""


def _with_failed(best: Judgement, found: list[Judgement]) -> Judgement:
    """Tell beside what is only conditional what is declared and does not hold."""
    if best.verdict is not Verdict.CONDITIONAL:
        return best
    failed = [one for one in found if one.verdict is Verdict.UNSAFEGUARDED]
    if not failed:
        return best
    told = failed[0].basis
    basis = f"{best.basis.rstrip('.')}; as for the tool declared: {told[:1].lower()}{told[1:]}"
    return replace(best, basis=basis, evidence=(*best.evidence, *failed[0].evidence))


def _by_another(hop: Hop) -> bool:
    """Whether somebody else than the exporter begins the sending."""
    if hop.above is not None:
        return hop.initiated_by in (Initiator.CUSTOMER, Initiator.DATA_SUBJECT)
    return hop.initiated_by not in (None, Initiator.ORGANISATION)


def _onward_clause(regimes: frozenset[str]) -> str:
    cited = [cite(regime, "44" if regime == "EU" else "46") for regime in sorted(regimes)]
    return "; ".join([*cited, "Art 28(4)"])


def _still(hop: Hop) -> str:
    """Say what holds of a hop anyway: Article 28 is of processors alone."""
    if hop.receiving is Acting.PROCESSOR:
        return "Article 28 and Article 32 still apply"
    return "Article 32 still applies"


def _depth(hop: Hop) -> int:
    return hop.depth


def _listed(said: list[str]) -> str:
    *first, last = said
    return f"{', '.join(first)} and {last}" if first else last


def transfers_of(register: Register, reference: Reference, day: datetime.date) -> Transfers:
    """Give the judged hops of a register about a day; they are worked out once."""
    return register.remembered(
        "transfers", (reference.digest, day), lambda: Transfers(register, reference, day)
    )
