"""What happened behind the journal's back comes to light."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from ropa.core.change import Delete, Put
from ropa.core.journal import Head
from ropa.records.activity import Activity
from ropa.store.apply import apply
from ropa.store.journal import (
    ENTRY,
    changes,
    entries,
    head_at,
    read_head,
    redact,
    verify_journal,
)
from ropa.store.load import load
from ropa.vocabulary import Action, Kind
from tests.build import build
from tests.store.batches import START, applied

LATER = START + datetime.timedelta(days=1)
A1 = (Kind.ACTIVITY, "a1")


@pytest.fixture
def edited(filled: Session) -> Session:
    """A catalogue whose activity a1 was changed twice."""
    for name in ("Second", "Third"):
        base = load(filled.connection()).stamps[A1].sequence
        applied(apply(filled, "ann", [Put(build(Activity, name=name), base)], "why", LATER))
    return filled


def unguarded(session: Session) -> Connection:
    """Open the database as somebody would who drops the triggers first."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER journal_entry_kept"))
        connection.execute(text("DROP TRIGGER journal_entry_undeleted"))
    else:
        connection.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER USER"))
    return connection


def test_an_untouched_journal_verifies(edited: Session) -> None:
    connection = edited.connection()
    assert verify_journal(connection) is None
    assert verify_journal(connection, head_at(connection, 3)) is None
    assert verify_journal(connection, read_head(connection)) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("state = replace(state, 'a', 'e')", "holds a state that was changed"),
        ("salt = '00' || substr(salt, 3)", "holds a state that was changed"),
        ("actor = 'somebody'", "was changed"),
        ("reason = 'because'", "was changed"),
        ("action = 'created'", "was changed"),
        ("kind = 'nothing'", "was changed"),
        ("batch = 1", "was changed"),
        ("instant = '2026-02-05T09:00:00.000009Z'", "was changed"),
        ("version = version + 1", "was changed"),
        ("digest = NULL, state = NULL, salt = NULL", "was changed"),
        ("state = NULL, salt = NULL", "lacks its state, and no redaction says why"),
    ],
)
def test_a_changed_entry_is_named(edited: Session, change: str, words: str) -> None:
    (target, *_) = changes(edited.connection(), [A1])
    assert target.action is Action.CHANGED
    connection = unguarded(edited)
    connection.execute(
        text(f"UPDATE journal_entry SET {change} WHERE sequence = {target.sequence}")
    )
    misfit = verify_journal(connection)
    assert misfit is not None
    assert misfit.sequence == target.sequence
    assert words in misfit.message


def test_one_byte_of_any_state_is_enough(edited: Session) -> None:
    connection = unguarded(edited)
    for entry in list(entries(connection)):
        state = entry.state
        assert state is not None
        spot = len(state) // 2
        broken = state[:spot] + chr(ord(state[spot]) ^ 1) + state[spot + 1 :]
        put = ENTRY.update().where(ENTRY.c.sequence == entry.sequence)
        connection.execute(put.values(state=broken))
        misfit = verify_journal(connection)
        assert misfit is not None
        assert misfit.sequence == entry.sequence
        connection.execute(put.values(state=state))
    assert verify_journal(connection) is None


@pytest.mark.parametrize(
    "change",
    [
        "state = cast(x'ff' || substr(state, 2) AS text)",
        "reason = cast(x'ff' AS text)",
        "state = x'00ff'",
        "instant = x'00ff'",
        "version = 'one'",
    ],
)
def test_what_is_no_text_or_number_is_named_too(edited: Session, change: str) -> None:
    connection = unguarded(edited)
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL keeps its columns to their types
    connection.execute(text(f"UPDATE journal_entry SET {change} WHERE sequence = 9"))
    misfit = verify_journal(connection)
    assert misfit is not None
    assert misfit.sequence == 9


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM journal_head", "UPDATE journal_head SET instant = '9999-01-01'"],
)
def test_a_head_that_is_gone_or_changed_is_told(edited: Session, change: str) -> None:
    connection = unguarded(edited)
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER journal_head_undeleted"))
    else:
        connection.execute(text("ALTER TABLE journal_head DISABLE TRIGGER USER"))
    connection.execute(text(change))
    misfit = verify_journal(connection)
    assert misfit is not None
    assert "head" in misfit.message


