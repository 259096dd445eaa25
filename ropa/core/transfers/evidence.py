"""What a hop can rest on under one regime: adequacy, what is declared for it, derogations."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from ropa.core.law import Adequacy
from ropa.core.names import spoken_day
from ropa.core.reference import GROUPS, Reference
from ropa.core.register import Register
from ropa.core.transfers.declared import Case, Declared, keys_of
from ropa.core.transfers.hops import Hop
from ropa.core.transfers.verdicts import Judgement, Verdict, cite
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.transfer import Transfer


class Evidence:
    """The declared transfers and confirmations of a register about a day, indexed once."""

    def __init__(self, register: Register, reference: Reference, day: datetime.date) -> None:
        self.register, self.reference, self.day = register, reference, day
        self.tools = Declared(register, reference, day)

    @cached_property
    def confirmations(self) -> Mapping[tuple[str, str], tuple[AdequacyConfirmation, ...]]:
        """The confirmations by party and decision."""
        found: dict[tuple[str, str], list[AdequacyConfirmation]] = defaultdict(list)
        for one in self.register.adequacy_confirmations.values():
            if not one.retired:
                found[one.party, one.adequacy].append(one)
        return {key: tuple(ones) for key, ones in found.items()}

    @cached_property
    def _organisations(self) -> Mapping[tuple[str, str], tuple[Adequacy, ...]]:
        found: dict[tuple[str, str], list[Adequacy]] = defaultdict(list)
        for regime in ("UK", "EU"):
            for row in self.reference.adequate_organisations(regime, self.day):
                for name in (row.organisation or "", *row.names):
                    found[regime, name.casefold()].append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def declared(self, hop: Hop) -> tuple[Transfer, ...]:
        """Give the transfers declared for a hop: for its place, one that holds it, or none said."""
        known = self.register.declared.get(hop.engagement or "", ())
        return tuple(transfer for transfer in known if self._is_for(transfer, hop))

    def _is_for(self, transfer: Transfer, hop: Hop) -> bool:
        exporter = hop.exporter.party if hop.above is not None else None
        if transfer.exporter not in (exporter, None if hop.above else hop.exporter.party):
            return False
        if transfer.place is None or hop.place is None:
            return True
        inside = transfer.place in GROUPS and hop.place in self.reference.members(
            transfer.place, self.day
        )
        return (
            transfer.place == hop.place or inside or not self.reference.is_specific(transfer.place)
        )

    def candidates(self, hop: Hop, regime: str) -> Iterator[Judgement]:
        """Give everything a hop to a known place could rest on, each as it is judged alone."""
        case = Case(hop, regime)
        yield from self._adequacy(case)
        for transfer in self.declared(hop):
            yield from self.tools.candidates(case, transfer)

    def _adequacy(self, case: Case) -> Iterator[Judgement]:
        for row in self._decisions(case.hop, case.regime):
            clause = f"{self.adequacy_clause(case.regime)}; {row.instrument}"
            where = case.importer if row.organisation else self._where(case.hop.place or "")
            if row.scope == "full" or row.organisation:
                yield Judgement(
                    case.regime,
                    Verdict.ADEQUATE,
                    clause,
                    f"An adequacy decision covers {where}, so the transfer to "
                    f"{case.importer} needs no safeguard.",
                    f"It rests on {row.instrument}, in force since {_since(row)}.",
                    decisions=(row.id,),
                )
            else:
                yield self._partly(case, row, clause, where)

    def _decisions(self, hop: Hop, regime: str) -> tuple[Adequacy, ...]:
        if hop.importer.international:
            return self._organisations.get((regime, hop.importer.title.casefold()), ())
        rows = self.reference.adequacy(regime, hop.place or "", self.day)
        # A group of places has the row of each member: one of them says it for all.
        return rows[:1] if hop.place in GROUPS else rows

    def _where(self, place: str) -> str:
        name = self.reference.in_words(place)
        return f"every country of {name}" if place in GROUPS else name

    def _partly(self, case: Case, row: Adequacy, clause: str, where: str) -> Judgement:
        known = self.confirmations.get((case.hop.importer.party or "", row.id), ())
        held = [(one, one.checked_on) for one in known if self._holds(one) and one.checked_on]
        condition = (row.condition or "its condition is met").rstrip(".")
        why = (
            f"An adequacy decision covers {where} only in part: "
            f"{condition[:1].lower()}{condition[1:]}."
        )
        if held:
            one, checked = held[0]
            until = f", valid until {spoken_day(one.valid_until)}" if one.valid_until else ""
            covered = f" for {one.data_covered}" if one.data_covered else ""
            return Judgement(
                case.regime,
                Verdict.ADEQUATE,
                clause,
                why,
                f"That {case.importer} meets it{covered} was checked "
                f"on {spoken_day(checked)}{until}.",
                evidence=keys_of(one, one.evidence),
                decisions=(row.id,),
            )
        lapsed = "the confirmation recorded has ended" if known else "nobody has confirmed it"
        return Judgement(
            case.regime,
            Verdict.CONDITIONAL,
            clause,
            why,
            f"For {case.importer} {lapsed}{self._half(case)}.",
            missing=(
                f"confirm on a day that {case.importer} meets the condition of {row.instrument}",
            ),
            evidence=tuple(key for one in known for key in keys_of(one)),
            decisions=(row.id,),
        )

    def _half(self, case: Case) -> str:
        """Say where only the EU half of a framework is confirmed for a transfer from the UK."""
        party = case.hop.importer.party or ""
        eu = [one for one in self.confirmations.get((party, "eu-us"), ()) if self._holds(one)]
        if case.regime == "UK" and case.hop.place == "US" and eu:
            return "; its EU-US certification is confirmed, but not the UK Extension"
        return ""

    def _holds(self, one: AdequacyConfirmation) -> bool:
        checked = one.checked_on is not None and one.checked_on <= self.day
        return checked and (one.valid_until is None or self.day <= one.valid_until)

    def adequacy_clause(self, regime: str) -> str:
        """Cite the article under which decisions on adequacy are made on the day."""
        row = self.reference.mechanism(f"{regime.lower()}_adequacy", self.day)
        return cite(regime, row.article if row else "45")


def _since(row: Adequacy) -> str:
    return spoken_day(row.valid_from) if row.valid_from else "before the regime began"
