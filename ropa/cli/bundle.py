"""The bundle: exports, pictures and the journal in one signed file; and checking one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from ropa.cli import desk
from ropa.cli.asked import ABOUT, AS_OF, ORGANISATION, OUTPUT
from ropa.cli.exports import ACTIVITIES, NO_ACTIVITY, WHERE, chosen_activities, told
from ropa.cli.waiting import waiting
from ropa.core.register import Register
from ropa.export.bundle import BundleProblem
from ropa.export.bundle_check import KnownKey, check
from ropa.export.bundle_files import CHOICES, bundle_of, steps_of
from ropa.export.bundle_words import Report, report
from ropa.export.export import Export, export_of
from ropa.export.signature import Signer, fingerprint_of
from ropa.export.strict_zip import MOST_BYTES
from ropa.records.organisation import Organisation
from ropa.store.annex import annex_of
from ropa.store.engine import snapshot
from ropa.store.home import signing_keys
from ropa.store.journal import created, entries, head_at
from ropa.store.keys import BrokenKey, known_keys, signer
from ropa.store.load import load
from ropa.vocabulary import Kind


def _formats(_context: click.Context, _option: click.Parameter, given: str) -> tuple[str, ...]:
    """Read the names of formats between commas."""
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))
    if unknown := [name for name in names if name not in CHOICES]:
        raise click.BadParameter(f"there is no {unknown[0]} (there are {', '.join(CHOICES)})")
    return names


@click.command("bundle")
@OUTPUT
@click.option(
    "--formats",
    default=",".join(CHOICES),
    show_default=True,
    callback=_formats,
    metavar="NAME,…",
    help="What to put in.",
)
@ACTIVITIES
@WHERE
@ORGANISATION
@AS_OF
@ABOUT
def export_bundle(
    output: Path,
    formats: tuple[str, ...],
    activities: tuple[str, ...],
    where: tuple[str, ...],
    organisation: str | None,
    as_of: str | None,
    about: str | None,
) -> None:
    """Write exports, pictures and the journal behind them as one signed ZIP file."""
    with desk.opened() as session:
        connection = snapshot(session)
        register = desk.register_at(session, as_of, organisation)
        whose = desk.chosen(register, organisation)
        made_at = created(connection, Kind.ACTIVITY, register.moment.sequence)
        export = _export(register, whose, (activities, where), about, made_at)
        key = _signer(whose.id)
        export = export.with_annex(annex_of(connection, register, whose.id, key))
        with waiting(steps_of(export, formats)) as tell, told("The bundle"):
            watched = replace(export, tell=tell)
            made = bundle_of(watched, whose, formats, entries(connection), key)
            if isinstance(made, BundleProblem):
                raise click.ClickException(made.message)
            desk.write(output, made)
    moment = register.moment
    click.echo(
        f"Wrote {output}: {whose.name}, about {export.context.about}, "
        f"journal {moment.sequence}:{moment.digest}"
    )


def _export(
    register: Register,
    whose: Organisation,
    asked: tuple[Iterable[str], Iterable[str]],
    about: str | None,
    made_at: Mapping[str, str],
) -> Export:
    """Cut a register to the activities that are named and those that a filter shows."""
    law, context = desk.law(), desk.context_of(register, whose, about)
    named, where = asked
    chosen = chosen_activities(register.only([whose.id]), named, where, context, law)
    if chosen is not None and not chosen:
        raise click.ClickException(NO_ACTIVITY)
    return export_of(register, whose.id, context, law, activities=chosen, created=made_at)


def _signer(organisation: str) -> Signer:
    try:
        return signer(signing_keys(), organisation)
    except BrokenKey as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    "keys",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PEM",
    help="Trust this public key, and ask no register; repeatable.",
)
def verify(file: Path, keys: tuple[Path, ...]) -> None:
    """Say whether a bundle is whole, unchanged and signed by whom; exit with 1 where it is not.

    Without a key it is held against the keys and the journal of this register.
    """
    content = _content(file)
    if keys:
        found = report(check(content, [_given_key(path) for path in keys]), None)
    else:
        found = _held_against_journal(content)
    _print(found)
    if not found.good:
        sys.exit(1)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)  # more is told to be too much
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}") from error


def _given_key(path: Path) -> KnownKey:
    fingerprint = fingerprint_of(_content(path))
    if fingerprint is None:
        raise click.BadParameter(
            f"{path} does not hold the public half of an Ed25519 key.", param_hint="--key"
        )
    return KnownKey(fingerprint, str(path))


def _held_against_journal(content: bytes) -> Report:
    with desk.opened() as session:
        connection = session.connection()
        found = check(content, _known_keys(load(connection)))
        at = found.stands_at
        live = head_at(connection, at) if at is not None else None
    return report(found, live)


def _known_keys(register: Register) -> list[KnownKey]:
    try:
        return known_keys(signing_keys(), register.organisations.values())
    except BrokenKey as error:
        raise click.ClickException(str(error)) from error


def _print(found: Report) -> None:
    click.echo(f"{found.headline}. {found.lead}")
    for reason in found.reasons:
        click.echo(f"  {reason}", err=True)
    if found.facts:
        click.echo(f"{found.title}:")
    for label, value in found.facts:
        click.echo(f"  {label}: {value}")
    for note in found.notes:
        click.echo(f"Note: {note}")
