"""Whose register is read, and as of when: the options that questions share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ropa.cli import desk
from ropa.core.flows.graph import FlowMap, flows_of
from ropa.core.flows.named import Misnamed, Named, find_named
from ropa.core.reference import Reference
from ropa.core.register import Register
from ropa.core.transfers.judge import transfers_of
from ropa.export.context import Context
from ropa.export.made import clocks, made_from
from ropa.importing.files import parse_folder
from ropa.records.organisation import Organisation

ORGANISATION = click.option("--organisation", metavar="ID", help="Whose record.")
AS_OF = click.option(
    "--as-of", metavar="T", help="As recorded at a day, an instant or a journal sequence."
)
ABOUT = click.option("--about", metavar="DAY", help="In force on this day; today where not given.")
FOLDER = click.option(
    "--with",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Read the register from a folder, not from the catalogue.",
)
OUTPUT = click.option(
    "-o", "output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE"
)


@dataclass(frozen=True, slots=True)
class Asking:
    """Which register a person asks for: the four options as they were given."""

    folder: Path | None
    organisation: str | None
    as_of: str | None
    about: str | None


@dataclass(frozen=True)
class Asked:
    """What an organisation sees at the moments asked for, by the law of the day."""

    register: Register
    organisation: Organisation
    context: Context
    law: Reference

    @property
    def flows(self) -> FlowMap:
        """The graph of all it records of where data goes."""
        judged = transfers_of(self.register, self.law, self.context.about)
        return flows_of(judged, self.organisation.id)

    @property
    def clocks(self) -> str:
        """What an answer is made from, in a line."""
        return clocks(self.register, self.law, self.context)

    @property
    def made(self) -> dict[str, Any]:
        """What an answer is made from, as plain values."""
        return made_from(self.register, self.organisation, self.law, self.context)


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Add the four options to a command, which is given them as its first argument."""

    @wraps(command)
    def given(**options: Any) -> None:
        names = ("folder", "organisation", "as_of", "about")
        command(Asking(*(options.pop(name) for name in names)), **options)

    for option in (ABOUT, AS_OF, ORGANISATION, FOLDER):
        given = option(given)
    return given


def asked(asking: Asking, *, unclaimed: bool = False) -> Asked:
    """Read the register asked for; with shared records that nobody uses where `unclaimed`."""
    law = desk.law()
    register = read(asking, law)
    whose = desk.chosen(register, asking.organisation)
    return seen(register, whose, asking, law, unclaimed=unclaimed)


def read(asking: Asking, law: Reference) -> Register:
    """Read the whole register asked for, from a folder or from the catalogue."""
    if asking.folder is not None:
        if asking.as_of is not None:
            raise click.UsageError("A folder has no journal: give --with or --as-of, not both.")
        return _read(asking.folder, law)
    with desk.opened() as session:
        return desk.register_at(session, asking.as_of, asking.organisation)


def seen(
    register: Register,
    whose: Organisation,
    asking: Asking,
    law: Reference,
    *,
    unclaimed: bool = False,
) -> Asked:
    """Give of a register what an organisation sees."""
    own = register.only([whose.id], () if unclaimed else None)
    return Asked(own, whose, desk.context_of(register, whose, asking.about), law)


def at(asking: Asking, as_of: str | None) -> Asking:
    """Ask for the same as recorded at another moment."""
    return replace(asking, folder=None, as_of=as_of)


def two_moments(asking: Asking, before: str, after: str | None) -> tuple[Asked, Asked]:
    """Read what an organisation saw at one moment and at a later one, or sees in a folder."""
    if asking.as_of is not None or (asking.folder is not None and after is not None):
        raise click.UsageError("The two moments are --before, and --after or a folder (--with).")
    with _given_as("--after"):
        new = asked(asking if asking.folder else at(asking, after))
    then = at(asking, before)
    with _given_as("--before"):
        register = read(then, new.law)
    # It may not have been recorded yet, and then all of it was added.
    return seen(register, new.organisation, then, new.law), new


@contextmanager
def _given_as(option: str) -> Iterator[None]:
    """Name the option by which a moment was given, where it is none."""
    try:
        yield
    except click.BadParameter as error:
        if error.param_hint == "--as-of":
            error.param_hint = option
        raise


def said_of(old: Asked, new: Asked) -> list[str]:
    """Say what two moments were read from."""
    recorded = old.register.moment.sequence
    before = old.clocks if recorded else "Before the first entry of the journal."
    return [f"Before: {before}", f"After: {new.clocks}"]


def named(flows: FlowMap, text: str, *sorts: str) -> Named:
    """Find what was named, or say what else it may be."""
    found = find_named(flows, text, sorts)
    if isinstance(found, Misnamed):
        raise click.ClickException(found.message)
    return found


def _read(folder: Path, law: Reference) -> Register:
    register, problems = parse_folder(desk.texts_of(folder), law)
    if register is None:
        raise click.ClickException("\n".join(str(problem) for problem in problems))
    return register
