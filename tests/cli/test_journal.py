"""The journal from the command line."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from ropa.store.engine import open_engine
from tests.cli.conftest import Run, behind


def noted(run: Run) -> str:
    (found,) = re.findall(r"\d+:[0-9a-f]{64}", run("journal", "verify").output)
    return str(found)


def test_a_whole_journal_says_its_end_and_holds_against_it(loaded: Run) -> None:
    expect = noted(loaded)
    assert expect.startswith("65:")
    loaded("journal", "verify", "--expect", expect)
    loaded("check-data")


def test_a_changed_entry_is_named_with_exit_1(loaded: Run, empty_url: str) -> None:
    behind(empty_url, "UPDATE journal_entry SET reason = 'x' WHERE sequence = 9")
    assert "Entry 9 was changed" in loaded("journal", "verify", code=1).output


def test_a_changed_row_is_named_with_exit_1(loaded: Run, empty_url: str) -> None:
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE party SET legal_name = 'AWS Inc' WHERE id = 'aws'"))
    engine.dispose()
    assert "Party aws" in loaded("check-data", code=1).output


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO activity_systems (record, value) VALUES ('c8', 'backups')",
        "UPDATE activity_data SET position = 7 WHERE record = 'c1' AND position = 3",
    ],
)
def test_a_row_that_no_record_says_is_named(loaded: Run, empty_url: str, statement: str) -> None:
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert "Processing activity c" in loaded("check-data", code=1).output


@pytest.mark.parametrize("expect", ["abc", "\u00b2:" + "0" * 64, "0:" + "f" * 63])
def test_an_expectation_is_a_sequence_and_a_hash(loaded: Run, expect: str) -> None:
    loaded("journal", "verify", "--expect", expect, code=2)


def test_what_no_journal_begins_with_is_told(loaded: Run) -> None:
    loaded("journal", "verify", "--expect", "0:" + "0" * 64)
    loaded("journal", "verify", "--expect", "0:" + "f" * 64, code=1)


def test_an_unreadable_expectation_says_what_one_looks_like(loaded: Run) -> None:
    assert "such as 24:" in loaded("journal", "verify", "--expect", "abc", code=2).output


def test_redaction_asks_first_and_then_verifies(loaded: Run) -> None:
    loaded("user", "add", "a@b.example", "--role", "dpo", "--password", "x" * 12)
    loaded("user", "role", "a@b.example", "reader")
    listed = loaded("journal", "list", "--last", "2").output
    assert "Membership" in listed
    sequence = listed.splitlines()[0].split()[0]
    declined = loaded("journal", "redact", sequence, "--reason", "x", code=1, typed="n\n")
    assert "cannot be brought back" in declined.output
    loaded("journal", "redact", sequence, "--reason", "x", "--yes")
    loaded("journal", "verify")
    loaded("check-data")
