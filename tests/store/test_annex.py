"""The register of twelve months ago, read from the journal."""

from __future__ import annotations

import datetime

from sqlalchemy import event
from sqlalchemy.orm import Session

from ropa.core.change import Put
from ropa.core.past import Past
from ropa.core.register import Register
from ropa.export.annex import NO_ANNEX
from ropa.records.organisation import Organisation
from ropa.store.annex import annex_of
from ropa.store.apply import apply
from ropa.store.journal import redact
from ropa.store.load import load
from ropa.vocabulary import Kind
from tests.build import activity, build
from tests.store.batches import applied

KEPT = datetime.datetime(2024, 5, 3, 9, tzinfo=datetime.UTC)


def put(session: Session, name: str, at: datetime.datetime) -> None:
    based = load(session.connection()).stamps.get((Kind.ACTIVITY, "a1"))
    change = Put(activity(name=name), based.sequence if based else None)
    applied(apply(session, "dpo", [change], None, at))


def begin(session: Session, **fields: str) -> None:
    applied(apply(session, "dpo", [Put(build(Organisation, **fields))], None, KEPT))


def past(session: Session, register: Register | None = None) -> Past:
    connection = session.connection()
    found = annex_of(connection, register or load(connection), "acme", None).past
    assert found is not None
    return found


def name(found: Past) -> str:
    return found.register.activities["a1"].name


def test_it_stands_at_the_end_of_the_day_a_year_before_where_the_organisation_is(
    session: Session,
) -> None:
    begin(session, time_zone="Europe/Berlin")
    berlin = datetime.timezone(datetime.timedelta(hours=2))
    put(session, "before", datetime.datetime(2025, 6, 10, 23, 59, tzinfo=berlin))
    put(session, "after", datetime.datetime(2025, 6, 11, 0, 1, tzinfo=berlin))
    put(session, "now", datetime.datetime(2026, 6, 10, 0, 1, tzinfo=berlin))
    found = past(session)
    assert (found.since, found.young, name(found)) == (datetime.date(2025, 6, 10), False, "before")


def test_an_earlier_moment_has_its_own_twelve_months(session: Session) -> None:
    begin(session)
    for year in (2024, 2025, 2026):
        put(session, f"of {year}", datetime.datetime(year, 6, 1, 9, tzinfo=datetime.UTC))
    then = load(session.connection(), 3)
    assert name(past(session, then)) == "of 2024"
    assert name(past(session)) == "of 2025"


def test_a_younger_record_begins_on_the_first_day_it_was_kept(session: Session) -> None:
    begin(session)
    put(session, "first", KEPT + datetime.timedelta(hours=3))
    put(session, "second", KEPT + datetime.timedelta(days=40))
    found = past(session)
    assert (found.since, found.young, name(found)) == (KEPT.date(), True, "first")


def test_on_its_first_day_there_is_nothing_before(session: Session) -> None:
    begin(session)
    put(session, "first", KEPT + datetime.timedelta(hours=3))
    register = load(session.connection())
    found = past(session, register)
    assert found.register is register
    assert (found.since, found.young) == (KEPT.date(), True)


def test_what_was_redacted_is_named(session: Session) -> None:
    begin(session)
    put(session, "first", KEPT + datetime.timedelta(days=1))
    put(session, "second", KEPT + datetime.timedelta(days=800))
    assert not redact(session, "dpo", [2], "erased", KEPT + datetime.timedelta(days=801))
    assert past(session).redacted == {(Kind.ACTIVITY, "a1")}


def test_without_a_journal_there_is_none(session: Session) -> None:
    assert (
        annex_of(session.connection(), Register.of([build(Organisation)]), "acme", None) == NO_ANNEX
    )


def test_the_journal_is_read_once(session: Session) -> None:
    begin(session)
    put(session, "first", KEPT + datetime.timedelta(days=1))
    put(session, "second", KEPT + datetime.timedelta(days=800))
    register, connection = load(session.connection()), session.connection()
    states: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        states.extend([statement] if ".state" in statement.partition("FROM")[0] else [])

    event.listen(connection, "before_cursor_execute", note)
    past(session, register)
    event.remove(connection, "before_cursor_execute", note)
    assert len(states) == 1
