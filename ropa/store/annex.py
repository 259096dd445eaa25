"""Reading what a document tells beside the register: the journal of the last twelve months."""

from __future__ import annotations

from sqlalchemy import Connection

from ropa.core.moments import end_of, zone_of
from ropa.core.past import Past, a_year_before, day_of
from ropa.core.register import Register
from ropa.export.annex import Annex
from ropa.export.signature import Signer
from ropa.store.journal import created, sequence_at, text_of
from ropa.store.load import load
from ropa.vocabulary import Kind


def annex_of(
    connection: Connection, register: Register, organisation: str, signer: Signer | None
) -> Annex:
    """Give what goes into the documents of an organisation, with the register at its moment.

    `signer` is what signs for it, if it ever did.
    """
    past = _past(connection, register, organisation)
    return Annex(past, signer.public if signer else None)


def _past(connection: Connection, register: Register, organisation: str) -> Past | None:
    """Read the register as it stood twelve months before its moment, or since it is kept."""
    moment, whose = register.moment, register.organisations.get(organisation)
    if not moment.sequence:
        return None
    since = a_year_before(day_of(moment.instant, whose))
    made = created(connection, Kind.ORGANISATION, moment.sequence).get(organisation)
    begun = day_of(made, whose) if made else since
    day = max(since, begun)
    sequence = sequence_at(connection, text_of(end_of(day, zone_of(whose))))
    then = register
    if sequence < moment.sequence:
        then = load(connection, sequence)
    return Past(then, day, young=begun > since, redacted=then.redacted)
