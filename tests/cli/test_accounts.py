"""Users from the command line."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ropa.store.accounts import find_user, memberships, password_fits
from ropa.store.engine import open_engine
from ropa.store.journal import entries
from tests.cli.conftest import Run

ADD = ("user", "add", "Ann@b.example", "--name", "Ann Ode", "--role", "administrator")


def test_a_user_is_added_with_a_role_and_a_password(loaded: Run, empty_url: str) -> None:
    loaded(*ADD, typed="a good password\na good password\n")
    engine = open_engine(empty_url)
    with Session(engine) as session:
        user = find_user(session, "ann@B.example")
        assert user is not None
        assert user.is_active
        assert [(m.organisation, m.role) for m in memberships(session, user.id)] == [
            ("ocktra", "administrator")
        ]
        assert password_fits(session, user.id, "a good password")
        assert not password_fits(session, user.id, "another password")
        assert not password_fits(session, None, "nobody")
        states = " ".join(entry.state or "" for entry in entries(session.connection()))
        assert "Ann" not in states
        assert "b.example" not in states
    engine.dispose()


def test_a_password_is_changed_and_a_role_taken_over(loaded: Run, empty_url: str) -> None:
    loaded(*ADD, "--password", "a good password")
    loaded("user", "password", "ann@b.example", "--password", "a better password")
    loaded("user", "role", "ann@b.example", "reader")
    engine = open_engine(empty_url)
    with Session(engine) as session:
        user = find_user(session, "ann@b.example")
        assert user is not None
        assert password_fits(session, user.id, "a better password")
        assert not password_fits(session, user.id, "a good password")
        assert [m.role for m in memberships(session, user.id)] == ["reader"]
    engine.dispose()


def test_errors_say_what_to_do(loaded: Run) -> None:
    assert "at least 12" in loaded(*ADD, "--password", "short", code=1).output
    assert (
        "see `user add`"
        in loaded("user", "password", "no@b.example", "--password", "x" * 12, code=1).output
    )
    loaded(*ADD, "--password", "a good password")
    assert "already a user" in loaded(*ADD, "--password", "a good password", code=1).output


def test_a_wrong_address_is_refused_in_words(loaded: Run) -> None:
    output = loaded(
        "user", "add", "nowhere", "--role", "dpo", "--password", "x" * 12, code=1
    ).output
    assert "email" in output.casefold()
    assert "Traceback" not in output


def test_an_address_is_one_whatever_its_case(loaded: Run) -> None:
    loaded("user", "add", "\u00c9lan@b.example", "--role", "dpo", "--password", "x" * 12)
    output = loaded(
        "user", "add", "\u00e9LAN@b.example", "--role", "dpo", "--password", "x" * 12, code=1
    ).output
    assert "already a user" in output
    loaded("user", "role", "\u00c9LAN@B.example", "reader")


def test_a_password_that_cannot_be_kept_leaves_nobody_behind(loaded: Run) -> None:
    before = loaded("journal", "verify").output
    loaded(*ADD, "--password", "x" * 12 + "\udcff", code=1)
    assert loaded("journal", "verify").output == before
