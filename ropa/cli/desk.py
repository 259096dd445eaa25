"""What commands share: the opened catalogue, the organisation and the moment asked for."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from ropa.core.change import Applied, Conflicts, Outcome
from ropa.core.moments import parse_as_of, parse_day, zone_of
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.export.annex import Annex
from ropa.export.context import Context
from ropa.records.organisation import Organisation
from ropa.store.annex import annex_of
from ropa.store.engine import open_engine
from ropa.store.home import LAW, database_url, signing_keys
from ropa.store.journal import end_of_batch, sequence_at, text_of
from ropa.store.keys import BrokenKey, known_signer
from ropa.store.law import BrokenLaw, read_law, read_texts
from ropa.store.load import load
from ropa.store.migrate import upgrade_engine
from ropa.version import VERSION

T = TypeVar("T")

ACTOR = "command-line"
"""Who the journal names for what is done here."""


@contextmanager
def opened() -> Iterator[Session]:
    """Open the catalogue, making its tables where it is new."""
    try:
        engine = open_engine(database_url())
    except OSError as error:
        raise click.ClickException(
            f"{error.filename} cannot be made: {error.strerror}. ROPA_DATABASE_URL can name a "
            "database elsewhere."
        ) from error
    except (ArgumentError, ImportError, ValueError) as error:
        raise click.ClickException(
            "ROPA_DATABASE_URL does not name a database: give sqlite:////path/ropa.db or "
            "postgresql+psycopg://user@host/name."
        ) from error
    try:
        _bring_up_to_date(engine)
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def _bring_up_to_date(engine: Engine) -> None:
    try:
        upgrade_engine(engine)
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise click.ClickException(
            f"The database cannot be opened: {reason}. ROPA_DATABASE_URL says which one it is."
        ) from error
    except CommandError as error:
        raise click.ClickException(
            "The database was made by a newer version of ropa: use that version."
        ) from error


def law() -> Reference:
    """Read the law data."""
    try:
        return read_law(LAW)
    except BrokenLaw as error:
        raise click.ClickException(f"The law data cannot be read:\n{error}") from error


def texts_of(folder: Path) -> Mapping[str, str]:
    """Read the files of a folder, or say which one cannot be read."""
    return _readable(f"A file in {folder}", lambda: read_texts(folder))


def text_in(file: Path) -> str:
    """Read a file of text, or say why it cannot be read."""
    return _readable(str(file), lambda: file.read_bytes().decode())


def _readable(what: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{what} is not UTF-8 text (byte {error.start}): save it as UTF-8."
        ) from error


def now() -> datetime.datetime:
    """Read the clock, the one place the command line does."""
    return datetime.datetime.now(datetime.UTC)


def chosen(register: Register, named: str | None) -> Organisation:
    """Give the organisation named, or the only one there is."""
    organisations = register.organisations
    listed = ", ".join(organisations) or "none: load a register first"
    if named is None and len(organisations) == 1:
        return next(iter(organisations.values()))
    if named is None:
        raise click.ClickException(
            f"Say which organisation: --organisation ID (there are {listed})"
        )
    if named not in organisations:
        raise click.ClickException(f"There is no organisation “{named}” (there are {listed})")
    return organisations[named]


def register_at(session: Session, as_of: str | None, organisation: str | None) -> Register:
    """Read the register as recorded at a moment, a day being the organisation's."""
    connection = session.connection()
    register = load(connection)
    if as_of is None:
        return register
    whose = register.organisations.get(organisation or "")
    if organisation is None and len(register.organisations) == 1:
        whose = next(iter(register.organisations.values()))
    moment = parse_as_of(as_of, zone_of(whose))
    if isinstance(moment, str):
        raise click.BadParameter(moment, param_hint="--as-of")
    sequence = moment.sequence
    if moment.instant is not None:
        sequence = sequence_at(connection, text_of(moment.instant))
    assert sequence is not None
    if sequence > register.moment.sequence:
        raise click.BadParameter(
            f"the journal ends at {register.moment.sequence}", param_hint="--as-of"
        )
    return load(connection, end_of_batch(connection, sequence))


def context_of(register: Register, organisation: Organisation | None, about: str | None) -> Context:
    """Say which clocks an export uses; without a day it is about the organisation's today."""
    day = day_of(about, organisation)
    return Context(about=day, as_recorded=register.moment.instant, version=VERSION)


def annex(session: Session, register: Register, organisation: Organisation) -> Annex:
    """Read what documents of an organisation tell beside the register."""
    try:
        signer = known_signer(signing_keys(), organisation.id)
    except BrokenKey as error:
        raise click.ClickException(str(error)) from error
    return annex_of(session.connection(), register, organisation.id, signer)


def day_of(about: str | None, organisation: Organisation | None) -> datetime.date:
    """Read the day asked for; without one, today where the organisation is, or else in UTC."""
    if about is None:
        return now().astimezone(zone_of(organisation)).date()
    parsed = parse_day(about)
    if isinstance(parsed, str):
        raise click.BadParameter(parsed, param_hint="--about")
    return parsed


def settled(outcome: Outcome) -> Applied:
    """Insist that a batch was stored; say in words why it was not."""
    if isinstance(outcome, Applied):
        return outcome
    if isinstance(outcome, Conflicts):
        lines = [f"{item.kind.label} {item.id} was changed meanwhile" for item in outcome.conflicts]
    else:
        lines = [str(refusal) for refusal in outcome.refusals]
    raise click.ClickException("Nothing was stored.\n" + "\n".join(lines))


def refuse_used(folder: Path) -> None:
    """Refuse to write among files that are there already."""
    try:
        used = folder.exists() and any(folder.iterdir())
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}") from error
    if used:
        raise click.ClickException(f"{folder} is not empty: name a new folder.")


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder that holds nothing: all of them, or none and no new folder."""
    refuse_used(folder)
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        _new_folder(folder)
        for name, content in contents.items():
            write(folder / name, content)
    except BaseException:  # Ctrl-C is none of the usual ones
        for name in contents:
            (folder / name).unlink(missing_ok=True)
        for one in made:
            if one.exists():
                one.rmdir()
        raise


def _new_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}") from error


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; what is no file, such as a pipe, is written to."""
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        try:
            part.write_bytes(content)
            if target.exists():
                part.chmod(target.stat().st_mode & 0o777)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error
