"""An invented register, to try the product with."""

from __future__ import annotations

import datetime

import click
from sqlalchemy.orm import Session

from ropa.cli import desk
from ropa.core.change import Change, Delete, Put, Retire
from ropa.core.register import Register
from ropa.sample.batch import Batch
from ropa.sample.make import sample as make
from ropa.store.apply import apply
from ropa.store.load import load, refresh

START = datetime.datetime(2022, 10, 3, 9, tzinfo=datetime.UTC)
"""When the invented register begins; its history reaches into the law of 2026."""


@click.command()
@click.option("--activities", type=click.IntRange(1, 100_000), required=True)
@click.option("--seed", type=int, default=1, show_default=True)
def sample(activities: int, seed: int) -> None:
    """Fill an empty catalogue with an invented register of two organisations."""
    with desk.opened() as session:
        register = load(session.connection())
        if register.moment.sequence:
            raise click.ClickException(
                "The catalogue is not empty: name a new database with ROPA_DATABASE_URL."
            )
        batches = list(make(activities, seed, START))
        with click.progressbar(batches, label="Storing") as shown:
            for batch in shown:
                register = store(session, register, batch)
    click.echo(f"Made {len(register)} records in {register.moment.sequence} journal entries.")


def store(session: Session, register: Register, batch: Batch) -> Register:
    """Store one batch on top of a register; give the register after it."""
    desk.settled(apply(session, batch.actor, changes_of(register, batch), batch.reason, batch.at))
    return refresh(session.connection(), register)


def changes_of(register: Register, batch: Batch) -> list[Change]:
    """Say of each change of a batch what it is based on."""
    stamps = register.stamps
    puts: list[Change] = []
    for record in batch.put:
        stamp = stamps.get((record.KIND, record.id))
        puts.append(Put(record, stamp.sequence if stamp else None))
    retired = [Retire(*key, stamps[key].sequence) for key in batch.retire]
    deleted = [Delete(*key, stamps[key].sequence) for key in batch.delete]
    return [*puts, *retired, *deleted]
