"""Slowing down whoever guesses passwords."""

from __future__ import annotations

import datetime
import ipaddress

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from ropa.models.attempts import Attempts
from ropa.store.journal import text_of, write_lock
from ropa.store.tokens import digest_of

_FREE_ACCOUNT = 5
_FREE_ADDRESS = 30
"""How many attempts may fail before the next has to wait."""

_FIRST_WAIT = datetime.timedelta(seconds=30)
_LONGEST_WAIT = datetime.timedelta(minutes=15)
_FORGOTTEN = datetime.timedelta(hours=1)
"""After so long without a failure, the count begins again."""


def begin(
    session: Session, email: str, address: str, at: datetime.datetime
) -> datetime.timedelta | None:
    """Count an attempt to sign in, as failed until `succeeded`; or give how long to wait first.

    Counted before the password is looked at, so that attempts made at once count each.
    """
    connection, _ = write_lock(session)
    connection.execute(delete(Attempts).where(Attempts.last < text_of(at - _FORGOTTEN)))
    free = {_account(email): _FREE_ACCOUNT, _network(address): _FREE_ADDRESS}
    query = select(Attempts.subject, Attempts.failures, Attempts.refused_until)
    held = {row.subject: row for row in connection.execute(query.where(Attempts.subject.in_(free)))}
    until = max((row.refused_until for row in held.values()), default="")
    if until > text_of(at):
        session.commit()
        return datetime.datetime.fromisoformat(until) - at
    connection.execute(delete(Attempts).where(Attempts.subject.in_(free)))
    rows = [
        _row(subject, held[subject].failures + 1 if subject in held else 1, allowed, at)
        for subject, allowed in free.items()
    ]
    connection.execute(insert(Attempts), rows)
    session.commit()
    return None


def succeeded(session: Session, email: str, address: str) -> None:
    """Take back what `begin` counted, and forget what failed before for the account."""
    connection, _ = write_lock(session)
    connection.execute(delete(Attempts).where(Attempts.subject == _account(email)))
    connection.execute(
        update(Attempts)
        .where(Attempts.subject == _network(address))
        .values(failures=Attempts.failures - 1, refused_until="")
    )
    session.commit()


def _row(subject: str, failures: int, allowed: int, at: datetime.datetime) -> dict[str, object]:
    over = failures - allowed
    wait = min(_FIRST_WAIT * 2 ** min(over, 10), _LONGEST_WAIT) if over >= 0 else None
    return {
        "subject": subject,
        "failures": failures,
        "last": text_of(at),
        "refused_until": text_of(at + wait) if wait else "",
    }


def _account(email: str) -> str:
    return digest_of(f"account {email.strip().lower()}")


def _network(address: str) -> str:
    """Name the network of an address: of IPv6, a household has a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return digest_of(f"address {address}")
    prefix = 64 if parsed.version == 6 else 32
    return digest_of(f"address {ipaddress.ip_network((parsed, prefix), strict=False)}")
