"""Registers with one hop, made from a case of the table."""

from __future__ import annotations

import datetime

from ropa.core.register import Register
from ropa.core.transfers.judge import Transfers, transfers_of
from ropa.core.transfers.verdicts import Judged
from ropa.records.activity import Activity
from ropa.records.adequacy_confirmation import AdequacyConfirmation
from ropa.records.base import Record
from ropa.records.document import Document
from ropa.records.engagement import Engagement
from ropa.records.organisation import Organisation
from ropa.records.party import Party
from ropa.records.transfer import Transfer
from ropa.store.home import LAW
from tests.build import build
from tests.core.transfer_cases import Case
from tests.web.conftest import read_once


def records_of(case: Case) -> list[Record]:
    """Make the records that a case tells of."""
    importer = "vendor" if case.known else None
    regimes = None if case.regimes is None else list(case.regimes)
    own = {"party": "vendor"} if case.same_entity else {}
    organisation = build(
        Organisation,
        country=case.exporter,
        regimes=regimes,
        public_authority=case.public,
        **own,
    )
    under = None if case.under is None else list(case.under)
    party = build(
        Party, name=case.name_of_importer, kind=case.kind, country=case.importer, regimes=under
    )
    behalf = [importer] if case.returning else None
    activity = build(Activity, role=case.acting, engagements=["hosting"], on_behalf_of=behalf)
    engagement = build(
        Engagement,
        party=importer,
        role=case.role,
        initiated_by=case.initiated,
        stored_in=None if case.stored is None else list(case.stored),
        accessed_from=None if case.accessed is None else list(case.accessed),
    )
    return [organisation, party, activity, engagement, *_declared(case), *_confirmed(case)]


def _declared(case: Case) -> list[Record]:
    found: list[Record] = []
    if not (case.mechanisms or case.derogations or case.assessed or case.agreement):
        return found
    if case.agreement is not None:
        signed = {"date": case.agreement, "expiry": case.agreement_ends}
        found.append(build(Document, id="agreement", name="Agreement", **signed))
    if case.safeguards:
        found.append(build(Document, id="safeguards", name="Assessment of Art 49(6)"))
    places = {case.importer, *(case.stored or ()), *(case.accessed or ())} - {None}
    return found + [
        build(
            Transfer,
            id=f"declared-{place.lower()}",
            name="Declared",
            importer="hosting",
            place=place,
            mechanisms=list(case.mechanisms) or None,
            agreement="agreement" if case.agreement is not None else None,
            assessed_on=case.assessed,
            outcome=case.outcome,
            review_by=case.review_by,
            derogations=list(case.derogations) or None,
            occasional=case.occasional,
            safeguards="safeguards" if case.safeguards else None,
        )
        for place in sorted(filter(None, places))
    ]


def _confirmed(case: Case) -> list[Record]:
    return [
        build(
            AdequacyConfirmation,
            id=f"c{number}",
            party="vendor",
            adequacy=word,
            checked_on=checked,
            valid_until=until,
        )
        for number, (word, checked, until) in enumerate(case.confirmed)
    ]


def judged_of(register: Register, day: str) -> Transfers:
    """Judge a register about a day by the law data of the product."""
    return transfers_of(register, read_once(LAW), datetime.date.fromisoformat(day))


def all_of(case: Case) -> tuple[Judged, ...]:
    """Judge every hop of a case."""
    return judged_of(Register.of(records_of(case)), case.day).judged
