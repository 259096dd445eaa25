"""Storing the batches of a sample, each change on what was stored before."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from ropa.core.change import Applied, Change, Delete, Put, Retire
from ropa.core.register import Key
from ropa.sample.batch import Batch
from ropa.store.apply import apply


def store(session: Session, batches: Iterable[Batch]) -> int:
    """Apply every batch; give the journal's last sequence."""
    last: dict[Key, int] = {}
    sequence = 0
    for batch in batches:
        changes: list[Change] = [
            *(Put(record, last.get((record.KIND, record.id))) for record in batch.put),
            *(Retire(*key, last[key]) for key in batch.retire),
            *(Delete(*key, last[key]) for key in batch.delete),
        ]
        outcome = apply(session, batch.actor, changes, batch.reason, batch.at)
        assert isinstance(outcome, Applied), outcome
        # Every change of a sample changes something, so each has an entry, in this order.
        assert outcome.entries == len(changes), batch
        sequence = outcome.sequence
        for number, change in enumerate(changes, sequence - len(changes) + 1):
            last[change.key] = number
    return sequence
