"""The code of a first use, guessed and given by many at once; and a log that waits for nobody."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ropa.core.change import Put
from ropa.records.organisation import Organisation
from ropa.store import accounts, reviewers
from ropa.store.apply import apply
from ropa.store.journal import write_lock
from ropa.store.reviewers import MOST_FAILURES, Issued, Terms, issue
from ropa.vocabulary import VisitKind
from tests.build import build
from tests.store.batches import START, applied

MANY = 8
WRONG = "AAAAA-AAAAA"


@pytest.fixture
def issued(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Issued:
    """A link to a register, its code hashed in a way that costs less."""
    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher(1, 8, 1))
    terms = Terms("Rae", "The Authority", None, None, False, START.date(), START.date())
    with Session(engine) as session:
        applied(apply(session, "dpo", [Put(build(Organisation))], None, START))
        return issue(session, "dpo", "acme", terms, START)


def at_once(engine: Engine, do: Callable[[Session], str | None]) -> list[str]:
    """Do it in several threads at the same moment; give what was had."""
    together = Barrier(MANY)

    def one(_: int) -> str | None:
        with Session(engine) as session:
            together.wait()
            return do(session)

    with ThreadPoolExecutor(MANY) as threads:
        return [had for had in threads.map(one, range(MANY)) if had is not None]


def test_of_many_browsers_at_once_one_comes_in(engine: Engine, issued: Issued) -> None:
    (secret,) = at_once(
        engine, lambda session: reviewers.admit(session, issued.id, issued.code, START)
    )
    with Session(engine) as session:
        found = reviewers.by_browser(session, issued.id, secret)
        assert found is not None
        assert not found.awaited
        told = reviewers.visits_of(session, issued.id, 0, 100)
    assert [visit.kind for visit in told].count(VisitKind.OPENED) == 1


def test_guesses_at_once_count_each(
    engine: Engine, issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    fits = reviewers.hash_fits

    def looked(hashed: str, code: str) -> bool:
        looked_at.append(code)
        return fits(hashed, code)

    monkeypatch.setattr(reviewers, "hash_fits", looked)
    assert at_once(engine, lambda s: reviewers.admit(s, issued.id, WRONG, START)) == []
    assert len(looked_at) == MOST_FAILURES
    with Session(engine) as session:
        assert reviewers.admit(session, issued.id, issued.code, START) is None


def test_a_look_is_kept_while_a_long_change_is_written(engine: Engine, issued: Issued) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("an SQLite file has one writer, whatever is written")
    with Session(engine) as writer, Session(engine) as reader:
        write_lock(writer)
        reader.connection().exec_driver_sql("SET SESSION lock_timeout = '2s'")
        reader.commit()
        later = START + datetime.timedelta(hours=1)
        reviewers.note(reader, issued.id, VisitKind.VIEWED, "/o/acme/", None, later)
        assert reviewers.visits_by(reader, issued.id) == 1
