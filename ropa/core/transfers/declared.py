"""Whether what is declared for a hop covers it: tools of Article 46, grounds of Article 49."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ropa.core.law import Derogation, Mechanism, SccModule
from ropa.core.names import spoken_day
from ropa.core.reference import Reference
from ropa.core.register import Key, Register
from ropa.core.transfers.hops import Acting, Hop
from ropa.core.transfers.verdicts import Judgement, Verdict, cite
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.document import Document
from ropa.records.transfer import Transfer
from ropa.vocabulary import AssessmentOutcome, Kind

_ADDENDUM, _LEGACY = "uk_addendum", "uk_legacy_arrangement"
"""Words of `data/law` that need what no other of their kind does."""


@dataclass(frozen=True, slots=True)
class Case:
    """One hop under one regime."""

    hop: Hop
    regime: str

    @property
    def importer(self) -> str:
        """The importer by name."""
        return self.hop.importer.title


class Declared:
    """Judges what is declared for hops about a day."""

    def __init__(self, register: Register, reference: Reference, day: datetime.date) -> None:
        self.register, self.reference, self.day = register, reference, day

    def candidates(self, case: Case, transfer: Transfer) -> Iterator[Judgement]:
        """Give what one declared transfer offers under the regime, each as it is judged alone."""
        safeguards = [
            row
            for word in transfer.mechanisms or ()
            if (row := self.reference.mechanism(word, self.day)) and row.kind == "safeguard"
        ]
        fitting = [row for row in safeguards if case.regime in row.regimes]
        in_time = [row for row in fitting if not self._too_late(transfer, row)]
        if in_time:
            yield self._safeguarded(case, transfer, in_time)
        elif safeguards:
            yield self._wrong_tool(case, transfer, fitting or safeguards)
        for word in transfer.derogations or ():
            found = self.reference.derogation(word, self.day)
            if found and case.regime in found.regimes:
                yield self._derogation(case, transfer, found)

    def _safeguarded(self, case: Case, transfer: Transfer, rows: list[Mechanism]) -> Judgement:
        """Judge the tools of one declared transfer that are tools of the regime."""
        labels = " and ".join(row.label for row in rows)
        clause = "; ".join(dict.fromkeys(cite(case.regime, row.article) for row in rows))
        why = f"The transfer to {case.importer} is restricted and rests on {labels}."
        evidence = keys_of(transfer, transfer.agreement, transfer.assessment)
        assessed = any(row.needs_assessment for row in rows)
        if assessed and transfer.outcome is AssessmentOutcome.UNFAVOURABLE:
            return Judgement(
                case.regime,
                Verdict.UNSAFEGUARDED,
                clause,
                why,
                f"The risk assessment{_on(transfer.assessed_on)} was unfavourable, so the tool "
                "does not protect the data well enough.",
                missing=("stop the transfer, or assess it anew with supplementary measures",),
                evidence=evidence,
            )
        missing = (
            *self._agreement(transfer, rows),
            *(self._assessment(transfer) if assessed else ()),
            *self._modules(case, transfer, rows),
            *_inside(case, rows),
            *_where(transfer),
        )
        return Judgement(
            case.regime,
            Verdict.INCOMPLETE if missing else Verdict.SAFEGUARDED,
            clause,
            why,
            f"Not yet: {'; '.join(missing)}." if missing else self._rests(case, transfer, assessed),
            missing,
            evidence,
        )

    def _rests(self, case: Case, transfer: Transfer, assessed: bool) -> str:
        agreement = self._document(transfer.agreement)
        signed = f"The agreement{_on(agreement.date if agreement else None)} is on record"
        if not assessed:
            return f"{signed}; no risk assessment is needed."
        review = (
            f", to be reviewed by {spoken_day(transfer.review_by)}" if transfer.review_by else ""
        )
        old = (
            " under the test of that time (DUAA 2025 Sch 9 para 27)"
            if case.regime == "UK" and self._old(transfer)
            else ""
        )
        return (
            f"{signed}, and the risk assessment{_on(transfer.assessed_on)} was favourable"
            f"{old}{review}."
        )

    def _old(self, transfer: Transfer) -> bool:
        """Whether an arrangement was made and assessed before the UK test changed."""
        row, agreement = self.reference.mechanism(_LEGACY), self._document(transfer.agreement)
        changed = self.reference.mechanism("uk_adequacy", self.day)
        if row is None or changed is None or changed.valid_from is None:
            return False
        begun = changed.valid_from
        dates = (agreement.date if agreement else None, transfer.assessed_on)
        return begun <= self.day and all(date is not None and date < begun for date in dates)

    def _agreement(self, transfer: Transfer, rows: list[Mechanism]) -> Iterator[str]:
        agreement = self._document(transfer.agreement)
        if agreement is None:
            yield "attach the signed agreement"
            return
        if agreement.expiry is not None and agreement.expiry < self.day:
            yield f"renew the agreement, which ended on {spoken_day(agreement.expiry)}"
        if agreement.date is not None and agreement.date > self.day:
            yield f"the agreement is only of {spoken_day(agreement.date)}"
        for row in rows:
            if agreement.date is not None and _too_early(agreement.date, row):
                yield (
                    f"the agreement is of {spoken_day(agreement.date)}, when there was no "
                    f"{row.label} yet"
                )
            if row.agreed_until is not None and agreement.date is None:
                yield f"show that the agreement was made by {spoken_day(row.agreed_until)}"

    def _too_late(self, transfer: Transfer, row: Mechanism) -> bool:
        """Whether an agreement was made when its tool could not be agreed on any more."""
        agreement = self._document(transfer.agreement)
        date = agreement.date if agreement else None
        return row.agreed_until is not None and date is not None and date > row.agreed_until

    def _assessment(self, transfer: Transfer) -> Iterator[str]:
        if transfer.assessed_on is None or transfer.outcome is None:
            yield "assess the risk and record day and outcome"
        elif transfer.assessed_on > self.day:
            yield f"the risk was assessed only on {spoken_day(transfer.assessed_on)}"
        if transfer.review_by is not None and transfer.review_by < self.day:
            yield f"review the risk assessment, overdue since {spoken_day(transfer.review_by)}"

    def _modules(self, case: Case, transfer: Transfer, rows: list[Mechanism]) -> Iterator[str]:
        """Ask that standard clauses are of the modules that the two ends call for."""
        ids = {row.id for row in rows}
        clauses = [row for row in rows if row.module is not None]
        if _ADDENDUM in ids and ids <= {_ADDENDUM}:
            clauses = [
                row
                for word in transfer.mechanisms or ()
                if (row := self.reference.mechanism(word, self.day)) and row.module is not None
            ]
            if not clauses:
                yield "name the EU standard contractual clauses that the Addendum amends"
                return
        if not clauses or any(row.module is None and row.id != _ADDENDUM for row in rows):
            return
        modules = [m for row in clauses if (m := self.reference.scc_module(row.module or ""))]
        yield from _unmet(case.hop, modules)

    def _wrong_tool(self, case: Case, transfer: Transfer, rows: list[Mechanism]) -> Judgement:
        """Say that what is named is no tool of the regime, or was agreed on too late."""
        labels = " and ".join(row.label for row in rows)
        until = next((row.agreed_until for row in rows if case.regime in row.regimes), None)
        said = (
            f"could be agreed on only until {spoken_day(until)}"
            if until
            else f"alone is no safeguard of the {case.regime} GDPR"
        )
        return Judgement(
            case.regime,
            Verdict.UNSAFEGUARDED,
            self.clause(case.regime),
            f"The transfer to {case.importer} is restricted, and {labels} {said}.",
            f"It takes {self.usual(case.regime)}.",
            missing=(f"agree on {self.usual(case.regime)}",),
            evidence=keys_of(transfer, transfer.agreement),
        )

    def usual(self, regime: str) -> str:
        """Name what would usually cover a transfer under a regime."""
        words = ("uk_idta", _ADDENDUM) if regime == "UK" else ("eu_scc_m2",)
        rows = [row for word in words if (row := self.reference.mechanism(word, self.day))]
        if regime == "EU" and rows:
            return "the EU standard contractual clauses in the module that fits"
        return " or ".join(f"the {row.label}" for row in rows) or "an appropriate safeguard"

    def clause(self, regime: str) -> str:
        """Cite where safeguards are asked for."""
        return cite(regime, "46")

    def _derogation(self, case: Case, transfer: Transfer, row: Derogation) -> Judgement:
        evidence = keys_of(transfer, transfer.safeguards)
        clause = cite(case.regime, row.article)
        ground = f"the derogation “{_lower(row.label)}”"
        why = f"The transfer to {case.importer} is restricted and relies on {ground}."
        if closed := self._closed(case, transfer, row):
            return Judgement(
                case.regime,
                Verdict.UNSAFEGUARDED,
                clause,
                why,
                f"That derogation is not open here: {closed}.",
                missing=(f"agree on {self.usual(case.regime)}",),
                evidence=evidence,
            )
        missing = []
        if row.closed_to_public_authorities and case.hop.exporter.public is None:
            missing.append(
                f"record whether {case.hop.exporter.title} is a public authority, to which this "
                "ground is closed (Art 49(3))"
            )
        if row.occasional_only and transfer.occasional is None:
            missing.append("record whether the transfer is occasional, which this ground asks for")
        if row.needs_assessment and self._document(transfer.safeguards) is None:
            missing.append(
                "attach the record of the assessment and the suitable safeguards (Art 49(6))"
            )
        return Judgement(
            case.regime,
            Verdict.INCOMPLETE if missing else Verdict.DEROGATION,
            clause,
            why,
            f"Not yet: {'; '.join(missing)}."
            if missing
            else "It holds for this situation alone and is no safeguard for regular transfers.",
            tuple(missing),
            evidence,
        )

    def _closed(self, case: Case, transfer: Transfer, row: Derogation) -> str:
        if row.closed_to_public_authorities and case.hop.exporter.public:
            return f"{case.hop.exporter.title} is a public authority (Art 49(3))"
        if row.occasional_only and transfer.occasional is False:
            return "the transfer is recorded as not occasional"
        return ""

    def _document(self, id: str | None) -> Document | None:
        """Give a document that is evidence; one that is retired is none any more."""
        found = None if id is None else self.register.documents.get(id)
        return None if found is None or found.retired else found


def _inside(case: Case, rows: list[Mechanism]) -> Iterator[str]:
    """Ask for another tool where each is made for importers that are not under the regime."""
    under = case.regime in (case.hop.importer.regimes or ())
    if under and all(row.outside_only for row in rows):
        yield (
            f"agree on a safeguard for an importer that is itself under the {case.regime} GDPR: "
            "these clauses are made for others (Decision (EU) 2021/914 Art 1(1))"
        )


def _too_early(date: datetime.date, row: Mechanism) -> bool:
    """Whether an agreement is older than its tool; one saved from former law may well be."""
    begun = None if row.agreed_until is not None else row.valid_from
    return begun is not None and date < begun


def _unmet(hop: Hop, modules: list[SccModule]) -> Iterator[str]:
    """Say which modules the two ends call for that were not agreed on."""
    if not hop.acting or hop.receiving is None:
        end = hop.exporter if not hop.acting else hop.importer
        yield f"record in what role {end.title} acts, so that the module can be told"
        return
    agreed = {(module.exporter, module.importer) for module in modules}
    for acting in sorted(hop.acting):
        if (acting.value, hop.receiving.value) not in agreed:
            yield f"agree on the module for {_pair(acting, hop.receiving)}"


def _where(transfer: Transfer) -> tuple[str, ...]:
    """Ask for the place of a declared transfer that names none."""
    known = transfer.place or transfer.international_organisation
    return () if known else ("record the place of the declared transfer",)


def _pair(acting: Acting, receiving: Acting) -> str:
    return f"{acting.label.lower()} to {receiving.label.lower()}"


def keys_of(record: Transfer | AdequacyConfirmation, *documents: str | None) -> tuple[Key, ...]:
    """Give a record and the documents it names as evidence."""
    linked = [(Kind.DOCUMENT, id) for id in documents if id is not None]
    return ((record.KIND, record.id), *linked)


def _on(day: datetime.date | None) -> str:
    return f" of {spoken_day(day)}" if day else ""


def _lower(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"
