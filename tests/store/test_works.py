"""Exports that are being made, as the database knows them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from ropa.core.change import Put
from ropa.export.progress import Step
from ropa.models.work import Work as WorkRow
from ropa.records.organisation import Organisation
from ropa.store import works
from ropa.store.apply import apply
from ropa.store.works import KEPT, SILENT, Begun, Work
from ropa.vocabulary import WorkState
from tests.build import build
from tests.store.batches import START, applied

ANN = Begun("ann", "acme", "The record as PDF", "acme-1-record.pdf", 12)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def acme(session: Session) -> Iterator[Session]:
    """A session on a catalogue with an organisation."""
    applied(apply(session, "dpo", [Put(build(Organisation))], None, START))
    yield session
    session.rollback()


def begun(session: Session, asked: Begun = ANN, at: datetime.datetime = START) -> str:
    given = works.begin(session, asked, at)
    assert isinstance(given, str), given
    return given


def seen(session: Session, id: str, at: datetime.datetime = START) -> Work:
    found = works.find(session, id, "ann", "acme", at)
    assert found is not None
    return found


def test_a_work_goes_from_waiting_to_ready(acme: Session) -> None:
    id = begun(acme)
    assert seen(acme, id).state is WorkState.WAITING
    assert works.start(acme, id, START)
    assert works.advance(acme, id, Step(5, 12, "record.pdf: drawing"), START)
    found = seen(acme, id)
    assert (found.state, found.done, found.total) == (WorkState.RUNNING, 5, 12)
    assert found.words == "record.pdf: drawing"
    assert works.content(acme, id) is None
    assert works.finish(acme, id, b"%PDF", START)
    found = seen(acme, id)
    assert (found.state, found.size, found.active) == (WorkState.DONE, 4, False)
    assert works.content(acme, id) == b"%PDF"
    assert works.found(acme, "ann", "acme", START) == (found,)


def test_nobody_else_finds_it(acme: Session) -> None:
    id = begun(acme)
    for owner, organisation in (("bob", "acme"), ("ann", "beta"), ("", "")):
        assert works.find(acme, id, owner, organisation, START) is None
        assert works.found(acme, owner, organisation, START) == ()
    assert works.find(acme, f"{id}x", "ann", "acme", START) is None


def test_what_is_stopped_goes_no_further(acme: Session) -> None:
    waiting = begun(acme)
    assert works.stop(acme, waiting, START)
    assert not works.start(acme, waiting, START)
    running = begun(acme)
    assert works.start(acme, running, START)
    assert works.stop(acme, running, START)
    assert not works.advance(acme, running, Step(1, 12, ""), START)
    assert not works.finish(acme, running, b"%PDF", START)
    assert not works.fail(acme, running, "too late", START)
    assert not works.stop(acme, running, START)
    assert seen(acme, running).state is WorkState.STOPPED
    assert works.content(acme, running) is None


def test_what_failed_says_why(acme: Session) -> None:
    id = begun(acme)
    works.start(acme, id, START)
    assert works.fail(acme, id, "It was not ready.", START)
    assert seen(acme, id).problem == "It was not ready."
    assert works.found(acme, "ann", "acme", START) == ()


def test_one_person_has_one_at_a_time(acme: Session) -> None:
    id = begun(acme)
    again = works.begin(acme, ANN, START)
    assert isinstance(again, Work)
    assert again.id == id
    other = Begun("bob", "acme", "The record as PDF", "acme-1-record.pdf", 12)
    assert begun(acme, other) != id
    works.stop(acme, id, START)
    begun(acme)


def test_of_two_requests_at_once_one_begins(acme: Session, engine: Engine) -> None:
    acme.rollback()
    both, given = Barrier(2), []

    def ask() -> None:
        with Session(engine) as session:
            both.wait(60)
            given.append(works.begin(session, ANN, START))

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(isinstance(one, str) for one in given) == [False, True]
    assert acme.execute(select(func.count()).select_from(WorkRow)).scalar_one() == 1


def test_a_work_whose_process_died_has_failed_and_lets_another_begin(acme: Session) -> None:
    id = begun(acme)
    works.start(acme, id, START)
    late = START + SILENT + SECOND
    works.heard(acme, [id], START + SECOND)
    assert seen(acme, id, late).state is WorkState.RUNNING
    found = seen(acme, id, late + SECOND)
    assert found.state is WorkState.FAILED
    assert "make it again" in found.problem
    begun(acme, at=late + SECOND)


def test_being_heard_of_brings_nothing_back(acme: Session) -> None:
    id = begun(acme)
    works.stop(acme, id, START)
    works.heard(acme, [id], START + SECOND)
    assert seen(acme, id).touched == START


def test_what_is_old_is_not_found_and_goes_when_the_next_begins(acme: Session) -> None:
    id = begun(acme)
    works.start(acme, id, START)
    works.finish(acme, id, b"%PDF", START)
    assert seen(acme, id, START + KEPT)
    late = START + KEPT + SECOND
    assert works.find(acme, id, "ann", "acme", late) is None
    assert works.found(acme, "ann", "acme", late) == ()
    other = begun(acme, at=late)
    assert works.content(acme, id) is None
    works.forget(acme, other)
    assert acme.execute(select(func.count()).select_from(WorkRow)).scalar_one() == 0
