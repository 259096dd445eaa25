"""When the record of each activity was made."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Session

from ropa.core.change import Change, Delete, Put
from ropa.store.apply import apply
from ropa.store.journal import created, text_of
from ropa.vocabulary import Kind
from tests.build import activity
from tests.store.batches import START, applied

HOUR = datetime.timedelta(hours=1)


def test_the_last_making_up_to_a_sequence_counts_and_changes_do_not(filled: Session) -> None:
    def store(hours: int, *changes: Change) -> int:
        return applied(apply(filled, "dpo", changes, None, START + hours * HOUR)).sequence

    made = store(1, Put(activity(id="new", name="New")))
    changed = store(2, Put(activity(id="new", name="Newer"), made))
    gone = store(3, Delete(Kind.ACTIVITY, "new", changed))
    again = store(4, Put(activity(id="new", name="New")))

    def at(sequence: int) -> dict[str, str]:
        return created(filled.connection(), Kind.ACTIVITY, sequence)

    assert at(made - 1) == {"a1": text_of(START), "a1-2": text_of(START)}
    assert at(changed)["new"] == at(gone)["new"] == text_of(START + HOUR)
    assert at(again)["new"] == text_of(START + 4 * HOUR)
