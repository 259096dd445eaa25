"""Registers as folders of files, and as one JSON document."""

from __future__ import annotations

import os
from pathlib import Path

import click
from sqlalchemy.orm import Session

from ropa.cli import desk
from ropa.core.change import Put
from ropa.core.register import Register
from ropa.export.files import dump as dump_files
from ropa.importing.files import FileProblem, parse_document, parse_folder
from ropa.store.apply import apply
from ropa.store.load import load as load_register

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path), metavar="FOLDER|FILE.json")
@click.option("--reason", help="Why; stands in the journal.")
def load(source: Path, reason: str | None) -> None:
    """Load YAML files or an exported JSON file: adds records, brings known ones up to date."""
    found = read_folder(source) if source.is_dir() else read_json(source)
    with desk.opened() as session:
        known = load_register(session.connection()).stamps
        entries = store(session, found, reason or f"Loaded from {_name(source)}")
    added = sum((record.KIND, record.id) not in known for record in found)
    click.echo(
        f"Loaded {source}: {added} records added, {entries - added} changed, "
        f"{len(found) - entries} as they were."
    )


def _name(folder: Path) -> str:
    """Give a folder's name as text, whatever bytes it is made of."""
    return os.fsencode(folder.resolve().name).decode(errors="replace")


def read_folder(folder: Path) -> Register:
    """Read a register from files, or say what is wrong in each."""
    return _sound(*parse_folder(desk.texts_of(folder), desk.law()))


def read_json(file: Path) -> Register:
    """Read a register from a JSON document, or say what is wrong in it."""
    return _sound(*parse_document(desk.text_in(file), desk.law()))


def _sound(register: Register | None, problems: tuple[FileProblem, ...]) -> Register:
    """Insist that a register could be read."""
    if register is None:
        lines = "\n".join(str(problem) for problem in problems)
        raise click.ClickException(f"Nothing was stored.\n{lines}")
    return register


def store(session: Session, found: Register, reason: str) -> int:
    """Store all records of a register in one batch; give how many entries that made."""
    register = load_register(session.connection())
    _leave_alone(register, found)
    stamps = register.stamps
    changes = []
    for record in found:
        stamp = stamps.get((record.KIND, record.id))
        changes.append(Put(record, stamp.sequence if stamp else None))
    return desk.settled(apply(session, desk.ACTOR, changes, reason, desk.now())).entries


def _leave_alone(register: Register, found: Register) -> None:
    """Refuse to change by a file what an organisation that is not in the files relies on."""
    others = register.only(register.organisations.keys() - found.organisations.keys())
    taken = [
        f"{record.KIND.label} {record.id} (“{record.title}”)"
        for record in found
        if others.get(record.KIND, record.id) is not None
        and register.get(record.KIND, record.id) != record
    ]
    if taken:
        raise click.ClickException(
            "Nothing was stored. Another organisation uses these records in other words; give "
            "them ids of their own in the files:\n" + "\n".join(taken)
        )


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--organisation", metavar="ID", help="Only what this organisation may see.")
@click.option("--as-of", metavar="T", help="As recorded at a day, an instant or a sequence.")
def dump(folder: Path, organisation: str | None, as_of: str | None) -> None:
    """Write the register as a folder of YAML files, one for each kind."""
    with desk.opened() as session:
        register = desk.register_at(session, as_of, organisation)
    if organisation is not None:
        register = register.only([desk.chosen(register, organisation).id])
    files = {name: text.encode() for name, text in dump_files(register).items()}
    desk.write_folder(folder, files)
    click.echo(f"Wrote {len(register)} records to {folder}.")
