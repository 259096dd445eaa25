"""The journal: listing it, holding it against itself, redacting."""

from __future__ import annotations

import re
import sys

import click

from ropa.cli import desk
from ropa.core.journal import Head
from ropa.store.engine import snapshot
from ropa.store.journal import entries, read_head, redact, verify_journal
from ropa.store.load import differences


@click.group()
def journal() -> None:
    """Read the journal and hold it against itself."""


@journal.command("verify")
@click.option("--expect", metavar="SEQUENCE:HASH", help="An entry noted earlier, from an export.")
def verify(expect: str | None) -> None:
    """Name the first entry that does not fit, and exit with 1."""
    noted = _noted(expect) if expect else None
    with desk.opened() as session:
        connection = snapshot(session)
        misfit = verify_journal(connection, noted)
        head = read_head(connection)
    if misfit:
        click.echo(f"Entry {misfit.sequence} {misfit.message}.", err=True)
        sys.exit(1)
    click.echo(f"The journal is whole: {head.sequence} entries, {head.sequence}:{head.hash}")


def _noted(expect: str) -> Head:
    said = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", expect.strip().lower())
    if said is None:
        raise click.BadParameter(
            "give the sequence and the hash as an export says them, such as 24:9f86…",
            param_hint="--expect",
        )
    return Head(int(said[1]), said[2])


@journal.command("list")
@click.option("--last", type=click.IntRange(1), default=20, show_default=True)
def list_entries(last: int) -> None:
    """List the last entries, oldest first."""
    with desk.opened() as session:
        connection = session.connection()
        for entry in list(entries(connection))[-last:]:
            click.echo(
                f"{entry.sequence:>6}  {entry.instant}  {entry.actor}  {entry.action.label}  "
                f"{entry.kind.label} {entry.record}"
                + (f"  ({entry.reason})" if entry.reason else "")
            )


@journal.command("redact")
@click.argument("sequences", type=click.IntRange(1, 2**63 - 1), nargs=-1, required=True)
@click.option("--reason", required=True, help="Why; stands in the journal.")
@click.confirmation_option(prompt="A redacted state cannot be brought back. Redact?")
def redact_states(sequences: tuple[int, ...], reason: str) -> None:
    """Take earlier states out of the journal, which still verifies."""
    with desk.opened() as session:
        refusals = redact(session, desk.ACTOR, sequences, reason, desk.now())
    if refusals:
        raise click.ClickException("Nothing was redacted.\n" + "\n".join(refusals))
    click.echo(f"Redacted {len(set(sequences))} states.")


@click.command("check-data")
def check_data() -> None:
    """Hold the rows against the journal, and exit with 1 where they differ."""
    with desk.opened() as session:
        found = differences(snapshot(session))
    for kind, id in found:
        click.echo(f"{kind.label} {id} is not as the journal has it.", err=True)
    if found:
        sys.exit(1)
    click.echo("Every row is as the journal has it.")