def test_a_redacted_state_put_back_is_told(edited: Session) -> None:
    second = next(e for e in changes(edited.connection(), [A1]) if "Second" in (e.state or ""))
    assert redact(edited, "ann", [second.sequence], "erasure", LATER) == ()
    connection = unguarded(edited)
    last = read_head(connection).sequence
    back = ENTRY.update().where(ENTRY.c.sequence == second.sequence)
    connection.execute(back.values(state=second.state, salt=second.salt))
    misfit = verify_journal(connection)
    assert misfit is not None
    assert misfit.sequence == last
    assert "was taken out, but it was not" in misfit.message


def test_swapped_entries_are_named(edited: Session) -> None:
    connection = unguarded(edited)
    for old, new in ((3, -3), (4, 3), (-3, 4)):
        connection.execute(ENTRY.update().where(ENTRY.c.sequence == old).values(sequence=new))
    misfit = verify_journal(connection)
    assert misfit is not None
    assert misfit.sequence == 3


def test_a_missing_entry_is_named(edited: Session) -> None:
    connection = unguarded(edited)
    connection.execute(ENTRY.delete().where(ENTRY.c.sequence == 5))
    misfit = verify_journal(connection)
    assert misfit is not None
    assert misfit.sequence == 6
    assert "does not follow entry 4" in misfit.message


def test_a_cut_tail_shows_only_against_what_was_noted(edited: Session) -> None:
    noted = read_head(edited.connection())
    connection = unguarded(edited)
    cut = head_at(connection, noted.sequence - 1)
    connection.execute(ENTRY.delete().where(ENTRY.c.sequence == noted.sequence))
    assert verify_journal(connection) is not None
    connection.execute(
        text("UPDATE journal_head SET sequence = :sequence, hash = :hash, instant = :instant"),
        {"sequence": cut.sequence, "hash": cut.hash, "instant": cut.instant},
    )
    assert verify_journal(connection) is None
    misfit = verify_journal(connection, noted)
    assert misfit is not None
    assert misfit.sequence == noted.sequence
    assert "is gone" in misfit.message


def test_a_recomputed_chain_shows_against_what_was_noted(edited: Session) -> None:
    connection = edited.connection()
    noted = Head(2, "f" * 64)
    misfit = verify_journal(connection, noted)
    assert misfit is not None
    assert misfit.sequence == 2


def test_a_redacted_state_is_gone_and_the_journal_verifies(edited: Session) -> None:
    second = next(e for e in changes(edited.connection(), [A1]) if "Second" in (e.state or ""))
    assert redact(edited, "ann", [second.sequence], "erasure", LATER) == ()
    connection = edited.connection()
    assert "Second" not in " ".join(entry.state or "" for entry in entries(connection))
    assert verify_journal(connection) is None
    then = load(connection, second.sequence)
    assert A1 in then.redacted
    assert "a1" not in then.activities
    assert load(connection).activities["a1"].name == "Third"
    last = list(entries(connection))[-1]
    assert (last.action, last.reason) == (Action.REDACTED, "erasure")


def test_the_present_state_is_not_redacted(edited: Session) -> None:
    third = changes(edited.connection(), [A1])[0].sequence
    (why,) = redact(edited, "ann", [third], "erasure", LATER)
    assert "present state" in why
    assert redact(edited, "ann", [999], "erasure", LATER) == ("the journal has no entry 999",)
    assert load(edited.connection()).activities["a1"].name == "Third"


def test_every_state_of_a_deleted_record_may_be_redacted(edited: Session) -> None:
    base = load(edited.connection()).stamps[A1].sequence
    applied(apply(edited, "ann", [Delete(*A1, base)], None, LATER))
    held = [e.sequence for e in changes(edited.connection(), [A1]) if e.state is not None]
    assert redact(edited, "ann", held, "erasure", LATER) == ()
    assert verify_journal(edited.connection()) is None
